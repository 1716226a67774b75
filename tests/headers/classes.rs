//! The C++ classes of the interface tables.

use crate::declarations::comment;
use httpapi::abi::interface::{Interface, Kind, Method};

pub fn forward(class: &Interface) -> String {
    format!("class {};\n", class.name)
}

pub fn class(class: &Interface) -> String {
    let base = class.base.map(|base| format!(" : public {base}")).unwrap_or_default();
    let mut text = format!("{}class IIS_API {}{base} {{\npublic:\n", comment(class.doc, ""), class.name);
    for method in class.methods {
        text += &self::method(class, method);
    }
    text + "};\n"
}

fn method(class: &Interface, method: &Method) -> String {
    let signature = method.signature;
    let doc = comment(method.doc, "    ");
    match method.kind {
        Kind::Pure => format!("{doc}    virtual {signature} = 0;\n"),
        Kind::Unhandled => {
            let (name, parameters) = signature.split_once('(').expect("a method has parameters");
            let unnamed = unnamed_parameters(parameters.trim_end_matches(')'));
            let name_alone = name.rsplit(' ').next().expect("a method has a name");
            format!(
                "{doc}    virtual {name}({unnamed}) {{\n        return PorticoUnhandled{}(\"{}::{name_alone}\");\n    }}\n",
                if class.name == "CHttpModule" { "Request" } else { "Global" },
                class.name
            )
        }
        // The body stands in the template, after the class.
        Kind::Body => format!("{doc}    inline virtual {signature};\n"),
        Kind::Destructor => String::new(),
    }
}

/// `IHttpContext* pHttpContext, DWORD dw` becomes `IHttpContext*, DWORD`.
fn unnamed_parameters(parameters: &str) -> String {
    let types = parameters.split(',').map(str::trim).filter(|parameter| !parameter.is_empty()).map(|parameter| {
        let end = parameter.rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
        parameter[..end].trim().to_owned()
    });
    types.collect::<Vec<_>>().join(", ")
}

/// `PORTICO_DECLARE_UUID(IHttpContext, "424c1b8c-…");`
pub fn uuid(class: &Interface) -> String {
    if class.iid.is_empty() {
        return String::new();
    }
    format!("PORTICO_DECLARE_UUID({}, \"{}\")\n", class.name, class.iid)
}
