"""A TLS client with the calls of a socket, which ends one direction at a time: Python's own cannot."""

import errno
import socket
import ssl
import threading

PIECE = 64 << 10


class TlsSocket:
    def __init__(self, wire, context, name=None):
        self.wire = wire
        self._ahead = b""
        # One thread may send while another one receives: records go out in the order in which they were made.
        self._lock = threading.Lock()
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=name)
        self._do(self._tls.do_handshake)

    def _flush(self):
        if self._out.pending:
            self.wire.sendall(self._out.read())

    def _do(self, call, *arguments):
        while True:
            with self._lock:
                try:
                    result = call(*arguments)
                    self._flush()
                    return result
                except ssl.SSLWantReadError:
                    self._flush()
            data = self.wire.recv(PIECE)
            with self._lock:
                if data:
                    self._in.write(data)
                else:
                    self._in.write_eof()

    def sendall(self, data):
        if data:
            self._do(self._tls.write, data)

    send = sendall

    def recv(self, count):
        """Nothing is the end, with close_notify or without."""
        if self._ahead:
            data, self._ahead = self._ahead[:count], self._ahead[count:]
            return data
        try:
            return self._do(self._tls.read, count)
        except (ssl.SSLEOFError, ssl.SSLZeroReturnError):
            return b""

    def notify(self):
        """close_notify, and nothing else."""
        with self._lock:
            try:
                # OpenSSL throws away what has come and was not read.
                while data := self._tls.read(PIECE):
                    self._ahead += data
            except (ssl.SSLWantReadError, ssl.SSLEOFError, ssl.SSLZeroReturnError):
                pass
            try:
                self._tls.unwrap()
            except ssl.SSLWantReadError:
                pass
            self._flush()

    def shutdown(self, how):
        assert how == socket.SHUT_WR
        self.notify()
        try:
            self.wire.shutdown(how)
        except OSError as error:
            # Who has got close_notify may have ended the connection meanwhile.
            if error.errno != errno.ENOTCONN:
                raise

    def cut(self):
        """The end of a socket's direction without close_notify before it."""
        self.wire.shutdown(socket.SHUT_WR)

    def makefile(self, mode, *_, **__):
        """For http.client, which reads."""
        assert "r" in mode
        return Reader(self)

    def close(self):
        self.wire.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def __getattr__(self, name):
        # setsockopt, getsockname, settimeout, fileno …
        return getattr(self.wire, name)


def Reader(client):
    import io

    class Raw(io.RawIOBase):
        def readable(self):
            return True

        def readinto(self, into):
            data = client.recv(len(into))
            into[:len(data)] = data
            return len(data)

    return io.BufferedReader(Raw())
