"""What becomes of a request whose handlers entry names modules that do not handle requests."""


def configuration(root, port, modules):
    entry = lambda path, names: (f'<add name="{path}" path="/{path}" verb="*" modules="{names}" '
                                 'resourceType="Unspecified" requireAccess="None" />')
    return f"""<configuration>
  <system.applicationHost><sites><site name="Site" id="1">
    <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
    <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
  </site></sites></system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="CustomErrorModule" image="%windir%\\System32\\inetsrv\\custerr.dll" />
      <add name="inert" image="{modules['order_module']}" /><add name="plain" image="{modules['order_module']}" />
      <add name="IsapiModule" image="%windir%\\System32\\inetsrv\\isapi.dll" />
    </globalModules>
    <modules>
      <add name="AnonymousAuthenticationModule" /><add name="CustomErrorModule" />
      <add name="inert" /><add name="plain" />
    </modules>
    <handlers>
      {entry("inert", "inert")} {entry("unknown", "nobody")} {entry("both", "inert,plain")}
      {entry("user", "AnonymousAuthenticationModule")} {entry("left-out", "IsapiModule")}
    </handlers>
  </system.webServer>
</configuration>"""


def test(host):
    # One that has registered for nothing, one that is not there, one that is for something else.
    for path in ("inert", "unknown", "user"):
        answer = host.get("/" + path)
        assert (answer.status, "500.21" in answer.text) == (500, True), (path, answer.status, answer.text)
    # Who is able to is asked, and others do not matter.
    handled = "plain:OnExecuteRequestHandler:handled"
    assert host.get("/both?" + handled).status == 200
    assert host.get("/both").status == 404
    # What there is only on Windows is known, and handles nothing.
    assert host.get("/left-out").status == 404
