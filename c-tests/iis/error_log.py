"""The log of errors names the site that a request was for."""

import socket
import struct
import time


def configuration(root, port, modules):
    (root.parent / "http.conf").write_text(f"errorlog directory={root.parent}/errors\n")
    # More than the buffers of both ends hold.
    with open(root / "large.bin", "wb") as large:
        large.truncate(64 << 20)
    return f"""<configuration>
  <system.applicationHost>
    <sites>
      <site name="Site" id="7">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
      </site>
    </sites>
  </system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="StaticFileModule" image="%windir%\\System32\\inetsrv\\static.dll" />
    </globalModules>
    <modules><add name="AnonymousAuthenticationModule" /><add name="StaticFileModule" /></modules>
    <handlers accessPolicy="Read">
      <add name="StaticFile" path="*" verb="*" modules="StaticFileModule" resourceType="Either" requireAccess="Read" />
    </handlers>
    <staticContent><mimeMap fileExtension=".bin" mimeType="application/octet-stream" /></staticContent>
  </system.webServer>
</configuration>
"""


def test(host):
    with host.connect() as wire:
        wire.sendall(b"GET /large.bin HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert wire.recv(1000).startswith(b"HTTP/1.1 200 ")
        # The end is a reset.
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # This one is for no site.
    assert host.raw(b"GET / HTTP/9.9\r\n\r\n").startswith(b"HTTP/1.1 505 ")
    log = host.root.parent / "errors" / "httperr1.log"
    ends = [" HTTP/1.1 GET /large.bin - 7 Connection_Dropped -", " 505 - Version_N/S -"]
    until = time.monotonic() + 30
    while True:
        lines = log.read_text().splitlines() if log.exists() else []
        missing = [end for end in ends if not any(line.endswith(end) for line in lines)]
        if not missing:
            return
        assert time.monotonic() < until, (missing, lines)
        time.sleep(0.1)
