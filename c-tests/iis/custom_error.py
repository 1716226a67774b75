"""CustomErrorModule: pages from files, URLs and elsewhere, details, and what a module has said itself."""

PAGES = '<clear /><error statusCode="404" path="404.htm" />'


def section(attributes, pages=PAGES):
    return f"<system.webServer><httpErrors {attributes}>{pages}</httpErrors></system.webServer>"


def prepare(root):
    place = lambda path, content: f'<location path="{path}">{content}</location>'
    custom = 'errorMode="Custom"'
    (root / "web.config").write_text("<configuration>" + "".join([
        place("custom", section(custom, PAGES + '<error statusCode="404" subStatusCode="3" path="pages\\404-3.txt" />')),
        place("detailed", section('errorMode="Detailed"')),
        place("missing", section(custom, '<clear /><error statusCode="404" path="gone.htm" />')),
        place("none", section(custom, "<clear />")),
        place("execute", section(custom, '<clear /><error statusCode="404" path="/pages/said.htm" responseMode="ExecuteURL" />')),
        place("executenothing", section(custom, '<clear /><error statusCode="404" path="/not/there.htm" responseMode="ExecuteURL" />')),
        place("elsewhere", section(custom, '<clear /><error statusCode="404" path="/pages/said.htm" responseMode="Redirect" />')),
        place("absolute", section(custom, '<clear /><error statusCode="404" path="/etc/passwd" />')),
        place("climbing", section(custom, '<clear /><error statusCode="404" path="..\\outside.htm" />')),
        place("hidden", section(custom, '<clear /><error statusCode="404" path="web.config" />')),
    ]) + "</configuration>")
    (root / "pages").mkdir()
    (root / "404.htm").write_text("own page")
    (root / "pages/404-3.txt").write_text("own page of 3")
    (root / "pages/said.htm").write_text("executed page")
    (root / "x.unknown").write_text("?")
    (root / "custom").mkdir()
    (root / "custom/x.unknown").write_text("?")
    (root.parent / "outside.htm").write_text("outside")


def test(host):
    for path, status, text, kind in [
        ("/custom/none.txt", 404, "own page", "text/html"), ("/custom/x.unknown", 404, "own page of 3", "text/plain"),
        ("/execute/none.txt", 200, "executed page", "text/html"),
    ]:
        answer = host.get(path)
        assert (answer.status, answer.text, answer.headers["Content-Type"]) == (status, text, kind), (path, answer.status, answer.text)
        assert answer.headers["Content-Length"] == str(len(text))
    head = host.request("HEAD", "/custom/none.txt")
    assert (head.status, head.body) == (404, b"")
    posted = host.request("POST", "/execute/none.txt", b"body")
    assert (posted.status, posted.text) == (200, "executed page"), (posted.status, posted.text)
    elsewhere = host.get("/elsewhere/none.txt")
    assert elsewhere.status == 302 and elsewhere.headers["Location"].endswith("/pages/said.htm")
    # Details are for clients on this machine, unless everybody gets them or nobody.
    for path in ["/none.txt", "/detailed/none.txt"]:
        answer = host.get(path)
        assert answer.status == 404 and "HTTP Error 404.0 " in answer.text and "own page" not in answer.text, answer.text
    for path in ["/missing/x.txt", "/none/x.txt", "/absolute/x.txt", "/climbing/x.txt", "/hidden/x.txt"]:
        answer = host.get(path)
        assert answer.status == 404 and "<h1>404 - Not Found</h1>" in answer.text, (path, answer.text)
        assert not any(word in answer.text for word in ["404.0", "root:", "outside", "configuration"]), (path, answer.text)
    nothing = host.get("/executenothing/x.txt")
    assert nothing.status == 404 and "<h1>404" in nothing.text, nothing.text
