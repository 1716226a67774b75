//! docs/compatibility.md says of every function and flag what it does, and of none that is not there.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The functions of the export table, without C++'s type information and what guards the width of characters.
fn exported() -> BTreeSet<String> {
    let map = read("cmake/httpapi.map");
    let names = map.lines().filter_map(|line| line.trim().strip_suffix(';')).filter(|name| is_name(name));
    let is_function = |name: &&str| !["_ZTI", "_ZTS", "portico_"].iter().any(|prefix| name.starts_with(prefix));
    names.filter(is_function).map(str::to_owned).collect()
}

/// The names in a column of the tables that begin with a heading; each once.
fn names_in(document: &str, heading: &str, column: usize) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut lines = document.lines();
    while lines.by_ref().any(|line| line == heading) {
        for row in lines.by_ref().skip(1).take_while(|line| line.starts_with('|')) {
            let cell = row.split('|').nth(column).expect("a cell");
            for name in cell.split(',').map(str::trim) {
                assert!(is_name(name), "`{name}` in the table `{heading}` is no name");
                assert!(names.insert(name.to_owned()), "`{name}` stands twice in the tables `{heading}`");
            }
        }
    }
    assert!(!names.is_empty(), "there is no table `{heading}`");
    names
}

fn assert_same(told: &BTreeSet<String>, there: &BTreeSet<String>, what: &str) {
    let missing: Vec<_> = there.difference(told).collect();
    let invented: Vec<_> = told.difference(there).collect();
    assert!(missing.is_empty(), "docs/compatibility.md has no row for the {what} {missing:?}");
    assert!(invented.is_empty(), "docs/compatibility.md has rows for the {what} {invented:?}, which are not there");
}

#[test]
fn every_function_has_a_row_and_every_row_a_function() {
    let there = exported();
    let document = read("docs/compatibility.md");
    let mut told = names_in(&document, "| function | what works | what answers what |", 1);
    assert!(told.iter().all(|name| name.starts_with("Http")));
    for name in names_in(&document, "| header | functions |", 2) {
        let pair = [format!("{name}A"), format!("{name}W")];
        // A name of its own, too, would be one that nobody tells from the pair.
        match (pair.iter().all(|name| there.contains(name)), there.contains(&name)) {
            (true, false) => told.extend(pair),
            (_, true) => assert!(told.insert(name.clone()), "`{name}` stands in both tables"),
            (false, false) => panic!("docs/compatibility.md has a row for `{name}`, which is not exported"),
        }
    }
    assert_same(&told, &there, "functions");
}

#[test]
fn every_flag_has_a_row_and_every_row_a_flag() {
    let others = ["HTTP_INITIALIZE_", "HTTP_CHANNEL_BIND_", "HTTP_RECEIVE_", "HTTP_DEMAND_CBT"];
    let header = read("include/http.h");
    let constants = header.lines().filter_map(|line| {
        let mut words = line.strip_prefix("#define ")?.split_whitespace();
        let (name, value) = (words.next()?, words.next()?);
        value.starts_with("0x").then_some(name)
    });
    let is_flag = |name: &&str| {
        name.starts_with("HTTP_")
            && (name.contains("_FLAG_")
                || name.contains("_FLAGS_")
                || others.iter().any(|other| name.starts_with(other)))
    };
    let there: BTreeSet<_> = constants.filter(is_flag).map(str::to_owned).collect();
    assert!(there.len() > 50, "{there:?}");
    assert_same(&names_in(&read("docs/compatibility.md"), "| flag | of | effect |", 1), &there, "flags");
}
