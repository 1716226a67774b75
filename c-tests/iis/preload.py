"""Applications that start with the server, and requests that no client has sent."""

import signal


def configuration(root, port, modules):
    (root / "web.config").write_text("""<configuration><system.webServer><applicationInitialization>
        <add initializationPage="/first" hostName="warm.example" /><add initializationPage="second?x=1" />
        </applicationInitialization></system.webServer></configuration>""")
    applications = "".join(
        f'<application path="{path}" {how}><virtualDirectory path="/" physicalPath="{root}/{name}" /></application>'
        for path, how, name in [("/", 'preloadEnabled="true"', ""), ("/auto", 'serviceAutoStartEnabled="true"', "auto"),
                                ("/handled", 'preloadEnabled="true"', "handled"), ("/lazy", "", "lazy")])
    for name in ("auto", "handled", "lazy"):
        (root / name).mkdir()
    return f"""<configuration>
  <system.applicationHost><sites><site name="Site" id="1">
    {applications}
    <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
  </site></sites></system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="preload" image="{modules['preload_module']}" />
    </globalModules>
    <modules><add name="AnonymousAuthenticationModule" /><add name="preload" /></modules>
    <handlers><add name="All" path="*" verb="*" modules="preload" resourceType="Unspecified" requireAccess="None" /></handlers>
  </system.webServer>
</configuration>
"""


def said(host):
    return [line.partition(": ")[2] for line in host.log().splitlines() if line.startswith("preload: ")]


def request(url, host="localhost", user=""):
    return (f"request GET {url} host {host} user {user} connection 0 address '' no body 1 flushed 0")


def expected(recycled):
    return [
        "start /LM/W3SVC/1/ROOT", f"preload 0 recycled {recycled}",
        request("/"), request("/first", "warm.example"), request("/second?x=1"),
        # Started alone, since a module would have to do more.
        "start /LM/W3SVC/1/ROOT/auto", f"preload 0 recycled {recycled}",
        "start /LM/W3SVC/1/ROOT/handled", f"preload 0 recycled {recycled}",
        request("/handled/own?warm", user="warm"), "own 0 again 1 foreign 1 status 200 references 1",
    ]


def without_threads(lines):
    return [line for line in lines if not line.startswith("thread leaves ")]


def test(host):
    assert without_threads(said(host)) == expected(0), said(host)
    assert host.get("/lazy/x").text == "text"
    lines = without_threads(said(host))[len(expected(0)):]
    assert lines[0] == "start /LM/W3SVC/1/ROOT/lazy" and "connection 1 address '127.0.0.1'" in lines[1], lines
    host.wait_for("^preload: thread leaves /LM/W3SVC/1/ROOT/lazy$")

    # Others take their place.
    before = len(without_threads(said(host)))
    host.process.send_signal(signal.SIGHUP)
    host.wait_for("the configuration was read again")
    assert without_threads(said(host))[before:] == expected(1), said(host)[before:]


def after(host):
    assert said(host)[-1] == "stored 0", said(host)
