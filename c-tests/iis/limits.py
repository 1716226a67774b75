"""Limits of sites and of the server: connections, bandwidth, times."""

import os
import signal
import time


def configuration(root, port, modules):
    (root / "site").mkdir()
    (root / "site" / "page.htm").write_text("page")
    (root / "site" / "large.htm").write_bytes(b"x" * 4096)
    return text(root, port, 'maxConnections="1"')


def text(root, port, few):
    sites = {"few": few, "short": 'connectionTimeout="00:00:01"', "narrow": 'maxBandwidth="1024" maxUrlSegments="9"', "other": ""}
    # What asks for no other site is for the first one.
    host = lambda name: "" if name == "few" else f"{name}.example"
    site = lambda number, name, limits: f"""
      <site name="{name}" id="{number}">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}/site" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:{host(name)}" /></bindings>
        <limits {limits} />
      </site>"""
    return f"""<configuration><system.applicationHost>
      <sites>{"".join(site(1 + number, name, limits) for number, (name, limits) in enumerate(sites.items()))}</sites>
      <webLimits minBytesPerSecond="0" headerWaitTimeout="00:00:02" demandStartThreshold="5" />
    </system.applicationHost></configuration>"""


def ask(connection, site, path="/page.htm"):
    connection.request("GET", path, headers={"Host": f"{site}.example"})
    answer = connection.getresponse()
    return answer.status, answer.read()


def becomes(host, site, expected):
    """With connections of their own."""
    for _ in range(400):
        with host.connect() as wire:
            wire.sendall(b"GET /page.htm HTTP/1.1\r\nHost: %s.example\r\nConnection: close\r\n\r\n" % site.encode())
            found = int(wire.makefile("rb").read().split(b" ")[1])
        if found == expected:
            return
        time.sleep(0.05)
    raise AssertionError(f"{site}: {found}, not {expected}")


def test(host):
    # What has no effect is told, and nothing else.
    assert "webLimits: demandStartThreshold without effect here" in host.log(), host.log()
    assert "site narrow: limits: maxUrlSegments without effect here" in host.log(), host.log()
    assert host.log().count("without effect") == 2, host.log()

    # One connection, as long as it is there; another site has its own number.
    first = host.connection()
    assert ask(first, "few") == (200, b"page")
    second = host.connection()
    assert ask(second, "few")[0] == 503
    third = host.connection()
    assert ask(third, "other") == (200, b"page")
    assert ask(first, "few") == (200, b"page")
    first.close()
    becomes(host, "few", 200)

    # A second without a request ends the connection to this site alone.
    short = host.connection()
    assert ask(short, "short") == (200, b"page")
    began = time.monotonic()
    assert short.sock.recv(1) == b""
    assert time.monotonic() - began > 0.9
    assert ask(third, "other") == (200, b"page")

    # A request whose head does not come to its end ends its connection.
    with host.connect() as wire:
        wire.sendall(b"GET / HTTP/1.1\r\nHost: other.example\r\n\r\n")
        assert wire.recv(9) == b"HTTP/1.1 "
        wire.sendall(b"GET / HT")
        while wire.recv(65536):
            pass
    assert ask(third, "other") == (200, b"page")

    # 4 KB take more than a second.
    narrow = host.connection()
    began = time.monotonic()
    assert ask(narrow, "narrow", "/large.htm") == (200, b"x" * 4096)
    assert time.monotonic() - began > 1

    # A limit that is taken away.
    first = host.connection()
    assert ask(first, "few") == (200, b"page")
    becomes(host, "few", 503)
    other = host.config.with_name("other")
    other.write_text(text(host.root, host.port, ""))
    os.rename(other, host.config)
    host.process.send_signal(signal.SIGHUP)
    becomes(host, "few", 200)
    for connection in (first, second, third, short, narrow):
        connection.close()
