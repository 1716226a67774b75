"""Every server variable of the documentation, and setting them."""

import socket

from request_log import expect

UNKNOWN = "0x80070585 1 1 0"
# What only TLS and client certificates give.
EMPTY = """CERT_COOKIE CERT_FLAGS CERT_ISSUER CERT_SUBJECT CERT_SERIALNUMBER CERT_KEYSIZE CERT_SECRETKEYSIZE
CERT_SERVER_ISSUER CERT_SERVER_SUBJECT CRYPT_PROTOCOL CRYPT_CIPHER_ALG_ID CRYPT_HASH_ALG_ID CRYPT_KEYEXCHANGE_ALG_ID
HTTPS_KEYSIZE HTTPS_SECRETKEYSIZE HTTPS_SERVER_ISSUER HTTPS_SERVER_SUBJECT APP_POOL_CONFIG AUTH_PASSWORD AUTH_TYPE
AUTH_USER FORWARDED_URL LOGON_USER REMOTE_USER UNMAPPED_REMOTE_USER""".split()


def ask(host, tag, expected, names, target="/a%20b/c.htm?d=e%20f&g", fields=()):
    lines = [f"GET {target} HTTP/1.1", "Host: there:81", f"X-Tag: {tag}", f"X-Ask: {' '.join(names)}", *fields,
             "Connection: close", "", ""]
    with host.connect() as wire:
        port = wire.getsockname()[1]
        wire.sendall("\r\n".join(lines).encode())
        wire.shutdown(socket.SHUT_WR)
        while wire.recv(4096):
            pass
    expect(host, tag, [line.replace("{port}", str(port)) for line in expected])


def test(host):
    root, secure = str(host.root), host.scheme == "https"
    values = {
        "APPL_MD_PATH": "/LM/W3SVC/1/ROOT", "APPL_PHYSICAL_PATH": f"{root}/", "APP_POOL_ID": "DefaultAppPool",
        "CACHE_URL": f"{host.scheme}://there:81/a b/c.htm?d=e%20f&g", "CONTENT_LENGTH": "0", "CONTENT_TYPE": "",
        "DOCUMENT_ROOT": root, "GATEWAY_INTERFACE": "CGI/1.1", "HTTPS": "on" if secure else "off", "HTTP_METHOD": "GET",
        "HTTP_URL": "/a%20b/c.htm?d=e%20f&g", "HTTP_VERSION": "HTTP/1.1", "INSTANCE_ID": "1",
        "INSTANCE_META_PATH": "/LM/W3SVC/1", "INSTANCE_NAME": "Default Web Site", "LOCAL_ADDR": host.address,
        "LOG_QUERY_STRING": "d=e%20f&g", "MANAGED_PIPELINE_MODE": "Integrated", "PATH_INFO": "/a b/c.htm", "PATH_TRANSLATED": f"{root}/a b/c.htm",
        "QUERY_STRING": "d=e%20f&g", "REMOTE_ADDR": "127.0.0.1", "REMOTE_HOST": "127.0.0.1", "REMOTE_PORT": "{port}",
        "REQUEST_FILENAME": f"{root}/a b/c.htm", "REQUEST_FLAGS": "2", "REQUEST_METHOD": "GET",
        "REQUEST_URI": "/a%20b/c.htm", "SCRIPT_FILENAME": f"{root}/a b/c.htm", "SCRIPT_NAME": "/a b/c.htm",
        "SCRIPT_TRANSLATED": rf"\\?\{root}/a b/c.htm", "SERVER_ADDR": host.address, "SERVER_NAME": "there",
        "SERVER_PORT": str(host.port), "SERVER_PORT_SECURE": str(int(secure)), "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_SOFTWARE": "Microsoft-IIS/10.0", "WEBSOCKET_VERSION": "13", "UNENCODED_URL": "/a%20b/c.htm?d=e%20f&g", "URL": "/a b/c.htm",
        "http_host": "there:81", "HTTP_X_OWN_NAME": "its value", "Remote_Addr": "127.0.0.1",
    }
    ask(host, "values", [f"{name}={value}" for name, value in values.items()], values, fields=["x-own-name: its value"])
    ask(host, "empty", [f"{name}=" for name in EMPTY], EMPTY)
    names = ["NONE", "HTTP_X_NONE", "IIS_WEBSOCK", "HTTP_", "HEADER_X"]
    ask(host, "unknown", [f"{name} {UNKNOWN}" for name in names], names)
    ask(host, "all", [
        r"ALL_HTTP=HTTP_HOST:there:81\nHTTP_X_TAG:all\nHTTP_X_ASK:ALL_HTTP ALL_RAW\nHTTP_X_OWN:v\nHTTP_CONNECTION:close\n",
        r"ALL_RAW=Host: there:81\r\nX-Tag: all\r\nX-Ask: ALL_HTTP ALL_RAW\r\nx-oWN: v\r\nConnection: close\r\n",
    ], ["ALL_HTTP", "ALL_RAW"], fields=["x-oWN: v"])
    ask(host, "set", [
        "OWN=value", "own=value", f"OWN {UNKNOWN}", "URL=/set", "URL=/a b/c.htm", "IIS_WasUrlRewritten=1",
        "HTTP_USER_AGENT=mine", "ALL_HTTP=HTTP_HOST:there:81\\nHTTP_X_TAG:set\\nHTTP_X_OWN:changed\\n"
        "HTTP_CONNECTION:close\\nHTTP_USER_AGENT:mine\\nHTTP_X_SECOND:s\\n", f"HTTP_X_OWN {UNKNOWN}", "HTTP_METHOD=own",
        "REQUEST_METHOD=GET",
    ], ["OWN=value", "OWN", "own", "OWN=NULL", "OWN", "URL=/set", "URL", "URL=NULL", "URL", "IIS_WasUrlRewritten=1",
        "IIS_WasUrlRewritten", "HTTP_USER_AGENT=mine", "HTTP_USER_AGENT", "HTTP_X_OWN=changed", "HTTP_X_SECOND=s",
        "HTTP_X_ASK=NULL", "ALL_HTTP", "HTTP_X_OWN=NULL", "HTTP_X_OWN", "HTTP_METHOD=own", "HTTP_METHOD",
        "REQUEST_METHOD"], fields=["X-Own: v"])
    ask(host, "arguments", ["no name 1 1", "no place 1 1", "no length 1", "set no name 1 1", "inherit 1 1 1"], [],
        target="/?arguments")
    ask(host, "inherit", [
        "before 1", "inherited 1 the parent's", "of the host 1 127.0.0.1", "none 1 1", "OWN=the parent's",
        "HTTP_X_OWN=the parent's", f"HTTP_FROM {UNKNOWN}", "URL=/page", "in the clone the clone's clone /clone",
        "released 1",
    ], [], target="/page?inherit", fields=["X-Own: the parent's"])
    ask(host, "changes", [
        "first: 1 new number 1 end 1:", "set: 1 new number 1 end 1: OWN=1 URL=/elsewhere", "same: 1 new number 0 end 1:",
        "removed: 1 new number 1 end 1: OWN=(null) Third=3", "again: 1 new number 1 end 1: OWN=4", "null 1",
    ], [], target="/?changes")
