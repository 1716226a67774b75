//! Constants, enums and structures as C text.

use httpapi::abi::table::{Constant, Decl, Enumerator, Record};

pub fn c_text(decl: &Decl) -> String {
    match decl {
        Decl::Constants { doc, items } => constants(doc, items),
        Decl::Enumeration { name, tag, aliases, doc, items } => enumeration(name, tag, aliases, doc, items),
        Decl::Alias { name, aliases, target, doc } => {
            format!("{}typedef {target} {};\n", comment(doc, ""), typedef_names(name, aliases))
        }
        Decl::Record(record) => structure(record),
    }
}

fn constants(doc: &[&str], items: &[Constant]) -> String {
    let width = items.iter().map(|item| item.name.len()).max().unwrap_or(0);
    let lines = items.iter().map(|item| {
        let value = literal(item);
        let line = format!("#define {:width$} {value}", item.name);
        with_remark(&line, item.doc)
    });
    comment(doc, "") + &lines.collect::<String>()
}

/// A literal of the width and sign that the Windows type has.
fn literal(item: &Constant) -> String {
    let text = item.text.replace('_', "");
    match item.c_type {
        "HRESULT" | "NTSTATUS" | "SECURITY_STATUS" => format!("(({}){text})", item.c_type),
        "ULONGLONG" | "ULONG64" | "DWORD64" | "HTTP_OPAQUE_ID" => format!("{text}ULL"),
        "LONGLONG" => format!("{text}LL"),
        _ if text.starts_with('-') => format!("({text})"),
        _ => text,
    }
}

fn enumeration(name: &str, tag: &str, aliases: &[&str], doc: &[&str], items: &[Enumerator]) -> String {
    let width = items.iter().map(|item| item.name.len()).max().unwrap_or(0);
    let mut text = format!("{}typedef enum {tag} {{\n", comment(doc, ""));
    for (index, item) in items.iter().enumerate() {
        let comma = if index + 1 < items.len() { "," } else { "" };
        let line = format!("    {:width$} = {}{comma}", item.name, item.text.replace('_', ""));
        text += &with_remark(&line, item.doc);
    }
    text + &format!("}} {};\n", typedef_names(name, aliases))
}

fn structure(record: &Record) -> String {
    let head = comment(record.doc, "");
    if let Some(text) = record.c_text {
        return head + text.trim_start_matches('\n');
    }
    let mut text = format!("{head}typedef struct _{} {{\n", record.name);
    for field in record.fields {
        let array = field.length.map(|length| format!("[{length}]")).unwrap_or_default();
        text += &with_remark(&format!("    {} {}{array};", field.c_type, field.path), field.doc);
    }
    text + &format!("}} {};\n", typedef_names(record.name, record.aliases))
}

/// `X, *PX`
fn typedef_names(name: &str, aliases: &[&str]) -> String {
    let mut text = name.to_owned();
    for alias in aliases {
        text += &format!(", *{alias}");
    }
    text
}

/// A comment of its own lines.
pub fn comment(doc: &[&str], indent: &str) -> String {
    match doc {
        [] => String::new(),
        [line] => format!("{indent}/*{line} */\n"),
        [first, rest @ ..] => {
            let mut text = format!("{indent}/*{first}\n");
            for line in rest {
                text += format!("{indent} *{line}\n").as_str();
            }
            text.truncate(text.trim_end().len());
            text + " */\n"
        }
    }
}

/// A line with its remark behind it, or above it where that would be too long.
fn with_remark(line: &str, doc: &[&str]) -> String {
    match doc {
        [] => format!("{line}\n"),
        [remark] if line.len() + remark.len() < 96 => format!("{line} /*{remark} */\n"),
        _ => {
            let indent: String = line.chars().take_while(|c| *c == ' ').collect();
            format!("{}{line}\n", comment(doc, &indent))
        }
    }
}
