//! What is wrong with a configuration, and where.

use crate::abi::windows::*;
use std::fmt;
use std::sync::Arc;

/// A place in a file or in a text with a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub file: Arc<str>,
    /// From 1; 0 where the file as a whole is meant.
    pub line: u32,
    /// In characters, from 1.
    pub column: u32,
}

/// What kind of fault it is: modules and the error page are told its code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The text breaks a rule of XML, of the schema, or of the hierarchy.
    Invalid,
    /// A level above does not let this one set it.
    Locked,
    /// A collection has this entry, or a file this section, already.
    Duplicate,
    /// There is no such file, site or section.
    Missing,
    /// The file is there and may not be read.
    Denied,
}

/// `file:line:column: reason; what to do`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigurationError {
    pub at: Position,
    pub fault: Fault,
    pub reason: String,
    pub advice: String,
}

impl ConfigurationError {
    /// The Win32 code that Windows has for it.
    pub fn code(&self) -> DWORD {
        match self.fault {
            Fault::Invalid => ERROR_INVALID_DATA,
            Fault::Locked => ERROR_LOCK_VIOLATION,
            Fault::Duplicate => ERROR_ALREADY_EXISTS,
            Fault::Missing => ERROR_FILE_NOT_FOUND,
            Fault::Denied => ERROR_ACCESS_DENIED,
        }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            0 => f.write_str(&self.file),
            line => write!(f, "{}:{line}:{}", self.file, self.column),
        }
    }
}

impl fmt::Display for ConfigurationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}; {}", self.at, self.reason, self.advice)
    }
}

impl std::error::Error for ConfigurationError {}

pub type Result<T> = std::result::Result<T, ConfigurationError>;
