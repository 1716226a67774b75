"""A fault of a module's ends the process by its signal, with one line that says where it was."""

import os
import signal

KINDS = {"segv": ("SIGSEGV", signal.SIGSEGV), "raise": ("SIGBUS", signal.SIGBUS), "abort": ("SIGABRT", signal.SIGABRT),
         "throw": (None, signal.SIGABRT)}


def test(host):
    kind = os.environ["PORTICO_FAULT"]
    name, number = KINDS[kind]
    host.ends_with = -number
    assert host.get("/none?well").status == 404
    answer = host.raw(f"GET /x?{kind} HTTP/1.1\r\nHost: a\r\n\r\n".encode())
    assert answer == b"", answer
    host.process.wait(30)
    lines = [line for line in host.log().splitlines() if "fault_module" in line]
    where = f"module fault_module, OnAcquireRequestState, request GET /x?{kind}"
    if name is None:
        assert len(lines) == 1 and "a C++ exception left OnAcquireRequestState" in lines[0] and where in lines[0], lines
    else:
        assert lines == [f"portico: {name} in {where}"], lines
