#!/usr/bin/env python3
"""run.py BUILD: echoes of messages over 64 WebSockets, of our host and of others, in alternation.

BUILD holds what scripts/bench built. The servers are on processor 0; the client is there too (`one`) or on
processor 1 (`split`). Figures are medians of the server's own processor time for a message.
"""

import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", 9))
SECONDS = 0.4
CONNECTIONS = 64
LENGTHS = {"125 bytes": 125, "16 KB": 16 << 10}
PINS = {"one": 0, "split": 1}
BUILD = os.path.abspath(sys.argv[1])


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    def __init__(self, name, command):
        self.name, self.port = name, free_port()
        self.process = subprocess.Popen(
            [str(part).replace("@PORT@", str(self.port)) for part in command],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {0}))
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                time.sleep(0.05)
        sys.exit(f"bench: {name} did not start")

    def load(self, length, pin):
        command = [f"{BUILD}/websocket-client", self.port, CONNECTIONS, SECONDS, length, self.process.pid]
        done = subprocess.run([str(part) for part in command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, timeout=30,
                              preexec_fn=lambda: os.sched_setaffinity(0, {PINS[pin]}), check=False)
        return json.loads(done.stdout) if done.returncode == 0 else None


def main():
    pins = [pin for pin, processor in PINS.items() if processor in os.sched_getaffinity(0)]
    rust = f"{BUILD}/websocket-echoes/release/websocket-echoes"
    with tempfile.TemporaryDirectory() as root:
        servers = [
            Server("portico, IWebSocketContext", [f"{BUILD}/installed/bin/portico", "run", "--port", "@PORT@", "--root", root,
                                                  "--module", f"websocket_echo={BUILD}/websocket_echo/websocket_echo.so"]),
            Server("fastwebsockets", [rust, "@PORT@", "fastwebsockets"]),
            Server("tokio-tungstenite", [rust, "@PORT@", "tungstenite"]),
            Server("libwebsockets", [f"{BUILD}/libwebsockets", "@PORT@"]),
            Server("bare epoll", [f"{BUILD}/websocket-epoll", "@PORT@"]),
        ]
        try:
            for title, length in LENGTHS.items():
                results = {(pin, server.name): [] for pin in pins for server in servers}
                for _ in range(ROUNDS):
                    for pin in pins:
                        for server in random.sample(servers, len(servers)):
                            seen = server.load(length, pin)
                            if seen:
                                results[pin, server.name].append(seen)
                for pin in pins:
                    table(title, pin, servers, results)
        finally:
            for server in servers:
                server.process.kill()
                server.process.wait()


def table(title, pin, servers, results):
    cpu = {}
    for server in servers:
        if runs := results[pin, server.name]:
            cpu[server.name] = statistics.median(run["cpu"] for run in runs)
    print(f"\n{title}, {CONNECTIONS} connections, `{pin}`\n")
    print("| server | CPU µs/message | ÷ fastwebsockets | ÷ epoll | messages/s |\n|---|---|---|---|---|")
    for server in servers:
        runs = results[pin, server.name]
        if not runs:
            print(f"| {server.name} | no answers | | | |")
            continue
        ratios = " | ".join(f"{cpu[server.name] / cpu[other]:.2f}" if other in cpu else "–" for other in ("fastwebsockets", "bare epoll"))
        lost = "" if len(runs) == ROUNDS else f" ({len(runs)} of {ROUNDS} runs)"
        print(f"| {server.name}{lost} | {cpu[server.name]:.2f} | {ratios} | {statistics.median(run['rate'] for run in runs):,.0f} |")
    sys.stdout.flush()


main()
