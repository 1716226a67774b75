"""IsConnected and NotifyDisconnect of a request of HTTP/2: its stream is reset, or its session goes, in each way; another
request of the session hears of the second alone."""

from connection import check, leave, of
from floods import END_HEADERS, END_STREAM, CODE, DATA, HEADERS, RST_STREAM, frame, head, opened


def begin(wire, stream, kind, query):
    if kind == "body":
        fields = head("POST", f"/?{query}", ("content-length", "100000"))
        wire.sendall(frame(HEADERS, END_HEADERS, stream, fields) + frame(DATA, 0, stream, b"x" * 5000))
    else:
        wire.sendall(frame(HEADERS, END_HEADERS | END_STREAM, stream, head("GET", f"/?{query}")))


def test(host):
    for way in ("stream", "close", "reset", "half", *(["notify", "cut"] if host.client else [])):
        for kind in ("plain", "body"):
            for what in ("poll", "pending", "late"):
                name, other = f"{way}-{kind}-{what}", f"other-{way}-{kind}-{what}"
                wire = host.connect_http2()
                wire.sendall(opened())
                begin(wire, 1, "plain", f"pending:{other}")
                host.wait_for(f"connection: handler {other}\\b")
                begin(wire, 3, kind, f"{what}:{name}")
                host.wait_for(f"connection: handler {name}\\b")
                if way == "stream":
                    wire.sendall(frame(RST_STREAM, 0, 3, CODE))
                else:
                    leave(wire, way)
                host.wait_for(f"connection: cleanup {name}\\b")
                check(what, name, of(host, name))
                if way == "stream":
                    assert of(host, other) == [f"handler {other} 1"], of(host, other)
                    wire.sendall(frame(RST_STREAM, 0, 1, CODE))
                host.wait_for(f"connection: cleanup {other}\\b")
                check("pending", other, of(host, other))
                wire.close()
