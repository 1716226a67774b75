"""Headers, status, redirects and cache policy of the response, as modules set them and clients see them."""


CONFIGURATION = """<configuration><system.webServer><httpProtocol>
  <customHeaders><add name="X-Custom" value="from the configuration" /></customHeaders>
  <redirectHeaders><add name="X-Moved" value="yes" /></redirectHeaders>
</httpProtocol></system.webServer></configuration>
"""


def prepare(root):
    (root / "web.config").write_text(CONFIGURATION)


def test(host):
    headers(host)
    status(host)
    redirects(host)
    cache(host)
    assert "FAILED" not in host.log(), host.log()


def headers(host):
    answer = host.get("/headers")
    assert (answer.status, answer.reason, answer.body) == (200, "OK", b"headers")
    sent = answer.headers
    for name, value in [
        ("Content-Type", "text/html"), ("X-One", "one,more"), ("X-Two", "b"), ("Allow", "GET,PUT"), ("Via", "raw"),
        ("X-Raw", "yes"), ("X-After", "raw"), ("Server", "Microsoft-IIS/10.0"), ("Content-Length", "7"),
    ]:
        assert sent.get_all(name) == [value], (name, sent.get_all(name))
    assert sent.get_all("Set-Cookie") == ["a=1", "b=2", "c=3"]
    assert sent.get_all("WWW-Authenticate") == ["Negotiate", "NTLM"]
    assert not {"X-Gone", "ETag", "X-Evil", "X-Three", "X-Large"} & set(sent.keys())
    assert "Server" not in host.get("/server").headers
    assert host.get("/own-server").headers.get_all("Server") == ["mine"]
    answer = host.get("/clear")
    assert (answer.status, answer.reason, answer.body) == (200, "OK", b"clear")
    assert "X-One" not in answer.headers
    assert answer.headers.get_all("X-Custom") == ["from the configuration"] and "X-Moved" not in answer.headers
    host.get("/changes")


def status(host):
    answer = host.get("/status")
    assert (answer.status, answer.body) == (203, b"") and host.has_reason(answer, "By Hand")
    assert host.get("/references").body == b"references"
    answer = host.get("/error")
    assert (answer.status, answer.reason) == (403, "Forbidden")
    assert answer.headers["Content-Type"].startswith("text/html")
    for part in ["HTTP Error 403.14 - Forbidden", "no &lt;entry&gt;", "response_headers_module", "BeginRequest", "0x80070005"]:
        assert part in answer.text, (part, answer.text)
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    answer = host.request("HEAD", "/error")
    assert answer.status == 403 and answer.body == b"" and int(answer.headers["Content-Length"]) > 100
    answer = host.get("/bare-error")
    assert (answer.status, answer.body) == (403, b"")
    answer = host.get("/own-error")
    assert (answer.status, answer.body) == (500, b"my own page")


def redirects(host):
    here = f"{host.scheme}://{host.address}:{host.port}"
    for to, location in [
        ("/b", f"{here}/b"), ("c?x=1", f"{here}/a/c?x=1"), ("https://other/d", "https://other/d"),
        ("//other/e", f"{host.scheme}://other/e"), ("?f", f"{here}/a/redirect?f"), ("/g:h", f"{here}/g:h"),
    ]:
        answer = host.get(f"/a/redirect?to={to}")
        assert answer.status == 302 and answer.headers.get_all("Location") == [location], (to, answer.headers["Location"])
        assert f'HREF="{location}"' in answer.text and "dropped" not in answer.text
        assert answer.headers["Content-Type"] == "text/html; charset=UTF-8"
    # What the client has escaped stays escaped.
    for to, location in [
        ("d", f"{here}/a%20b%25%3F%23%C3%BC/d"), ("?f", f"{here}/a%20b%25%3F%23%C3%BC/redirect%3F?f"), ("/%20", f"{here}/%20"),
    ]:
        answer = host.get(f"/a%20b%25%3F%23%c3%bc/redirect%3f?to={to}")
        assert answer.status == 302 and answer.headers.get_all("Location") == [location], (to, answer.headers["Location"])
    if host.wire not in ("h2c", "h2"):
        # Over HTTP/2 such characters have to be escaped.
        answer = host.get("/a/redirect?to=/<&>")
        assert "/&lt;&amp;&gt;" in answer.text, answer.text
    answer = host.get("/redirect-others?y=2")
    assert answer.headers["X-Moved"] == "yes"
    assert (answer.status, answer.reason) == (307, "Temporary Redirect")
    assert answer.headers["Location"] == f"{here}/kept?x=1&y=2" and "X-Evil" not in answer.headers


def cache(host):
    assert host.get("/cache-policy").status == 200
    assert [host.get("/cached").body for _ in range(3)] == [b"1"] * 3
    assert host.get("/cached").headers["Server"] == "Microsoft-IIS/10.0"
    assert [host.get("/uncached").body for _ in range(2)] == [b"1", b"2"]
