"""What a response does to its stream and its session of HTTP/2: ResetStream's code, SetNeedGoAway, and trailers."""

import struct

from floods import ACK, DATA, END_STREAM, GOAWAY, HEADERS, PING, RST_STREAM, ask, frame, opened


class Session:
    def __init__(self, host):
        self.wire, self.ahead = host.connect_http2(), b""
        self.wire.sendall(opened())

    def take(self, count):
        while len(self.ahead) < count:
            data = self.wire.recv(1 << 16)
            if not data:
                return b""
            self.ahead += data
        data, self.ahead = self.ahead[:count], self.ahead[count:]
        return data

    def frames(self):
        """What comes, to the end: kind, flags, stream and payload. Pings are answered."""
        while head := self.take(9):
            kind, flags = head[3], head[4]
            payload = self.take(int.from_bytes(head[:3], "big"))
            if kind == PING and not flags & ACK:
                self.wire.sendall(frame(PING, ACK, 0, payload))
            yield kind, flags, int.from_bytes(head[5:], "big"), payload

    def get(self, stream, path):
        """The body, or the code of a reset."""
        self.wire.sendall(ask(stream, path))
        body = b""
        for kind, flags, of, payload in self.frames():
            assert kind != GOAWAY, (path, payload)
            if of != stream:
                continue
            if kind == RST_STREAM:
                return struct.unpack(">I", payload)[0]
            if kind == DATA:
                body += payload
            if kind in (DATA, HEADERS) and flags & END_STREAM:
                return body
        raise AssertionError(f"{path}: the session has ended")


def test(host):
    session = Session(host)
    # A stream ends with the code that the module has given, or as if it was cancelled; the session goes on.
    assert session.get(1, "/reset-stream") == 11
    host.wait_for("^/reset-stream: ")
    assert session.get(3, "/reset") == 8
    assert session.get(5, "/disconnect") == b""
    assert session.get(7, "/trailers") == b"body"
    # The session ends behind the response that asks for it, and all of that comes.
    for path, body in [("/go-away", b""), ("/go-away-later", b"one two")]:
        session = Session(host)
        assert session.get(1, "/push") == b""
        session.wire.sendall(ask(3, path))
        came, ends, last = b"", 0, []
        for kind, flags, stream, payload in session.frames():
            came += payload if kind == DATA else b""
            ends += stream == 3 and kind in (DATA, HEADERS) and bool(flags & END_STREAM)
            if kind == GOAWAY:
                last.append(struct.unpack(">II", payload[:8]))
            assert kind != RST_STREAM, (path, payload)
        assert (came, ends, last) == (body, 1, [(0x7FFFFFFF, 0), (3, 0)]), (path, came, ends, last)
    assert "FAILED" not in host.log(), host.log()
