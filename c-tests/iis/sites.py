"""Sites by their bindings, applications and virtual directories by the longest path, handlers by entry."""

import os
import signal
import time

ROOTS = ("one", "one-app", "one-files", "two", "wild")


def configuration(root, port, modules):
    for name in ROOTS:
        (root / name).mkdir()
        (root / name / "page.html").write_text(name)
    (root / "one" / "page.facts").write_text("")
    (root / "one" / "folder.facts").mkdir()
    (root / "one-app" / "web.config").write_text("""<configuration><system.webServer><handlers>
        <add name="InApp" path="deep/*" verb="*" modules="facts" resourceType="Unspecified" requireAccess="None" />
        </handlers></system.webServer></configuration>""")
    return text(root, port, modules)


def text(root, port, modules, second="two.example", more=""):
    return f"""<configuration>
  <system.applicationHost>
    <sites>
      <site name="First Site" id="1">
        <application path="/">
          <virtualDirectory path="/" physicalPath="{root}/one" />
          <virtualDirectory path="/files" physicalPath="{root}/one-files" />
        </application>
        <application path="/app"><virtualDirectory path="/" physicalPath="{root}/one-app" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
      </site>
      <site name="Second" id="7">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}/two" /></application>
        <bindings>
          <binding protocol="http" bindingInformation="127.0.0.1:{port}:{second}" />
          <binding protocol="net.tcp" bindingInformation="808:*" />
        </bindings>
      </site>
      <site name="Wild" id="9">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}/wild" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:*.wild.example" /></bindings>
      </site>
      <site name="Off" id="8" serverAutoStart="false">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}/two" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:off.example" /></bindings>
      </site>
    </sites>
  </system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="facts" image="{modules['facts_module']}" />
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="StaticFileModule" image="%windir%\\System32\\inetsrv\\static.dll" />
      <add name="UriCacheModule" image="%windir%\\System32\\inetsrv\\cachuri.dll" />
    </globalModules>
    <modules>
      <add name="AnonymousAuthenticationModule" />
      <add name="StaticFileModule" />
      <add name="facts" />
      <add name="ManagedThing" type="Some.Managed.Type" preCondition="managedHandler" />
    </modules>
    <handlers accessPolicy="Read, Script">
      <add name="Facts" path="*.facts" verb="GET,POST" modules="facts" resourceType="File" requireAccess="Script" />
      <add name="Info" path="*.info" verb="GET" modules="facts" resourceType="Unspecified" allowPathInfo="true"
           responseBufferLimit="1000" />
      <add name="Library" path="*.dll" verb="*" modules="facts" resourceType="Unspecified" />
      <add name="Write" path="*.write" verb="*" modules="facts" resourceType="Unspecified" requireAccess="Write" />
      <add name="Run" path="*.run" verb="*" modules="facts" resourceType="Unspecified" requireAccess="Execute" />
      <add name="Bad" path="*.bad" verb="*" modules="NoSuchModule" resourceType="Unspecified" />
      <add name="Inert" path="*.inert" verb="*" modules="AnonymousAuthenticationModule" resourceType="Unspecified" />
      <add name="Pages" path="*.html" verb="GET,HEAD" modules="StaticFileModule" resourceType="Either" requireAccess="Read" />
      {more}
    </handlers>
  </system.webServer>
</configuration>
"""


def body(host, path, name="a", method="GET"):
    answer = host.request(method, path, headers={"Host": name})
    return answer.status, answer.text


def test(host):
    root = host.root
    listening = [line for line in host.log().splitlines() if line.startswith("listening on ")]
    assert listening == [f"listening on {host.scheme}://127.0.0.1:{host.own_port}/",
                         f"listening on {host.scheme}://two.example:{host.own_port}/",
                         f"listening on {host.scheme}://*.wild.example:{host.own_port}/"], listening
    assert "module UriCacheModule" in host.log() and "left out" in host.log()

    # Sites, applications, virtual directories.
    assert body(host, "/page.html") == (200, "one")
    assert body(host, "/page.html", "two.example") == (200, "two")
    assert body(host, "/page.html", "TWO.example") == (200, "two")
    assert body(host, "/page.html", "off.example") == (200, "one")
    for name, site in [("a.wild.example", "wild"), ("A.b.Wild.example", "wild"), ("wild.example", "one"), ("awild.example", "one")]:
        assert body(host, "/page.html", name) == (200, site), name
    assert body(host, "/files/page.html") == (200, "one-files")
    assert body(host, "/FILES/page.html") == (200, "one-files")
    assert body(host, "/app/page.html") == (200, "one-app")
    assert body(host, "/appendix/page.html")[0] == 404

    # What modules are told.
    status, told = body(host, "/page.facts")
    assert status == 200
    lines = told.splitlines()
    assert lines[:11] == [
        "site 1 First Site", "application /LM/W3SVC/1/ROOT", "config MACHINE/WEBROOT/APPHOST/First Site",
        f"folder {root}/one", f"file {root}/one/page.facts", "script /page.facts", "warming 10", "stored", "stored",
        "no map before",
        "map: Facts *.facts GET;POST; facts 5 access 3 type 0 star 0 info 0 limit 4194304 processor '' managed ''",
    ], lines
    assert lines[11] == lines[10].replace("map:", "found:"), lines
    assert lines[12:] == ["not found 11", "no site 1", "no url 1", "PATH_INFO /page.facts",
                          f"PATH_TRANSLATED {root}/one/page.facts"], lines
    lines = body(host, "/app/deep/x/y")[1].splitlines()
    assert lines[:4] == ["site 1 First Site", "application /LM/W3SVC/1/ROOT/app",
                         "config MACHINE/WEBROOT/APPHOST/First Site/app", f"folder {root}/one-app"], lines
    # The site's container is the same, the application's another.
    assert lines[7:9] == ["known", "stored"], lines
    assert lines[10].startswith("map: InApp deep/* *; facts 5 access 0 type 3 star 0 info 0"), lines
    assert "application /LM/W3SVC/7/ROOT\n" in body(host, "/x.info", "two.example")[1]

    # Path information; an entry of the module's own.
    lines = body(host, "/x.info/more/y")[1].splitlines()
    assert "script /x.info" in lines, lines
    assert any(line.startswith("map: Info ") and "info 1 limit 1000" in line for line in lines), lines
    assert lines[-2:] == ["PATH_INFO /more/y", f"PATH_TRANSLATED {root}/one/x.info/more/y"], lines
    lines = body(host, "/x.info")[1].splitlines()
    assert lines[-2:] == ["PATH_INFO ", f"PATH_TRANSLATED {root}/one/x.info"], lines
    lines = body(host, "/a.dll/zip")[1].splitlines()
    assert "script /a.dll" in lines, lines
    assert lines[-2:] == ["PATH_INFO /a.dll/zip", f"PATH_TRANSLATED {root}/one/a.dll/zip"], lines
    lines = body(host, "/map-it")[1].splitlines()
    assert lines[-2:] == ["PATH_INFO ", f"PATH_TRANSLATED {root}/one/map-it"], lines
    assert any(line.startswith("map: own /own *; facts 5 access 0 type 3") for line in lines), lines

    # Whom nobody handles.
    for path, method, status in [
        ("/none.facts", "GET", 404), ("/folder.facts", "GET", 404), ("/page.facts", "DELETE", 405),
        ("/page.html", "POST", 405), ("/x.write", "GET", 403), ("/x.run", "GET", 403), ("/x.bad", "GET", 500),
        ("/x.inert", "GET", 404), ("/page.unknown", "GET", 404), ("/none.html", "GET", 404),
    ]:
        assert body(host, path, method=method)[0] == status, (path, method, body(host, path, method=method))

    reload(host)
    broken(host)


def reload(host):
    """SIGHUP reads the file again; a fault in it changes nothing."""
    old = host.config.read_text()
    modules = {"facts_module": old.split('name="facts" image="')[1].split('"')[0]}
    more = '<add name="New" path="*.new" verb="*" modules="facts" resourceType="Unspecified" />'
    host.config.write_text(text(host.root, host.port, modules, "renamed.example", more))
    host.process.send_signal(signal.SIGHUP)
    host.wait_for("the configuration was read again")
    assert body(host, "/page.html", "renamed.example") == (200, "two")
    assert body(host, "/page.html", "two.example") == (200, "one")
    # The site's object has outlived the application's.
    lines = body(host, "/x.new")[1].splitlines()
    assert lines[7:9] == ["known", "stored"], lines

    host.config.write_text(old.replace("</sites>", "</site>"))
    host.process.send_signal(signal.SIGHUP)
    host.wait_for(r"stays as it was: .*applicationHost.config:\d+:\d+: ")
    assert body(host, "/x.new")[0] == 200


def broken(host):
    """A web.config that cannot be read is its folder's fault alone."""
    folder = host.root / "one-app"
    (folder / "web.config").write_text("<configuration><system.webServer><handlers>")
    for _ in range(200):
        status, answer = body(host, "/app/page.html")
        if status == 500:
            break
        time.sleep(0.05)
    assert status == 500, status
    assert body(host, "/page.html") == (200, "one")
    host.wait_for(r"one-app/web.config:\d+:\d+: ")
    os.unlink(folder / "web.config")
    for _ in range(200):
        if body(host, "/app/page.html") == (200, "one-app"):
            return
        time.sleep(0.05)
    raise AssertionError("the application does not recover")
