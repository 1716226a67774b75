"""64 WebSockets at once with traffic of every kind and ends of every kind; nothing is left of them."""

import concurrent.futures
import os
import random
import socket
import struct
import time
from pathlib import Path

from websocket_client import BINARY, CLOSE, PING, PONG, TEXT, Client, close, frame, said

TOGETHER = 64
# Each of the 64 opens so many WebSockets.
ROUNDS = {"thread": 40, "address,undefined": 4}.get(os.environ.get("PORTICO_SANITIZE", ""), 12)
ENDS = ["close", "close", "leave", "reset", "half", "within", "wrong", "unread"]


def open_files(host):
    return len(os.listdir(f"/proc/{host.process.pid}/fd"))


def resident(host):
    status = Path(f"/proc/{host.process.pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("RssAnon:")) * 1024


def exchange(client, dice):
    """A message that comes back, in frames of any size, with pings between."""
    text = dice.random() < 0.5
    size = dice.choice([0, 1, 125, 126, 1000, 4096, 16384, 50000])
    data = ("ä€𝄞x" * (size // 10 + 1)).encode()[:size // 10 * 10] if text else dice.randbytes(size)
    cuts = sorted(dice.randrange(len(data) + 1) for _ in range(dice.choice([0, 0, 1, 3])))
    parts = [data[start:end] for start, end in zip([0, *cuts], [*cuts, len(data)])]
    wire, pings = b"", []
    for at, part in enumerate(parts):
        wire += frame((0 if at else TEXT if text else BINARY) | (0x80 if at == len(parts) - 1 else 0), part)
        if dice.random() < 0.3:
            pings.append(b"%d" % dice.randrange(1 << 30))
            wire += frame(0x80 | PING, pings[-1])
    # In pieces that have nothing to do with the frames.
    while wire:
        count = dice.choice([1, 7, 1000, 1 << 20])
        client.socket.sendall(wire[:count])
        wire = wire[count:]
        if count < 1000 and len(wire) > 3000:
            client.socket.sendall(wire[:-100])
            wire = wire[-100:]
    opcode, seen, back, pongs = None, b"", None, []
    while back is None or len(pongs) < len(pings):
        kind, last, part = client.frame()
        if kind == PONG:
            pongs.append(part)
            continue
        opcode = kind or opcode
        seen += part
        if last:
            back = (opcode, seen)
    assert back == (TEXT if text else BINARY, data), (back[0], len(back[1]), len(data))
    assert pongs == pings, (pongs, pings)


def end(client, dice):
    how = dice.choice(ENDS)
    wire = client.socket
    if how == "close":
        client.send(CLOSE, close(3000, b"enough"))
        assert client.until_close()[2] is not None
        client.end()
    elif how == "reset":
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif how == "half":
        wire.shutdown(socket.SHUT_WR)
        client.end()
    elif how == "within":
        wire.sendall(frame(0x82, b"x" * 5000)[:dice.randrange(5000)])
    elif how == "wrong":
        wire.sendall(frame(0x83, b"x"))
        assert client.until_close()[2] == close(1002)
    elif how == "unread":
        # Echoes that nobody takes; the last bytes may not go out either.
        wire.setblocking(False)
        try:
            for _ in range(100):
                wire.send(frame(0x82, b"x" * 30000))
        except (BlockingIOError, ConnectionResetError):
            pass
    wire.close()


def run(host, seed):
    dice = random.Random(seed)
    for _ in range(ROUNDS):
        client = Client(host.connect(60), dice.choice(["/?echo", "/?echo", "/?blocking"]))
        for _ in range(dice.randrange(4)):
            exchange(client, dice)
        end(client, dice)


def all_at_once(host, seed):
    before = said(host).count("dispose")
    with concurrent.futures.ThreadPoolExecutor(TOGETHER) as clients:
        list(clients.map(lambda number: run(host, seed + number), range(TOGETHER)))
    wanted = before + TOGETHER * ROUNDS
    limit = time.monotonic() + 60
    while said(host).count("dispose") < wanted:
        assert time.monotonic() < limit, f"{wanted - said(host).count('dispose')} have not ended"
        time.sleep(0.05)


def test(host):
    seed = random.randrange(1 << 30)
    print(f"seed {seed}", flush=True)
    host.get("/?release")
    all_at_once(host, seed)
    # What is kept for the next time is there now.
    files, memory = open_files(host), resident(host)
    all_at_once(host, seed + TOGETHER)
    limit = time.monotonic() + 30
    while open_files(host) > files + 8:
        assert time.monotonic() < limit, f"{open_files(host)} files are open, {files} were"
        time.sleep(0.1)
    if not os.environ.get("PORTICO_SANITIZE"):
        assert resident(host) < memory + (24 << 20), f"{memory} bytes have become {resident(host)}"
