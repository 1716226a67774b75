"""IHttpServer, files, metadata, the worker process and modules that a module adds."""


def prepare(root):
    (root / "some.txt").write_text("text")


def test(host):
    for _ in range(2):
        answer = host.get(f"/?{host.root / 'some.txt'}")
        assert answer.body == b"right", answer.body
        assert answer.headers["X-Added"] == "added"
    # The application starts anew, and its modules are resolved once more.
    for times, how in enumerate(["recycle", "process", "actions"], 1):
        assert host.get(f"/?{how}").body == b"right"
        host.wait_for("(?s)(server: added module ends.*){%d}" % times)
        answer = host.get(f"/?{host.root / 'some.txt'}")
        assert answer.body == b"right" and answer.headers["X-Added"] == "added", answer.body
    for told in ["start anew: enough is enough", "start anew: and again", "start anew: it is not well (error 0x80004005): not really"]:
        assert told in host.log(), host.log()


def after(host):
    assert host.log().count("server: added module ends") == 4
    assert host.log().count("server: left module ends") == 4 and "refused module" not in host.log()
    # By the requests' containers, five times, and at last by the URL's.
    assert host.log().count("server: cleaned up") == 6, host.log()
