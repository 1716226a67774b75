"""IsConnected in every notification, and NotifyDisconnect, for every way in which a client can go."""

import socket
import struct


def leave(client, way):
    if way == "half":
        client.shutdown(socket.SHUT_WR)
        return
    if way == "notify":
        return client.notify()
    if way == "cut":
        return client.cut()
    if way == "reset":
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


def said(host):
    return [line.partition("connection: ")[2] for line in host.log().splitlines() if line.startswith("connection: ")]


def of(host, name):
    return [line for line in said(host) if line.split()[1:2] == [name]]


def test(host):
    assert host.get("/?alive").body == b"Client connected: Yes"

    # What is kept stays for the connection's next requests, and goes with it.
    client = host.connection()
    for query, expected in (("keep:stay", b"kept"), ("keep", b"known"), ("keep", b"known")):
        client.request("GET", "/?" + query)
        assert client.getresponse().read() == expected
    assert of(host, "stay") == ["dispose stay"], said(host)
    client.close()
    host.wait_for("cleanup stay")
    assert of(host, "stay")[-2:] == ["notify stay 0", "cleanup stay"]

    requests = {
        "plain": b"GET /?%s HTTP/1.1\r\nHost: a\r\n\r\n",
        # The body is not read, and not all of it has come.
        "body": b"POST /?%s HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n" + b"x" * 5000,
        # The next request is there already.
        "more": b"GET /?%s HTTP/1.1\r\nHost: a\r\n\r\nGET /?alive HTTP/1.1\r\nHost: a\r\n\r\n",
    }
    # Over TLS one side may end with close_notify alone, or without any.
    for way in ("close", "reset", "half", *(["notify", "cut"] if host.client else [])):
        for kind, request in requests.items():
            for what in ("poll", "pending", "late"):
                name = f"{way}-{kind}-{what}"
                client = host.connect()
                client.sendall(request % f"{what}:{name}".encode())
                host.wait_for(f"connection: handler {name}\\b")
                assert not any(line.startswith("notify") for line in of(host, name)), said(host)
                leave(client, way)
                host.wait_for(f"connection: dispose {name}\\b")
                if way in ("half", "notify", "cut"):
                    # Such a client gets its response all the same.
                    data = b""
                    while chunk := client.recv(65536):
                        data += chunk
                    assert data.startswith(b"HTTP/1.1 200 OK\r\n"), data
                    assert (b"gone" in data) == (what == "poll"), data
                    client.close()
                host.wait_for(f"connection: cleanup {name}\\b")
                check(what, name, of(host, name))


def check(what, name, lines):
    notify, end = f"notify {name} 0", f"cleanup {name}"
    assert lines.count(notify) == 1 and lines.count(end) == 1 and lines[-1] == end, lines
    assert f"send {name} 0" in lines, lines
    rest = [line for line in lines if line != notify]
    if what == "poll":
        assert rest == [f"handler {name} 1", f"gone {name}", f"send {name} 0", f"dispose {name}", end], lines
    elif what == "pending":
        assert rest == [f"handler {name} 1", f"completed {name} 0", f"send {name} 0", f"dispose {name}", end], lines
        assert lines.index(notify) < lines.index(f"completed {name} 0"), lines
    else:
        # It is told as soon as anybody looks after the connection again.
        assert rest == [f"handler {name}", f"set {name}", f"send {name} 0", f"dispose {name}", end], lines
