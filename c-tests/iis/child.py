"""Child requests: what they know, what becomes of their response, and what is refused."""

UNSUPPORTED, INVALID, OVERFLOW = "80070032", "80070057", "800703e9"


def get(host, query):
    answer = host.get("/?" + query, headers={"X-Test": "sent"})
    return answer.status, answer.headers.get("X-Child"), answer.body.decode()


def child(query, header="sent", flags=0, user="yes", variable=1):
    return f"[{query} parent 1 root 1 header {header} variable {variable} flags {flags} user {user}]"


def test(host):
    ended = " ended released 00000000"
    assert get(host, "parent:x") == (201, "yes", "before " + child("x") + ended)
    # The variable is inherited by a call; the headers are not there.
    assert get(host, "parent:plain") == (201, "yes", "before " + child("plain", header="none") + ended)
    assert get(host, "parent:user") == (201, "yes", "before " + child("user") + ended)
    assert get(host, "parent:no-headers") == (200, None, "before " + child("no-headers", flags=1) + ended)
    assert get(host, "parent:error")[0] == 404
    completed = f" completed {0x80} 00000000 released 00000000"
    assert get(host, "parent:pending") == (201, "yes", "before " + child("pending") + completed)
    assert get(host, "parent:always") == (201, "yes", "before " + child("always") + completed)
    assert get(host, "parent:flush") == (201, "yes", "before " + child("flush") + "[flushed 00000000]" + ended)
    buffered = get(host, "parent:flush-buffered")
    assert buffered == (201, "yes", "before " + child("flush", flags=0x20) + "[flushed 00000000]" + ended), buffered

    status, _, text = get(host, "parent:refused")
    once = child("once", header="none", flags=0x20, variable=1)
    refused = " ".join([INVALID, INVALID, UNSUPPORTED, "0", "00000000", UNSUPPORTED, INVALID, "00000000", UNSUPPORTED,
                        INVALID, "00000000"])
    assert (status, text) == (201, once + refused), text

    # The root and ten below it.
    status, _, text = get(host, "deep:0")
    opened = "".join(f"({depth}" for depth in range(11))
    assert text.startswith(opened + f" failed {OVERFLOW})"), text
    assert text.count(")") == 11 and text.count("ended released 00000000") == 10, text


def after(host):
    # Every child has an instance of its own, and all are let go; the last one behind its response.
    log = host.log()
    assert log.count("child: begin") == log.count("child: dispose") > 20
