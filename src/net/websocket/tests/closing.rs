//! Section 7: closing, in every order.

use super::*;

fn close_frame(role: Role, payload: &[u8]) -> Vec<u8> {
    raw(role, 0x88, payload)
}

fn status(code: Option<u16>, reason: &str) -> Option<CloseStatus> {
    Some(CloseStatus { code, reason: reason.to_owned() })
}

#[test]
fn the_peer_first() {
    let mut socket = WebSocket::new(Role::Server);
    let seen = feed(&mut socket, &[&close_frame(Role::Server, b"\x03\xe9going")], 64);
    assert_eq!(seen.close, status(Some(1001), "going"));
    assert_eq!(socket.phase(), Phase::CloseReceived);
    // It is the application's to answer; till then it may end what it was sending.
    assert!(seen.due.is_empty() && socket.fragment(true, true, 3).is_ok());
    assert_eq!(&socket.close(1001, "").unwrap()[..], b"\x88\x02\x03\xe9");
    assert_eq!(socket.phase(), Phase::Closed);
    assert_eq!(socket.fragment(true, true, 3).err(), Some(SendError::Closed));
    assert_eq!(socket.ping(b"").err(), Some(SendError::Closed));
    assert_eq!(socket.close(1000, "").err(), Some(SendError::Closed));
    // The end of the connection is how it should be.
    socket.end_of_input();
    assert_eq!((socket.phase(), socket.close_status().cloned()), (Phase::Closed, status(Some(1001), "going")));
}

#[test]
fn we_first() {
    let mut socket = WebSocket::new(Role::Server);
    socket.close(4000, "enough").unwrap();
    assert_eq!(socket.phase(), Phase::CloseSent);
    // What was under way still comes, and a ping is answered until the peer closes.
    let frames = [raw(Role::Server, 0x01, b"a"), raw(Role::Server, 0x89, b"p"), raw(Role::Server, 0x80, b"b")].concat();
    let seen = feed(&mut socket, &[&frames], 64);
    assert_eq!((seen.messages, seen.due), (vec![(true, b"ab".to_vec())], vec![b"\x8a\x01p".to_vec()]));
    assert_eq!(socket.fragment(true, true, 1).err(), Some(SendError::Closed));
    assert!(socket.ping(b"").is_ok());
    let seen = feed(&mut socket, &[&close_frame(Role::Server, b"\x0f\xa0enough")], 64);
    assert_eq!(seen.close, status(Some(4000), "enough"));
    assert_eq!((socket.phase(), seen.due), (Phase::Closed, vec![]));
}

#[test]
fn both_at_once() {
    let mut server = WebSocket::new(Role::Server);
    let mut client = WebSocket::new(Role::Client);
    let from_server = server.close(1000, "s").unwrap();
    let from_client = client.close(1001, "c").unwrap();
    assert_eq!(feed(&mut server, &[&from_client], 8).close, status(Some(1001), "c"));
    assert_eq!(feed(&mut client, &[&from_server], 8).close, status(Some(1000), "s"));
    assert_eq!((server.phase(), client.phase()), (Phase::Closed, Phase::Closed));
    assert!(server.due().is_none() && client.due().is_none());
}

#[test]
fn without_a_status() {
    let mut socket = WebSocket::new(Role::Server);
    let seen = feed(&mut socket, &[&close_frame(Role::Server, b"")], 8);
    assert_eq!((seen.close, socket.phase()), (status(None, ""), Phase::CloseReceived));
    assert_eq!(&socket.close(0, "").unwrap()[..], b"\x88\0");
}

#[test]
fn codes_and_reasons_that_are_wrong() {
    let cases: [(&[u8], Failure); 6] = [
        (b"\x03", Failure::CloseCode),
        (b"\x03\xed", Failure::CloseCode),
        (b"\0\0", Failure::CloseCode),
        (b"\x13\x88", Failure::CloseCode),
        (b"\x03\xe8\xff", Failure::Utf8),
        (b"\x03\xe8\xce", Failure::Utf8),
    ];
    for (payload, wanted) in cases {
        let mut socket = WebSocket::new(Role::Server);
        let seen = feed(&mut socket, &[&close_frame(Role::Server, payload)], 8);
        assert_eq!((seen.failure, seen.close), (Some(wanted), None), "{payload:02x?}");
        let code = wanted.close_code().to_be_bytes();
        assert_eq!(seen.due, [[0x88, 2, code[0], code[1]]]);
        socket.end_of_input();
        assert_eq!(socket.phase(), Phase::Failed(wanted));
    }
}

/// 5.5.1: after a close nothing counts, neither data nor what is no frame.
#[test]
fn data_after_close() {
    for rest in [raw(Role::Server, 0x81, b"late"), close_frame(Role::Server, b"\x03\xea"), b"\xff\xff\xff".to_vec()] {
        let mut socket = WebSocket::new(Role::Server);
        let bytes = [close_frame(Role::Server, b"\x03\xe8"), rest].concat();
        assert_eq!(read_all(Role::Server, &bytes).messages, []);
        assert_eq!(feed(&mut socket, &[&bytes], 64).close, status(Some(1000), ""));
        let read = socket.read(b"more", &mut [0; 8]);
        assert_eq!(read, Ok(Received { consumed: 4, incoming: Incoming::Close }));
    }
}

#[test]
fn a_connection_that_is_lost() {
    for half in [&b""[..], b"\x81", b"\x81\x83\0\0\0\0a", b"\x88\x82\0\0\0\0\x03"] {
        let mut socket = WebSocket::new(Role::Server);
        let seen = feed(&mut socket, &[half], 8);
        assert_eq!((seen.close, seen.failure), (None, None));
        socket.end_of_input();
        assert_eq!((socket.phase(), socket.close_status()), (Phase::Lost, None));
        assert!(socket.due().is_none());
        assert_eq!(socket.fragment(true, true, 0).err(), Some(SendError::Closed));
        assert_eq!(socket.close(1000, "").err(), Some(SendError::Closed));
    }
    let mut socket = WebSocket::new(Role::Server);
    socket.close(1000, "").unwrap();
    socket.end_of_input();
    assert_eq!(socket.phase(), Phase::Lost);
}

/// A close in the middle of a message that is being received, and of one that is being sent.
#[test]
fn in_the_middle_of_a_message() {
    let mut socket = WebSocket::new(Role::Server);
    socket.fragment(false, false, 10).unwrap();
    let frames = [raw(Role::Server, 0x01, b"beginning"), close_frame(Role::Server, b"\x03\xe8")].concat();
    let seen = feed(&mut socket, &[&frames], 64);
    assert_eq!((seen.messages, seen.open), (vec![], Some((true, b"beginning".to_vec()))));
    assert_eq!(seen.close, status(Some(1000), ""));
    assert_eq!(socket.fragment(false, true, 1).unwrap().0[..], [0x80, 1]);
}

/// What is not allowed changes nothing: the next close is sent.
#[test]
fn a_close_that_is_not_allowed() {
    use InvalidClose::*;
    let long = "x".repeat(124);
    let cases = [
        (1004, "", Code),
        (1006, "", Code),
        (1015, "", Code),
        (999, "", Code),
        (1, "", Code),
        (5000, "", Code),
        (65535, "", Code),
    ];
    let with_reasons = [(0, "why", ReasonWithoutCode), (1005, "why", ReasonWithoutCode), (1000, &long, LongReason)];
    for (code, reason, wanted) in cases.into_iter().chain(with_reasons) {
        let mut socket = WebSocket::new(Role::Server);
        assert_eq!(socket.close(code, reason).err(), Some(SendError::InvalidClose(wanted)), "{code}");
        assert_eq!(socket.phase(), Phase::Open);
        assert!(socket.close(1000, "fine").is_ok());
    }
}

/// A failure while a ping waits for its pong: the close alone is sent.
#[test]
fn a_failure_after_a_ping() {
    let frames = [raw(Role::Server, 0x89, b"p"), raw(Role::Server, 0x83, b"")].concat();
    assert_eq!(read_all(Role::Server, &frames).due, [b"\x88\x02\x03\xea"]);
    // And none where ours has been sent before.
    let mut socket = WebSocket::new(Role::Server);
    socket.close(1000, "").unwrap();
    let seen = feed(&mut socket, &[&frames], 8);
    assert_eq!((seen.failure, seen.due), (Some(Failure::ReservedOpcode), vec![]));
}
