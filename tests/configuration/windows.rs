//! An applicationHost.config as it comes from a Windows machine.

use crate::folder::Folder;
use httpapi::iis::configuration::Options;
use httpapi::iis::configuration::views::*;
use std::path::Path;

#[test]
fn a_file_of_a_windows_machine_is_read_as_it_is() {
    let folder = Folder::new();
    folder.write("host.config", include_str!("windows.config"));
    // As a site there may override what its host allows.
    folder.web(
        "sites/api",
        r#"<system.webServer><handlers><remove name="CGI-exe" /><add name="mine" path="*" verb="*" modules="Mine" /></handlers>
           <modules><remove name="RewriteModule" /></modules></system.webServer>"#,
    );
    let mut options = Options::default();
    options.variables.set("PORTICO_DRIVE_C", folder.path().to_str().unwrap());
    options.variables.set("PORTICO_DRIVE_D", folder.path().to_str().unwrap());
    let configuration = folder.load_with(options).unwrap_or_else(|error| panic!("{error}"));
    assert_eq!(configuration.check(), []);

    let sites = configuration.sites();
    let site = sites.by_name("default web site").unwrap();
    assert_eq!(site.map_path("/x").as_deref(), Some(&*folder.path().join("inetpub/wwwroot/x")));
    assert_eq!(site.log_file.directory, folder.path().join("inetpub/logs/LogFiles"));
    let pools: Vec<&str> = site.applications.iter().map(|application| &*application.pool).collect();
    assert_eq!(pools, ["DefaultAppPool", "No CLR"]);
    let pools = configuration.root().view::<ApplicationPools>().unwrap();
    let versions: Vec<&str> = pools.pools.iter().map(|pool| &*pool.managed_runtime_version).collect();
    assert_eq!(versions, ["v4.0", ""]);

    let modules = configuration.root().view::<GlobalModules>().unwrap();
    let usable = modules.modules.iter().filter(|module| module.pre_condition.hold(&[]));
    assert_eq!(
        usable.map(|module| &*module.name).collect::<Vec<_>>().join(" "),
        "StaticFileModule AnonymousAuthenticationModule RewriteModule"
    );
    let files = configuration.module_files(&modules.modules[2].image, &["/opt/modules".into()]);
    assert!(files.contains(&"/opt/modules/rewrite.so".into()), "{files:?}");

    let at = |path: &str| configuration.at(site, path).unwrap();
    let names = |path: &str| {
        let handlers = at(path).view::<Handlers>().unwrap_or_else(|error| panic!("{error}"));
        handlers.handlers.iter().map(|handler| handler.name.to_string()).collect::<Vec<_>>().join(" ")
    };
    assert_eq!(names("/"), "PageHandlerFactory-Integrated-4.0 CGI-exe StaticFile");
    assert_eq!(names("/api/x"), "mine PageHandlerFactory-Integrated-4.0 StaticFile");
    // Its type would be .NET's, and there is none.
    let mapped = at("/")
        .view::<Handlers>()
        .unwrap()
        .map("/a.aspx", "GET", |handler| handler.pre_condition.hold(&[]), |_| Resource::File)
        .unwrap();
    assert_eq!(&*mapped.handler.name, "StaticFile");
    assert!(at("/").view::<AnonymousAuthentication>().unwrap().enabled);
    assert!(!at("/api").view::<AnonymousAuthentication>().unwrap().enabled);
    let modules = at("/api").view::<Modules>().unwrap();
    assert_eq!(
        modules.modules.iter().map(|module| &*module.name).collect::<Vec<_>>().join(" "),
        "StaticFileModule AnonymousAuthenticationModule Session"
    );
    assert!(
        at("/")
            .view::<HttpErrors>()
            .unwrap()
            .page(404, 2)
            .unwrap()
            .file
            .ends_with(Path::new("inetpub/custerr/en-US/404.htm"))
    );
    // What the file does not have is as on a fresh server.
    assert!(at("/").view::<RequestFiltering>().unwrap().hides("/bin/x"));
}
