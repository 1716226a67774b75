"""nginx.py EXAMPLES: nginx as a reverse proxy before the programs of examples-c, built below EXAMPLES."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(__file__), "..", "..", "examples-c"))
from check import PATIENCE, Server, curl, same  # noqa: E402

CONFIGURATION = """
daemon off;
master_process off;
pid {folder}/pid;
error_log stderr warn;
events {{}}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    client_max_body_size 100m;
    upstream hello {{ server localhost:{hello}; keepalive 4; }}
    server {{
        listen 127.0.0.1:{port};
        proxy_http_version 1.1;
        proxy_set_header Connection "";
        proxy_set_header Host localhost;
        location /hello/ {{ proxy_pass http://hello/; }}
        location /work/ {{ proxy_pass http://localhost:{work}/; }}
        location /upload/ {{ proxy_pass http://localhost:{upload}/; proxy_request_buffering off; }}
    }}
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def start(nginx, folder, **ports):
    """nginx, once it takes connections, and its port."""
    for _ in range(10):
        port = free_port()
        path = os.path.join(folder, "nginx.conf")
        with open(path, "w", encoding="ascii") as file:
            file.write(CONFIGURATION.format(folder=folder, port=port, **ports))
        process = subprocess.Popen([nginx, "-p", folder, "-c", path], stdin=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE
        while process.poll() is None and time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                return process, port
            except ConnectionRefusedError:
                time.sleep(0.05)
        # Somebody else may have taken the port in between.
        process.kill()
        process.wait(PATIENCE)
    raise AssertionError("nginx did not begin")


def main(examples):
    nginx = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
    if nginx is None:
        raise AssertionError("nginx was not found: scripts/install-requirements installs it")

    def program(name):
        return os.path.join(examples, name, name)

    with tempfile.TemporaryDirectory() as folder:
        stored = os.path.join(folder, "stored")
        os.mkdir(stored)
        servers = []
        process = None
        try:
            hello, work, upload = [
                servers.append(Server(*arguments)) or servers[-1]
                for arguments in [(program("hello_iocp"),), (program("wait_for_disconnect"),), (program("upload"), stored)]
            ]
            process, port = start(nginx, folder, hello=hello.port, work=work.port, upload=upload.port)
            url = f"http://127.0.0.1:{port}/"

            # nginx keeps its connections to the server.
            answers = curl(*[url + "hello/"] * 100).splitlines()
            same([answer.split(",")[0] for answer in answers], [f"Request {number}" for number in range(1, 101)])

            content = os.urandom(1 << 20)
            source = os.path.join(folder, "source")
            with open(source, "wb") as file:
                file.write(content)
            for framing in ["Content-Length: 1048576", "Transfer-Encoding: chunked"]:
                same(curl("-T", source, "-H", framing, url + "upload/file"), "1048576 bytes\n")
                with open(os.path.join(stored, "file"), "rb") as file:
                    same(file.read() == content, True)

            # nginx closes its connection when its client goes, and that is noticed.
            same(curl(url + "work/1"), "The work is done\n")
            same([work.line(), work.line()], ["working for 1 ms", "done after 1 ms"])
            impatient = subprocess.run(
                ["curl", "--silent", "--noproxy", "*", "--max-time", "0.5", url + "work/60000"],
                stdin=subprocess.DEVNULL, capture_output=True, check=False,
            )
            same(impatient.returncode, 28)
            same(work.line(), "working for 60000 ms")
            line = work.line()
            assert line.startswith("the client has gone after"), line
        finally:
            if process is not None:
                process.kill()
                process.wait(PATIENCE)
            for server in servers:
                server.end()
    print("nginx in front: well")


main(sys.argv[1])
