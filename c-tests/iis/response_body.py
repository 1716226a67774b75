"""The body of the response: chunks of all kinds, buffered or not."""

import hashlib


def prepare(root):
    (root.parent / "file.txt").write_bytes(b"0123456789")


def environment(root):
    return {"RESPONSE_TEST_FILE": str(root.parent / "file.txt")}


def test(host):
    for _ in range(2):
        check(host)
    assert host.get("/many", timeout=100).body == b"." * 65535
    assert "FAILED" not in host.log(), host.log()


def check(host):
    answer = host.get("/memory")
    assert answer.body == b"first second one two three three behind last", answer.body
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert host.get("/raw").body == b"kept own more"
    answer = host.get("/small")
    assert answer.body == b"ab" * 100000, len(answer.body)
    answer = host.get("/file")
    assert answer.body == b"456|789", answer.body
    assert host.get("/fragment").body == b"01234567893434"
    answer = host.get("/limit")
    assert answer.headers["Transfer-Encoding"] == "chunked" and answer.headers["Content-Length"] is None
    assert answer.body == b"L" * (4 << 20) + b"!end", (len(answer.body), hashlib.md5(answer.body).hexdigest())
    answer = host.get("/unbuffered")
    assert answer.headers["Transfer-Encoding"] == "chunked" and answer.body == b"onetwoend", answer.body
    answer = host.get("/length")
    assert answer.headers["Content-Length"] == "6" and answer.body == b"abcdef"
    assert answer.headers["Transfer-Encoding"] is None
    # A client of version 1.0 learns of the end by the connection's.
    answer = host.raw(b"GET /unbuffered HTTP/1.0\r\nConnection: keep-alive\r\n\r\n")
    assert answer.endswith(b"\r\n\r\nonetwoend") and b"chunked" not in answer, answer
