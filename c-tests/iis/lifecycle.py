"""A module is loaded, told of requests in order, and let go at the end."""

START = ["DllMain 1", "RegisterModule"]
REQUEST = ["OnBeginRequest", "OnExecuteRequestHandler", "OnEndRequest", "Dispose"]


def test(host):
    assert told(host) == START
    assert host.get("/one").status == 200
    host.wait_for("Dispose")
    assert told(host) == [*START, *REQUEST]
    assert host.get("/two").status == 200


def after(host):
    assert told(host) == [*START, *REQUEST, *REQUEST, "Terminate", "DllMain 0"]


def told(host):
    return [line.partition("lifecycle: ")[2] for line in host.log().splitlines() if line.startswith("lifecycle: ")]
