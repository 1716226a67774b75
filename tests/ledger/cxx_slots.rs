//! The slots, read from pointers to members by the C++ compilers.

use crate::{compiler, rows};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// A program that returns the number of rows that differ.
fn source() -> String {
    let mut text = String::from(
        "#include <cstdio>\n#include <cstring>\n#include <new>\n#include <type_traits>\n\
         #include <httpserv.h>\n#include <httpcach.h>\n#include <iiswebsocket.h>\n#include <wpframework.h>\n#include <ahadmin.h>\n\n\
         // What the default bodies of CHttpModule call; nothing here runs them.\n\
         extern \"C\" void OutputDebugStringA(LPCSTR) {}\nextern \"C\" void DebugBreak(void) {}\n\n\
         static int rows, wrong;\n\n\
         // A pointer to a virtual member holds one more than the byte offset of its slot.\n\
         template <class Member> static void slot(const char *what, Member member, std::size_t wanted) {\n    \
         std::size_t word;\n    std::memcpy(&word, &member, sizeof word);\n    ++rows;\n    \
         if ((word - 1) / sizeof(void *) != wanted) {\n        ++wrong;\n        std::printf(\"%s: slot %zu, not %zu\\n\", what, (word - 1) / sizeof(void *), wanted);\n    }\n}\n\n\
         static void iid(const char *what, const GUID &found, const GUID &wanted) {\n    \
         if (std::memcmp(&found, &wanted, sizeof found) != 0) {\n        ++wrong;\n        std::printf(\"%s: IID\\n\", what);\n    }\n}\n\n\
         static int destroyed;\n\
         struct Probe : CHttpModule {\n    ~Probe() { ++destroyed; }\n};\n\n\
         // Slot 30 destroys in place, slot 31 destroys and frees.\n\
         static void destructor(std::size_t slot) {\n    ++rows;\n    const int before = destroyed;\n    \
         void *memory = ::operator new(sizeof(Probe));\n    void *object = new (memory) Probe;\n    \
         void (**vtable)(void *) = *static_cast<void (***)(void *)>(object);\n    vtable[slot](object);\n    \
         if (slot == 30) {\n        ::operator delete(memory);\n    }\n    wrong += destroyed != before + 1;\n}\n\n",
    );
    let mut checked = BTreeSet::new();
    let mut declared = String::new();
    for row in rows::declared_slots() {
        declared += &check(&row);
        if checked.insert(row.class.clone()) {
            if !row.iid.is_empty() {
                writeln!(declared, "    iid(\"{0}\", __uuidof({0}), {1});", row.class, guid(&row.iid))
                    .expect("text grows");
            }
            let base = if row.base.is_empty() { &row.class } else { &row.base };
            writeln!(
                declared,
                "    static_assert(std::is_base_of<{base}, {0}>::value && sizeof({0}) == sizeof(void *), \"{0}\");",
                row.class
            )
            .expect("text grows");
        }
    }
    let whole: String = rows::vtable_slots().iter().map(check).collect();
    write!(
        text,
        "static void declared_rows() {{\n{declared}}}\n\nstatic void vtable_rows() {{\n{whole}}}\n\n\
         int main() {{\n    declared_rows();\n    std::printf(\"%d method rows, \", rows);\n    rows = 0;\n    vtable_rows();\n    \
         std::printf(\"%d vtable rows\\n\", rows);\n    return wrong != 0;\n}}\n"
    )
    .expect("text grows");
    text
}

fn check(row: &rows::Slot) -> String {
    if row.kind == "dtor" {
        return format!("    destructor({});\n", row.slot);
    }
    let (class, declaring) = (&row.class, &row.declared_in);
    let (head, rest) = row.signature.split_once('(').expect("parameters");
    let (parameters, qualifier) = rest.rsplit_once(')').expect("parameters end");
    let name_at = head.rfind([' ', '*']).map_or(0, |at| at + 1);
    let (result, name) = head.split_at(name_at);
    let types =
        parameters.split(',').filter(|text| !text.trim().is_empty()).map(parameter_type).collect::<Vec<_>>().join(", ");
    // First the exact type in the class that declares it, then as a member of the class of the row.
    format!(
        "    {{ {result} ({class}::*member)({types}){qualifier} = static_cast<{result} ({declaring}::*)({types}){qualifier}>(&{declaring}::{name}); \
         slot(\"{class}::{name}\", member, {}); }}\n",
        row.slot
    )
}

/// `PCSTR names[41]` becomes `PCSTR *`, `DWORD dwValue = 1` becomes `DWORD`.
fn parameter_type(parameter: &str) -> String {
    let parameter = parameter.split('=').next().unwrap_or_default().trim();
    let (parameter, array) = match parameter.split_once('[') {
        Some((parameter, _)) => (parameter, " *"),
        None => (parameter, ""),
    };
    let name_at = parameter.rfind([' ', '*', '&']).map_or(0, |at| at + 1);
    format!("{}{array}", parameter[..name_at].trim())
}

fn guid(iid: &str) -> String {
    let digits: Vec<&str> = iid.split('-').collect();
    let tail = format!("{}{}", digits[3], digits[4]);
    let bytes: Vec<String> = (0..8).map(|at| format!("0x{}", &tail[2 * at..2 * at + 2])).collect();
    format!("GUID{{0x{}, 0x{}, 0x{}, {{{}}}}}", digits[0], digits[1], digits[2], bytes.join(", "))
}

#[test]
fn slots_hold_in_cxx() {
    let source = source();
    let wanted = format!("{} method rows, {} vtable rows", rows::declared_slots().len(), rows::vtable_slots().len());
    for compiler in compiler::CXX {
        match compiler::run(compiler, "c++17", "slots", &source, &compiler::include()) {
            Ok(text) => {
                assert_eq!(text.trim(), wanted, "{compiler}");
                println!("ledger: {compiler}: {wanted}");
            }
            Err(text) => panic!("{compiler}: {text}"),
        }
    }
}

#[test]
fn a_header_with_two_slots_swapped_fails() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("swapped-include");
    copy(&compiler::include(), &folder);
    let path = folder.join("httpserv.h");
    let header = fs::read_to_string(&path).expect("the copy is there");
    let (first, second) = ("virtual IHttpRequest *GetRequest() = 0;", "virtual IHttpResponse *GetResponse() = 0;");
    assert!(header.contains(first) && header.contains(second), "httpserv.h declares the two methods");
    let swapped = header.replace(first, "@").replace(second, first).replace('@', second);
    fs::write(&path, swapped).expect("the copy can be changed");
    let result = compiler::run("g++", "c++17", "swapped", &source(), &folder);
    let text = result.expect_err("the swap must be seen");
    assert!(text.contains("IHttpContext::GetRequest: slot 4, not 3"), "{text}");
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("a folder for the copy");
    for entry in fs::read_dir(from).expect("the headers are there").flatten() {
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to);
        } else {
            fs::copy(from, to).expect("a header can be copied");
        }
    }
}
