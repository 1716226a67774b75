#!/usr/bin/env python3
"""handshakes.py PORT full|resumed COUNT: connections by TLS 1.3, one after the other, each with one request.

Says how many there were in a second, and how many there were beside those that were asked for: the one from which the
first resumed one goes on. Ends with an error where a handshake was not of the kind that was asked for.
"""

import json
import socket
import ssl
import sys
import time

REQUEST = b"GET /hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"


def connect(context, port, session):
    """One connection; its session, from which another one may go on."""
    with socket.create_connection(("127.0.0.1", port), 10) as plain:
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        with context.wrap_socket(plain, server_hostname="localhost", session=session) as secure:
            secure.sendall(REQUEST)
            answer = b""
            while piece := secure.recv(4096):
                answer += piece
            if not answer.startswith(b"HTTP/1.1 200") or secure.version() != "TLSv1.3":
                sys.exit(f"no answer by TLS 1.3: {secure.version()}, {answer}")
            if secure.session_reused != (session is not None):
                sys.exit(f"resumed: {secure.session_reused}")
            return secure.session


def main():
    port, kind, count = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["http/1.1"])
    resumes = kind == "resumed"
    session = connect(context, port, None) if resumes else None
    started = time.monotonic()
    for _ in range(count):
        next_session = connect(context, port, session)
        if resumes:
            session = next_session
    print(json.dumps({"rate": count / (time.monotonic() - started), "extra": int(resumes)}))


main()
