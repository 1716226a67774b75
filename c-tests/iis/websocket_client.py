"""A WebSocket client of plain sockets, which may break the rules, for the tests of the host."""

import base64
import hashlib
import os
import socket
import struct
import time

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def masked(payload, mask):
    """A number has all bytes at once."""
    times = mask * (len(payload) // 4 + 1)
    return (int.from_bytes(payload, "big") ^ int.from_bytes(times[:len(payload)], "big")).to_bytes(len(payload), "big")


def frame(first, payload=b"", has_mask=True):
    """A frame, whatever its first byte says."""
    head = bytes([first])
    bit = 0x80 if has_mask else 0
    if len(payload) < 126:
        head += bytes([bit | len(payload)])
    elif len(payload) < 65536:
        head += bytes([bit | 126]) + struct.pack(">H", len(payload))
    else:
        head += bytes([bit | 127]) + struct.pack(">Q", len(payload))
    if not has_mask:
        return head + payload
    mask = os.urandom(4)
    return head + mask + masked(payload, mask)


def request(path, headers=b"", key=b"dGhlIHNhbXBsZSBub25jZQ=="):
    return (b"GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n"
            b"Sec-WebSocket-Key: %s\r\nSec-WebSocket-Version: 13\r\n%s\r\n" % (path.encode(), key, headers))


class Client:
    """As much of a WebSocket client as a test wants to have in its own hands.

    `socket` is a connection; `early` bytes are sent with the request."""

    def __init__(self, socket, path="/", headers=b"", key=None, early=b""):
        self.socket = socket
        self.data = bytearray()
        key = key or base64.b64encode(os.urandom(16))
        self.socket.sendall(request(path, headers, key) + early)
        while b"\r\n\r\n" not in self.data:
            self.fill()
        end = self.data.index(b"\r\n\r\n")
        self.status, *lines = self.take(end + 4)[:end].decode().split("\r\n")
        self.headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        self.accept = base64.b64encode(hashlib.sha1(key + GUID).digest()).decode()

    def fill(self):
        more = self.socket.recv(1 << 18)
        if not more:
            raise EOFError
        self.data += more

    def take(self, count):
        while len(self.data) < count:
            self.fill()
        taken = bytes(self.data[:count])
        del self.data[:count]
        return taken

    def send(self, opcode, payload=b"", last=True, masked=True):
        self.socket.sendall(frame(opcode | (0x80 if last else 0), payload, masked))

    def frame(self):
        first, second = self.take(2)
        assert not second & 0x80, "a server masks nothing"
        length = second & 0x7F
        if length == 126:
            length, = struct.unpack(">H", self.take(2))
        elif length == 127:
            length, = struct.unpack(">Q", self.take(8))
        return first & 0x0F, bool(first & 0x80), self.take(length)

    def message(self):
        """A whole message, which may come in several frames."""
        kind, last, data = self.frame()
        while not last:
            opcode, last, more = self.frame()
            assert opcode == 0
            data += more
        return kind, data

    def end(self):
        """Nothing more comes but the end."""
        try:
            while True:
                self.fill()
        except (EOFError, ConnectionResetError):
            return bytes(self.data)

    def until_close(self, enough=lambda messages, pongs: False):
        """Whole messages, the payloads of pongs, and the close, or None where that is enough before or the connection
        ends without one."""
        messages, pongs, parts = [], [], None
        while parts is not None or not enough(messages, pongs):
            try:
                opcode, last, data = self.frame()
            except (EOFError, ConnectionResetError):
                return messages, pongs, None
            if opcode == CLOSE:
                return messages, pongs, data
            if opcode == PONG:
                pongs.append(data)
                continue
            if opcode:
                assert parts is None and opcode in (TEXT, BINARY), opcode
                parts = [opcode]
            parts.append(data)
            if last:
                messages.append((parts[0], b"".join(parts[1:])))
                parts = None
        return messages, pongs, None


def close(code=None, reason=b""):
    return (b"" if code is None else struct.pack(">H", code)) + reason


def said(host):
    return [line.partition("websocket: ")[2] for line in host.log().splitlines() if line.startswith("websocket: ")]


class Story:
    """What the module says from here to the end of the request."""

    def __init__(self, host):
        self.host, self.before = host, len(said(host))

    def told(self):
        end = time.monotonic() + 20
        while True:
            told = said(self.host)[self.before:]
            if "dispose" in told:
                return told
            assert time.monotonic() < end, told
            time.sleep(0.005)
