"""IHttpServer, files, metadata, the worker process and modules that a module adds."""


def prepare(root):
    (root / "some.txt").write_text("text")


def test(host):
    for _ in range(2):
        answer = host.get(f"/?{host.root / 'some.txt'}")
        assert answer.body == b"right", answer.body
        assert answer.headers["X-Added"] == "yes"
    # The application starts anew, and its modules are resolved once more.
    assert host.get("/?recycle").body == b"right"
    answer = host.get(f"/?{host.root / 'some.txt'}")
    assert answer.body == b"right" and answer.headers["X-Added"] == "yes", answer.body
    host.wait_for("server: added module ends")


def after(host):
    assert host.log().count("server: added module ends") == 2
    # By the request's containers, three times, and at last by the URL's.
    assert host.log().count("server: cleaned up") == 4, host.log()
