"""load.py CLIENT EXAMPLES: wrk, ab, http2 or http_client against the programs of examples-c, built below EXAMPLES."""

import concurrent.futures
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples-c"))
from check import PATIENCE, Server, same  # noqa: E402

HELLO = b"Hello from the HTTP Server API\n"

# Counts answers that are not as they should be. Each thread has its own; `done` adds them up.
SCRIPT = """
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() wrong = 0; right = 0 end
function response(status, headers, body)
    if status == 200 and body:match("^%s") then right = right + 1 else wrong = wrong + 1 end
end
function done()
    local all, bad = 0, 0
    for _, thread in ipairs(threads) do all = all + thread:get("right"); bad = bad + thread:get("wrong") end
    print("right " .. all .. " wrong " .. bad)
end
"""


def tool(name):
    path = shutil.which(name)
    if path is None:
        raise AssertionError(f"{name} was not found: scripts/install-requirements installs it")
    return path


def run(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=60, check=False)
    same(done.returncode, 0, f"{command[0]}: {done.stdout}{done.stderr}")
    return done.stdout


def number(pattern, text):
    found = re.search(pattern, text, re.MULTILINE)
    if found is None:
        raise AssertionError(f"no {pattern} in:\n{text}")
    return int(found[1])


def wrk(program):
    """Connections that stay, on two threads, for two seconds: each answer is looked at."""
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "check.lua")
        for name, begins in [("hello_httpapi", "Hello from"), ("hello_iocp", "Request %d+,")]:
            with open(script, "w", encoding="ascii") as file:
                file.write(SCRIPT.replace("%s", begins))
            server = Server(program(name))
            try:
                text = run(tool("wrk"), "-t", "2", "-c", "32", "-d", "2s", "-s", script, server.url)
                right = number(r"^right (\d+) ", text)
                same((number(r"wrong (\d+)$", text), right > 0), (0, True), text)
                for trouble in ["Socket errors", "Non-2xx"]:
                    assert trouble not in text, text
                # It goes on after they have all gone at once.
                same(server.ask("GET", "/")[0].status, 200)
                if name == "hello_iocp":
                    server.end(signal.SIGINT)
                    served = number(r"^served (\d+) requests", server.line())
                    assert served > right, f"{served} were served, {right} and one more were answered"
            finally:
                server.end()


def ab(program):
    """ApacheBench, with -k and without. It speaks HTTP/1.0, which HTTP.SYS closes behind each answer."""
    with tempfile.TemporaryDirectory() as folder:
        body = os.path.join(folder, "body")
        with open(body, "wb") as file:
            file.write(os.urandom(100_000))
        stored = os.path.join(folder, "stored")
        os.mkdir(stored)
        servers = []
        try:
            servers.append(Server(program("hello_httpapi")))
            servers.append(Server(program("upload"), stored))
            for server, path, count, more in [
                (servers[0], "", 2000, ["-k"]),
                (servers[0], "", 500, []),
                (servers[1], "one", 50, ["-k", "-p", body, "-T", "application/octet-stream"]),
                (servers[1], "two", 50, ["-u", body]),
            ]:
                text = run(tool("ab"), "-n", str(count), "-c", "8", *more, server.url + path)
                same(number(r"^Complete requests: +(\d+)", text), count, text)
                same(number(r"^Failed requests: +(\d+)", text), 0, text)
                assert "Non-2xx responses" not in text, text
                if "-k" in more:
                    same(number(r"^Keep-Alive requests: +(\d+)", text), 0, text)
            for name in ["one", "two"]:
                same(os.path.getsize(os.path.join(stored, name)), 100_000, name)
        finally:
            for server in servers:
                server.end()


def http2(program):
    """nghttp2's h2load, and curl: many streams of a few sessions, uploads and downloads of any length."""
    for name in ["hello_httpapi", "hello_iocp"]:
        server = Server(program(name))
        try:
            for sessions, streams in [(1, 1), (8, 100)]:
                text = run(tool("h2load"), "-n", "5000", "-c", str(sessions), "-m", str(streams), server.url)
                assert re.search(r"^requests: 5000 total, 5000 started, 5000 done, 5000 succeeded, 0 failed", text, re.M), text
                assert "status codes: 5000 2xx, 0 3xx, 0 4xx, 0 5xx" in text, text
            # Those that speak HTTP/1.1 are served beside them.
            same(server.ask("GET", "/")[0].status, 200)
        finally:
            server.end()
    with tempfile.TemporaryDirectory() as folder:
        stored, body = os.path.join(folder, "stored"), os.path.join(folder, "body")
        os.mkdir(stored)
        for length in [0, 1, 70_000, 3_000_000]:
            content = os.urandom(length)
            with open(body, "wb") as file:
                file.write(content)
            server = Server(program("upload"), stored)
            try:
                for name, more in [("length", []), ("none", ["-H", "Content-Length:"])]:
                    # Neither a length nor a body is 411.
                    if name == "none" and length == 0:
                        continue
                    run(tool("curl"), "-sSf", "--http2-prior-knowledge", "-X", "PUT", "--data-binary", f"@{body}", *more,
                        server.url + name)
                    with open(os.path.join(stored, name), "rb") as file:
                        same(file.read() == content, True, f"{name} {length}")
            finally:
                server.end()
            server = Server(program("file_server"), folder)
            try:
                got = os.path.join(folder, "got")
                run(tool("curl"), "-sSf", "--http2-prior-knowledge", "-o", got, server.url + "body")
                with open(got, "rb") as file:
                    same(file.read() == content, True, f"got {length}")
                if length:
                    run(tool("h2load"), "-n", "50", "-c", "2", "-m", "10", server.url + "body")
            finally:
                server.end()


def http_client(program):
    """Python's http.client: long-lived connections, several at a time, bodies of every framing."""
    with tempfile.TemporaryDirectory() as folder:
        root, stored = os.path.join(folder, "root"), os.path.join(folder, "stored")
        os.mkdir(root)
        os.mkdir(stored)
        content = os.urandom(300_000)
        with open(os.path.join(root, "file.bin"), "wb") as file:
            file.write(content)

        def asks(server, wanted):
            connection = server.connect()
            connection.connect()
            first = connection.sock
            for verb, path, headers, status, body in wanted:
                connection.request(verb, path, headers=headers)
                response = connection.getresponse()
                same((response.status, response.read()), (status, body), f"{verb} {path}")
            assert connection.sock is first, "the connection was closed in between"
            connection.close()

        servers = []
        try:
            servers.append(Server(program("hello_httpapi")))
            servers.append(Server(program("file_server"), root))
            servers.append(Server(program("upload"), stored))
            hello, files, upload = servers
            asks(hello, [("GET", f"/{at}", {}, 200, HELLO) for at in range(300)])
            mixed = [
                ("GET", "/file.bin", {}, 200, content),
                ("HEAD", "/file.bin", {}, 200, b""),
                ("GET", "/file.bin", {"Range": "bytes=10-19"}, 206, content[10:20]),
                ("GET", "/file.bin", {"Range": "bytes=299990-"}, 206, content[-10:]),
            ]
            with concurrent.futures.ThreadPoolExecutor(8) as clients:
                for done in [clients.submit(asks, files, mixed * 5) for _ in range(8)]:
                    done.result(PATIENCE)

            connection = upload.connect()
            parts = [b"", b"x", os.urandom(70_000), b"y" * 5]
            for at, (verb, body, chunked) in enumerate([
                ("PUT", content, False),
                ("POST", content, False),
                ("PUT", iter([part for part in parts if part]), True),
                ("POST", b"", False),
            ]):
                connection.request(verb, f"/file{at}", body, encode_chunked=chunked,
                                   headers={"Transfer-Encoding": "chunked"} if chunked else {})
                response = connection.getresponse()
                whole = b"".join(parts) if chunked else body
                same((response.status, response.read()), (201, f"{len(whole)} bytes\n".encode()), f"file{at}")
                with open(os.path.join(stored, f"file{at}"), "rb") as file:
                    same(file.read() == whole, True, f"file{at}")
            connection.close()
        finally:
            for server in servers:
                server.end()


if __name__ == "__main__":
    {"wrk": wrk, "ab": ab, "http2": http2, "http_client": http_client}[sys.argv[1]](
        lambda name: os.path.join(sys.argv[2], name, name)
    )
    print(f"{sys.argv[1]}: well")
