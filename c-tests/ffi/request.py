"""request.py LIBRARY: drives libhttpapi through one request by ctypes alone, as a foreign language would."""

import ctypes
import http.client
import socket
import struct
import sys
import threading
from ctypes import byref, c_char_p, c_int, c_longlong, c_uint, c_ulonglong, c_ushort, c_void_p, c_wchar_p

NO_ERROR = 0
HTTP_INITIALIZE_SERVER = 1
HTTP_NULL_ID = 0
HTTP_VERB_GET = 4
MEMORY = 0


class Version(ctypes.Structure):
    _fields_ = [("major", c_ushort), ("minor", c_ushort)]


class KnownHeader(ctypes.Structure):
    _fields_ = [("length", c_ushort), ("value", c_char_p)]


class RequestHeaders(ctypes.Structure):
    _fields_ = [("unknown_count", c_ushort), ("unknown", c_void_p), ("trailer_count", c_ushort),
                ("trailers", c_void_p), ("known", KnownHeader * 41)]


class ResponseHeaders(ctypes.Structure):
    _fields_ = [("unknown_count", c_ushort), ("unknown", c_void_p), ("trailer_count", c_ushort),
                ("trailers", c_void_p), ("known", KnownHeader * 30)]


class CookedUrl(ctypes.Structure):
    _fields_ = [("full_length", c_ushort), ("host_length", c_ushort), ("path_length", c_ushort),
                ("query_length", c_ushort), ("full", c_wchar_p), ("host", c_void_p), ("path", c_void_p),
                ("query", c_void_p)]


class Request(ctypes.Structure):
    _fields_ = [("flags", c_uint), ("connection", c_ulonglong), ("id", c_ulonglong), ("context", c_ulonglong),
                ("version", Version), ("verb", c_int), ("unknown_verb_length", c_ushort), ("raw_url_length", c_ushort),
                ("unknown_verb", c_char_p), ("raw_url", c_char_p), ("url", CookedUrl), ("remote", c_void_p),
                ("local", c_void_p), ("headers", RequestHeaders)]


class Chunk(ctypes.Structure):
    # The longest of its forms is that of a file: a range and a handle.
    _fields_ = [("kind", c_int), ("memory", c_char_p), ("length", c_uint), ("rest", c_longlong)]


class Response(ctypes.Structure):
    _fields_ = [("flags", c_uint), ("version", Version), ("status", c_ushort), ("reason_length", c_ushort),
                ("reason", c_char_p), ("headers", ResponseHeaders), ("chunk_count", c_ushort),
                ("chunks", ctypes.POINTER(Chunk)), ("info_count", c_ushort), ("info", c_void_p)]


def good(code):
    if code != NO_ERROR:
        raise AssertionError(f"error {code}")


def same(got, wanted):
    if got != wanted:
        raise AssertionError(f"{got!r} is not {wanted!r}")


def ask(port, answers):
    client = http.client.HTTPConnection("localhost", port, timeout=20)
    client.request("GET", "/a%20path?of=python", headers={"User-Agent": "ffi"})
    answer = client.getresponse()
    answers.append((answer.status, answer.reason, answer.getheader("Content-Type"), answer.read()))
    client.close()


def main():
    library = ctypes.CDLL(sys.argv[1])
    library.HttpInitialize.argtypes = [Version, c_uint, c_void_p]
    library.HttpCreateHttpHandle.argtypes = [ctypes.POINTER(c_void_p), c_uint]
    library.HttpAddUrl.argtypes = [c_void_p, c_wchar_p, c_void_p]
    library.HttpReceiveHttpRequest.argtypes = [c_void_p, c_ulonglong, c_uint, c_void_p, c_uint,
                                               ctypes.POINTER(c_uint), c_void_p]
    library.HttpSendHttpResponse.argtypes = [c_void_p, c_ulonglong, c_uint, ctypes.POINTER(Response), c_void_p,
                                             ctypes.POINTER(c_uint), c_void_p, c_uint, c_void_p, c_void_p]
    library.HttpRemoveUrl.argtypes = [c_void_p, c_wchar_p]
    library.CloseHandle.argtypes = [c_void_p]
    library.HttpTerminate.argtypes = [c_uint, c_void_p]
    same(struct.calcsize("P"), 8)
    same((ctypes.sizeof(Chunk), ctypes.sizeof(Response)), (32, 568))

    good(library.HttpInitialize(Version(1, 0), HTTP_INITIALIZE_SERVER, None))
    queue = c_void_p()
    good(library.HttpCreateHttpHandle(byref(queue), 0))
    # Somebody else may take the port in between.
    for attempt in range(10):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        url = f"http://localhost:{port}/"
        code = library.HttpAddUrl(queue, url, None)
        if code == NO_ERROR:
            break
    good(code)
    answers = []
    client = threading.Thread(target=ask, args=(port, answers), daemon=True)
    client.start()

    room = ctypes.create_string_buffer(8192)
    taken = c_uint()
    good(library.HttpReceiveHttpRequest(queue, HTTP_NULL_ID, 0, room, len(room), byref(taken), None))
    request = Request.from_buffer(room)
    same(request.verb, HTTP_VERB_GET)
    same(request.raw_url, b"/a%20path?of=python")
    same(request.url.full, f"http://localhost:{port}/a path?of=python")
    same(request.headers.known[40].value, b"ffi")

    body = b"an answer from Python"
    response = Response(status=200, reason=b"OK", reason_length=2)
    response.headers.known[12] = KnownHeader(10, b"text/plain")
    chunk = Chunk(MEMORY, body, len(body))
    response.chunk_count, response.chunks = 1, ctypes.pointer(chunk)
    sent = c_uint()
    good(library.HttpSendHttpResponse(queue, request.id, 0, byref(response), None, byref(sent), None, 0, None, None))
    client.join(20)
    same(answers, [(200, "OK", "text/plain", body)])
    assert sent.value > len(body), sent.value
    good(library.HttpRemoveUrl(queue, url))
    same(library.CloseHandle(queue), 1)
    same(library.CloseHandle(queue), 0)
    same(library.GetLastError(), 6)
    good(library.HttpTerminate(HTTP_INITIALIZE_SERVER, None))
    print("one request through ctypes")


main()
