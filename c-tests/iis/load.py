"""Two modules under load: wrk for PORTICO_LOAD_SECONDS on connections that stay and on others that do not, while
clients vanish. Each answer is looked at, and nothing is left."""

import concurrent.futures
import os
import re
import shutil
import subprocess

import vanish

SECONDS = int(os.environ.get("PORTICO_LOAD_SECONDS", "2"))

# Counts answers that are not as they should be. Each thread has its own; `done` adds them up.
SCRIPT = """
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init(arguments) wrong = 0; right = 0; if arguments[1] then wrk.headers["Connection"] = arguments[1] end end
function response(status, headers, body)
    if status == 200 and body == "Hello, world!" then right = right + 1 else wrong = wrong + 1 end
end
function done()
    local all, bad = 0, 0
    for _, thread in ipairs(threads) do all = all + thread:get("right"); bad = bad + thread:get("wrong") end
    print("right " .. all .. " wrong " .. bad)
end
"""


def wrk(host, *arguments):
    program = shutil.which("wrk")
    assert program, "wrk was not found: scripts/install-requirements installs it"
    command = [program, "-t", "1", "-c", "16", "-d", f"{SECONDS}s", "--timeout", "30s", "-s",
               str(host.root / "check.lua"), f"http://{host.address}:{host.port}/", "--", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS + 90)
    assert done.returncode == 0, done.stdout + done.stderr
    found = re.search(r"^right (\d+) wrong 0$", done.stdout, re.MULTILINE)
    # A server that closes is what the second one has asked for.
    troubles = "Non-2xx" if arguments else "Non-2xx|Socket errors"
    assert found and not re.search(troubles, done.stdout), done.stdout
    return int(found[1])


def prepare(root):
    (root / "check.lua").write_text(SCRIPT)


def test(host):
    vanish.settled(host)
    with concurrent.futures.ThreadPoolExecutor(6) as threads:
        loads = [threads.submit(wrk, host), threads.submit(wrk, host, "close")]
        number = 0
        while not all(load.done() for load in loads):
            list(threads.map(lambda one: vanish.vanish(host, one), range(number, number + 16)))
            number += 16
        served = sum(load.result() for load in loads)
    print(f"{served} answers in {SECONDS} s, while {number} clients vanished")
    after = vanish.settled(host)
    assert after["requests"][1] >= 2 * served, (after, served)


def after(host):
    vanish.after(host)
