"""What a request says of itself, and SetUrl in both forms."""

from request_log import expect


def ask(host, tag, url, *fields, target="/old/%C3%A4?q=1"):
    lines = [f"GET {target} HTTP/1.1", "Host: h:81", f"X-Tag: {tag}", f"X-Url: {url}", *fields, "Connection: close"]
    host.raw("\r\n".join([*lines, "", ""]).encode())


# Some variables follow the new URL, others stay.
STAY = "/old/%C3%A4?q=1|http://h:81/old/\xe4?q=1"
BEFORE = ["changed 0 forwarded (null)", "/old/%C3%A4?q=1|http://h:81/old/\xe4?q=1|h:81|/old/\xe4|?q=1"]


def test(host):
    with host.connect() as wire:
        wire.sendall(b"BREW /?own HTTP/1.0\r\nHost: h\r\nX-Tag: own\r\n\r\n")
        remote = wire.getsockname()
        while wire.recv(4096):
            pass
    expect(host, "own", [
        "changed 0 forwarded (null)",
        "method BREW 1", "null 1 empty 1", "set 1 PUT 7", "own 1 put 1 put", "version 1.0",
        f"local {host.address} {host.port}", f"remote {remote[0]} {remote[1]}", "site 1",
        "certificate 1", "none 1 0", "null 1 1", "negotiate 1", "negotiate later 1", "pending 0",
        "binding 1", "token 1 0", "null token 1", "null url 1 1", "large url 1", "no url 1 0",
    ])
    for wide in ([], ["X-Wide: 1"]):
        tag = "wide" if wide else "narrow"
        changed(host, tag, "/new//a/../b%20c", wide, "/new//a/../b%20c?q=1|http://h:81/new/b c?q=1|h:81|/new/b c|?q=1")
        changed(host, tag + "-reset", "/new", [*wide, "X-Reset: 1"], "/new|http://h:81/new|h:81|/new|")
        changed(host, tag + "-query", "/new?r=2", wide, "/new?r=2|http://h:81/new?r=2|h:81|/new|?r=2")
        changed(host, tag + "-space", "/a b", [*wide, "X-Reset: 1"], "/a%20b|http://h:81/a b|h:81|/a b|")
        changed(host, tag + "-absolute", "http://H:81/new", [*wide, "X-Reset: 1"], "/new|http://h:81/new|h:81|/new|")
        for name, url in ("relative", "new"), ("scheme", "ftp://h/"), ("broken", "/%"):
            ask(host, f"{tag}-{name}", url, *wide)
            expect(host, f"{tag}-{name}", [
                *map(text, [*BEFORE, "set 0 changed 0 forwarded (null)", BEFORE[1]]),
                f"variables|/old/%C3%A4?q=1|{STAY}|/old/\xe4|q=1|"])
        ask(host, f"{tag}-elsewhere", "http://other/x?y", *wide)
        expect(host, f"{tag}-elsewhere", [
            *map(text, [*BEFORE, "set 1 changed 1 forwarded http://other/x?y", BEFORE[1]]),
            f"variables|/old/%C3%A4?q=1|{STAY}|/old/\xe4|q=1|http://other/x?y"])


def changed(host, tag, url, fields, after):
    ask(host, tag, url, *fields)
    raw, _, _, path, query = after.split("|")
    expect(host, tag, [*map(text, [*BEFORE, "set 1 changed 1 forwarded (null)", after]),
                       f"variables|{raw}|{STAY}|{path}|{query[1:]}|"])


def text(line):
    """The module prints the low byte of each character, which is no UTF-8."""
    return line.replace("\xe4", "\N{REPLACEMENT CHARACTER}")
