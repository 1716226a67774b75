"""IWebSocketContext: an echo, fragments, control frames, and the close in every order and form."""

import concurrent.futures
import os
import socket
import struct
import time

import websocket_client
from websocket_client import BINARY, CLOSE, PING, PONG, TEXT, Story, close, frame

INVALID, GONE, BUSY, ABORTED = "80070057", "800704cd", "8007139f", "800703e3"


def Client(host, query, headers=b"", key=None):
    return websocket_client.Client(host.connect(), f"/?{query}", headers, key)


def handshake(host):
    assert host.get("/?echo").status == 400
    client = Client(host, "echo")
    assert client.status == "HTTP/1.1 101 Switching Protocols", client.status
    assert client.headers["sec-websocket-accept"] == client.accept
    assert client.headers["upgrade"].lower() == "websocket" and client.headers["connection"].lower() == "upgrade"
    assert "content-length" not in client.headers and "transfer-encoding" not in client.headers
    client.socket.close()
    host.wait_for("websocket: dispose")
    client = Client(host, "protocol", b"Sec-WebSocket-Protocol: a, chat\r\n")
    assert client.headers["sec-websocket-protocol"] == "chat"
    client.send(CLOSE)
    assert client.frame() == (CLOSE, True, b"")
    bad = Client(host, "echo", key=b"c2hvcnQ=")
    assert bad.status.startswith("HTTP/1.1 400"), bad.status


def echo(host, query):
    client = Client(host, query)
    for size in (0, 1, 125, 126, 4095, 4096, 4097, 65535, 65536, 300000):
        payload = os.urandom(size)
        client.send(BINARY, payload)
        assert client.message() == (BINARY, payload), size
    text = "Grüße €𝄞".encode()
    client.send(TEXT, text)
    assert client.message() == (TEXT, text)
    # Fragments that cut a character, and a ping in between.
    client.send(TEXT, text[:3], last=False)
    client.send(PING, b"are you there")
    client.send(0, text[3:], last=True)
    kinds, data = [], b""
    while True:
        kind, last, part = client.frame()
        kinds.append(kind)
        if kind == PONG:
            assert part == b"are you there"
            continue
        data += part
        if last:
            break
    assert data == text and PONG in kinds, kinds
    client.send(PONG, b"nobody has asked")
    client.send(TEXT, b"still there")
    assert client.message() == (TEXT, b"still there")
    return client


def mixed_sizes(host, query):
    """Large messages, each of which makes the host expect another one, and what else comes in their place: all at
    once, and cut anywhere."""
    client = Client(host, query)
    for sizes in ((5000, 5000, 16, 6000, 0, 70000, 70000, 126, 9000, 4096, 65536, 3), (4096,) * 9, (20000,) * 5):
        wanted = [(BINARY, os.urandom(size)) for size in sizes]
        wire = b""
        for number, (_, payload) in enumerate(wanted):
            first, second = payload[:len(payload) // 3], payload[len(payload) // 3:]
            if number % 3 == 1:
                wire += frame(BINARY, first) + frame(0x80 | PING, b"still there") + frame(0x80, second)
            else:
                wire += frame(0x80 | BINARY, payload)
        for cut in (len(wire), 4096, 4104, 1001):
            for at in range(0, len(wire), cut):
                client.socket.sendall(wire[at:at + cut])
                if cut < len(wire):
                    time.sleep(0.001)
            messages, pongs, _ = client.until_close(lambda messages, _: len(messages) == len(wanted))
            assert messages == wanted, (sizes, cut, [len(data) for _, data in messages])
            assert set(pongs) <= {b"still there"}
    # One that may not be there.
    client.send(BINARY, bytes(5000))
    assert client.until_close(lambda messages, _: messages)[0] == [(BINARY, bytes(5000))]
    client.send(0, bytes(5000))
    messages, _, last = client.until_close()
    assert (messages, last) == ([], close(1002)), (messages, last)


def closes(host):
    # The peer first: with a code and a reason, with a code, with nothing.
    for payload, status in ((close(1001, b"bye"), "1001 bye 3"), (close(4000), "4000  0"), (b"", None)):
        story = Story(host)
        client = echo_client(host)
        client.send(CLOSE, payload)
        assert client.frame() == (CLOSE, True, payload)
        assert client.end() == b""
        told = story.told()
        found = f"close 00000000 {status}" if status else "close 80070490 0  0"
        assert told == [found, "answered 00000000", "dispose"], told
    # The peer breaks the rules, and is told how.
    faults = [
        (lambda client: client.send(TEXT, b"\xff"), 1007),
        (lambda client: client.send(TEXT, b"x", masked=False), 1002),
        (lambda client: client.send(3, b"x"), 1002),
        (lambda client: client.send(PING, b"x" * 126), 1002),
        (lambda client: client.send(CLOSE, b"x"), 1002),
        (lambda client: client.send(CLOSE, close(1005)), 1002),
        (lambda client: client.send(CLOSE, close(1000, b"\xff")), 1007),
        (lambda client: client.send(0x40 | TEXT, b"x"), 1002),
        (lambda client: client.send(0, b"x"), 1002),
    ]
    for fault, code in faults:
        story = Story(host)
        client = echo_client(host)
        fault(client)
        kind, last, payload = client.frame()
        assert (kind, last, payload[:2]) == (CLOSE, True, close(code)), (kind, payload, code)
        client.end()
        told = story.told()
        assert len(told) == 2 and told[0] == "read 83760002", told
    # The connection is lost.
    for way in ("close", "reset", "half"):
        story = Story(host)
        client = echo_client(host)
        if way == "half":
            client.socket.shutdown(socket.SHUT_WR)
        else:
            if way == "reset":
                client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.socket.close()
        told = story.told()
        assert len(told) == 2 and told[0] in ("read 80070026", f"read {GONE}", "read 80070040"), told


def echo_client(host):
    client = Client(host, "echo")
    client.send(TEXT, b"x")
    assert client.message() == (TEXT, b"x")
    return client


def matrix(host):
    """SendConnectionClose: {sync, async, always told} x {how the code is given} x {reason}."""
    long, fits, wide = b"x" * 124, b"x" * 123, "€".encode() * 41
    cases = []
    for how, code in (("value", 1000), ("pointer", 1000), ("value", 3000), ("pointer", 4999), ("value", 1001)):
        cases += [(how, code, "null", close(code)), (how, code, "", close(code)), (how, code, "bye", close(code, b"bye")),
                  (how, code, "fits", close(code, fits)), (how, code, "wide", close(code, wide)),
                  (how, code, "long", None), (how, code, "wider", None)]
    for how, code in (("value", 0), ("pointer", 0), ("value", 1005), ("pointer", 1005), ("none", 0)):
        cases += [(how, code, "null", b""), (how, code, "", b""), (how, code, "bye", None)]
    for code in (1, 999, 1004, 1006, 1015, 5000, 65535):
        cases += [("value", code, "null", None), ("pointer", code, "null", None)]
    for form in ("sync", "async", "always"):
        for how, code, reason, payload in cases:
            one_close(host, form, how, code, reason, payload, "answer")
    # The peer says nothing more, has gone, or has closed first.
    for form in ("sync", "async", "always"):
        for peer in ("silent", "gone", "first"):
            one_close(host, form, "value", 1000, "bye", close(1000, b"bye"), peer)
    assert long


def one_close(host, form, how, code, reason, payload, peer):
    story = Story(host)
    name = (form, how, code, reason, peer)
    client = Client(host, f"close:{form},{how},{code},{reason}")
    if peer == "first":
        client.send(CLOSE, close(1001))
    sent = close(1000, b"refused") if payload is None else payload
    assert client.frame() == (CLOSE, True, sent), name
    if peer == "answer":
        client.send(CLOSE, close(1000, b"heard"))
        assert client.end() == b"", name
    elif peer == "first":
        assert client.end() == b"", name
    else:
        client.socket.close()
    told = story.told()
    result = INVALID if payload is None else "00000000"
    pending = told[0] == f"sent {result} expected 1" and form == "async"
    assert told[0] == f"sent {result} expected {int(pending)}" or form == "always" and told[0].startswith("callback"), (name, told)
    called = [line for line in told if line.startswith("callback ")]
    wanted = 1 if payload is not None and (pending or form == "always") else 0
    assert called == ["callback 00000000 0 0"] * wanted, (name, told)
    rest = [line for line in told if not line.startswith("callback ")]
    assert rest[0].startswith(f"sent {result}") and rest[1] == f"callbacks {wanted} of {wanted}", (name, told)
    # Neither a second close nor data follow a close.
    refused = "00000000 data 00000000" if payload is None else f"{GONE} data {GONE}"
    assert rest[2] == f"again {refused}", (name, told)
    if peer in ("answer", "first"):
        status = 1000 if peer == "answer" else 1001
        assert rest[3] == f"peer 00000000 1 status 00000000 {status}", (name, told)
    else:
        assert rest[3].split()[1] in ("80070026", GONE, "80070040") and "status 80070490 0" in rest[3], (name, told)
    assert rest[4:] == ["dispose"], (name, told)


def others(host):
    # A request that ends without a close: the host says goodbye.
    story = Story(host)
    client = Client(host, "silent")
    assert client.frame() == (CLOSE, True, close(1000))
    assert client.end() == b""
    assert story.told() == ["dispose"]
    story = Story(host)
    client = Client(host, "tcp")
    assert client.end() == b""
    assert story.told() == ["dispose"]
    story = Story(host)
    client = Client(host, "cancel")
    host.wait_for("websocket: cancelled")
    client.send(TEXT, b"after")
    assert client.message() == (TEXT, b"after")
    client.send(CLOSE, close(1000))
    client.frame()
    told = story.told()
    assert told[0] in (f"read 00000000 second {BUSY}", f"cancelled {ABORTED} 0") and f"cancelled {ABORTED} 0" in told, told


def many(host):
    def run(number):
        client = Client(host, "echo" if number % 2 else "blocking")
        for size in (10, 1000, 20000):
            payload = os.urandom(size)
            client.send(BINARY, payload)
            assert client.message() == (BINARY, payload)
        if number % 3 == 0:
            client.socket.close()
        elif number % 3 == 1:
            client.send(CLOSE, close(1000))
            client.frame()

    with concurrent.futures.ThreadPoolExecutor(16) as clients:
        list(clients.map(run, range(96)))


def test(host):
    over_http2 = host.wire in ("h2c", "h2")
    if not over_http2:
        # The key and the text of the handshake are HTTP/1.1's alone.
        handshake(host)
    echo(host, "echo").socket.close()
    echo(host, "blocking").socket.close()
    mixed_sizes(host, "echo")
    mixed_sizes(host, "blocking")
    # Those before have ended, so that the next ones tell their own story.
    host.wait_for(r"(?:websocket: dispose[\s\S]*){%d}" % (4 if over_http2 else 6))
    closes(host)
    matrix(host)
    others(host)
    many(host)


def after(host):
    assert "too early" not in host.log()
