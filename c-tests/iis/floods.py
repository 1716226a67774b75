"""What costs a client little and a server much, over HTTP/2 and in handshakes of TLS: the host lives, another client is
answered meanwhile, its memory does not grow by much, and its descriptors are those of before. Memory is the kernel's
count of the host's own process at its highest; under a sanitizer, which keeps what was freed, nobody looks at it."""

import os
import select
import socket
import struct
import time

DATA, HEADERS, PRIORITY, RST_STREAM, SETTINGS, PUSH_PROMISE, PING, GOAWAY, WINDOW_UPDATE, CONTINUATION = range(10)
END_STREAM, ACK, END_HEADERS, PADDED = 1, 1, 4, 8
CALM = 11
# What one attack may take. The longest of the answers are of this length, too.
MOST = 32 << 20
LARGE = 4 << 20
PATIENCE = 30


def prepare(root):
    (root / "x.txt").write_text("alive")
    (root / "large.bin").write_bytes(bytes(LARGE))


def frame(kind, flags, stream, payload=b""):
    return struct.pack(">I", len(payload))[1:] + bytes([kind, flags]) + struct.pack(">I", stream) + payload


def number(value, prefix):
    """An integer of HPACK without the bits before it."""
    most = (1 << prefix) - 1
    if value < most:
        return bytes([value])
    out, value = bytearray([most]), value - most
    while value >= 128:
        out.append(value & 127 | 128)
        value >>= 7
    return bytes([*out, value])


def fields(*pairs):
    text = lambda word: number(len(word), 7) + word
    return b"".join(b"\0" + text(name.encode()) + text(value.encode()) for name, value in pairs)


def head(method="GET", path="/x.txt", *more):
    return fields((":method", method), (":scheme", "http"), (":path", path), (":authority", "h"), *more)


def ask(stream, path="/x.txt", *more):
    return frame(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", path, *more))


def post(stream, length=1000):
    return frame(HEADERS, END_HEADERS, stream, head("POST", "/x.txt", ("content-length", str(length))))


def opened(*settings):
    return b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + frame(SETTINGS, 0, 0, b"".join(struct.pack(">HI", *one) for one in settings))


WIDE = opened((4, 0x7FFFFFFF)) + frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 0x7000_0000))
CODE = struct.pack(">I", 8)
STREAMS = range(1, 8000, 2)

# Names, and what is sent: the beginning, and pieces until the server has had enough. Whether the client reads.
ATTACKS = {
    "rapid reset (CVE-2023-44487)": (opened(), (ask(one, "/large.bin") + frame(RST_STREAM, 0, one, CODE) for one in STREAMS), True),
    "made you reset (CVE-2025-8671)": (
        opened(), (ask(one, "/large.bin") + frame(WINDOW_UPDATE, 0, one, struct.pack(">I", 0)) for one in STREAMS), True),
    "SETTINGS (CVE-2019-9515)": (opened(), [frame(SETTINGS, 0, 0)] * 20_000, True),
    "SETTINGS, unread": (opened(), [frame(SETTINGS, 0, 0)] * 20_000, False),
    "SETTINGS, many in one": (opened(), [frame(SETTINGS, 0, 0, struct.pack(">HI", 3, 1) * 2700)] * 100, True),
    "PING (CVE-2019-9512)": (opened(), [frame(PING, 0, 0, bytes(8))] * 60_000, True),
    "PING, unread": (opened(), [frame(PING, 0, 0, bytes(8))] * 60_000, False),
    "PRIORITY (CVE-2019-9513)": (opened(), [frame(PRIORITY, 0, one, struct.pack(">IB", one + 1, 9)) for one in range(3, 60_000, 2)], True),
    "unknown frames": (opened(), [frame(0x77, 0, 0, bytes(100))] * 30_000, True),
    "WINDOW_UPDATE": (opened(), [frame(WINDOW_UPDATE, 0, 0, struct.pack(">I", 1))] * 60_000, True),
    "empty DATA (CVE-2019-9518)": (opened() + post(1), [frame(DATA, 0, 1)] * 60_000, True),
    "padding alone": (opened() + post(1), [frame(DATA, PADDED, 1, b"\xFF" + bytes(255))] * 5_000, True),
    "empty fields (CVE-2019-9516)": (
        opened(), [frame(HEADERS, END_HEADERS | END_STREAM, one, head() + b"\0\0\0" * 5000) for one in range(1, 400, 2)], True),
    "CONTINUATION (VU#421644)": (
        opened() + frame(HEADERS, END_STREAM, 1, head()), [frame(CONTINUATION, 0, 1, fields(("x", "y" * 1000)))] * 60_000, True),
    "empty CONTINUATION": (opened() + frame(HEADERS, END_STREAM, 1, head()), [frame(CONTINUATION, 0, 1)] * 60_000, True),
    "HPACK bomb (CVE-2016-6581)": (
        opened(), [frame(HEADERS, END_HEADERS | END_STREAM, one, head() + (b"\x40\x04bomb" + number(3900, 7) + b"x" * 3900 if one == 1 else b"")
                         + b"\xBE" * 12_000) for one in range(1, 200, 2)], True),
    "HTTP/2 bomb, held by windows (CVE-2026-49160)": (
        opened((4, 0)), [ask(one, "/large.bin", *[("a", "")] * 190) for one in range(1, 200, 2)], False),
    "crumbs of cookies": (opened((4, 0)), [ask(one, "/large.bin", *[("cookie", "")] * 190) for one in range(1, 200, 2)], False),
    "trailers without end": (
        opened() + post(1), [frame(HEADERS, 0, 1, fields(("x", "y")))] + [frame(CONTINUATION, 0, 1, fields(("x", "y" * 1000)))] * 30_000, True),
    "responses for nobody (CVE-2019-9517)": (WIDE, [ask(one, "/large.bin") for one in range(1, 200, 2)], False),
    "windows of one byte (CVE-2019-9511)": (
        opened((4, 1)) + b"".join(ask(one, "/large.bin") for one in range(1, 200, 2)),
        (b"".join(frame(WINDOW_UPDATE, 0, one, struct.pack(">I", 1)) for one in range(1, 200, 2)) for _ in range(200)), True),
    "bodies that nobody reads": (
        opened() + b"".join(post(one, 1 << 30) for one in range(1, 200, 2)), [frame(DATA, 0, one, bytes(16_000)) for one in range(1, 200, 2)] * 4, True),
    "DATA beyond the window": (opened() + post(1, 1 << 30), [frame(DATA, 0, 1, bytes(16_384))] * 2000, True),
    "a frame of 16 MiB": (opened() + b"\xFF\xFF\xFF" + bytes([DATA, 0, 0, 0, 0, 1]), [bytes(1 << 16)] * 256, True),
    "GOAWAY": (opened(), [frame(GOAWAY, 0, 0, bytes(8) + b"x" * 1000)] * 20_000, True),
    "PUSH_PROMISE": (opened(), [frame(PUSH_PROMISE, END_HEADERS, 1, bytes([0, 0, 0, 2]) + head())] * 1000, True),
    "frames of streams that are gone": (opened() + ask(1), [frame(DATA, 0, 1, b"x")] * 60_000, True),
}
# Those whose end is the one for floods.
CALMED = {"rapid reset (CVE-2023-44487)", "SETTINGS (CVE-2019-9515)", "SETTINGS, many in one", "PING (CVE-2019-9512)",
          "PRIORITY (CVE-2019-9513)", "unknown frames", "WINDOW_UPDATE", "empty DATA (CVE-2019-9518)"}


def record(length):
    return b"\x16\x03\x01" + struct.pack(">H", length)


HELLO = record(16_384) + b"\x01\x00\xFF\x00" + bytes(16_380)
# What is no handshake, or the half of one, of many connections.
OF_TLS = {
    "halves of handshakes": (300, record(512) + b"\x01\x00\x01\xF0"),
    "a first message of 16 MiB (CVE-2026-45416)": (50, record(16_384) + b"\x01\xFF\xFF\xFF" + bytes(16_380) + HELLO * 20),
    "first messages that go on": (50, HELLO * 40),
    "records of one byte": (50, b"".join(record(1) + bytes([one]) for one in b"\x01\x00\x40\x00" + bytes(3000))),
    "empty records": (50, record(0) * 20_000),
    "alerts": (50, b"\x15\x03\x01\x00\x02\x01\x00" * 5000),
    "HTTP where TLS is spoken": (100, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n" * 100),
}


class Process:
    def __init__(self, number):
        self.folder = f"/proc/{number}"

    def kilobytes(self, name):
        with open(f"{self.folder}/status") as status:
            return next(int(line.split()[1]) for line in status if line.startswith(name + ":"))

    def forget_peak(self):
        with open(f"{self.folder}/clear_refs", "w") as file:
            file.write("5")
        return self.kilobytes("VmRSS") << 10

    def peak(self):
        return self.kilobytes("VmHWM") << 10

    def descriptors(self):
        return len(os.listdir(f"{self.folder}/fd"))


def until(condition, what):
    end = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.02)


class Codes:
    """What comes: of its frames the codes of GOAWAY are kept."""

    def __init__(self, wire):
        self.wire, self.rest, self.told, self.ended = wire, b"", [], False

    def read_to_end(self):
        while not self.ended:
            self.read()

    def read(self):
        try:
            data = self.wire.recv(1 << 16)
        except OSError:
            data = b""
        self.ended = not data
        self.rest += data
        while len(self.rest) >= 9 and len(self.rest) >= 9 + (length := int.from_bytes(self.rest[:3], "big")):
            if self.rest[3] == GOAWAY:
                self.told.append(struct.unpack(">I", self.rest[13:17])[0])
            self.rest = self.rest[9 + length:]

    def read_what_is_there(self):
        while not self.ended and select.select([self.wire], [], [], 0)[0]:
            self.read()


def attack(host, name):
    beginning, pieces, reads = ATTACKS[name]
    with host.connect_http2() as wire:
        wire.settimeout(PATIENCE if reads else 1)
        codes = Codes(wire)
        try:
            wire.sendall(beginning)
            batch, count = b"", 0
            for piece in pieces:
                batch += piece
                if len(batch) > 1 << 14:
                    wire.sendall(batch)
                    batch, count = b"", count + 1
                    if count == 4:
                        assert host.get("/x.txt").text == "alive"
                    if reads:
                        codes.read_what_is_there()
            wire.sendall(batch)
            assert host.get("/x.txt").text == "alive"
            if reads:
                wire.shutdown(socket.SHUT_WR)
        except OSError:
            # It has had enough.
            pass
        if reads:
            codes.read_to_end()
    return codes.told


def handshakes(host, name):
    count, data = OF_TLS[name]
    clients = []
    try:
        for _ in range(count):
            client = socket.create_connection((host.address, host.port), 20)
            clients.append(client)
            client.settimeout(5)
            try:
                client.sendall(data)
            except OSError:
                pass
        assert host.get("/x.txt").text == "alive"
    finally:
        for client in clients:
            client.close()


def test(host):
    process = Process(host.process.pid)
    # What is made once is there.
    for name in ("PING (CVE-2019-9512)", "responses for nobody (CVE-2019-9517)"):
        attack(host, name)
    assert host.get("/x.txt").text == "alive"
    before = process.descriptors()
    grown, calmed = {}, []
    for name in ATTACKS if not host.client else {**ATTACKS, **OF_TLS}:
        start = process.forget_peak()
        told = attack(host, name) if name in ATTACKS else handshakes(host, name)
        grown[name] = process.peak() - start
        until(lambda: process.descriptors() <= before, f"{name}: descriptors are left: {process.descriptors()}, not {before}")
        assert host.get("/x.txt").text == "alive", name
        # Who is cut off while it sends may not have come to read why.
        if name in CALMED:
            assert told in ([CALM], []), (name, told)
            calmed += told
    assert calmed, "no end was told"
    for name, bytes_ in sorted(grown.items(), key=lambda one: -one[1]):
        print(f"{bytes_ >> 10:8} KiB  {name}")
    if not os.environ.get("PORTICO_SANITIZE"):
        most = max(grown, key=grown.get)
        assert grown[most] <= MOST, f"{most} takes {grown[most] >> 20} MiB"
