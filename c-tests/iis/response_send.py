"""Sending, as the client and RQ_SEND_RESPONSE see it.

The module prints for each request what its sends were: H with headers, L the last one, M more to
come, D the connection closes, G so does the session of HTTP/2.
"""

import socket
import struct

LARGE = b"L" * (32 << 20)


def test(host):
    flushes(host)
    refused(host)
    notifications(host)
    connections(host)
    lost(host)
    trailers(host)
    upgrade(host)
    broken(host)
    assert "FAILED" not in host.log(), host.log()


def sends(host, path, expected):
    host.wait_for(f"^{path}: {expected}$")


def flushes(host):
    answer = host.get("/flush")
    assert answer.body == b"one two" and answer.headers["Transfer-Encoding"] == "chunked"
    assert answer.headers["X-One"] == "1" and answer.headers["X-Late"] is None
    sends(host, "/flush", "H-M- --M- --M- -L-- ")
    answer = host.get("/end")
    assert answer.body == b"whole" and answer.headers["Content-Length"] == "5"
    sends(host, "/end", "HL-- ")
    for path, body in [
        ("/async", LARGE + b" done"), ("/inline", b"small"), ("/always", b"small done"),
        ("/unbuffered", b"<" + LARGE + b" done"), ("/callback", LARGE + b" called"),
        ("/callback-inline", b"small more called"),
    ]:
        # Nothing is read before the module has seen that it has to wait.
        meanwhile = (lambda: host.wait_for(f"{path} waits")) if LARGE in body else None
        answer = host.get(path, timeout=100, meanwhile=meanwhile)
        assert answer.status == 200 and answer.body == body, (path, len(answer.body), answer.body[:20], answer.body[-20:])


def refused(host):
    """A write that fails leaves nothing in the response."""
    for path, body in [("/refused", b"R"), ("/refused-full", b"kept " + b"R" * (4 << 20))]:
        connection = host.connection()
        connection.putrequest("POST", path)
        connection.putheader("Content-Length", "4")
        connection.endheaders()
        # The read waits, for as long as nothing comes.
        host.wait_for(f"^{path} waits")
        answer = connection.getresponse()
        connection.send(b"body")
        whole = answer.read()
        assert answer.status == 200 and whole == body, (path, len(whole), whole[:20], whole[-20:])
        connection.close()


def notifications(host):
    answer = host.get("/send")
    assert answer.body == b"body and more" and answer.headers["X-Sent"] == "1"
    assert answer.headers["Content-Length"] == "13"
    sends(host, "/send", "HL-- ")
    assert host.get("/flags").headers["Connection"] == "close"
    for path in ["/log", "/log-own"]:
        host.get(f"{path}?a=b", {"User-Agent": "agent", "Cookie": "c=d", "Referer": "from"})
        sends(host, path, "HL-- ")


def connections(host):
    assert host.get("/disconnect").headers["Connection"] == "close"
    sends(host, "/disconnect", "HL-D ")
    assert host.get("/go-away").headers["Connection"] == "close"
    sends(host, "/go-away", "HL-DG ")
    answer = host.get("/go-away-later")
    assert answer.headers["Connection"] == "close" and answer.body == b"one two"
    sends(host, "/go-away-later", "H-MD -L-DG ")
    answer = host.get("/push")
    assert answer.status == 200 and answer.headers["Connection"] is None
    for path in ["/reset", "/close", "/reset-stream"]:
        try:
            host.get(path)
            raise AssertionError(f"{path} was answered")
        except ConnectionError:
            pass
        host.wait_for(f"^{path}: ")
    # The head is the module's.
    with host.connect() as wire:
        wire.sendall(b"GET /suppress HTTP/1.1\r\nHost: x\r\n\r\n")
        assert everything(wire) == b"HTTP/1.1 299 Own\r\nX-Own: 1\r\nContent-Length: 3\r\n\r\nown"
    sends(host, "/suppress", "-L-- ")


def lost(host):
    """The client goes: the module is told, and the request comes to its end."""
    for path, sign in [("/reset-within", "half is out"), ("/lost", "the large one is under way")]:
        wire = host.connect()
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        host.wait_for(sign)
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        wire.close()
        host.wait_for(f"^{path}: ")
    assert host.get("/push").status == 200


def trailers(host):
    end = b"\r\n4\r\nbody\r\n0\r\nX-Sum: 12,34\r\nX-Two: new\r\n\r\n"
    for path in ["/trailers", "/late-trailers"]:
        with host.connect() as wire:
            ask = f"GET {path} HTTP/1.1\r\nHost: x\r\n".encode()
            # The connection goes on behind them.
            wire.sendall(ask + b"\r\n" + ask + b"Connection: close\r\n\r\n")
            answer = everything(wire)
        assert answer.count(end) == 2 and answer.count(b"\r\nTransfer-Encoding: chunked\r\n") == 2, answer
        assert b"Content-Length" not in answer and b"Evil" not in answer
        # Version 1.0 has none.
        answer = host.raw(f"GET {path} HTTP/1.0\r\n\r\n".encode())
        assert answer.endswith(b"\r\n\r\nbody") and b"X-Sum" not in answer, answer
    assert host.request("HEAD", "/trailers").body == b""


def upgrade(host):
    with host.connect() as wire:
        wire.sendall(b"GET /upgrade HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
        head = b""
        while b"\r\n\r\n" not in head:
            head += wire.recv(65536)
        assert head.startswith(b"HTTP/1.1 101 Switching Protocols\r\n") and b"\r\nUpgrade: echo\r\n" in head, head
        assert b"Content-Length" not in head and b"chunked" not in head and head.endswith(b"\r\n\r\n")
        for text in [b"GET / HTTP/1.1\r\n\r\n", b"\x00\x01", b"x" * 64]:
            wire.sendall(text)
            back = b""
            while len(back) < len(text):
                back += wire.recv(65536)
            assert back == text
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(1) == b""


def broken(host):
    """What cannot be sent does not leave the client without an answer."""
    for path in ["/broken-status", "/broken-header"]:
        answer = host.get(path)
        assert (answer.status, answer.reason) == (500, "Internal Server Error"), path


def everything(wire):
    answer = b""
    while part := wire.recv(65536):
        answer += part
    return answer
