use super::*;
use crate::net::url::{CookedUrl, UrlLimits};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn namespace<'a>(prefixes: &[&'a str]) -> Namespace<&'a str> {
    let mut namespace = Namespace::new();
    for text in prefixes {
        let prefix = UrlPrefix::parse(text).expect(text);
        assert_eq!(namespace.add(&prefix, *text), Ok(()), "{text}");
    }
    namespace
}

fn local(text: &str) -> SocketAddr {
    text.parse().expect("an address")
}

const HERE: &str = "192.0.2.1:80";

fn found<'a>(route: &Route<'a, &'a str>) -> Option<&'a str> {
    match route {
        Route::Found { value, .. } => Some(value),
        _ => None,
    }
}

#[test]
fn buckets_in_their_order() {
    let all = namespace(&[
        "http://+:80/strong/",
        "http://name:80/",
        "http://name:80/strong/longer/",
        "http://192.0.2.1:80/",
        "http://192.0.2.1:80/name/",
        "http://*:80/",
        "http://*:80/other/longer/",
    ]);
    for (host, path, text, by_address) in [
        // The first bucket that has the path decides, also against longer paths of later ones.
        ("name:80", "/strong/longer/x", "http://+:80/strong/", false),
        ("name:80", "/other/longer/x", "http://name:80/", false),
        ("NAME:80", "/name/x", "http://name:80/", false),
        ("else:80", "/name/x", "http://192.0.2.1:80/name/", true),
        ("else:80", "/other/longer/x", "http://192.0.2.1:80/", true),
        ("else:80", "/strong", "http://+:80/strong/", false),
        // A host with a port of its own is nobody's name.
        ("name:8080", "/x", "http://192.0.2.1:80/", true),
    ] {
        let route = all.route(false, local(HERE), host, path);
        assert_eq!(route, Route::Found { value: &text, ip_routed: by_address }, "{host} {path}");
    }
    let elsewhere = all.route(false, local("192.0.2.2:80"), "else:80", "/other/longer");
    assert_eq!(elsewhere, Route::Found { value: &"http://*:80/other/longer/", ip_routed: false });
}

#[test]
fn requests_that_came_in_elsewhere() {
    let mut all = namespace(&["http://localhost:80/", "http://localhost:80/deep/"]);
    for loopback in ["127.0.0.1:80", "127.0.0.2:80", "[::1]:80", "[::ffff:127.0.0.1]:80"] {
        let route = all.route(false, local(loopback), "localhost", "/deep/x");
        assert_eq!(found(&route), Some("http://localhost:80/deep/"), "{loopback}");
    }
    assert_eq!(all.route(false, local(HERE), "localhost", "/deep/x"), Route::NoHost);
    assert_eq!(all.route(false, local("[2001:db8::1]:80"), "localhost", "/"), Route::NoHost);
    // A later bucket has them, and decides alone what is there.
    let weak = UrlPrefix::parse("http://*:80/deep/").expect("a prefix");
    assert_eq!(all.add(&weak, "weak"), Ok(()));
    assert_eq!(found(&all.route(false, local(HERE), "localhost", "/deep/x")), Some("weak"));
    assert_eq!(all.route(false, local(HERE), "localhost", "/"), Route::NoPath);
    // Whoever listens elsewhere than the host says has what comes in there.
    let name = UrlPrefix::parse("http://name:80/").expect("a prefix");
    assert_eq!(all.add_at(&name, Scope::Ip(local(HERE).ip()), "name"), Ok(()));
    assert_eq!(found(&all.route(false, local(HERE), "name", "/deep/x")), Some("name"));
    assert_eq!(found(&all.route(false, local("192.0.2.2:80"), "name", "/deep/x")), Some("weak"));
    assert_eq!(all.remove("http://name:80/"), Ok("name"));
}

#[test]
fn names_below_a_name() {
    let all = namespace(&[
        "http://www.example.com:80/",
        "http://*.example.com:80/",
        "http://*.sub.example.com:80/",
        "http://*.sub.example.com:80/path/",
        "http://192.0.2.1:80/",
    ]);
    for (host, path, text) in [
        ("www.example.com", "/", "http://www.example.com:80/"),
        ("WWW2.Example.com:80", "/", "http://*.example.com:80/"),
        ("a.b.example.com", "/", "http://*.example.com:80/"),
        ("a.sub.example.com", "/path/x", "http://*.sub.example.com:80/path/"),
        ("a.sub.example.com", "/else", "http://*.sub.example.com:80/"),
        ("sub.example.com", "/", "http://*.example.com:80/"),
        ("example.com", "/", "http://192.0.2.1:80/"),
        (".example.com", "/", "http://192.0.2.1:80/"),
        ("wwwexample.com", "/", "http://192.0.2.1:80/"),
        ("a.example.com:8080", "/", "http://192.0.2.1:80/"),
    ] {
        assert_eq!(found(&all.route(false, local(HERE), host, path)), Some(text), "{host} {path}");
    }
    let mut one = namespace(&["http://*.example.com:80/"]);
    let prefix = UrlPrefix::parse("http://*.EXAMPLE.com:80/").expect("a prefix");
    assert_eq!(one.add(&prefix, "twin"), Err(AddError::AlreadyExists));
    assert_eq!(one.remove("http://*.example.com:80/"), Ok("http://*.example.com:80/"));
    assert!(one.is_empty());
    assert_eq!(prefix.canonical(), "http://*.example.com:80/");
}

#[test]
fn paths() {
    let some = namespace(&["http://+:80/basepath/", "http://+:80/basepath/in/", "http://+:80/Ü/", "http://+:80/a b/"]);
    for (path, text) in [
        ("/basepath", Some("http://+:80/basepath/")),
        ("/basepath/", Some("http://+:80/basepath/")),
        ("/BasePath/x", Some("http://+:80/basepath/")),
        ("/basepath/in", Some("http://+:80/basepath/in/")),
        ("/basepath/in/x/y", Some("http://+:80/basepath/in/")),
        ("/basepath/inx", Some("http://+:80/basepath/")),
        ("///basepath//in//", Some("http://+:80/basepath/in/")),
        ("/ü/x", Some("http://+:80/Ü/")),
        ("/A B", Some("http://+:80/a b/")),
        ("/basepathX", None),
        ("/base", None),
        ("/", None),
        ("/x/basepath/", None),
    ] {
        let route = some.route(false, local(HERE), "h:80", path);
        assert_eq!(found(&route), text, "{path}");
        assert!(text.is_some() || route == Route::NoPath, "{path}");
    }
}

/// The way from the wire to the prefix, with the examples that are known of Windows.
#[test]
fn cooked_urls_find_their_prefix() {
    let some = namespace(&["http://+:80/base/", "http://+:80/%41/", "http://+:80/ü/"]);
    for (target, text) in [
        ("///base/path", Some("http://+:80/base/")),
        ("/base/%2E%2E/base/x", Some("http://+:80/base/")),
        ("/base/%2E%2E/x", None),
        ("/b%61se", Some("http://+:80/base/")),
        ("/base%2Fx", Some("http://+:80/base/")),
        ("/base\\x", Some("http://+:80/base/")),
        ("/base?/../..", Some("http://+:80/base/")),
        ("/base/..%5c..%5cx", None),
        ("/base%3Fx", None),
        ("/%41/", None),
        ("/%2541/", Some("http://+:80/%41/")),
        ("/%C3%9C", Some("http://+:80/ü/")),
        ("/%FC", Some("http://+:80/ü/")),
        ("/%u00fc", Some("http://+:80/ü/")),
        ("http://other:99/BASE", Some("http://+:80/base/")),
    ] {
        let mut url = CookedUrl::default();
        let done = url.cook(false, target.as_bytes(), Some(b"h"), local(HERE), &UrlLimits::default());
        assert_eq!(done, Ok(()), "{target}");
        assert_eq!(found(&some.route(false, local(HERE), url.host(), url.path())), text, "{target}");
    }
}

#[test]
fn hosts() {
    let some = namespace(&[
        "http://name:80/",
        "http://bücher.example:80/",
        "http://localhost:80/",
        "http://[2001:db8::1]:80/",
        "http://10.0.0.1:80/",
    ]);
    let here = "192.0.2.1:80";
    for (at, host, text) in [
        (here, "Name:80", Some("http://name:80/")),
        (here, "name", Some("http://name:80/")),
        (here, "name.:80", None),
        (here, "xname:80", None),
        (here, "name:81", None),
        (here, "BÜCHER.example:80", Some("http://bücher.example:80/")),
        (here, "xn--bcher-kva.example:80", Some("http://bücher.example:80/")),
        (here, "10.0.0.1:80", None),
        (here, "+:80", None),
        (here, "*:80", None),
        ("127.0.0.1:80", "LOCALHOST:80", Some("http://localhost:80/")),
        ("127.0.0.1:80", "127.0.0.1:80", None),
        ("10.0.0.1:80", "any:1", Some("http://10.0.0.1:80/")),
        ("[::ffff:10.0.0.1]:80", "any:80", Some("http://10.0.0.1:80/")),
        ("[2001:db8::1]:80", "[2001:db8::1]:80", Some("http://[2001:db8::1]:80/")),
        ("[2001:db8::2]:80", "[2001:db8::1]:80", None),
        ("10.0.0.1:81", "name:80", None),
    ] {
        let route = some.route(false, local(at), host, "/x");
        assert_eq!(found(&route), text, "{at} {host}");
        assert!(text.is_some() || route == Route::NoHost, "{at} {host}");
        assert_eq!(some.route(true, local(at), host, "/x"), Route::NoHost);
    }
    let every = namespace(&["http://0.0.0.0:80/", "http://10.0.0.1:80/"]);
    assert_eq!(found(&every.route(false, local("10.0.0.1:80"), "h:80", "/")), Some("http://10.0.0.1:80/"));
    assert_eq!(found(&every.route(false, local("10.0.0.2:80"), "h:80", "/")), Some("http://0.0.0.0:80/"));
    assert_eq!(every.route(false, local("[::1]:80"), "h:80", "/"), Route::NoHost);
}

#[test]
fn no_path_is_told_from_no_host() {
    let named = namespace(&["http://name:80/a/"]);
    assert_eq!(named.route(false, local(HERE), "name:80", "/b"), Route::NoPath);
    assert_eq!(named.route(false, local(HERE), "else:80", "/a"), Route::NoHost);
    let weak = namespace(&["http://name:80/a/", "http://*:80/b/"]);
    assert_eq!(weak.route(false, local(HERE), "else:80", "/a"), Route::NoPath);
    assert_eq!(found(&weak.route(false, local(HERE), "name:80", "/b")), Some("http://*:80/b/"));
    assert_eq!(Namespace::<()>::new().route(false, local(HERE), "h:80", "/"), Route::NoHost);
}

#[test]
fn what_cannot_be_added() {
    let parse = |text| UrlPrefix::parse(text).expect("a good prefix");
    let mut some = namespace(&["http://name:80/a/", "http://+:80/a/"]);
    for (text, added) in [
        ("http://NAME:80/A/", Err(AddError::AlreadyExists)),
        ("http://+:80//a/", Err(AddError::AlreadyExists)),
        ("https://name:80/b/", Err(AddError::OtherScheme)),
        ("https://10.0.0.1:80/b/", Err(AddError::OtherScheme)),
        ("https://name:81/b/", Ok(())),
        ("http://*:80/a/", Ok(())),
        ("http://+:80/a/b/", Ok(())),
        ("http://+:80/", Ok(())),
    ] {
        assert_eq!(some.add(&parse(text), text), added, "{text}");
    }
    assert_eq!(some.len(), 6);
}

#[test]
fn removing_takes_the_same_text() {
    let mut some = namespace(&["http://name:80/a/", "http://10.0.0.1:80/", "http://+:80/a/"]);
    for text in
        ["http://NAME:80/a/", "http://name:80/A/", "http://name:80//a/", "https://name:80/a/", "http://*:80/a/", "x"]
    {
        assert_eq!((some.get(text).copied(), some.remove(text)), (Err(NotFound), Err(NotFound)), "{text}");
    }
    for text in ["http://name:80/a/", "http://10.0.0.1:80/", "http://+:80/a/"] {
        assert_eq!((some.get(text).copied(), some.remove(text)), (Ok(text), Ok(text)));
        assert_eq!(some.remove(text), Err(NotFound));
    }
    assert!(some.is_empty() && some.ports.is_empty());
    // Nothing of the scheme is left.
    assert_eq!(some.add(&UrlPrefix::parse("https://name:80/a/").expect("a good prefix"), ""), Ok(()));
}

#[test]
fn a_removed_path_uncovers_what_is_above() {
    let mut some = namespace(&["http://name:80/a/b/", "http://name:80/", "http://*:80/"]);
    let route = |some: &Namespace<&'static str>| match some.route(false, local(HERE), "name:80", "/a/b/c") {
        Route::Found { value, .. } => *value,
        _ => "",
    };
    for text in ["http://name:80/a/b/", "http://name:80/", "http://*:80/"] {
        assert_eq!(route(&some), text);
        assert_eq!(some.remove(text), Ok(text));
    }
}

/// A list that is searched from end to end would take hours here.
#[test]
fn many_prefixes_are_no_slower() {
    const MANY: usize = 100_000;
    let mut some = Namespace::new();
    for number in 0..MANY {
        // Half of them differ in the host, half in the path.
        let host = if number % 2 == 0 { format!("h{number}.example") } else { "one.example".into() };
        let prefix = UrlPrefix::parse(&format!("http://{host}:80/a/{number:020}/")).expect("a good prefix");
        assert_eq!(some.add(&prefix, number), Ok(()));
    }
    let begin = Instant::now();
    for number in 0..MANY {
        let host = if number % 2 == 0 { format!("h{number}.example:80") } else { "one.example:80".into() };
        let route = some.route(false, local(HERE), &host, &format!("/a/{number:020}/x"));
        assert_eq!(route, Route::Found { value: &number, ip_routed: false });
    }
    assert!(begin.elapsed() < Duration::from_secs(60), "{:?}", begin.elapsed());
}

/// The documented rule, by looking at every prefix.
fn by_hand<'a>(prefixes: &'a [UrlPrefix], at: SocketAddr, host: &str, path: &str) -> Option<&'a UrlPrefix> {
    let matches = |prefix: &&UrlPrefix| format!("{path}/").to_lowercase().starts_with(&prefix.path().to_lowercase());
    let longest = |fits: &dyn Fn(&PrefixHost) -> bool| {
        prefixes.iter().filter(|prefix| fits(prefix.host())).filter(matches).max_by_key(|prefix| prefix.path().len())
    };
    longest(&|own| *own == PrefixHost::StrongWildcard)
        .or_else(|| {
            longest(&|own| matches!(own, PrefixHost::Name(name) if format!("{name}:80") == host.to_uppercase()))
        })
        .or_else(|| longest(&|own| *own == PrefixHost::Address(at.ip())))
        .or_else(|| longest(&|own| *own == PrefixHost::WeakWildcard))
}

fn paths_of_few_names() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(vec!["a", "A", "b", "ab"]), 0..4)
        .prop_map(|names| names.iter().map(|name| format!("/{name}")).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn routing_is_the_documented_rule(
        texts in prop::collection::vec((prop::sample::select(vec!["+", "*", "n", "N", "m", "10.0.0.1"]), paths_of_few_names()), 0..20),
        removed in prop::collection::vec(any::<prop::sample::Index>(), 0..5),
        asked in prop::collection::vec((prop::sample::select(vec!["n:80", "M:80", "x:80", "n:81"]), paths_of_few_names()), 1..10),
    ) {
        let mut some = Namespace::new();
        let mut list: Vec<UrlPrefix> = Vec::new();
        for (host, path) in texts {
            let prefix = UrlPrefix::parse(&format!("http://{host}:80{path}/")).expect("a good prefix");
            let known = list.contains(&prefix);
            let added = some.add(&prefix, prefix.as_str().to_owned());
            prop_assert_eq!(added, if known { Err(AddError::AlreadyExists) } else { Ok(()) });
            if !known {
                list.push(prefix);
            }
        }
        for index in removed {
            if !list.is_empty() {
                let prefix = list.remove(index.index(list.len()));
                prop_assert_eq!(some.remove(prefix.as_str()), Ok(prefix.to_string()));
            }
        }
        prop_assert_eq!(some.len(), list.len());
        for (host, path) in asked {
            for at in [local("10.0.0.1:80"), local("10.0.0.2:80")] {
                let path = if path.is_empty() { "/" } else { &path };
                let expected = by_hand(&list, at, host, path.trim_end_matches('/'));
                match some.route(false, at, host, path) {
                    Route::Found { value, ip_routed } => {
                        prop_assert_eq!(Some(value.as_str()), expected.map(UrlPrefix::as_str));
                        let by_address = matches!(expected.map(UrlPrefix::host), Some(PrefixHost::Address(_)));
                        prop_assert_eq!(ip_routed, by_address);
                    }
                    _ => prop_assert_eq!(expected, None),
                }
            }
        }
    }

    #[test]
    fn any_text_is_a_prefix_or_not(text in "(https?://)?[a\\[\\]:+*.%ü]{0,8}:?[0-9]{0,6}(/|[/.\\\\%a?]{0,12}/)?") {
        if let Ok(prefix) = UrlPrefix::parse(&text) {
            let again = UrlPrefix::parse(&prefix.canonical());
            prop_assert_eq!(again.as_ref(), Ok(&prefix));
            prop_assert!(prefix.path().starts_with('/') && prefix.path().ends_with('/'));
            let mut some = Namespace::new();
            prop_assert_eq!(some.add(&prefix, ()), Ok(()));
            prop_assert_eq!(some.remove(&text), Ok(()));
        }
    }
}

#[test]
fn reservations_keep_requests_from_shorter_prefixes() {
    let reserve = |namespace: &mut Namespace<&str>, texts: &[&str]| {
        let prefixes: Vec<_> = texts.iter().map(|text| UrlPrefix::parse(text).expect(text)).collect();
        namespace.reserve(&prefixes);
    };
    let mut all = namespace(&["http://+:80/", "http://+:80/a/both/", "http://*:80/weak/"]);
    reserve(
        &mut all,
        &["http://+:80/a/", "http://+:80/a/both/", "http://*:80/weak/x/", "https://+:80/", "http://+:81/"],
    );
    for (port, path, text) in [
        (80, "/", Some("http://+:80/")),
        (80, "/a", None),
        (80, "/a/b", None),
        (80, "/a/both/c", Some("http://+:80/a/both/")),
        (80, "/weak/x", Some("http://+:80/")),
        (81, "/", None),
    ] {
        let route = all.route(false, SocketAddr::new(local(HERE).ip(), port), "host", path);
        assert_eq!(found(&route), text, "{port} {path}");
        assert!(text.is_some() || route == Route::Reserved, "{port} {path}");
    }
    // The other scheme has the port, though nobody is registered there.
    assert_eq!(all.add(&UrlPrefix::parse("https://+:81/").expect("a prefix"), ""), Err(AddError::OtherScheme));
    // Each goes without the other.
    assert_eq!(all.remove("http://+:80/a/both/"), Ok("http://+:80/a/both/"));
    assert_eq!(all.route(false, local(HERE), "host", "/a/both"), Route::Reserved);
    reserve(&mut all, &[]);
    assert_eq!(found(&all.route(false, local(HERE), "host", "/a/both")), Some("http://+:80/"));
    assert_eq!(all.route(false, local("192.0.2.1:81"), "host", "/"), Route::NoHost);
    assert_eq!(all.remove("http://+:80/"), Ok("http://+:80/"));
    assert_eq!(all.remove("http://*:80/weak/"), Ok("http://*:80/weak/"));
    assert!(all.is_empty() && all.ports.is_empty());
}
