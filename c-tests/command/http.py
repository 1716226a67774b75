"""http.py PART --portico PROGRAM --listener PROGRAM: runs `portico http …` and looks at what it says and does."""

import argparse
import ctypes
import grp
import hashlib
import os
import pwd
import socket
import ssl
import subprocess
import tempfile
from pathlib import Path

HASH = "00112233445566778899aabbccddeeff00112233"
OTHER_HASH = "ff" * 20
APPID = "{ab3c58f7-8316-42e3-bc6e-771d4ce4b201}"

# Each verb with each object, and words for it: the whole table of `portico http --help`.
COMMANDS = {
    ("add", "urlacl"): ["url=http://+:80/MyUri/", "user=Everyone"],
    ("show", "urlacl"): [],
    ("delete", "urlacl"): ["url=http://+:80/MyUri/"],
    ("add", "iplisten"): ["ipaddress=127.0.0.1"],
    ("show", "iplisten"): [],
    ("delete", "iplisten"): ["ipaddress=127.0.0.1"],
    ("add", "sslcert"): ["ipport=0.0.0.0:443", f"certhash={HASH}", f"appid={APPID}"],
    ("show", "sslcert"): [],
    ("update", "sslcert"): ["ipport=0.0.0.0:443", f"certhash={OTHER_HASH}", f"appid={APPID}"],
    ("delete", "sslcert"): ["ipport=0.0.0.0:443"],
    ("add", "timeout"): ["timeouttype=idleconnectiontimeout", "value=30"],
    ("show", "timeout"): [],
    ("delete", "timeout"): ["timeouttype=idleconnectiontimeout"],
    ("add", "cacheparam"): ["type=maxcacheresponsesize", "value=65536"],
    ("show", "cacheparam"): [],
    ("delete", "cacheparam"): ["type=maxcacheresponsesize"],
    ("add", "setting"): ["settingtype=tlsthrottle", "value=4"],
    ("show", "setting"): [],
    ("delete", "setting"): ["settingtype=tlsthrottle"],
}
OBJECTS = ["urlacl", "iplisten", "sslcert", "timeout", "cacheparam", "setting"]


class Command:
    def __init__(self, program, folder):
        self.program = program
        self.file = folder / "service.conf"
        self.variables = dict(os.environ, PORTICO_CONFIG=str(self.file))

    def run(self, *words, before=None):
        """The exit code, and what is printed on standard output and on standard error."""
        done = subprocess.run([self.program, "http", *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, env=self.variables, timeout=60, preexec_fn=before)
        return done.returncode, done.stdout.decode(), done.stderr.decode()

    def does(self, *words):
        code, out, err = self.run(*words)
        assert (code, err) == (0, ""), (words, code, out, err)
        return out

    def refuses(self, code, *words, before=None):
        """What it says on standard error, where it ends with the code."""
        got, out, err = self.run(*words, before=before)
        assert (got, out) == (code, "") and err.startswith("portico: "), (words, got, out, err)
        return err

    def lines(self):
        return self.file.read_text().splitlines() if self.file.exists() else []


class Listener:
    """The program that adds URLs, with the same service configuration."""

    def __init__(self, program, command):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=command.variables,
                                        text=True)

    def __enter__(self):
        return self

    def __exit__(self, kind, *_):
        try:
            self.process.stdin.close()
            ended = self.process.wait(60)
            assert kind or ended == 0, ended
        finally:
            self.process.kill()
            self.process.wait()

    def adds(self, url):
        """The code of HttpAddUrl."""
        self.process.stdin.write(url + "\n")
        self.process.stdin.flush()
        return int(self.process.stdout.readline())


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def page(title, *lines):
    return "\n".join(["", title, "-" * len(title), "", *lines, "", ""])


def words(command, _):
    """Every verb and object, spelled right and wrong."""
    help_text = command.does("--help")
    for verb in ("add", "show", "update", "delete"):
        code, out, err = command.run(verb)
        assert code == 2 and not out and "the object is missing" in err and "sslcert" in err, (verb, err)
        for object_ in OBJECTS:
            if (verb, object_) not in COMMANDS:
                said = command.refuses(2, verb, object_, "x=y")
                assert verb == "update" and "delete" in said and "add" in said, said
                continue
            assert f"portico http {verb:<6} {object_}" in help_text, help_text
            for ask in ("--help", "-h", "/?", "help", "?"):
                usage = command.does(verb, object_, ask)
                assert f"Usage: portico http {verb} {object_}" in usage, usage
                assert all(word.split("=")[0] in usage for word in COMMANDS[verb, object_]), usage
            # A name that is not there, a name without a value, a name twice, and one word too many.
            said = command.refuses(2, verb, object_, "colour=red")
            reason = "is too much" if (verb, object_) == ("show", "iplisten") else "is unknown here"
            assert f"http {verb} {object_}: `colour=` {reason}" in said and "--help" in said, said
            for word in COMMANDS[verb, object_]:
                name = word.split("=")[0]
                assert f"{name}= has no value" in command.refuses(2, verb, object_, name + "="), name
                assert f"{name}= stands twice" in command.refuses(2, verb, object_, word, word), name
            needed = [word.split("=")[0] for word in COMMANDS[verb, object_]]
            if needed:
                said = command.refuses(2, verb, object_)
                assert "missing" in said and needed[0] in said, said
            assert f"`x` {reason}" in command.refuses(2, verb, object_, *(["x"] * 40)), (verb, object_)
    # Nothing of all that has changed anything.
    assert command.lines() == []
    for verb in ("add", "show", "update", "delete"):
        for object_ in OBJECTS:
            if (verb, object_) in COMMANDS:
                command.does(verb, object_, *COMMANDS[verb, object_])
    assert command.lines() == []

    assert "show, add, delete and update" in command.refuses(2, "sohw", "urlacl")
    assert "urlacl, iplisten, sslcert" in command.refuses(2, "show", "urlacls")
    assert command.refuses(2)
    # Capitals make no difference, and names may be left out.
    command.does("ADD", "UrlAcl", "http://+:80/x", "USER=everyone")
    assert command.lines() == ["urlacl url=http://+:80/x/ sddl=D:(A;;GX;;;WD)"]
    command.does("Delete", "URLACL", "URL=http://+:80/X/")
    assert command.lines() == []
    # What only the process itself knows.
    for known in (["show", "servicestate"], ["show", "cachestate"], ["delete", "cache"], ["flush", "logbuffer"], ["flush"]):
        assert "each process's own" in command.refuses(2, *known), known


def urlacl(command, listener):
    """Reservations, and a program that runs meanwhile."""
    user = pwd.getpwuid(os.geteuid()).pw_name
    other = pwd.getpwnam("nobody").pw_name if os.geteuid() == 0 else "root"
    group = grp.getgrgid(os.getegid()).gr_name
    reserved = [
        (["url=http://+:80/a", "user=\\Everyone"], "http://+:80/a/", "\\Everyone", "GX", "WD"),
        (["url=http://+:80/b/", "user=NT AUTHORITY\\Authenticated Users", "delegate=yes"], "http://+:80/b/",
         "NT AUTHORITY\\Authenticated Users", "GA", "AU"),
        (["url=https://name.test:443/", f"user={user}", "listen=no", "delegate=yes"], "https://name.test:443/", user, "GW",
         f"S-1-22-1-{os.geteuid()}"),
        (["http://*:8080/d e/", "sddl=D:(A;;GX;;;S-1-5-21-1-2-3)(D;;GX;;;WD)"], "http://*:8080/d e/", "S-1-5-21-1-2-3", "GX",
         None),
    ]
    shown = []
    for given, url, name, rights, sid in reserved:
        assert command.does("add", "urlacl", *given) == "\nURL reservation successfully added\n\n"
        sddl = f"D:(A;;{rights};;;{sid})" if sid else given[1][5:]
        lines = [f"    Reserved URL            : {url}", f"        User: {name}",
                 f"            Listen: {'No' if rights == 'GW' else 'Yes'}",
                 f"            Delegate: {'No' if rights == 'GX' else 'Yes'}", f"            SDDL: {sddl}", ""]
        assert command.does("show", "urlacl", f"url={url}") == page("URL Reservations:", *lines)
        shown += lines
        said = command.refuses(1, "add", "urlacl", *given)
        assert "Error: 183" in said and f"{url} is reserved already" in said and "delete urlacl" in said, said
    assert command.does("show", "urlacl") == page("URL Reservations:", *shown)
    # A group, which may be called like the user.
    if group not in [entry.pw_name for entry in pwd.getpwall()]:
        command.does("add", "urlacl", "url=http://+:80/group/", f"user={group}")
        assert f"S-1-22-2-{os.getegid()}" in command.lines()[-1]
        assert f"User: {group}" in command.does("show", "urlacl", "url=http://+:80/group/")
        command.does("delete", "urlacl", "url=http://+:80/group/")
    for _, url, *_ in reserved:
        assert command.does("delete", "urlacl", f"url={url}") == "\nURL reservation successfully deleted\n\n"
        said = command.refuses(1, "delete", "urlacl", f"url={url}")
        assert "Error: 2" in said and f"{url} is not reserved" in said, said
        assert f"{url} is not reserved" in command.refuses(1, "show", "urlacl", f"url={url}")
    assert command.lines() == [] and command.does("show", "urlacl") == page("URL Reservations:")

    for wrong in ("http://+:80", "http://+/x/", "HTTP://+:80/", "http://+:99999/", "ftp://+:80/", "name"):
        said = command.refuses(1, "add", "urlacl", f"url={wrong}", "user=Everyone")
        assert "Error: 87" in said and wrong in said and "http://+:80/MyUri/" in said, said
        assert "Error: 87" in command.refuses(1, "delete", "urlacl", f"url={wrong}")
        assert "no URL to reserve" in command.refuses(2, "show", "urlacl", f"url={wrong}")
    said = command.refuses(1, "add", "urlacl", "url=http://+:80/", "sddl=Everyone")
    assert "Error: 87" in said and "no security descriptor" in said and "D:(A;;GX;;;WD)" in said, said
    said = command.refuses(1, "add", "urlacl", "url=http://+:80/", "user=DOMAIN\\nobody at all")
    assert "no user and no group" in said and "S-1-22-1-" in said, said
    for given, reason in ((["user=Everyone", "sddl=D:"], "exclude each other"), ([], "user= or sddl= is missing"),
                          (["user=Everyone", "listen=no"], "allow nothing"), (["user=Everyone", "listen=1"], "yes or no")):
        assert reason in command.refuses(2, "add", "urlacl", "url=http://+:80/", *given)

    # A program that is there already hears of it.
    with Listener(listener, command) as program:
        port = free_port()
        adds = lambda path: program.adds(f"http://localhost:{port}{path}")
        url = f"url=http://localhost:{port}/ours"
        assert adds("/ours/x/") == 0
        command.does("add", "urlacl", url, f"user={other}")
        assert (adds("/ours/x/"), adds("/others/")) == (5, 0)
        command.does("delete", "urlacl", url)
        assert adds("/ours/x/") == 0
        command.does("add", "urlacl", url, f"user={user}")
        assert adds("/ours/x/") == 0


def iplisten(command, _):
    title = "IP addresses present in the IP listen list:"
    assert command.does("show", "iplisten") == page(title)
    addresses = ["127.0.0.1", "::1", "192.0.2.7"]
    for address in addresses:
        assert command.does("add", "iplisten", f"ipaddress={address}") == "\nIP address successfully added\n\n"
        said = command.refuses(1, "add", "iplisten", f"ipaddress={address}")
        assert "Error: 183" in said and f"{address} is on the list already" in said, said
    assert command.does("show", "iplisten") == page(title, *(f"    {address}" for address in addresses))
    # More than the first buffer has room for.
    for last in range(40):
        command.does("add", "iplisten", f"192.0.2.{100 + last}")
    assert len(command.does("show", "iplisten").splitlines()) == 4 + 43 + 1
    for address in addresses:
        assert command.does("delete", "iplisten", address) == "\nIP address successfully deleted\n\n"
        said = command.refuses(1, "delete", "iplisten", f"ipaddress={address}")
        assert "Error: 2" in said and f"{address} is not on the list" in said, said
    said = command.refuses(1, "add", "iplisten", "ipaddress=fe80::1")
    assert "Error: 87" in said and "fe80::1 is an address of a link" in said, said
    # IPv4 in the form of IPv6 is the same address.
    command.does("add", "iplisten", "ipaddress=::ffff:192.0.2.7")
    assert "    192.0.2.7" in command.does("show", "iplisten").splitlines()
    command.does("delete", "iplisten", "192.0.2.7")
    for wrong in ("localhost", "1.2.3", "[::1]", "127.0.0.1:80"):
        assert f"ipaddress={wrong} is no address" in command.refuses(2, "add", "iplisten", f"ipaddress={wrong}")


def sslcert(command, _):
    """Bindings of all kinds, each word, and what cannot be."""
    title = "SSL Certificate bindings:"
    kinds = [("ipport=0.0.0.0:443", "IP:port                      : 0.0.0.0:443"),
             ("ipport=[::1]:8443", "IP:port                      : [::1]:8443"),
             ("hostnameport=*.example.org:443", "Hostname:port                : *.example.org:443"),
             ("ccs=443", "Central Certificate Store    : 443"),
             ("scopedccs=192.0.2.1:443", "Scoped Central Certificate Store : 192.0.2.1:443")]
    assert command.does("show", "sslcert") == page(title)
    for binding, line in kinds:
        given = [binding, f"certhash={HASH}", f"appid={APPID}"]
        assert "Error: 2" in command.refuses(1, "update", "sslcert", *given)
        assert command.does("add", "sslcert", *given) == "\nSSL Certificate successfully added\n\n"
        said = command.refuses(1, "add", "sslcert", *given)
        assert "Error: 183" in said and binding in said and "update sslcert" in said, said
        shown = command.does("show", "sslcert", binding)
        assert shown.splitlines()[4:10] == [
            f"    {line}", f"    Certificate Hash             : {HASH}", f"    Application ID               : {APPID}",
            "    Certificate Store Name       : (null)", "    Verify Client Certificate Revocation : Enabled",
            "    Verify Revocation Using Cached Client Certificate Only : Disabled"], shown
        given[1] = f"certhash={OTHER_HASH}"
        assert command.does("update", "sslcert", *given) == "\nSSL Certificate successfully updated\n\n"
        assert OTHER_HASH in command.does("show", "sslcert", binding)
    everything = command.does("show", "sslcert")
    places = [everything.index(f"    {line}\n") for _, line in kinds]
    assert places == sorted(places), everything
    assert "*.example.org:443" in command.does("show", "sslcert", "hostnameport=*.EXAMPLE.org:443")
    for binding, _ in kinds:
        assert command.does("delete", "sslcert", binding) == "\nSSL Certificate successfully deleted\n\n"
        said = command.refuses(1, "delete", "sslcert", binding)
        assert "Error: 2" in said and f"{binding} has no certificate" in said, said
        assert f"{binding} has no certificate" in command.refuses(1, "show", "sslcert", binding)
    assert command.lines() == []

    # Each word has its place in the record and in what is shown; netsh's order without names.
    switches = [("dsmapperusage", 0x1, "DS Mapper Usage", "Enabled", "Disabled"),
                ("clientcertnegotiation", 0x2, "Negotiate Client Certificate", "Enabled", "Disabled"),
                ("reject", 0x8, "Reject Connections", "Enabled", "Disabled"),
                ("disablehttp2", 0x10, "Disable HTTP2", "Set", "Not Set"),
                ("disablequic", 0x20, "Disable QUIC", "Set", "Not Set"),
                ("disabletls13", 0x40, "Disable TLS1.3", "Set", "Not Set"),
                ("disabletls12", 0x1000, "Disable TLS1.2", "Set", "Not Set"),
                ("disablelegacytls", 0x400, "Disable Legacy TLS Versions", "Set", "Not Set"),
                ("disableocspstapling", 0x80, "Disable OCSP Stapling", "Set", "Not Set"),
                ("enabletokenbinding", 0x100, "Enable Token Binding", "Set", "Not Set"),
                ("logextendedevents", 0x200, "Log Extended Events", "Set", "Not Set"),
                ("enablesessionticket", 0x800, "Enable Session Ticket", "Set", "Not Set"),
                ("enableclientcorrelation", 0x2000, "Enable Client Correlation", "Set", "Not Set"),
                ("disablesessionid", 0x4000, "Disable Session ID", "Set", "Not Set"),
                ("enablecacheclienthello", 0x8000, "Enable Caching Client Hello", "Set", "Not Set"),
                ("verifyrevocationwithcachedclientcertonly", None, "Verify Revocation Using Cached Client Certificate Only",
                 "Enabled", "Disabled"),
                ("verifyclientcertrevocation", None, "Verify Client Certificate Revocation", "Enabled", "Disabled"),
                ("usagecheck", None, "Usage Check", "Enabled", "Disabled")]
    modes = {"verifyclientcertrevocation": (1, "disable"), "verifyrevocationwithcachedclientcertonly": (2, "enable"),
             "usagecheck": (0x10000, "disable")}
    for name, flag, label, on, off in switches:
        for choice, said in (("enable", on), ("disable", off)):
            command.does("add", "sslcert", "0.0.0.0:443", HASH, APPID, f"{name}={choice}")
            shown = command.does("show", "sslcert")
            assert f"    {label:<28} : {said}\n" in shown, (name, choice, shown)
            mode, when = modes.get(name, (0, None))
            expected = f"sslcert ipport=0.0.0.0:443 certhash={HASH} appid={APPID}"
            if mode and choice == when:
                expected += f" certcheckmode={mode}"
            if flag and choice == "enable":
                expected += f" flags={flag}"
            assert command.lines() == [expected], (command.lines(), expected)
            command.does("delete", "sslcert", "0.0.0.0:443")
    command.does("add", "sslcert", "0.0.0.0:443", HASH, APPID, "Web Hosting", "revocationfreshnesstime=60",
                 "urlretrievaltimeout=0x10", "sslctlidentifier=list", "sslctlstorename=Lists")
    assert command.lines() == [f'sslcert ipport=0.0.0.0:443 certhash={HASH} appid={APPID} certstorename="Web Hosting" '
                               "sslctlidentifier=list sslctlstorename=Lists certcheckmode=4 revocationfreshnesstime=60 "
                               "urlretrievaltimeout=16"], command.lines()
    shown = command.does("show", "sslcert")
    for label, value in (("Certificate Store Name", "Web Hosting"), ("Revocation Freshness Time", "60"),
                         ("URL Retrieval Timeout", "16"), ("Ctl Identifier", "list"), ("Ctl Store Name", "Lists")):
        assert f"    {label:<28} : {value}\n" in shown, shown
    command.does("delete", "sslcert", "ipport=0.0.0.0:443")
    # The central store goes by names.
    command.does("add", "sslcert", "ccs=443", f"appid={APPID}")
    assert "Certificate Hash             : (null)" in command.does("show", "sslcert")
    command.does("delete", "sslcert", "ccs=443")

    good = ["ipport=0.0.0.0:443", f"certhash={HASH}", f"appid={APPID}"]
    for at, wrong, reason in ((0, "ipport=443", "an address and a port"), (0, "ipport=0.0.0.0:0", "an address and a port"),
                              (0, "hostnameport=name", "a name and a port"), (0, "hostnameport=:443", "a name and a port"),
                              (0, "ccs=https", "a port from 1 to 65535"), (0, "scopedccs=443", "an address and a port"),
                              (1, "certhash=12", "40 hexadecimal digits"), (1, f"certhash={'x' * 40}", "40 hexadecimal digits"),
                              (2, "appid=ab3c58f7-8316-42e3-bc6e-771d4ce4b201", "GUID in braces"),
                              (2, "appid={1}", "GUID in braces")):
        given = [*good]
        given[at] = wrong
        said = command.refuses(2, "add", "sslcert", *given)
        assert reason in said and wrong in said, said
    for given, reason in ((good[1:], "ipport=, hostnameport=, ccs= and scopedccs= is missing"),
                          ([good[0], good[2]], "certhash= is missing"), (good[:2], "appid= is missing"),
                          ([*good, "ccs=443"], "exclude each other"), ([*good, "reject=yes"], "enable or disable"),
                          ([*good, "urlretrievaltimeout=-1"], "a number from 0")):
        assert reason in command.refuses(2, "add", "sslcert", *given), (given, reason)
    said = command.refuses(1, "add", "sslcert", "hostnameport=a b:443", *good[1:])
    assert "Error: 87" in said and "the name of the host" in said, said
    assert command.lines() == []


def numbers(command, _):
    stores = [
        ("timeout", "timeouttype", "HTTP timeouts (in seconds):", "Timeout",
         [("idleconnectiontimeout", "Idle Connection Timeout"), ("headerwaittimeout", "Header Wait Timeout")], 1, 65535),
        ("cacheparam", "type", "HTTP cache parameters (in bytes):", "Cache parameter",
         [("maxcacheresponsesize", "Max Cache Response Size"), ("cacherangechunksize", "Cache Range Chunk Size")], 0, 2**32 - 1),
        ("setting", "settingtype", "HTTP settings:", "Setting", [("tlsthrottle", "TLS Throttle")], 0, 2**32 - 1),
    ]
    for object_, tag, title, name, types, least, most in stores:
        unset = [f"    {label:<28} : Not Set" for _, label in types]
        assert command.does("show", object_) == page(title, *unset)
        for at, (kind, label) in enumerate(types):
            for value in (least, most):
                command.does("add", object_, f"{tag}={kind.upper()}", f"value={value}")
                assert command.lines() == [f"{object_} {tag}={kind} value={value}"]
                line = f"    {label:<28} : {value}"
                assert command.does("show", object_, f"{tag}={kind}") == page(title, line)
                assert command.does("show", object_) == page(title, *unset[:at], line, *unset[at + 1:])
                said = command.refuses(1, "add", object_, kind, "7")
                assert "Error: 183" in said and f"{kind} is set already: delete it first" in said, said
                assert command.does("delete", object_, kind) == f"\n{name} successfully deleted\n\n"
                said = command.refuses(1, "delete", object_, kind)
                assert "Error: 2" in said and f"{kind} is not set" in said, said
            for wrong in (least - 1, most + 1, "", "x", "1.5"):
                said = command.refuses(2, "add", object_, f"{tag}={kind}", f"value={wrong}")
                assert "value" in said and (wrong == "" or f"from {least} to {most}" in said), said
        for verb in ("add", "show", "delete"):
            said = command.refuses(2, verb, object_, f"{tag}=colour", *(["value=1"] if verb == "add" else []))
            assert f"{tag}=colour is unknown" in said and types[0][0] in said, said


def https(command, listener):
    """A program that listens already shows the certificate that is added, another one, and none."""
    store = command.file.parent / "certificates" / "MY"
    store.mkdir(parents=True)
    made = {}
    for name in ("first", "second"):
        pem, key = store / f"{name}.pem", command.file.parent / f"{name}.key"
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", f"/CN={name}.example", "-keyout", str(key), "-out", str(pem)],
                       check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        der = ssl.PEM_cert_to_DER_cert(pem.read_text())
        pem.write_text(pem.read_text() + key.read_text())
        pem.chmod(0o600)
        made[name] = (hashlib.sha1(der).hexdigest(), der)

    def shown(port):
        """The certificate that a client is shown, or None."""
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        with socket.create_connection(("127.0.0.1", port), 20) as wire:
            try:
                with context.wrap_socket(wire, server_hostname="localhost") as secure:
                    return secure.getpeercert(True)
            except (ssl.SSLError, ConnectionError):
                return None

    with Listener(listener, command) as program:
        port = free_port()
        assert program.adds(f"+https://localhost:{port}/") == 0
        assert shown(port) is None
        for binding in (f"ipport=0.0.0.0:{port}", f"hostnameport=localhost:{port}"):
            command.does("add", "sslcert", binding, f"certhash={made['first'][0]}", f"appid={APPID}")
            assert shown(port) == made["first"][1], binding
            command.does("update", "sslcert", binding, f"certhash={made['second'][0]}", f"appid={APPID}", "certstorename=My")
            assert shown(port) == made["second"][1], binding
            command.does("update", "sslcert", binding, f"certhash={made['second'][0]}", f"appid={APPID}", "reject=enable")
            assert shown(port) is None, binding
            command.does("delete", "sslcert", binding)
            assert shown(port) is None, binding


def without_override():
    """The super-user without the right to write what nobody may write."""
    if os.geteuid() == 0:
        for capability in (1, 2):  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
            if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0) != 0:  # PR_CAPBSET_DROP
                raise OSError("a capability cannot be dropped")


def rights(command, _):
    """A file that may be read and not written, one that may not be read, and one that is wrong."""
    command.does("add", "timeout", "idleconnectiontimeout", "30")
    command.file.chmod(0o444)
    command.file.parent.chmod(0o555)
    try:
        for (verb, object_), given in COMMANDS.items():
            if verb == "show":
                code, out, err = command.run(verb, object_, before=without_override)
                assert (code, err) == (0, "") and out, (object_, err)
                continue
            said = command.refuses(1, verb, object_, *given, before=without_override)
            assert "Error: 5" in said and str(command.file) in said and "may not write" in said, said
            assert "PORTICO_CONFIG" in said, said
        command.file.chmod(0)
        for (verb, object_), given in COMMANDS.items():
            if verb == "show":
                code, out, err = command.run(verb, object_, before=without_override)
                assert code == 1 and not out and "you may not read this file" in err, (object_, err)
                assert str(command.file) in err, err
    finally:
        command.file.parent.chmod(0o755)
        command.file.chmod(0o644)
    # Lines that mean nothing are told with their numbers, and stay.
    command.file.write_text("# Ours.\nnonsense\n")
    code, out, err = command.run("add", "iplisten", "::1")
    assert code == 0 and command.lines() == ["# Ours.", "nonsense", "iplisten ipaddress=::1"], (out, err)
    code, out, err = command.run("show", "iplisten")
    assert code == 0 and "::1" in out and f"{command.file}:2: " in err, err
    # A folder in the file's place.
    command.variables["PORTICO_CONFIG"] = str(command.file.parent)
    code, out, err = command.run("show", "urlacl")
    assert code == 1 and not out and str(command.file.parent) in err, err
    code, out, err = command.run("add", "iplisten", "::1")
    assert code == 1 and not out and str(command.file.parent) in err, err


def main():
    parts = {part.__name__: part for part in (words, urlacl, iplisten, sslcert, numbers, rights, https)}
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=parts)
    parser.add_argument("--portico", required=True)
    parser.add_argument("--listener", required=True)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="portico-http-") as folder:
        parts[options.part](Command(options.portico, Path(folder).resolve()), options.listener)
    print("passed")


if __name__ == "__main__":
    main()
