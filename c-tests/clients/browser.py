"""browser.py EXAMPLES: Chromium loads a page from the programs of examples-c, built below EXAMPLES.

The page loads style sheets, scripts and pictures, asks for more by fetch, and tells what it found by a
POST to another program.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples-c"))
from check import Server, same  # noqa: E402

PICTURES = 12
SLOWEST = 100

PAGE = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>page</title>
<link rel="stylesheet" href="style.css"><script src="first.js"></script></head>
<body><p id="styled">text</p>{pictures}<script src="tell.js"></script></body></html>
"""

SCRIPT = """
const upload = "http://localhost:PORT/";
async function look() {
    const pictures = [...document.images];
    await Promise.all(pictures.map(picture => picture.decode()));
    const data = await (await fetch("data.json")).json();
    const part = await fetch("large.bin", {headers: {Range: "bytes=1000-1999"}});
    const bytes = new Uint8Array(await part.arrayBuffer());
    const whole = await (await fetch("large.bin", {cache: "no-store"})).arrayBuffer();
    const missing = await fetch("missing");
    const all = performance.getEntriesByType("resource").filter(entry => entry.name.startsWith(location.origin));
    return {
        first: window.first, color: getComputedStyle(document.getElementById("styled")).color,
        pictures: pictures.filter(picture => picture.naturalWidth === 7).length,
        data: data.text, part: [part.status, bytes.length, bytes[0]], whole: whole.byteLength,
        missing: missing.status, protocols: [...new Set(all.map(entry => entry.nextHopProtocol))],
        reused: all.filter(entry => entry.connectStart === entry.connectEnd).length,
    };
}
async function tell() {
    let found;
    try { found = await look(); } catch (error) { found = {error: String(error)}; }
    // Another origin: a plain POST goes there, whose answer the page may not read.
    const options = {method: "POST", mode: "no-cors", body: JSON.stringify(found)};
    await fetch(upload + "found.json", options);
    await fetch(upload + "blob.bin", {...options, body: new Blob([new Uint8Array(200000).fill(5)])});
    document.title = "told";
}
window.addEventListener("load", tell);
"""

OPTIONS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--no-proxy-server",
    "--virtual-time-budget=30000", "--dump-dom",
]


def main(examples):
    chromium = shutil.which("chromium")
    if chromium is None:
        raise AssertionError("chromium was not found: scripts/install-requirements --browser installs it")

    with tempfile.TemporaryDirectory() as folder:
        root, stored, profile = [os.path.join(folder, name) for name in ["root", "stored", "profile"]]
        for path in [root, stored, profile]:
            os.mkdir(path)

        def write(name, content):
            with open(os.path.join(root, name), "wb") as file:
                file.write(content if isinstance(content, bytes) else content.encode())

        large = bytes(at * 7 % 251 for at in range(1 << 20))
        servers = []
        try:
            servers.append(Server(os.path.join(examples, "upload", "upload"), stored))
            servers.append(Server(os.path.join(examples, "file_server", "file_server"), root))
            upload, files = servers
            pictures = "".join(f'<img src="picture{at}.svg">' for at in range(PICTURES))
            write("index.html", PAGE.format(pictures=pictures))
            write("style.css", "#styled { color: rgb(1, 2, 3) }")
            write("first.js", "window.first = 'loaded';")
            write("tell.js", SCRIPT.replace("PORT", str(upload.port)))
            write("data.json", json.dumps({"text": "grün"}))
            write("large.bin", large)
            for at in range(PICTURES):
                write(f"picture{at}.svg", '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="9"/>')
            done = subprocess.run(
                [chromium, *OPTIONS, f"--user-data-dir={profile}", files.url],
                stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SLOWEST, check=False,
            )
            same(done.returncode, 0, done.stderr)
            assert "<title>told</title>" in done.stdout, f"{done.stdout}\n{done.stderr}"
            with open(os.path.join(stored, "found.json"), encoding="utf-8") as file:
                found = json.load(file)
            reused = found.pop("reused", 0)
            same(found, {
                "first": "loaded", "color": "rgb(1, 2, 3)", "pictures": PICTURES, "data": "grün",
                "part": [206, 1000, large[1000]], "whole": len(large), "missing": 404, "protocols": ["http/1.1"],
            }, "what the page found")
            # It opens six connections at most; the others came on one that was there.
            assert reused >= PICTURES - 6, f"only {reused} came on a connection that was there"
            with open(os.path.join(stored, "blob.bin"), "rb") as file:
                same(file.read() == b"\x05" * 200_000, True, "the blob")
        finally:
            for server in servers:
                server.end()
    print("Chromium: well")


main(sys.argv[1])
