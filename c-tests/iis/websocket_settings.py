"""system.webServer/webSocket: pingInterval, receiveBufferLimit, enabled."""

import socket
import time

from websocket_client import CLOSE, PING, PONG, TEXT, Client, Story, close, frame

GONE = "800704cd"


def configuration(root, port, modules):
    for name in ("off",):
        (root / name).mkdir()
    return f"""<configuration>
  <system.applicationHost>
    <sites>
      <site name="Site" id="1">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings>
      </site>
    </sites>
  </system.applicationHost>
  <system.webServer>
    <globalModules>
      <add name="echo" image="{modules['websocket_module']}" />
      <add name="AnonymousAuthenticationModule" image="%windir%\\System32\\inetsrv\\authanon.dll" />
      <add name="WebSocketModule" image="%windir%\\System32\\inetsrv\\iiswsock.dll" />
    </globalModules>
    <modules>
      <add name="AnonymousAuthenticationModule" />
      <add name="WebSocketModule" />
      <add name="echo" />
    </modules>
    <handlers>
      <clear />
      <add name="Echo" path="*" verb="*" modules="echo" resourceType="Unspecified" requireAccess="None" />
    </handlers>
    <webSocket pingInterval="00:00:01" receiveBufferLimit="8192" />
  </system.webServer>
  <location path="Site/off"><system.webServer><webSocket enabled="false" /></system.webServer></location>
</configuration>"""


def test(host):
    # Pings come, between and beside messages; who answers stays.
    story = Story(host)
    client = Client(host.connect(), "/?echo")
    for number in range(3):
        assert client.frame() == (PING, True, b"")
        client.send(PONG)
        client.send(TEXT, b"%d" % number)
        assert client.message() == (TEXT, b"%d" % number)
    # Who says anything else is there, too.
    assert client.frame() == (PING, True, b"")
    client.send(TEXT, b"instead")
    assert client.message() == (TEXT, b"instead")
    assert client.frame() == (PING, True, b"")
    client.send(PONG)
    client.send(CLOSE, close(1000))
    while client.frame() != (CLOSE, True, close(1000)):
        pass
    assert client.end() == b""
    assert story.told()[-1] == "dispose"
    # Who does not is cut off: the read that waits is told, or who asks.
    for query, told in (("echo", [f"read {GONE}", "dispose"]), ("idle", None)):
        story = Story(host)
        client = Client(host.connect(), f"/?{query}")
        assert client.frame() == (PING, True, b"")
        assert client.end() == b""
        seen = story.told()
        if told:
            assert seen == told, seen
        else:
            assert seen[1] == f"gone 1 notified 1 failed 1 {GONE}" and seen[2] == f"idle read {GONE} 0", seen
    # A peer that we have closed and that says nothing is cut off as well.
    story = Story(host)
    client = Client(host.connect(), "/?close:async,value,1000,bye")
    assert client.frame() == (CLOSE, True, close(1000, b"bye"))
    assert client.frame() == (PING, True, b"")
    assert client.end() == b""
    assert f"peer {GONE} 0 status 80070490 0" in story.told()
    # So much waits that nobody reads; without the setting it would be 4 MB.
    wire = socket.socket()
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 16)
    wire.settimeout(20)
    wire.connect((host.address, host.port))
    client = Client(wire, "/?hold")
    host.wait_for("websocket: held")
    wire.settimeout(2)
    sent = 0
    try:
        while sent < 8 << 20:
            sent += wire.send(frame(0x82, b"x" * 65536)[sent % 65550:] or b"")
    except TimeoutError:
        pass
    assert sent < 3 << 20, sent
    # It is not taken for silent, though its pongs are not read.
    time.sleep(2.5)
    wire.setblocking(False)
    try:
        while wire.recv(1 << 16):
            pass
        raise AssertionError("a peer that is not read was cut off")
    except BlockingIOError:
        pass
    wire.close()
    assert host.get("/?release").status == 204
    # Off: no such request is a handshake, and WEBSOCKET_VERSION says so.
    off = Client(host.connect(), "/off/?echo")
    assert off.status.startswith("HTTP/1.1 400 ") and off.headers["x-websockets"] == "no", off.headers
    assert host.get("/?echo").headers["X-WebSockets"] == "yes"
    assert host.get("/off/?echo").headers["X-WebSockets"] == "no"
