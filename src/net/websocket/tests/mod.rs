//! The frame machine against RFC 6455, clause by clause.

mod closing;
mod framing;
mod splits;
mod table;

use super::*;

/// A frame as a peer of `reader` would write it, whatever it says.
pub(super) fn raw(reader: Role, first: u8, payload: &[u8]) -> Vec<u8> {
    let masked = reader == Role::Server;
    let mask_bit = if masked { 0x80 } else { 0 };
    let mut frame = vec![first];
    match payload.len() {
        length @ 0..126 => frame.push(length as u8 | mask_bit),
        length @ 126..65536 => {
            frame.push(126 | mask_bit);
            frame.extend_from_slice(&(length as u16).to_be_bytes());
        }
        length => {
            frame.push(127 | mask_bit);
            frame.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
    let mask = if masked { [0x37, 0xfa, 0x21, 0x3d] } else { [0; 4] };
    if masked {
        frame.extend_from_slice(&mask);
    }
    frame.extend(payload.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]));
    frame
}

/// What an application and the network see of one end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Seen {
    /// Messages that are whole: whether they are text, and their bytes.
    pub messages: Vec<(bool, Vec<u8>)>,
    /// The message that has not ended.
    pub open: Option<(bool, Vec<u8>)>,
    /// The control frames that were due at the end.
    pub due: Vec<Vec<u8>>,
    pub close: Option<CloseStatus>,
    pub failure: Option<Failure>,
}

impl Seen {
    fn add(&mut self, fragment: Fragment, bytes: &[u8]) {
        let message = self.open.get_or_insert_with(|| (fragment.text, Vec::new()));
        assert_eq!(message.0, fragment.text, "the type of a message does not change");
        message.1.extend_from_slice(bytes);
        if fragment.last {
            self.messages.push(self.open.take().unwrap());
        }
    }
}

/// Feeds one end what the network brings in these portions, into buffers of so many bytes; in place where
/// that is 0.
pub(super) fn feed(socket: &mut WebSocket, portions: &[&[u8]], room: usize) -> Seen {
    let mut seen = Seen::default();
    let mut buffered: Vec<u8> = Vec::new();
    let (mut at, mut output) = (0, vec![0; room]);
    'all: for portion in portions {
        buffered.extend_from_slice(portion);
        loop {
            let input = &mut buffered[at..];
            let read = match room {
                0 => socket.read_in_place(input),
                _ => socket.read(input, &mut output),
            };
            let Received { consumed, incoming } = match read {
                Ok(received) => received,
                Err(failure) => {
                    seen.failure = Some(failure);
                    // What was told of that message depends on how it came.
                    seen.open = None;
                    break 'all;
                }
            };
            assert!(consumed <= input.len());
            match incoming {
                Incoming::Fragment(fragment) if room == 0 => {
                    seen.add(fragment, &input[consumed - fragment.bytes..consumed]);
                }
                Incoming::Fragment(fragment) => {
                    assert!(fragment.bytes <= room);
                    seen.add(fragment, &output[..fragment.bytes]);
                }
                Incoming::More | Incoming::Close => {}
            }
            at += consumed;
            match incoming {
                Incoming::More => {
                    assert_eq!(at, buffered.len(), "all is taken where more is wanted");
                    break;
                }
                Incoming::Close => break 'all,
                Incoming::Fragment(_) => {}
            }
        }
    }
    seen.close = socket.close_status().cloned();
    while let Some(frame) = socket.due() {
        seen.due.push(frame.to_vec());
    }
    seen
}

/// Feeds a new end all of it, whole.
pub(super) fn read_all(role: Role, bytes: &[u8]) -> Seen {
    feed(&mut WebSocket::new(role), &[bytes], bytes.len() + 1)
}
