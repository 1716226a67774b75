//! What a level may not set.

use crate::folder::*;

/// What the section is at `/` for a host's text and a site's: its error, without the place.
fn outcome(host: &str, web: &str, section: &str) -> Result<(), String> {
    let folder = Folder::new();
    folder.host(host).web("www", web);
    let metadata = at(&folder.load(), "/");
    match metadata.section(&format!("system.webServer/{section}")) {
        Ok(_) => Ok(()),
        Err(error) => {
            assert!(matches!(error.code(), 33 | 13), "{error}");
            Err(error.reason)
        }
    }
}

const BASIC: &str = "<system.webServer><security><authentication><basicAuthentication enabled=\"true\" />\
                     </authentication></security></system.webServer>";
const BASIC_NAME: &str = "security/authentication/basicAuthentication";

fn basic_locked() -> Result<(), String> {
    Err(format!("the section 'system.webServer/{BASIC_NAME}' is locked by a level above"))
}

#[test]
fn sections_are_locked_and_unlocked_by_locations() {
    let location = |path: &str, mode: &str| format!("<location path=\"{path}\" {mode}>{BASIC}</location>");
    let case = |host: &str| outcome(host, BASIC, BASIC_NAME);
    assert_eq!(case(""), basic_locked());
    assert_eq!(case(&location("Site", "overrideMode=\"Allow\"")), Ok(()));
    assert_eq!(case(&location("Site", "allowOverride=\"true\"")), Ok(()));
    assert_eq!(case(&location("", "overrideMode=\"Allow\"")), Ok(()));
    assert_eq!(case(&location("Site", "overrideMode=\"Inherit\"")), basic_locked());
    assert_eq!(case(&location("Site", "")), basic_locked());
    assert_eq!(case(&location("Other", "overrideMode=\"Allow\"")), basic_locked());
    // Deeper than the file is not where the file stands.
    assert_eq!(case(&location("Site/a", "overrideMode=\"Allow\"")), basic_locked());
    let both = location("", "overrideMode=\"Allow\"") + &location("Site", "overrideMode=\"Deny\"");
    assert_eq!(case(&both), basic_locked());
    let both = location("", "overrideMode=\"Deny\"") + &location("Site", "overrideMode=\"Allow\"");
    assert_eq!(case(&both), Ok(()));
}

#[test]
fn the_host_may_declare_other_defaults() {
    let declared = |mode: &str| {
        format!(
            "<configSections><sectionGroup name=\"system.webServer\"><section name=\"directoryBrowse\" \
             overrideModeDefault=\"{mode}\" /></sectionGroup></configSections>"
        )
    };
    let web = "<system.webServer><directoryBrowse enabled=\"true\" /></system.webServer>";
    assert_eq!(outcome(&declared("Allow"), web, "directoryBrowse"), Ok(()));
    let locked = "the section 'system.webServer/directoryBrowse' is locked by a level above";
    assert_eq!(outcome(&declared("Deny"), web, "directoryBrowse"), Err(locked.into()));
}

#[test]
fn a_site_locks_its_folders() {
    let folder = Folder::new();
    let browse = "<system.webServer><directoryBrowse enabled=\"true\" /></system.webServer>";
    folder.host("").web("www", &format!("<location path=\"a\" overrideMode=\"Deny\">{browse}</location>"));
    folder.web("www/a/b", browse);
    let configuration = folder.load();
    let at = |path: &str| at(&configuration, path).section("system.webServer/directoryBrowse");
    assert!(!at("/").unwrap().bool("enabled"));
    assert!(at("/a").unwrap().bool("enabled") && at("/a").unwrap().is_locked());
    assert!(!at("/").unwrap().is_locked());
    let error = at("/a/b").unwrap_err();
    assert_eq!(error.code(), 33);
    assert_eq!(
        folder.told(&error),
        "{dir}/www/a/b/web.config:2:19: the section 'system.webServer/directoryBrowse' is locked by a level above; \
         take it away here, or unlock it there by a location with overrideMode=\"Allow\""
    );
}

#[test]
fn definitions_are_allowed_where_the_declaration_says() {
    let modules = "<system.webServer><modules><add name=\"x\" /></modules></system.webServer>";
    assert_eq!(outcome("", modules, "modules"), Ok(()));
    let folder = Folder::new();
    folder.host("").web("www/a", modules).web("app", modules).web("app/sub", modules);
    let configuration = folder.load();
    let at = |path: &str| at(&configuration, path).section("system.webServer/modules");
    assert!(at("/app").is_ok());
    for (path, file) in [("/a", "www/a"), ("/app/sub", "app/sub")] {
        assert_eq!(
            folder.told(&at(path).unwrap_err()),
            format!(
                "{{dir}}/{file}/web.config:2:19: the section 'system.webServer/modules' may not stand in this file; \
                 move it to applicationHost.config or the web.config at the root of an application"
            )
        );
    }
    let global = "<system.webServer><globalModules><add name=\"x\" image=\"y\" /></globalModules></system.webServer>";
    let refused = "the section 'system.webServer/globalModules' may not stand in this file";
    assert_eq!(outcome("", global, "globalModules"), Err(refused.into()));
}

#[test]
fn attributes_elements_and_entries_are_locked() {
    let redirect = |inside: &str| format!("<system.webServer><httpRedirect {inside} /></system.webServer>");
    let case = |host: &str, web: &str| outcome(&redirect(host), &redirect(web), "httpRedirect");
    let locked = |name: &str| Err(format!("the attribute '{name}' of 'httpRedirect' is locked by a level above"));
    let set = "enabled=\"true\"";
    assert_eq!(case("lockAttributes=\"enabled, destination\"", set), locked("enabled"));
    assert_eq!(case("lockAttributes=\"destination\"", set), Ok(()));
    assert_eq!(case("lockAttributes=\"*\"", set), locked("enabled"));
    assert_eq!(case("lockAllAttributesExcept=\"enabled\"", set), Ok(()));
    assert_eq!(case("lockAllAttributesExcept=\"enabled\"", "childOnly=\"true\""), locked("childOnly"));
    assert_eq!(case("lockItem=\"true\"", set), locked("enabled"));
    // What a file locks binds the files below it, not itself.
    assert_eq!(case("enabled=\"true\" lockAttributes=\"enabled\"", ""), Ok(()));

    let document =
        |inside: &str| format!("<system.webServer><defaultDocument {inside}</defaultDocument></system.webServer>");
    let case = |host: &str, web: &str| outcome(&document(host), &document(web), "defaultDocument");
    let files = "><files><add value=\"x\" /></files>";
    let locked = |name: &str, of: &str| Err(format!("the element '{name}' of '{of}' is locked by a level above"));
    assert_eq!(case("lockElements=\"files\">", files), locked("files", "defaultDocument"));
    assert_eq!(case("lockAllElementsExcept=\"files\">", files), Ok(()));
    assert_eq!(case("lockAllElementsExcept=\"none\">", files), locked("files", "defaultDocument"));
    assert_eq!(case("><files lockElements=\"add\"></files>", files), locked("add", "files"));
    assert_eq!(case("><files lockElements=\"clear,remove\"></files>", files), Ok(()));
    let clear = "><files><clear /></files>";
    assert_eq!(case("><files lockElements=\"clear,remove\"></files>", clear), locked("clear", "files"));

    let item = "><files><add value=\"kept\" lockItem=\"true\" /><add value=\"free\" /></files>";
    let locked = Err("the entry value=\"kept\" is locked by a level above".to_owned());
    assert_eq!(case(item, files), Ok(()));
    assert_eq!(case(item, "><files><remove value=\"free\" /></files>"), Ok(()));
    assert_eq!(case(item, "><files><remove value=\"kept\" /></files>"), locked);
    assert_eq!(case(item, clear), locked);
}

#[test]
fn locks_are_told() {
    let folder = Folder::new();
    folder.host(
        "<system.webServer><httpRedirect lockAttributes=\"enabled\" /><modules><add name=\"m\" lockItem=\"true\" />\
         <add name=\"n\" /></modules></system.webServer>",
    );
    let configuration = folder.load();
    let redirect = section(&configuration, "/", "httpRedirect");
    assert!(redirect.is_attribute_locked("enabled") && !redirect.is_attribute_locked("destination"));
    assert!(!redirect.is_locked());
    let modules = section(&configuration, "/", "modules");
    assert_eq!(modules.items().iter().map(|item| item.is_locked()).collect::<Vec<_>>(), [true, false]);
    assert!(section(&configuration, "/", "serverRuntime").is_locked());
}
