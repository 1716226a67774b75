//! The table that clients play against servers, too (`c-tests/websocket/frames.table`).

use super::*;

const TABLE: &str = include_str!("../../../../c-tests/websocket/frames.table");

fn bytes(text: &str) -> Vec<u8> {
    let (hex, times) = text.split_once('*').map_or((text, 1), |(hex, times)| (hex, times.parse().unwrap()));
    let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
    (0..hex.len()).step_by(2).map(byte).collect::<Vec<u8>>().repeat(times)
}

fn frame(text: &str) -> Vec<u8> {
    if let Some(all) = text.strip_prefix('=') {
        return bytes(all);
    }
    let (first, payload) = text.split_once(':').unwrap();
    let reader = if first.starts_with('u') { Role::Client } else { Role::Server };
    let first = u8::from_str_radix(first.trim_start_matches('u'), 16).unwrap();
    raw(reader, first, &bytes(payload))
}

#[test]
fn every_row() {
    let rows = TABLE.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut count = 0;
    for row in rows {
        let [name, frames, answer] = row.split(" | ").collect::<Vec<_>>()[..] else { panic!("{row}") };
        let input: Vec<u8> = frames.split(' ').flat_map(frame).collect();
        let seen = read_all(Role::Server, &input);
        let (mut messages, mut pong, mut close) = (Vec::new(), None, None);
        for part in answer.split(' ') {
            let (kind, text) = part.split_once(':').unwrap();
            match kind {
                "t" | "b" => messages.push((kind == "t", bytes(text))),
                "p" => pong = Some(bytes(text)),
                _ => close = Some(text),
            }
        }
        assert_eq!(seen.messages, messages, "{name}");
        // What an echo sends back is what a fault or the peer's close says.
        let code = match (&seen.failure, &seen.close) {
            (Some(failure), _) => Some(failure.close_code().to_string()),
            (None, Some(status)) => Some(status.code.map(|code| code.to_string()).unwrap_or_default()),
            (None, None) => None,
        };
        assert_eq!(code.as_deref(), close, "{name}");
        if let Some(pong) = pong {
            assert_eq!(seen.due, [raw(Role::Client, 0x8a, &pong)], "{name}");
        }
        count += 1;
    }
    assert!(count > 200, "{count}");
}
