"""What only an applicationHost.config can say: languages of error pages, frequent URLs, fields of a log's own, one log for all sites."""

import signal
import time

from request_log import expect

MODULES = {"AnonymousAuthenticationModule": "authanon", "StaticFileModule": "static", "CustomErrorModule": "custerr",
           "HttpLoggingModule": "loghttp"}
LANGUAGES = ["en-US", "de-DE", "fr"]


def configuration(root, port, modules):
    (root / "site").mkdir()
    (root / "other").mkdir()
    (root / "site" / "page.htm").write_text("page")
    (root / "other" / "page.htm").write_text("other")
    for language in LANGUAGES:
        (root / "pages" / language / "none").mkdir(parents=True)
        (root / "pages" / language / "none" / "404.htm").write_text(f"page {language}")
    return text(root, port, modules["place_module"])


def text(root, port, place, central=""):
    site = lambda number, name, folder, host, more="": f"""
      <site name="{name}" id="{number}">
        <application path="/"><virtualDirectory path="/" physicalPath="{root}/{folder}" /></application>
        <bindings><binding protocol="http" bindingInformation="127.0.0.1:{port}:{host}" /></bindings>{more}
      </site>"""
    return f"""<configuration>
  <system.applicationHost>
    {central}
    <sites>
      <siteDefaults><logFile logFormat="W3C" directory="{root}/logs" /></siteDefaults>
      {site(1, "Site", "site", "", '''
        <logFile logExtFileFlags="Method,UriStem,UriQuery,HttpStatus"><customFields maxCustomFieldLength="12">
          <add logFieldName="X-Forwarded-For" sourceName="X-Forwarded-For" sourceType="RequestHeader" />
          <add logFieldName="Kind" sourceName="Content-Type" sourceType="ResponseHeader" />
          <add logFieldName="Site Id" sourceName="INSTANCE_ID" sourceType="ServerVariable" />
        </customFields></logFile>''')}
      {site(2, "Other", "other", "*.other.example", '<logFile logExtFileFlags="UriStem,SiteName" />')}
    </sites>
  </system.applicationHost>
  <system.webServer>
    <globalModules>{"".join(f'<add name="{name}" image="%windir%/System32/inetsrv/{image}.dll" />' for name, image in MODULES.items())}
      <add name="place" image="{place}" /></globalModules>
    <modules>{"".join(f'<add name="{name}" />' for name in MODULES)}<add name="place" /></modules>
    <handlers accessPolicy="Read">
      <add name="Asked" path="*.asked" verb="*" modules="place" resourceType="Unspecified" requireAccess="None" />
      <add name="Files" path="*" verb="*" modules="StaticFileModule" resourceType="Either" requireAccess="Read" />
    </handlers>
    <serverRuntime frequentHitThreshold="3" frequentHitTimePeriod="00:10:00" />
    <httpErrors errorMode="Custom">
      <clear /><error statusCode="404" prefixLanguageFilePath="{root}/pages" path="none\\404.htm" />
    </httpErrors>
  </system.webServer>
  <location path="Site/once"><system.webServer><serverRuntime frequentHitThreshold="1" /></system.webServer></location>
</configuration>
"""


def lines(folder, pattern, count):
    """The lines of the one log there, without its directives, once there are so many."""
    for _ in range(400):
        files = list(folder.glob(pattern)) if folder.is_dir() else []
        found = [line for file in files for line in file.read_text().splitlines() if not line.startswith("#")]
        if len(found) >= count:
            fields = [line for line in files[0].read_text().splitlines() if line.startswith("#Fields: ")]
            assert len(files) == 1 and len(found) == count, (files, found)
            return fields[-1], found
        time.sleep(0.05)
    raise AssertionError(f"{folder} {pattern}: {found}")


def test(host):
    root = host.root
    for accepted, language in [
        (None, "en-US"), ("de-de,en;q=0.5", "de-DE"), ("es, fr;q=0.3, de-DE;q=0.2", "fr"), ("fr;q=0, es", "en-US"),
        ("en-us, fr;q=0.9", "en-US"), ("../../pages/fr, *", "en-US"),
    ]:
        answer = host.get("/x.txt", {"Accept-Language": accepted} if accepted else {})
        assert (answer.status, answer.text) == (404, f"page {language}"), (accepted, answer.status, answer.text)

    for number, target, frequent in [(1, "/a.asked", 0), (2, "/a.asked", 0), (3, "/a.asked", 1), (4, "/once/b.asked", 1)]:
        host.get(f"{target}?url", {"X-Tag": f"url-{number}"})
        expect(host, f"url-{number}", [f"frequent {frequent} kept {int(number in (2, 3))} same 1"])

    # What is too long is cut, what is missing a hyphen, what divides fields no more.
    host.get("/page.htm", {"X-Forwarded-For": "192.0.2.17, 10.0.0.1"})
    host.get("/page.htm")
    host.get("/page.htm", {"Host": "a.other.example"})
    # A module has its say of the method and of the query.
    host.get("/a.asked?logged")
    fields, found = lines(root / "logs" / "W3SVC1", "u_ex*_x.log", 13)
    assert fields == "#Fields: cs-method cs-uri-stem cs-uri-query sc-status X-Forwarded-For Kind Site+Id", fields
    # A line is written when its answer is out: the next request may come before it.
    said = sorted(line for line in found if "/page.htm" in line or "logged" in line)
    assert said == ["GET /page.htm - 200 - text/html 1", "GET /page.htm - 200 192.0.2.17,+ text/html 1",
                    "MADE /a.asked logged&user=me 200 - - 1"], found
    fields, found = lines(root / "logs" / "W3SVC2", "u_ex??????.log", 1)
    assert (fields, found) == ("#Fields: s-sitename cs-uri-stem", ["W3SVC2 /page.htm"]), (fields, found)

    # One log for all.
    place = host.config.read_text().split('name="place" image="')[1].split('"')[0]
    central = f"""<log centralLogFileMode="CentralW3C"><centralW3CLogFile directory="{root}/central"
        logExtFileFlags="SiteName,ComputerName,UriStem" /></log>"""
    host.config.write_text(text(root, host.port, place, central))
    host.process.send_signal(signal.SIGHUP)
    host.wait_for("the configuration was read again")
    host.get("/page.htm")
    host.get("/page.htm", {"Host": "a.other.example"})
    fields, found = lines(root / "central" / "W3SVC", "u_ex??????.log", 2)
    assert fields == "#Fields: s-sitename s-computername cs-uri-stem", fields
    sites = [(site, stem) for site, computer, stem in (line.split(" ") for line in found) if computer not in ("", "-")]
    assert sorted(sites) == [("W3SVC1", "/page.htm"), ("W3SVC2", "/page.htm")], found
    assert len(lines(root / "logs" / "W3SVC1", "u_ex*_x.log", 13)[1]) == 13
