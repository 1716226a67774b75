"""DefaultDocumentModule and DirectoryListingModule."""

import os


def prepare(root):
    (root / "web.config").write_text("""<configuration><system.webServer>
        <defaultDocument><files><clear /><add value="first.htm" /><add value="second page.htm" /><add value="web.config" />
          <add value="inner/deep.htm" /></files></defaultDocument></system.webServer>
        <location path="listed"><system.webServer><directoryBrowse enabled="true" /></system.webServer></location>
        <location path="long"><system.webServer><directoryBrowse enabled="true" showFlags="LongDate" /></system.webServer></location>
        <location path="without"><system.webServer><defaultDocument enabled="false" /></system.webServer></location>
        </configuration>""")
    for name in ["first.htm", "both/first.htm", "both/second page.htm", "second/second page.htm", "without/first.htm",
                 "none/x.txt", "inner/inner/deep.htm", "listed/<b>&\"'.txt", "listed/Zed.txt", "listed/alpha beta.txt",
                 "listed/folder/x.txt", "listed/ü%.txt", "long/x.txt", "listed/private/x.txt", "pages/first.htm/x.txt",
                 "pages/second page.htm"]:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(name)
    os.utime(root / "listed/Zed.txt", (784_136_977, 784_136_977))
    os.utime(root / "long/x.txt", (784_136_977, 784_136_977))


def test(host):
    for path, page in [("/", "first.htm"), ("/both/", "both/first.htm"), ("/second/", "second/second page.htm"),
                       ("/second/?q=1", "second/second page.htm"), ("/inner/", "inner/inner/deep.htm"),
                       ("/pages/", "pages/second page.htm")]:
        answer = host.get(path)
        assert (answer.status, answer.text) == (200, page), (path, answer.status, answer.text)
        assert answer.headers["Content-Type"] == "text/html" and answer.headers["ETag"]
        head = host.request("HEAD", path)
        assert (head.status, head.body, head.headers["Content-Length"]) == (200, b"", str(len(page))), (path, head.headers.items())
    etag = host.get("/both/").headers["ETag"]
    assert host.get("/both/", {"If-None-Match": etag}).status == 304
    part = host.get("/both/", {"Range": "bytes=0-3"})
    assert (part.status, part.text, part.headers["Content-Range"]) == (206, "both", "bytes 0-3/14")
    assert host.get("/both").headers["Location"].endswith("/both/")
    # The page is a file, which nobody posts to.
    assert host.request("POST", "/both/", b"x").status == 405
    for path in ["/none/", "/without/", "/none/?x"]:
        answer = host.get(path)
        assert answer.status == 403 and "HTTP Error 403.14 " in answer.text and "x.txt" not in answer.text, (path, answer.text)
    assert host.request("POST", "/none/", b"x").status == 405
    assert host.get("/nowhere/").status == 404

    listing = host.get("/listed/")
    assert (listing.status, listing.headers["Content-Type"]) == (200, "text/html; charset=UTF-8")
    text = listing.text
    for part in ['<a href="/">[To Parent Directory]</a>',
                 ' 11/6/1994  3:49 PM           14 <a href="/listed/Zed.txt">Zed.txt</a><br>',
                 '&lt;dir&gt; <a href="/listed/folder/">folder</a><br>',
                 '<a href="/listed/%3Cb%3E&amp;%22&#39;.txt">&lt;b&gt;&amp;&quot;&#39;.txt</a>',
                 '<a href="/listed/%C3%BC%25.txt">ü%.txt</a>', '<a href="/listed/alpha%20beta.txt">alpha beta.txt</a>']:
        assert part in text, (part, text)
    order = [text.index(f">{name}<") for name in ["&lt;b&gt;&amp;&quot;&#39;.txt", "alpha beta.txt", "folder", "Zed.txt", "ü%.txt"]]
    assert order == sorted(order), text
    assert host.get("/listed").status == 301
    assert "x.txt" in host.get("/listed/folder/").text
    head = host.request("HEAD", "/listed/")
    assert (head.status, head.body) == (200, b"")
    long = host.get("/long/").text
    assert "Sunday, November 6, 1994" in long and ">x</a>" in long and "3:49" not in long, long
