//! Sites: where they listen, and which folder a URL is.

use crate::folder::*;
use httpapi::iis::configuration::views::Endpoint;
use std::path::Path;

#[test]
fn a_site_as_the_host_sees_it() {
    let folder = Folder::new();
    let sites = SITES.replace(
        "</bindings>",
        "<binding protocol=\"https\" bindingInformation=\"[::1]:443:www.example.com\" sslFlags=\"Sni,DisableTLS13\" />\
         <binding protocol=\"net.tcp\" bindingInformation=\"808:*\" /></bindings>",
    );
    folder.write("host.config", &format!("<configuration>{sites}</configuration>"));
    let configuration = folder.load();
    let sites = configuration.sites();
    let site = sites.by_name("SITE").unwrap();
    assert_eq!((site.id, &*site.name, site.server_auto_start, site.max_url_segments), (7, "Site", true, 32));
    let [http, https, tcp] = &site.bindings[..] else { panic!("{:?}", site.bindings) };
    assert_eq!(http.endpoint, Some(Endpoint { address: None, port: 80, host: "".into() }));
    let host = "www.example.com".into();
    assert_eq!(https.endpoint, Some(Endpoint { address: Some("::1".parse().unwrap()), port: 443, host }));
    assert!(https.is_secure() && https.ssl_flags == 33);
    assert_eq!((tcp.endpoint.is_none(), &*tcp.information), (true, "808:*"));
    assert_eq!(site.applications[1].enabled_protocols, ["http".into()]);
    assert_eq!(&*site.applications[0].pool, "");
    assert_eq!(sites.iter().count(), 1);
}

#[test]
fn urls_are_paths_of_their_directories() {
    let folder = Folder::new();
    let sites = SITES.replace("<application path=\"/app\">", "<application path=\"/app/deep\"><virtualDirectory path=\"/v\" physicalPath=\"v\" /><virtualDirectory path=\"/\" physicalPath=\"D:\\deep\" /></application><application path=\"/app\">");
    folder.write("host.config", &format!("<configuration>{sites}</configuration>"));
    let mut options = httpapi::iis::configuration::Options::default();
    options.variables.set("PORTICO_DRIVE_D", "/srv/d");
    let configuration = folder.load_with(options).unwrap();
    let sites = configuration.sites();
    let site = sites.by_id(7).unwrap();
    let dir = folder.path().to_str().unwrap();
    let cases = [
        ("/", format!("{dir}/www")),
        ("/x/y.txt", format!("{dir}/www/x/y.txt")),
        ("/images", format!("{dir}/images")),
        ("/IMAGES/A.png", format!("{dir}/images/A.png")),
        ("/images2/a", format!("{dir}/www/images2/a")),
        ("/app/x", format!("{dir}/app/x")),
        ("/application", format!("{dir}/www/application")),
        ("/app/deep", "/srv/d/deep".into()),
        ("/app/deep/v/x", format!("{dir}/v/x")),
        ("/app/deep//./x/", "/srv/d/deep/x".into()),
        ("/x\\..\\y", format!("{dir}/www/x\\..\\y")),
    ];
    for (path, expected) in cases {
        assert_eq!(site.map_path(path).as_deref(), Some(Path::new(&expected)), "{path}");
    }
    for path in ["/..", "/a/../b", "/images/..", "/a\0b"] {
        assert_eq!(site.map_path(path), None, "{path:?}");
    }
    let root = site.root_of("/APP/deep/v/x");
    assert_eq!((&*root.application.path, &*root.directory.path, root.length), ("/app/deep", "/v", 11));
}
