"""EnableFullDuplex: a module reads and writes what has left HTTP at once, each way without regard to the other."""

import re
import socket
import struct
import threading
import time

from websocket_client import Client

LENGTH = 24 << 20
PATTERN = bytes(at % 251 for at in range(251 * 64))


def checked(data):
    total = 0
    for byte in data:
        total = (total * 31 + byte) & 0xFFFFFFFF
    return total


def told(host, number):
    """What the module says at the end of the stream with this number."""
    host.wait_for(r"(?:duplex: took[\s\S]*){%d}" % number)
    line = re.findall(r"^duplex: (took .*)$", host.log(), re.MULTILINE)[number - 1]
    return dict(zip(line.split()[::2], line.split()[1::2]))


def expect(client, length):
    seen = 0
    while seen < length:
        part = client.take(min(1 << 16, length - seen))
        start = seen % len(PATTERN)
        whole = (PATTERN * (len(part) // len(PATTERN) + 2))[start:start + len(part)]
        assert part == whole, seen
        seen += len(part)


def test(host):
    # Neither reads before the other has taken all: what is written waits, and what is read does not.
    client = Client(host.connect(), f"/?{LENGTH}")
    assert client.status.startswith("HTTP/1.1 101 "), client.status
    assert client.headers["sec-websocket-accept"] == client.accept
    small = b"every byte of it " * 1000
    client.socket.sendall(small)
    for _ in range(LENGTH >> 20):
        client.socket.sendall(bytes(1 << 20))
    client.socket.shutdown(socket.SHUT_WR)
    expect(client, LENGTH)
    assert client.end() == b""
    end = told(host, 1)
    assert (int(end["took"]), end["read"], end["write"], end["left"]) == (len(small) + LENGTH, "80070026", "00000000", "0"), end
    # Nobody took anything meanwhile, so a write had to wait while reads went on.
    assert end["waited"] == "1", end
    # The other way round: all is had before the first byte is sent.
    client = Client(host.connect(), f"/?{LENGTH}")
    expect(client, LENGTH)
    client.socket.sendall(small)
    client.socket.shutdown(socket.SHUT_WR)
    assert client.end() == b""
    end = told(host, 2)
    assert (int(end["took"]), int(end["sum"], 16), end["left"]) == (len(small), checked(small), "0"), end
    # Both at once, byte for byte as it comes, with bytes behind the request.
    client = Client(host.connect(), "/?1000000", early=b"early ")

    def send():
        for at in range(0, len(small), 7):
            client.socket.sendall(small[at:at + 7])
        client.socket.shutdown(socket.SHUT_WR)

    sender = threading.Thread(target=send)
    sender.start()
    expect(client, 1000000)
    sender.join()
    assert client.end() == b""
    end = told(host, 3)
    assert (int(end["took"]), int(end["sum"], 16)) == (len(small) + 6, checked(b"early " + small)), end
    # A client that goes ends both.
    client = Client(host.connect(), f"/?{LENGTH}")
    client.take(1000)
    client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.socket.close()
    end = told(host, 4)
    gone = ("80070040", "800704cd", "80070026", "800703e3")
    assert end["read"] in gone and end["write"] in gone and end["left"] != "0", end
    parked(host)


def parked(host):
    """A read ends with the module that is pending, whomever a send on another thread is told to meanwhile."""
    for _ in range(3):
        before = len(re.findall("duplex: parked", host.log()))
        client = Client(host.connect(), "/?parked")
        for _ in range(50):
            client.socket.sendall(b"y")
            time.sleep(0.005)
        client.socket.shutdown(socket.SHUT_WR)
        assert set(client.end()) == {ord("x")}
        host.wait_for(r"(?:duplex: parked[\s\S]*){%d}" % (before + 1))
        said = re.findall(r"^duplex: (parked .*)$", host.log(), re.MULTILINE)[-1]
        assert said == "parked took 50 completions 1 wrong 0 sent 1", said
    assert "of another module's" not in host.log() and "sends within" not in host.log(), host.log()
