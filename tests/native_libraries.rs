//! What a program needs beside `libhttpapi.a` is what rustc says it needs.
//!
//! CMake's `Portico::static` and `httpapi-static.pc` take the list from one line
//! of `cmake/PorticoLibrary.cmake`; here it is held against rustc's own answer,
//! once: the width of a character changes none of them.
#![cfg(not(feature = "utf16"))]

use std::fs;
use std::path::Path;
use std::process::Command;

#[test]
fn the_static_library_names_the_system_libraries_it_needs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert_eq!(written_down(root), asked_for(root), "change PORTICO_NATIVE_LIBRARIES in cmake/PorticoLibrary.cmake");
}

fn written_down(root: &Path) -> Vec<String> {
    let text = fs::read_to_string(root.join("cmake/PorticoLibrary.cmake")).expect("the CMake file is readable");
    let line = text
        .lines()
        .find_map(|line| line.strip_prefix("set(PORTICO_NATIVE_LIBRARIES "))
        .expect("cmake/PorticoLibrary.cmake sets PORTICO_NATIVE_LIBRARIES");
    line.trim_end_matches(')').split_whitespace().map(|name| format!("-l{name}")).collect()
}

fn asked_for(root: &Path) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["rustc", "--locked", "--lib", "--crate-type", "staticlib", "--", "--print", "native-static-libs"])
        .current_dir(root)
        .output()
        .expect("cargo runs");
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "cargo rustc failed:\n{text}");
    let line = text
        .lines()
        .find_map(|line| line.split_once("native-static-libs: "))
        .unwrap_or_else(|| panic!("rustc printed no line native-static-libs:\n{text}"));
    line.1.split_whitespace().map(str::to_owned).collect()
}
