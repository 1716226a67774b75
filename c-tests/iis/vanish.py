"""1,000 clients that vanish, each at one point of the pipeline or within its request: nothing is left of them.

Who vanishes where is the same in each run. A client learns by a datagram that its request has come to the point.
"""

import concurrent.futures
import os
import random
import socket
import struct
import time

CLIENTS = int(os.environ.get("PORTICO_VANISHING_CLIENTS", "1000"))
HANDLER, MAP_PATH, READ_ENTITY, SEND_RESPONSE = 14, 24, 25, 26
NESTED = ("wait", "finish")
ANYWHERE = NESTED + ("post", "indicate", "thread", "read", "read-later", "write", "write-later", "child", "error")


def counts(host):
    """What the modules have now and have had, by name."""
    lines = (line.split() for line in host.get("/counts", timeout=60).text.splitlines())
    return {name: (int(now), int(ever)) for name, now, ever in lines}


def settled(host, seconds=60):
    """The counts once nothing is left but what belongs to the request that asks."""
    end = time.monotonic() + seconds
    while True:
        now = counts(host)
        own = {"instances": 2, "requests": 2, "stored": 2, "connections": 0, "clones": 0}
        if {name: count for name, (count, _) in now.items()} == own:
            return now
        assert time.monotonic() < end, f"left of the clients: {now}"
        time.sleep(0.05)


def resources(host):
    folder = f"/proc/{host.process.pid}"
    return len(os.listdir(f"{folder}/fd")), len(os.listdir(f"{folder}/task"))


def head(method, path, *fields):
    return "\r\n".join([f"{method} {path} HTTP/1.1", "Host: a", *fields, "", ""]).encode()


def leave(client, way):
    if way == "reset":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    elif way == "half":
        client.shutdown(socket.SHUT_WR)
        # Nothing is said to who reads on; the answer is of no interest.
        try:
            while client.recv(65536):
                pass
        except ConnectionError:
            pass
    client.close()


def vanish(host, number):
    choice = random.Random(number)
    way = choice.choice(("close", "reset", "half"))
    if number % 10 == 0:
        # Within its head, or before any byte.
        request = head("GET", "/", "X-Long: " + "x" * 100)
        client = host.connect(60)
        client.sendall(request[:choice.randrange(len(request))])
        return leave(client, way)
    point = choice.choice((*range(24), MAP_PATH, READ_ENTITY, SEND_RESPONSE))
    what = choice.choice(ANYWHERE if point < 24 else NESTED)
    by = "first" if point == HANDLER else choice.choice(("first", "second"))
    method, fields, body = "GET", [], b""
    if point == READ_ENTITY or choice.random() < 0.5:
        method = "POST"
        bodies = [(["Content-Length: 1000"], b"x" * 1000),
                  (["Transfer-Encoding: chunked"], b"5\r\nhello\r\n0\r\n\r\n")]
        if point <= HANDLER or point in (MAP_PATH, READ_ENTITY):
            # The handler waits for the whole body, and what comes behind it for the handler.
            bodies += [(["Content-Length: 100000"], b"x" * choice.randrange(20000)),
                       (["Transfer-Encoding: chunked"], b"5\r\nhello\r\n")]
        fields, body = choice.choice(bodies)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
        bell.bind(("127.0.0.1", 0))
        bell.settimeout(60)
        path = f"/?at={point}&by={by}&do={what}&tell={bell.getsockname()[1]}"
        client = host.connect(60)
        client.sendall(head(method, path, *fields) + body)
        if (point, way) == (SEND_RESPONSE, "close") or choice.random() < 0.8:
            try:
                assert bell.recv(16) == b"here"
            except TimeoutError:
                raise AssertionError(f"client {number}: the request has not come to the point: {path} {fields}") from None
        # Some leave while nobody knows how far their request is.
        leave(client, way)


def test(host):
    assert host.get("/").body == b"Hello, world!"
    settled(host)
    with concurrent.futures.ThreadPoolExecutor(16) as clients:
        # As many at once as ever, so that threads and tables have their size.
        list(clients.map(lambda number: vanish(host, number), range(1, 64)))
    before = settled(host)
    files, threads = resources(host)
    with concurrent.futures.ThreadPoolExecutor(16) as clients:
        list(clients.map(lambda number: vanish(host, number), range(CLIENTS)))
    after = settled(host)
    assert host.get("/").body == b"Hello, world!"
    more = {name: after[name][1] - before[name][1] for name in after}
    assert more["requests"] > CLIENTS and more["connections"] > CLIENTS / 20 and more["clones"] > CLIENTS / 40, more

    end = time.monotonic() + 30
    while resources(host)[0] > files:
        assert time.monotonic() < end, f"descriptors: {files} before, {resources(host)[0]} after {CLIENTS} clients"
        time.sleep(0.1)
    assert resources(host)[1] <= threads + 16, (threads, resources(host))


def after(host):
    ends = [host.log().index(f"{name} ends\n") for name in ("first", "second")]
    for at in ends:
        left = dict(line.split()[:2] for line in host.log()[at:].splitlines()[1:6])
        assert set(left.values()) == {"0"}, left
