"""ReadEntityBody in all its forms, and bodies that are inserted, unknown in length, late, and cut off."""

import re
import socket
import struct
import time

from request_log import expect, lines, until

CHUNKED = 0xFFFFFFFF
EOF = "result 0x80070026 0"


def prepare(root):
    (root / "web.config").write_text("""<configuration><location path="limited"><system.webServer><security>
        <requestFiltering><requestLimits maxAllowedContentLength="10" /></requestFiltering>
        </security></system.webServer></location></configuration>""")


def head(tag, query, *fields):
    return "\r\n".join([f"POST /?{query} HTTP/1.1", "Host: h", f"X-Tag: {tag}", *fields, "", ""]).encode()


def post(host, tag, query, body=b"", chunks=None):
    """A body that is there with the head."""
    if chunks is None:
        host.raw(head(tag, query, f"Content-Length: {len(body)}") + body)
    else:
        coded = b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
        host.raw(head(tag, query, "Transfer-Encoding: chunked") + coded)


def later(host, tag, query, body=b"body"):
    """A body that comes once the module waits for it."""
    with host.connect() as wire:
        wire.sendall(head(tag, query, "Connection: close", f"Content-Length: {len(body)}"))
        lines(host, tag, 1)
        time.sleep(0.1)
        wire.sendall(body[:2])
        time.sleep(0.05)
        wire.sendall(body[2:])
        while wire.recv(4096):
            pass


def test(host):
    post(host, "arguments", "arguments", b"ab")
    expect(host, "arguments", ["before 2", "null buffer 1", "no room 1", "no callback 1", "no flag 1",
                               "bytes 0 pending 0", "null insert 1 1", "no places 1", "byte a left 1"])
    synchronous(host)
    asynchronous(host)
    elsewhere(host)
    inserted(host)
    limited(host)
    one_at_a_time(host)
    gone(host)


def synchronous(host):
    post(host, "sync", "wait", b"body")
    expect(host, "sync", ["before 4", "body [body] after 0", "at the end 0x80070026 0"])
    post(host, "sync-none", "wait")
    expect(host, "sync-none", ["before 0", "body [] after 0", "at the end 0x80070026 0"])
    post(host, "sync-chunked", "wait", chunks=[b"bo", b"dy"])
    expect(host, "sync-chunked", [f"before {CHUNKED}", "body [body] after 0", "at the end 0x80070026 0"])
    post(host, "sync-small", "wait&small&pieces", b"longer body")
    expect(host, "sync-small", ["before 11", "piece [long]", "piece [er b]", "piece [ody]", "body [longer body] after 0",
                                "at the end 0x80070026 0"])
    for form in "callback", "fill", "plain":
        later(host, f"sync-later-{form}", f"wait&{form}")
        expect(host, f"sync-later-{form}", ["before 4", "body [body] after 0", "at the end 0x80070026 0"])
    later(host, "sync-filled", "wait&fill&pieces")
    expect(host, "sync-filled", ["before 4", "piece [body]", "body [body] after 0", "at the end 0x80070026 0"])


def asynchronous(host):
    # What is there is had at once, and no completion comes.
    post(host, "async", "async", b"body")
    expect(host, "async", ["before 4", EOF, "body [body] after 0"])
    # Who cannot be told so gets everything by completion.
    post(host, "async-always", "async&always", b"body")
    expect(host, "async-always", ["before 4", "always by completion", "completion of the handler",
                                  "completion of the handler", EOF, "body [body] after 0"])
    post(host, "async-null", "async&always&nobytes", b"body")
    expect(host, "async-null", ["before 4", "always by completion", "completion of the handler",
                                "completion of the handler", EOF, "body [body] after 0"])
    for form, said in ("async", "completion of the handler"), ("callback", "callback 1"):
        tag = f"later-{form}"
        later(host, tag, form)
        found = lines(host, tag, 4)
        assert found[0] == "before 4" and found[-2:] == [EOF, "body [body] after 0"], found
        assert found[1:-2] and set(found[1:-2]) == {said}, found
        tag = f"later-{form}-fill"
        later(host, tag, f"{form}&always")
        found = lines(host, tag, 6)
        assert found[:2] == ["before 4", "always by completion"], found
        assert found[-2:] == [EOF, "body [body] after 0"] and set(found[2:-2]) == {said}, found
    later(host, "later-filled", "fill&pieces")
    expect(host, "later-filled", ["before 4", "completion of the handler", "piece [body]", EOF, "body [body] after 0"])
    later(host, "later-large", "async", b"x" * 300_000)
    assert lines(host, "later-large", 4)[-2:] == [EOF, "body [300000] after 0"]


def elsewhere(host):
    """The handler is pending while other threads read."""
    post(host, "thread", "thread", b"body")
    expect(host, "thread", ["before 4", EOF, "body [body] after 0"])
    told = 0
    for number in range(20):
        tag = f"thread-{number}"
        later(host, tag, "thread")
        found = until(host, tag, "body [body] after 0")
        # On a slow machine the body comes before the other thread does.
        assert found[-2:] == [EOF, "body [body] after 0"] and set(found[1:-2]) <= {"callback"}, found
        told += len(found) > 3
    assert told, "no read has waited"


def inserted(host):
    post(host, "insert", "wait&insert&pieces", b"body")
    expect(host, "insert", ["before 4", "insert 1 1", "inserted 17", "piece [first Second ]", "piece [body]",
                            "body [first Second body] after 0", "at the end 0x80070026 0"])
    post(host, "insert-fill", "wait&insert&pieces&fill", b"body")
    expect(host, "insert-fill", ["before 4", "insert 1 1", "inserted 17", "piece [first Second body]",
                                 "body [first Second body] after 0", "at the end 0x80070026 0"])
    post(host, "insert-none", "async&insert&pieces")
    expect(host, "insert-none", ["before 0", "insert 1 1", "inserted 13", "piece [first Second ]", EOF,
                                 "body [first Second ] after 0"])
    post(host, "insert-chunked", "async&insert&always", chunks=[b"body"])
    found = lines(host, "insert-chunked", 8)
    assert found[2] == f"inserted {CHUNKED}" and found[-1] == "body [first Second body] after 0", found


def limited(host):
    """maxAllowedContentLength, for a body that does not say its length."""
    too_long = "0x800700DF 0"
    coded = lambda *chunks: b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
    for how, query, reads in [("sync", "wait", True), ("async", "async", True), ("always", "async&always", True), ("fill", "fill", True)]:
        tag = f"limited-{how}"
        request = head(tag, query, "Transfer-Encoding: chunked").replace(b"/?", b"/limited?")
        answer = host.raw(request + coded(b"12345", b"67890", b"1"))
        assert answer.startswith(b"HTTP/1.1 404 "), answer
        assert b"404.13" in answer, answer
        found = lines(host, tag, 3)
        assert f"result {too_long}" in found and not any("67890" in line and "1]" in line for line in found), found
        # As much as is allowed.
        answer = host.raw(request.replace(tag.encode(), tag.encode() + b"-fits") + coded(b"12345", b"67890"))
        assert answer.startswith(b"HTTP/1.1 200 "), answer
        assert any("body [1234567890]" in line for line in lines(host, f"{tag}-fits", 3)), lines(host, f"{tag}-fits", 3)


def one_at_a_time(host):
    with host.connect() as wire:
        wire.sendall(head("twice", "async&twice", "Connection: close", "Content-Length: 4"))
        found = lines(host, "twice", 3)
        assert found[:3] == ["before 4", "first 1 1 second 1 0", "cancel 1"], found
        found = lines(host, "twice", 6)
        assert "result 0x800703E3 0" in found, found


def gone(host):
    """A client that leaves before its body has come: an error, and not the end of the body."""
    allowed = re.compile(r"result 0x(80070040|800704CD|800703E3) 0$")
    for way in "fin", "reset":
        for form in "wait", "async", "callback":
            tag = f"gone-{way}-{form}"
            wire = host.connect()
            wire.sendall(head(tag, f"{form}&gone", "Content-Length: 10") + b"part")
            lines(host, tag, 1)
            time.sleep(0.1)
            if way == "reset":
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            wire.close()
            found = until(host, tag, "connected 0")
            assert "connected 0" in found and any(allowed.match(line) for line in found), found
            assert not any(line == EOF for line in found), found
