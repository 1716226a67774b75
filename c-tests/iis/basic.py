"""BasicAuthenticationModule and HttpLoggingModule: who a request is from, and its line in the log."""

import base64
import re

# Of "secret:word".
HASH = "$6$abcdefgh$IoyLfswyRL6gRN0JN4zqlhxGKXWrUMJx9V01Sga4bRtmBO0nNFOAF3rGFg2qb8ZH5nbh7zhUQIhjmvA15cU1Z."


def environment(root):
    passwords = root.parent / "passwords"
    passwords.touch(0o600)
    passwords.write_text(f"ann:{HASH}\nHOME\\bob:{HASH}\n")
    return {"PORTICO_PASSWORDS": str(passwords)}


def configuration(root, port, modules):
    (root / "site").mkdir()
    for name in ["open", "domain", "silent", "errors", "both"]:
        (root / "site" / name).mkdir()
        (root / "site" / name / "x.txt").write_text(name)
    (root / "site/x.txt").write_text("site")
    authentication = lambda anonymous, basic: f"""<security><authentication>
        <anonymousAuthentication enabled="{anonymous}" /><basicAuthentication {basic} /></authentication></security>"""
    place = lambda path, content: f'<location path="Site/{path}"><system.webServer>{content}</system.webServer></location>'
    return f"""<configuration><system.applicationHost><sites>
        <siteDefaults><logFile logFormat="W3C" directory="{root}/logs" /></siteDefaults>
        <site name="Site" id="5"><application path="/"><virtualDirectory path="/" physicalPath="{root}/site" /></application>
          <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
          <logFile logExtFileFlags="Method,UriStem,UriQuery,UserName,HttpStatus,HttpSubStatus,SiteName" /></site>
        </sites></system.applicationHost>
        <system.webServer>{authentication("false", 'enabled="true" realm="the &quot;realm&quot;"')}</system.webServer>
        {place("open", authentication("true", 'enabled="false"'))}
        {place("domain", authentication("false", 'enabled="true" realm="" defaultLogonDomain="HOME"'))}
        {place("both", authentication("true", 'enabled="true"'))}
        {place("silent", authentication("true", 'enabled="false"') + '<httpLogging dontLog="true" />')}
        {place("errors", authentication("true", 'enabled="false"') + '<httpLogging selectiveLogging="LogError" />')}
        </configuration>"""


def credentials(user, password):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:{password}".encode()).decode()}


def test(host):
    for headers, status, number in [
        ({}, 401, "401.2"), (credentials("ann", "wrong"), 401, "401.1"), (credentials("nobody", "secret:word"), 401, "401.1"),
        ({"Authorization": "Bearer x"}, 401, "401.2"), ({"Authorization": "Basic !!"}, 400, "400.0"),
        ({"Authorization": ""}, 400, "400.0"), (credentials("bob", "secret:word"), 401, "401.1"),
    ]:
        answer = host.get("/x.txt", headers)
        assert answer.status == status and f"HTTP Error {number} " in answer.text, (headers, answer.status, answer.text)
        expected = 'Basic realm="the \\"realm\\""' if status == 401 else None
        assert answer.headers["WWW-Authenticate"] == expected, answer.headers["WWW-Authenticate"]
    answer = host.get("/x.txt?q=1", credentials("ann", "secret:word"))
    assert (answer.status, answer.text) == (200, "site") and answer.headers["WWW-Authenticate"] is None
    assert host.get("/domain/x.txt", credentials("bob", "secret:word")).text == "domain"
    assert host.get("/domain/x.txt", credentials("ann", "secret:word")).status == 401
    assert host.get("/domain/x.txt").headers["WWW-Authenticate"] == f'Basic realm="{host.address}"'
    # Who says who he is is that one, though anonymous clients are welcome, too.
    assert host.get("/both/x.txt?anonymous").text == "both"
    assert host.get("/both/x.txt?ann", credentials("ann", "secret:word")).text == "both"
    assert host.get("/both/x.txt?wrong", credentials("ann", "wrong")).status == 401
    for path in ["open", "silent", "errors"]:
        assert host.get(f"/{path}/x.txt").status == 200
    for path in ["open", "silent", "errors"]:
        assert host.get(f"/{path}/none.txt").status == 404
    assert host.log().count("passwords are sent in the clear") == (host.scheme == "http"), host.log()


def after(host):
    files = list((host.root / "logs/W3SVC5").iterdir())
    assert len(files) == 1 and re.fullmatch(r"u_ex\d{6}\.log", files[0].name), files
    text = files[0].read_text()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert "#Software: Microsoft Internet Information Services 10.0" in text, text
    assert "#Fields: s-sitename cs-method cs-uri-stem cs-uri-query cs-username sc-status sc-substatus" in text, text
    for line in ["W3SVC5 GET /x.txt - - 401 2", "W3SVC5 GET /x.txt - - 401 1", "W3SVC5 GET /x.txt q=1 ann 200 0",
                 "W3SVC5 GET /domain/x.txt - HOME\\bob 200 0", "W3SVC5 GET /open/x.txt - - 200 0",
                 "W3SVC5 GET /both/x.txt anonymous - 200 0", "W3SVC5 GET /both/x.txt ann ann 200 0",
                 "W3SVC5 GET /both/x.txt wrong - 401 1",
                 "W3SVC5 GET /open/none.txt - - 404 0", "W3SVC5 GET /errors/none.txt - - 404 0"]:
        assert line in lines, (line, text)
    assert not any("silent" in line or "/errors/x.txt" in line for line in lines), text
    assert "secret" not in text
