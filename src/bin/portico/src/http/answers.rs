//! What `show` prints, in netsh's layout.

use std::fmt::{Display, Write};

pub struct Page(String);

impl Page {
    /// A title, underlined.
    pub fn new(title: &str) -> Self {
        Self(format!("\n{title}\n{}\n\n", "-".repeat(title.chars().count())))
    }

    pub fn line(&mut self, line: impl Display) {
        // Writing to a String never fails.
        let _ = writeln!(self.0, "{line}");
    }

    pub fn pair(&mut self, label: &str, value: impl Display) {
        self.line(format_args!("    {label:<28} : {value}"));
    }

    pub fn end(self) -> String {
        self.0 + "\n"
    }
}

/// What is said of a change.
pub fn done(what: &str) -> String {
    format!("\n{what}\n\n")
}
