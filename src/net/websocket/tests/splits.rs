//! However the network cuts the bytes, and however large the caller's buffer is, what comes is the same.

use super::*;
use proptest::collection::vec;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Item {
    Frame(u8, Vec<u8>),
    Junk(Vec<u8>),
}

fn item() -> impl Strategy<Value = Item> {
    let first = prop_oneof![
        12 => prop::sample::select(&[0x81_u8, 0x82, 0x01, 0x02, 0x00, 0x80, 0x89, 0x8a][..]),
        1 => Just(0x88),
        1 => any::<u8>(),
    ];
    let text = "[a-zé€😀]{0,90}".prop_map(String::into_bytes);
    let payload = prop_oneof![8 => text, 1 => vec(any::<u8>(), 0..200), 1 => Just(b"\x03\xe8bye".to_vec())];
    prop_oneof![
        40 => (first, payload).prop_map(|(first, payload)| Item::Frame(first, payload)),
        1 => vec(any::<u8>(), 0..20).prop_map(Item::Junk),
    ]
}

fn bytes_of(role: Role, items: &[Item]) -> Vec<u8> {
    let bytes = items.iter().map(|item| match item {
        Item::Frame(first, payload) => raw(role, *first, payload),
        Item::Junk(bytes) => bytes.clone(),
    });
    bytes.collect::<Vec<_>>().concat()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn any_split_is_alike(items in vec(item(), 1..12), cuts in vec(any::<prop::sample::Index>(), 0..12),
                          room in 0..40_usize, server in any::<bool>()) {
        let role = if server { Role::Server } else { Role::Client };
        let bytes = bytes_of(role, &items);
        let mut ends: Vec<usize> = cuts.iter().map(|cut| cut.index(bytes.len() + 1)).collect();
        ends.extend([0, bytes.len()]);
        ends.sort_unstable();
        let portions: Vec<&[u8]> = ends.windows(2).map(|pair| &bytes[pair[0]..pair[1]]).collect();
        // A client's own frames have masks of their own.
        let unmasked = |mut seen: Seen| {
            if !server {
                seen.due = vec![Vec::new(); seen.due.len()];
            }
            seen
        };
        let whole = unmasked(read_all(role, &bytes));
        prop_assert_eq!(&unmasked(feed(&mut WebSocket::new(role), &portions, room)), &whole);
        let single: Vec<&[u8]> = bytes.chunks(1).collect();
        prop_assert_eq!(&unmasked(feed(&mut WebSocket::new(role), &single, room)), &whole);
    }

    /// What one end sends in fragments, with pings between, the other one receives.
    #[test]
    fn what_is_sent_is_received(messages in vec((any::<bool>(), vec("[a-z€😀]{0,300}", 1..5)), 0..6), client in any::<bool>(),
                                room in 0..2000_usize) {
        let (from, to) = if client { (Role::Client, Role::Server) } else { (Role::Server, Role::Client) };
        let mut sender = WebSocket::new(from);
        let mut wire = Vec::new();
        for (text, parts) in &messages {
            for (at, part) in parts.iter().enumerate() {
                let (header, mut mask) = sender.fragment(*text, at + 1 == parts.len(), part.len() as u64).unwrap();
                wire.extend_from_slice(&header);
                let begin = wire.len();
                wire.extend_from_slice(part.as_bytes());
                mask.apply(&mut wire[begin..]);
                wire.extend_from_slice(&sender.ping(b"there?").unwrap());
            }
        }
        wire.extend_from_slice(&sender.close(1000, "done").unwrap());
        let seen = feed(&mut WebSocket::new(to), &[&wire], room);
        let wanted: Vec<(bool, Vec<u8>)> = messages.iter().map(|(text, parts)| (*text, parts.concat().into_bytes())).collect();
        prop_assert_eq!(seen.messages, wanted);
        prop_assert_eq!(seen.close, Some(CloseStatus { code: Some(1000), reason: "done".to_owned() }));
        prop_assert_eq!(seen.failure, None);
    }
}
