//! Every documented error of every function of `http.h` is shown by a program of `c-tests/httpapi/`, or is on the list
//! of those that cannot come, with the reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

const UNDECLARED: &[&str] = &[
    "HttpControlService",
    "HttpCreateRequestQueueEx",
    "HttpDelegateRequest",
    "HttpEvaluateRequest",
    "HttpGetCounters",
];

/// What the documentation of each function says that it returns, NO_ERROR aside. ERROR_IO_PENDING and what a pending
/// call ends with belong to it.
const DOCUMENTED: &[(&str, &[&str])] = &[
    ("HttpInitialize", &["INVALID_PARAMETER"]),
    ("HttpTerminate", &["INVALID_PARAMETER"]),
    // TRUE or FALSE.
    ("HttpIsFeatureSupported", &[]),
    ("HttpGetExtension", &["INVALID_PARAMETER", "NOT_SUPPORTED"]),
    ("HttpCreateHttpHandle", &["DLL_INIT_FAILED", "INVALID_PARAMETER"]),
    (
        "HttpCreateRequestQueue",
        &[
            "REVISION_MISMATCH",
            "INVALID_PARAMETER",
            "ALREADY_EXISTS",
            "ACCESS_DENIED",
            "DLL_INIT_FAILED",
            "FILE_NOT_FOUND",
            "INVALID_NAME",
        ],
    ),
    ("HttpCloseRequestQueue", &["INVALID_PARAMETER"]),
    ("HttpShutdownRequestQueue", &["INVALID_PARAMETER"]),
    ("HttpSetRequestQueueProperty", &["INVALID_PARAMETER", "NOT_SUPPORTED"]),
    ("HttpQueryRequestQueueProperty", &["INVALID_PARAMETER", "NOT_SUPPORTED", "MORE_DATA"]),
    ("HttpCreateServerSession", &["REVISION_MISMATCH", "INVALID_PARAMETER", "DLL_INIT_FAILED"]),
    ("HttpCloseServerSession", &["INVALID_PARAMETER"]),
    ("HttpSetServerSessionProperty", &["INVALID_PARAMETER"]),
    ("HttpQueryServerSessionProperty", &["INVALID_PARAMETER", "MORE_DATA"]),
    ("HttpCreateUrlGroup", &["INVALID_PARAMETER"]),
    ("HttpCloseUrlGroup", &["INVALID_PARAMETER"]),
    ("HttpAddUrlToUrlGroup", &["INVALID_PARAMETER", "ACCESS_DENIED", "ALREADY_EXISTS", "SHARING_VIOLATION"]),
    ("HttpRemoveUrlFromUrlGroup", &["INVALID_PARAMETER", "ACCESS_DENIED", "FILE_NOT_FOUND"]),
    ("HttpSetUrlGroupProperty", &["INVALID_PARAMETER"]),
    ("HttpQueryUrlGroupProperty", &["INVALID_PARAMETER", "MORE_DATA"]),
    (
        "HttpAddUrl",
        &[
            "ACCESS_DENIED",
            "DLL_INIT_FAILED",
            "INVALID_PARAMETER",
            "ALREADY_EXISTS",
            "NOT_ENOUGH_MEMORY",
            "INVALID_HANDLE",
        ],
    ),
    ("HttpRemoveUrl", &["ACCESS_DENIED", "INVALID_PARAMETER", "NOT_ENOUGH_MEMORY", "FILE_NOT_FOUND"]),
    ("HttpPrepareUrl", &["INVALID_PARAMETER"]),
    ("HttpFindUrlGroupId", &["INVALID_PARAMETER", "FILE_NOT_FOUND"]),
    ("HttpDelegateRequestEx", &["INVALID_PARAMETER", "NOT_SUPPORTED"]),
    (
        "HttpReceiveHttpRequest",
        &[
            "IO_PENDING",
            "MORE_DATA",
            "INSUFFICIENT_BUFFER",
            "INVALID_PARAMETER",
            "NOACCESS",
            "HANDLE_EOF",
            "CONNECTION_INVALID",
            "INVALID_HANDLE",
            "OPERATION_ABORTED",
        ],
    ),
    (
        "HttpReceiveRequestEntityBody",
        &[
            "IO_PENDING",
            "MORE_DATA",
            "INVALID_PARAMETER",
            "HANDLE_EOF",
            "DLL_INIT_FAILED",
            "CONNECTION_INVALID",
            "INVALID_HANDLE",
            "NETNAME_DELETED",
            "OPERATION_ABORTED",
        ],
    ),
    (
        "HttpSendHttpResponse",
        &[
            "IO_PENDING",
            "INVALID_PARAMETER",
            "CONNECTION_INVALID",
            "INVALID_HANDLE",
            "PATH_NOT_FOUND",
            "NETNAME_DELETED",
            "OPERATION_ABORTED",
        ],
    ),
    (
        "HttpSendResponseEntityBody",
        &[
            "IO_PENDING",
            "INVALID_PARAMETER",
            "BAD_COMMAND",
            "CONNECTION_INVALID",
            "INVALID_HANDLE",
            "PATH_NOT_FOUND",
            "HANDLE_EOF",
            "NETNAME_DELETED",
            "OPERATION_ABORTED",
        ],
    ),
    ("HttpDeclarePush", &["INVALID_PARAMETER"]),
    ("HttpWaitForDisconnect", &["IO_PENDING", "INVALID_PARAMETER", "CONNECTION_INVALID", "OPERATION_ABORTED"]),
    ("HttpWaitForDisconnectEx", &["IO_PENDING", "INVALID_PARAMETER", "CONNECTION_INVALID", "OPERATION_ABORTED"]),
    (
        "HttpWaitForDemandStart",
        &[
            "IO_PENDING",
            "INVALID_PARAMETER",
            "INVALID_ID_AUTHORITY",
            "INVALID_HANDLE",
            "ALREADY_EXISTS",
            "OPERATION_ABORTED",
        ],
    ),
    ("HttpCancelHttpRequest", &["CONNECTION_INVALID", "INVALID_PARAMETER", "IO_PENDING"]),
    ("HttpReceiveClientCertificate", &["MORE_DATA", "INSUFFICIENT_BUFFER", "NOT_FOUND", "INVALID_PARAMETER"]),
    ("HttpSetRequestProperty", &["INVALID_PARAMETER", "INVALID_FUNCTION", "NOT_SUPPORTED"]),
    ("HttpQueryRequestProperty", &["INVALID_PARAMETER", "INVALID_FUNCTION", "MORE_DATA"]),
    ("HttpFlushResponseCache", &["INVALID_PARAMETER", "IO_PENDING"]),
    ("HttpAddFragmentToCache", &["INVALID_PARAMETER"]),
    ("HttpReadFragmentFromCache", &["INVALID_PARAMETER", "MORE_DATA", "INSUFFICIENT_BUFFER", "PATH_NOT_FOUND"]),
    (
        "HttpSetServiceConfiguration",
        &[
            "DLL_INIT_FAILED",
            "ALREADY_EXISTS",
            "INSUFFICIENT_BUFFER",
            "INVALID_HANDLE",
            "INVALID_PARAMETER",
            "NO_SUCH_LOGON_SESSION",
            "ACCESS_DENIED",
        ],
    ),
    (
        "HttpUpdateServiceConfiguration",
        &["DLL_INIT_FAILED", "FILE_NOT_FOUND", "INSUFFICIENT_BUFFER", "INVALID_PARAMETER", "NO_SUCH_LOGON_SESSION"],
    ),
    (
        "HttpDeleteServiceConfiguration",
        &["DLL_INIT_FAILED", "FILE_NOT_FOUND", "INVALID_PARAMETER", "INSUFFICIENT_BUFFER", "ACCESS_DENIED"],
    ),
    (
        "HttpQueryServiceConfiguration",
        &[
            "DLL_INIT_FAILED",
            "INSUFFICIENT_BUFFER",
            "MORE_DATA",
            "FILE_NOT_FOUND",
            "NO_MORE_ITEMS",
            "INVALID_PARAMETER",
        ],
    ),
];

/// What cannot come here, and why. An error that is shown all the same has no place on this list.
const NEVER: &[(&str, &str, &str)] = &[
    ("HttpCreateRequestQueue", "ACCESS_DENIED", "names are known in one process, whose user made the queue"),
    ("HttpRemoveUrlFromUrlGroup", "ACCESS_DENIED", "a group has its own URLs alone, and another process no id of it"),
    ("HttpRemoveUrl", "ACCESS_DENIED", "a queue has its own URLs alone, and another process no handle of it"),
    ("HttpAddUrl", "DLL_INIT_FAILED", "without HttpInitialize there is no queue: the handle is none"),
    ("HttpAddUrl", "NOT_ENOUGH_MEMORY", "the system gives memory that it may not have"),
    ("HttpRemoveUrl", "NOT_ENOUGH_MEMORY", "as above"),
    ("HttpReceiveHttpRequest", "HANDLE_EOF", "a head may be received again as often as the caller likes"),
    ("HttpReceiveRequestEntityBody", "DLL_INIT_FAILED", "without HttpInitialize there is no queue"),
    ("HttpSendResponseEntityBody", "HANDLE_EOF", "callers treat it as success, and no document says when it comes"),
    ("HttpCancelHttpRequest", "INVALID_PARAMETER", "handle and id have errors of their own, and there is nothing else"),
    ("HttpCancelHttpRequest", "IO_PENDING", "it is done when it returns"),
    ("HttpSetRequestProperty", "NOT_SUPPORTED", "older than the properties of requests; now ERROR_INVALID_FUNCTION"),
    ("HttpFlushResponseCache", "IO_PENDING", "it is done when it returns"),
    ("HttpReadFragmentFromCache", "INSUFFICIENT_BUFFER", "two documents differ; it is ERROR_MORE_DATA"),
    ("HttpSetServiceConfiguration", "INVALID_HANDLE", "the handle is reserved: ERROR_INVALID_PARAMETER"),
    ("HttpSetServiceConfiguration", "NO_SUCH_LOGON_SESSION", "nobody is asked whether a certificate is there"),
    ("HttpUpdateServiceConfiguration", "NO_SUCH_LOGON_SESSION", "as above"),
    ("HttpQueryServiceConfiguration", "MORE_DATA", "callers take it, too; it is ERROR_INSUFFICIENT_BUFFER"),
];

/// Macros of the programs that stand for a function.
const MACROS: &[(&str, &str)] = &[
    ("SET", "HttpSetServiceConfiguration"),
    ("UPDATE", "HttpUpdateServiceConfiguration"),
    ("DELETE_RECORD", "HttpDeleteServiceConfiguration"),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text without comments and without what stands in quotes.
fn bare(source: &str) -> String {
    let (mut text, mut rest) = (String::new(), source);
    while let Some(at) = rest.find(['"', '\'', '/']) {
        text += &rest[..at];
        rest = &rest[at..];
        if rest.starts_with("/*") {
            rest = rest[2..].split_once("*/").map_or("", |(_, behind)| behind);
        } else if let Some(quote) = rest.chars().next().filter(|letter| *letter != '/') {
            let mut escaped = false;
            let end = rest[1..].find(|letter: char| {
                let ends = letter == quote && !escaped;
                escaped = letter == '\\' && !escaped;
                ends
            });
            rest = end.map_or("", |end| &rest[end + 2..]);
        } else {
            rest = &rest[1..];
        }
    }
    text + rest
}

/// Words of a text.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_').filter(|word| !word.is_empty())
}

/// Pairs of a function and a code that one statement of the programs has.
fn shown() -> BTreeSet<(String, String)> {
    let mut pairs = BTreeSet::new();
    for entry in fs::read_dir(root().join("c-tests/httpapi")).expect("the programs are there") {
        let path = entry.expect("the folder can be read").path();
        if path.extension().is_none_or(|extension| extension != "c") {
            continue;
        }
        let source = bare(&fs::read_to_string(&path).expect("a source can be read"));
        for statement in source.split(';') {
            let codes: Vec<_> = words(statement).filter_map(|word| word.strip_prefix("ERROR_")).collect();
            if codes.is_empty() {
                continue;
            }
            for (at, _) in statement.match_indices('(') {
                let name = words(&statement[..at]).last().filter(|name| statement[..at].ends_with(*name));
                let of_macro = |name| MACROS.iter().find(|(of, _)| *of == name).map(|(_, function)| *function);
                if let Some(name) = name.map(|name| of_macro(name).unwrap_or(name)) {
                    pairs.extend(codes.iter().map(|code| (name.to_owned(), (*code).to_owned())));
                }
            }
        }
    }
    pairs
}

#[test]
fn every_documented_error_is_shown_or_has_a_reason() {
    let shown = shown();
    let has = |function: &str, code: &str| shown.contains(&(function.to_owned(), code.to_owned()));
    let (mut missing, mut rows) = (Vec::new(), 0);
    for (function, codes) in DOCUMENTED {
        for code in *codes {
            rows += 1;
            let never = NEVER.iter().any(|(of, known, _)| of == function && known == code);
            if has(function, code) == never {
                let what = if never { "is shown, and said never to come" } else { "is not shown" };
                missing.push(format!("{function}: ERROR_{code} {what}"));
            }
        }
    }
    assert!(missing.is_empty(), "of {rows}: {missing:#?}");
    for (function, code, reason) in NEVER {
        let documented = DOCUMENTED.iter().any(|(of, codes)| of == function && codes.contains(code));
        assert!(documented && !reason.is_empty(), "{function}: ERROR_{code} is not documented");
    }
}

#[test]
fn every_function_has_its_row() {
    let map = fs::read_to_string(root().join("cmake/httpapi.map")).expect("the map is there");
    let exported = map.lines().filter_map(|line| line.trim().strip_suffix(';')).filter(|name| name.starts_with("Http"));
    let exported: BTreeSet<_> = exported.filter(|name| !UNDECLARED.contains(name)).collect();
    let documented: BTreeSet<_> = DOCUMENTED.iter().map(|(function, _)| *function).collect();
    assert_eq!(documented, exported);
    assert_eq!(documented.len(), DOCUMENTED.len(), "a function stands twice");
}

/// The macros are what they are taken for, and a statement is told from its neighbours.
#[test]
fn sources_are_read_as_they_are_meant() {
    let header = fs::read_to_string(root().join("c-tests/httpapi/configuration_check.h")).expect("the header is there");
    for (name, function) in MACROS {
        let defined = header
            .lines()
            .any(|line| line.starts_with(&format!("#define {name}(")) && line.contains(&format!(" {function}(")));
        assert!(defined, "{name} is not {function}");
    }
    assert_eq!(bare("a /* HttpX(), ERROR_Y; */ b(\"ERROR_\\\"Z;\", ';') / c"), "a  b(, )  c");
}
