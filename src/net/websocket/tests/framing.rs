//! Sections 5 and 8: frames, fragments, control frames, text.

use super::*;

const ROLES: [Role; 2] = [Role::Server, Role::Client];

fn fails(bytes: &[u8], wanted: Failure) {
    let seen = read_all(Role::Server, bytes);
    assert_eq!(seen.failure, Some(wanted), "{bytes:02x?}");
    let code: [u8; 2] = wanted.close_code().to_be_bytes();
    assert_eq!(seen.due.last().map(Vec::as_slice), Some(&[0x88, 2, code[0], code[1]][..]), "{wanted}");
}

/// The examples of section 5.7.
#[test]
fn the_examples_of_the_standard() {
    let hello = [(true, b"Hello".to_vec())];
    assert_eq!(read_all(Role::Client, b"\x81\x05Hello").messages, hello);
    assert_eq!(read_all(Role::Server, b"\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58").messages, hello);
    assert_eq!(read_all(Role::Client, b"\x01\x03Hel\x80\x02lo").messages, hello);
    // Ours in the other direction is the standard's unmasked one.
    let ping = read_all(Role::Server, b"\x89\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    assert_eq!(ping.due, [b"\x8a\x05Hello"]);
    let pong = read_all(Role::Server, b"\x8a\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58");
    assert_eq!(pong, Seen::default());
    let mut large = b"\x82\x7e\x01\x00".to_vec();
    large.resize(4 + 256, 7);
    assert_eq!(read_all(Role::Client, &large).messages, [(false, vec![7; 256])]);
    let mut larger = b"\x82\x7f\0\0\0\0\0\x01\0\0".to_vec();
    larger.resize(10 + 65536, 7);
    assert_eq!(read_all(Role::Client, &larger).messages, [(false, vec![7; 65536])]);
}

/// Every size at which the header or a buffer changes, written by one end and read by the other.
#[test]
fn sizes_from_nothing_to_16_mib() {
    let boundaries = [0, 1, 2, 125, 126, 127, 128, 65535, 65536, 65537, 1 << 20, (16 << 20) - 1, 16 << 20];
    for size in boundaries {
        let payload: Vec<u8> = (0..size).map(|at: usize| (at % 251) as u8 & 0x7f).collect();
        for role in ROLES {
            for text in [true, false] {
                let writer = if role == Role::Server { Role::Client } else { Role::Server };
                let (header, mut mask) = WebSocket::new(writer).fragment(text, true, size as u64).unwrap();
                let mut frame = header.to_vec();
                frame.extend_from_slice(&payload);
                mask.apply(&mut frame[header.len()..]);
                // The largest take their time.
                let rooms = if size < 1 << 20 { vec![0, 4096, size + 1] } else { vec![4096] };
                for room in rooms {
                    let seen = feed(&mut WebSocket::new(role), &[&frame], room);
                    assert!(seen.messages == [(text, payload.clone())], "{size} bytes, {role:?}, room for {room}");
                    assert_eq!((seen.failure, seen.due.len()), (None, 0));
                }
            }
        }
    }
}

#[test]
fn what_a_frame_may_not_be() {
    let server = Role::Server;
    for bits in 1..8_u8 {
        // 5.2: reserved bits without an extension; permessage-deflate would set the first.
        for opcode in [0x01, 0x02, 0x80 | 0x01, 0x89, 0x88, 0x8a] {
            fails(&raw(server, opcode | bits << 4, b"x"), Failure::ReservedBit);
        }
    }
    for opcode in [3, 4, 5, 6, 7, 11, 12, 13, 14, 15] {
        fails(&raw(server, 0x80 | opcode, b""), Failure::ReservedOpcode);
        fails(&raw(server, opcode, b"x"), Failure::ReservedOpcode);
        // 5.4: in a message, too.
        fails(&[raw(server, 0x01, b"a"), raw(server, 0x80 | opcode, b"x")].concat(), Failure::ReservedOpcode);
    }
    // 5.5
    for control in [0x08, 0x09, 0x0a] {
        fails(&raw(server, control, b""), Failure::FragmentedControl);
        fails(&raw(server, 0x80 | control, &[0; 126]), Failure::LongControl);
        fails(&raw(server, 0x80 | control, &[0; 65536]), Failure::LongControl);
    }
    // 5.1
    fails(&raw(Role::Client, 0x81, b"x"), Failure::WrongMasking);
    assert_eq!(read_all(Role::Client, &raw(server, 0x81, b"x")).failure, Some(Failure::WrongMasking));
    // 5.4
    fails(&raw(server, 0x80, b"x"), Failure::NothingToContinue);
    fails(&raw(server, 0x00, b""), Failure::NothingToContinue);
    fails(&[raw(server, 0x81, b"a"), raw(server, 0x80, b"b")].concat(), Failure::NothingToContinue);
    for first in [0x01, 0x02] {
        for second in [0x01, 0x02, 0x81, 0x82] {
            fails(&[raw(server, first, b"a"), raw(server, second, b"b")].concat(), Failure::MessageInMessage);
        }
    }
    // An empty first frame begins a message all the same.
    fails(&[raw(server, 0x01, b""), raw(server, 0x81, b"b")].concat(), Failure::MessageInMessage);
}

/// What is wrong is told before the rest of the frame has come.
#[test]
fn failures_are_early() {
    let cases: [(&[u8], Failure); 8] = [
        (b"\xc1", Failure::ReservedBit),
        (b"\x83", Failure::ReservedOpcode),
        (b"\x09", Failure::FragmentedControl),
        (b"\x81\x01", Failure::WrongMasking),
        (b"\x89\xfe", Failure::LongControl),
        (b"\x82\xff\x80", Failure::Length),
        (b"\x82\xfe\x00\x7d", Failure::Length),
        (b"\x81\xff\0\0\0\0\0\x10\0\0\0\0\0\0ab\xed\xa0", Failure::Utf8),
    ];
    for (bytes, wanted) in cases {
        let mut socket = WebSocket::new(Role::Server);
        assert_eq!(feed(&mut socket, &[&bytes[..bytes.len() - 1]], 64).failure, None, "{bytes:02x?}");
        let mut socket = WebSocket::new(Role::Server);
        assert_eq!(feed(&mut socket, &[bytes], 64).failure, Some(wanted), "{bytes:02x?}");
        assert_eq!(socket.phase(), Phase::Failed(wanted));
        // It stays so.
        assert_eq!(socket.read(&raw(Role::Server, 0x81, b"x"), &mut [0; 8]), Err(wanted));
        assert_eq!(socket.fragment(true, true, 1).err(), Some(SendError::Closed));
    }
}

#[test]
fn fragments_with_control_frames_between() {
    for role in ROLES {
        // Cut inside the two bytes of the o with its dots.
        let frames = [
            raw(role, 0x01, b"one "),
            raw(role, 0x89, b"first"),
            raw(role, 0x00, b""),
            raw(role, 0x8a, b"unsolicited"),
            raw(role, 0x00, b"zw\xc3"),
            raw(role, 0x89, b"second"),
            raw(role, 0x80, b"\xb6lf"),
            raw(role, 0x82, b""),
            raw(role, 0x02, b"a"),
            raw(role, 0x80, b""),
        ];
        let seen = read_all(role, &frames.concat());
        assert_eq!(seen.failure, None);
        let messages = [(true, "one zw\u{f6}lf".as_bytes()), (false, b""), (false, b"a")];
        assert_eq!(seen.messages, messages.map(|(text, bytes)| (text, bytes.to_vec())));
        // One answer is enough, to the newest.
        assert_eq!(seen.due.len(), 1);
        let answer = read_pong(role, &seen.due[0]);
        assert_eq!(answer, b"second");
    }
}

fn read_pong(role: Role, frame: &[u8]) -> Vec<u8> {
    let peer = if role == Role::Server { Role::Client } else { Role::Server };
    let mut reader = Reader::new(peer);
    assert_eq!(reader.read(frame, &mut [0; 1]).unwrap().event, Event::Pong);
    reader.control().to_vec()
}

/// However many pings come, one answer is kept.
#[test]
fn a_flood_of_pings_is_one_pong() {
    let mut socket = WebSocket::new(Role::Server);
    let pings: Vec<u8> = (0..10_000_u32).flat_map(|at| raw(Role::Server, 0x89, &at.to_be_bytes())).collect();
    let read = socket.read(&pings, &mut [0; 16]).unwrap();
    assert_eq!(read, Received { consumed: pings.len(), incoming: Incoming::More });
    assert_eq!(socket.due().as_deref(), Some(&[&b"\x8a\x04"[..], &9999_u32.to_be_bytes()].concat()[..]));
    assert!(socket.due().is_none());
    // And of empty fragments, nothing.
    let mut fragments = raw(Role::Server, 0x01, b"");
    fragments.extend((0..10_000).flat_map(|_| raw(Role::Server, 0x00, b"")));
    let read = socket.read(&fragments, &mut [0; 16]).unwrap();
    assert_eq!(read, Received { consumed: fragments.len(), incoming: Incoming::More });
}

#[test]
fn a_frame_larger_than_the_buffer_and_one_that_has_not_come_whole() {
    let mut socket = WebSocket::new(Role::Server);
    let frame = raw(Role::Server, 0x82, b"0123456789");
    let mut output = [0; 4];
    let fragment = |bytes, last| Incoming::Fragment(Fragment { bytes, text: false, last });
    let read = socket.read(&frame, &mut output).unwrap();
    assert_eq!((read.incoming, &output[..]), (fragment(4, false), &b"0123"[..]));
    let mut at = read.consumed;
    let read = socket.read(&frame[at..at + 2], &mut output).unwrap();
    assert_eq!((read.incoming, &output[..2]), (fragment(2, false), &b"45"[..]));
    at += read.consumed;
    assert_eq!(socket.read(&[], &mut output).unwrap().incoming, Incoming::More);
    assert_eq!(socket.data_left(), 4);
    // The rest, read into the caller's buffer itself.
    let mut direct: [u8; 4] = frame[at..].try_into().unwrap();
    let read = socket.read_in_place(&mut direct).unwrap();
    assert_eq!((read.incoming, &direct[..]), (fragment(4, true), &b"6789"[..]));
    assert_eq!(socket.data_left(), 0);
}

/// 8.1: text is UTF-8 over all fragments, and what cannot become so fails at once.
#[test]
fn text_in_fragments() {
    let server = Role::Server;
    let text = "κόσμε \u{10ffff} 😀".as_bytes();
    for first in 0..=text.len() {
        for second in first..=text.len() {
            let frames = [
                raw(server, 0x01, &text[..first]),
                raw(server, 0x89, b"\xff"),
                raw(server, 0x00, &text[first..second]),
                raw(server, 0x80, &text[second..]),
            ];
            let seen = read_all(server, &frames.concat());
            assert_eq!((seen.messages, seen.failure), (vec![(true, text.to_vec())], None), "{first} {second}");
        }
    }
    // A character that the message ends in.
    for end in [text.len() - 1, text.len() - 2, text.len() - 3] {
        fails(&raw(server, 0x81, &text[..end]), Failure::Utf8);
        fails(&[raw(server, 0x01, &text[..end]), raw(server, 0x80, b"")].concat(), Failure::Utf8);
        // It does not spill into the next message.
        let next = [raw(server, 0x01, &text[..end]), raw(server, 0x80, &text[end..]), raw(server, 0x81, b"\xa9")];
        fails(&next.concat(), Failure::Utf8);
    }
    // Binary is anything.
    let seen = read_all(server, &[raw(server, 0x02, b"\xed\xa0"), raw(server, 0x80, b"\xff")].concat());
    assert_eq!(seen.messages, [(false, b"\xed\xa0\xff".to_vec())]);
    // Whoever trusts is not checked.
    let mut reader = Reader::new(server);
    reader.trust_text();
    assert!(reader.read(&raw(server, 0x81, b"\xff"), &mut [0; 4]).is_ok());
}

#[test]
fn what_is_sent() {
    let mut server = WebSocket::new(Role::Server);
    let mut first_bytes = |text, last| server.fragment(text, last, 1).map(|(header, _)| header[0]);
    assert_eq!(first_bytes(true, true), Ok(0x81));
    assert_eq!(first_bytes(false, true), Ok(0x82));
    assert_eq!(first_bytes(true, false), Ok(0x01));
    assert_eq!(first_bytes(false, false), Err(SendError::TypeChanged));
    assert_eq!(first_bytes(true, false), Ok(0x00));
    assert_eq!(first_bytes(true, true), Ok(0x80));
    assert_eq!(first_bytes(false, false), Ok(0x02));
    assert_eq!(first_bytes(false, true), Ok(0x80));
    assert_eq!(&server.ping(b"p").unwrap()[..], b"\x89\x01p");
    assert!(server.awaits_pong());
    server.read(&raw(Role::Server, 0x8a, b"p"), &mut [0; 1]).unwrap();
    assert!(!server.awaits_pong());
    assert_eq!(server.ping(&[0; 126]).err(), Some(SendError::LongControl));
    assert_eq!(&server.unsolicited_pong(b"").unwrap()[..], b"\x8a\0");

    // A client's masks are new each time.
    let mut client = WebSocket::new(Role::Client);
    let masks: Vec<Vec<u8>> = (0..8).map(|_| client.ping(b"").unwrap()[2..].to_vec()).collect();
    assert!(masks.iter().all(|mask| mask.len() == 4));
    assert!(masks.iter().any(|mask| *mask != masks[0]));
}

/// WEB_SOCKET_DISABLE_MASKING_PROPERTY_TYPE, of both ends.
#[test]
fn without_masks() {
    let mut client = WebSocket::new(Role::Client);
    client.without_masks();
    assert_eq!(client.fragment(true, true, 2).unwrap().0[..], [0x81, 2]);
    assert_eq!(&client.ping(b"").unwrap()[..], b"\x89\0");
    let mut server = WebSocket::new(Role::Server);
    server.without_masks();
    let both = [raw(Role::Client, 0x81, b"bare"), raw(Role::Server, 0x81, b"masked")].concat();
    assert_eq!(feed(&mut server, &[&both], 64).messages, [(true, b"bare".to_vec()), (true, b"masked".to_vec())]);
    assert_eq!(server.fragment(true, true, 2).unwrap().0[..], [0x81, 2]);
}

#[test]
fn data_of_large_frames_is_foreseen() {
    let mut reader = Reader::new(Role::Server);
    let mut room = vec![0; 1 << 17];
    let mut read = |reader: &mut Reader, bytes: &[u8]| reader.read(bytes, &mut room).unwrap().event;
    let whole = |bytes| Event::Fragment(Fragment { bytes, text: false, last: true });
    assert_eq!(reader.data_ahead(), None);
    assert_eq!(read(&mut reader, &raw(Role::Server, 0x82, &[7; 5000])), whole(5000));
    assert_eq!(reader.data_ahead(), Some((8, u64::MAX)));
    let (large, larger) = (raw(Role::Server, 0x82, &[7; 60000]), raw(Role::Server, 0x82, &[7; 70000]));
    assert!(reader.begins_data(&large[..8]));
    // Part of a header, and bytes that are not the end of one.
    assert!(!reader.begins_data(&large[..7]) && !reader.begins_data(&large[..9]) && !reader.begins_data(&larger[..8]));
    for small in [raw(Role::Server, 0x82, b"ab"), raw(Role::Server, 0x89, b"ab"), raw(Role::Server, 0x82, b"")] {
        assert!(!reader.begins_data(&small[..small.len().min(8)]), "{small:02x?}");
        assert!(!reader.begins_data(&small[..6]) || small.len() == 8 && small[0] == 0x82, "{small:02x?}");
    }
    // The rest of a frame, as long as it is much.
    assert_eq!(
        read(&mut reader, &larger[..14 + 100]),
        Event::Fragment(Fragment { bytes: 100, text: false, last: false })
    );
    assert_eq!(reader.data_ahead(), Some((0, 69900)));
    assert!(reader.begins_data(b"") && !reader.begins_data(b"x"));
    read(&mut reader, &larger[114..69000]);
    assert_eq!(reader.data_ahead(), None);
    assert_eq!(read(&mut reader, &larger[69000..]), whole(1014));
    assert_eq!(reader.data_ahead(), Some((14, u64::MAX)));
    // A header that has begun is no longer ahead, and a small frame is followed by small ones.
    assert_eq!(read(&mut reader, &large[..3]), Event::More);
    assert_eq!(reader.data_ahead(), None);
    read(&mut reader, &large[3..]);
    assert_eq!(read(&mut reader, &raw(Role::Server, 0x82, b"ab")), whole(2));
    assert_eq!(reader.data_ahead(), None);
}
