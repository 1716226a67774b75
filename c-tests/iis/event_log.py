"""Events of a module come to the journal with their source's name, and to standard error."""

import socket
import struct

JOURNAL = None


def environment(root):
    # Before the start, since a module tells an event while it is loaded.
    global JOURNAL
    path = root.with_name("journal")
    JOURNAL = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    JOURNAL.bind(str(path))
    JOURNAL.settimeout(20)
    return {"PORTICO_EVENT_LOG": f"journal:{path}"}


def entry():
    """The fields of the next entry: names and values, as the journal's protocol has them in binary."""
    data, fields = JOURNAL.recv(1 << 20), {}
    while data:
        name, _, rest = data.partition(b"\n")
        (length,) = struct.unpack("<Q", rest[:8])
        assert rest[8 + length:9 + length] == b"\n", data
        fields[name.decode()] = rest[8:8 + length].decode()
        data = rest[9 + length:]
    return fields


def test(host):
    assert entry() == {
        "MESSAGE": "Modul geladen: grün (event 1)", "PRIORITY": "6", "SYSLOG_FACILITY": "3",
        "SYSLOG_IDENTIFIER": "IIS Test Module V2", "EVENT_ID": "1", "EVENT_CATEGORY": "0",
        "EVENT_TYPE": "information"}
    host.wait_for("^IIS Test Module V2: information: Modul geladen: grün \\(event 1\\)$")

    answer = host.get("/", {"X-Say": "PRIORITY=0\tMESSAGE=forged"})
    assert answer.status == 200 and host.has_reason(answer, "Told")
    said = entry()
    assert said["MESSAGE"] == "PRIORITY=0\tMESSAGE=forged (event 2, 0x80000002)"
    assert said["PRIORITY"] == "4" and said["EVENT_ID"] == str(0x80000002)
    host.wait_for("^IIS Test Module V2: warning: PRIORITY=0\\\\tMESSAGE=forged \\(event 2, 0x80000002\\)$")
    assert host.get("/").status == 403
