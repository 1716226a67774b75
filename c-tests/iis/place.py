"""Where a URL leads to, and what is known of it."""

from request_log import expect


def test(host):
    root = host.root

    def ask(tag, target, expected):
        host.get(target, {"X-Tag": tag})
        expect(host, tag, expected)

    # The path is mapped once.
    ask("plain", "/sub/page.htm", ["maps /sub/page.htm to /page.htm",
                                   f"path {root}/sub/page.htm name /sub/page.htm translated {root}/sub/page.htm"])
    ask("override", "/sub/page.htm?override", [
        "maps /sub/page.htm to /page.htm", "override 1 1",
        "path /other/place.htm name /sub/page.htm translated /other/place.htm"])
    ask("inner", "/page.htm?inner", ["maps /page.htm to /page.htm", "inner /page.htm",
                                     f"path {root}/page.htm name /page.htm translated {root}/page.htm"])
    # A new URL at the beginning has a new place; a late one has the old one's.
    ask("moved", "/page.htm?moved", ["maps /page.htm to /page.htm", f"path {root}/page.htm",
                                     "maps /moved.htm to /moved.htm",
                                     f"path {root}/moved.htm name /moved.htm translated {root}/moved.htm"])
    late = f"path {root}/page.htm name /page.htm translated {root}/page.htm"
    ask("late", "/page.htm?late", ["maps /page.htm to /page.htm", late, late])
    maps = "maps /file name.txt to /file name.txt"
    ask("map", "/page.htm?map", [maps, "asked 1", maps, "too small 1 1", "untouched 1", maps,
                                 f"mapped 1 {root}/file name.txt", "bytes 1 end 1", "null 1 1", "no path 1"])
    ask("url-1", "/page.htm?url", ["frequent 0 kept 0 same 1"])
    ask("url-2", "/page.htm?url", ["frequent 1 kept 1 same 1"])
    ask("url-3", "/other.htm?url", ["frequent 0 kept 0 same 1"])
    # Those that do not ask are counted too.
    ask("url-4", "/third.htm?moved", ["maps /third.htm to /third.htm", f"path {root}/third.htm",
                                      "maps /moved.htm to /moved.htm",
                                      f"path {root}/moved.htm name /moved.htm translated {root}/moved.htm"])
    ask("url-5", "/third.htm?url", ["frequent 1 kept 0 same 1"])
    assert "kept: gone" not in host.log()


def after(host):
    assert host.log().count("kept: gone") == 3
