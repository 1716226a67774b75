//! Frames give the same messages, answers and failure however they are cut and however much room there is;
//! text is UTF-8; what was received is received again when it is sent.
//!
//! The first byte is the role and the room, the second the place of the cut.
#![no_main]

use httpapi::net::websocket::{CloseStatus, Failure, Incoming, Received, Role, WebSocket};
use libfuzzer_sys::fuzz_target;

type Message = (bool, Vec<u8>);

#[derive(Debug, PartialEq)]
struct Outcome {
    messages: Vec<Message>,
    close: Option<CloseStatus>,
    failure: Option<Failure>,
    /// How long each control frame is that is due: a client's have masks of their own.
    due: Vec<usize>,
}

/// Reads the parts, in place where there is no room.
fn outcome(role: Role, parts: &[&[u8]], room: usize) -> Outcome {
    let mut socket = WebSocket::new(role);
    let (mut messages, mut open, mut failure) = (Vec::new(), Vec::new(), None);
    let (mut buffered, mut output) = (Vec::new(), vec![0; room]);
    'all: for part in parts {
        buffered.extend_from_slice(part);
        loop {
            let read = match room {
                0 => socket.read_in_place(&mut buffered),
                _ => socket.read(&buffered, &mut output),
            };
            let Received { consumed, incoming } = match read {
                Ok(received) => received,
                Err(why) => {
                    failure = Some(why);
                    break 'all;
                }
            };
            if let Incoming::Fragment(fragment) = incoming {
                let bytes = match room {
                    0 => &buffered[consumed - fragment.bytes..consumed],
                    _ => &output[..fragment.bytes],
                };
                open.extend_from_slice(bytes);
                if fragment.last {
                    assert!(!fragment.text || std::str::from_utf8(&open).is_ok());
                    messages.push((fragment.text, std::mem::take(&mut open)));
                }
            }
            buffered.drain(..consumed);
            match incoming {
                Incoming::More => break assert!(buffered.is_empty()),
                Incoming::Close => break 'all,
                Incoming::Fragment(_) => {}
            }
        }
    }
    let close = socket.close_status().cloned();
    let due: Vec<usize> = std::iter::from_fn(|| socket.due()).map(|frame| frame.len()).collect();
    assert!(due.len() <= 1);
    Outcome { messages, close, failure, due }
}

fn resend(role: Role, messages: &[Message], part: usize) -> Vec<u8> {
    let mut socket = WebSocket::new(role);
    let mut wire = Vec::new();
    for (text, bytes) in messages {
        let mut parts = bytes.chunks(part).peekable();
        loop {
            let bytes = parts.next().unwrap_or_default();
            let last = parts.peek().is_none();
            let (header, mut mask) = socket.fragment(*text, last, bytes.len() as u64).expect("nothing has closed");
            wire.extend_from_slice(&header);
            let begin = wire.len();
            wire.extend_from_slice(bytes);
            mask.apply(&mut wire[begin..]);
            if last {
                break;
            }
        }
    }
    wire
}

fuzz_target!(|data: &[u8]| {
    let [first, cut, frames @ ..] = data else { return };
    let (role, peer) = if first & 1 == 0 { (Role::Server, Role::Client) } else { (Role::Client, Role::Server) };
    let room = usize::from(first >> 1);
    let (one, two) = frames.split_at(usize::from(*cut).min(frames.len()));
    let whole = outcome(role, &[frames], frames.len() + 1);
    assert_eq!(outcome(role, &[one, two], room), whole);
    let again = outcome(role, &[&resend(peer, &whole.messages, room + 1)], room);
    assert_eq!((again.messages, again.failure), (whole.messages, None));
});
