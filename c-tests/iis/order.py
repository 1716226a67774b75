"""Modules of all priorities are told of all notifications in order."""

STEPS = ["BeginRequest", "AuthenticateRequest", "AuthorizeRequest", "ResolveRequestCache", "MapRequestHandler",
         "AcquireRequestState", "PreExecuteRequestHandler", "ExecuteRequestHandler", "ReleaseRequestState",
         "UpdateRequestCache", "LogRequest", "EndRequest"]
# As they are loaded; the order of their priorities is another.
LOADED = ["last", "plain", "first", "plain2", "low", "high"]
RANKED = ["first", "high", "plain", "plain2", "low", "last"]
SENT = ["last", "low", "plain", "plain2", "high", "first"]


def step(name):
    events = [f"{module} On{name}" for module in (LOADED if name == "ExecuteRequestHandler" else RANKED)]
    posts = ["plain2", "first", "high", "plain", "low", "last"] if name == "BeginRequest" else RANKED
    if name == "BeginRequest":
        # FIRST twice: the order of the list decides.
        posts = ["first", "plain2", "high", "plain", "low", "last"]
    return events + [f"{module} OnPost{name}" for module in posts]


def send():
    return [f"{module} OnSendResponse" for module in SENT]


def run(host, query):
    before = len(told(host))
    host.get("/?" + query)
    host.wait_for(r"order: first OnSendResponse(?:(?!order: )[\s\S])*\Z")
    return told(host)[before:]


def told(host):
    return [line.partition("order: ")[2] for line in host.log().splitlines() if line.startswith("order: ")]


def same(found, wanted):
    assert found == wanted, "\n".join(f"{a!s:45} {b}" for a, b in zip(found + [None] * 99, wanted + [None] * 99)
                                      if a or b)


def test(host):
    everything = [line for name in STEPS for line in step(name)]
    same(run(host, ""), everything + send())

    # FINISH_REQUEST: nobody else in this step, then logging and the end.
    end = step("LogRequest") + step("EndRequest") + send()
    same(run(host, "high:OnBeginRequest:finish"), ["first OnBeginRequest", "high OnBeginRequest"] + end)
    found = run(host, "low:OnPostAuthorizeRequest:finish")
    authorized = [line for name in STEPS[:3] for line in step(name)]
    same(found, authorized[:-1] + end)
    # The last two steps come in any case.
    found = run(host, "first:OnLogRequest:finish")
    log = ["first OnLogRequest"] + [f"{module} OnPostLogRequest" for module in RANKED]
    same(found, [line for name in STEPS[:10] for line in step(name)] + log + step("EndRequest") + send())
    # A send goes on, but nobody else is told of it.
    same(run_until(host, "low:OnSendResponse:finish"), everything + ["last OnSendResponse", "low OnSendResponse"])

    # The first handler that has handled the request is the last one that is asked.
    found = run(host, "plain:OnExecuteRequestHandler:handled")
    handlers = [line for line in found if line.endswith("OnExecuteRequestHandler")]
    same(handlers, ["last OnExecuteRequestHandler", "plain OnExecuteRequestHandler"])

    # Of what a module does not want any more, only what comes with every request can be left out.
    found = run(host, "high:OnBeginRequest:disable")
    same(found, [line for line in everything + send() if line not in ("high OnLogRequest", "high OnPostEndRequest")])

    # The last notification of a module is its own last one.
    found = run(host, "plain:OnPostEndRequest:last")
    assert "last 1 1" in found
    found = run(host, "plain:OnEndRequest:last")
    assert "last 0 0" in found
    found = run(host, "plain:OnUpdateRequestCache:last")
    assert "last 0 0" in found


def run_until(host, query):
    """The send ends with the module that stops it."""
    before = len(told(host))
    host.get("/?" + query)
    host.wait_for(r"order: low OnSendResponse(?:(?!order: )[\s\S])*\Z")
    return told(host)[before:]
