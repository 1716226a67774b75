//! The layout and constant rows, asserted by the C and C++ compilers.

use crate::{compiler, exceptions, rows};
use std::fmt::Write;

/// The use of each macro with parameters, with an expression that must be true.
const MACROS: [(&str, &str); 13] = [
    ("HTTP_IS_NULL_ID", "HTTP_IS_NULL_ID(&none) && !HTTP_IS_NULL_ID(&some)"),
    ("HTTP_SET_NULL_ID", "(HTTP_SET_NULL_ID(&some), some == 0)"),
    ("HTTP_SET_VERSION", "(HTTP_SET_VERSION(v, 1, 1), v.MajorVersion == 1 && v.MinorVersion == 1)"),
    ("HTTP_EQUAL_VERSION", "HTTP_EQUAL_VERSION(v, 1, 1) && !HTTP_EQUAL_VERSION(v, 1, 0)"),
    ("HTTP_GREATER_VERSION", "HTTP_GREATER_VERSION(v, 1, 0) && !HTTP_GREATER_VERSION(v, 1, 1)"),
    ("HTTP_LESS_VERSION", "HTTP_LESS_VERSION(v, 2, 0) && !HTTP_LESS_VERSION(v, 1, 1)"),
    ("HTTP_NOT_EQUAL_VERSION", "HTTP_NOT_EQUAL_VERSION(v, 1, 0) && !HTTP_NOT_EQUAL_VERSION(v, 1, 1)"),
    ("HTTP_GREATER_EQUAL_VERSION", "HTTP_GREATER_EQUAL_VERSION(v, 1, 1) && !HTTP_GREATER_EQUAL_VERSION(v, 2, 0)"),
    ("HTTP_LESS_EQUAL_VERSION", "HTTP_LESS_EQUAL_VERSION(v, 1, 1) && !HTTP_LESS_EQUAL_VERSION(v, 1, 0)"),
    ("HTTPAPI_EQUAL_VERSION", "HTTPAPI_EQUAL_VERSION(api, 2, 0) && !HTTPAPI_EQUAL_VERSION(api, 1, 0)"),
    ("HTTPAPI_GREATER_VERSION", "HTTPAPI_GREATER_VERSION(api, 1, 0) && !HTTPAPI_GREATER_VERSION(api, 2, 0)"),
    ("HTTPAPI_LESS_VERSION", "HTTPAPI_LESS_VERSION(api, 2, 1) && !HTTPAPI_LESS_VERSION(api, 2, 0)"),
    (
        "HTTPAPI_VERSION_GREATER_OR_EQUAL",
        "HTTPAPI_VERSION_GREATER_OR_EQUAL(api, 2, 0) && !HTTPAPI_VERSION_GREATER_OR_EQUAL(api, 2, 1)",
    ),
];

/// A program that does not compile unless every row holds; it prints how many it holds.
fn source() -> String {
    let mut text = String::from(
        "#include <stddef.h>\n#include <stdio.h>\n#include <string.h>\n#include <http.h>\n#include <websocket.h>\n\n\
         #ifdef __cplusplus\n#pragma GCC diagnostic ignored \"-Winvalid-offsetof\"\n#define HOLDS(condition) static_assert(condition, #condition)\n\
         #else\n#define HOLDS(condition) _Static_assert(condition, #condition)\n#endif\n\n",
    );
    let mut run_time = String::new();
    let layouts = exceptions::apply(rows::layouts());
    for row in &layouts {
        let (record, field) = (&row.record, &row.field);
        let line = if row.bit.is_some() {
            // No address of a bit-field: its place is seen in the word.
            writeln!(
                run_time,
                "    {{ {record} value; ULONG word; memset(&value, 0, sizeof value); value.{field} = 1; \
                 memcpy(&word, (char *)&value + {}, sizeof word); wrong += word != 1; }}",
                row.offset
            )
            .expect("text grows");
            format!("HOLDS(sizeof({record}) == {});", row.size)
        } else if field == "(sizeof)" {
            format!("HOLDS(sizeof({record}) == {});", row.size)
        } else {
            format!(
                "HOLDS(offsetof({record}, {field}) == {} && sizeof((({record} *)0)->{field}) == {});",
                row.offset, row.size
            )
        };
        writeln!(text, "{line}").expect("text grows");
        if let Some(align) = row.align {
            writeln!(text, "HOLDS(__alignof__({record}) == {align});").expect("text grows");
        }
    }
    let constants = rows::constants();
    for row in &constants {
        let (name, value) = (&row.name, &row.value);
        if value == "(function-like)" {
            let (_, condition) = MACROS.iter().find(|(known, _)| known == name).expect("each macro has a use");
            writeln!(run_time, "    wrong += !({condition});").expect("text grows");
        } else if let Some(numbers) = value.strip_prefix('{') {
            let (major, minor) = numbers.trim_end_matches('}').split_once(' ').expect("two numbers");
            let (kind, prefix) =
                if name.starts_with("HTTPAPI") { ("HTTPAPI_VERSION", "HttpApi") } else { ("HTTP_VERSION", "") };
            writeln!(
                run_time,
                "    {{ {kind} value = {name}; wrong += value.{prefix}MajorVersion != {major} || value.{prefix}MinorVersion != {minor}; }}"
            )
            .expect("text grows");
        } else {
            writeln!(text, "HOLDS((unsigned long long)({name}) == {value}ULL);").expect("text grows");
        }
    }
    write!(
        text,
        "\nint main(void) {{\n    int wrong = 0;\n    HTTP_OPAQUE_ID none = HTTP_NULL_ID, some = 7;\n    HTTP_VERSION v = HTTP_VERSION_1_0;\n    \
         HTTPAPI_VERSION api = HTTPAPI_VERSION_2;\n{run_time}    printf(\"%d layout and %d constant rows\\n\", {}, {});\n    return wrong;\n}}\n",
        layouts.len(),
        constants.len()
    )
    .expect("text grows");
    text
}

#[test]
fn layouts_and_constants_hold_in_c_and_cxx() {
    let source = source();
    let c = compiler::C.map(|name| (name, "c11"));
    let cxx = compiler::CXX.map(|name| (name, "c++17"));
    for (compiler, standard) in c.into_iter().chain(cxx) {
        match compiler::run(compiler, standard, "rows", &source, &compiler::include()) {
            Ok(text) => println!("ledger: {compiler} -std={standard}: {}", text.trim()),
            Err(text) => panic!("{compiler} -std={standard}: {text}"),
        }
    }
}
