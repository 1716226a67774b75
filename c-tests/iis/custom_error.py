"""CustomErrorModule: pages from files, URLs and elsewhere, details, and what a module has said itself."""

import time

PAGES = '<clear /><error statusCode="404" path="404.htm" />'


def section(attributes, pages=PAGES, more=""):
    return f"<system.webServer><httpErrors {attributes}>{pages}</httpErrors>{more}</system.webServer>"


def default(page):
    return f'<defaultDocument><files><clear /><add value="{page}.said" /></files></defaultDocument>'


def prepare(root):
    place = lambda path, content: f'<location path="{path}">{content}</location>'
    custom = 'errorMode="Custom"'
    # Folders whose pages a module's handler makes: they are answered by a child request.
    said = lambda name: place(f"said/{name}", section('errorMode="Detailed"' if name == "describe" else custom, more=default(name)))
    for name in ["keep", "page", "describe", "references", "execute"]:
        (root / "said" / name).mkdir(parents=True)
        (root / "said" / name / ("page.said" if name == "execute" else f"{name}.said")).write_text("?")
    (root / "pages").mkdir()
    (root / "pages/executed.said").write_text("?")
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
        *(said(name) for name in ["keep", "page", "describe", "references"]),
        place("said/execute", section(custom, '<clear /><error statusCode="404" path="/pages/executed.said" responseMode="ExecuteURL" />',
                                      default("page"))),
        place("bare", section('errorMode="Detailed"', more="<handlers><clear /></handlers>")),
        place("hidden", section(custom, '<clear /><error statusCode="404" path="web.config" />')),
    ]) + "</configuration>")
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
    # The module is the one that was told last, though it had nothing to do.
    bare = host.get("/bare/none.txt").text
    assert "HTTP Error 404.4 " in bare and "<td>HttpRedirectionModule</td>" in bare, bare
    assert "<td>MapRequestHandler</td>" in bare, bare
    for path in ["/missing/x.txt", "/none/x.txt", "/absolute/x.txt", "/climbing/x.txt", "/hidden/x.txt"]:
        answer = host.get(path)
        assert answer.status == 404 and "<h1>404 - Not Found</h1>" in answer.text, (path, answer.text)
        assert not any(word in answer.text for word in ["404.0", "root:", "outside", "configuration"]), (path, answer.text)
    nothing = host.get("/executenothing/x.txt")
    assert nothing.status == 404 and "<h1>404" in nothing.text, nothing.text
    children(host)
    assert "FAILED" not in host.log(), host.log()


def children(host):
    """What a child's handler says of its status is its parent's, and its page is made once."""
    answer = host.get("/said/keep/")
    assert (answer.status, answer.text) == (404, "said by the module") and host.has_reason(answer, "Kept"), answer.text
    told = r"404\.7 Kept 0x80070005 by said_module in 80, exception stays $"
    host.wait_for(rf"^said: child /said/keep/keep\.said is {told}")
    host.wait_for(rf"^said: parent /said/keep/ is {told}")
    # The exception goes with the request, which may end a moment after its response has come.
    for _ in range(200):
        references = host.get("/said/references/").text
        if references == "1":
            break
        time.sleep(0.05)
    assert references == "1", references
    answer = host.get("/said/page/")
    assert (answer.status, answer.text) == (404, "own page"), answer.text
    answer = host.get("/said/describe/")
    assert answer.status == 403, answer.status
    for part in ["HTTP Error 403.14 - Forbidden", "no &lt;entry&gt;", "said_module", "ExecuteRequestHandler", "0x80070005"]:
        assert part in answer.text, (part, answer.text)
    host.wait_for(r"^said: parent /said/describe/ is 403\.14 Forbidden 0x80070005 by said_module in 80, goes no <entry>$")
    answer = host.get("/said/execute/")
    assert (answer.status, answer.text) == (404, "executed by the module"), answer.text
    assert host.log().count("said: executed for ") == 1, host.log()
