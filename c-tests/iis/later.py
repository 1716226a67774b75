"""Child requests of the built-in modules whose handlers are pending: a default document, and an error's page."""


def prepare(root):
    (root / "web.config").write_text("""<configuration><system.webServer>
        <defaultDocument><files><clear /><add value="page.later" /></files></defaultDocument>
        <httpErrors errorMode="Custom"><clear /><error statusCode="404" path="/errors/page.later" responseMode="ExecuteURL" />
        </httpErrors></system.webServer></configuration>""")
    (root / "page.later").write_text("a file")
    (root / "x.txt").write_text("x")


def test(host):
    for _ in range(10):
        for path, query in [("/", ""), ("/?q=1", "q=1"),
                            ("/none%20here.txt?a=b", f"404;{host.scheme}://{host.address}:{host.port}/none%20here.txt?a=b")]:
            answer = host.get(path)
            assert (answer.status, answer.text) == (203, f"later {query}") and host.has_reason(answer, "Told Later"), (
                path, answer.status, answer.reason, answer.text)
    assert host.get("/x.txt").text == "x"
    # Clients that leave take nothing along.
    for path in ["/", "/none.txt"]:
        for _ in range(5):
            wire = host.connect()
            wire.sendall(f"GET {path} HTTP/1.1\r\nHost: h\r\n\r\n".encode())
            wire.close()
    assert host.get("/").status == 203
