//! Every fault with its text: the place, the reason, what to do.

use crate::folder::*;
use httpapi::iis::configuration::{Configuration, Options, Source, views};

/// The fault of a host file.
fn of_host(folder: &Folder) -> String {
    let configuration = match folder.load_with(Options::default()) {
        Ok(configuration) => configuration,
        Err(error) => return folder.told(&error),
    };
    let faults = configuration.check();
    faults.first().map_or_else(|| "none".to_owned(), |error| folder.told(error))
}

#[test]
fn of_texts_and_their_structure() {
    let cases = [
        (
            "",
            "{dir}/host.config:1:1: not well-formed XML: the document does not have a root node; mend the text there or just before",
        ),
        (
            "<configuration>\n  <a></b>\n</configuration>",
            "{dir}/host.config:2:6: not well-formed XML: expected 'a' tag, not 'b'; mend the text there or just before",
        ),
        (
            "<!DOCTYPE a [<!ENTITY b \"c\">]><configuration />",
            "{dir}/host.config:1:1: not well-formed XML: XML with DTD detected; mend the text there or just before",
        ),
        ("<config />", "{dir}/host.config:1:1: not a configuration file; begin it with <configuration>"),
        (
            "<configuration>\n  <system.webServer>\n    <oops /></system.webServer></configuration>",
            "{dir}/host.config:3:5: the section 'system.webServer/oops' is not declared; declare it in configSections of applicationHost.config, install what it belongs to, or take it away",
        ),
        (
            "<configuration><appSettings />\n<configSections /></configuration>",
            "{dir}/host.config:2:1: configSections behind other elements; move it to the start",
        ),
        (
            "<configuration><configSections>\n<sectoin /></configSections></configuration>",
            "{dir}/host.config:2:1: unrecognized element 'sectoin' in 'configSections'; write section or sectionGroup there",
        ),
        (
            "<configuration><configSections>\n<section /></configSections></configuration>",
            "{dir}/host.config:2:1: 'section' without a name; add the attribute 'name'",
        ),
        (
            "<configuration><configSections><section name=\"a\" />\n<section name=\"a\" /></configSections></configuration>",
            "{dir}/host.config:2:1: the section 'a' is declared already, at {dir}/host.config:1:32; take one of the declarations away",
        ),
        (
            "<configuration><configSections>\n<section name=\"a\" overrideModeDefault=\"No\" /></configSections></configuration>",
            "{dir}/host.config:2:19: 'No' is no value for 'overrideModeDefault'; write Allow, Deny or Inherit",
        ),
        (
            "<configuration><configSections>\n<section name=\"a\" allowDefinition=\"Here\" /></configSections></configuration>",
            "{dir}/host.config:2:19: 'Here' is no value for 'allowDefinition'; write Everywhere, MachineOnly, MachineToWebRoot, AppHostOnly or MachineToApplication",
        ),
        (
            "<configuration><configSections>\n<section name=\"a\" allowLocation=\"1\" /></configSections></configuration>",
            "{dir}/host.config:2:19: 'allowLocation' is neither true nor false; write one of them",
        ),
        (
            "<configuration>\n<location path=\"/x\" /></configuration>",
            "{dir}/host.config:2:11: '/x' is no path of a location; write a path below this file's level, such as Default Web Site/app, without a slash at its start",
        ),
        (
            "<configuration>\n<location path=\"a/../x\" /></configuration>",
            "{dir}/host.config:2:11: 'a/../x' is no path of a location; write a path below this file's level, such as Default Web Site/app, without a slash at its start",
        ),
        (
            "<configuration>\n<location overrideMode=\"x\" /></configuration>",
            "{dir}/host.config:2:11: 'x' is no value for 'overrideMode'; write Allow, Deny or Inherit",
        ),
        (
            "<configuration>\n<location overrideMode=\"Deny\" allowOverride=\"true\" /></configuration>",
            "{dir}/host.config:2:31: a location with both 'overrideMode' and 'allowOverride'; take 'allowOverride' away",
        ),
        (
            "<configuration>\n<location pth=\"\" /></configuration>",
            "{dir}/host.config:2:11: unrecognized attribute 'pth' on 'location'; write path, overrideMode, allowOverride or inheritInChildApplications",
        ),
        (
            "<configuration><configSections><section name=\"a\" allowLocation=\"false\" /></configSections>\n<location path=\"x\"><a /></location></configuration>",
            "{dir}/host.config:2:20: the section 'a' may not stand in a location; move it to where the file's own sections are",
        ),
        (
            "<configuration><appSettings />\n  <appSettings /></configuration>",
            "{dir}/host.config:2:3: the section 'appSettings' is there already for this path, at {dir}/host.config:1:16; put both together",
        ),
        (
            "<configuration><location path=\"a\"><appSettings /></location>\n<location path=\"A\"><appSettings /></location></configuration>",
            "{dir}/host.config:2:20: the section 'appSettings' is there already for this path, at {dir}/host.config:1:35; put both together",
        ),
        (
            "<configuration>\n<appSettings configProtectionProvider=\"x\" /></configuration>",
            "{dir}/host.config:2:14: encrypted sections cannot be read; write the section in clear, and let only the server read the file",
        ),
        (
            "<configuration>\n<appSettings configSource=\"../x\" /></configuration>",
            "{dir}/host.config:2:14: '../x' is no file of 'configSource'; write a path below the folder of this file",
        ),
        (
            "<configuration>\n<appSettings configSource=\"x\"><add key=\"a\" /></appSettings></configuration>",
            "{dir}/host.config:2:14: a section with 'configSource' and something else; move all of it to the file",
        ),
        (
            "<configuration>\n<appSettings configSource=\"none.config\" /></configuration>",
            "{dir}/host.config:2:14: {dir}/none.config cannot be read: No such file or directory (os error 2); mend the path or the file",
        ),
    ];
    for (text, expected) in cases {
        let folder = Folder::new();
        folder.write("host.config", text);
        assert_eq!(of_host(&folder), expected, "{text}");
    }
}

#[test]
fn of_values_and_entries() {
    let cases = [
        (
            "<directoryBrowse enabled=\"yes\" />",
            "{dir}/host.config:2:36: 'yes' is no value for the bool 'enabled'; write true or false",
        ),
        (
            "<directoryBrowse enable=\"true\" />",
            "{dir}/host.config:2:36: unrecognized attribute 'enable' on 'directoryBrowse'; take it away, or write one of enabled, showFlags, virtualDirectoryTimeout",
        ),
        (
            "<directoryBrowse showFlags=\"Date,Colour\" />",
            "{dir}/host.config:2:36: 'Date,Colour' is no value for the flags 'showFlags'; write any, with commas between, of None, Date, Time, Size, Extension, LongDate",
        ),
        (
            "<directoryBrowse virtualDirectoryTimeout=\"-1\" />",
            "{dir}/host.config:2:36: '-1' is no value for the uint 'virtualDirectoryTimeout'; write a whole number from 0 to 4294967295",
        ),
        (
            "<directoryBrowse><x /></directoryBrowse>",
            "{dir}/host.config:2:36: unrecognized element 'x' in 'directoryBrowse'; take it away: there are none",
        ),
        (
            "<httpErrors errorMode=\"Nice\" />",
            "{dir}/host.config:2:31: 'Nice' is no value for the enum 'errorMode'; write one of DetailedLocalOnly, Custom, Detailed",
        ),
        (
            "<httpErrors><error statusCode=\"200\" path=\"x\" /></httpErrors>",
            "{dir}/host.config:2:38: '200' is no value for the uint 'statusCode'; write a value from 400 to 999",
        ),
        (
            "<serverRuntime frequentHitTimePeriod=\"10\" />",
            "{dir}/host.config:2:34: '10' is no value for the timeSpan 'frequentHitTimePeriod'; write it as hh:mm:ss or d.hh:mm:ss",
        ),
        (
            "<modules><add name=\"\" /></modules>",
            "{dir}/host.config:2:33: '' is no value for the string 'name'; write something",
        ),
        ("<modules><add /></modules>", "{dir}/host.config:2:28: 'add' without the attribute 'name'; add it"),
        (
            "<modules><add name=\"a\" lockItem=\"1\" /></modules>",
            "{dir}/host.config:2:42: 'lockItem' is neither true nor false; write one of them",
        ),
        (
            "<modules><ad name=\"a\" /></modules>",
            "{dir}/host.config:2:28: unrecognized element 'ad' in 'modules'; take it away, or write one of add, remove, clear",
        ),
        (
            "<modules><add name=\"a\" /><add name=\"A\" /></modules>",
            "{dir}/host.config:2:44: the collection 'modules' has an entry name=\"A\" already, from {dir}/host.config:2:28; take one of them away, or write <remove> before this one",
        ),
        (
            "<modules><remove /></modules>",
            "{dir}/host.config:2:28: 'remove' without the attribute 'name'; name the entry by name",
        ),
        (
            "<modules><remove name=\"a\" type=\"b\" /></modules>",
            "{dir}/host.config:2:45: unrecognized attribute 'type' on 'remove'; name the entry by name",
        ),
        (
            "<httpErrors><error statusCode=\"404\" path=\"x\" /><error statusCode=\"404\" path=\"y\" /></httpErrors>",
            "{dir}/host.config:2:66: the collection 'httpErrors' has an entry statusCode=\"404\" subStatusCode=\"-1\" already, from {dir}/host.config:2:31; take one of them away, or write <remove> before this one",
        ),
    ];
    for (text, expected) in cases {
        let folder = Folder::new();
        folder.host(&format!("<system.webServer>{text}</system.webServer>"));
        assert_eq!(of_host(&folder), expected, "{text}");
    }
}

#[test]
fn of_sites() {
    let site = |inside: &str| format!("<site name=\"S\" id=\"1\">{inside}</site>");
    let root = "<application path=\"/\"><virtualDirectory path=\"/\" physicalPath=\"/x\" /></application>";
    let bindings = |binding: &str| {
        site(&format!("<bindings><binding protocol=\"http\" bindingInformation=\"{binding}\" /></bindings>{root}"))
    };
    let cases = [
        (
            site(""),
            "2:1: the site 'S' has no application '/'; add <application path=\"/\"> with a virtualDirectory path=\"/\"",
        ),
        (
            site("<application path=\"/\" />"),
            "2:23: the application '/' has no virtual directory '/'; add <virtualDirectory path=\"/\" physicalPath=\"…\" />",
        ),
        (
            site("<application path=\"/\"><virtualDirectory path=\"/\" /></application>"),
            "2:45: a virtual directory without a physicalPath; add it",
        ),
        (
            site("<application path=\"x\" />"),
            "2:36: 'x' is no value for the string 'path'; write a path such as / or /app, with no slash at its end and no \\?;:@&=+$,|\"<>*",
        ),
        (
            bindings("80"),
            "2:33: '80' is no bindingInformation; write address:port:name, such as *:80: or 192.0.2.1:80:www.example.com or [::1]:80:",
        ),
        (
            format!("{}\n<site name=\"T\" id=\"1\">{root}</site>", site(root)),
            "3:1: the sites 'S' and 'T' have the same id 1; give one of them another",
        ),
        (
            format!("{}\n<site name=\"s\" id=\"2\">{root}</site>", site(root)),
            "3:1: the collection 'sites' has an entry name=\"s\" already, from {dir}/host.config:2:1; take one of them away",
        ),
        (
            "<site name=\"a/b\" id=\"1\" />".into(),
            "2:7: 'a/b' is no value for the string 'name'; write a name of at most 260 characters without any of \\/?;:@&=+$,|\"<>*",
        ),
        (
            "<site name=\"a\" id=\"0\" />".into(),
            "2:16: '0' is no value for the uint 'id'; write a value from 1 to 4294967295",
        ),
    ];
    for (text, expected) in cases {
        let folder = Folder::new();
        let text = format!(
            "<configuration><system.applicationHost><sites>\n{text}</sites></system.applicationHost></configuration>"
        );
        folder.write("host.config", &text);
        assert_eq!(of_host(&folder), format!("{{dir}}/host.config:{expected}"), "{text}");
    }
}

#[test]
fn of_files_that_cannot_be_read() {
    let folder = Folder::new();
    assert_eq!(
        of_host(&folder),
        "{dir}/host.config: the file cannot be read: No such file or directory (os error 2); \
         mend its path, its content, or who may read it"
    );
    folder.host("");
    let web = |text: &[u8]| {
        std::fs::write(folder.path().join("www/web.config"), text).unwrap();
        let error = at(&folder.load(), "/").section("system.webServer/handlers").unwrap_err();
        folder.told(&error)
    };
    let expected = |reason: &str| {
        format!(
            "{{dir}}/www/web.config: the file cannot be read: {reason}; mend its path, its content, or who may read it"
        )
    };
    assert_eq!(web(b"<configuration a=\"\xE4\" />"), expected("it is not UTF-8"));
    assert_eq!(web(&vec![b' '; 251 << 10]), expected("it has more than 250 KB"));
}

#[test]
fn of_sections_that_are_asked_for() {
    let folder = Folder::new();
    folder.host("<configSections><section name=\"mine\" /></configSections>");
    let configuration = folder.load();
    let section = |name: &str| at(&configuration, "/").section(name).unwrap_err();
    for (name, reason) in [
        ("none", "is not declared; declare it in configSections"),
        ("mine", "has no schema; put its schema file in the schema folder"),
    ] {
        let error = section(name);
        assert_eq!(folder.told(&error), format!("{{dir}}/host.config: the section '{name}' {reason}"));
        assert_eq!(error.code(), 13);
    }
}

#[test]
fn codes_are_those_of_windows() {
    let folder = Folder::new();
    let code = |inside: &str| {
        folder.host(inside);
        folder.load_with(Options::default()).err().or_else(|| folder.load().check().into_iter().next()).unwrap().code()
    };
    assert_eq!(code("<oops"), 13);
    assert_eq!(code("<appSettings /><appSettings />"), 183);
    assert_eq!(code("<appSettings><add key=\"a\" /><add key=\"a\" /></appSettings>"), 183);
    assert_eq!(code("<appSettings><add /></appSettings>"), 13);
}

/// `check` finds what stands at places that nobody has asked for.
#[test]
fn a_check_finds_every_fault() {
    let folder = Folder::new();
    let bad = "<system.webServer><modules><add /></modules></system.webServer>";
    folder.host(&format!("<location path=\"Site/a\">{bad}</location><location path=\"Gone\">{bad}</location>"));
    folder.web("app", "<system.webServer><directoryBrowse enabled=\"x\" /></system.webServer>").web("images", "<x />");
    let faults = folder.load().check();
    let faults: Vec<String> = faults.iter().map(|error| folder.told(error)).collect();
    let starts: Vec<&str> = faults.iter().map(|fault| fault.split_once(':').unwrap().0).collect();
    assert_eq!(faults.len(), 4, "{faults:#?}");
    assert_eq!(
        starts,
        ["{dir}/host.config", "{dir}/host.config", "{dir}/images/web.config", "{dir}/app/web.config"],
        "{faults:#?}"
    );
    let folder = Folder::new();
    folder.host("");
    assert_eq!(folder.load().check(), []);
}

/// What the host reads can be read everywhere.
#[test]
fn every_view_of_the_defaults() {
    let folder = Folder::new();
    folder.host("");
    let configuration = folder.load();
    let metadata = at(&configuration, "/");
    macro_rules! read {
        ($($view:ident)*) => { $(metadata.view::<views::$view>().unwrap_or_else(|error| panic!("{error}"));)* };
    }
    read!(Access AnonymousAuthentication ApplicationPools Authorization BasicAuthentication Caching DefaultDocument
        DirectoryBrowse GlobalModules Handlers HttpErrors HttpLogging HttpProtocol HttpRedirect Modules
        RequestFiltering ServerRuntime StaticContent WebSocket WindowsAuthentication);
}

#[test]
fn a_text_has_the_name_that_its_source_gives_it() {
    let source =
        Source::Text { name: "portico run --root x".into(), text: "<configuration>\n<a /></configuration>".into() };
    let error = Configuration::load(source, Options::default()).err().unwrap();
    assert_eq!(error.at.to_string(), "portico run --root x:2:1");
}
