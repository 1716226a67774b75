"""The rules of RFC 6455 through the host: the table of frames, all close codes, large messages, half-open ends."""

import os
import socket
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "websocket"))
import table  # noqa: E402
from websocket_client import BINARY, CLOSE, PING, PONG, TEXT, Client, close, frame, request, said  # noqa: E402

# Every code with the released library; under sanitizers those at the edges and every 37th.
EDGES = [*range(990, 1030), *range(1990, 2010), *range(2990, 3010), *range(3990, 4010), *range(4990, 5010), 65535]
CODES = sorted({*range(0, 65536, 37), *EDGES}) if os.environ.get("PORTICO_SANITIZE") else range(65536)
TOGETHER = 64


def may_come(code):
    return code in range(1000, 1004) or code in range(1007, 1015) or code in range(3000, 5000)


def answer(wire):
    """The close that comes behind the head of the response."""
    data = b""
    while True:
        end = data.find(b"\r\n\r\n") + 4
        if end > 3 and len(data) >= end + 2 and len(data) >= end + 2 + data[end + 1]:
            assert data.startswith(b"HTTP/1.1 101 "), data
            assert data[end] == 0x88, data
            return data[end + 2:end + 2 + data[end + 1]]
        more = wire.recv(4096)
        assert more, data
        data += more


def codes(host):
    before = len(said(host))
    codes = list(CODES)
    for start in range(0, len(codes), TOGETHER):
        some = codes[start:start + TOGETHER]
        wires = []
        for code in some:
            wire = host.connect()
            wire.sendall(request("/?echo") + frame(0x88, close(code, b"why")))
            wires.append(wire)
        for code, wire in zip(some, wires):
            wanted = close(code, b"why") if may_come(code) else close(1002)
            assert answer(wire) == wanted, code
            # No port waits for its end.
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
            wire.close()
    valid = sum(map(may_come, codes))
    end = [f"close 00000000 {code} why 3" for code in codes if may_come(code)]
    until = time.monotonic() + 30
    while (told := said(host)[before:]).count("dispose") < len(codes):
        assert time.monotonic() < until, told.count("dispose")
        time.sleep(0.1)
    assert sorted(line for line in told if line.startswith("close ")) == sorted(end)
    assert sum(line == "read 83760002" for line in told) == len(codes) - valid
    print(f"{len(codes)} codes of closes, {valid} of them valid")


def sizes(host):
    """Messages at each size where something changes, to 16 MB, whole and in fragments, with pings between."""
    client = Client(host.connect(120), "/?echo")
    largest = 16 << 20
    edges = [0, 1, 125, 126, 127, 4095, 4096, 4097, 65535, 65536, 65537, 1 << 20, (4 << 20) - 1, (4 << 20) + 1,
             largest - 1, largest]
    whole = os.urandom(largest)
    for size in edges:
        # The server echoes what has come while the rest is sent, so somebody has to read meanwhile.
        for cut in {0, size // 2, max(size - 1, 0)}:
            send(client, [frame(0x02, whole[:cut]), frame(0x89, b"%d" % size), frame(0x80, whole[cut:size])])
            kind, data, pongs = message(client, b"%d" % size)
            assert (kind, data == whole[:size], pongs) == (BINARY, True, [b"%d" % size]), (size, cut, kind, len(data), pongs)
    client.send(CLOSE, close(1000))
    assert client.frame() == (CLOSE, True, close(1000))
    assert client.end() == b""


def send(client, frames):
    """Sends, and reads as long as there is no room."""
    data = memoryview(b"".join(frames))
    client.socket.setblocking(False)
    while data:
        try:
            data = data[client.socket.send(data[:1 << 18]):]
        except BlockingIOError:
            pass
        try:
            client.fill()
        except BlockingIOError:
            pass
    client.socket.settimeout(60)


def message(client, ping):
    """A message, and the pongs until the one that is waited for, which may come behind it."""
    kind, parts, pongs, ended = None, [], [], False
    while not ended or ping not in pongs:
        opcode, last, data = client.frame()
        if opcode == PONG:
            pongs.append(data)
        else:
            kind = kind or opcode
            parts.append(data)
            ended = last
    return kind, b"".join(parts), pongs


def closing(host):
    # Both at once: each has sent its close before it reads the other's.
    client = Client(host.connect(), "/?close:sync,value,1001,bye")
    client.send(CLOSE, close(1000))
    assert client.until_close()[2] == close(1001, b"bye")
    assert client.end() == b""
    # We close, and the peer ends its message first: that still comes, then its close.
    client = Client(host.connect(), "/?close:sync,value,1001,bye")
    assert client.frame() == (CLOSE, True, close(1001, b"bye"))
    client.send(TEXT, b"the last ", last=False)
    client.send(PING, b"still there")
    assert client.frame() == (PONG, True, b"still there")
    client.send(0, b"words")
    client.send(CLOSE, close(1000))
    assert client.end() == b""
    # Half-open: the client has ended its side, with data and a close before, or without.
    for late in (b"", frame(0x81, b"data after the close")):
        client = Client(host.connect(), "/?echo")
        client.socket.sendall(frame(0x81, b"a") + frame(0x88, close(1000)) + late)
        client.socket.shutdown(socket.SHUT_WR)
        assert client.until_close() == ([(TEXT, b"a")], [], close(1000))
        assert client.end() == b""
    client = Client(host.connect(), "/?echo")
    client.socket.sendall(frame(0x81, b"a") + frame(0x82, b"b"))
    client.socket.shutdown(socket.SHUT_WR)
    assert client.until_close() == ([(TEXT, b"a"), (BINARY, b"b")], [], None)
    # A frame that breaks off.
    client = Client(host.connect(), "/?echo")
    client.socket.sendall(frame(0x82, b"x" * 1000)[:500])
    client.socket.shutdown(socket.SHUT_WR)
    assert client.until_close()[::2] == ([], None)


def test(host):
    # First, so that the module speaks of these alone.
    codes(host)
    table.check(host.connect, "/?echo")
    closing(host)
    sizes(host)
