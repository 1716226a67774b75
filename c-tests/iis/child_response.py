"""What a child's response does to its parent's: trailers, no head, and what the HTTP API may not keep."""


def ask(host, query):
    """What goes over the wire, but for the date, and what the request has said of its response."""
    answer = host.raw(f"GET /?{query} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
    head, _, body = answer.partition(b"\r\n\r\n")
    said = host.wait_for(f"^{query}: (.*)$")[1]
    return head.decode(), body.decode(), said


def trailers(host):
    none = "child none parent none suppressed 0 cache 1"
    for depth in "123":
        head, body, said = ask(host, f"{depth}:trailers")
        assert head.startswith("HTTP/1.1 200 ") and "\r\nTransfer-Encoding: chunked" in head, head
        assert body.endswith("\r\n0\r\nX-Child: 1,2\r\n\r\n"), body
        assert said == "child 1,2 parent none suppressed 0 cache 1", said
    # They take the place of those that the parent had by the same name, behind what it has sent, too.
    for query in ["1:trailers-replaces", "1:trailers-replaces-behind", "1:trailers-replaces-buffered"]:
        _, body, said = ask(host, query)
        assert body.endswith("\r\n0\r\nX-Parent: own\r\nX-Child: 1,2\r\n\r\n"), body
        assert said == "child 1,2 parent own suppressed 0 cache 1", said
    for query in ["1:trailers-late", "2:trailers-late-buffered"]:
        _, body, said = ask(host, query)
        assert body.endswith("\r\n0\r\nX-Child: late\r\n\r\n") and said.startswith("child late "), (body, said)
    # They are headers of the child, and the parent wants none of these.
    for query in ["1:trailers-bare", "1:trailers-bare-late"]:
        _, body, said = ask(host, query)
        assert "X-Child" not in body and said == none, (body, said)


def heads(host):
    own = "HTTP/1.1 299 Own\r\nX-Own: 1"
    for query in ["1:suppresses-raw", "3:suppresses-raw", "1:suppresses-raw-buffered", "1:suppresses-raw-late"]:
        head, body, said = ask(host, query)
        # Nobody can tell where it ends but by the connection.
        assert head == own and body.isdigit() and " suppressed 1 " in said, (head, body, said)
    # The parent's head is its own where it wants none of the child's, or has gone out.
    for query in ["1:suppresses-bare", "1:suppresses-behind"]:
        head, body, said = ask(host, query)
        assert head.startswith("HTTP/1.1 200 ") and " suppressed 0 " in said, (head, said)


def cache(host):
    def bodies(query):
        return [host.get(f"/?{query}").body for _ in range(2)]

    for query in ["1:kept", "2:kept", "1:kept-bare"]:
        first, second = bodies(query)
        assert first == second and host.wait_for(f"^{query}: .* cache 1$"), (query, first, second)
    for query in ["1:kept-disables", "3:kept-disables", "1:kept-bare-disables", "1:kept-buffered-disables"]:
        first, second = bodies(query)
        assert first != second and host.wait_for(f"^{query}: .* cache 0$"), (query, first, second)


def test(host):
    cache(host)
    trailers(host)
    heads(host)
    assert "FAILED" not in host.log(), host.log()
