"""Each way in which a notification may be pending, and how it ends."""

import concurrent.futures
import time


def body(host, what):
    answer = host.get("/?" + what)
    assert answer.status == 200, (what, answer.status)
    return answer.body.decode()


def completed(bytes, event=80, post=0, status="00000000", operation=0):
    return f" completion {event} {post} bytes {bytes} status {status} operation {operation}"


REFUSED = "8007139f"  # ERROR_INVALID_STATE


def test(host):
    after = " post-execute"
    expected = {
        "begin": completed(4, event=1) + "nothing",
        "at-once": "post 00000000" + completed(7) + after,
        "later": completed(8) + after,
        "race": completed(9) + after,
        "twice": "post 00000000 " + REFUSED + completed(1) + after,
        "again": completed(0) + completed(1) + completed(2) + after,
        "finish": completed(0),
        "untouched": after,
        "continue": completed(6) + after,
        "indicate-at-once": after,
        "indicate-later": after,
        "indicate-finish": "",
        "indicate-inside": completed(0) + " indicated" + after,
        "routine": "post 00000000 routine 5 1",
        "custom": "custom 00000000 0",
        "custom-finish": "custom 00000000 0",
        "custom-pending": "custom 00000000 1" + completed(0) + after,
    }
    for what, wanted in expected.items():
        assert body(host, what) == wanted, (what, body(host, what))

    # One custom module after the other, and of one that ends it the next one hears nothing.
    log = host.log()
    assert log.count("custom: told 0") == 2 + 1 + 2, log
    assert log.count("custom: completion 10000000 bytes 3 0") == 2, log

    # Completions that race with the return of their notification, many times and at the same time.
    with concurrent.futures.ThreadPoolExecutor(16) as clients:
        for answer in clients.map(lambda _: body(host, "race"), range(400)):
            assert answer == completed(9) + after

    # The module goes with what it has lent once the client has all of it.
    answer = host.get("/?large", meanwhile=lambda: time.sleep(0.5))
    assert len(answer.body) == 16 << 20 and answer.body.count(b"x") == 16 << 20, answer.body.count(b"x")
