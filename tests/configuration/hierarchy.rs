//! Which files have a say at a path, and in which order.

use crate::folder::*;
use httpapi::iis::configuration::{Defaults, Options, Source};

fn browse(enabled: bool) -> String {
    format!("<system.webServer><directoryBrowse enabled=\"{enabled}\" /></system.webServer>")
}

/// What each of the paths has of an attribute that every level sets to another value.
fn realms(folder: &Folder, paths: &[(&str, &str)]) {
    let configuration = folder.load();
    for (path, expected) in paths {
        let section = section(&configuration, path, "httpRedirect");
        assert_eq!(&*section.string("destination"), *expected, "{path}");
    }
}

fn redirect(to: &str) -> String {
    format!("<system.webServer><httpRedirect destination=\"{to}\" /></system.webServer>")
}

fn location(path: &str, more: &str, inside: &str) -> String {
    format!("<location path=\"{path}\" {more}>{inside}</location>")
}

#[test]
fn defaults_hold_where_no_file_says_more() {
    let folder = Folder::new();
    folder.host("");
    let configuration = folder.load();
    let documents = section(&configuration, "/", "defaultDocument");
    assert!(documents.bool("enabled"));
    assert_eq!(entries(documents.child("files").unwrap()), "Default.htm Default.asp index.htm index.html iisstart.htm");
    assert!(!section(&configuration, "/", "directoryBrowse").bool("enabled"));
    assert_eq!(at(&configuration, "/a").config_path(), "MACHINE/WEBROOT/APPHOST/Site");
}

#[test]
fn the_file_of_a_deeper_level_counts_more() {
    let folder = Folder::new();
    folder.host(&redirect("/host"));
    folder.web("www", &redirect("/root")).web("www/a/b", &redirect("/b")).web("app", &redirect("/app"));
    folder.web("images/small", &redirect("/small"));
    realms(
        &folder,
        &[
            ("/", "/root"),
            ("/a", "/root"),
            ("/a/b", "/b"),
            ("/a/b/", "/b"),
            ("/a/b/file.txt", "/b"),
            ("/a/b/none/deeper", "/b"),
            ("/a/bb", "/root"),
            ("/app", "/app"),
            ("/APP/sub", "/app"),
            ("/images", "/root"),
            ("/images/small/x.png", "/small"),
        ],
    );
}

#[test]
fn locations_stand_between_the_files() {
    let folder = Folder::new();
    let host = [
        redirect("/host"),
        location("Site", "", &redirect("/host-site")),
        location("site/A", "", &redirect("/host-a")),
        location("Site/a/b", "", &redirect("/host-b")),
        location("Site/page.html", "", &redirect("/host-page")),
        location("Other", "", &redirect("/other")),
    ];
    folder.host(&host.join("\n"));
    realms(
        &folder,
        &[
            ("/", "/host-site"),
            ("/a", "/host-a"),
            ("/a/b/c", "/host-b"),
            ("/page.html", "/host-page"),
            ("/PAGE.html/info", "/host-page"),
            ("/app", "/host-site"),
        ],
    );
    // A location further up counts before the file of its level, and after files above that level.
    folder.web("www", &format!("{}{}", redirect("/root"), location("a/b", "", &redirect("/root-b"))));
    realms(&folder, &[("/", "/root"), ("/a", "/host-a"), ("/a/b", "/root-b"), ("/page.html", "/host-page")]);
    folder.web("www/a", &format!("{}{}", redirect("/a"), location("b", "", &redirect("/a-b"))));
    realms(&folder, &[("/a", "/a"), ("/a/b", "/a-b"), ("/a/c", "/a")]);
    folder.web("www/a/b", &redirect("/b"));
    realms(&folder, &[("/a/b", "/b")]);
}

#[test]
fn a_location_for_its_own_level_adds_to_the_file() {
    for path in ["", "."] {
        let folder = Folder::new();
        folder.host("").web("www", &location(path, "", &redirect("/own")));
        realms(&folder, &[("/", "/own"), ("/a", "/own")]);
    }
}

#[test]
fn what_is_not_inherited_stops_at_applications() {
    let folder = Folder::new();
    folder.host("").web("www", &location(".", "inheritInChildApplications=\"false\"", &redirect("/root")));
    realms(&folder, &[("/", "/root"), ("/a/b", "/root"), ("/images", "/root"), ("/app", ""), ("/app/sub", "")]);
}

#[test]
fn folders_without_sub_folders_of_their_own() {
    let folder = Folder::new();
    let sites = SITES.replace("{dir}/images\"", "{dir}/images\" allowSubDirConfig=\"false\"");
    folder.write("host.config", &format!("<configuration>{sites}</configuration>"));
    folder.web("images", &redirect("/images")).web("images/small", &redirect("/small")).web("www/a", &redirect("/a"));
    realms(&folder, &[("/images", "/images"), ("/images/small", "/images"), ("/a", "/a")]);
}

#[test]
fn the_config_path_is_the_deepest_level_with_something_of_its_own() {
    let folder = Folder::new();
    folder.host(&location("Site/a/b/x.txt", "", &redirect("/x"))).web("www/a", &redirect("/a"));
    let configuration = folder.load();
    let cases = [
        ("/", "Site"),
        ("/none", "Site"),
        ("/a/b", "Site/a"),
        ("/a/b/x.txt", "Site/a/b/x.txt"),
        ("/images/small", "Site/images"),
        ("/app/sub/y", "Site/app"),
    ];
    for (path, expected) in cases {
        assert_eq!(at(&configuration, path).config_path(), format!("MACHINE/WEBROOT/APPHOST/{expected}"), "{path}");
        let again = configuration.at_config_path(&format!("machine/webroot/apphost/site{path}")).unwrap();
        assert!(std::sync::Arc::ptr_eq(&at(&configuration, path), &again), "{path}");
    }
    for path in ["", "APPHOST", "MACHINE/x", "MACHINE/WEBROOT/x", "MACHINE/WEBROOT/APPHOST/none"] {
        assert!(configuration.at_config_path(path).is_none(), "{path}");
    }
}

#[test]
fn upper_levels_have_their_own_view() {
    let folder = Folder::new();
    folder
        .host(&redirect("/host"))
        .write("root.config", &format!("<configuration>{}</configuration>", redirect("/root")));
    let root = Source::File(folder.path().join("root.config"));
    let options = Options { root_web_config: Some(root), ..Options::default() };
    let configuration = folder.load_with(options).unwrap();
    for (path, expected) in [("MACHINE", ""), ("MACHINE/WEBROOT", "/root"), ("MACHINE/WEBROOT/APPHOST", "/host")] {
        let metadata = configuration.at_config_path(path).unwrap();
        assert_eq!(metadata.config_path(), path);
        let section = metadata.section("system.webServer/httpRedirect").unwrap();
        assert_eq!(&*section.string("destination"), expected, "{path}");
    }
    assert_eq!(&*configuration.root().section("SYSTEM.webserver/HTTPredirect").unwrap().string("destination"), "/host");
}

#[test]
fn sites_are_read_from_every_path() {
    let folder = Folder::new();
    folder.host("");
    let configuration = folder.load();
    let sites = at(&configuration, "/app").section("system.applicationHost/sites").unwrap();
    assert_eq!(sites.items()[0].property("id").unwrap().text(), "7");
}

#[test]
fn a_host_file_replaces_the_defaults_of_its_sections_or_adds_to_them() {
    let folder = Folder::new();
    folder.host("<system.webServer><modules><add name=\"Mine\" /></modules></system.webServer>");
    assert_eq!(entries(&section(&folder.load(), "/", "modules")), "Mine");
    let options = Options { defaults: Defaults::Inherited, ..Options::default() };
    let configuration = folder.load_with(options).unwrap();
    let modules = entries(&section(&configuration, "/", "modules"));
    assert!(modules.starts_with("ProtocolSupportModule ") && modules.ends_with(" HttpLoggingModule Mine"), "{modules}");
    // What the defaults lock is not locked for the administrator.
    folder.host("<system.webServer><modules><clear /><add name=\"Mine\" /></modules></system.webServer>");
    let options = Options { defaults: Defaults::Inherited, ..Options::default() };
    assert_eq!(entries(&section(&folder.load_with(options).unwrap(), "/", "modules")), "Mine");
}

#[test]
fn a_text_in_memory_is_a_file_like_others() {
    let folder = Folder::new();
    let text = format!("<configuration>{}{SITES}</configuration>", redirect("/text"));
    let text = text.replace("{dir}", folder.path().to_str().unwrap());
    let source = Source::Text { name: "portico run".into(), text };
    let configuration = httpapi::iis::configuration::Configuration::load(source, Options::default()).unwrap();
    folder.web("www/a", &redirect("/a"));
    assert_eq!(&*section(&configuration, "/", "httpRedirect").string("destination"), "/text");
    assert_eq!(&*section(&configuration, "/a", "httpRedirect").string("destination"), "/a");
    assert!(configuration.poll().paths.is_empty());
}

#[test]
fn letter_cases_of_the_files_name() {
    for name in ["web.config", "Web.config", "Web.Config"] {
        let folder = Folder::new();
        folder.host("").write(&format!("www/a/{name}"), &format!("<configuration>{}</configuration>", browse(true)));
        assert!(section(&folder.load(), "/a", "directoryBrowse").bool("enabled"), "{name}");
    }
}

/// Another spelling of a folder's name is another folder on Linux: asking for it first must not hide the file.
#[test]
fn another_spelling_of_a_folder_hides_nothing() {
    let folder = Folder::new();
    folder.host("").web("www/a", &browse(true));
    let configuration = folder.load();
    for path in ["/A/x", "/a/../a", "/./a", "//a"] {
        at(&configuration, path);
    }
    assert!(section(&configuration, "/a", "directoryBrowse").bool("enabled"));
    assert!(section(&configuration, "//a/./b", "directoryBrowse").bool("enabled"));
    assert!(!section(&configuration, "/..", "directoryBrowse").bool("enabled"));
}

#[test]
fn parts_of_dotnet_are_passed_over() {
    let folder = Folder::new();
    folder.host("").web(
        "www",
        "<configSections><sectionGroup name=\"mine\"><section name=\"deep\" type=\"T\" /></sectionGroup></configSections>
         <system.web><compilation debug=\"true\" /></system.web><runtime><x><y /></x></runtime>
         <mine><deep anything=\"goes\"><and more=\"\" /></deep></mine>
         <appSettings><add key=\"k\" value=\"v\" /></appSettings>
         <location path=\"a\"><system.web><authorization /></system.web></location>",
    );
    let configuration = folder.load();
    let settings = at(&configuration, "/a").section("appSettings").unwrap();
    assert_eq!(settings.items()[0].property("VALUE").unwrap().text(), "v");
}

#[test]
fn a_section_may_stand_in_a_file_of_its_own() {
    let folder = Folder::new();
    folder.host("").web("www", "<appSettings configSource=\"conf\\settings.config\" />");
    folder.write("www/conf/settings.config", "<appSettings>\n<add key=\"k\" value=\"v\" />\n</appSettings>");
    let configuration = folder.load();
    let settings = at(&configuration, "/").section("appSettings").unwrap();
    assert_eq!(entries(&settings), "k");
    let place = settings.items()[0].position().unwrap().to_string();
    assert_eq!(place, format!("{}/www/conf/settings.config:2:1", folder.path().display()));
    folder.write("www/conf/settings.config", "<appSettings><add key=\"other\" value=\"v\" /></appSettings>");
    assert_eq!(configuration.poll().paths, ["MACHINE/WEBROOT/APPHOST/Site"]);
    assert_eq!(entries(&at(&configuration, "/").section("appSettings").unwrap()), "other");
}
