"""Lets clients that speak HTTP/1.1 ask over HTTP/2.

They connect to an `Adapter`, which asks the server at `target`, or at the port that each client names in two bytes
before all else. With a `context` of ssl it asks over TLS.

Each connection of HTTP/1.1 is a session of HTTP/2, and each of its requests a stream. What HTTP/2 does not tell is
made up: reason phrases, the case of names, chunks where there is no length, the end of a connection behind
an error page. A stream that is reset is a connection that is; a handshake of WebSocket is an extended CONNECT.
"""

import base64
import hashlib
import http.client
import re
import select
import socket
import struct
import sys
import threading

try:
    import h2
except ImportError:
    # Another Python than Debian's, which has the package.
    sys.path.append("/usr/lib/python3/dist-packages")

import h2.config
import h2.connection
import h2.errors
import h2.events
import h2.exceptions
import h2.settings

PIECE = 65536
NAMES = {"etag": "ETag", "www-authenticate": "WWW-Authenticate", "content-md5": "Content-MD5", "te": "TE"}
OF_THE_CONNECTION = {"connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade", "host"}
# After these pages HTTP.SYS closes.
CLOSING = {400, 411, 413, 414, 501, 503, 505}
KEY = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"


class Gone(Exception):
    """The client or the server has gone."""


def spelled(name):
    return NAMES.get(name) or "-".join(part.capitalize() for part in name.split("-"))


class Exchange:
    """One connection of a client, with its session."""

    def __init__(self, client, port, context):
        self.client = client
        self.server = socket.create_connection(("127.0.0.1", port), 20)
        self.server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.pending_bytes = None
        if context:
            self.server = context.wrap_socket(self.server, server_hostname="localhost")
            assert self.server.selected_alpn_protocol() == "h2"
            self.pending_bytes = self.server.pending
        config = h2.config.H2Configuration(
            client_side=True, header_encoding="latin-1", validate_outbound_headers=False,
            normalize_outbound_headers=False)
        self.session = h2.connection.H2Connection(config)
        self.session.initiate_connection()
        self.flush()
        self.received = b""
        self.client_ended = False
        self.events = []
        self.settled = False

    def held(self):
        return self.pending_bytes() if self.pending_bytes else 0

    def flush(self):
        try:
            self.server.sendall(self.session.data_to_send())
        except OSError:
            raise Gone from None

    def run(self):
        try:
            while not self.one():
                pass
            self.client.shutdown(socket.SHUT_WR)
            self.linger()
        except Gone:
            self.client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        except OSError:
            # The client has reset its connection.
            self.server.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        finally:
            self.client.close()
            self.server.close()

    def linger(self):
        self.client.settimeout(2)
        try:
            while self.client.recv(PIECE):
                pass
        except OSError:
            pass

    def wait(self):
        """Something comes from either side; whether it was the client's."""
        while True:
            if self.events:
                return False
            watched = [self.server] if self.client_ended else [self.server, self.client]
            # What TLS has taken from the socket already nobody tells of.
            ready, _, _ = select.select(watched, [], [], 0 if self.held() else None)
            if self.held() and self.server not in ready:
                ready.append(self.server)
            if self.server in ready:
                data = self.server.recv(PIECE)
                if not data:
                    raise Gone
                self.events += self.session.receive_data(data)
                self.flush()
            if self.client in ready:
                data = self.client.recv(PIECE)
                self.client_ended = not data
                self.received += data
                return True

    def take(self, count):
        taken, self.received = self.received[:count], self.received[count:]
        return taken

    def one(self):
        """One request and its answer; whether it was the last one."""
        while b"\r\n\r\n" not in self.received:
            if self.client_ended:
                return True
            self.wait()
            self.idle_events()
        head, self.received = self.received.split(b"\r\n\r\n", 1)
        line, *lines = head.decode("latin-1").split("\r\n")
        try:
            method, target, version = line.split(" ")
        except ValueError:
            # What is no request in HTTP/1.1 cannot be one here.
            raise Gone from None
        fields = [(name.lower(), value.strip(" \t")) for name, _, value in (line.partition(":") for line in lines)]
        self.request(method, target, fields)
        closes = any(name == "connection" and "close" in value.lower() for name, value in fields)
        return self.answer(method, fields, closes or version == "HTTP/1.0")

    def idle_events(self):
        for event in self.events:
            if isinstance(event, h2.events.ConnectionTerminated) and event.error_code:
                raise Gone
            self.settled |= isinstance(event, h2.events.RemoteSettingsChanged)
        self.events = []

    def request(self, method, target, fields):
        get = lambda wanted: [value for name, value in fields if name == wanted]
        self.tunnel = "websocket" in "".join(get("upgrade")).lower()
        self.key = "".join(get("sec-websocket-key"))
        if self.tunnel:
            while not self.settled:
                self.wait()
                self.idle_events()
        found = re.fullmatch(r"http://([^/]*)(/.*)?", target)
        authority = found[1] if found else "".join(get("host")[:1])
        pseudo = [(":method", "CONNECT" if self.tunnel else method), (":scheme", "https" if self.pending_bytes else "http"),
                  (":path", found[2] or "/" if found else target), (":authority", authority)]
        if self.tunnel:
            pseudo.append((":protocol", "websocket"))
        more = [(name, value) for name, value in fields
                if name not in OF_THE_CONNECTION and not (self.tunnel and name == "sec-websocket-key")]
        self.chunked = "chunked" in "".join(get("transfer-encoding"))
        self.left = 0 if self.chunked else int("".join(get("content-length")[:1]) or 0)
        self.stream = self.session.get_next_available_stream_id()
        ends = not self.tunnel and not self.chunked and self.left == 0
        self.sent = ends
        self.session.send_headers(self.stream, pseudo + more, end_stream=ends)
        self.pending = b""
        self.flush()

    def send_body(self):
        """Sends what has come of the body, as far as there is room."""
        if self.tunnel:
            self.pending += self.take(len(self.received))
        elif self.chunked:
            while self.chunked and (found := re.match(rb"([0-9A-Fa-f]+)[^\r\n]*\r\n", self.received)):
                size = int(found[1], 16)
                if len(self.received) < found.end() + size + 2:
                    break
                self.take(found.end())
                self.pending += self.take(size)
                self.take(2)
                self.chunked = size > 0
        else:
            part = self.take(self.left)
            self.left -= len(part)
            self.pending += part
        while not self.sent and self.stream in self.session.streams:
            room = min(self.session.local_flow_control_window(self.stream), self.session.max_outbound_frame_size)
            part, rest = self.pending[:room], self.pending[room:]
            done = not self.chunked and self.left == 0 and not rest and (not self.tunnel or self.client_ended)
            if not part and not done:
                break
            try:
                self.session.send_data(self.stream, part, end_stream=done)
            except h2.exceptions.StreamClosedError:
                done = True
            self.pending, self.sent = rest, done
        self.flush()

    def answer(self, method, fields, closes):
        headless = True
        framed = False
        while True:
            if not self.sent:
                self.send_body()
            if self.wait():
                continue
            event, *self.events = self.events
            self.settled |= isinstance(event, h2.events.RemoteSettingsChanged)
            if getattr(event, "stream_id", None) not in (None, 0, self.stream):
                continue
            if isinstance(event, h2.events.InformationalResponseReceived):
                self.client.sendall(b"HTTP/1.1 100 Continue\r\n\r\n")
            elif isinstance(event, h2.events.ResponseReceived):
                headless = False
                status, named = self.head(event.headers)
                framed = not self.tunnel and "content-length" not in named and method != "HEAD" and status not in (204, 304)
                if framed and event.stream_ended:
                    event.headers.append(("content-length", "0"))
                    framed = False
                ours = named.get("server") == "Microsoft-HTTPAPI/2.0"
                closes |= status in CLOSING and ours
                self.tell_head(event.headers, status, framed, closes)
            elif isinstance(event, h2.events.DataReceived):
                self.session.acknowledge_received_data(event.flow_controlled_length, self.stream)
                self.flush()
                if framed and event.data:
                    self.client.sendall(b"%x\r\n%s\r\n" % (len(event.data), event.data))
                else:
                    self.client.sendall(event.data)
            elif isinstance(event, h2.events.TrailersReceived) and framed:
                lines = "".join(f"{spelled(name)}: {value}\r\n" for name, value in event.headers)
                self.client.sendall(b"0\r\n" + lines.encode("latin-1") + b"\r\n")
                framed = False
            elif isinstance(event, h2.events.StreamEnded):
                if framed:
                    self.client.sendall(b"0\r\n\r\n")
                return closes or self.tunnel or not self.sent
            elif isinstance(event, h2.events.StreamReset):
                if headless or event.error_code != h2.errors.ErrorCodes.NO_ERROR:
                    raise Gone
            elif isinstance(event, h2.events.ConnectionTerminated) and event.error_code:
                raise Gone

    def head(self, headers):
        named = dict(headers)
        return int(named[":status"]), named

    def tell_head(self, headers, status, framed, closes):
        if self.tunnel and status == 200:
            accept = base64.b64encode(hashlib.sha1(self.key.encode() + KEY).digest()).decode()
            lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade",
                     f"Sec-WebSocket-Accept: {accept}"]
        else:
            self.tunnel = False
            lines = [f"HTTP/1.1 {status} {http.client.responses.get(status, '')}"]
        lines += [f"{spelled(name)}: {value}" for name, value in headers if not name.startswith(":")]
        if closes:
            # Where HTTP.SYS puts it.
            place = next((at for at, line in enumerate(lines) if line.startswith("Content-Length:")), len(lines))
            lines.insert(place, "Connection: close")
        if framed:
            lines.append("Transfer-Encoding: chunked")
        self.client.sendall("".join(line + "\r\n" for line in [*lines, ""]).encode("latin-1"))


class Adapter:
    """Listens on `port`, for a server on `target` or for whichever each client names."""

    def __init__(self, target=None, context=None):
        self.target = target
        self.context = context
        self.listener = socket.create_server(("127.0.0.1", 0), backlog=200)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            client, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            port = self.target or struct.unpack(">H", client.recv(2, socket.MSG_WAITALL))[0]
            exchange = Exchange(client, port, self.context)
        except (OSError, struct.error, AssertionError):
            client.close()
            return
        exchange.run()
