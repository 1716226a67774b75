"""What the host does for a WebSocket while no module reads: pings, ends, floods."""

import os
import socket
import struct
import time
from pathlib import Path

from websocket_client import BINARY, CLOSE, PING, PONG, TEXT, Client, Story, close, frame, said

GONE, EOF, RESET = "800704cd", "80070026", "80070040"
MEGABYTE = 1 << 20
# What a sanitizer keeps of freed memory is not the host's.
MOST_GROWTH = (256 if os.environ.get("PORTICO_SANITIZE") else 64) * MEGABYTE


def open_held(host):
    """A WebSocket that its module does not read before `release`."""
    before = said(host).count("held")
    client = Client(host.connect(), "/?hold")
    end = time.monotonic() + 20
    while said(host).count("held") == before:
        assert time.monotonic() < end
        time.sleep(0.005)
    return client


def release(host):
    assert host.get("/?release").status == 204


def answered(host):
    story = Story(host)
    client = open_held(host)
    client.send(PING, b"first")
    assert client.frame() == (PONG, True, b"first")
    # Behind data that nobody has read, and within a message.
    client.send(TEXT, b"one")
    client.send(BINARY, b"tw", last=False)
    client.send(PING, b"second")
    assert client.frame() == (PONG, True, b"second")
    client.send(0, b"o")
    client.send(BINARY)
    client.send(PING, b"third")
    assert client.frame() == (PONG, True, b"third")
    # Each of some that come together.
    client.socket.sendall(b"".join(frame(0x89, b"%d" % number) for number in range(20)))
    assert [client.frame() for _ in range(20)] == [(PONG, True, b"%d" % number) for number in range(20)]
    release(host)
    assert [client.message() for _ in range(3)] == [(TEXT, b"one"), (BINARY, b"two"), (BINARY, b"")]
    client.send(CLOSE, close(1000))
    assert client.frame() == (CLOSE, True, close(1000))
    story.told()
    # Data, a close and the end, before anything is read: all of it is had in order.
    story = Story(host)
    client = open_held(host)
    client.socket.sendall(frame(0x81, b"unread") + frame(0x88, close(1001, b"bye")))
    client.socket.shutdown(socket.SHUT_WR)
    release(host)
    assert client.message() == (TEXT, b"unread")
    assert client.frame() == (CLOSE, True, close(1001, b"bye"))
    assert client.end() == b""
    told = story.told()
    assert told == ["held", "close 00000000 1001 bye 3", "answered 00000000", "dispose"], told
    # A fault waits for what stands before it.
    story = Story(host)
    client = open_held(host)
    client.socket.sendall(frame(0x81, b"well") + frame(0x83, b"not well"))
    release(host)
    assert client.until_close() == ([(TEXT, b"well")], [], close(1002))
    assert story.told()[-1] == "dispose"


def ends(host):
    """IsConnected, NotifyDisconnect and failing writes, without a read."""
    for way in ("close", "reset", "half"):
        for unread in (b"", frame(0x82, b"x" * 100000)):
            story = Story(host)
            client = Client(host.connect(), "/?idle")
            host.wait_for(r"websocket: idle 00000000")
            client.socket.sendall(unread)
            if way == "half":
                client.socket.shutdown(socket.SHUT_WR)
                # A half that is left may be written to; then it goes as well.
                assert client.frame() == (BINARY, True, b"x")
            if way == "reset":
                client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            client.socket.close()
            told = story.told()
            assert told[0] == "idle 00000000", told
            assert told[1].startswith("gone 1 notified 1 failed 1 ") and told[1].split()[-1] in (GONE, RESET), told
            # A reset may be faster than the data before it, and then there is none.
            if unread and way != "reset" or told[2] == "idle read 00000000 0":
                assert unread and told[2] == "idle read 00000000 0", told
            else:
                assert told[2].split()[2] in (GONE, RESET, EOF), told
            assert told[3:] == ["dispose"], told


def resident(host):
    status = Path(f"/proc/{host.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:")) * 1024


def flood(host, client, block, most):
    """Sends blocks until no more is taken for a while, or so many bytes are; how many it were."""
    before, sent = resident(host), 0
    client.socket.settimeout(1.5)
    data = memoryview(block)
    rest = data
    try:
        while sent < most:
            count = client.socket.send(rest)
            sent += count
            rest = rest[count:] or data
    except TimeoutError:
        pass
    growth = resident(host) - before
    assert growth < MOST_GROWTH, f"{growth} bytes more after {sent}"
    client.socket.settimeout(20)
    # Somebody else is served at once.
    other = Client(host.connect(), "/?echo")
    other.send(TEXT, b"well")
    assert other.message() == (TEXT, b"well")
    other.socket.close()
    return sent, rest


def floods(host):
    # Pings whose sender takes no pongs.
    most = 64 * MEGABYTE
    for query in ("hold", "echo"):
        client = Client(host.connect(), f"/?{query}")
        sent, rest = flood(host, client, frame(0x89, b"p" * 125) * 512, most)
        assert sent < most, "nothing holds a flood of pings back"
        # It goes on where pongs are taken.
        client.socket.setblocking(False)
        pongs, rest = 0, bytes(rest) + frame(0x89, b"the last")
        end = time.monotonic() + 60
        while rest or not client.data.endswith(b"the last"):
            assert time.monotonic() < end
            try:
                rest = rest[client.socket.send(rest):] if rest else rest
            except BlockingIOError:
                pass
            try:
                client.fill()
            except BlockingIOError:
                time.sleep(0.001)
        client.socket.settimeout(20)
        while client.frame() != (PONG, True, b"the last"):
            pongs += 1
        assert pongs < sent // 131, "each ping has its pong though nobody takes them"
        client.socket.close()
    # Fragments of one byte, messages of none, which nobody reads.
    for block in (frame(0x00, b"x") * 8192, frame(0x82) * 8192, frame(0x81, b"y" * 65536)):
        client = open_held(host)
        if block[0] == 0:
            client.send(BINARY, b"begun", last=False)
        sent, _ = flood(host, client, block, most)
        assert sent < most, "nothing holds unread data back"
        client.socket.close()
    release(host)


def sockets(host):
    """How many the host has."""
    found = 0
    for entry in Path(f"/proc/{host.process.pid}/fd").iterdir():
        try:
            found += os.readlink(entry).startswith("socket:")
        except FileNotFoundError:
            pass
    return found


def none_more(host, before):
    end = time.monotonic() + 20
    while (now := sockets(host)) > before:
        assert time.monotonic() < end, f"{now} sockets, and before {before}"
        time.sleep(0.05)


def late(host):
    """The request ends while a fragment waits for the client: nothing is lost, and nothing is left."""
    large = 12 * MEGABYTE
    before = sockets(host)
    for way in ("read", "reset", "fin"):
        story = Story(host)
        client = Client(host.connect(), "/?late")
        host.wait_for(r"(?:websocket: late 00000000 1[\s\S]*){%d}" % said(host).count("late 00000000 1"))
        time.sleep(0.3)
        if way == "read":
            assert client.frame() == (BINARY, True, bytes(large))
            assert client.frame() == (CLOSE, True, close(1000))
            client.send(CLOSE, close(1000))
            assert client.end() == b""
        if way == "reset":
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        if way == "fin":
            # All is taken, and nobody looks at it.
            client.socket.shutdown(socket.SHUT_WR)
            client.end()
        client.socket.close()
        # The callback comes on another thread than the end.
        host.wait_for(r"(?:websocket: late write[\s\S]*){%d}" % (said(host)[:story.before].count("late 00000000 1") + 1))
        told = story.told()
        assert told[0] == "late 00000000 1" and len(told) == 3, told
        if way != "reset":
            assert f"late write 00000000 {large}" in told, told
    none_more(host, before)


def cancelled(host):
    """CancelOutstandingIO of a write that waits behind the host's pongs."""
    held = said(host).count("held")
    client = Client(host.connect(), "/?stuck")
    while said(host).count("held") == held:
        time.sleep(0.005)
    flood(host, client, frame(0x89, b"p" * 125) * 512, 64 * MEGABYTE)
    release(host)
    told = host.wait_for(r"^websocket: stuck (.*)\n(?:websocket: .*\n)*?websocket: stuck write (.*)$")
    assert (told[1], told[2]) == ("00000000 1", "800703e3 0"), told[0]
    client.socket.close()


def test(host):
    late(host)
    answered(host)
    ends(host)
    cancelled(host)
    floods(host)
