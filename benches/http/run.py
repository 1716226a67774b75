#!/usr/bin/env python3
"""run.py BUILD [PART]: measures our servers beside others, in alternation.

BUILD holds the programs that scripts/bench built. PART: hello, bodies, modules, parked, idle or disconnect.
The servers are on processor 0; the client is there too (`one`) or on processor 1 (`split`).
"""

import getpass
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", 7))
SECONDS = 0.3
IDLE = 10000
PINS = {"one": 0, "split": 1}
BUILD = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))

# Load: connections, headers, path, bytes of the body that is sent, bytes of the one that comes.
HELLO = {
    "1 connection": (1, "short", "/hello", 0, 13),
    "64 connections": (64, "short", "/hello", 0, 13),
    "512 connections": (512, "short", "/hello", 0, 13),
    "64 connections, requests of 880 bytes": (64, "browser", "/hello", 0, 13),
}
BODIES = {
    "16 KB from memory, 64 connections": (64, "short", "/memory/16k", 0, 16 << 10),
    "1 MB from memory, 8 connections": (8, "short", "/memory/1m", 0, 1 << 20),
    "16 KB from a file, 64 connections": (64, "short", "/file/16k", 0, 16 << 10),
    "1 MB from a file, 8 connections": (8, "short", "/file/1m", 0, 1 << 20),
    "posts of 64 KB, 32 connections": (32, "short", "/hello", 64 << 10, 13),
}

# Modules in the program portico; nginx does the like by `return` and by add_header.
MODULES = {
    "a module that answers with 13 bytes, 1 connection": (1, "short", "/hello", 0, 13),
    "a module that answers with 13 bytes, 64 connections": (64, "short", "/hello", 0, 13),
    "a module that adds a header to a file of 13 bytes, 64 connections": (64, "short", "/header/small.txt", 0, 13),
    "a module that adds a header to a file of 16 KB, 64 connections": (64, "short", "/header/16k.txt", 0, 16 << 10),
}

# A handler on `httpapi::net`, without the API above it.
IN_PROCESS = ["in process, 1 thread", "in process, 2 threads"]


class Server:
    """A server on processor 0, on a port that was free."""

    def __init__(self, name, command, folder):
        self.name = name
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        command = [str(part).replace("@PORT@", str(self.port)) for part in command]
        if command[0] in ("nginx", "h2o"):
            configuration = self.configure(f"{command[0]}.conf", folder)
            command = {
                "nginx": ["/usr/sbin/nginx", "-p", folder, "-c", configuration, "-e", f"{folder}/nginx.log"],
                "h2o": ["/usr/bin/h2o", "-m", "worker", "-c", configuration],
            }[command[0]]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if command[0].endswith("portico") else None,
            stderr=subprocess.DEVNULL if command[0].endswith("h2o") else None,
            preexec_fn=lambda: os.sched_setaffinity(0, {0}),
        )
        for _ in range(100):
            if self.process.poll() is not None:
                break
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"bench: {name} did not start: {command}")

    def configure(self, name, folder):
        """The configuration file of this server."""
        with open(f"{HERE}/{name}") as file:
            text = file.read()
        for mark, value in ("@FOLDER@", folder), ("@PORT@", str(self.port)), ("@USER@", getpass.getuser()):
            text = text.replace(mark, value)
        with open(f"{folder}/{name}", "w") as file:
            file.write(text)
        return f"{folder}/{name}"

    def stop(self):
        self.process.kill()
        self.process.wait()

    def load(self, load, pin, background=False):
        """Runs the client; what it saw, or nothing where it got no answers."""
        connections, kind, path, body, _ = load
        command = [f"{BUILD}/client", self.port, connections, SECONDS, kind, path, body, self.process.pid]
        client = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            preexec_fn=lambda: os.sched_setaffinity(0, {PINS[pin]}),
        )
        if background:
            return client
        try:
            told = client.communicate(timeout=30)[0]
        except subprocess.TimeoutExpired:
            client.kill()
            client.communicate()
            return None
        return json.loads(told) if client.returncode == 0 else None


def start(names, folder, load=None):
    """Starts servers by name; the bare one answers one load only."""
    body, post = (load[4], load[3]) if load else (13, 0)
    kind = "header" if load and load[2].startswith("/header/") else "handler"
    head = len(f"POST /hello HTTP/1.1\r\nHost: localhost\r\nContent-Length: {post}\r\n\r\n")
    commands = {
        "hello, 2 threads": [f"{BUILD}/hello", "@PORT@", 2, folder],
        "hello, 8 threads": [f"{BUILD}/hello", "@PORT@", 8, folder],
        "hello_iocp, 2 threads": [f"{BUILD}/hello_iocp", "@PORT@", 2, folder],
        "hello_iocp, 2 threads, skip": [f"{BUILD}/hello_iocp", "@PORT@", 2, folder, "skip"],
        "hello_iocp, 8 threads": [f"{BUILD}/hello_iocp", "@PORT@", 8, folder],
        "in process, 1 thread": [f"{BUILD}/net/release/net-hello", "@PORT@", 1, folder],
        "in process, 2 threads": [f"{BUILD}/net/release/net-hello", "@PORT@", 2, folder],
        "portico": [f"{BUILD}/bin/portico", "run", "--port", "@PORT@", "--root", folder, "--module",
                    f"{kind}={BUILD}/{kind}_module.so"],
        "hyper": [f"{BUILD}/hyper/release/hyper-hello", "@PORT@"],
        "nginx": ["nginx"],
        "h2o": ["h2o"],
        "libmicrohttpd": [f"{BUILD}/microhttpd", "@PORT@", folder],
        "bare epoll": [f"{BUILD}/epoll", "@PORT@", body, head + post if post else 0],
    }
    return [Server(name, commands[name], folder) for name in names]


def ratio(value, to):
    return f"{value / to:.2f}" if value and to else "–"


def table(title, names, results, pins):
    """Medians; ratios of the processor time to hyper's, nginx's and the bare program's."""
    for pin in pins:
        print(f"\n{title}, `{pin}`\n")
        print("| server | CPU µs/request | ÷ hyper | ÷ nginx | ÷ epoll | requests/s | p50 / p99 µs |")
        print("|---|---|---|---|---|---|---|")
        cpu = {}
        for name in names:
            runs = results[pin, name]
            if runs:
                cpu[name] = statistics.median(run["cpu"] for run in runs)
        for name in names:
            runs = results[pin, name]
            if not runs:
                print(f"| {name} | no answers | | | | | |")
                continue
            rate, p50, p99 = (statistics.median(run[key] for run in runs) for key in ("rate", "p50", "p99"))
            ratios = " | ".join(ratio(cpu[name], cpu.get(other)) for other in ("hyper", "nginx", "bare epoll"))
            lost = "" if len(runs) == ROUNDS else f" ({len(runs)} of {ROUNDS} runs)"
            print(f"| {name}{lost} | {cpu[name]:.2f} | {ratios} | {rate:,.0f} | {p50:.0f} / {p99:.0f} |")
        sys.stdout.flush()


def measure(loads, names_of, folder, pins):
    for title, load in loads.items():
        servers = start(names_of(title), folder, load)
        results = {(pin, server.name): [] for pin in pins for server in servers}
        for _ in range(ROUNDS):
            for pin in pins:
                for server in random.sample(servers, len(servers)):
                    seen = server.load(load, pin)
                    if seen:
                        results[pin, server.name].append(seen)
        for server in servers:
            server.stop()
        table(title, names_of(title), results, pins)


def hello(folder, pins):
    ours = ["hello, 2 threads", "hello, 8 threads", "hello_iocp, 2 threads", "hello_iocp, 2 threads, skip"]
    names = ours + IN_PROCESS + ["hyper", "nginx", "h2o", "libmicrohttpd", "bare epoll"]
    measure(HELLO, lambda _: names, folder, pins)


def bodies(folder, pins):
    def names(title):
        # hyper sends no files, nginx and h2o no memory; none of these two nor the bare program reads posts like the others.
        ours = ["hello, 2 threads", "hello_iocp, 2 threads", *IN_PROCESS]
        if "file" in title:
            return ours + ["nginx", "h2o", "libmicrohttpd"]
        return ours + ["hyper", "libmicrohttpd", "bare epoll"]

    measure(BODIES, names, folder, pins)


def modules(folder, pins):
    measure(MODULES, lambda _: ["portico", "nginx"], folder, pins)


def parked(folder, pins):
    """60 connections beside 4 whose requests take 10 ms each."""
    print("\n60 connections beside 4 that are in 10 ms of work\n")
    print("| server | pin | p50 µs | p99 µs | requests/s |\n|---|---|---|---|---|")
    servers = start(["hello, 8 threads", "hello_iocp, 8 threads"], folder)
    results = {(server.name, pin): [] for server in servers for pin in pins}
    for _ in range(ROUNDS):
        for pin in pins:
            for server in servers:
                slow = server.load((4, "short", "/slow", 0, 13), pin, background=True)
                seen = server.load((60, "short", "/hello", 0, 13), pin)
                slow.communicate()
                if seen and slow.returncode == 0:
                    results[server.name, pin].append(seen)
    for (name, pin), runs in results.items():
        p50, p99, rate = (statistics.median(run[key] for run in runs) for key in ("p50", "p99", "rate"))
        print(f"| {name} | `{pin}` | {p50:.0f} | {p99:.0f} | {rate:,.0f} |")
    for server in servers:
        server.stop()


def resident(process):
    with open(f"/proc/{process}/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("RssAnon:")) * 1024


def idle(folder, _):
    """Connections that have had an answer and stay."""
    print(f"\nMemory of {IDLE:,} idle connections\n\n| server | bytes/connection |\n|---|---|")
    names = ["hello, 2 threads", "hello_iocp, 2 threads", "hyper", "nginx", "h2o", "libmicrohttpd", "bare epoll"]
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = min(IDLE, hard - 500)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + 400), hard))
    for server in start(names, folder):
        clients = []
        request = b"GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n"
        before = 0
        try:
            for number in range(count + 100):
                if number == 100:
                    # What the first ones cost is the server's, not theirs.
                    before = resident(server.process.pid)
                client = socket.create_connection(("127.0.0.1", server.port), 10)
                client.sendall(request)
                if not client.recv(4096).startswith(b"HTTP/1.1 200"):
                    raise OSError("no answer")
                clients.append(client)
            time.sleep(0.5)
            print(f"| {server.name} | {(resident(server.process.pid) - before) / count:,.0f} |")
        except OSError as error:
            print(f"| {server.name} | after {len(clients)}: {error} |")
        for client in clients:
            client.close()
        server.stop()


def disconnect(_, pins):
    print("\nTime until the end of a client is known, µs (p50 / p99; the ratio of p50 to epoll's)\n")
    print("| end | pin | epoll | blocking | ratio | completion port | ratio |\n|---|---|---|---|---|---|---|")
    for pin in pins:
        told = subprocess.run(
            [f"{BUILD}/disconnect", str(PINS[pin]), "200"], capture_output=True, text=True, timeout=120, check=True
        )
        for line in told.stdout.splitlines():
            seen = json.loads(line)
            raw, blocking, port = (seen[kind] for kind in ("epoll", "blocking", "port"))
            ours = " | ".join(f"{p50:.0f} / {p99:.0f} | {ratio(p50, raw[0])}" for p50, p99 in (blocking, port))
            print(f"| {seen['end']} | `{pin}` | {raw[0]:.0f} / {raw[1]:.0f} | {ours} |")


def busy():
    """Seconds in which processors of this machine worked since it started."""
    with open("/proc/stat") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def own():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main():
    parts = {"hello": hello, "bodies": bodies, "modules": modules, "parked": parked, "idle": idle, "disconnect": disconnect}
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    if wanted not in ["", *parts]:
        sys.exit(f"bench: no part {wanted}; there are {', '.join(parts)}")
    pins = [pin for pin, processor in PINS.items() if processor in os.sched_getaffinity(0)]
    started, load, used = time.time(), busy(), own()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        os.mkdir(f"{folder}/file")
        os.mkdir(f"{folder}/header")
        with open(f"{folder}/hello", "w") as file:
            file.write("Hello, World!")
        for name, length in ("file/16k", 16 << 10), ("file/1m", 1 << 20), ("header/small.txt", 13), ("header/16k.txt", 16 << 10):
            with open(f"{folder}/{name}", "w") as file:
                file.write("x" * length)
        for name, part in parts.items():
            if wanted in ("", name):
                part(folder, pins)
    seconds = time.time() - started
    foreign = max(0.0, busy() - load - (own() - used)) / seconds
    print(f"\n{seconds:.0f} s; other programs used {foreign:.2f} processors meanwhile")


main()
