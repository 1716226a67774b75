"""OnMapPath and OnReadEntity that wait on a thread of a module's, while the request waits for that thread: what ends
the one does not end the other."""

import concurrent.futures

MAP, READ, HANDLER = "80000000", "40000000", "80"
OTHER = 3  # a child request


def told(event, bytes, operation=0):
    return f"{event} bytes {bytes} operation {operation}\n"


def expected():
    own = told(HANDLER, 7)
    for kind, event, done in [("map", MAP, "mapped\n"), ("read", READ, "read body\n")]:
        yield f"{kind}-later", told(event, 3) + done + own
        yield f"{kind}-at-once", told(event, 0) + done + own
        yield f"{kind}-again", told(event, 0) + told(event, 1) + told(event, 2) + done + own
        yield f"{kind}-race", told(event, 4) + done + own
        yield f"{kind}-indicate-inside", done + own
        yield f"{kind}-indicate-later", done + own
        yield f"{kind}-child", told(event, 0, OTHER) + done + own
        # The request has what its own thread says meanwhile.
        yield f"{kind}-child-own-first", told(HANDLER, 6) + told(event, 0, OTHER) + done + own
        # So it has what comes while a notification runs that does not wait for it.
        yield f"{kind}-passes", told(HANDLER, 5) + done + own


def test(host):
    def ask(what):
        return host.request("POST", f"/?{what}", b"body", timeout=60).text

    wanted = dict(expected())
    with concurrent.futures.ThreadPoolExecutor(8) as clients:
        answers = dict(zip(wanted, clients.map(ask, wanted)))
    for what, text in wanted.items():
        assert answers[what] == text, (what, answers[what])
    # A request that is through has its modules until their notifications are.
    assert ask("map-child-beyond") == told(HANDLER, 6)
    host.wait_for("^map-child-beyond: dispose$")
    log = host.log()
    assert log.index("map-child-beyond: completed") < log.index("map-child-beyond: dispose"), log
