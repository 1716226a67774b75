"""Applications that start anew: because a module wants it, or because the configuration has changed."""

import os
import threading
import time
import urllib.request

ROOT, BELOW = "/LM/W3SVC/1/ROOT", "/LM/W3SVC/1/ROOT/app"


def configuration(root, port, modules):
    (root / "app").mkdir()
    return f"""<configuration>
  <system.applicationHost>
    <applicationPools><add name="Own" managedPipelineMode="Classic">
      <processModel idleTimeout="00:07:00" idleTimeoutAction="Suspend" />
      <recycling><periodicRestart memory="5000" privateMemory="6000" requests="9" time="1.00:00:00" /></recycling>
    </add></applicationPools>
    <sites><site name="Site" id="1">
      <application path="/" applicationPool="Own"><virtualDirectory path="/" physicalPath="{root}" /></application>
      <application path="/app" applicationPool="Own"><virtualDirectory path="/" physicalPath="{root}/app" /></application>
      <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
    </site></sites>
  </system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="recycle" image="{modules['recycle_module']}" />
    </globalModules>
    <modules><add name="AnonymousAuthenticationModule" /><add name="recycle" /></modules>
    <handlers><add name="All" path="*" verb="*" modules="recycle" resourceType="Unspecified" requireAccess="None" /></handlers>
  </system.webServer>
</configuration>
"""


def said(host):
    return [line.partition("recycle: ")[2] for line in host.log().splitlines() if line.startswith("recycle: ")]


def ask(host, path):
    answer = host.get(path)
    assert answer.status == 200, answer.status
    return answer.text


def wanted(host):
    """A module has one application start anew, or all of them."""
    for path, gone in [("/?root", [ROOT]), ("/app/?below", [BELOW]), ("/?process", [ROOT, BELOW]),
                       ("/?actions", [ROOT, BELOW]), ("/?fail", [ROOT, BELOW])]:
        for known in ("/", "/app/"):
            ask(host, known)
        before = len(said(host))
        ask(host, path)
        for name in gone:
            host.wait_for(r"(?s)\A(.*?recycle: [^\n]*\n){%d}.*?recycle: stop %s$" % (before, name))
        for known in ("/", "/app/"):
            ask(host, known)
        lines = said(host)[before:]
        assert sorted(lines) == sorted([f"stop {name}" for name in gone] + [f"start {name}" for name in gone]), (path, lines)
    for told in ["start anew: enough is enough", "start anew: and again", "start anew: it is not well (error 0x80004005)"]:
        assert told in host.log(), told


def changed_meanwhile(host):
    """A change that comes while an application starts is not lost."""
    ask(host, "/?below")
    host.wait_for(f"(?s)(recycle: stop {BELOW}$.*){{4}}")
    before = len(said(host))
    hold = host.root / "app" / "hold"
    hold.touch()
    asks = threading.Thread(target=lambda: host.get("/app/"))
    asks.start()
    wait(host, before, [f"start {BELOW}"])
    (host.root / "app" / "web.config").write_text("<configuration></configuration>")
    wait(host, before, [f"start {BELOW}", "changed MACHINE/WEBROOT/APPHOST/Site/app"])
    # The look at the files goes on when modules have been told.
    time.sleep(0.2)
    hold.unlink()
    asks.join()
    ask(host, "/app/")
    wait(host, before, [f"start {BELOW}", "changed MACHINE/WEBROOT/APPHOST/Site/app", f"start {BELOW}", f"stop {BELOW}"])


def changed_beside_a_fault(host):
    """A change below is seen in spite of a fault above."""
    before = len(said(host))
    old = host.config.read_text()
    other = host.config.with_name("other")
    other.write_text(old.replace("</sites>", "</site>"))
    (host.root / "app" / "web.config").write_text("<configuration><!-- again --></configuration>")
    os.rename(other, host.config)
    host.wait_for(r"applicationHost.config:\d+:\d+: ")
    wait(host, before, ["changed MACHINE/WEBROOT/APPHOST/Site/app", f"stop {BELOW}"])
    ask(host, "/app/")
    assert said(host)[before:][-1] == f"start {BELOW}", said(host)[before:]


def wait(host, before, lines):
    for _ in range(400):
        if sorted(said(host)[before:]) == sorted(lines):
            return
        time.sleep(0.05)
    raise AssertionError((said(host)[before:], lines))


def test(host):
    # Requests, minutes of the time and of idleness, classic, no policy for threads, suspended; both limits of memory.
    assert ask(host, "/?settings") == "9 1440 7 1 0 1 5000 6000 0 1", ask(host, "/?settings")
    wanted(host)
    changed_meanwhile(host)
    changed_beside_a_fault(host)
    as_a_service(host)


def as_a_service(host):
    """Started by systemd it is no launch from the command line."""
    work = host.root.parent
    wrapper = work / "wrapper"
    wrapper.write_text(f'#!/bin/sh\nSYSTEMD_EXEC_PID=$$ exec {host.program} "$@"\n')
    wrapper.chmod(0o755)
    module = host.config.read_text().split('name="recycle" image="')[1].split('"')[0]
    arguments = ["--root", str(host.root), "--port", "0", "--module", f"recycle={module}"]
    service = type(host).__new__(type(host))
    try:
        service.__init__(str(wrapper), host.variables.get("LD_PRELOAD", ""), host.root, arguments, {}, work / "service-log")
        with urllib.request.urlopen(f"http://{service.address}:{service.port}/?settings") as answer:
            assert answer.read().split()[-2:] == [b"0", b"0"]
        assert service.stop() == 0
    finally:
        service.process.kill()
        service.process.wait()
