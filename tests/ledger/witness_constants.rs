//! The second witness for constants: every number of windows-sys that our tables name too, read
//! from its source, so that no list of names has to be kept.

use httpapi::abi::TABLES;
use httpapi::abi::table::Decl;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Where windows-sys is older than the SDK, or has the name for something else.
const ELSEWHERE: &[&str] = &["ExParamTypeMax", "HttpDataChunkMaximum", "HttpFeatureLast", "HttpFeaturemax"];

fn ours() -> BTreeMap<&'static str, i128> {
    let mut known = BTreeMap::new();
    for decl in TABLES.iter().flat_map(|(_, decls)| decls.iter()) {
        match decl {
            Decl::Constants { items, .. } => known.extend(items.iter().map(|item| (item.name, item.value))),
            Decl::Enumeration { items, .. } => known.extend(items.iter().map(|item| (item.name, item.value))),
            _ => {}
        }
    }
    known
}

/// The folder of the crate, as cargo has unpacked it.
fn source_of_windows_sys() -> PathBuf {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).expect("cargo metadata prints JSON");
    let packages = metadata["packages"].as_array().expect("a list of packages");
    let package =
        packages.iter().find(|package| package["name"] == "windows-sys").expect("windows-sys is a dependency");
    let manifest = package["manifest_path"].as_str().expect("a path");
    Path::new(manifest).parent().expect("a folder").join("src/Windows")
}

fn modules(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the crate's source can be read").flatten() {
        let path = entry.path();
        if path.is_dir() {
            modules(&path, found);
        } else {
            found.push(path);
        }
    }
}

/// `0x80004005_u32 as _`, `-1i32`, `234u32`; `None` for what is no number.
fn number(text: &str) -> Option<i128> {
    let text = text.trim_end_matches(" as _").replace('_', "");
    let text = ["u8", "u16", "u32", "u64", "i8", "i16", "i32", "i64"]
        .iter()
        .find_map(|suffix| text.strip_suffix(suffix))?
        .to_owned();
    match text.strip_prefix("0x") {
        Some(digits) => i128::from_str_radix(digits, 16).ok(),
        None => text.parse().ok(),
    }
}

#[test]
fn constants_agree_with_windows_sys() {
    let ours = ours();
    let mut files = Vec::new();
    modules(&source_of_windows_sys(), &mut files);
    let (mut compared, mut wrong) = (0, Vec::new());
    for file in files {
        let text = fs::read_to_string(&file).expect("source is text");
        for line in text.lines().filter_map(|line| line.strip_prefix("pub const ")) {
            let Some((name, rest)) = line.split_once(": ") else { continue };
            let Some((_, value)) = rest.trim_end_matches(';').split_once(" = ") else { continue };
            let (Some(found), Some(theirs)) = (ours.get(name), number(value)) else { continue };
            if ELSEWHERE.contains(&name) {
                continue;
            }
            compared += 1;
            // The same bits: signs differ where windows-sys says i32 and the table says DWORD.
            if *found != theirs && *found as i64 as u32 != theirs as i64 as u32 {
                wrong.push(format!("{name}: {found}, windows-sys has {theirs}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {compared} differ:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 4000, "only {compared} constants were found in windows-sys");
    println!("ledger: windows-sys agrees on {compared} constants of all headers");
}
