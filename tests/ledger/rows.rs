//! The rows of the ledger, as read from the files.

use std::path::{Path, PathBuf};

pub struct Layout {
    pub record: String,
    pub field: String,
    pub offset: usize,
    /// In bytes; a bit-field's is that of its word.
    pub size: usize,
    pub align: Option<usize>,
    pub bit: Option<u32>,
}

pub struct Constant {
    pub name: String,
    pub value: String,
}

/// A method as `iis-api.csv` and `iis-api-full-vtables.csv` have it.
pub struct Slot {
    pub class: String,
    /// The class that declares it.
    pub declared_in: String,
    pub slot: usize,
    pub signature: String,
    pub kind: String,
    pub base: String,
    pub iid: String,
}

fn file(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("c-tests/ledger").join(name)
}

fn records(name: &str) -> Vec<csv::StringRecord> {
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_path(file(name)).expect("the ledger's file is there");
    reader.records().map(|row| row.expect("a row of comma-separated text")).collect()
}

pub fn layouts() -> Vec<Layout> {
    let rows = records("http-layout-x64.csv").into_iter().chain(records("support-layout-x64.csv"));
    rows.map(|row| {
        let (size, bit) = match row[3].split_once(" of ") {
            Some((bit, word)) => (word, bit.strip_prefix("bit").map(|bit| bit.parse().expect("a bit number"))),
            None => (&row[3], None),
        };
        Layout {
            record: row[0].to_owned(),
            field: row[1].to_owned(),
            offset: row[2].parse().expect("an offset"),
            size: size.parse().expect("a size"),
            align: row
                .get(4)
                .and_then(|text| text.strip_prefix("align="))
                .map(|text| text.parse().expect("an alignment")),
            bit,
        }
    })
    .collect()
}

pub fn constants() -> Vec<Constant> {
    let row = |row: csv::StringRecord| Constant { name: row[0].into(), value: row[1].into() };
    records("http-constants.csv").into_iter().map(row).collect()
}

/// One row for each method that a class declares.
pub fn declared_slots() -> Vec<Slot> {
    let row = |row: csv::StringRecord| Slot {
        class: row[0].into(),
        declared_in: row[0].into(),
        // A virtual destructor takes two: `30+31`.
        slot: row[1].split('+').next().expect("a slot").parse().expect("a slot number"),
        signature: row[3].into(),
        kind: row[9].into(),
        base: row[7].into(),
        iid: row[8].into(),
    };
    records("iis-api.csv").into_iter().map(row).collect()
}

/// One row for each slot of each vtable, inherited ones included.
pub fn vtable_slots() -> Vec<Slot> {
    let row = |row: csv::StringRecord| Slot {
        class: row[0].into(),
        declared_in: row[3].into(),
        slot: row[1].parse().expect("a slot number"),
        signature: row[5].into(),
        kind: if row[4].starts_with('~') { "dtor".into() } else { String::new() },
        base: String::new(),
        iid: String::new(),
    };
    records("iis-api-full-vtables.csv").into_iter().map(row).collect()
}
