"""A module's user is the request's, and goes with it."""

from request_log import expect, lines


def test(host):
    host.get("/", {"X-Tag": "one"})
    expect(host, "one", ["at first 0", "set 1", "original 1", "variables Own first first sent sent secret"])
    expect(host, "one-gone", ["first"])
    host.get("/?again", {"X-Tag": "two"})
    expect(host, "two", ["at first 0", "set 1", "first first", "original 1",
                         "variables Own second second sent sent secret"])
    assert sorted(lines(host, "two-gone", 2)) == ["first", "second"]
    host.get("/?null", {"X-Tag": "none"})
    expect(host, "none", [
        "at first 0", "original 1", "variables      ", "texts [] [] [] []", "tokens 1", "roles 1 1: 1 1 0",
        "no place 1", "variable 1", "still 1",
    ])
