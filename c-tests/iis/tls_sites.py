"""https bindings of applicationHost.config beside one of http: whose certificate a client gets, what access asks
for, what a module and the built-in ones see of TLS, and another certificate by a changed file."""

import http.client
import signal
import ssl

from basic import HASH, credentials
from certificates import Authority, free_port, shown, store, thumbprint

PORTS = {}
MODULES = [("HttpRedirectionModule", "redirect"), ("AnonymousAuthenticationModule", "authanon"),
           ("BasicAuthenticationModule", "authbas"), ("StaticFileModule", "static"), ("DefaultDocumentModule", "defdoc"),
           ("CustomErrorModule", "custerr")]


def environment(root):
    passwords = root.parent / "passwords"
    passwords.touch(0o600)
    passwords.write_text(f"ann:{HASH}\n")
    (root.parent / "http.conf").write_text(
        f"sslcert ipport=127.0.0.1:{PORTS['service']} certhash={hashes['service']} "
        "appid={00000000-0000-0000-0000-000000000001}\n")
    return {"PORTICO_PASSWORDS": str(passwords)}


def configuration(root, port, modules):
    global authority, hashes, text
    PORTS.update(http=port, service=free_port(), named=free_port(), plain=free_port())
    authority = Authority(root.parent / "tls")
    my = root.parent / "certificates/MY"
    hashes = {}
    for name in ("one", "two", "service", "plain", "next"):
        made = authority.issue(name, f"/C=DE/O=Some Org/CN={name}", ["127.0.0.1", f"{name}.example"])
        hashes[name] = thumbprint(made[0])
        store(my, *made)
    store(root.parent / "certificates/CentralStore", *authority.issue("central.example", "/CN=central", ["central.example"]))
    # Who signs certificates of clients.
    (root.parent / "certificates/ROOT").mkdir()
    (root.parent / "certificates/ROOT/authority.crt").write_text(authority.file.read_text())
    for name in ("site", "site/secure", "site/require", "site/basic", "site/folder", "other"):
        (root / name).mkdir()
        (root / name / "x.txt").write_text(name)
    text = lambda **changes: config(root, modules, **changes)
    return text()


def config(root, modules, first="one", more=""):
    access = lambda path, flags: f"""<location path="Site/{path}"><system.webServer><security>
        <access sslFlags="{flags}" /></security></system.webServer></location>"""
    https = lambda name, host="", rest="": f'<binding protocol="https" bindingInformation="127.0.0.1:{PORTS[name]}:{host}" {rest} />'
    images = "".join(f'<add name="{name}" image="%windir%\\System32\\inetsrv\\{image}.dll" />' for name, image in MODULES)
    names = "".join(f'<add name="{name}" />' for name, _ in MODULES)
    return f"""<configuration><system.applicationHost><sites>
        <site name="Site" id="1">
          <application path="/"><virtualDirectory path="/" physicalPath="{root}/site" /></application>
          <application path="/require"><virtualDirectory path="/" physicalPath="{root}/site/require" /></application>
          <bindings>
            <binding protocol="http" bindingInformation="127.0.0.1:{PORTS['http']}:" />
            {https("named", "one.example", f'sslFlags="1" certificateHash="{hashes[first]}" certificateStoreName="My"')}
            {https("named", "", f'sslFlags="4" certificateHash="{hashes["plain"]}"')}
            {https("service")}
          </bindings></site>
        <site name="Other" id="2">
          <application path="/"><virtualDirectory path="/" physicalPath="{root}/other" /></application>
          <bindings>
            {https("named", "two.example", f'sslFlags="Sni" certificateHash="{hashes["two"]}"')}
            {https("named", "central.example", 'sslFlags="3"')}
            {more}
          </bindings></site>
        </sites></system.applicationHost>
        <system.webServer>
          <globalModules>{images}<add name="tls" image="{modules['tls_module']}" /></globalModules>
          <modules>{names}<add name="tls" /></modules>
          <handlers><add name="Tls" path="*.tls" verb="*" modules="tls" resourceType="Unspecified" requireAccess="None" />
            <add name="Files" path="*" verb="*" modules="StaticFileModule,DefaultDocumentModule" resourceType="Either"
              requireAccess="Read" /></handlers>
        </system.webServer>
        {access("secure", "Ssl")}{access("require", "Ssl, SslNegotiateCert, SslRequireCert")}
        <location path="Site/basic"><system.webServer><security><authentication>
          <anonymousAuthentication enabled="false" /><basicAuthentication enabled="true" />
        </authentication></security></system.webServer></location>
        <location path="Site/moved"><system.webServer>
          <httpRedirect enabled="true" destination="/folder/x.txt" exactDestination="true" /></system.webServer></location>
        </configuration>"""


def get(host, which, path, headers={}, own=None, **terms):
    if which == "http":
        client = http.client.HTTPConnection(host.address, PORTS["http"], timeout=20)
    else:
        client = http.client.HTTPSConnection(host.address, PORTS[which], timeout=20, context=authority.client(own, **terms))
    try:
        client.request("GET", path, headers=headers)
        answer = client.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        client.close()


def test(host):
    for scheme, which in (("http", "http"), ("https", "named"), ("https", "service")):
        assert f"listening on {scheme}://127.0.0.1:{PORTS[which]}/" in host.log(), host.log()
    assert "no certificate" not in host.log(), host.log()
    code, said = host.portico("check", "--config", str(host.config))
    # Of the certificate that one application wants this binding asks nobody.
    assert code == 1 and said.count("portico:") == 1 and "clientcertnegotiation=enable" in said, said
    assert f"site 'Site', binding 127.0.0.1:{PORTS['service']}:" in said, said
    names(host)
    access(host)
    facts(host)
    built_in(host)
    changes(host)


def names(host):
    for name, expected in [
        ("one.example", ("one", "h2")), ("ONE.example", ("one", "h2")), ("two.example", ("two", "h2")),
        ("central.example", ("central", "h2")), ("other.example", ("plain", "http/1.1")), (None, ("plain", "http/1.1")),
    ]:
        assert shown(host.address, PORTS["named"], name) == expected, (name, shown(host.address, PORTS["named"], name))
    assert shown(host.address, PORTS["service"]) == ("service", "h2")
    # The site is chosen by the Host header, as without TLS.
    for name, text in (("one.example", "site"), ("two.example", "other"), ("central.example", "other"), ("x", "site")):
        found = get(host, "named", "/x.txt", {"Host": f"{name}:{PORTS['named']}"})
        assert found[2] == text, (name, found[0], found[2])


def access(host):
    own = authority.issue("client", "/O=Some Org/CN=Ann", usage="clientAuth", number="0x12ab34")
    expired = authority.issue("late", "/CN=Late", usage="clientAuth", days=-1)
    stranger = Authority(authority.folder / "others", "Others").issue("stranger", "/CN=Stranger", usage="clientAuth")
    for which, path, shows, status, said in [
        ("http", "/secure/x.txt", None, 403, "403.4"), ("named", "/secure/x.txt", None, 200, "site/secure"),
        ("http", "/require/x.txt", None, 403, "403.4"), ("named", "/require/x.txt", None, 403, "403.7"),
        ("named", "/require/x.txt", own, 200, "site/require"), ("named", "/require/x.txt", stranger, 403, "403.16"),
        ("named", "/require/x.txt", expired, 403, "403.17"), ("named", "/x.txt", stranger, 200, "site"),
        ("http", "/x.txt", None, 200, "site"),
    ]:
        found = get(host, which, path, own=shows)
        assert found[0] == status and said in found[2], (which, path, shows, found)
    # The service configuration's binding asks nobody.
    assert get(host, "service", "/require/x.txt", own=own)[0] == 403


VARIABLES = """HTTPS SERVER_PORT_SECURE SERVER_PORT HTTPS_KEYSIZE HTTPS_SECRETKEYSIZE HTTPS_SERVER_ISSUER
HTTPS_SERVER_SUBJECT CERT_KEYSIZE CERT_SECRETKEYSIZE CERT_SERVER_ISSUER CERT_SERVER_SUBJECT CERT_FLAGS CERT_SUBJECT
CERT_ISSUER CERT_SERIALNUMBER CERT_COOKIE CRYPT_PROTOCOL CRYPT_CIPHER_ALG_ID CRYPT_HASH_ALG_ID
CRYPT_KEYEXCHANGE_ALG_ID CACHE_URL""".split()
NOT_FOUND = "0x80070490"


def facts(host):
    def ask(which, own=None, query="", **terms):
        status, _, said = get(host, which, "/a.tls" + query, {"X-Ask": " ".join(VARIABLES)}, own, **terms)
        assert status == 200, (status, said)
        lines = said.splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line.split(" ")[0]), [
            line for line in lines if "=" not in line.split(" ")[0]]

    values, said = ask("http")
    assert values.pop("CACHE_URL") == f"http://127.0.0.1:{PORTS['http']}/a.tls"
    given = {"HTTPS": "off", "SERVER_PORT_SECURE": "0", "SERVER_PORT": str(PORTS["http"])}
    assert values == {name: given.get(name, "") for name in VARIABLES if name != "CACHE_URL"}, values
    assert said == ["raw none", f"certificate {NOT_FOUND} 0", f"negotiate {NOT_FOUND}", f"negotiate later {NOT_FOUND} 0",
                    f"token {NOT_FOUND} 0 "], said

    strong = {"maximum_version": ssl.TLSVersion.TLSv1_3, "minimum_version": ssl.TLSVersion.TLSv1_3}
    subject = "C=DE, O=Some Org, CN=plain"
    server = {
        "HTTPS": "on", "SERVER_PORT_SECURE": "1", "SERVER_PORT": str(PORTS["named"]), "HTTPS_KEYSIZE": "256",
        "HTTPS_SECRETKEYSIZE": "256", "HTTPS_SERVER_ISSUER": "CN=Tests", "HTTPS_SERVER_SUBJECT": subject,
        "CERT_KEYSIZE": "256", "CERT_SECRETKEYSIZE": "256", "CERT_SERVER_ISSUER": "CN=Tests",
        "CERT_SERVER_SUBJECT": subject, "CRYPT_PROTOCOL": "1000", "CRYPT_CIPHER_ALG_ID": "6610",
        "CRYPT_HASH_ALG_ID": "800d", "CRYPT_KEYEXCHANGE_ALG_ID": "ae06",
        "CACHE_URL": f"https://127.0.0.1:{PORTS['named']}/a.tls",
    }
    values, said = ask("named", **strong)
    assert values == {**{name: "" for name in VARIABLES}, **server, "CERT_FLAGS": "0"}, values
    assert said == [f"raw 32 32 [CN=Tests] [{subject}] 0 0", f"certificate {NOT_FOUND} 0", f"negotiate {NOT_FOUND}",
                    f"negotiate later {NOT_FOUND} 0", "token 0x00000000 85 tls-server-end-point:"], said
    assert ask("named", query="?later")[1] == [f"later {NOT_FOUND}"]

    own = [authority.folder / f"client.{kind}" for kind in ("crt", "key")]
    values, said = ask("named", own, **strong)
    client = {"CERT_FLAGS": "1", "CERT_SUBJECT": "O=Some Org, CN=Ann", "CERT_ISSUER": "CN=Tests",
              "CERT_SERIALNUMBER": "12-ab-34", "CERT_COOKIE": thumbprint(own[0]).lower()}
    assert values == {**server, **client}, values
    size = len(ssl.PEM_cert_to_DER_cert(own[0].read_text()))
    assert said == [f"raw 32 32 [CN=Tests] [{subject}] 1 1", "certificate 0x00000000 1", f"shown 0x00000000 {size} 30",
                    "negotiate 0x00000000", "negotiate later 0x00000000 0",
                    "token 0x00000000 85 tls-server-end-point:"], said
    assert ask("named", own, "?later")[1] == ["later 0x00000000", "completed 0x00000000"]
    stranger = [authority.folder / f"others/stranger.{kind}" for kind in ("crt", "key")]
    values, said = ask("named", stranger)
    assert values["CERT_FLAGS"] == "3" and "shown 0x800B0109" in "\n".join(said), (values, said)
    old = {"maximum_version": ssl.TLSVersion.TLSv1_2}
    assert ask("named", **old)[0]["CRYPT_PROTOCOL"] == "400"


def built_in(host):
    for which, scheme in (("http", "http"), ("named", "https")):
        here = f"{scheme}://127.0.0.1:{PORTS[which]}"
        for path, to in (("/folder", f"{here}/folder/"), ("/moved/a", f"{here}/folder/x.txt"), ("/a.tls?redirect", f"{here}/to")):
            status, headers, _ = get(host, which, path)
            assert status in (301, 302) and headers["Location"] == to, (path, status, headers["Location"])
    # Passwords are safe here, and nobody is warned.
    assert get(host, "named", "/basic/x.txt", credentials("ann", "secret:word"))[2] == "site/basic"
    assert get(host, "named", "/basic/x.txt", credentials("ann", "wrong"))[0] == 401
    assert "in the clear" not in host.log(), host.log()
    assert get(host, "http", "/basic/x.txt", credentials("ann", "secret:word"))[0] == 200
    host.wait_for("in the clear")


def changes(host):
    # A new certificate in place of the old one.
    host.config.write_text(text(first="next"))
    host.process.send_signal(signal.SIGHUP)
    host.wait_for("the configuration was read again")
    assert shown(host.address, PORTS["named"], "one.example") == ("next", "h2")
    assert shown(host.address, PORTS["named"], "two.example") == ("two", "h2")
    for more, words in [
        ('sslFlags="1" certificateHash="%s"' % ("0" * 40), ["no certificate has the thumbprint", "0" * 40, "MY"]),
        ('sslFlags="1" certificateHash="12"', ["'12' is no thumbprint", "openssl x509"]),
        ('sslFlags="1" certificateHash="%s" certificateStoreName="Web"' % hashes["one"], ["no store Web"]),
        ('sslFlags="3"', ["no certificate for new.example"]),
    ]:
        binding = f'<binding protocol="https" bindingInformation="127.0.0.1:{PORTS["named"]}:new.example" {more} />'
        host.config.write_text(text(first="one", more=binding))
        code, said = host.portico("check", "--config", str(host.config))
        assert code == 1 and "site 'Other'" in said and "new.example" in said, said
        assert all(word in said for word in words), (words, said)
        before = host.log().count("the configuration stays as it was")
        host.process.send_signal(signal.SIGHUP)
        host.wait_for(r"(?s)(the configuration stays as it was.*){%d}" % (before + 1))
        assert shown(host.address, PORTS["named"], "one.example") == ("next", "h2")
    # Where nobody has a certificate clients are cut off until somebody has.
    open_port = free_port()
    binding = f'<binding protocol="https" bindingInformation="127.0.0.1:{open_port}:" />'
    host.config.write_text(text(first="one", more=binding))
    code, said = host.portico("check", "--config", str(host.config))
    assert code == 1 and "there is no certificate" in said and f"ipport=127.0.0.1:{open_port}" in said, said
    host.process.send_signal(signal.SIGHUP)
    host.wait_for(r"libhttpapi: site 'Other', binding .*there is no certificate")
    try:
        shown(host.address, open_port)
        raise AssertionError("a handshake without a certificate")
    except OSError:
        pass
    assert shown(host.address, PORTS["named"], "one.example") == ("one", "h2")
    code, said = host.portico("http", "add", "sslcert", f"ipport=127.0.0.1:{open_port}", f"certhash={hashes['one']}",
                              "appid={00000000-0000-0000-0000-000000000001}")
    assert code == 0, said
    assert shown(host.address, open_port) == ("one", "h2")
