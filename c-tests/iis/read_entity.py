"""OnReadEntity is called for each read, and what it leaves is what is read."""

from request_body import EOF, later, post
from request_log import expect, lines

END = "at the end 0x80070026 0"


def test(host):
    post(host, "upper", "wait&upper", b"body")
    expect(host, "upper", ["before 4", "entity [body] room 1", "body [BODY] after 0", "entity [] room 1", END])
    # By OnAsyncCompletion and by callback the piece was shown before.
    for form, said in ("async", "completion of the handler"), ("callback", "callback 1"):
        tag = f"upper-{form}"
        later(host, tag, f"{form}&upper&always")
        found = lines(host, tag, 9)
        assert found[-1] == "body [BODY] after 0" and found[-2] == EOF, found
        pieces = [line for line in found if line.startswith("entity ")]
        assert len(pieces) == found.count(said) and pieces[-1] == "entity [] room 1", found
        assert "".join(piece.partition("[")[2].partition("]")[0] for piece in pieces) == "body", found
    # What does not fit is read by the next reads, and is not shown again.
    post(host, "double", "wait&double&small&pieces", b"body")
    expect(host, "double", ["before 4", "entity [body] room 1", "piece [bboo]", "piece [ddyy]",
                            "body [bboodddyy] after 0".replace("ddd", "dd"), "entity [] room 1", END])
    # A read does not give nothing before the end.
    post(host, "shorter", "wait&shorter&small", b"somebody")
    expect(host, "shorter", ["before 8", "entity [some] room 1", "entity [body] room 1", "body [body] after 0",
                             "entity [] room 1", END])
    later(host, "shorter-async", "async&shorter&fill&small", b"somebody")
    expect(host, "shorter-async", ["before 8", "entity [some] room 1", "entity [body] room 1",
                                   "completion of the handler", "entity [] room 1", EOF, "body [body] after 0"])
    if host.wire in ("http/1.1", "https/1.1"):
        # Over HTTP/2 the end may come later than the body.
        post(host, "more", "async&more", b"body")
        expect(host, "more", ["before 4", "entity [body] room 1", "entity [] room 1", "entity [] room 1", EOF,
                              "body [bodymore] after 0"])
    post(host, "inner", "wait&inner&small", b"somebody")
    expect(host, "inner", ["before 8", "entity [some] room 1", "inner 0x00000000 [body]", "body [some] after 0",
                           "entity [] room 1", "inner 0x80070026 []", END])
    post(host, "finish", "wait&finish&upper", b"body")
    expect(host, "finish", ["before 4", "entity [body] room 1", "body [BODY] after 0", "entity [] room 1", END])
    post(host, "insert", "wait&insert&upper", b"body")
    expect(host, "insert", ["before 4", "insert 1 1", "inserted 17", "entity [first Second ] room 1",
                            "entity [body] room 1", "body [FIRST SECOND BODY] after 0", "entity [] room 1", END])
