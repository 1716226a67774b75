"""StaticFileModule: files, their types, conditions, parts, caches, verbs; folders without a slash."""

import os
import re
from email.utils import formatdate

MODIFIED = 1_000_000_000
DATE = formatdate(MODIFIED, usegmt=True)
EARLIER = formatdate(MODIFIED - 1, usegmt=True)
LATER = formatdate(MODIFIED + 1, usegmt=True)
LARGE = bytes(range(256)) * 4096


def prepare(root):
    (root / "web.config").write_text("""<configuration><system.webServer>
        <staticContent><mimeMap fileExtension=".own" mimeType="text/x-own" /></staticContent>
        </system.webServer>
        <location path="plain"><system.webServer><staticContent>
          <clientCache setEtag="false" cacheControlCustom="private" /></staticContent></system.webServer></location>
        <location path="aged"><system.webServer><staticContent>
          <clientCache cacheControlMode="UseMaxAge" cacheControlMaxAge="1.00:00:01" cacheControlCustom="public" />
        </staticContent></system.webServer></location>
        <location path="expires"><system.webServer><staticContent>
          <clientCache cacheControlMode="UseExpires" httpExpires="Tue, 19 Jan 2038 03:14:07 GMT" />
        </staticContent></system.webServer></location>
        <location path="never"><system.webServer><staticContent>
          <clientCache cacheControlMode="DisableCache" /></staticContent></system.webServer></location>
        </configuration>""")
    for folder in ["plain", "aged", "expires", "never", "a folder", "ä", "deep/er"]:
        (root / folder).mkdir(parents=True)
        (root / folder / "x.txt").write_text("0123456789")
    for name, content in {
        "ten.txt": b"0123456789", "empty.txt": b"", "large.bin": LARGE, "x.own": b"own", "x.unknown": b"?",
        "no-extension": b"?", "a&b 100%.txt": b"odd", "T.TXT": b"upper",
    }.items():
        (root / name).write_bytes(content)
        os.utime(root / name, (MODIFIED, MODIFIED))


def test(host):
    whole(host)
    conditions(host)
    ranges(host)
    caches(host)
    verbs(host)
    folders(host)
    # A file that changes is another one.
    before = host.get("/ten.txt").headers["ETag"]
    (host.root / "ten.txt").write_text("changed")
    answer = host.get("/ten.txt", {"If-None-Match": before})
    assert (answer.status, answer.body) == (200, b"changed") and answer.headers["ETag"] != before


def whole(host):
    answer = host.get("/ten.txt")
    assert (answer.status, answer.reason, answer.body) == (200, "OK", b"0123456789")
    assert answer.headers["Content-Type"] == "text/plain"
    assert answer.headers["Content-Length"] == "10"
    assert answer.headers["Last-Modified"] == DATE
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Cache-Control"] is None
    assert re.fullmatch(r'"[0-9a-f]+:0"', answer.headers["ETag"]), answer.headers["ETag"]
    head = host.request("HEAD", "/ten.txt")
    same = ["Content-Type", "Content-Length", "Last-Modified", "ETag", "Accept-Ranges"]
    assert (head.status, head.body) == (200, b"")
    assert [head.headers[name] for name in same] == [answer.headers[name] for name in same]
    empty = host.get("/empty.txt")
    assert (empty.status, empty.body, empty.headers["Content-Length"]) == (200, b"", "0")
    large = host.get("/large.bin")
    assert large.body == LARGE and large.headers["Content-Length"] == str(len(LARGE))
    assert host.get("/x.own").headers["Content-Type"] == "text/x-own"
    assert host.get("/a%26b%20100%25.txt").body == b"odd"
    assert host.get("/T.TXT").headers["Content-Type"] == "text/plain"
    for path, number in [("/x.unknown", "404.3"), ("/no-extension", "404.3"), ("/none.txt", "404.0"), ("/ten.txt/", "404.0"),
                         ("/ten.txt/x", "404.0"), ("/no/thing.txt", "404.0")]:
        refused = host.get(path)
        assert refused.status == 404 and f"HTTP Error {number} " in refused.text, (path, refused.text)


def conditions(host):
    etag = host.get("/ten.txt").headers["ETag"]
    for headers, status in [
        ({"If-None-Match": etag}, 304), ({"If-None-Match": f'"x", W/{etag}'}, 304), ({"If-None-Match": "*"}, 304),
        ({"If-None-Match": '"x"'}, 200), ({"If-None-Match": '"x"', "If-Modified-Since": LATER}, 200),
        ({"If-Modified-Since": DATE}, 304), ({"If-Modified-Since": LATER}, 304), ({"If-Modified-Since": EARLIER}, 200),
        ({"If-Modified-Since": "nonsense"}, 200),
        ({"If-Match": etag}, 200), ({"If-Match": "*"}, 200), ({"If-Match": '"x"'}, 412), ({"If-Match": f"W/{etag}"}, 412),
        ({"If-Unmodified-Since": DATE}, 200), ({"If-Unmodified-Since": EARLIER}, 412),
        ({"If-Match": etag, "If-Unmodified-Since": EARLIER}, 200),
    ]:
        for verb in ["GET", "HEAD"]:
            answer = host.request(verb, "/ten.txt", None, headers)
            assert answer.status == status, (verb, headers, answer.status)
            if status == 304:
                assert answer.body == b"" and answer.headers["ETag"] == etag and answer.headers["Content-Type"] is None


def ranges(host):
    etag = host.get("/ten.txt").headers["ETag"]
    part = lambda value, **more: host.get("/ten.txt", {"Range": value, **{k.replace("_", "-"): v for k, v in more.items()}})
    for value, body, shown in [
        ("bytes=0-0", b"0", "0-0"), ("bytes=2-4", b"234", "2-4"), ("bytes=7-", b"789", "7-9"), ("bytes=-2", b"89", "8-9"),
        ("bytes=-99", b"0123456789", "0-9"), ("bytes=5-99999999999999999999", b"56789", "5-9"),
        ("bytes=20-30,1-1", b"1", "1-1"),
    ]:
        answer = part(value)
        assert (answer.status, answer.body) == (206, body), (value, answer.status, answer.body)
        assert answer.headers["Content-Range"] == f"bytes {shown}/10"
        assert answer.headers["Content-Length"] == str(len(body)) and answer.headers["Content-Type"] == "text/plain"
    for value in ["bytes=10-", "bytes=-0", "bytes=18446744073709551615-18446744073709551615"]:
        answer = part(value)
        assert (answer.status, answer.headers["Content-Range"]) == (416, "bytes */10"), value
        assert b"0123" not in answer.body
    # What is no range, or more than the whole, is the whole.
    for value in ["bytes=3-2", "lines=1-2", "bytes=x", "bytes=", "bytes=0-9,0-9", "bytes=" + ",".join(["0-0"] * 17)]:
        answer = part(value)
        assert (answer.status, answer.body) == (200, b"0123456789"), (value, answer.status)
    several = part("bytes=0-1, -1")
    boundary = re.fullmatch(r"multipart/byteranges; boundary=(\w+)", several.headers["Content-Type"])[1]
    head = "Content-Type: text/plain\r\nContent-Range: bytes"
    expected = f"\r\n--{boundary}\r\n{head} 0-1/10\r\n\r\n01\r\n--{boundary}\r\n{head} 9-9/10\r\n\r\n9\r\n--{boundary}--\r\n"
    assert (several.status, several.text) == (206, expected), several.text
    assert part("bytes=1-1", If_Range=etag).status == 206
    assert part("bytes=1-1", If_Range=DATE).status == 206
    for other in ['"x"', f"W/{etag}", EARLIER, LATER]:
        assert part("bytes=1-1", If_Range=other).status == 200, other
    # A condition that fails comes first.
    assert part("bytes=1-1", If_None_Match=etag).status == 304
    head = host.request("HEAD", "/ten.txt", None, {"Range": "bytes=1-1"})
    assert (head.status, head.headers["Content-Length"]) == (200, "10")
    large = host.get("/large.bin", {"Range": "bytes=300000-300099"})
    assert (large.status, large.body) == (206, LARGE[300000:300100])
    large = host.get("/large.bin", {"Range": "bytes=0-9,1000000-"})
    assert large.status == 206 and LARGE[:10] in large.body and LARGE[1000000:] in large.body
    assert host.get("/empty.txt", {"Range": "bytes=0-"}).status == 416


def caches(host):
    plain = host.get("/plain/x.txt")
    assert plain.headers["ETag"] is None and plain.headers["Cache-Control"] == "private"
    assert host.get("/plain/x.txt", {"If-None-Match": "*"}).status == 304
    # Two lines of one name are one list.
    etag = host.get("/ten.txt").headers["ETag"].encode()
    for first, second in [(b'"x"', etag), (etag, b'"x"')]:
        lines = b"".join(b"If-None-Match: %s\r\n" % value for value in (first, second))
        answer = host.raw(b"GET /ten.txt HTTP/1.1\r\nHost: a\r\nConnection: close\r\n%s\r\n" % lines)
        assert answer.startswith(b"HTTP/1.1 304 "), answer
    assert host.get("/aged/x.txt").headers["Cache-Control"] == "max-age=86401,public"
    assert host.get("/expires/x.txt").headers["Expires"] == "Tue, 19 Jan 2038 03:14:07 GMT"
    assert host.get("/never/x.txt").headers["Cache-Control"] == "no-cache"


def verbs(host):
    for verb in ["POST", "PUT", "DELETE", "PATCH", "BREW"]:
        answer = host.request(verb, "/ten.txt", b"body" if verb in ("POST", "PUT") else None)
        assert (answer.status, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, TRACE"), (verb, answer.status)
        assert b"0123" not in answer.body
    assert host.request("POST", "/none.txt", b"").status == 404


def folders(host):
    for path, location in [
        ("/deep", "/deep/"), ("/deep/er?a=b", "/deep/er/?a=b"), ("/a%20folder", "/a%20folder/"), ("/%C3%A4", "/%C3%A4/"),
        ("//deep", "/deep/"), ("/%5c/deep", "/deep/"),
    ]:
        answer = host.get(path)
        expected = f"{host.scheme}://{host.address}:{host.port}{location}"
        assert (answer.status, answer.headers["Location"]) == (301, expected), (path, answer.headers["Location"])
    # Nobody sends a client to another server.
    for path in ["//example.com/deep/..", "/\\example.com/..", "//example.com"]:
        location = host.raw(f"GET {path} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n".encode())
        assert b"example.com" not in (re.search(rb"^Location: (.*)\r$", location, re.M) or [b"", b""])[1], location
