"""What portico says of command lines and configurations that it cannot serve."""


def test(host):
    module = next(word for word in open(f"/proc/{host.process.pid}/cmdline").read().split("\0") if "refusing_module=" in word)
    module = module.replace("refusing_module=", "")
    code, said = host.portico("run", "--port", "0", "--root", str(host.root), "--module", f"Refuser={module}")
    assert code == 1 and "module Refuser" in said and "0x80070005" in said, said
    assert "listening on " not in said and "Terminate" not in said, said
    host.variables["PORTICO_TEST_REFUSE"] = "1"
    code, said = host.portico("run", "--port", "0", "--root", str(host.root), "--module", f"Refuser={module}")
    assert code == 1 and "module Refuser" in said and "DllMain" in said and "listening on " not in said, said
    del host.variables["PORTICO_TEST_REFUSE"]
    code, said = host.portico("run", "--port", "0", "--root", str(host.root), "--module", "Nobody=/none/x.so")
    assert code == 1 and "Nobody" in said and "/none/x.so" in said, said
    code, said = host.portico("run", "--port", str(host.port), "--root", str(host.root))
    assert code == 1 and f"http://127.0.0.1:{host.port}/: another program listens there" in said, said
    code, said = host.portico("run", "--port", "0", "--root", str(host.root / "none"))
    assert code == 1 and "no such folder" in said, said
    for wrong in (["run", "--port", "x"], ["run", "--module", "x"], ["run", "--config", "a", "--root", "b"], ["walk"]):
        assert host.portico(*wrong)[0] == 2, wrong
    code, said = host.portico("--version")
    assert code == 0 and said.startswith("portico "), said
    code, said = host.portico("--help")
    assert code == 0 and "check" in said and "run" in said, said

    config = host.root / "test.config"
    config.write_text(GOOD.format(root=host.root))
    code, said = host.portico("check", "--config", str(config))
    assert code == 0 and "nothing is wrong" in said, said
    for fault, line in FAULTS:
        old, new = fault
        assert old in GOOD
        config.write_text(GOOD.replace(old, new).format(root=host.root))
        code, said = host.portico("check", "--config", str(config))
        assert code == 1 and line in said.replace(str(config), "F"), (fault, said)
        # One application's fault is met when it starts; the others keep the server from running.
        if "is not in globalModules" not in line:
            code, ran = host.portico("run", "--config", str(config))
            assert code == 1 and line in ran.replace(str(config), "F"), (fault, ran)
    code, said = host.portico("check", "--config", str(host.root / "none.config"))
    assert code == 1 and "none.config" in said, said
    code, said = host.portico("run", "--config", str(config), "--site", "Nobody's")
    assert code == 1, said


GOOD = """<configuration>
  <system.applicationHost>
    <sites>
      <site name="Site" id="1">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:0:" /></bindings>
      </site>
    </sites>
  </system.applicationHost>
</configuration>
""".replace("127.0.0.1:0:", "127.0.0.1:14999:")

# What is replaced by what, and the line that has to be said.
FAULTS = [
    (("</site>", "</sit>"), "F:7:"),
    (('id="1"', 'id="x"'), "F:4:"),
    (('bindingInformation="127.0.0.1:14999:"', 'bindingInformation="nowhere"'), "F:6:"),
    (("127.0.0.1:14999:", "*:14999:www.*.com"), "binding *:14999:www.*.com"),
    (("</system.applicationHost>", '</system.applicationHost><system.webServer><globalModules><add name="A" '
      'image="/none/a.so" /></globalModules></system.webServer>'), "module A: there is no file"),
    (("</system.applicationHost>", '</system.applicationHost><system.webServer><modules><add name="B" />'
      "</modules></system.webServer>"), "module B is not in globalModules"),
]
