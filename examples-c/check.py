"""check.py NAME PROGRAM: runs an example and asks it as its users would, with curl and http.client."""

import asyncio
import base64
import concurrent.futures
import hashlib
import http.client
import os
import queue
import signal
import socket
import struct
import subprocess
import sys
import tempfile
import threading

PATIENCE = 20


class Server:
    """The program, on a port that nobody had a moment ago; its lines as they are printed."""

    def __init__(self, program, *arguments):
        for _ in range(10):
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                self.port = probe.getsockname()[1]
            self.process = subprocess.Popen(
                [program, str(self.port), *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
            )
            self.lines = queue.Queue()
            threading.Thread(target=self._read, daemon=True).start()
            self.url = f"http://localhost:{self.port}/"
            first = self.line()
            if first == f"listening on {self.url}":
                return
            # Somebody else may have taken the port in between.
            self.end()
        raise AssertionError(f"the program did not begin: {first!r}")

    def _read(self):
        for line in self.process.stdout:
            self.lines.put(line.rstrip("\n"))
        self.lines.put(None)

    def line(self):
        """The next line; None at the end."""
        return self.lines.get(timeout=PATIENCE)

    def connect(self):
        return http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)

    def ask(self, method, path, body=None, **headers):
        connection = self.connect()
        # The path goes out as it is written.
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        if body is not None:
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body)
        response = connection.getresponse()
        content = response.read()
        connection.close()
        return response, content

    def end(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
        return self.process.wait(PATIENCE)


def curl(*arguments):
    done = subprocess.run(
        ["curl", "--silent", "--show-error", "--noproxy", "*", "--max-time", str(PATIENCE), *arguments],
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )
    same(done.returncode, 0, done.stderr)
    return done.stdout


def same(got, wanted, about=""):
    if got != wanted:
        raise AssertionError(f"{about}: {got!r} is not {wanted!r}")


def hello_httpapi(program):
    server = Server(program)
    try:
        same(curl(server.url), "Hello from the HTTP Server API\n")
        # Three requests on one connection.
        same(
            curl("-o", "/dev/null", "-o", "/dev/null", "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\n",
                 server.url, server.url + "b", server.url + "c"),
            "200 1\n200 0\n200 0\n", "curl's connections",
        )
        response, content = server.ask("POST", "/", b"x")
        same((response.status, content), (405, b"Only GET\n"))
        # More headers than the first buffer holds.
        response, content = server.ask("GET", "/", Cookie="c" * 8000)
        same((response.status, content), (200, b"Hello from the HTTP Server API\n"))
    finally:
        server.end()


def hello_iocp(program):
    server = Server(program)

    def several(_):
        connection = server.connect()
        for _ in range(50):
            connection.request("GET", "/")
            response = connection.getresponse()
            same(response.status, 200)
            assert response.read().startswith(b"Request ")
        connection.close()

    try:
        with concurrent.futures.ThreadPoolExecutor(8) as clients:
            list(clients.map(several, range(8)))
        assert curl(server.url).startswith("Request 401,"), "the 401st answer"
        same(server.end(signal.SIGINT), 0, "the exit code after Ctrl+C")
        same(server.line(), "served 401 requests")
    finally:
        server.end(signal.SIGKILL)


def wait_for_disconnect(program):
    server = Server(program)

    def begin(path="/60000"):
        client = socket.create_connection(("127.0.0.1", server.port), PATIENCE)
        client.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        same(server.line(), f"working for {path[1:]} ms")
        return client

    def noticed():
        line = server.line()
        assert line.startswith("the client has gone after"), line

    try:
        same(curl(server.url + "1"), "The work is done\n")
        same([server.line(), server.line()], ["working for 1 ms", "done after 1 ms"])
        # A client that closes, one that resets, one that is killed.
        begin().close()
        noticed()
        client = begin()
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        noticed()
        impatient = subprocess.run(
            ["curl", "--silent", "--noproxy", "*", "--max-time", "0.3", server.url + "60000"],
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )
        same(impatient.returncode, 28, "curl's exit code")
        same(server.line(), "working for 60000 ms")
        noticed()
        # One stays while the others go.
        stays, goes = begin("/1500"), begin()
        goes.close()
        noticed()
        assert stays.recv(100).startswith(b"HTTP/1.1 200 ")
        same(server.line(), "done after 1500 ms")
        stays.close()
    finally:
        server.end()


def file_server(program):
    with tempfile.TemporaryDirectory() as outer:
        root = os.path.join(outer, "root")
        os.makedirs(os.path.join(root, "sub"))
        large = bytes(range(256)) * 8192

        def write(path, content):
            with open(os.path.join(outer, path), "wb") as file:
                file.write(content)

        write("secret.txt", b"secret")
        write("root/index.html", b"<p>index</p>")
        write("root/large.bin", large)
        write("root/sub/STYLE.CSS", b"p {}")
        write("root/two words.txt", b"two")
        write("root/.hidden", b"hidden")
        os.symlink("../secret.txt", os.path.join(root, "link.txt"))
        os.symlink("two words.txt", os.path.join(root, "inside.txt"))
        # Its name begins as the root's does.
        os.mkdir(os.path.join(outer, "root2"))
        write("root2/near.txt", b"near")
        os.symlink("../root2/near.txt", os.path.join(root, "near.txt"))

        server = Server(program, root)
        try:
            for path, kind, wanted in [
                ("/", "text/html; charset=utf-8", b"<p>index</p>"),
                ("/index.html?a=b", "text/html; charset=utf-8", b"<p>index</p>"),
                ("/large.bin", "application/octet-stream", large),
                ("/sub/STYLE.CSS", "text/css; charset=utf-8", b"p {}"),
                ("/two%20words.txt", "text/plain; charset=utf-8", b"two"),
                ("/inside.txt", "text/plain; charset=utf-8", b"two"),
                ("/sub/../index.html", "text/html; charset=utf-8", b"<p>index</p>"),
            ]:
                response, content = server.ask("GET", path)
                same((response.status, response.getheader("Content-Type")), (200, kind), path)
                same(content == wanted, True, path)
            for path in [
                "/nothing", "/sub", "/sub/", "/.hidden", "/link.txt", "/near.txt", "/../secret.txt", "/%2e%2e/secret.txt",
                "/..%2fsecret.txt", "/sub/..%2f..%2fsecret.txt", "/..%5csecret.txt", "/sub/..\\..\\secret.txt",
                "/%252e%252e/secret.txt", "/..%c0%afsecret.txt", "/../root2/near.txt", "/large.bin%00.txt", "/large.bin/",
                "//etc/passwd", "/sub//../../secret.txt", "/index.html::$DATA",
            ]:
                response, content = server.ask("GET", path)
                assert response.status in (400, 403, 404), f"{path}: {response.status}"
                assert b"secret" not in content and b"near" not in content, path
            response, content = server.ask("GET", "/large.bin", Range="bytes=1000-1009")
            same((response.status, content), (206, large[1000:1010]), "a range")
            same(response.getheader("Content-Range"), f"bytes 1000-1009/{len(large)}")
            response, content = server.ask("GET", "/large.bin", Range="bytes=-5")
            same((response.status, content), (206, large[-5:]), "the last bytes")
            response, content = server.ask("GET", "/large.bin", Range=f"bytes={len(large)}-")
            same(response.status, 416, "a range behind the end")
            response, content = server.ask("HEAD", "/large.bin")
            same((response.status, response.getheader("Content-Length"), content), (200, str(len(large)), b""), "HEAD")
            response, content = server.ask("DELETE", "/index.html")
            same((response.status, response.getheader("Allow")), (405, "GET, HEAD"))
            # A download that broke off, and goes on.
            part = os.path.join(outer, "part")
            write("part", large[:70000])
            curl("-C", "-", "-o", part, server.url + "large.bin")
            with open(part, "rb") as file:
                same(file.read() == large, True, "curl -C -")
        finally:
            server.end()


def upload(program):
    with tempfile.TemporaryDirectory() as folder:
        content = os.urandom(3 << 20)
        source = os.path.join(folder, "source")
        with open(source, "wb") as file:
            file.write(content)
        target = os.path.join(folder, "stored")
        os.mkdir(target)

        def stored(name):
            with open(os.path.join(target, name), "rb") as file:
                return file.read()

        server = Server(program, target)
        try:
            # With a length, which curl announces by Expect; then in chunks, without.
            same(curl("-T", source, server.url + "one.bin"), f"{len(content)} bytes\n")
            same(stored("one.bin") == content, True, "one.bin")
            same(curl("-T", source, "-H", "Transfer-Encoding: chunked", "-H", "Expect:", server.url + "two.bin"),
                 f"{len(content)} bytes\n")
            same(stored("two.bin") == content, True, "two.bin")
            response, answer = server.ask("PUT", "/empty", b"")
            same((response.status, answer, stored("empty")), (201, b"0 bytes\n", b""))
            for name in ["/", "/../out", "/a%2fb", "/.hidden", "/a/b", "/" + "n" * 101]:
                response, _ = server.ask("PUT", name, b"x")
                same(response.status, 400, name)
            response, _ = server.ask("GET", "/one.bin")
            same(response.status, 405)
            # One that breaks off leaves the old file, and nothing else.
            with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as client:
                client.sendall(b"PUT /one.bin HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nsome of it")
            lines = [server.line() for _ in range(4)]
            same(lines[:3], [f"one.bin: {len(content)} bytes", f"two.bin: {len(content)} bytes", "empty: 0 bytes"])
            assert lines[3].startswith("one.bin: given up after 10 bytes"), lines[3]
            same(stored("one.bin") == content, True, "one.bin after another one broke off")
            same(sorted(os.listdir(target)), ["empty", "one.bin", "two.bin"])
        finally:
            server.end()


class WebSocket:
    """A WebSocket client of plain sockets, which may break the rules."""

    MASK = b"\x37\xfa\x21\x3d"

    def __init__(self, port, *headers, early=b"", path="/"):
        self.socket = socket.create_connection(("127.0.0.1", port), PATIENCE)
        self.socket.settimeout(PATIENCE)
        key = base64.b64encode(os.urandom(16)).decode()
        lines = [f"GET {path} HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
                 "Sec-WebSocket-Version: 13", f"Sec-WebSocket-Key: {key}", *headers, "", ""]
        self.socket.sendall("\r\n".join(lines).encode() + early)
        self.heard = b""
        while b"\r\n\r\n" not in self.heard:
            self._more()
        head, self.heard = self.heard.split(b"\r\n\r\n", 1)
        status, *fields = head.decode().split("\r\n")
        self.status = status
        self.headers = {name.lower(): value for name, value in (field.split(": ", 1) for field in fields)}
        digest = hashlib.sha1((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").encode()).digest()
        same(status, "HTTP/1.1 101 Switching Protocols")
        same(self.headers["sec-websocket-accept"], base64.b64encode(digest).decode(), "the accept key")
        same((self.headers["upgrade"], self.headers["connection"]), ("websocket", "Upgrade"))

    def _more(self):
        part = self.socket.recv(65536)
        if not part:
            raise EOFError(self.heard)
        self.heard += part

    def _take(self, count):
        while len(self.heard) < count:
            self._more()
        taken, self.heard = self.heard[:count], self.heard[count:]
        return taken

    @classmethod
    def frame(cls, first, payload, masked=True):
        bit, length = 0x80 if masked else 0, len(payload)
        if length < 126:
            head = bytes([first, bit | length])
        elif length < 65536:
            head = bytes([first, bit | 126]) + length.to_bytes(2, "big")
        else:
            head = bytes([first, bit | 127]) + length.to_bytes(8, "big")
        if not masked:
            return head + payload
        stream = (cls.MASK * (length // 4 + 1))[:length]
        body = (int.from_bytes(payload, "big") ^ int.from_bytes(stream, "big")).to_bytes(length, "big")
        return head + cls.MASK + body

    def send(self, first, payload=b"", masked=True):
        self.socket.sendall(self.frame(first, payload, masked))

    def receive(self):
        """The next frame: its first byte and its payload."""
        first, length = self._take(2)
        assert length < 0x80, "a server's frame is not masked"
        if length > 125:
            length = int.from_bytes(self._take(2 if length == 126 else 8), "big")
        return first, self._take(length)

    def message(self):
        """The next message, put together: its opcode and its data."""
        first, data = self.receive()
        opcode = first & 15
        while not first & 0x80:
            first, part = self.receive()
            same(first & 15, 0, "a continuation")
            data += part
        return opcode, data

    def at_end(self):
        """Nothing more comes, and the server has closed."""
        same(self.heard, b"")
        try:
            same(self.socket.recv(1), b"", "the end of the connection")
        except ConnectionResetError:
            pass
        self.socket.close()


def echoes(port, path, ended, client, bad_text):
    """A WebSocket that sends back what it gets; `client` is the first one, `ended` waits for the end of one.
    `bad_text` is the status that text gets which is no UTF-8."""
    def some(at):
        client = WebSocket(port, path=path)
        for turn in range(50):
            data = f"{at} {turn} ".encode() * (1 + turn * 13 % 200)
            client.send(0x81, data)
            same(client.message(), (1, data))
        client.send(0x88, b"\x03\xe8")
        same(client.receive(), (0x88, b"\x03\xe8"))
        client.at_end()

    for length in [0, 1, 125, 126, 127, 16383, 16384, 16385, 65535, 65536, 1 << 20]:
        for opcode, data in [(2, os.urandom(length)), (1, b"t" * length)]:
            # Sent beside the reading: both sides would wait for each other's buffers.
            sender = threading.Thread(target=client.send, args=(0x80 | opcode, data))
            sender.start()
            same(client.message() == (opcode, data), True, f"{length} bytes of {opcode}")
            sender.join()
    # Fragments, a character in two of them, and a ping between.
    text = "κόσμε".encode()
    client.send(0x01, text[:3])
    same(client.receive(), (0x01, text[:3]))
    client.send(0x89, b"are you there?")
    same(client.receive(), (0x8A, b"are you there?"))
    client.send(0x00)
    client.send(0x80, text[3:])
    same(client.receive(), (0x80, text[3:]))
    client.send(0x8A, b"a pong that answers nothing")
    client.send(0x88, b"\x0f\xa0done")
    same(client.receive(), (0x88, b"\x0f\xa0done"))
    client.at_end()
    ended()

    client = WebSocket(port, path=path)
    client.send(0x88)
    same(client.receive(), (0x88, b""))
    client.at_end()
    ended()
    # What breaks the rules gets a close and the end.
    for wrong in [
        WebSocket.frame(0x81, b"no mask", masked=False), WebSocket.frame(0xC1, b"compressed"), WebSocket.frame(0x83, b""),
        WebSocket.frame(0x81, b"\xed\xa0\x80"), WebSocket.frame(0x80, b""), WebSocket.frame(0x89, b"p" * 126),
        WebSocket.frame(0x88, b"\x03"), WebSocket.frame(0x88, b"\x03\xed"), b"\x82\xff" + b"\xff" * 12,
    ]:
        client = WebSocket(port, path=path)
        client.socket.sendall(wrong)
        status = bad_text if wrong[0] == 0x81 and wrong[1] & 0x80 else 1002
        same(client.receive(), (0x88, status.to_bytes(2, "big")), wrong[:20])
        client.at_end()
        ended()
    # Clients that go: in the middle of a frame, by a reset, without a word.
    for how in range(3):
        client = WebSocket(port, path=path)
        if how == 0:
            client.socket.sendall(WebSocket.frame(0x81, b"half of it")[:9])
        elif how == 1:
            client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.socket.close()
        ended()
    with concurrent.futures.ThreadPoolExecutor(8) as clients:
        list(clients.map(some, range(8)))
    for _ in range(8):
        ended()
    # Every rule, by the table that the tests of the host play as well.
    table = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "c-tests", "websocket", "table.py")
    done = subprocess.run([sys.executable, "-B", table, str(port), path, str(bad_text)], timeout=PATIENCE * 3,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True, check=False)
    same(done.returncode, 0, "the table of frames")
    for _ in range(int(done.stdout.split()[0])):
        ended()
    # Somebody else's client.
    done = subprocess.run([python_with_websockets(), "-B", __file__, "by_websockets", str(port), path], timeout=PATIENCE,
                          stdin=subprocess.DEVNULL, check=False)
    same(done.returncode, 0, "the package websockets")
    ended()


def websocket_h_echo(program):
    server = Server(program)

    def ended():
        same(server.line(), "a WebSocket has ended")

    def refused(status, *headers):
        with socket.create_connection(("127.0.0.1", server.port), PATIENCE) as client:
            client.settimeout(PATIENCE)
            lines = ["GET / HTTP/1.1", "Host: localhost", "Connection: Upgrade, close", "Upgrade: websocket", *headers, "", ""]
            client.sendall("\r\n".join(lines).encode())
            response = http.client.HTTPResponse(client)
            response.begin()
            same(response.status, status, headers)
            return response

    try:
        response, content = server.ask("GET", "/")
        same((response.status, b"new WebSocket" in content), (200, True))
        # What is no handshake, and one of another version.
        key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
        refused(400, "Sec-WebSocket-Version: 13")
        refused(400, "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: short")
        same(refused(426, "Sec-WebSocket-Version: 8", key).getheader("Sec-WebSocket-Version"), "13")

        client = WebSocket(server.port, "Sec-WebSocket-Protocol: echo", "Sec-WebSocket-Extensions: permessage-deflate",
                           early=WebSocket.frame(0x81, b"with the request"))
        same((client.headers.get("sec-websocket-protocol"), client.headers.get("sec-websocket-extensions")), ("echo", None))
        same(client.message(), (1, b"with the request"))
        echoes(server.port, "/", ended, client, bad_text=1002)
    finally:
        server.end()


def python_with_websockets():
    """This Python, or the system's."""
    for python in [sys.executable, "/usr/bin/python3"]:
        if subprocess.run([python, "-c", "import websockets"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return python
    raise AssertionError("python3-websockets was not found: scripts/install-requirements installs it")


async def by_websockets(port, path):
    import websockets

    async with websockets.connect(f"ws://localhost:{port}{path}", max_size=None) as client:
        for message in ["", "text", "κόσμε" * 1000, b"", b"\xff" * 70000, os.urandom(1 << 20)]:
            await client.send(message)
            same(await client.recv() == message, True, f"{len(message)} of websockets")
        # In fragments.
        await client.send(["one ", "two ", "three"])
        same(await client.recv(), "one two three")
        await asyncio.wait_for(await client.ping(b"ping"), PATIENCE)
        await client.close(4001, "that was it")
        same((client.close_code, client.close_reason), (4001, "that was it"))


class Host(Server):
    """The installed portico with a module."""

    def __init__(self, module, root, arguments=(), scheme="http"):
        name = os.path.basename(module).removesuffix(".so")
        self.process = subprocess.Popen(
            [os.environ["PORTICO"], "run", "--port", "0", "--root", root, "--module", f"{name}={module}", *arguments],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
        )
        self.lines = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        first = self.line()
        assert first and first.startswith(f"listening on {scheme}://127.0.0.1:"), first
        self.port = int(first.rstrip("/").rpartition(":")[2])
        self.url = f"{scheme}://127.0.0.1:{self.port}/"

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)

    def wanted_line(self, wanted):
        """The next line, but for what the host says of its addresses."""
        line = self.line()
        while line is not None and line.startswith("listening on "):
            line = self.line()
        same(line, wanted)


def hello_module(module):
    with tempfile.TemporaryDirectory() as root:
        with open(os.path.join(root, "page.html"), "w", encoding="ascii") as file:
            file.write("<p>a page</p>")
        host = Host(module, root)
        try:
            same(curl(host.url + "hello"), "Hello from a module\n")
            response, content = host.ask("GET", "/page.html")
            same((response.status, response.getheader("X-Module"), content), (200, "hello", b"<p>a page</p>"))
            same(host.ask("GET", "/none.html")[0].status, 404)
        finally:
            code = host.end()
        same(code, 0, "the host's end")


def websocket_echo(module):
    with tempfile.TemporaryDirectory() as root:
        host = Host(module, root)

        def ended():
            host.wanted_line("a WebSocket has ended")

        try:
            response, content = host.ask("GET", "/echo")
            same((response.status, b"new WebSocket" in content), (200, True))
            same(host.ask("GET", "/none")[0].status, 404)
            client = WebSocket(host.port, "Sec-WebSocket-Extensions: permessage-deflate", path="/echo",
                               early=WebSocket.frame(0x81, b"with the request"))
            same(client.headers.get("sec-websocket-extensions"), None)
            same(client.message(), (1, b"with the request"))
            echoes(host.port, "/echo", ended, client, bad_text=1007)
        finally:
            code = host.end()
        same(code, 0, "the host's end")


def auth_module(module):
    with tempfile.TemporaryDirectory() as root:
        host = Host(module, root)
        try:
            for method, key, wanted in [
                ("GET", None, (401, None)), ("GET", "cherry", (401, None)), ("GET", "apple-pi", (401, None)),
                ("GET", "apple-pie", (200, b"alice")), ("GET", "banana-split", (200, b"bob")),
                ("PUT", "apple-pie", (200, b"alice")), ("PUT", "banana-split", (403, None)),
            ]:
                response, content = host.ask(method, "/", b"", **({"X_Api_Key": key} if key else {}))
                same((response.status, content if response.status == 200 else None), wanted, f"{method} with {key}")
        finally:
            code = host.end()
        same(code, 0, "the host's end")


def async_module(module):
    with tempfile.TemporaryDirectory() as root:
        host = Host(module, root)
        try:
            for size in [0, 1, 16384, 16385, 1 << 20]:
                same(host.ask("POST", "/", os.urandom(size))[1], b"%d bytes" % size)
            connection = host.connect()
            connection.request("POST", "/", iter([b"in ", b"three ", b"chunks"]), encode_chunked=True)
            same(connection.getresponse().read(), b"15 bytes")
            connection.close()
            clients = []
            # All of them slow, and none of them keeps a thread.
            for _ in range(100):
                client = socket.create_connection(("127.0.0.1", host.port), PATIENCE)
                client.settimeout(PATIENCE)
                client.sendall(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\nConnection: close\r\n\r\n12345")
                clients.append(client)
            for number, client in enumerate(clients):
                if number % 10 == 9:
                    client.close()
                    host.wanted_line("an upload was broken off after 5 bytes")
                    continue
                client.sendall(b"67890")
                answer = b""
                while part := client.recv(4096):
                    answer += part
                client.close()
                same(answer.endswith(b"\r\n\r\n10 bytes"), True, answer)
        finally:
            code = host.end()
        same(code, 0, "the host's end")


def is_connected_module(module):
    request = b"%s HTTP/1.1\r\nHost: localhost\r\n"
    with tempfile.TemporaryDirectory() as root:
        host = Host(module, root)
        try:
            same(host.ask("GET", "/")[1], b"Client connected: Yes")
            same(curl(host.url), "Client connected: Yes")
            for way in ["closes", "resets", "half-closes", "leaves its body"]:
                client = socket.create_connection(("127.0.0.1", host.port), PATIENCE)
                if way == "leaves its body":
                    client.sendall(request % b"POST /wait" + b"Content-Length: 100000\r\n\r\nsome of it")
                else:
                    client.sendall(request % b"GET /wait" + b"\r\n")
                host.wanted_line("working for a client")
                if way == "resets":
                    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                if way == "half-closes":
                    client.shutdown(socket.SHUT_WR)
                else:
                    client.close()
                host.wanted_line("the client has gone")
                client.close()
            same(host.ask("GET", "/")[1], b"Client connected: Yes", "behind all of them")
        finally:
            code = host.end()
        same(code, 0, "the host's end")


class Embedded(Server):
    """It listens at the IPv4 address alone."""

    def connect(self):
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)


def embed_hwc(program):
    with tempfile.TemporaryDirectory() as root:
        with open(os.path.join(root, "page.html"), "w", encoding="ascii") as file:
            file.write("<p>a page</p>")
        server = Embedded(program, root)
        try:
            response, content = server.ask("GET", "/page.html")
            same((response.status, response.getheader("Content-Type"), content), (200, "text/html", b"<p>a page</p>"))
            same(server.ask("GET", "/none.html")[0].status, 404)
        finally:
            code = server.end()
        same(code, 0, "the program's end")
        same(server.line(), "stopped")


EXAMPLES = [
    hello_httpapi, hello_iocp, wait_for_disconnect, file_server, upload, websocket_h_echo, hello_module,
    is_connected_module, auth_module, async_module, websocket_echo, embed_hwc,
]

if __name__ == "__main__":
    if sys.argv[1] == "by_websockets":
        sys.exit(asyncio.run(by_websockets(*sys.argv[2:])))
    {example.__name__: example for example in EXAMPLES}[sys.argv[1]](sys.argv[2])
    print(f"{sys.argv[1]}: well")
