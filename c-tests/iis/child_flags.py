"""What the flags of clones and of their execution change."""

CONDITIONS = ["If-Match", "If-Modified-Since", "If-None-Match", "If-Range", "If-Unmodified-Since", "Range"]
DAV = ["Depth", "Destination", "If", "Lock-Token", "Overwrite", "Timeout", "Translate"]
BASICS, HEADERS, ENTITY, NO_PRECONDITION, NO_DAV = 1, 2, 4, 8, 16
NO_HEADERS, IGNORE_CURRENT_INTERCEPTOR = 1, 2


def configuration(root, port, modules):
    (root / "file.txt").write_text("file")
    star = lambda name, module: (f'<add name="{name}" path="*" verb="*" modules="{module}" '
                                 'resourceType="Unspecified" requireAccess="None" />')
    return f"""<configuration>
  <system.applicationHost><sites><site name="Site" id="1">
    <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
    <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
  </site></sites></system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="StaticFileModule" image="%windir%\\System32\\inetsrv\\static.dll" />
      <add name="first" image="{modules['child_flags_module']}" />
      <add name="second" image="{modules['child_flags_module']}" />
    </globalModules>
    <modules>
      <add name="AnonymousAuthenticationModule" /><add name="StaticFileModule" />
      <add name="first" /><add name="second" />
    </modules>
    <handlers>
      <clear />
      <add name="Own" path="own.*" verb="*" modules="first" resourceType="Unspecified" requireAccess="None" />
      {star("First", "first")} {star("Second", "second")} {star("Static", "StaticFileModule")}
    </handlers>
  </system.webServer>
</configuration>"""


def test(host):
    # Each wildcard handler is left out below itself; the last one reads the file.
    ignore = f"{NO_HEADERS | IGNORE_CURRENT_INTERCEPTOR:x}"
    assert host.get(f"/file.txt?chain:{ignore}").text == "first(second(file))"
    # Without the flag each is its own child, until that is too deep.
    assert host.get(f"/file.txt?chain:{NO_HEADERS:x}").text == "first(" * 11 + "failed" + ")" * 11
    # A handler that is for its own paths is no wildcard.
    assert host.get(f"/own.txt?chain:{ignore}").text == "first(" * 11 + "failed" + ")" * 11

    headers = {name: "*" for name in [*CONDITIONS, *DAV, "X-Other"]}

    def seen(flags):
        return host.get(f"/?headers:{flags:x}", headers=headers).text.split()

    with_headers = BASICS | HEADERS
    assert seen(BASICS) == []
    assert seen(with_headers) == [*CONDITIONS, *DAV, "X-Other"]
    assert seen(with_headers | NO_PRECONDITION) == [*DAV, "X-Other"]
    assert seen(with_headers | NO_DAV) == [*CONDITIONS, "X-Other"]
    assert seen(with_headers | NO_PRECONDITION | NO_DAV) == ["X-Other"]

    def body(flags, sent=b"sent"):
        return host.request("POST", f"/?body:{flags:x}", sent).text

    # What the parent has put back comes first, and what the wire has left behind it; of what the child has put
    # back nothing is left to the parent.
    assert body(BASICS | ENTITY) == "child 8 [backsent] parent 0 []"
    assert body(BASICS) == "child 0 [] parent 8 [backsent]"
    assert body(BASICS | ENTITY, b"") == "child 4 [back] parent 0 []"
    assert body(BASICS, b"") == "child 0 [] parent 4 [back]"
