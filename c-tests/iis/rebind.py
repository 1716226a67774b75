"""A binding that cannot be had changes nothing, and is tried again; one that takes another's place is no fault."""

import os
import signal
import socket
import time
import urllib.error
import urllib.request

from driver import free_port


def configuration(root, port, modules):
    for name in ("one", "two"):
        (root / name).mkdir()
        (root / name / "page.html").write_text(name)
    return text(root, {"one": port})


def text(root, ports, verb="GET"):
    """Sites by their ports, or schemes and ports; the sites' numbers are those of their names."""
    sites = "".join(f"""<site name="{name}" id="{1 + ['one', 'two'].index(name)}">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}/{name}" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings></site>"""
        for name, port in ports.items())
    return f"""<configuration><system.applicationHost><sites>{sites}</sites></system.applicationHost>
    <system.webServer><handlers><clear />
      <add name="Pages" path="*" verb="{verb}" modules="StaticFileModule" resourceType="Either" requireAccess="Read" />
    </handlers></system.webServer></configuration>"""


def ask(port, method="GET"):
    """The page and its status; None where nobody listens."""
    request = urllib.request.Request(f"http://127.0.0.1:{port}/page.html", method=method)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, None
    except urllib.error.URLError:
        return None


def write(host, content):
    other = host.config.with_name("other")
    other.write_text(content)
    os.rename(other, host.config)


def reload(host, expected):
    times = len([line for line in host.log().splitlines() if line.startswith("portico: ")])
    host.process.send_signal(signal.SIGHUP)
    host.wait_for(r"(?s)\A(.*?^portico: [^\n]*\n){%d}.*?^portico: %s" % (times, expected))


def becomes(port, expected):
    for _ in range(400):
        if ask(port) == expected:
            return
        time.sleep(0.05)
    raise AssertionError((ask(port), expected))


def test(host):
    root, first, second = host.root, host.port, free_port()
    assert ask(first) == (200, "one")
    assert ask(first, "HEAD")[0] == 405

    # Somebody else has the port: sites, URLs and all else stay.
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", second))
        taken.listen()
        write(host, text(root, {"one": second, "two": free_port()}, "GET,HEAD"))
        reload(host, "the configuration stays as it was: .*another program listens there")
        assert ask(first) == (200, "one")
        assert ask(first, "HEAD")[0] == 405
        # What is below goes on.
        (root / "one" / "web.config").write_text("""<configuration><system.webServer><handlers>
            <remove name="Pages" /></handlers></system.webServer></configuration>""")
        becomes(first, (404, None))
        os.unlink(root / "one" / "web.config")
        becomes(first, (200, "one"))
    # It is had as soon as it is free, and the old one goes.
    becomes(second, (200, "one"))
    becomes(first, None)
    assert ask(second, "HEAD")[0] == 200

    # Two sites take each other's places, where neither could be had before the other goes.
    write(host, text(root, {"one": first, "two": second}))
    reload(host, "the configuration was read again")
    assert (ask(first), ask(second)) == ((200, "one"), (200, "two"))
    write(host, text(root, {"one": second, "two": first}))
    reload(host, "the configuration was read again")
    assert (ask(first), ask(second)) == ((200, "two"), (200, "one"))

    # That comes to nothing where a third cannot be had.
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        write(host, text(root, {"one": first, "two": taken.getsockname()[1]}))
        reload(host, "the configuration stays as it was: .*another program listens there")
        assert (ask(first), ask(second)) == ((200, "two"), (200, "one"))
        write(host, text(root, {"one": second, "two": first}))
        reload(host, "the configuration was read again")
