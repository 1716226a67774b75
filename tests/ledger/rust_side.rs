//! The rows against the Rust tables.

use crate::{exceptions, rows};
use httpapi::abi::http::*;
use httpapi::abi::interface::{Interface, Kind};
use httpapi::abi::table::{Decl, Record};
use httpapi::abi::{INTERFACES, TABLES};
use std::collections::BTreeMap;

fn declarations() -> impl Iterator<Item = &'static Decl> {
    TABLES.iter().flat_map(|(_, decls)| decls.iter())
}

fn record(name: &str) -> Option<&'static Record> {
    declarations().find_map(|decl| match decl {
        Decl::Record(record) if record.name == name || record.aliases.contains(&name) => Some(record),
        _ => None,
    })
}

fn classes() -> BTreeMap<&'static str, &'static Interface> {
    INTERFACES.iter().flat_map(|(_, list)| list.iter()).map(|class| (class.name, class)).collect()
}

#[test]
fn layouts() {
    let rows = exceptions::apply(rows::layouts());
    let mut wrong = Vec::new();
    for row in &rows {
        let Some(record) = record(&row.record) else {
            wrong.push(format!("{} is in no table", row.record));
            continue;
        };
        if row.field == "(sizeof)" {
            if record.size != row.size || row.align.is_some_and(|align| align != record.align) {
                wrong.push(format!("{}: {} bytes, align {}, not {}", row.record, record.size, record.align, row.size));
            }
            continue;
        }
        match record.fields.iter().find(|field| field.path == row.field) {
            Some(field) if field.offset == row.offset && field.size == row.size => {}
            Some(field) => wrong.push(format!(
                "{}.{}: offset {} size {}, not {} {}",
                row.record, row.field, field.offset, field.size, row.offset, row.size
            )),
            None => wrong.push(format!("{}.{} is in no table", row.record, row.field)),
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    println!("ledger: {} layout rows hold in Rust, {} by exception", rows.len(), exceptions::all().len());
}

#[test]
fn constants() {
    let known: BTreeMap<&str, i128> = declarations()
        .flat_map(|decl| match decl {
            Decl::Constants { items, .. } => items.iter().map(|item| (item.name, item.value)).collect::<Vec<_>>(),
            Decl::Enumeration { items, .. } => items.iter().map(|item| (item.name, item.value)).collect(),
            _ => Vec::new(),
        })
        .collect();
    let pairs: BTreeMap<&str, (u16, u16)> = BTreeMap::from([
        ("HTTP_VERSION_UNKNOWN", http_version(HTTP_VERSION_UNKNOWN)),
        ("HTTP_VERSION_0_9", http_version(HTTP_VERSION_0_9)),
        ("HTTP_VERSION_1_0", http_version(HTTP_VERSION_1_0)),
        ("HTTP_VERSION_1_1", http_version(HTTP_VERSION_1_1)),
        ("HTTP_VERSION_2_0", http_version(HTTP_VERSION_2_0)),
        ("HTTP_VERSION_3_0", http_version(HTTP_VERSION_3_0)),
        ("HTTPAPI_VERSION_1", api_version(HTTPAPI_VERSION_1)),
        ("HTTPAPI_VERSION_2", api_version(HTTPAPI_VERSION_2)),
    ]);
    let (mut held, mut c_only, mut wrong) = (0, 0, Vec::new());
    for row in rows::constants() {
        if row.value == "(function-like)" {
            // A macro with parameters has no Rust side; the C side uses each one.
            c_only += 1;
        } else if let Some(pair) = row.value.strip_prefix('{') {
            let numbers: Vec<u16> =
                pair.trim_end_matches('}').split(' ').map(|number| number.parse().expect("a number")).collect();
            match pairs.get(row.name.as_str()) {
                Some(pair) if numbers == [pair.0, pair.1] => held += 1,
                found => wrong.push(format!("{}: {found:?}, not {numbers:?}", row.name)),
            }
        } else {
            let value: i128 = row.value.parse().expect("a number");
            match known.get(row.name.as_str()) {
                Some(found) if *found == value => held += 1,
                found => wrong.push(format!("{}: {found:?}, not {value}", row.name)),
            }
        }
    }
    assert!(wrong.is_empty(), "{} rows differ:\n{}", wrong.len(), wrong.join("\n"));
    assert_eq!(held + c_only, rows::constants().len());
    println!("ledger: {held} constant rows hold in Rust, {c_only} are macros with parameters");
}

fn http_version(version: HTTP_VERSION) -> (u16, u16) {
    (version.MajorVersion, version.MinorVersion)
}

fn api_version(version: HTTPAPI_VERSION) -> (u16, u16) {
    (version.HttpApiMajorVersion, version.HttpApiMinorVersion)
}

/// What a declared slot must be; `None` where it holds.
fn slot_fault(class: &Interface, row: &rows::Slot) -> Option<String> {
    if row.kind == "override" {
        // The template declares it; the slot is the base's.
        return None;
    }
    let method = class.methods.iter().find(|method| method.slot == row.slot);
    match method {
        None => Some(format!("{} has no slot {}", row.class, row.slot)),
        Some(method) if plain(method.signature) != plain(&row.signature) => {
            Some(format!("{} slot {}: `{}`, not `{}`", row.class, row.slot, method.signature, row.signature))
        }
        Some(_) => None,
    }
}

/// A signature without the spaces, which do not count.
fn plain(signature: &str) -> String {
    signature.chars().filter(|c| !c.is_whitespace()).collect()
}

#[test]
fn declared_slots() {
    let classes = classes();
    let rows = rows::declared_slots();
    let mut wrong = Vec::new();
    for row in &rows {
        let Some(class) = classes.get(row.class.as_str()) else {
            wrong.push(format!("{} is in no table", row.class));
            continue;
        };
        wrong.extend(slot_fault(class, row));
        if class.base.unwrap_or_default() != row.base {
            wrong.push(format!("{}: base {:?}, not {}", row.class, class.base, row.base));
        }
        if class.iid != row.iid {
            wrong.push(format!("{}: IID {}, not {}", row.class, class.iid, row.iid));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows differ:\n{}", wrong.len(), rows.len(), wrong.join("\n"));
    println!("ledger: {} method rows hold in Rust", rows.len());
}

#[test]
fn whole_vtables() {
    let classes = classes();
    let rows = rows::vtable_slots();
    let mut lengths: BTreeMap<&str, usize> = BTreeMap::new();
    for row in &rows {
        let length = lengths.entry(&row.class).or_default();
        assert_eq!(*length, row.slot, "{}: the rows go on slot by slot", row.class);
        *length += 1;
        let declaring = classes.get(row.declared_in.as_str()).expect("the declaring class is in a table");
        let own = declaring.methods.iter().any(|method| method.slot == row.slot);
        assert!(own || row.signature.contains("GetCacheName"), "{} slot {}", row.class, row.slot);
    }
    for (name, length) in &lengths {
        assert_eq!(classes[name].slots, *length, "the vtable of {name}");
    }
    println!("ledger: {} vtable rows of {} classes hold in Rust", rows.len(), lengths.len());
}

#[test]
fn a_swap_of_two_slots_is_seen() {
    let rows = rows::declared_slots();
    let original = classes()["IHttpContext"];
    let mut methods = original.methods.to_vec();
    let (first, second) = (methods[3].slot, methods[4].slot);
    methods[3].slot = second;
    methods[4].slot = first;
    let swapped = Interface { methods: methods.leak(), ..*original };
    let of_context = || rows.iter().filter(|row| row.class == "IHttpContext");
    assert_eq!(of_context().filter_map(|row| slot_fault(original, row)).count(), 0);
    assert_eq!(of_context().filter_map(|row| slot_fault(&swapped, row)).count(), 2);
}

/// The Rust half of each line says the same as the C++ half.
#[test]
fn both_halves_of_a_line_agree() {
    let mut wrong = Vec::new();
    let mut checked = 0;
    for class in classes().values() {
        for method in class.methods.iter().filter(|method| method.kind != Kind::Destructor) {
            let wanted = rust_type(method.signature);
            if plain(&wanted) != plain(method.rust_type) {
                wrong.push(format!("{}::{}: `{}`, not `{wanted}`", class.name, method.rust_name, method.rust_type));
            }
            checked += 1;
        }
    }
    assert!(wrong.is_empty(), "{} of {checked} lines differ:\n{}", wrong.len(), wrong.join("\n"));
}

/// The Rust function type of a C++ signature.
fn rust_type(signature: &str) -> String {
    let (head, parameters) = signature.split_once('(').expect("parameters");
    let parameters = &parameters[..parameters.rfind(')').expect("parameters end")];
    let name_at = head.rfind([' ', '*']).map_or(0, |at| at + 1);
    let types: Vec<String> = parameters
        .split(',')
        .map(|parameter| parameter.split('=').next().unwrap_or_default().trim())
        .filter(|parameter| !parameter.is_empty())
        .map(|parameter| {
            let (parameter, array) = match parameter.split_once('[') {
                Some((parameter, _)) => (parameter, "*mut "),
                None => (parameter, ""),
            };
            let name_at = parameter.rfind([' ', '*', '&']).map_or(0, |at| at + 1);
            format!("{array}{}", rust_name(&parameter[..name_at]))
        })
        .collect();
    match head[..name_at].trim() {
        "VOID" | "void" => format!("fn({})", types.join(", ")),
        result => format!("fn({}) -> {}", types.join(", "), rust_name(result)),
    }
}

/// `const BYTE *` becomes `*const BYTE`.
fn rust_name(c_type: &str) -> String {
    let c_type = c_type.trim();
    let base = c_type.trim_end_matches(['*', '&', ' ']);
    let stars = c_type[base.len()..].chars().filter(|c| *c != ' ').count();
    let (first, base) = match base.strip_prefix("const ") {
        Some(base) => ("*const ", base),
        None => ("*mut ", base),
    };
    let base = match base {
        "VOID" | "void" => "c_void",
        base => base,
    };
    let mut name = base.to_owned();
    for star in 0..stars {
        name = format!("{}{name}", if star == 0 { first } else { "*mut " });
    }
    name
}

#[cfg(feature = "iis")]
#[test]
fn every_class_has_type_information() {
    use std::collections::BTreeSet;
    let wanted: BTreeSet<String> = classes().keys().map(|name| format!("{}{name}", name.len())).collect();
    let found: BTreeSet<String> = httpapi::iis::com::type_info::names().map(str::to_owned).collect();
    assert_eq!(wanted, found);
}
