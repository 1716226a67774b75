"""ProtocolSupportModule, HttpRedirectionModule and RequestFilteringModule."""


def prepare(root):
    (root / "web.config").write_text("""<configuration><system.webServer>
        <httpProtocol><customHeaders><add name="X-Own" value="a; b" /><add name="Cache-Control" value="no-store" /></customHeaders>
          <redirectHeaders><add name="X-Moved" value="yes" /></redirectHeaders></httpProtocol>
        <security><requestFiltering><requestLimits maxAllowedContentLength="1000" maxUrl="100" maxQueryString="50">
            <headerLimits><add header="X-Short" sizeLimit="5" /></headerLimits></requestLimits>
          <verbs><add verb="BREW" allowed="false" /></verbs>
          <denyUrlSequences><add sequence="attack" /></denyUrlSequences>
          <denyQueryStringSequences><add sequence="&lt;script" /></denyQueryStringSequences>
          <filteringRules><filteringRule name="agents" scanUrl="false" scanQueryString="false">
            <scanHeaders><add requestHeader="User-Agent" /></scanHeaders>
            <denyStrings><add string="evil" /></denyStrings></filteringRule></filteringRules>
        </requestFiltering></security></system.webServer>
        <location path="once"><system.webServer><httpProtocol allowKeepAlive="false" /></system.webServer></location>
        <location path="high"><system.webServer><security><requestFiltering allowHighBitCharacters="false" /></security>
          </system.webServer></location>
        <location path="listed"><system.webServer><security><requestFiltering>
          <fileExtensions allowUnlisted="false"><add fileExtension=".txt" allowed="true" /></fileExtensions>
          </requestFiltering></security></system.webServer></location>
        <location path="anonymous"><system.webServer><security><requestFiltering removeServerHeader="true" /></security>
          </system.webServer></location>
        <location path="double"><system.webServer><security><requestFiltering allowDoubleEscaping="true" /></security>
          </system.webServer></location>
        <location path="from"><system.webServer><httpRedirect enabled="true" destination="http://to.example/new" />
          </system.webServer></location>
        <location path="exact"><system.webServer><httpRedirect enabled="true" destination="/to" exactDestination="true"
          httpResponseStatus="Permanent" /></system.webServer></location>
        <location path="variables"><system.webServer><httpRedirect enabled="true" destination="/v$V?s=$S&amp;$P"
          httpResponseStatus="Temporary" /></system.webServer></location>
        <location path="children"><system.webServer><httpRedirect enabled="true" destination="/c" childOnly="true"
          httpResponseStatus="PermRedirect" /></system.webServer></location>
        <location path="pattern"><system.webServer><httpRedirect enabled="true" exactDestination="true" destination="/rest">
          <add wildcard="*.php" destination="/scripts$1.htm" /></httpRedirect></system.webServer></location>
        <location path="from/here"><system.webServer><httpRedirect enabled="false" /></system.webServer></location>
        </configuration>""")
    for folder in ["once", "high", "listed", "anonymous", "double", "from/here", "children/deep"]:
        (root / folder).mkdir(parents=True)
        (root / folder / "x.txt").write_text("text")
    (root / "x.txt").write_text("text")
    (root / "double/a+b.txt").write_text("text")
    (root / "listed/x.htm").write_text("text")
    (root / "high/ü.txt").write_text("text")


def number(answer):
    return answer.text.split("HTTP Error ")[1].split(" ")[0]


def test(host):
    headers(host)
    redirections(host)
    filtering(host)


def headers(host):
    answer = host.get("/x.txt")
    assert answer.status == 200 and answer.headers.get_all("X-Own") == ["a; b"], (answer.status, answer.headers.items())
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["X-Moved"] is None
    assert host.get("/none.txt").headers["X-Own"] == "a; b"
    with host.connect() as wire:
        wire.sendall(b"GET /once/x.txt HTTP/1.1\r\nHost: h\r\n\r\n")
        told = b""
        while part := wire.recv(65536):
            told += part
        assert told.endswith(b"text") and b"Connection: close" in told, told
    options = host.request("OPTIONS", "/x.txt")
    assert (options.status, options.body) == (200, b""), (options.status, options.body)
    assert options.headers["Allow"] == options.headers["Public"] == "OPTIONS, TRACE, GET, HEAD, POST"
    trace = host.request("TRACE", "/x.txt", None, {"X-Secret": "told"})
    assert trace.status == 501 and b"told" not in trace.body


def redirections(host):
    here = f"{host.scheme}://{host.address}:{host.port}"
    for path, status, location in [
        ("/from/a/b%20c.txt?q=1", 302, "http://to.example/new/a/b%20c.txt?q=1"), ("/from/", 302, "http://to.example/new"),
        ("/exact/a?q", 301, f"{here}/to"), ("/variables/a%25b?q=1", 307, f"{here}/v/variables/a%25b?s=/a%25b&q=1"),
        ("/children/x.txt", 308, f"{here}/c/x.txt"), ("/pattern/a.php", 302, f"{here}/scripts/pattern/a.htm"),
        ("/pattern/a.htm", 302, f"{here}/rest"),
    ]:
        answer = host.get(path)
        assert (answer.status, answer.headers["Location"]) == (status, location), (path, answer.status, answer.headers["Location"])
        assert answer.headers["X-Moved"] == "yes"
    assert host.get("/from/here/x.txt").status == 200
    assert host.get("/children/deep/x.txt").status == 200
    # Nothing of the URL ends the line.
    answer = host.raw(b"GET /from/a%0d%0aX-Evil:1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    assert b"\r\nX-Evil" not in answer


def filtering(host):
    for expected, verb, path, more in [
        ("404.5", "GET", "/an-ATTACK.txt", {}), ("404.6", "BREW", "/x.txt", {}), ("404.7", "GET", "/x.CS", {}),
        ("404.7", "GET", "/listed/x.htm", {}), ("404.8", "GET", "/Bin/x", {}), ("404.8", "GET", "/app_data", {}),
        ("404.10", "GET", "/x.txt", {"x-short": "123456"}), ("404.11", "GET", "/a+b.txt", {}),
        ("404.11", "GET", "/%252e", {}), ("404.12", "GET", "/high/%C3%BC.txt", {}),
        ("404.14", "GET", "/" + "a" * 100, {}), ("404.15", "GET", "/x.txt?" + "q" * 51, {}),
        ("404.18", "GET", "/x.txt?a=%3CScript", {}), ("404.19", "GET", "/x.txt", {"User-Agent": "an EVIL one"}),
    ]:
        answer = host.request(verb, path, None, more)
        assert answer.status == 404 and number(answer) == expected, (expected, path, answer.status, answer.text)
    too_long = host.request("POST", "/x.txt", b"x" * 1001)
    assert too_long.status == 404 and number(too_long) == "404.13"
    for path in ["/x.txt?" + "q" * 50, "/double/a+b.txt", "/listed/x.txt", "/x.txt?a=b%20c"]:
        assert host.get(path, {"X-Short": "12345"}).status == 200, path
    assert host.get("/x.txt").headers["Server"] == "Microsoft-IIS/10.0"
    assert "Microsoft-IIS" not in str(host.get("/anonymous/x.txt").headers["Server"])
