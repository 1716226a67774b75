//! The dependencies: where they come from, under which licences, each once.
//!
//! It asks cargo, which fetches what is missing yet of the program's packages, and needs no further tool.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What may be in a program that links the library.
const LICENSES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
];

/// What a tool of the tests may be under, besides.
const LICENSES_OF_TOOLS: &[&str] = &["MPL-2.0"];

/// The package of the portico program.
const PROGRAM: &str = "portico-host";

/// What may be there in two versions: ring has an older getrandom than everybody else, to seed its own
/// generator.
const TWICE: &[&str] = &["getrandom"];

const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(root()).output().expect("cargo runs");
    assert!(
        output.status.success(),
        "cargo {} failed; if Cargo.lock is not current, run `cargo check` and commit it:\n{}",
        arguments.join(" "),
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout).expect("cargo prints text")
}

/// The packages that a build on this platform uses; `--locked` fails when
/// Cargo.lock is missing or is not what Cargo.toml asks for.
fn packages() -> Vec<Value> {
    let platform = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    let text = cargo(&["metadata", "--format-version=1", "--locked", "--filter-platform", &platform]);
    let metadata: Value = serde_json::from_str(&text).expect("cargo metadata prints JSON");
    metadata["packages"].as_array().expect("metadata lists packages").clone()
}

/// `name version` of what ends up in the library or makes a part of it, for every feature.
fn linked() -> BTreeSet<String> {
    packages_by("--edges=normal")
}

fn packages_by(edges: &str) -> BTreeSet<String> {
    let text = cargo(&[
        "tree",
        "--locked",
        "--offline",
        "--all-features",
        edges,
        "--prefix=none",
        "--no-dedupe",
        "--format={p}",
    ]);
    text.lines()
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some(format!("{} {}", words.next()?, words.next()?.trim_start_matches('v')))
        })
        .collect()
}

fn identity(package: &Value) -> String {
    format!("{} {}", text(&package["name"]), text(&package["version"]))
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether an SPDX expression can be met with the allowed licences.
fn is_met(expression: &str, allowed: &dyn Fn(&str) -> bool) -> bool {
    let expression = expression.trim();
    if let Some(parts) = split_outside_parentheses(expression, " OR ") {
        return parts.iter().any(|part| is_met(part, allowed));
    }
    if let Some(parts) = split_outside_parentheses(expression, " AND ") {
        return parts.iter().all(|part| is_met(part, allowed));
    }
    match expression.strip_prefix('(').and_then(|rest| rest.strip_suffix(')')) {
        Some(inner) => is_met(inner, allowed),
        None => allowed(expression),
    }
}

fn split_outside_parentheses<'a>(expression: &'a str, operator: &str) -> Option<Vec<&'a str>> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (index, character) in expression.char_indices() {
        match character {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 && index >= start && expression[index..].starts_with(operator) => {
                parts.push(&expression[start..index]);
                start = index + operator.len();
            }
            _ => {}
        }
    }
    parts.push(&expression[start..]);
    (parts.len() > 1).then_some(parts)
}

#[test]
fn licenses_are_on_the_list() {
    let linked = linked();
    let mut wrong = Vec::new();
    for package in packages() {
        // The old way to write OR.
        let license = text(&package["license"]).replace('/', " OR ");
        let in_library = linked.contains(&identity(&package));
        let allowed = |name: &str| LICENSES.contains(&name) || (!in_library && LICENSES_OF_TOOLS.contains(&name));
        if !is_met(&license, &allowed) {
            wrong.push(format!("{}: {license:?}", identity(&package)));
        }
    }
    assert!(wrong.is_empty(), "licences that tests/dependencies.rs does not list:\n{}", wrong.join("\n"));
}

#[test]
fn licence_expressions_are_understood() {
    let mit = |name: &str| name == "MIT";
    assert!(is_met("MIT", &mit));
    assert!(is_met("GPL-3.0 OR MIT", &mit));
    assert!(!is_met("GPL-3.0 AND MIT", &mit));
    assert!(!is_met("(MIT OR Apache-2.0) AND Unicode-3.0", &mit));
    assert!(is_met("(MIT OR Apache-2.0) AND MIT", &mit));
    assert!(!is_met("", &mit));
}

#[test]
fn everything_comes_from_crates_io() {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("Cargo.lock is committed");
    let mut packages = 0;
    for entry in lock.split("[[package]]").skip(1) {
        let field = |name: &str| {
            let prefix = format!("{name} = \"");
            entry.lines().find_map(|line| line.strip_prefix(prefix.as_str())).map(|rest| rest.trim_end_matches('"'))
        };
        let name = field("name").expect("a locked package has a name");
        if name == env!("CARGO_PKG_NAME") || name == PROGRAM {
            continue;
        }
        assert_eq!(field("source"), Some(CRATES_IO), "the source of {name}");
        assert!(field("checksum").is_some(), "{name} has no checksum");
        packages += 1;
    }
    assert!(packages > 0, "Cargo.lock lists no package");
}

#[test]
fn the_library_holds_no_crate_twice() {
    let mut versions: BTreeMap<String, Vec<String>> = BTreeMap::new();
    // What writes code while the library is built is not in it.
    for package in packages_by("--edges=normal,no-proc-macro") {
        let (name, version) = package.split_once(' ').expect("name and version");
        versions.entry(name.to_owned()).or_default().push(version.to_owned());
    }
    versions.retain(|name, found| found.len() > 1 && !TWICE.contains(&name.as_str()));
    assert!(versions.is_empty(), "in two versions (see `cargo tree -d -e normal`): {versions:?}");
}

/// The stated Rust version is true: no dependency asks for a later one, this
/// toolchain is not an earlier one, and clippy looks for later library calls.
#[test]
fn the_stated_rust_version_holds() {
    let stated = version(env!("CARGO_PKG_RUST_VERSION"));
    for package in packages() {
        let wanted = text(&package["rust_version"]);
        assert!(version(wanted) <= stated, "{} wants Rust {wanted}", identity(&package));
    }

    let printed = Command::new(env!("CARGO")).arg("--version").output().expect("cargo runs").stdout;
    let printed = String::from_utf8(printed).expect("cargo prints text");
    let toolchain = printed.split_whitespace().nth(1).expect("`cargo 1.95.0 (…)`");
    assert!(version(toolchain) >= stated, "this is Rust {toolchain}");

    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("Cargo.toml is readable");
    assert!(
        manifest.lines().any(|line| line.trim() == "incompatible_msrv = \"deny\""),
        "Cargo.toml must have `incompatible_msrv = \"deny\"` under [lints.clippy]"
    );
}

/// `1.95.0-beta.1` becomes (1, 95, 0); an empty text becomes (0, 0, 0).
fn version(text: &str) -> (u32, u32, u32) {
    let mut numbers = text.split(['.', '-']).map(|part| part.parse().unwrap_or(0));
    let mut next = || numbers.next().unwrap_or(0);
    (next(), next(), next())
}
