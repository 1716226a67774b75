//! Which handler a request gets, and the other decisions that views make.

use crate::folder::*;
use httpapi::iis::configuration::Configuration;
use httpapi::iis::configuration::views::*;
use std::sync::Arc;

fn configuration(inside: &str) -> (Folder, Configuration) {
    let folder = Folder::new();
    folder.host(&format!("<system.webServer>{inside}</system.webServer>"));
    let configuration = folder.load();
    (folder, configuration)
}

fn handlers(adds: &str) -> Arc<Handlers> {
    at(&configuration(&format!("<handlers>{adds}</handlers>")).1, "/").view().unwrap()
}

/// `/x.php` and what ends with `.txt` are files, `/`, `/dir` and `/dir.php` folders.
fn resource(path: &str) -> Resource {
    match path {
        "/" | "/dir" | "/dir.php" => Resource::Directory,
        "/x.php" | "/dir.php/x.php" => Resource::File,
        _ if path.ends_with(".txt") => Resource::File,
        _ => Resource::None,
    }
}

#[test]
fn the_first_entry_that_fits_is_taken() {
    let handlers = handlers(
        r#"<add name="php" path="*.php" verb="GET,HEAD, POST" modules="M" resourceType="File" />
           <add name="api" path="/api/*" verb="*" modules="M" />
           <add name="report" path="reports/*.rdl" verb="*" modules="M" />
           <add name="exact" path="trace.axd" verb="*" modules="M" />
           <add name="wide" path="*" verb="PUT" modules="M" preCondition="bitness32" />
           <add name="other" path="*" verb="PUT" modules="M" preCondition="appPoolName=Yours" />
           <add name="put" path="*" verb="PUT" modules="M" preCondition="integratedMode,bitness64,appPoolName=Yours;mine" />
           <add name="folder" path="*" verb="*" modules="M" resourceType="Directory" />
           <add name="static" path="*" verb="GET" modules="M" resourceType="Either" requireAccess="Read" />"#,
    );
    let map = |verb: &str, path: &str| {
        let mapped = handlers.map(path, verb, |handler| handler.pre_condition.hold(&["Mine"]), resource);
        mapped.map(|mapped| format!("{} {}", mapped.handler.name, &path[..mapped.script_length]))
    };
    let cases = [
        ("GET", "/x.php", Some("php /x.php")),
        ("POST", "/X.PHP", None),
        ("GET", "/x.php/info/more", Some("php /x.php")),
        ("DELETE", "/x.php", None),
        ("get", "/x.php", None),
        // A folder with the name of a script is none; a script in it is.
        ("GET", "/dir.php", Some("folder /dir.php")),
        ("GET", "/dir.php/x.php", Some("php /dir.php/x.php")),
        ("GET", "/a.txt/x.php", None),
        ("GET", "/api/v1/x.php", Some("api /api/v1/x.php")),
        ("GET", "/API/", Some("api /API/")),
        ("GET", "/v/api/", None),
        ("GET", "/v/reports/q1/x.rdl", Some("report /v/reports/q1/x.rdl")),
        ("GET", "/v/xreports/x.rdl", None),
        ("GET", "/v/reports/x.rdl/info", Some("report /v/reports/x.rdl")),
        ("GET", "/v/Trace.axd", Some("exact /v/Trace.axd")),
        ("GET", "/v/Trace.axd/x", Some("exact /v/Trace.axd")),
        ("GET", "/v/xTrace.axd", None),
        ("PUT", "/x", Some("put /x")),
        ("POST", "/dir", Some("folder /dir")),
        ("GET", "/a.txt", Some("static /a.txt")),
        ("GET", "/none", None),
    ];
    for (verb, path, expected) in cases {
        assert_eq!(map(verb, path).as_deref(), expected, "{verb} {path}");
    }
    let php = &handlers.handlers[0];
    assert_eq!(php.verbs(), ["GET".into(), "HEAD".into(), "POST".into()]);
    assert_eq!((php.require_access, php.required_policy(), php.response_buffer_limit), (3, 512, 4_194_304));
    assert_eq!((php.resource_type, php.is_star()), (ResourceType::File, false));
}

#[test]
fn a_sites_handlers_are_tried_before_the_hosts() {
    let (folder, _) = configuration("<handlers><add name=\"all\" path=\"*\" verb=\"*\" modules=\"A, B\" /></handlers>");
    folder.web("www/a", "<system.webServer><handlers><add name=\"own\" path=\"*.x\" verb=\"*\" modules=\"C\" /></handlers></system.webServer>");
    let configuration = folder.load();
    let name = |path: &str| {
        let handlers = at(&configuration, path).view::<Handlers>().unwrap();
        handlers.map(path, "GET", |_| true, |_| Resource::None).unwrap().handler.name.clone()
    };
    assert_eq!((&*name("/f.x"), &*name("/a/f.x"), &*name("/a/f.y")), ("all", "own", "all"));
    let handlers = at(&configuration, "/").view::<Handlers>().unwrap();
    assert_eq!(handlers.handlers[0].modules, ["A".into(), "B".into()]);
    // The same view is given as long as nothing changes.
    assert!(Arc::ptr_eq(&handlers, &at(&configuration, "/b").view().unwrap()));
}

#[test]
fn types_of_files() {
    let (_folder, plain) = configuration("");
    let types = at(&plain, "/").view::<StaticContent>().unwrap();
    let of = |types: &StaticContent, file: &str| types.mime_type(file).map(|mime| mime.to_string());
    assert_eq!(of(&types, "/a/b.HTML").as_deref(), Some("text/html"));
    assert_eq!(of(&types, "/a.b/c.tar.gz").as_deref(), Some("application/x-gzip"));
    assert_eq!(of(&types, "/a.html/c"), None);
    assert_eq!(of(&types, "/a.unknown"), None);
    let (_folder, others) = configuration(
        "<staticContent><mimeMap fileExtension=\".\" mimeType=\"text/x-none\" /><mimeMap fileExtension=\".*\" mimeType=\"text/x-any\" /></staticContent>",
    );
    let types = at(&others, "/").view::<StaticContent>().unwrap();
    assert_eq!(of(&types, "/a/README").as_deref(), Some("text/x-none"));
    assert_eq!(of(&types, "/a.html").as_deref(), Some("text/x-any"));
}

#[test]
fn what_is_hidden_and_what_is_refused() {
    let (_folder, configuration) = configuration("");
    let filtering = at(&configuration, "/").view::<RequestFiltering>().unwrap();
    for hidden in ["/bin/x", "/a/BIN", "/web.config", "/x/Web.Config", "/App_Data/y"] {
        assert!(filtering.hides(hidden), "{hidden}");
    }
    assert!(!filtering.hides("/binary/x") && !filtering.hides("/"));
    assert!(!filtering.file_extensions.allows(".CS") && filtering.file_extensions.allows(".html"));
    assert!(filtering.verbs.allows("GET"));
    assert_eq!((filtering.max_url, filtering.max_query_string), (4096, 2048));
    assert_eq!(filtering.max_allowed_content_length, 30_000_000);
}

#[test]
fn pages_of_errors() {
    let (_folder, configuration) = configuration(
        r#"<httpErrors errorMode="Custom"><error statusCode="404" subStatusCode="7" path="/a.htm" responseMode="ExecuteURL" />
           <error statusCode="404" prefixLanguageFilePath="%SystemDrive%\err" path="404.htm" /></httpErrors>"#,
    );
    let errors = at(&configuration, "/").view::<HttpErrors>().unwrap();
    assert_eq!(errors.mode, ErrorMode::Custom);
    let page = errors.page(404, 7).unwrap();
    assert_eq!((page.mode, &*page.path), (ResponseMode::ExecuteUrl, "/a.htm"));
    let page = errors.page(404, 0).unwrap();
    assert_eq!((page.mode, page.file.to_str().unwrap()), (ResponseMode::File, "/err/en-US/404.htm"));
    assert!(errors.page(500, 0).is_none());
}

#[test]
fn destinations_by_patterns() {
    let (_folder, configuration) = configuration(
        r#"<httpRedirect enabled="true" httpResponseStatus="PermRedirect">
             <add wildcard="/old/*/x*" destination="/new/$2/$1?all=$0&amp;cost=$" /><add wildcard="*.asp" destination="/none$9" />
           </httpRedirect>"#,
    );
    let redirect = at(&configuration, "/").view::<HttpRedirect>().unwrap();
    assert_eq!((redirect.enabled, redirect.status), (true, 308));
    assert_eq!(redirect.by_wildcard("/old/a/b/xyz").unwrap(), "/new/yz/a/b?all=/old/a/b/xyz&cost=$");
    assert_eq!(redirect.by_wildcard("/q.ASP").unwrap(), "/none");
    assert_eq!(redirect.by_wildcard("/q.html"), None);
}

#[test]
fn who_may() {
    let (_folder, read) = configuration(
        r#"<security><authorization><add accessType="Allow" users="ann,bob" /><add accessType="Allow" roles="staff" verbs="GET,HEAD" />
           <add accessType="Deny" users="bob" verbs="PUT" /></authorization></security>"#,
    );
    let rules = at(&read, "/").view::<Authorization>().unwrap();
    let cases: [(Option<&str>, &[&str], &str, bool); 7] = [
        (Some("ANN"), &[], "PUT", true),
        (Some("bob"), &[], "GET", true),
        (Some("bob"), &[], "PUT", false),
        (Some("eve"), &["Staff"], "GET", true),
        (Some("eve"), &["staff"], "PUT", false),
        (Some("eve"), &[], "GET", false),
        (None, &[], "GET", false),
    ];
    for (user, roles, verb, expected) in cases {
        let is_in = |role: &str| Some(roles.iter().any(|own| own.eq_ignore_ascii_case(role)));
        assert_eq!(rules.allows(user, is_in, verb), expected, "{user:?} {roles:?} {verb}");
    }
    assert!(!rules.lets_everybody_in());
    // Of whom nobody knows the roles, a role tells nothing good.
    assert!(!rules.allows(Some("eve"), |_| None, "GET"));
    assert!(rules.allows(Some("ann"), |_| None, "GET"));

    let (_folder, read) = configuration(
        r#"<security><authorization><add accessType="Allow" users="*" /><add accessType="Deny" roles="staff" verbs="get" />
           <add accessType="Deny" verbs="PUT" /><add accessType="Allow" verbs="PUT" /></authorization></security>"#,
    );
    let rules = at(&read, "/").view::<Authorization>().unwrap();
    for (role, verb, expected) in [
        (Some(false), "GET", true),
        (Some(true), "GET", false),
        (None, "GET", false),
        (None, "POST", true),
        (None, "PUT", false),
    ] {
        assert_eq!(rules.allows(Some("eve"), |_| role, verb), expected, "{role:?} {verb}");
    }

    let (_folder, read) = configuration("");
    assert!(at(&read, "/").view::<Authorization>().unwrap().lets_everybody_in());
}
