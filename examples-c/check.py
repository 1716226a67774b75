"""check.py NAME PROGRAM: runs an example and asks it as its users would, with curl and http.client."""

import concurrent.futures
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


EXAMPLES = [hello_httpapi, hello_iocp, wait_for_disconnect, file_server, upload]

if __name__ == "__main__":
    {example.__name__: example for example in EXAMPLES}[sys.argv[1]](sys.argv[2])
    print(f"{sys.argv[1]}: well")
