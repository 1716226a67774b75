//! Templates are headers in which a line that starts with `@` asks for a table.
//!
//! - `@declare http::request`: the constants, enums and structures of a table
//! - `@classes iis::context`: the C++ classes of a table
//! - `@class IHttpContext`: one class
//! - `@uuids iis::context`: the IIDs of a table's classes, for `__uuidof`
//! - `@functions http`: the prototypes of `src/exports/http.rs` or of the folder

use crate::{classes, declarations, functions};
use httpapi::abi::interface::Interface;
use std::path::Path;

pub fn expand(root: &Path, name: &Path, text: &str) -> String {
    let mut out = String::new();
    for (index, line) in text.lines().enumerate() {
        let Some(directive) = line.strip_prefix('@') else {
            out.push_str(line);
            out.push('\n');
            continue;
        };
        let (verb, argument) = directive.split_once(' ').unwrap_or((directive, ""));
        let result = match verb {
            "declare" => declare(argument),
            "classes" => {
                interfaces(argument).map(|list| list.iter().map(classes::class).collect::<Vec<_>>().join("\n"))
            }
            "class" => class(argument),
            "uuids" => interfaces(argument).map(|list| list.iter().map(classes::uuid).collect()),
            "forward" => interfaces(argument).map(|list| list.iter().map(classes::forward).collect()),
            "functions" => functions::prototypes(root, argument),
            _ => None,
        };
        let text =
            result.unwrap_or_else(|| panic!("templates/{}:{}: cannot expand `{line}`", name.display(), index + 1));
        out.push_str(text.trim_matches('\n'));
        out.push('\n');
    }
    out
}

fn declare(table: &str) -> Option<String> {
    let (_, decls) = httpapi::abi::TABLES.iter().find(|(name, _)| *name == table)?;
    Some(decls.iter().map(declarations::c_text).collect::<Vec<_>>().join("\n"))
}

fn interfaces(table: &str) -> Option<&'static [Interface]> {
    httpapi::abi::INTERFACES.iter().find(|(name, _)| *name == table).map(|(_, list)| *list)
}

fn class(wanted: &str) -> Option<String> {
    let found = httpapi::abi::INTERFACES.iter().flat_map(|(_, list)| list.iter()).find(|class| class.name == wanted)?;
    Some(classes::class(found))
}
