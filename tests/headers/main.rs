//! The headers under `include/` are what the tables and templates give.
//!
//! `make headers` runs this with `PORTICO_WRITE_HEADERS=1`, which writes the
//! files; otherwise the test fails for each file that would change by a byte.

mod c_interfaces;
mod classes;
mod declarations;
mod functions;
mod template;
mod tree;

use std::path::Path;

#[test]
fn headers_are_what_the_tables_give() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let wanted = tree::render(root);
    if std::env::var_os("PORTICO_WRITE_HEADERS").is_some() {
        tree::write(root, &wanted);
        println!("{} generated files written", wanted.len());
        return;
    }
    let stale = tree::differences(root, &wanted);
    assert!(
        stale.is_empty(),
        "generated files differ from the tables; run `make headers` and commit:\n{}",
        stale.join("\n")
    );
    println!("{} generated files are current", wanted.len());
}
