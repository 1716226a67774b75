"""What the modules of the request tests have said."""

import time


def lines(host, tag, count, seconds=20):
    """The lines of a request, once there are so many, or the time is up."""
    end = time.monotonic() + seconds
    while True:
        found = [line.removeprefix(tag + ": ") for line in host.log().splitlines() if line.startswith(tag + ": ")]
        if len(found) >= count or time.monotonic() > end:
            return found
        time.sleep(0.02)


def until(host, tag, last, seconds=20):
    """The lines of a request, once the last one is this, or the time is up."""
    end = time.monotonic() + seconds
    while True:
        found = lines(host, tag, 0)
        if last in found or time.monotonic() > end:
            return found
        time.sleep(0.02)


def expect(host, tag, expected):
    """The lines of a request are these."""
    found = lines(host, tag, len(expected))
    for line, wanted in zip(found, expected):
        assert line == wanted, f"{tag}: {line!r} and not {wanted!r}"
    assert len(found) == len(expected), f"{tag}: {found[len(expected):]} beyond {expected}"
