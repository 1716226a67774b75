"""Global notifications, and what IHttpServer is asked for."""

import resource
import time

NAME = "global_module "


def said(host):
    return [line.partition("global: " + NAME)[2] for line in host.log().splitlines() if line.startswith("global: " + NAME)]


def ask(host, query):
    answer = host.get("/?" + query)
    assert answer.status == 200, answer.status
    return answer.body.decode()


def test(host):
    assert ask(host, "") == "done"
    assert said(host) == ["resolve MACHINE/WEBROOT/APPHOST/Default Web Site", "start /LM/W3SVC/1/ROOT", "pre-begin GET"], said(host)
    assert ask(host, "custom") == "0 1 0"
    assert said(host)[-2:] == ["custom continued", "custom handled"]
    assert ask(host, "trace") == "0 0 0 2 4 0 0 1 0 1 0"
    assert [line for line in said(host) if line.startswith("trace")] == ["trace 0 1 1 1", "trace 0 2 1 0"]
    ask(host, "notify")
    assert said(host)[-3:] == ["configuration MACHINE/WEBROOT/APPHOST/x", "file /no/such/file 0", "health"]
    facts = ask(host, "facts")
    assert facts == "1 DefaultAppPool 1 1 1 10001 0 1 15 020 1 1", facts

    name = host.root / "some.txt"
    name.write_text("text")
    found = ask(host, f"file:{name}")
    assert found == "0 4 text 1 1 0 0 1FILE11 100100011 01", found
    # What is stored with a file lives as long as the cache has it as it is.
    kept = host.root / "kept.txt"
    kept.write_text("kept")
    for text in ["kept", "changed"]:
        kept.write_text(text)
        found = ask(host, f"keep:{kept}")
        assert found == "10 11 1 00", found
        assert host.get("/kept.txt?own").text == host.get("/kept.txt?own").text == "1"
        assert said(host).count("kept gone") == (text == "changed"), said(host)
    # What a module takes for flushed is not handed out again.
    host.get("/kept.txt?flush")
    assert host.get("/kept.txt?own").text == "0" and said(host).count("kept gone") == 2
    assert ask(host, f"keep:{kept}") == "10 11 1 00"
    assert ask(host, "fragment") == "0 0 fragment 8 0 1 1"

    folder = host.root / "watched"
    folder.mkdir()
    assert ask(host, f"watch:{folder}") == "1 0 1"
    (folder / "new.txt").write_text("new")
    host.wait_for(f"global: {NAME}file {folder}/new.txt 1")
    (folder / "below").mkdir()
    host.wait_for(f"global: {NAME}file {folder}/below 1")
    # Without descriptors it is late, and not lost.
    limits = resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE)
    resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE, (3, limits[1]))
    (folder / "without").mkdir()
    host.wait_for(f"global: {NAME}file {folder}/without 1")
    time.sleep(0.3)
    resource.prlimit(host.process.pid, resource.RLIMIT_NOFILE, limits)
    (folder / "again").mkdir()
    host.wait_for(f"global: {NAME}file {folder}/again 1")
    ask(host, "unwatch")
    (folder / "later.txt").write_text("later")


def after(host):
    end = said(host)[-5:]
    assert end == ["stop 1", "application-stop /LM/W3SVC/1/ROOT", "cleanup", "kept gone", "terminate"], said(host)
    assert not any("later.txt" in line for line in said(host))
