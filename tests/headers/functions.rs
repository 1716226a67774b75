//! Prototypes of the exported functions, by cbindgen from `src/exports/`.

use std::fs;
use std::path::{Path, PathBuf};

fn bindings(sources: &[PathBuf]) -> cbindgen::Bindings {
    let mut config = cbindgen::Config {
        language: cbindgen::Language::C,
        no_includes: true,
        documentation_style: cbindgen::DocumentationStyle::C,
        ..Default::default()
    };
    config.export.item_types = vec![cbindgen::ItemType::Functions];
    config.function.args = cbindgen::Layout::Auto;
    config.line_length = 100;
    let builder =
        sources.iter().fold(cbindgen::Builder::new().with_config(config), |builder, source| builder.with_src(source));
    builder.generate().expect("src/exports can be parsed")
}

/// The prototypes of `src/exports/NAME.rs` or of every file of `src/exports/NAME/`.
pub fn prototypes(root: &Path, name: &str) -> Option<String> {
    let exports = root.join("src/exports");
    let file = exports.join(format!("{name}.rs"));
    let sources = if file.is_file() { vec![file] } else { rust_files(&exports.join(name)) };
    if sources.is_empty() {
        return None;
    }
    let mut text = Vec::new();
    bindings(&sources).write(&mut text);
    String::from_utf8(text).ok()
}

/// Every exported function, `portico_private_…` aside.
pub fn names(root: &Path) -> Vec<String> {
    let sources = rust_files(&root.join("src/exports"));
    let mut text = Vec::new();
    bindings(&sources).write(&mut text);
    let text = String::from_utf8(text).expect("prototypes are text");
    let mut names: Vec<String> = text
        .split(';')
        .filter_map(|prototype| prototype.split('(').next()?.split_whitespace().last())
        .map(|name| name.trim_start_matches('*').to_owned())
        .filter(|name| !name.is_empty() && !name.starts_with("portico_private_") && name != "}")
        .collect();
    names.sort();
    names.dedup();
    names
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found.sort();
    found
}
