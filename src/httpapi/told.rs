//! What the administrator of a server should know, told on standard error.

use parking_lot::Mutex;
use std::io::{self, Write};

/// What was told. Once is enough.
static TOLD: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// One line, wherever in a file its reason now stands.
pub fn tell(what: String, place: &str) {
    let mut told = TOLD.lock();
    if !told.contains(&what) {
        // `eprintln!` would panic where nobody reads.
        let _ = writeln!(io::stderr(), "libhttpapi: {place}{}", what.escape_debug());
        told.push(what);
    }
}
