"""What is never served, in any spelling, with request filtering and without."""

import os

SECRET = "secret-content"
HIDDEN = ["web.config", "bin/x.txt", "App_Data/x.txt", "App_Code/x.txt", ".git/config", ".env", "sub/web.config",
          "sub/bin/x.txt", ".hidden.txt"]


def prepare(root):
    for name in HIDDEN + ["off/bin/x.txt", "off/web.config.txt", "off/App_Data/x.txt", "off/.env"]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(SECRET)
    (root / "web.config").write_text(f"""<configuration><!-- {SECRET} --><system.webServer>
        <directoryBrowse enabled="true" />
        <staticContent><mimeMap fileExtension=".*" mimeType="text/plain" /><mimeMap fileExtension="." mimeType="text/plain" />
        </staticContent></system.webServer>
        <location path="off"><system.webServer><security><requestFiltering allowDoubleEscaping="true">
          <fileExtensions><clear /></fileExtensions><hiddenSegments><clear /></hiddenSegments>
        </requestFiltering></security></system.webServer></location></configuration>""")
    (root / "closed").mkdir()
    (root / "closed/x.txt").write_text(SECRET)
    (root / "closed/web.config").write_text(f"""<configuration><!-- {SECRET} --><system.webServer><security>
        <authorization><clear /></authorization></security></system.webServer></configuration>""")
    (root / "sub/web.config").write_text(f"<configuration><!-- {SECRET} --></configuration>")
    outside = root.parent / "outside.txt"
    outside.write_text(SECRET)
    (root / "shown.txt").write_text("shown")
    (root / "sub/shown.txt").write_text("shown")
    os.symlink(outside, root / "link.txt")
    os.symlink("../outside.txt", root / "relative.txt")
    os.symlink(root.parent, root / "up")
    os.symlink("web.config", root / "settings.txt")
    os.symlink("bin", root / "binary")
    os.symlink("shown.txt", root / "inner.txt")
    os.symlink("/proc/self/environ", root / "environ.txt")
    os.mkfifo(root / "pipe.txt")


def spellings(path):
    head, _, name = path.rpartition("/")
    join = lambda last: f"{head}/{last}" if head else last
    yield path
    yield path.upper()
    yield path.swapcase()
    yield "".join(f"%{byte:02x}" for byte in path.encode())
    yield path.replace(".", "%2e").replace("/", "%2F")
    yield path.replace(".", "%252e")
    yield path.replace("/", "\\")
    yield path.replace("/", "%5c")
    yield path.replace("/", "%255c")
    yield path.replace("/", "//")
    yield path.replace("/", "/./")
    yield path.replace(".", "%u002e")
    yield path.replace(".", "%c0%ae")
    yield path.replace("/", "%c0%af")
    yield path.replace(".", "\uff0e")
    yield path.replace("/", "./")
    yield path.replace("/", "%20/")
    yield path.replace("/", "::$INDEX_ALLOCATION/")
    for end in [".", "..", "%20", "%20.", ". .", "::$DATA", ":$DATA", "%3a%3a$DATA", "%00", "%00.txt", "/", "/.", "/..", "\\",
                "%5c", ";.txt", ";", "..;/", "/x.txt", "?.txt", "%3f", "%23", "#.txt", "~1", "%0a", "%09", "%ff"]:
        yield path + end
    yield f"sub/../{path}"
    yield f"sub/%2e%2e/{path}"
    yield f"sub/..%2f{path}"
    yield f"sub\\..\\{path}"
    yield f"sub/..;/{path}"
    yield f"sub/.%2e/{path}"
    yield f"sub/%252e%252e/{path}"
    yield f"none/../{path}"
    yield f"./{path}"
    yield f"../root/{path}"
    yield f"shown.txt/../{path}"
    yield f"sub/.../{path}"
    yield join("W" + name[1:])


def ask(host, path):
    target = b"/" + path.encode("utf-8", "surrogateescape")
    return host.raw(b"GET " + target.replace(b" ", b"%20") + b" HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")


def check(host, path):
    answer = ask(host, path)
    assert SECRET.encode() not in answer, (path, answer)
    # Nothing that stands there is told from what does not.
    status = int(answer.split(b" ", 2)[1])
    assert status in (301, 400, 404) or b"shown" in answer or b"To Parent" in answer or status == 200 and path.endswith(".."), (
        path, answer)


def test(host):
    assert host.get("/shown.txt").body == b"shown" and host.get("/inner.txt").body == b"shown"
    for path in HIDDEN:
        assert host.get("/" + path).status == 404, path
        for spelling in spellings(path):
            check(host, spelling)
    # Nobody is let in there, by no name of it.
    assert host.get("/closed/x.txt").status == 401
    for spelling in spellings("closed/x.txt"):
        assert SECRET.encode() not in ask(host, spelling), spelling
    for path in ["off/bin/x.txt", "off/App_Data/x.txt", "off/.env", "off/BIN/x.txt", "off/bin%20/x.txt", "off/bin./x.txt",
                 "off/bin::$INDEX_ALLOCATION/x.txt", "off/%2eenv", "off/.env::$DATA", "off/.ENV."]:
        assert host.get("/" + path).status == 404, path
    for path in ["link.txt", "relative.txt", "up/outside.txt", "settings.txt", "binary/x.txt",
                 "environ.txt", "pipe.txt", "up", "up/", "../outside.txt", "%2e%2e/outside.txt", "..%5coutside.txt",
                 "sub/../../outside.txt", "..%2f..%2fetc/passwd", "%252e%252e/outside.txt", "....//outside.txt",
                 "..;/outside.txt", "%c0%ae%c0%ae/outside.txt", "%uff0e%uff0e/outside.txt", "/etc/passwd", "C:/x", "c:%5cx"]:
        answer = ask(host, path)
        assert SECRET.encode() not in answer and b"root:" not in answer, (path, answer)
        assert int(answer.split(b" ", 2)[1]) in (400, 404), (path, answer)
    for folder in ["/", "/sub/", "/off/"]:
        listing = host.get(folder).text
        names = ["web.config<", ">bin<", "App_Data", "App_Code", ".git", ".env", ".hidden", "link.txt", "relative.txt", ">up<",
                 "settings.txt", "binary", "environ", "pipe.txt"]
        for name in names:
            assert name not in listing, (folder, name, listing)
    assert "inner.txt" in host.get("/").text and "web.config.txt" in host.get("/off/").text
