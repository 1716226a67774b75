"""The headers of a request, by every method and in the structure."""

from request_log import expect


def test(host):
    host.raw(b"GET /read HTTP/1.1\r\nHost: there:80\r\nX-Tag: read\r\nx-own: its value\r\nX-Empty:\r\nUser-Agent: tester\r\n"
             b"X-Twice: one\r\nx-twice: two\r\nAccept: a/b\r\nConnection: close\r\n\r\n")
    expect(host, "read", [
        "host=[there:80] 8", "X-OWN=[its value] 9", "X-Empty=[] 0", "X-None=[(null)] 0", "Accept=[a/b] 3",
        "X-Twice=[one, two] 8", "Referer=[(null)] 0",
        "by number tester 6", "no number (null) (null)", "null name (null)", "same structure 1", "structure there:80",
        "null value 1", "null name 1", "bad number 1", "delete null 1",
        "set 1", "X-New=[value] 5", "X-New=[value,second] 12", "X-New=[only] 4", "X-Blank=[] 0",
        "agent mine", "Accept=[a/b,text/plain] 14", "in the structure me 6", "From=[changed] 7", "X-New=[changed] 7",
        "delete 1 1 1", "X-New=[(null)] 0", "From=[(null)] 0", "X-Own=[its value] 9", "delete bad number 1",
        "X-Many-0=[m] 1", "X-Many-39=[m] 1", "large 1", "too large 1",
    ])
    host.raw(b"GET /snapshot?changes HTTP/1.1\r\nHost: h\r\nX-Tag: snapshot\r\nX-Own: v\r\nConnection: close\r\n\r\n")
    expect(host, "snapshot", [
        "first: 1 new number 1 end 1: 1=close 28=h X-Tag=snapshot X-Own=v",
        "same: 1 new number 0 end 1:",
        "set: 1 new number 1 end 1: 27=me X-Later=1",
        "deleted: 1 new number 1 end 1: X-Own=(null) X-Later=2",
        "same again: 1 new number 0 end 1:",
        "in the structure: 1 new number 1 end 1: 27=you",
        "null 1",
    ])
