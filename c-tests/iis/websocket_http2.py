"""The WebSockets of `websocket.py` where the client comes by an extended CONNECT. It runs over HTTP/2 alone."""

from websocket import closes, echo, many, matrix, others


def test(host):
    echo(host, "echo").socket.close()
    echo(host, "blocking").socket.close()
    host.wait_for(r"(?:websocket: dispose[\s\S]*){2}")
    for part in (closes, matrix, others, many):
        part(host)


def after(host):
    assert "too early" not in host.log()
