//! Every method of the IIS API that the host implements is called by a test of `c-tests/iis/`, or is
//! on the list of those that cannot be, with the reason.

#![cfg(feature = "iis")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Classes that modules implement: the host calls them.
const MODULES: &[&str] = &[
    "CHttpModule",
    "CGlobalModule",
    "IHttpModuleFactory",
    "IHttpStoredContext",
    "IHttpConnectionStoredContext",
    "ICustomNotificationProvider",
    "IGlobalSuspendProcessCallback",
    "IHttpCacheKey",
    "IHttpUser",
];

/// Classes and methods that no object of the host has, or that nothing here leads to.
const UNREACHED: &[(&str, &str)] = &[
    // Nobody queries the run-time status: docs/compatibility.md.
    ("IGlobalRSCAQueryProvider", "*"),
    ("IWpfApplicationPreloadUtil", "*"),
    ("IWpfExposeProtocolManagerCustomInterface", "*"),
    // Keys that modules make of httpcach.h; the host has file keys alone.
    ("IUriKey", "*"),
    ("IHttpTokenKey", "*"),
    // There are no accounts to log on to.
    ("IHttpTokenEntry", "*"),
];

#[test]
fn every_method_of_the_host_is_called_by_a_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = String::new();
    for entry in fs::read_dir(root.join("c-tests/iis")).expect("the tests are there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_some_and(|extension| extension == "cpp" || extension == "c") {
            sources += &fs::read_to_string(path).expect("a source can be read");
        }
    }
    let mut rows = csv::Reader::from_path(root.join("c-tests/ledger/iis-api.csv")).expect("the ledger is there");
    let mut missing = BTreeSet::new();
    let mut checked = 0;
    for row in rows.records() {
        let row = row.expect("a row of the ledger");
        let (class, method) = (&row[0], &row[2]);
        // The configuration's interfaces are tested apart, as far as they are there: docs/compatibility.md.
        let is_ours = !class.starts_with("IAppHost") && !MODULES.contains(&class);
        let is_reached = !UNREACHED.iter().any(|(of, name)| *of == class && (*name == "*" || *name == method));
        if !is_ours || !is_reached || method.starts_with('~') {
            continue;
        }
        checked += 1;
        if !sources.contains(&format!("->{method}(")) && !sources.contains(&format!(".{method}(")) {
            missing.insert(format!("{class}::{method}"));
        }
    }
    assert!(checked > 250, "only {checked} methods were found in the ledger");
    assert!(missing.is_empty(), "no test of c-tests/iis/ calls these: {missing:#?}");
}
