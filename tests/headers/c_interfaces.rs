//! The COM interfaces for C programs: a structure with a table of functions.

use crate::declarations::comment;
use crate::template;
use httpapi::abi::interface::Interface;

pub fn forward(class: &Interface) -> String {
    format!("typedef struct {0} {0};\n", class.name)
}

pub fn interface(class: &Interface) -> String {
    let name = class.name;
    format!(
        "{}typedef struct {name}Vtbl {{\n{}}} {name}Vtbl;\n\nstruct {name} {{\n    const {name}Vtbl *lpVtbl;\n}};\n",
        comment(class.doc, ""),
        slots(class, name)
    )
}

/// The slots of a class, its base's first, all with `this` as the class itself.
fn slots(class: &Interface, this: &str) -> String {
    let inherited = class.base.and_then(template::class).map(|base| slots(base, this)).unwrap_or_default();
    let own = class.methods.iter().map(|method| {
        let (head, parameters) = method.signature.split_once('(').expect("a method has parameters");
        let name_at = head.rfind([' ', '*']).map_or(0, |at| at + 1);
        let (result, name) = head.split_at(name_at);
        let parameters = parameters.trim_end_matches(')').replace('&', "*");
        let separator = if parameters.is_empty() { "" } else { ", " };
        format!("    {}(WINAPI *{name})({this} *This{separator}{parameters});\n", result)
    });
    inherited + &own.collect::<String>()
}
