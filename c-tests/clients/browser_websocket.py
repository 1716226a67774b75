"""browser_websocket.py PORTICO EXAMPLES [https]: Chromium uses the page and the WebSocket of examples-c/websocket_echo.

Another page of the same host types into that page, opens a WebSocket of its own, and tells what it saw by a POST.
With `https` all of it goes over one session of HTTP/2, the WebSockets as well.
"""

import http.server
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

os.environ["PORTICO"] = sys.argv[1]
sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples-c"))
from check import Host, same  # noqa: E402

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "iis"))
from certificates import Authority  # noqa: E402

SLOWEST = 90
LONG = 100_000

PAGE = """<!DOCTYPE html><title>driver</title><iframe id=page src="/echo"></iframe>
<script>
const page = document.getElementById("page");
async function look() {
    const inner = page.contentDocument, lines = () => inner.getElementById("log").textContent.split("\\n");
    const line = async wanted => {
        while (!lines().includes(wanted)) await new Promise(later => setTimeout(later, 10));
        return true;
    };
    const input = inner.getElementById("text"), typed = [];
    await line("open");
    for (const text of ["hello", "grün €𝄞", "x".repeat(LONG)]) {
        input.value = text;
        input.dispatchEvent(new page.contentWindow.Event("change"));
        typed.push(await line("> " + text) && await line("< " + text));
    }
    const socket = new WebSocket(`${location.protocol.replace("http", "ws")}//${location.host}/echo`);
    socket.binaryType = "arraybuffer";
    const opened = new Promise((well, ill) => { socket.onopen = well; socket.onerror = () => ill("no WebSocket"); });
    const closed = new Promise(well => socket.onclose = event => well([event.code, event.reason, event.wasClean]));
    const messages = [], sent = [];
    let all;
    socket.onmessage = event => { messages.push(event.data); if (messages.length === 40) all(); };
    await opened;
    const arrived = new Promise(well => all = well);
    for (let at = 0; at < 40; ++at) {
        // Many at once, which come back in their order.
        sent.push(at % 2 ? `text ${at}` : new Uint8Array(at * 1500).fill(at).buffer);
        socket.send(sent[at]);
    }
    await arrived;
    const equal = (one, other) => typeof one === "string" ? one === other
        : one.byteLength === other.byteLength && new Uint8Array(other).every(byte => byte === new Uint8Array(one)[0]);
    socket.close(3001, "that was it");
    const files = await Promise.all([...Array(20).keys()].map(at => fetch(`file.txt?${at}`).then(got => got.text())));
    const entries = performance.getEntriesByType("navigation").concat(performance.getEntriesByType("resource"));
    return {
        files: files.every(text => text === "x".repeat(LONG)),
        protocols: [...new Set(entries.map(entry => entry.nextHopProtocol).filter(name => name))],
        typed, echoed: sent.every((one, at) => equal(one, messages[at])), extensions: socket.extensions,
        closed: await closed, readyState: socket.readyState,
    };
}
page.onload = async () => {
    let found;
    try { found = await look(); } catch (error) { found = {error: String(error)}; }
    await fetch("TELL", {method: "POST", mode: "no-cors", body: JSON.stringify(found)});
};
</script>
"""

OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--no-proxy-server",
]


def main(examples, https):
    chromium = shutil.which("chromium")
    if chromium is None:
        raise AssertionError("chromium was not found: scripts/install-requirements --browser installs it")
    told = queue.Queue()

    class Listener(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            told.put(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_):
            pass

    listener = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        root, profile = os.path.join(folder, "root"), os.path.join(folder, "profile")
        os.mkdir(root)
        page = PAGE.replace("TELL", f"http://127.0.0.1:{listener.server_port}/").replace("LONG", str(LONG))
        with open(os.path.join(root, "drive.html"), "w", encoding="utf-8") as file:
            file.write(page.replace("<title>", "<meta charset=utf-8><title>"))
        with open(os.path.join(root, "file.txt"), "w", encoding="utf-8") as file:
            file.write("x" * LONG)
        arguments, more, scheme = [], [], "http"
        net_log = os.path.join(folder, "net-log")
        if https:
            chain, key = Authority(Path(folder, "tls")).issue("server", "/CN=localhost", ["localhost", "127.0.0.1"])
            arguments, scheme = ["--tls-cert", str(chain), "--tls-key", str(key)], "https"
            more = ["--ignore-certificate-errors", f"--log-net-log={net_log}"]
        host = Host(os.path.join(examples, "websocket_echo", "websocket_echo.so"), root, arguments, scheme)
        browser = subprocess.Popen(
            [chromium, *OPTIONS, *more, f"--user-data-dir={profile}", "--remote-debugging-port=0", host.url + "drive.html"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True,
        )
        try:
            found = json.loads(told.get(timeout=SLOWEST))
            same(found, {
                "files": True, "protocols": ["h2" if https else "http/1.1"], "typed": [True] * 3, "echoed": True, "extensions": "", "closed": [3001, "that was it", True], "readyState": 3,
            }, "what the page found")
            host.wanted_line("a WebSocket has ended")
        finally:
            browser.terminate()
            try:
                browser.wait(20)
            except subprocess.TimeoutExpired:
                pass
            try:
                os.killpg(browser.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            browser.wait()
            code = host.end()
        same(code, 0, "the host's end")
        if https:
            # The page's WebSocket and its own one have come by extended CONNECT.
            with open(net_log, encoding="utf-8", errors="replace") as file:
                log = file.read()
            ways = log.count(":protocol: websocket") >= 2, "Upgrade: websocket" in log
            same(ways, (True, False), "WebSockets by extended CONNECT, and by HTTP/1.1")
    listener.shutdown()
    print("Chromium's WebSocket: well")


main(sys.argv[2], "https" in sys.argv[3:])
