//! Logs: a line for each request that was answered, in one of three formats, and the log of errors
//! (HTTPERR) for what the library has refused or dropped by itself.
//!
//! What a line says (`record`) and how (`w3c`, `ncsa`, `iis`, `error_line`) knows nothing of
//! where it comes from; where it goes to (`log`, `files`, `writer`) nothing of what it says.

pub mod access_log;
pub mod caller_records;
pub mod entry;
mod error_line;
pub mod errors;
mod escape;
mod files;
pub mod iis;
mod log;
pub mod log_data;
pub mod moment;
pub mod ncsa;
pub mod period;
pub mod property;
pub mod record;
pub mod w3c;
mod writer;

/// Writes what waits in all logs.
pub fn flush() {
    writer::flush_all();
}
