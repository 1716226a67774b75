#!/usr/bin/env python3
"""run.py BUILD [PART]: our server by HTTP/2 and by TLS 1.3 beside others, in alternation.

BUILD holds the programs that scripts/bench built. PART: h2, tls or handshakes.
The servers are on processor 0; the client is there too (`one`) or on processor 1 (`split`). The client is h2load,
and for handshakes handshakes.py. A server's processor time is that of all its threads while the client runs.
"""

import getpass
import json
import os
import random
import re
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time

ROUNDS = int(os.environ.get("ROUNDS", 7))
PINS = {"one": 0, "split": 1}
BUILD = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))

# The same work for every server: what OpenSSL offers by this file, and h2load by its options.
CIPHER, GROUP = "TLS_AES_128_GCM_SHA256", "X25519"
OPENSSL = f"""openssl_conf = all
[all]
ssl_conf = ssl
[ssl]
system_default = tls
[tls]
MinProtocol = TLSv1.3
Ciphersuites = {CIPHER}
Groups = {GROUP}
"""

# Load: protocol, connections, streams of each at a time, path, requests.
H2 = {
    "HTTP/2, 1 connection, 1 stream": ("h2c", 1, 1, "/hello", 5000),
    "HTTP/2, 16 connections with 32 streams": ("h2c", 16, 32, "/hello", 40000),
    "HTTP/2, 16 KB from a file, 16 connections with 8 streams": ("h2c", 16, 8, "/file/16k", 15000),
}
TLS = {
    "HTTP/1.1 over TLS 1.3, 1 connection": ("https", 1, 1, "/hello", 5000),
    "HTTP/1.1 over TLS 1.3, 16 connections": ("https", 16, 1, "/hello", 20000),
    "HTTP/1.1 over TLS 1.3, 16 KB from a file, 16 connections": ("https", 16, 1, "/file/16k", 10000),
    "HTTP/2 over TLS 1.3, 1 connection, 1 stream": ("h2", 1, 1, "/hello", 5000),
    "HTTP/2 over TLS 1.3, 16 connections with 32 streams": ("h2", 16, 32, "/hello", 40000),
    "HTTP/2 over TLS 1.3, 16 KB from a file, 16 connections with 8 streams": ("h2", 16, 8, "/file/16k", 10000),
}
# What is counted are connections, each with one request.
HANDSHAKES = {"full handshakes": ("full", 300), "resumed handshakes": ("resumed", 300)}

OURS = ["hello, 2 threads", "hello_iocp, 2 threads"]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server on processor 0, on two ports that were free: without TLS and with it."""

    def __init__(self, name, command, folder):
        self.name, self.port, self.secure = name, free_port(), free_port()
        environment = dict(os.environ)
        if command[0] in ("nginx", "h2o"):
            configuration = self.configure(f"{command[0]}.conf", folder)
            command = {
                "nginx": ["/usr/sbin/nginx", "-p", folder, "-c", configuration, "-e", f"{folder}/nginx.log"],
                "h2o": ["/usr/bin/h2o", "-m", "worker", "-c", configuration],
            }[command[0]]
        elif "@SECURE@" in str(command):
            environment |= service_configuration(tempfile.mkdtemp(dir=folder), f"{folder}/certificate.pem", self.secure)
        ports = {"@PORT@": str(self.port), "@SECURE@": str(self.secure)}
        command = [re.sub("@[A-Z]+@", lambda mark: ports[mark[0]], str(part)) for part in command]
        self.process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL if command[0].endswith("portico") else None,
            stderr=subprocess.DEVNULL if command[0].endswith("h2o") else None,
            preexec_fn=lambda: os.sched_setaffinity(0, {0}),
        )
        for _ in range(200):
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
        marks = {"FOLDER": folder, "PORT": self.port, "SECURE": self.secure, "USER": getpass.getuser()}
        for mark, value in marks.items():
            text = text.replace(f"@{mark}@", str(value))
        with open(f"{folder}/{name}", "w") as file:
            file.write(text)
        return f"{folder}/{name}"

    def stop(self):
        self.process.kill()
        self.process.wait()

    def cpu(self):
        """Seconds that its threads have used."""
        folder, seconds = f"/proc/{self.process.pid}/task", 0
        for thread in os.listdir(folder):
            with open(f"{folder}/{thread}/schedstat") as file:
                seconds += int(file.read().split()[0]) / 1e9
        return seconds

    def run(self, command, pin):
        """Runs a client; what it said, the processor time that it has cost, and how long it took."""
        before, started = self.cpu(), time.monotonic()
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            preexec_fn=lambda: os.sched_setaffinity(0, {PINS[pin]}),
            check=False,
        )
        if done.returncode != 0:
            sys.exit(f"bench: {self.name}: {command}: {done.stdout}{done.stderr}")
        return done.stdout, self.cpu() - before, time.monotonic() - started

    def load(self, load, pin):
        """What so many requests cost."""
        protocol, connections, streams, path, requests = load
        scheme, port = ("http", self.port) if protocol == "h2c" else ("https", self.secure)
        command = ["h2load", "-t", 1, "-c", connections, "-m", streams, "-n", requests]
        command += [f"--tls13-ciphers={CIPHER}", f"--groups={GROUP}"]
        command += ["--h1"] if protocol == "https" else ["--npn-list=h2"]
        said, cpu, _ = self.run([*command, f"{scheme}://localhost:{port}{path}"], pin)
        expected = [f"{requests} succeeded", f" {requests} 2xx", f"Application protocol: {'http/1.1' if protocol == 'https' else protocol}"]
        if protocol != "h2c":
            expected += ["TLS Protocol: TLSv1.3", f"Cipher: {CIPHER}"]
        lacking = [part for part in expected if part not in said]
        if lacking:
            sys.exit(f"bench: {self.name}: no {lacking} in what h2load says:\n{said}")
        rate = re.search(r"finished in [^,]*, ([\d.]+) req/s", said)
        return {"cpu": cpu / requests * 1e6, "rate": float(rate[1])}

    def shake_hands(self, load, pin):
        """What so many connections cost."""
        kind, count = load
        said, cpu, _ = self.run([sys.executable, f"{HERE}/handshakes.py", self.secure, kind, count], pin)
        told = json.loads(said)
        return {"cpu": cpu / (count + told["extra"]) * 1e6, "rate": told["rate"]}


def service_configuration(folder, certificate, port):
    """The certificate in the service configuration of one of our programs; the environment that says where it is."""
    store = f"{folder}/certificates/MY"
    os.makedirs(store, 0o700)
    with open(certificate) as file, open(os.open(f"{store}/bench.pem", os.O_CREAT | os.O_WRONLY, 0o600), "w") as copy:
        copy.write(file.read())
    told = subprocess.run(["openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha1"],
                          capture_output=True, text=True, check=True)
    thumbprint = told.stdout.strip().split("=")[1].replace(":", "")
    with open(f"{folder}/service.conf", "w") as file:
        for address in "0.0.0.0", "[::]":
            file.write(f"sslcert ipport={address}:{port} certhash={thumbprint} appid={{ab3c58f7-8316-42e3-bc6e-771d4ce4b201}}\n")
    return {"PORTICO_CONFIG": f"{folder}/service.conf", "PORTICO_CERTIFICATES": f"{folder}/certificates"}


def make_certificate(folder):
    """One of ECDSA with P-256, and its key, for all servers."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "30",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", "key.pem", "-out", "certificate.pem"],
        cwd=folder, capture_output=True, check=True)
    with open(f"{folder}/certificate.pem", "a") as file, open(f"{folder}/key.pem") as key:
        file.write(key.read())
    os.chmod(f"{folder}/certificate.pem", 0o600)


def start(names, folder):
    commands = {
        "hello, 2 threads": [f"{BUILD}/hello", "@PORT@,@SECURE@", 2, folder],
        "hello_iocp, 2 threads": [f"{BUILD}/hello_iocp", "@PORT@,@SECURE@", 2, folder],
        "hyper": [f"{BUILD}/hyper/release/hyper-hello", "@PORT@", "h2"],
        "nginx": ["nginx"],
        "h2o": ["h2o"],
    }
    with tempfile.TemporaryDirectory(dir=folder) as _:
        return [Server(name, commands[name], folder) for name in names]


def ratio(value, to):
    return f"{value / to:.2f}" if value and to else "–"


def table(title, unit, servers, results, pin):
    print(f"\n{title}, `{pin}`\n")
    print(f"| server | CPU µs/{unit} | {unit}s/CPU s ÷ nginx | ÷ h2o | ÷ hyper | {unit}s/s |\n|---|---|---|---|---|---|")
    cpu = {server.name: statistics.median(run["cpu"] for run in results[pin, server.name]) for server in servers}
    for name, time_of in cpu.items():
        rate = statistics.median(run["rate"] for run in results[pin, name])
        # Requests for each second of the processor's: more is better.
        ratios = " | ".join(ratio(cpu.get(other), time_of) for other in ("nginx", "h2o", "hyper"))
        print(f"| {name} | {time_of:.2f} | {ratios} | {rate:,.0f} |")
    sys.stdout.flush()


def measure(loads, unit, names_of, run, folder, pins):
    for title, load in loads.items():
        servers = start(names_of(title), folder)
        results = {(pin, server.name): [] for pin in pins for server in servers}
        try:
            for _ in range(ROUNDS):
                for pin in pins:
                    for server in random.sample(servers, len(servers)):
                        results[pin, server.name].append(run(server, load, pin))
        finally:
            for server in servers:
                server.stop()
        for pin in pins:
            table(title, unit, servers, results, pin)


def h2(folder, pins):
    # hyper sends no files.
    names = lambda title: [*OURS, "nginx", "h2o"] + ([] if "file" in title else ["hyper"])
    measure(H2, "request", names, Server.load, folder, pins)


def tls(folder, pins):
    measure(TLS, "request", lambda _: [*OURS, "nginx", "h2o"], Server.load, folder, pins)


def handshakes(folder, pins):
    measure(HANDSHAKES, "connection", lambda _: [OURS[0], "nginx", "h2o"], Server.shake_hands, folder, pins)


def busy():
    """Seconds in which processors of this machine worked since it started."""
    with open("/proc/stat") as file:
        fields = [int(field) for field in file.readline().split()[1:9]]
    return (sum(fields) - fields[3] - fields[4]) / os.sysconf("SC_CLK_TCK")


def own():
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))


def main():
    parts = {"h2": h2, "tls": tls, "handshakes": handshakes}
    wanted = sys.argv[2] if len(sys.argv) > 2 else ""
    if wanted not in ["", *parts]:
        sys.exit(f"bench: no part {wanted}; there are {', '.join(parts)}")
    pins = [pin for pin, processor in PINS.items() if processor in os.sched_getaffinity(0)]
    started, load, used = time.time(), busy(), own()
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)
        os.mkdir(f"{folder}/file")
        make_certificate(folder)
        with open(f"{folder}/openssl.cnf", "w") as file:
            file.write(OPENSSL)
        os.environ["OPENSSL_CONF"] = f"{folder}/openssl.cnf"
        with open(f"{folder}/hello", "w") as file:
            file.write("Hello, World!")
        for name, length in ("file/16k", 16 << 10), ("file/1m", 1 << 20):
            with open(f"{folder}/{name}", "w") as file:
                file.write("x" * length)
        for name, part in parts.items():
            if wanted in ("", name):
                part(folder, pins)
    seconds = time.time() - started
    foreign = max(0.0, busy() - load - (own() - used)) / seconds
    print(f"\n{seconds:.0f} s; other programs used {foreign:.2f} processors meanwhile")


main()
