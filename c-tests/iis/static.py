"""A folder is served, and nothing else: in no spelling and by no link."""

import os


def prepare(root):
    outside = root.parent / "outside"
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    files = {
        "index.html": "<h1>index</h1>", "a b.txt": "a blank", "sub/inner.txt": "inner", "web.config": "<configuration/>",
        "sub/Web.config": "<configuration/>", "bin/x.txt": "bin", "App_Data/users.txt": "data", "App_Code/x.txt": "code",
        ".git/config.txt": "git", ".env.txt": "env", ".well-known/proof.txt": "proof", "unknown.zzz": "no type",
    }
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    os.symlink(outside / "secret.txt", root / "out.txt")
    os.symlink("../outside", root / "up")
    os.symlink(root / "sub" / "inner.txt", root / "in.txt")
    os.symlink("web.config", root / "config.txt")
    os.symlink("bin", root / "binary")
    os.mkfifo(root / "pipe.txt")
    (root / "denied.txt").write_text("denied")
    (root / "denied.txt").chmod(0)


def test(host):
    for path, text in {
        "/index.html": "<h1>index</h1>", "/a%20b.txt": "a blank", "/sub/inner.txt": "inner", "/sub//inner.txt": "inner",
        "/sub/../index.html": "<h1>index</h1>", "/in.txt": "inner", "/.well-known/proof.txt": "proof",
        "/%69ndex.html?query": "<h1>index</h1>",
    }.items():
        answer = host.get(path)
        assert (answer.status, answer.text) == (200, text), (path, answer.status, answer.text)
    assert host.get("/index.html").headers["Content-Type"] == "text/html"
    assert host.request("HEAD", "/index.html").body == b""
    assert host.request("PUT", "/index.html", b"x").status == 405

    for path in [
        "/none.txt", "/index.html/x", "/web.config", "/WEB.CONFIG", "/web%2Econfig", "/web.config.", "/web.config%20",
        "/web.config::$DATA", "/sub/Web.config", "/sub/../web.config", "/x/..%2fweb.config", "/bin/x.txt", "/BIN/x.txt",
        "/%62in/x.txt", "/sub%2f..%2fbin/x.txt", "/bin./x.txt", "/App_Data/users.txt", "/app_data/users.txt",
        "/App_Code/x.txt", "/.git/config.txt", "/.env.txt", "/%2eenv.txt", "/out.txt", "/up/secret.txt",
        "/up/root/index.html", "/config.txt", "/binary/x.txt", "/pipe.txt", "/unknown.zzz", "/../outside/secret.txt",
        "/..%2foutside/secret.txt", "/%2e%2e/outside/secret.txt", "/..%5coutside%5csecret.txt", "/sub\\..\\web.config",
    ]:
        answer = host.raw(f"GET {path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".encode())
        status = int(answer.split()[1])
        assert status in (400, 403, 404), (path, answer)
        for text in (b"secret", b"<configuration", b"data", b"code", b"env\r\n"):
            assert not answer.endswith(text), (path, answer)
    if os.geteuid() != 0:
        assert host.get("/denied.txt").status == 401
