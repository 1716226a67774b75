//! Prototypes of the exported functions, by cbindgen from `src/exports/`.

use crate::declarations;
use std::fs;
use std::path::{Path, PathBuf};

fn bindings(sources: &[PathBuf], documentation: bool) -> cbindgen::Bindings {
    let mut config = cbindgen::Config {
        language: cbindgen::Language::C,
        no_includes: true,
        documentation,
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
    // The others are found from there, and would come twice.
    let first = sources.iter().find(|source| source.ends_with("mod.rs")).unwrap_or(&sources[0]);
    bindings(std::slice::from_ref(first), true).write(&mut text);
    let text = tidy(&String::from_utf8(text).ok()?);
    Some(text + &generic_names(&names_in(&sources)))
}

/// cbindgen's prototypes, with our form of comments and without what is for Rust alone.
fn tidy(text: &str) -> String {
    let mut tidied = String::new();
    let mut rest = text.trim_start();
    while let Some(end) = rest.find(";\n") {
        let (item, behind) = rest.split_at(end + 1);
        rest = behind.trim_start();
        let (comment, prototype) = match item.split_once("*/") {
            Some((comment, prototype)) => (comment.trim_start_matches("/*"), prototype),
            None => ("", item),
        };
        let comment = comment.split("# Safety").next().unwrap_or_default();
        let doc: Vec<String> = comment.trim().lines().map(|line| format!(" {}", line.trim())).collect();
        tidied += &comment_of(&doc);
        // An underscore says that Rust does not use the parameter.
        let prototype = prototype.trim();
        let (head, parameters) = prototype.split_once('(').expect("a prototype has parameters");
        tidied += &format!("{head}({}", parameters.replace(" _", " "));
        tidied += "\n\n";
    }
    tidied
}

fn comment_of(doc: &[String]) -> String {
    declarations::comment(&doc.iter().map(String::as_str).collect::<Vec<_>>(), "")
}

/// `#define CreateEvent CreateEventW` under UNICODE, for each pair of names. Where the bare name
/// is a method of an interface too, a macro would rename the method.
fn generic_names(names: &[String]) -> String {
    let bare: Vec<&str> = names
        .iter()
        .filter_map(|name| name.strip_suffix('W'))
        .filter(|bare| names.iter().any(|name| name.strip_suffix('A') == Some(bare)))
        .collect();
    if bare.is_empty() {
        return String::new();
    }
    let define = |suffix: char| bare.iter().map(|bare| format!("#define {bare} {bare}{suffix}\n")).collect::<String>();
    for name in &bare {
        assert!(!is_method(name), "{name} is a method of an interface: give it an inline function in the template");
    }
    format!("#ifdef UNICODE\n{}#else\n{}#endif\n", define('W'), define('A'))
}

fn is_method(name: &str) -> bool {
    let classes = httpapi::abi::INTERFACES.iter().flat_map(|(_, classes)| classes.iter());
    classes.flat_map(|class| class.methods).any(|method| method.signature.contains(&format!(" {name}(")))
}

/// Every exported name of C, `portico_private_…` aside: functions, and what tells the width of WCHAR.
pub fn names(root: &Path) -> Vec<String> {
    names_in(&rust_files(&root.join("src/exports")))
}

fn names_in(sources: &[PathBuf]) -> Vec<String> {
    let mut text = Vec::new();
    bindings(sources, false).write(&mut text);
    let text = String::from_utf8(text).expect("prototypes are text");
    let mut names: Vec<String> = text
        .split(';')
        .filter_map(|prototype| prototype.split('(').next()?.split_whitespace().last())
        .map(|name| name.trim_start_matches('*').to_owned())
        .filter(|name| !name.is_empty() && !name.starts_with("portico_private_"))
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
