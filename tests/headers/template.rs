//! Templates are headers in which a line that starts with `@` asks for a table.
//!
//! - `@declare http::request`: the constants, enums and structures of a table
//! - `@classes iis::context`: the C++ classes of a table
//! - `@class IHttpContext`: one class; `@slots IHttpContext`: its virtual methods alone
//! - `@forward iis::context`: forward declarations of a table's classes
//! - `@c_forward`, `@c_interfaces`: the same for C, with `lpVtbl`
//! - `@guids`: the IIDs as constants
//! - `@uuids iis::context`: the IIDs of a table's classes, for `__uuidof`
//! - `@functions http`: the prototypes of `src/exports/http.rs` or of the folder

use crate::{c_interfaces, classes, declarations, functions};
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
        let each = |f: fn(&Interface) -> String, separator: &str| {
            interfaces(argument).map(|list| list.iter().map(f).collect::<Vec<_>>().join(separator))
        };
        let result = match verb {
            "declare" => declare(argument),
            "classes" => each(classes::class, "\n"),
            "class" => class(argument).map(classes::class),
            "slots" => class(argument).map(classes::slots),
            "forward" => each(classes::forward, ""),
            "uuids" => each(classes::uuid, ""),
            "guids" => each(classes::guid, ""),
            "c_forward" => each(c_interfaces::forward, ""),
            "c_interfaces" => each(c_interfaces::interface, "\n"),
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

/// The class of that name in any table.
pub fn class(wanted: &str) -> Option<&'static Interface> {
    httpapi::abi::INTERFACES.iter().flat_map(|(_, list)| list.iter()).find(|class| class.name == wanted)
}
