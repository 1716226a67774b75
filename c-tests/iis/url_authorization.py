"""UrlAuthorizationModule: whom the rules of security/authorization let in, and what is said where nobody keeps them."""

import base64
import signal

# Of "secret:word".
HASH = "$6$abcdefgh$IoyLfswyRL6gRN0JN4zqlhxGKXWrUMJx9V01Sga4bRtmBO0nNFOAF3rGFg2qb8ZH5nbh7zhUQIhjmvA15cU1Z."

# Folders, and the rules of their web.config. Above them stands what a fresh server has: everybody is let in.
FOLDERS = {
    "open": "",
    "named": '<add accessType="Deny" users="?" />',
    "nobody": "<clear />",
    # Its parent lets everybody in, and comes first: what denies counts all the same.
    "less": '<add accessType="Deny" users="eve, ANN" />',
    "only": '<remove accessType="Allow" users="*" roles="" verbs="" /><add accessType="Allow" users="ann" />',
    "only/deeper": '<add accessType="Deny" users="ann" /><add accessType="Allow" users="*" />',
    "verbs": '<clear /><add accessType="Allow" users="*" verbs="GET,head" />',
    "roles": '<clear /><add accessType="Allow" roles="staff,guests" /><add accessType="Deny" roles="interns" />',
    "empty": '<add accessType="Deny" verbs="POST" />',
    "start": "",
    "kept": '<add accessType="Deny" users="?" />',
    "unkept": "",
}


def environment(root):
    passwords = root.parent / "passwords"
    passwords.touch(0o600)
    passwords.write_text(f"ann:{HASH}\n")
    return {"PORTICO_PASSWORDS": str(passwords)}


def text(root, port, module):
    names = ["RequestFilteringModule=modrqflt", "AnonymousAuthenticationModule=authanon", "BasicAuthenticationModule=authbas",
             "UrlAuthorizationModule=urlauthz", "ProtocolSupportModule=protsup", "StaticFileModule=static",
             "DefaultDocumentModule=defdoc", "CustomErrorModule=custerr"]
    names = [name.split("=") for name in names]
    return f"""<configuration><system.applicationHost>
        <applicationPools><add name="Own" queueLength="50"><cpu limit="5000" /><environmentVariables><add name="A" value="b" />
          </environmentVariables></add><add name="Plain" managedRuntimeVersion="v4.0" autoStart="true" queueLength="1000" /></applicationPools>
        <sites><site name="Site" id="5">
          <application path="/" applicationPool="Plain"><virtualDirectory path="/" physicalPath="{root}/site" /></application>
          <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:" /></bindings></site></sites>
        </system.applicationHost>
        <system.webServer>
          <globalModules><add name="users" image="{module}" />
            {"".join(f'<add name="{name}" image="%windir%/System32/inetsrv/{image}.dll" />' for name, image in names)}
          </globalModules>
          <modules><add name="users" />{"".join(f'<add name="{name}" />' for name, _ in names)}</modules>
          <handlers accessPolicy="Read">
            <add name="Kept" path="*.kept" verb="*" modules="users" resourceType="Unspecified" requireAccess="None" />
            <add name="Files" path="*" verb="*" modules="ProtocolSupportModule,StaticFileModule,DefaultDocumentModule"
                 resourceType="Either" requireAccess="Read" />
          </handlers>
          <security><authentication><basicAuthentication enabled="true" realm="r" /></authentication></security>
        </system.webServer></configuration>"""


def configuration(root, port, modules):
    for folder, rules in FOLDERS.items():
        (root / "site" / folder).mkdir(parents=True)
        (root / "site" / folder / "x.txt").write_text(folder)
        (root / "site" / folder / "web.config").write_text(
            f"<configuration><system.webServer><security><authorization>{rules}</authorization></security>"
            "</system.webServer></configuration>")
    (root / "site/x.txt").write_text("site")
    (root / "site/start/index.htm").write_text("start")
    (root / "site/start/web.config").write_text(
        """<configuration><location path="index.htm"><system.webServer><security><authorization>
        <add accessType="Deny" users="?" /></authorization></security></system.webServer></location></configuration>""")
    (root / "site/unkept/web.config").write_text(
        '<configuration><system.webServer><caching enableKernelCache="false" /></system.webServer></configuration>')
    return text(root, port, modules["url_authorization_module"])


def credentials(user):
    return {"Authorization": "Basic " + base64.b64encode(f"{user}:secret:word".encode()).decode()}


ANN = credentials("ann")
OWN = lambda name, roles=None: {"X-User": name} | ({"X-Roles": roles} if roles is not None else {})


def test(host):
    for path, headers, allowed in [
        ("open", {}, True), ("open", ANN, True),
        ("named", {}, False), ("named", ANN, True), ("named", OWN("eve"), True),
        ("nobody", {}, False), ("nobody", ANN, False),
        ("less", {}, True), ("less", ANN, False), ("less", OWN("Eve"), False), ("less", OWN("bob"), True),
        ("only", {}, False), ("only", ANN, True), ("only", OWN("bob"), False), ("only", OWN("an"), False),
        ("only/deeper", {}, True), ("only/deeper", ANN, False), ("only/deeper", OWN("bob"), True),
        ("roles", {}, False), ("roles", OWN("bob", "guests"), True), ("roles", OWN("bob", "others"), False),
        ("roles", OWN("bob", "interns,staff"), False),
        # Who cannot tell is let in by no role, and may have what is denied.
        ("roles", OWN("bob", "broken"), False), ("roles", OWN("bob"), False), ("roles", ANN, False),
    ]:
        answer = host.get(f"/{path}/x.txt", headers)
        seen = (path, headers, answer.status, answer.text)
        if allowed:
            assert (answer.status, answer.text) == (200, path), seen
        else:
            # Whoever is asked for may be somebody else.
            assert answer.status == 401 and "HTTP Error 401.2 " in answer.text, seen
            assert answer.headers["WWW-Authenticate"] == 'Basic realm="r"', seen
    for method, status in [("GET", 200), ("HEAD", 200), ("OPTIONS", 401), ("POST", 401), ("post", 401)]:
        assert host.request(method, "/verbs/x.txt").status == status, method
    # A rule that names nobody denies all, and lets nobody in.
    assert host.get("/empty/x.txt").status == 200
    for method in ["POST", "post"]:
        assert host.request(method, "/empty/x.txt", b"", ANN).status == 401, method
    # The document of a folder is asked for by a request of its own.
    assert host.get("/start/x.txt").status == 200
    assert host.get("/start/").status == 401 and host.get("/start/index.htm").status == 401
    assert host.get("/start/", ANN).text == "start"
    # What is not there is told to those alone who may come.
    assert host.get("/named/none.txt").status == 401 and host.get("/named/none.txt", ANN).status == 404

    # What one may see is kept for nobody else.
    one = host.get("/open/x.kept").text
    assert one.startswith("made ") and host.get("/open/x.kept").text == one
    two = host.get("/kept/x.kept", OWN("ann")).text
    assert two.startswith("made ") and two != one
    assert host.get("/kept/x.kept").status == 401
    assert host.get("/kept/x.kept", OWN("ann")).text not in (one, two)
    three = host.get("/unkept/x.kept").text
    assert three.startswith("made ") and host.get("/unkept/x.kept").text != three

    # Nothing is said where somebody keeps the rules.
    assert "no effect" not in host.log(), host.log()
    code, said = host.portico("check", "--config", str(host.config))
    assert code == 0, said

    # The rules of a module that does not take part are kept by nobody, and not all sections are for this server.
    whole = host.config.read_text()
    other = host.root / "other.config"
    (host.root / "site/web.config").write_text("""<configuration><system.webServer><security><authorization>
        <add accessType="Deny" users="?" /></authorization></security></system.webServer></configuration>""")
    lacking = whole.replace('<add name="UrlAuthorizationModule" />', "")
    lacking = lacking.replace('applicationPool="Plain"', 'applicationPool="Own"').replace("<bindings>", '<limits maxUrlSegments="9" /><bindings>')
    lacking = lacking.replace("</security>", """<ipSecurity allowUnlisted="false" /></security>
        <serverRuntime frequentHitThreshold="5" maxRequestEntityAllowed="5" /><caching><profiles><add extension=".htm" policy="CacheUntilChange" /></profiles></caching>""")
    lacking = lacking.replace("<basicAuthentication", '<windowsAuthentication enabled="true" /><basicAuthentication')
    other.write_text(lacking)
    code, said = host.portico("check", "--config", str(other))
    assert code == 0 and "nothing is wrong" in said, said
    # The server runs, and says the same.
    host.config.write_text(lacking)
    host.process.send_signal(signal.SIGHUP)
    host.wait_for("the configuration was read again")
    assert host.get("/x.txt").status == 200 and host.get("/x.txt", {"X-User": "ann"}).status == 200
    said += host.log()
    for word in [f"{host.root}/site/web.config:2:9: security/authorization ", "security/ipSecurity ",
                 "authentication/windowsAuthentication ", "caching/profiles ",
                 "application pool Own: queueLength, cpu, environmentVariables without effect", "site Site: limits: maxUrlSegments without effect",
                 "serverRuntime: maxRequestEntityAllowed without effect"]:
        assert said.count(word) >= 2, (word, said)
