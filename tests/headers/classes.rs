//! The C++ classes of the interface tables.

use crate::declarations::comment;
use httpapi::abi::interface::{Interface, Kind, Method};

pub fn forward(class: &Interface) -> String {
    format!("class {};\n", class.name)
}

pub fn class(class: &Interface) -> String {
    let base = class.base.map(|base| format!(" : public {base}")).unwrap_or_default();
    let mut text = format!("{}class IIS_API {}{base} {{\npublic:\n", comment(class.doc, ""), class.name);
    text += &slots(class);
    text + "};\n"
}

/// The virtual methods of a class whose other members stand in the template.
pub fn slots(class: &Interface) -> String {
    class.methods.iter().map(|method| self::method(class, method)).collect()
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
        Kind::Delete => format!("{doc}    virtual {signature} {{ delete this; }}\n"),
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

/// `static const IID IID_IAppHostElement = { 0x64ff8ccc, … };`
pub fn guid(class: &Interface) -> String {
    let digits: Vec<&str> = class.iid.split('-').collect();
    let [first, second, third, fourth, fifth] = digits[..] else { return String::new() };
    let tail = format!("{fourth}{fifth}");
    let bytes: Vec<String> = (0..8).map(|at| format!("0x{}", &tail[2 * at..2 * at + 2])).collect();
    format!(
        "static const IID IID_{} __attribute__((unused)) =\n    {{ 0x{first}, 0x{second}, 0x{third}, {{ {} }} }};\n",
        class.name,
        bytes.join(", ")
    )
}
