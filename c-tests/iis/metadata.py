"""IHttpServer2::GetMetadata looks up: no application starts for it."""


def configuration(root, port, modules):
    (root / "other").mkdir()
    return f"""<configuration>
  <system.applicationHost><sites><site name="Site" id="1">
    <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
    <application path="/other"><virtualDirectory path="/" physicalPath="{root}/other" /></application>
    <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
  </site></sites></system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="asks" image="{modules['metadata_module']}" />
    </globalModules>
    <modules><add name="AnonymousAuthenticationModule" /><add name="asks" /></modules>
    <handlers><add name="All" path="*" verb="*" modules="asks" resourceType="Unspecified" requireAccess="None" /></handlers>
  </system.webServer>
</configuration>"""


def said(host):
    return [line.partition("metadata: ")[2] for line in host.log().splitlines() if line.startswith("metadata: ")]


def test(host):
    # Another thread asks for the application that starts, which waits for its answer.
    text = host.get("/").text
    assert text == (f"/other/page MACHINE/WEBROOT/APPHOST/Site/other {host.root}/other same 1\n"
                    f"/OTHER MACHINE/WEBROOT/APPHOST/Site/other {host.root}/other same 1\n"
                    f"/page MACHINE/WEBROOT/APPHOST/Site {host.root} same 1\n"
                    "none 80070002\n"), text
    assert said(host) == ["start /LM/W3SVC/1/ROOT", "within 00000000 MACHINE/WEBROOT/APPHOST/Site"], said(host)
    # Requests have the same.
    kept = host.get("/other/page?keep")
    assert kept.text == "kept 1\n", kept.text
    assert said(host)[2:] == ["start /LM/W3SVC/1/ROOT/other", "within 00000000 MACHINE/WEBROOT/APPHOST/Site"], said(host)
