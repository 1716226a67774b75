//! Entries: added, removed, cleared, before or behind those from above, and their defaults.

use crate::folder::*;

/// What a collection holds at `/` after the host's and the site's part.
fn merged(section_name: &str, child: Option<&str>, host: &str, web: &str) -> String {
    let folder = Folder::new();
    let wrap = |inside: &str| {
        let inside = match child {
            Some(child) => format!("<{child}>{inside}</{child}>"),
            None => inside.to_owned(),
        };
        format!("<system.webServer><{section_name}>{inside}</{section_name}></system.webServer>")
    };
    folder.host(&wrap(host)).web("www", &wrap(web));
    let section = section(&folder.load(), "/", section_name);
    match child {
        Some(child) => entries(section.child(child).unwrap()),
        None => entries(&section),
    }
}

#[test]
fn files_of_the_default_document_stand_before_those_from_above() {
    let merged = |host: &str, web: &str| merged("defaultDocument", Some("files"), host, web);
    let a_b = "<add value=\"a\" /><add value=\"b\" />";
    assert_eq!(merged(a_b, ""), "a b");
    assert_eq!(merged(a_b, "<add value=\"c\" /><add value=\"d\" />"), "c d a b");
    assert_eq!(merged(a_b, "<add value=\"c\" /><remove value=\"a\" /><add value=\"d\" />"), "c d b");
    assert_eq!(merged(a_b, "<add value=\"c\" /><remove value=\"c\" /><add value=\"d\" />"), "d a b");
    assert_eq!(merged(a_b, "<remove value=\"A\" /><add value=\"a\" />"), "a b");
    assert_eq!(merged(a_b, "<remove value=\"none\" />"), "a b");
    assert_eq!(merged(a_b, "<add value=\"c\" /><clear /><add value=\"d\" />"), "d");
    assert_eq!(merged(a_b, "<clear />"), "");
}

#[test]
fn modules_stand_behind_those_from_above() {
    let merged = |host: &str, web: &str| merged("modules", None, host, web);
    let a_b = "<add name=\"a\" /><add name=\"b\" />";
    assert_eq!(merged(a_b, "<add name=\"c\" />"), "a b c");
    assert_eq!(merged(a_b, "<remove name=\"a\" /><add name=\"a\" />"), "b a");
    assert_eq!(merged(a_b, "<clear /><add name=\"c\" />"), "c");
}

#[test]
fn combined_keys_are_one() {
    let merged = |host: &str, web: &str| merged("httpErrors", None, host, web);
    let page = |status: &str, sub: &str| format!("<error statusCode=\"{status}\" {sub} path=\"x\" />");
    let host = format!("{}{}", page("404", ""), page("404", "subStatusCode=\"7\""));
    assert_eq!(merged(&host, &page("404", "subStatusCode=\"8\"")), "404 404 404");
    // A key that is not written is its default.
    assert_eq!(merged(&host, "<remove statusCode=\"404\" subStatusCode=\"7\" />"), "404");
    assert_eq!(merged(&host, "<remove statusCode=\"404\" /><remove statusCode=\"404\" subStatusCode=\"8\" />"), "404");
    assert_eq!(merged(&host, "<remove statusCode=\"404\" subStatusCode=\"-1\" />"), "404");
}

#[test]
fn attributes_of_levels_are_laid_over_one_another() {
    let folder = Folder::new();
    let runtime =
        |inside: &str| format!("<system.webServer><staticContent>{inside}</staticContent></system.webServer>");
    folder.host(&runtime("<clientCache cacheControlMode=\"UseMaxAge\" cacheControlMaxAge=\"00:10:00\" />"));
    folder.web("www", &runtime("<clientCache cacheControlMaxAge=\"2.00:00:00\" />"));
    let section = section(&folder.load(), "/", "staticContent");
    let cache = section.child("clientCache").unwrap();
    let text = |name: &str| cache.property(name).unwrap().text();
    assert_eq!(text("cacheControlMode"), "UseMaxAge");
    assert_eq!(text("cacheControlMaxAge"), "2.00:00:00");
    assert_eq!(cache.time("cacheControlMaxAge"), Some(std::time::Duration::from_secs(172_800)));
    let mode = cache.property("cacheControlMode").unwrap();
    assert!(mode.at.unwrap().to_string().ends_with("host.config:2:47"), "{:?}", mode.at);
    assert!(cache.property("setEtag").unwrap().is_default() && cache.bool("setEtag"));
    assert!(cache.property("none").is_none());
}

#[test]
fn entries_have_the_defaults_that_stand_nearest() {
    let folder = Folder::new();
    folder.write(
        "host.config",
        r#"<configuration><system.applicationHost>
        <applicationPools><applicationPoolDefaults queueLength="50"><processModel idleTimeout="00:05:00" /></applicationPoolDefaults>
          <add name="One" /><add name="Two" queueLength="60"><processModel maxProcesses="2" /></add></applicationPools>
        <sites><siteDefaults><logFile enabled="false" period="Hourly" /></siteDefaults>
          <applicationDefaults applicationPool="One" /><virtualDirectoryDefaults userName="outer" />
          <site name="Site" id="1"><logFile period="Weekly" /><virtualDirectoryDefaults userName="inner" />
            <application path="/"><virtualDirectory path="/" physicalPath="/x" /></application>
            <application path="/b" applicationPool="Two"><virtualDirectory path="/" physicalPath="/y" userName="own" /></application>
          </site>
          <site name="Plain" id="2"><application path="/"><virtualDirectory path="/" physicalPath="/z" /></application></site>
        </sites></system.applicationHost></configuration>"#,
    );
    let configuration = folder.load();
    let sites = configuration.sites();
    let site = sites.by_name("Site").unwrap();
    assert!(!site.log_file.enabled);
    assert_eq!(site.log_file.period, 2);
    let pools: Vec<&str> = site.applications.iter().map(|application| &*application.pool).collect();
    assert_eq!(pools, ["One", "Two"]);
    let users = |site: &str| {
        let applications = sites.by_name(site).unwrap().applications.iter();
        applications.map(|application| application.directories[0].user_name.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(users("Site"), "inner own");
    assert_eq!(users("Plain"), "outer");
    let pools = configuration.root().section("system.applicationHost/applicationPools").unwrap();
    let pool = |at: usize, name: &str| pools.items()[at].property(name).unwrap().text();
    assert_eq!((pool(0, "queueLength"), pool(1, "queueLength")), ("50".into(), "60".into()));
    let model = |at: usize, name: &str| pools.items()[at].child("processModel").unwrap().property(name).unwrap().text();
    assert_eq!((model(0, "maxProcesses"), model(1, "maxProcesses")), ("1".into(), "2".into()));
    assert_eq!((model(0, "idleTimeout"), model(1, "idleTimeout")), ("00:05:00".into(), "00:05:00".into()));
    assert!(pools.items()[0].property("queueLength").unwrap().is_default());
}

#[test]
fn values_of_every_type() {
    let folder = Folder::new();
    let site = SITES.replace(
        "<application path=\"/\">",
        "<limits maxConnections=\"Infinite\" /><logFile logExtFileFlags=\"Date, Method\" directory=\"%HERE%\\logs\" />\
         <application path=\"/\">",
    );
    folder.write("host.config", &format!("<configuration>{site}</configuration>"));
    let mut options = httpapi::iis::configuration::Options::default();
    options.variables.set("here", "D:");
    options.variables.set("PORTICO_DRIVE_D", "/srv");
    let configuration = folder.load_with(options).unwrap();
    let sites = configuration.sites();
    let site = sites.by_id(7).unwrap();
    assert_eq!(site.max_connections, u32::MAX);
    assert_eq!(site.log_file.fields, 1 | 128);
    assert_eq!(site.log_file.directory, std::path::Path::new("/srv/logs"));
    let log = site.element.child("logFile").unwrap();
    let text = |name: &str| log.property(name).unwrap().text();
    assert_eq!(text("logExtFileFlags"), "Date,Method");
    assert_eq!(text("directory"), "D:\\logs");
    assert_eq!(text("truncateSize"), "20971520");
    assert_eq!(text("logFormat"), "W3C");
    let limits = site.element.child("limits").unwrap();
    assert_eq!(limits.property("maxConnections").unwrap().text(), "Infinite");
    assert_eq!(limits.property("connectionTimeout").unwrap().text(), "00:02:00");
    let default = configuration.root().section("system.applicationHost/log").unwrap();
    let directory = default.child("centralW3CLogFile").unwrap().string("directory");
    assert_eq!(&*directory, "C:\\inetpub\\logs\\LogFiles");
}
