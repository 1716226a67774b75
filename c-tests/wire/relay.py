#!/usr/bin/env python3
"""relay.py KIND PROGRAM [ARGUMENT…]

Runs a test program whose clients are raw sockets so that the server is spoken to in another way:
`https/1.1` is TLS, `h2c` is HTTP/2 and `h2` is that over TLS; `h2/frames` is TLS for a program whose clients write
HTTP/2 themselves. The program's clients connect to the relay, say in two bytes which port they mean, and then what
they would say to the server. Under TLS what happens on one side happens on the other: an end of one direction (with
close_notify before it), a reset, and bytes that nobody takes. What becomes of HTTP/1.1 in HTTP/2
c-tests/clients/over_http2.py says.

The program finds in its environment PORTICO_TEST_WIRE (the kind), PORTICO_TEST_RELAY (the relay's port) and
PORTICO_TEST_CERTIFICATE (the thumbprint to bind), and a service configuration of its own.
"""

import hashlib
import os
import select
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading

# What waits for a side that takes nothing.
MOST = 16 << 10
BUFFER = 16 << 10


class Plain:
    """The side of the program: bytes as they are."""

    def __init__(self, sock):
        self.sock = sock
        self.out = b""
        self.ending = False
        self.ended = False

    def take(self):
        """What has come: bytes, None for nothing yet, b"" for the end."""
        try:
            return self.sock.recv(BUFFER)
        except (BlockingIOError, InterruptedError):
            return None

    def holds(self):
        """Whether something has come that nobody has taken."""
        return False

    def put(self, data):
        self.out += data

    def end(self):
        self.ending = True

    def flush(self):
        while self.out:
            try:
                self.out = self.out[self.sock.send(self.out):]
            except (BlockingIOError, InterruptedError):
                return
        if self.ending and not self.ended:
            self.ended = True
            self.sock.shutdown(socket.SHUT_WR)

    def reset(self):
        self.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


class Tls(Plain):
    """The side of the server: bytes in records."""

    def __init__(self, sock, context):
        super().__init__(sock)
        self.incoming, self.outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self.tls = context.wrap_bio(self.incoming, self.outgoing, server_hostname="localhost")
        sock.setblocking(True)
        while True:
            try:
                self.tls.do_handshake()
                break
            except ssl.SSLWantReadError:
                sock.sendall(self.outgoing.read())
                data = sock.recv(BUFFER)
                if not data:
                    raise ConnectionResetError("the handshake has ended")
                self.incoming.write(data)
        sock.sendall(self.outgoing.read())
        sock.setblocking(False)

    def take(self):
        while True:
            try:
                data = self.tls.read(BUFFER)
                return data
            except ssl.SSLWantReadError:
                pass
            except ssl.SSLZeroReturnError:
                return b""
            data = super().take()
            if data is None:
                return None
            if not data:
                # The end of the socket without that of TLS.
                raise ConnectionResetError("cut off")
            self.incoming.write(data)

    def holds(self):
        return self.tls.pending() > 0 or self.incoming.pending > 0

    def put(self, data):
        self.tls.write(data)
        self.out += self.outgoing.read()

    def end(self):
        try:
            self.tls.unwrap()
        except ssl.SSLError:
            # The other side need not answer.
            pass
        self.out += self.outgoing.read()
        super().end()


def relay(client, context):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, BUFFER)
    sides = [Plain(client)]
    try:
        port = struct.unpack(">H", client.recv(2, socket.MSG_WAITALL))[0]
        server = socket.socket()
        for option in (socket.SO_RCVBUF, socket.SO_SNDBUF):
            server.setsockopt(socket.SOL_SOCKET, option, BUFFER)
        server.connect(("127.0.0.1", port))
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        sides.append(Tls(server, context))
        client.setblocking(False)
        run(sides)
    except (OSError, struct.error, ssl.SSLError):
        for side in sides:
            side.reset()
    for side in sides:
        side.sock.close()


def run(sides):
    open_sides = set(sides)
    while open_sides or any(side.out or side.ending and not side.ended for side in sides):
        poll = select.poll()
        # What a layer holds the socket does not tell of.
        at_once = False
        for side, other in zip(sides, reversed(sides)):
            events = 0
            if side in open_sides and len(other.out) < MOST:
                events |= select.POLLIN
                at_once |= side.holds()
            if side.out:
                events |= select.POLLOUT
            # Resets are told in any case, until both directions have ended.
            if side in open_sides or not side.ended:
                poll.register(side.sock, events)
        told = dict(poll.poll(0 if at_once else None))
        for side, other in zip(sides, reversed(sides)):
            events = told.get(side.sock.fileno(), 0)
            if events & select.POLLERR:
                raise ConnectionResetError(side.sock.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR))
            while side in open_sides and len(other.out) < MOST:
                data = side.take()
                if data is None:
                    break
                if data:
                    other.put(data)
                else:
                    open_sides.discard(side)
                    other.end()
            side.flush()
            other.flush()


def accept_all(listener, context):
    while True:
        client, _ = listener.accept()
        threading.Thread(target=relay, args=(client, context), daemon=True).start()


def main():
    kind, program = sys.argv[1], sys.argv[2:]
    if kind not in ("https/1.1", "h2", "h2c", "h2/frames"):
        sys.exit(f"relay.py: no kind is called {kind}")
    with tempfile.TemporaryDirectory(prefix="portico-wire-") as folder:
        store = os.path.join(folder, "certificates", "MY")
        os.makedirs(store)
        pem = os.path.join(store, "wire.pem")
        mask = os.umask(0o077)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                        "-keyout", pem + ".key", "-out", pem + ".own", "-days", "30", "-subj", "/CN=localhost",
                        "-addext", "subjectAltName=DNS:localhost"], check=True, stderr=subprocess.DEVNULL)
        with open(pem + ".own") as own, open(pem + ".key") as key, open(pem, "w") as both:
            certificate = own.read()
            both.write(certificate + key.read())
        os.umask(mask)
        context = ssl.create_default_context(cafile=pem + ".own")
        context.set_alpn_protocols(["http/1.1" if kind == "https/1.1" else "h2"])
        if kind in ("https/1.1", "h2/frames"):
            listener = socket.create_server(("127.0.0.1", 0), backlog=256)
            threading.Thread(target=accept_all, args=(listener, context), daemon=True).start()
        else:
            sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "clients"))
            from over_http2 import Adapter
            listener = Adapter(context=context if kind == "h2" else None).listener
        environment = dict(
            os.environ,
            PORTICO_TEST_WIRE=kind,
            PORTICO_TEST_RELAY=str(listener.getsockname()[1]),
            PORTICO_TEST_CERTIFICATE=hashlib.sha1(ssl.PEM_cert_to_DER_cert(certificate)).hexdigest(),
            PORTICO_CONFIG=os.path.join(folder, "service.conf"),
            PORTICO_CERTIFICATES=os.path.join(folder, "certificates"),
        )
        code = subprocess.run(program, env=environment).returncode
    sys.exit(code if code >= 0 else 128 - code)


main()
