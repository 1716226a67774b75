"""GetNextNotification gives a module its next notification where nobody comes in between."""


def run(host, query):
    before = len(lines(host))
    host.get("/?order_module:" + query)
    host.wait_for(r"OnSendResponse(?:(?!order: )[\s\S])*\Z")
    return lines(host)[before:]


def lines(host):
    return [line.partition("order: order_module ")[2] for line in host.log().splitlines()
            if line.startswith("order: order_module ")]


def test(host):
    everything = [line for line in run(host, "") if line != "OnSendResponse"]
    assert everything[:2] == ["OnBeginRequest", "OnPostBeginRequest"]
    # Bit, post, the same instance, and there is a provider. The host's own anonymous user stops it.
    found = run(host, "OnPostBeginRequest:merge")
    assert found[:4] == ["OnBeginRequest", "OnPostBeginRequest", "merged 2 0 1 1", "OnPostAuthenticateRequest"], found
    # The last notifications are nobody else's.
    found = run(host, "OnPostReleaseRequestState:merge")
    assert found[-8:] == ["OnPostReleaseRequestState", "merged 200 0 1 1", "merged 200 1 1 1", "merged 400 0 1 1",
                          "merged 400 1 1 1", "merged 800 0 1 1", "merged 800 1 1 1", "OnSendResponse"], found
