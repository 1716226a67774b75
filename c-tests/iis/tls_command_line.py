"""https by files of the command line: curl over both protocols, another certificate by SIGHUP, and what is wrong
with files that cannot be used."""

import os
import signal
import subprocess

from certificates import Authority, shown


def prepare(root):
    (root / "page.html").write_text("a page")
    (root / "folder").mkdir()
    global authority, chain, key
    authority = Authority(root.parent / "tls")
    chain, key = authority.issue("server", "/CN=first", ["localhost", "127.0.0.1"])


def arguments(root):
    return ["--tls-cert", str(chain), "--tls-key", str(key)]


def curl(host, *words, path="/page.html"):
    url = f"https://{host.address}:{host.port}{path}"
    done = subprocess.run(["curl", "--silent", "--show-error", "--max-time", "20", "--cacert", str(authority.file),
                           "--write-out", "|%{http_version} %{http_code} %{redirect_url}", *words, url],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=60)
    assert done.returncode == 0, (words, done.returncode, done.stdout)
    return done.stdout.decode()


def test(host):
    assert f"listening on https://127.0.0.1:{host.port}/" in host.log(), host.log()
    assert curl(host, "--http1.1") == "a page|1.1 200 "
    assert curl(host, "--http2") == "a page|2 200 "
    assert curl(host, "--tls-max", "1.2") == "a page|2 200 "
    # Where a folder lacks its slash the client is sent to the same scheme.
    for words in (["--http1.1"], ["--http2"]):
        to = curl(host, *words, path="/folder")
        assert to.endswith(f"301 https://{host.address}:{host.port}/folder/"), to
    # Who speaks without TLS gets nothing.
    with host.connect() as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        data = b""
        try:
            while part := wire.recv(4096):
                data += part
        except ConnectionResetError:
            pass
    assert b"HTTP" not in data, data

    reload(host)
    faults(host)


def reload(host):
    assert shown(host.address, host.port) == ("first", "h2")
    good = key.read_text()
    key.write_text("nothing")
    told = lambda: host.log().count("the configuration stays as it was")
    for count, text in enumerate(["nothing", ""], 1):
        key.write_text(text)
        host.process.send_signal(signal.SIGHUP)
        host.wait_for(r"(?s)(the configuration stays as it was: .*server\.key.*){%d}" % count)
        assert shown(host.address, host.port) == ("first", "h2")
    assert told() == 2 and "was read again" not in host.log(), host.log()
    new_chain, new_key = authority.issue("next", "/CN=second", ["localhost", "127.0.0.1"])
    # One that has got half of what is new.
    chain.write_text(new_chain.read_text())
    key.write_text(good)
    host.process.send_signal(signal.SIGHUP)
    host.wait_for(r"server\.key: it is not the key of the certificate in .*server\.crt")
    assert shown(host.address, host.port) == ("first", "h2")
    # A connection that is there stays as it is.
    with authority.client(check_hostname=False).wrap_socket(host.connect()) as wire:
        key.write_text(new_key.read_text())
        host.process.send_signal(signal.SIGHUP)
        host.wait_for("the configuration was read again")
        assert shown(host.address, host.port) == ("second", "h2")
        wire.sendall(b"GET /page.html HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
        data = b""
        while part := wire.recv(4096):
            data += part
        assert data.endswith(b"a page"), data
    assert curl(host) == "a page|2 200 "


def faults(host):
    folder = authority.folder
    other_chain, other_key = authority.issue("other", "/CN=other")
    none = folder / "none.pem"
    empty = folder / "empty.pem"
    empty.touch(0o600)
    open_key = folder / "open.key"
    open_key.write_text(other_key.read_text())
    open_key.chmod(0o644)
    for cert, its_key, words in [
        (none, other_key, ["none.pem", "no such file", "--tls-cert"]),
        (other_chain, none, ["none.pem", "no such file", "--tls-key"]),
        (empty, other_key, ["empty.pem", "no certificate", "--tls-cert"]),
        (other_chain, empty, ["empty.pem", "no private key", "--tls-key"]),
        (other_key, other_key, ["other.key", "no certificate"]),
        (chain, other_key, ["other.key", "not the key of the certificate in", "server.crt"]),
        (other_chain, open_key, ["open.key", "chmod 600"]),
        (folder, other_key, ["tls", "no file of certificates"]),
    ]:
        code, said = host.portico("run", "--port", "0", "--tls-cert", str(cert), "--tls-key", str(its_key))
        assert code == 1 and "listening on " not in said, (code, said)
        assert all(word in said for word in words), (words, said)
    if os.geteuid() != 0:
        other_chain.chmod(0)
        code, said = host.portico("run", "--port", "0", "--tls-cert", str(other_chain), "--tls-key", str(other_key))
        assert code == 1 and "other.crt" in said and "may not" in said, said
    for words in (["--tls-cert", str(chain)], ["--tls-key", str(key)],
                  ["--config", "x", "--tls-cert", str(chain), "--tls-key", str(key)]):
        assert host.portico("run", *words)[0] == 2, words
    code, said = host.portico("run", "--help")
    assert code == 0 and "--tls-cert" in said and "--tls-key" in said, said
