"""Clients that people use, over TLS with HTTP/1.1 and HTTP/2, with and without a certificate of their own: Python's
httpx, curl, nghttp, h2load and openssl. One site of portico's has a file, a module that echoes bodies, and a folder
for clients with certificates."""

import asyncio
import os
import re
import subprocess
import sys

from certificates import Authority, store, thumbprint

try:
    import httpx
except ImportError:
    # Another Python than Debian's, which has the package.
    sys.path.append("/usr/lib/python3/dist-packages")
    import httpx

LARGE = bytes(at * 7 % 251 for at in range(1 << 20))
MODULES = [("AnonymousAuthenticationModule", "authanon"), ("StaticFileModule", "static")]


def configuration(root, port, modules):
    global authority, own, url
    authority = Authority(root.parent / "tls")
    chain, key = authority.issue("server", "/CN=localhost", ["localhost", "127.0.0.1"])
    own = authority.issue("client", "/O=Some Org/CN=Ann", usage="clientAuth")
    store(root.parent / "certificates/MY", chain, key)
    (root.parent / "certificates/ROOT").mkdir()
    (root.parent / "certificates/ROOT/authority.crt").write_text(authority.file.read_text())
    url = f"https://localhost:{port}/"
    (root / "require").mkdir()
    (root / "require/x.txt").write_text("for those who are known")
    (root / "large.bin").write_bytes(LARGE)
    images = "".join(f'<add name="{name}" image="%windir%\\System32\\inetsrv\\{image}.dll" />' for name, image in MODULES)
    names = "".join(f'<add name="{name}" />' for name, _ in MODULES)
    return f"""<configuration><system.applicationHost><sites><site name="Site" id="1">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
        <bindings><binding protocol="https" bindingInformation="127.0.0.1:{port}:"
            certificateHash="{thumbprint(chain)}" /></bindings></site></sites></system.applicationHost>
        <system.webServer>
          <globalModules>{images}<add name="echo" image="{modules['echo_module']}" /></globalModules>
          <modules>{names}<add name="echo" /></modules>
          <handlers><add name="Echo" path="*echo" verb="*" modules="echo" resourceType="Unspecified" requireAccess="None" />
            <add name="Files" path="*" verb="*" modules="StaticFileModule" resourceType="Either" requireAccess="Read" />
          </handlers><security><access sslFlags="Ssl, SslNegotiateCert" /></security></system.webServer>
        <location path="Site/require"><system.webServer><security>
          <access sslFlags="Ssl, SslNegotiateCert, SslRequireCert" /></security></system.webServer></location>
        </configuration>"""


def test(host):
    for part in (with_httpx, with_curl, with_nghttp, with_h2load, with_openssl):
        part()


def run(*words, say=b"", ends=0):
    done = subprocess.run([str(word) for word in words], input=say, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          timeout=60)
    assert done.returncode == ends, (words, done.returncode, done.stdout[-3000:])
    return done.stdout


def pieces():
    """A body whose length nobody knows before."""
    for at in range(0, len(LARGE), 50_000):
        yield LARGE[at:at + 50_000]


def with_httpx():
    for http2 in (True, False):
        version = "HTTP/2" if http2 else "HTTP/1.1"
        with httpx.Client(http2=http2, verify=authority.client(), timeout=20) as client:
            for _ in range(3):
                answer = client.get(url + "large.bin")
                assert (answer.status_code, answer.http_version, answer.content == LARGE) == (200, version, True), answer
            part = client.get(url + "large.bin", headers={"Range": "bytes=1000-1999"})
            assert (part.status_code, part.content) == (206, LARGE[1000:2000])
            for body in (b"x", LARGE, pieces()):
                answer = client.post(url + "echo", content=body)
                assert (answer.status_code, answer.http_version) == (200, version), answer
                assert answer.content == (body if isinstance(body, bytes) else LARGE)
            assert client.head(url + "large.bin").headers["content-length"] == str(len(LARGE))
            assert client.get(url + "none").status_code == 404
            assert client.get(url + "require/x.txt").status_code == 403
        with httpx.Client(http2=http2, verify=authority.client(own), timeout=20) as client:
            answer = client.get(url + "require/x.txt")
            assert (answer.http_version, answer.text) == (version, "for those who are known"), (answer, answer.text)
            assert client.post(url + "echo", content=b"x").headers["x-subject"] == "O=Some Org, CN=Ann"
        asyncio.run(many(http2))


async def many(http2):
    """At the same time, of one session where it is HTTP/2."""
    limits = httpx.Limits(max_connections=1 if http2 else 10)
    async with httpx.AsyncClient(http2=http2, verify=authority.client(), limits=limits, timeout=30) as client:
        body = lambda number: b"%d " % number * (number * 20)
        answers = await asyncio.gather(*(client.post(url + "echo", content=body(number)) for number in range(120)))
        assert [answer.content for answer in answers] == [body(number) for number in range(120)]
        # One that leaves in the middle takes no other with it.
        async with client.stream("GET", url + "large.bin") as answer:
            async for _ in answer.aiter_raw(1000):
                break
        assert (await client.get(url + "large.bin")).content == LARGE


def with_curl():
    shows = ["--cert", own[0], "--key", own[1]]
    for version, wanted in (("--http2", "2"), ("--http1.1", "1.1")):
        curl = ["curl", "-sS", "--noproxy", "*", "--max-time", "20", "--cacert", authority.file, version]
        told = ["-o", "/dev/null", "-w", "%{http_version} %{http_code} %{num_connects}\n"]
        said = run(*curl, *told, *told[:2], url + "large.bin", url + "require/x.txt")
        assert said.decode() == f"{wanted} 200 1\n{wanted} 403 0\n", said
        assert run(*curl, *shows, url + "require/x.txt") == b"for those who are known"
        assert run(*curl, url + "large.bin") == LARGE
        for framing in ([], ["-H", "Transfer-Encoding: chunked"] if version == "--http1.1" else ["-H", "Content-Length:"]):
            assert run(*curl, "--data-binary", "@-", *framing, url + "echo", say=LARGE) == LARGE
        for tls, cipher in (("--tlsv1.3", "1.3"), ("--tls-max", "1.2")):
            limit = [tls] if cipher == "1.3" else [tls, cipher]
            assert run(*curl, *limit, *shows, url + "require/x.txt") == b"for those who are known"
        # No renegotiation, no older version.
        run(*curl, "--tls-max", "1.1", url, ends=35)


def with_nghttp():
    assert run("nghttp", url + "large.bin", "--no-verify-peer") == LARGE
    said = run("nghttp", "-nas", "-m", "30", "-w", "16", url + "large.bin", url + "none", "--no-verify-peer").decode()
    assert said.count(" 200 ") == 30 and said.count(" 404 ") == 30, said
    body = authority.folder / "body"
    body.write_bytes(LARGE)
    assert run("nghttp", "-d", body, url + "echo", "--no-verify-peer") == LARGE
    # Padded frames, trailers, and no length.
    assert run("nghttp", "-d", body, "-b", "100", "--no-content-length", "--trailer", "x-sum: 1", url + "echo",
               "--no-verify-peer") == LARGE
    said = run("nghttp", "-v", "--cert", own[0], "--key", own[1], url + "require/x.txt", "--no-verify-peer").decode()
    assert "for those who are known" in said and "SETTINGS_ENABLE_CONNECT_PROTOCOL" in said, said
    assert re.search(r"send GOAWAY frame", said) and "recv RST_STREAM" not in said, said


def with_h2load():
    for alpn, more in (("h2", []), ("http/1.1", ["--h1"])):
        said = run("h2load", "-n", "2000", "-c", "4", "-m", "20" if alpn == "h2" else "1", *more, url + "require/x.txt").decode()
        assert "Application protocol: " + alpn in said and "2000 done" in said and "2000 4xx" in said, said


def with_openssl():
    place = url.split("/")[2]
    session = authority.folder / "session"
    client = ["openssl", "s_client", "-connect", place, "-servername", "localhost", "-CAfile", authority.file]
    request = f"GET /require/x.txt HTTP/1.1\r\nHost: {place}\r\nConnection: close\r\n\r\n".encode()
    for version, cipher in (("-tls1_3", "TLSv1.3"), ("-tls1_2", "TLSv1.2")):
        said = run(*client, version, "-alpn", "h2,http/1.1", say=b"")
        for wanted in (b"ALPN protocol: h2", b"Verify return code: 0 (ok)", f"{cipher}, Cipher is".encode(),
                       b"Acceptable client certificate CA names\nCN = Tests"):
            assert wanted in said, (wanted, said[-3000:])
        said = run(*client, version, "-alpn", "http/1.1", "-ign_eof", "-cert", own[0], "-key", own[1], say=request)
        assert b"ALPN protocol: http/1.1" in said and b"for those who are known" in said, said
        # A session that is taken up again; its end is close_notify.
        said = run(*client, version, "-ign_eof", "-sess_out", session, say=request)
        assert b"HTTP/1.1 403 " in said and said.rstrip().endswith(b"closed"), said[-1500:]
        assert b"Reused, " + cipher.encode() in run(*client, version, "-ign_eof", "-sess_in", session, say=request)
    # Nobody negotiates anew.
    said = run(*client, "-tls1_2", say=b"R\n", ends=1)
    assert b"RENEGOTIATING" in said and b"no renegotiation" in said, said[-1500:]
    for old in ("-tls1", "-tls1_1"):
        assert b"Cipher is (NONE)" in run(*client, old, "-cipher", "ALL:@SECLEVEL=0", say=b"", ends=1)
