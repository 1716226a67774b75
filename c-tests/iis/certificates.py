"""Certificates for tests, made by openssl, and clients that use them."""

import random
import re
import socket
import ssl
import subprocess


class Authority:
    """Signs certificates. All its files are in a folder; `file` has its own certificate."""

    def __init__(self, folder, name="Tests"):
        self.folder = folder
        folder.mkdir(parents=True)
        self.file = folder / "authority.crt"
        self._key = folder / "authority.key"
        openssl("req", "-x509", *NEW, "-keyout", self._key, "-out", self.file, "-days", 3000, "-subj", f"/CN={name}")

    def issue(self, name, subject, hosts=(), usage="serverAuth", number=None, days=2000):
        """The files with a certificate and its key."""
        chain, key, request, rules = (self.folder / f"{name}.{kind}" for kind in ("crt", "key", "csr", "ext"))
        names = ",".join(f"IP:{host}" if host[0].isdigit() else f"DNS:{host}" for host in hosts)
        rules.write_text(f"extendedKeyUsage={usage}\n" + (f"subjectAltName={names}\n" if names else ""))
        openssl("req", *NEW, "-keyout", key, "-out", request, "-subj", subject)
        serial = ["-set_serial", number] if number else ["-CAcreateserial"]
        openssl("x509", "-req", "-in", request, "-CA", self.file, "-CAkey", self._key, *serial, "-days", days,
                "-extfile", rules, "-out", chain)
        return chain, key

    def client(self, own=None, **terms):
        """What Python's clients take: who is believed, and the certificate that they show."""
        context = ssl.create_default_context(cafile=str(self.file))
        for name, value in terms.items():
            setattr(context, name, value)
        if own:
            context.load_cert_chain(*map(str, own))
        return context


NEW = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


def openssl(*words):
    done = subprocess.run(["openssl", *map(str, words)], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=60)
    assert done.returncode == 0, done.stdout.decode(errors="replace")
    return done.stdout.decode().strip()


def thumbprint(chain):
    return openssl("x509", "-noout", "-fingerprint", "-sha1", "-in", chain).partition("=")[2].replace(":", "")


def store(folder, chain, key):
    """Puts both into a store, in one file that nobody else may read."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / (chain.stem + ".pem")
    path.touch(0o600)
    path.write_text(chain.read_text() + key.read_text())
    return path


def shown(address, port, name=None):
    """The certificate that the server shows to who asks for a name: its subject's CN, and what ALPN has given."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection((address, port), 20) as wire:
        with context.wrap_socket(wire, server_hostname=name) as tls:
            text = ssl.DER_cert_to_PEM_cert(tls.getpeercert(binary_form=True))
            done = subprocess.run(["openssl", "x509", "-noout", "-subject", "-nameopt", "RFC2253"], input=text.encode(),
                                  stdout=subprocess.PIPE, timeout=60, check=True)
            return re.search("CN=([^,\n]*)", done.stdout.decode())[1], tls.selected_alpn_protocol()


def free_port():
    """The driver gives one port; others are below those of clients, too."""
    while True:
        port = random.randrange(15000, 32000)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                pass
