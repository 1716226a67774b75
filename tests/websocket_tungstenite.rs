//! The frame machine, with tungstenite as the other end.
#![cfg(feature = "ws")]

use httpapi::net::websocket::{Incoming, Phase, Role, WebSocket};
use std::io::{Read, Write};
use std::os::unix::net::UnixStream;
use std::thread;
use std::time::Duration;
use tungstenite::protocol::frame::coding::CloseCode;
use tungstenite::protocol::{CloseFrame, Role as Theirs};
use tungstenite::{Error, Message, WebSocket as Tungstenite};

const PATIENCE: Duration = Duration::from_secs(20);

fn streams() -> (UnixStream, UnixStream) {
    let (one, two) = UnixStream::pair().unwrap();
    for stream in [&one, &two] {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
    }
    (one, two)
}

/// Sends back what comes, fragment by fragment, until a close, which it answers alike; how it ended.
fn echo(mut socket: WebSocket, mut stream: UnixStream, room: usize) -> Phase {
    let (mut buffered, mut part, mut output) = (Vec::new(), vec![0; 5000], vec![0; room]);
    loop {
        let read = socket.read(&buffered, &mut output);
        while let Some(frame) = socket.due() {
            stream.write_all(&frame).unwrap();
        }
        let Ok(read) = read else { return socket.phase() };
        buffered.drain(..read.consumed);
        match read.incoming {
            Incoming::More => match stream.read(&mut part).unwrap() {
                0 => {
                    socket.end_of_input();
                    return socket.phase();
                }
                count => buffered.extend_from_slice(&part[..count]),
            },
            Incoming::Fragment(fragment) => {
                let bytes = &mut output[..fragment.bytes];
                let (header, mut mask) = socket.fragment(fragment.text, fragment.last, bytes.len() as u64).unwrap();
                mask.apply(bytes);
                stream.write_all(&header).unwrap();
                stream.write_all(bytes).unwrap();
            }
            Incoming::Close => {
                let status = socket.close_status().cloned().unwrap();
                let frame = socket.close(status.code.unwrap_or(0), &status.reason).unwrap();
                stream.write_all(&frame).unwrap();
                return socket.phase();
            }
        }
    }
}

/// What `theirs` sends it gets back, in each role.
fn converse(ours: Role, theirs: Theirs, room: usize) {
    let (one, two) = streams();
    let echo = thread::spawn(move || echo(WebSocket::new(ours), one, room));
    let mut peer = Tungstenite::from_raw_socket(two, theirs, None);
    for length in [0, 1, 125, 126, 127, 65535, 65536, 70000] {
        for message in [Message::text("é".repeat(length)), Message::binary(vec![0xFF; length])] {
            // Beside the reading: neither end's buffers hold all of it.
            let mut sender = Tungstenite::from_raw_socket(peer.get_ref().try_clone().unwrap(), theirs, None);
            let sent = message.clone();
            let sending = thread::spawn(move || sender.send(sent).unwrap());
            assert_eq!(peer.read().unwrap(), message, "{length}");
            sending.join().unwrap();
        }
    }
    peer.send(Message::Ping("there?".into())).unwrap();
    assert_eq!(peer.read().unwrap(), Message::Pong("there?".into()));
    let close = CloseFrame { code: CloseCode::Away, reason: "gone".into() };
    peer.close(Some(close.clone())).unwrap();
    assert_eq!(peer.read().unwrap(), Message::Close(Some(close)));
    assert_eq!(echo.join().unwrap(), Phase::Closed);
}

#[test]
fn tungstenite_as_client_and_as_server() {
    for room in [7, 4096, 1 << 20] {
        converse(Role::Server, Theirs::Client, room);
        converse(Role::Client, Theirs::Server, room);
    }
}

/// We close first, and it answers.
#[test]
fn we_close_first() {
    let (mut one, two) = streams();
    let peer = thread::spawn(move || {
        let mut peer = Tungstenite::from_raw_socket(two, Theirs::Client, None);
        let close = peer.read().unwrap();
        // Its answer goes out with the next call.
        let end = loop {
            if let Err(error) = peer.read() {
                break error;
            }
        };
        (close, matches!(end, Error::ConnectionClosed))
    });
    let mut socket = WebSocket::new(Role::Server);
    one.write_all(&socket.close(4000, "enough").unwrap()).unwrap();
    let mut bytes = [0; 64];
    let count = one.read(&mut bytes).unwrap();
    assert_eq!(socket.read(&bytes[..count], &mut [0; 8]).unwrap().incoming, Incoming::Close);
    assert_eq!((socket.phase(), socket.close_status().unwrap().code), (Phase::Closed, Some(4000)));
    drop(one);
    let (close, ended) = peer.join().unwrap();
    assert_eq!(close, Message::Close(Some(CloseFrame { code: CloseCode::Library(4000), reason: "enough".into() })));
    assert!(ended);
}

/// What tungstenite would not take either, said by it on purpose.
#[test]
fn a_peer_that_breaks_the_rules_is_told() {
    let (one, mut two) = streams();
    let echo = thread::spawn(move || echo(WebSocket::new(Role::Server), one, 64));
    two.write_all(b"\x81\x82\0\0\0\0\xed\xa0").unwrap();
    let mut peer = Tungstenite::from_raw_socket(two, Theirs::Client, None);
    let close = CloseFrame { code: CloseCode::Invalid, reason: "".into() };
    assert_eq!(peer.read().unwrap(), Message::Close(Some(close)));
    assert!(matches!(echo.join().unwrap(), Phase::Failed(_)));
}
