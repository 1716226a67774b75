"""Starts portico with modules, runs a test file against it, stops it, and looks at what is left.

A test file may define
  prepare(root)    fills the folder that is served, before the start
  arguments(root)  more arguments for portico
  environment(root)  variables for it
  configuration(root, port, modules)  the text of an applicationHost.config that listens at 127.0.0.1 on the
                   port; `modules` are the paths of the modules by their names. Then portico is run with it,
                   as `host.config`, and not with --root, --port and --module.
  test(host)       the test: it passes when it returns
  after(host)      what is to be seen once the host has ended

`host` is a `Host`. Its `get` and `request` are for plain requests, `connect` for the wire itself;
`log()` is what portico and its modules have printed, and `wait_for` waits until they have.
`portico(…)` runs another portico with these arguments to its end.

PORTICO_TEST_WIRE says what portico is spoken to over. With `https/1.1` it serves https by a certificate of its own, and
`get`, `request`, `raw` and `connect` speak TLS (`tls_socket.TlsSocket`); with `h2c` and `h2` they speak to an adapter
(clients/over_http2.py), which asks over HTTP/2, without TLS and with it. So a test that uses nothing else is the same
over all; `scheme` and `wire` tell.
"""

import argparse
import http.client
import importlib.util
import os
import random
import re
import resource
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import certificates
from tls_socket import TlsSocket

START = 30  # seconds
STOP = 60
LINGER = 10
REPORTS = re.compile(r"ERROR: \w*Sanitizer|WARNING: ThreadSanitizer|runtime error:|panicked at|internal error at")


def no_core():
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


class Host:
    # The exit code that is expected: for a signal its number with a minus.
    ends_with = 0
    # For https: what clients take.
    client = None
    scheme = "http"
    wire = os.environ.get("PORTICO_TEST_WIRE", "http/1.1")
    # The same for HTTP/2.
    http2_client = None

    def __init__(self, program, preload, root, arguments, environment, log):
        self.root = root
        self.program = program
        self._log = log
        variables = dict(os.environ, PORTICO_CONFIG=str(log.with_name("http.conf")), **environment)
        if preload:
            variables["LD_PRELOAD"] = preload
        self.variables = variables
        command = [program, "run", *arguments]
        with open(log, "wb") as out:
            # A group of its own, so that what it leaves behind can be found.
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                env=variables, start_new_session=True, cwd=log.parent, preexec_fn=no_core)
        first = self.wait_for(r"^listening on https?://([^/]*):(\d+)/$", START)
        self.address, self.port = first[1].strip("[]"), int(first[2])
        # That of portico itself, where clients speak to an adapter.
        self.own_port = self.port
        if self.wire in ("h2c", "h2"):
            sys.path.insert(0, str(Path(__file__).parent.parent / "clients"))
            from over_http2 import Adapter
            self.port = Adapter(self.port, self.http2_client).port

    def log(self):
        return self._log.read_text(errors="replace")

    def wait_for(self, pattern, seconds=20):
        """Waits until a line of the log matches."""
        end = time.monotonic() + seconds
        while True:
            ended = self.process.poll()
            found = re.search(pattern, self.log(), re.MULTILINE)
            if found:
                return found
            if ended is not None:
                raise AssertionError(f"portico has ended with {ended} and not printed {pattern!r}")
            if time.monotonic() > end:
                raise AssertionError(f"portico has not printed {pattern!r}")
            time.sleep(0.02)

    def portico(self, *arguments, timeout=60):
        """Its exit code, and all that it has printed."""
        done = subprocess.run([self.program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=self.variables, timeout=timeout, cwd=self._log.parent)
        return done.returncode, done.stdout.decode(errors="replace")

    def connect(self, timeout=20):
        wire = socket.create_connection((self.address, self.port), timeout)
        return TlsSocket(wire, self.client, self.address) if self.client else wire

    def connect_http2(self, timeout=20):
        """A connection for frames of HTTP/2: with prior knowledge, or what TLS has agreed on."""
        wire = socket.create_connection((self.address, self.port), timeout)
        return TlsSocket(wire, self.http2_client, self.address) if self.http2_client else wire

    def connection(self, timeout=20):
        """An `http.client.HTTPConnection`."""
        if self.client:
            return http.client.HTTPSConnection(self.address, self.port, timeout=timeout, context=self.client)
        return http.client.HTTPConnection(self.address, self.port, timeout=timeout)

    def request(self, method, path, body=None, headers={}, timeout=20, meanwhile=None):
        """Gives the status, the headers (`http.client.HTTPMessage`) and the body; the reason is `.reason`.
        `meanwhile` is called when the request has been sent and nothing of the answer been read."""
        connection = self.connection(timeout)
        try:
            connection.request(method, path, body, headers)
            if meanwhile:
                meanwhile()
            return Response(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, headers={}, timeout=20, meanwhile=None):
        return self.request("GET", path, None, headers, timeout, meanwhile)

    def raw(self, data, timeout=20):
        """Sends bytes, says that no more come, and gives all that is answered."""
        with self.connect(timeout) as wire:
            wire.sendall(data)
            wire.shutdown(socket.SHUT_WR)
            answer = b""
            while part := wire.recv(65536):
                answer += part
            return answer

    def has_reason(self, answer, reason):
        """Whether an answer has this reason phrase; HTTP/2 has none."""
        return self.wire in ("h2c", "h2") or answer.reason == reason

    def stop(self, number=signal.SIGTERM):
        """Asks portico to end; its exit code."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            return self.process.wait(STOP)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"portico does not end after {signal.Signals(number).name}") from None


class Response:
    def __init__(self, response):
        self.status = response.status
        self.reason = response.reason
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self):
        return self.body.decode()


def load(script):
    # Helpers beside it can be imported.
    sys.path.insert(0, str(Path(script).parent))
    spec = importlib.util.spec_from_file_location("test_file", script)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def free_port():
    """Below the ports that the system gives to clients, so that nobody takes it meanwhile."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass


def members(group):
    """The commands of a process group's processes; what has ended and nobody has asked for is none."""
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            # The command, which may hold anything, stands in the only parentheses that count.
            before, after = entry.read_text().rsplit(")", 1)
        except (FileNotFoundError, ProcessLookupError):
            continue
        state, _, its_group = after.split()[:3]
        if int(its_group) == group and state not in "ZX":
            yield before.partition("(")[2]


def left_over(group):
    """Processes that do not end with their first one. A sanitizer's helper does, and needs a moment."""
    end = time.monotonic() + LINGER
    while left := list(members(group)):
        if time.monotonic() > end:
            break
        time.sleep(0.05)
    return left


def run(options, work):
    test = load(options.script)
    root, log = work / "root", work / "log"
    root.mkdir()
    config = work / "applicationHost.config"
    call = lambda name: getattr(test, name)(root) if hasattr(test, name) else None
    call("prepare")
    is_tls = Host.wire in ("https/1.1", "h2")
    if is_tls:
        authority = certificates.Authority(work / "tls")
        chain, key = authority.issue("server", "/CN=localhost", ["localhost", "127.0.0.1"])
    if hasattr(test, "configuration"):
        modules = dict(word.split("=", 1) for word in options.arguments if "=" in word)
        text = test.configuration(root, free_port(), modules)
        if is_tls:
            certificates.store(work / "certificates/MY", chain, key)
            named = f'protocol="https" certificateHash="{certificates.thumbprint(chain)}" bindingInformation="127.'
            text = text.replace('protocol="http" bindingInformation="127.', named)
        config.write_text(text)
        arguments = ["--config", str(config), *(call("arguments") or [])]
    else:
        arguments = ["--port", "0", "--root", str(root), *options.arguments, *(call("arguments") or [])]
        if is_tls:
            arguments += ["--tls-cert", str(chain), "--tls-key", str(key)]
    host = None
    log.touch()
    try:
        host = Host.__new__(Host)
        host.config = config
        if is_tls:
            host.http2_client, host.scheme = authority.client(), "https"
            host.http2_client.set_alpn_protocols(["h2"])
            if Host.wire == "https/1.1":
                host.client = authority.client()
        host.__init__(options.portico, options.preload, root, arguments, call("environment") or {}, log)
        test.test(host)
        code = host.stop()
        assert code == host.ends_with, f"portico has ended with {code}"
        left = left_over(host.process.pid)
        assert not left, f"processes of portico's are left over: {left}"
        cores = [path for path in work.rglob("core*") if path.is_file()]
        assert not cores, f"left over: {cores}"
        report = REPORTS.search(host.log())
        assert not report, f"portico has reported: {report[0]}"
        if hasattr(test, "after"):
            test.after(host)
    except BaseException:
        sys.stdout.write(f"--- what portico has printed:\n{log.read_text(errors='replace')}---\n")
        sys.stdout.flush()
        raise
    finally:
        if hasattr(host, "process"):
            try:
                os.killpg(host.process.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            host.process.wait()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--portico", required=True)
    parser.add_argument("--preload", default="")
    parser.add_argument("--script", required=True)
    parser.add_argument("arguments", nargs="*")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portico-iis-") as work:
        run(options, Path(work).resolve())
    print("passed")


if __name__ == "__main__":
    main()
