//! Files that change while the configuration is in use.

use crate::folder::*;
use std::fs;
use std::sync::Arc;

fn redirect(to: &str) -> String {
    format!("<system.webServer><httpRedirect destination=\"{to}\" /></system.webServer>")
}

#[test]
fn nothing_changes_until_a_look_is_taken() {
    let folder = Folder::new();
    folder.host("").web("www/a", &redirect("/one"));
    let configuration = folder.load();
    let destination = |path: &str| section(&configuration, path, "httpRedirect").string("destination").to_string();
    let before = at(&configuration, "/a/b");
    assert_eq!(destination("/a/b"), "/one");
    assert!(configuration.poll().paths.is_empty());
    assert!(Arc::ptr_eq(&before, &at(&configuration, "/a/b")));

    folder.web("www/a", &redirect("/second"));
    assert_eq!(destination("/a/b"), "/one");
    assert_eq!(configuration.poll().paths, ["MACHINE/WEBROOT/APPHOST/Site/a"]);
    assert_eq!(destination("/a/b"), "/second");
    assert!(!Arc::ptr_eq(&before, &at(&configuration, "/a/b")));
    // Who still has the old one sees the old one.
    assert_eq!(&*before.section("system.webServer/httpRedirect").unwrap().string("destination"), "/one");

    // Of the same length and within the same second: the inode differs.
    folder.write("www/a/new", &format!("<configuration>\n{}\n</configuration>", redirect("/thirds")));
    fs::rename(folder.path().join("www/a/new"), folder.path().join("www/a/web.config")).unwrap();
    assert_eq!(configuration.poll().paths, ["MACHINE/WEBROOT/APPHOST/Site/a"]);
    assert_eq!(destination("/a"), "/thirds");

    fs::remove_file(folder.path().join("www/a/web.config")).unwrap();
    assert_eq!(configuration.poll().paths, ["MACHINE/WEBROOT/APPHOST/Site/a"]);
    assert_eq!(destination("/a"), "");
    assert!(configuration.poll().paths.is_empty());
}

#[test]
fn files_and_folders_that_come_later_are_seen() {
    let folder = Folder::new();
    folder.host("");
    let configuration = folder.load();
    let destination = |path: &str| section(&configuration, path, "httpRedirect").string("destination").to_string();
    assert_eq!(destination("/a/b/"), "");
    assert_eq!(destination("/later/x"), "");
    folder.web("www", &redirect("/root")).web("www/a/b", &redirect("/b")).web("www/later", &redirect("/later"));
    let paths = configuration.poll().paths;
    assert_eq!(paths, ["MACHINE/WEBROOT/APPHOST/Site", "MACHINE/WEBROOT/APPHOST/Site/a/b"]);
    assert_eq!((destination("/a"), destination("/a/b")), ("/root".into(), "/b".into()));
    assert_eq!(destination("/later/x"), "/later");
}

#[test]
fn other_levels_stay_as_they_are() {
    let folder = Folder::new();
    folder.host("").web("www/a", &redirect("/a")).web("app", &redirect("/app"));
    let configuration = folder.load();
    let (a, app) = (at(&configuration, "/a"), at(&configuration, "/app"));
    folder.web("app", &redirect("/app2"));
    assert_eq!(configuration.poll().paths, ["MACHINE/WEBROOT/APPHOST/Site/app"]);
    assert!(Arc::ptr_eq(&a, &at(&configuration, "/a")));
    assert!(!Arc::ptr_eq(&app, &at(&configuration, "/app")));
}

#[test]
fn a_new_host_file_takes_the_place_of_the_old_one_if_it_can_be_used() {
    let folder = Folder::new();
    folder.host(&redirect("/one"));
    let configuration = folder.load();
    let site = configuration.sites().by_id(7).unwrap().clone();
    let destination = || section(&configuration, "/", "httpRedirect").string("destination").to_string();
    folder.host("<oops");
    let changes = configuration.poll();
    assert!(changes.paths.is_empty());
    let error = folder.told(&changes.error.unwrap());
    assert!(error.starts_with("{dir}/host.config:3:1: not well-formed XML: "), "{error}");
    assert_eq!(destination(), "/one");
    // Told once; the sites go on, and see what changes below.
    assert!(configuration.poll().error.is_none());
    folder.web("www", &redirect("/web"));
    assert_eq!(configuration.poll().paths, ["MACHINE/WEBROOT/APPHOST/Site"]);
    assert_eq!(destination(), "/web");
    fs::remove_file(folder.path().join("www/web.config")).unwrap();
    folder.host(&redirect("/two"));
    let changes = configuration.poll();
    assert!(changes.error.is_none());
    // Nothing is of it until it is taken.
    assert_eq!(destination(), "/one");
    assert_eq!(changes.next.as_ref().unwrap().path, "MACHINE/WEBROOT/APPHOST");
    configuration.adopt(changes.next.unwrap());
    assert_eq!(destination(), "/two");
    assert!(configuration.at(&site, "/").is_some());
    folder.write("host.config", "<configuration />");
    configuration.adopt(configuration.poll().next.unwrap());
    assert!(configuration.at(&site, "/").is_none());
}

#[test]
fn a_fault_of_a_folder_is_told_there_and_below_until_it_is_mended() {
    let folder = Folder::new();
    folder.host("").web("www/a", "<system.webServer><unknown /></system.webServer>");
    let configuration = folder.load();
    let handlers = |path: &str| at(&configuration, path).section("system.webServer/handlers");
    assert!(handlers("/").is_ok());
    for path in ["/a", "/a/b"] {
        assert_eq!(
            folder.told(&handlers(path).unwrap_err()),
            "{dir}/www/a/web.config:2:19: the section 'system.webServer/unknown' is not declared; declare it in \
             configSections of applicationHost.config, install what it belongs to, or take it away"
        );
    }
    folder.web("www/a", "");
    configuration.poll();
    assert!(handlers("/a/b").is_ok());
}

/// Whoever asks for made-up paths, and for real ones at the same time as files change, gets a whole answer.
#[test]
fn many_threads_ask_while_files_change() {
    let folder = Folder::new();
    folder.host("").web("www/a", &redirect("/0"));
    let configuration = folder.load();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        for thread in 0..3 {
            let (configuration, stop) = (&configuration, &stop);
            scope.spawn(move || {
                for round in 0_u32.. {
                    if stop.load(std::sync::atomic::Ordering::Relaxed) {
                        break;
                    }
                    at(configuration, &format!("/none{thread}/{round}/x"));
                    let found = section(configuration, "/a/b", "httpRedirect").string("destination");
                    assert!(found.starts_with('/'), "{found}");
                }
            });
        }
        for round in 1..50 {
            folder.web("www/a/next", &redirect("/x"));
            folder.write("www/a/new", &format!("<configuration>{}</configuration>", redirect(&format!("/{round}"))));
            fs::rename(folder.path().join("www/a/new"), folder.path().join("www/a/web.config")).unwrap();
            configuration.poll();
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    configuration.poll();
    assert_eq!(&*section(&configuration, "/a", "httpRedirect").string("destination"), "/49");
}
