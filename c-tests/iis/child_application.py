"""A child request whose URL is another application's runs there, with the modules of that one."""


def configuration(root, port, modules):
    for name in ("site", "app", "broken"):
        (root / name).mkdir()
    (root / "site" / "web.config").write_text("<configuration />")
    # The application has modules of its own: the second one, too.
    (root / "app" / "web.config").write_text("""<configuration><system.webServer><modules>
        <add name="second" /></modules><handlers><clear /><add name="Own" path="*" verb="*" modules="second"
        resourceType="Unspecified" requireAccess="None" /></handlers></system.webServer></configuration>""")
    (root / "broken" / "web.config").write_text("<configuration>")
    return f"""<configuration>
  <system.applicationHost><sites><site name="Site" id="3">
    <application path="/"><virtualDirectory path="/" physicalPath="{root}/site" /></application>
    <application path="/app"><virtualDirectory path="/" physicalPath="{root}/app" /></application>
    <application path="/broken"><virtualDirectory path="/" physicalPath="{root}/broken" /></application>
    <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
  </site></sites></system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="first" image="{modules['child_module']}" /><add name="second" image="{modules['child_module']}" />
    </globalModules>
    <modules><add name="AnonymousAuthenticationModule" /><add name="first" /></modules>
    <handlers><add name="All" path="*" verb="*" modules="first" resourceType="Unspecified" requireAccess="None" /></handlers>
  </system.webServer>
</configuration>
"""


def test(host):
    answer = host.get("/?parent:where")
    assert answer.text == f"before [in /LM/W3SVC/3/ROOT/app at {host.root}/app/] ended released 00000000", answer.text
    # The parent's one module, then both of the application's.
    begun = [line for line in host.log().splitlines() if line.startswith("child: begin ")]
    assert begun == ["child: begin 0 parent:where", "child: begin 1 where", "child: begin 1 where"], begun
    host.wait_for("(?s)(child: dispose.*){3}")
    # Its own clients are answered as ever.
    assert host.get("/app/x?where").text == f"[in /LM/W3SVC/3/ROOT/app at {host.root}/app/]"
    # One that cannot start fails the call.
    answer = host.get("/?parent:broken")
    assert answer.text == "before  failed 8007000d", answer.text
