//! Rows that cannot hold, with what holds instead.

use crate::rows::Layout;
use std::path::Path;

pub struct Exception {
    pub record: String,
    pub field: String,
    pub offset: usize,
    pub size: usize,
    pub reason: String,
}

/// Those that count at this width of `wchar_t`.
pub fn all() -> Vec<Exception> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("c-tests/ledger/exceptions.csv");
    let mut reader = csv::Reader::from_path(path).expect("the list of exceptions is there");
    let width = size_of::<httpapi::abi::windows::WCHAR>().to_string();
    let rows = reader.records().map(|row| row.expect("a row of comma-separated text"));
    rows.filter(|row| row[2] == width || &row[2] == "any")
        .map(|row| Exception {
            record: row[0].into(),
            field: row[1].into(),
            offset: row[3].parse().expect("an offset"),
            size: row[4].parse().expect("a size"),
            reason: row[5].into(),
        })
        .collect()
}

/// The rows with the exceptions put in.
pub fn apply(mut rows: Vec<Layout>) -> Vec<Layout> {
    for exception in all() {
        let row = rows.iter_mut().find(|row| row.record == exception.record && row.field == exception.field);
        let row = row.unwrap_or_else(|| panic!("no row {}.{} in the ledger", exception.record, exception.field));
        row.offset = exception.offset;
        row.size = exception.size;
        row.align = None;
    }
    rows
}

#[test]
fn exceptions_are_documented_with_their_reason() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/compatibility.md");
    let text = std::fs::read_to_string(path).expect("docs/compatibility.md is there");
    for exception in all() {
        let wanted = format!("| {} | {} | {} |", exception.record, exception.field, exception.reason);
        assert!(text.contains(&wanted), "docs/compatibility.md does not hold the line `{wanted}`");
    }
}
