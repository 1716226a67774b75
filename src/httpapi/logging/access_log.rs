//! A log with a line for each request, as HTTP_LOGGING_INFO describes it.

use super::files::Files;
use super::log::Log;
use super::moment::Moment;
use super::period::{Names, Rollover};
use super::record::Record;
use super::{iis, ncsa, w3c};
use crate::abi::windows::ULONG;
use std::path::PathBuf;
use std::sync::Arc;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Format {
    W3c {
        /// HTTP_LOG_FIELD_… bits.
        fields: ULONG,
        /// Names of fields beside them.
        custom: Arc<[Box<str>]>,
    },
    Iis,
    Ncsa,
}

/// Which requests are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    All,
    /// Those with a status of 400 and more.
    Errors,
    Successes,
}

/// How a log is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    pub directory: PathBuf,
    pub format: Format,
    pub rollover: Rollover,
    /// Files end by local time.
    pub local: bool,
    /// Names of files say that the text is UTF-8, as it is in any case.
    pub utf8: bool,
    pub wanted: Wanted,
    /// For the header of the W3C format.
    pub software: String,
}

pub struct AccessLog {
    format: Format,
    wanted: Wanted,
    log: Arc<Log>,
}

impl AccessLog {
    /// A log whose first file is made with the first line.
    pub fn new(settings: Settings) -> Self {
        let Settings { directory, format, rollover, local, utf8, wanted, software } = settings;
        let mark = match &format {
            Format::W3c { custom, .. } if !custom.is_empty() => "_x",
            _ => "",
        };
        let (time, size) = match format {
            Format::W3c { .. } => ("ex", "extend"),
            Format::Iis => ("in", "inetsv"),
            Format::Ncsa => ("nc", "ncsa"),
        };
        let of_header = format.clone();
        let header = Box::new(move |moment: &Moment, out: &mut Vec<u8>| {
            if let Format::W3c { fields, custom } = &of_header {
                w3c::header(&software, *fields, custom, moment, out);
            }
        });
        let files = Files::new(directory, Names { time, size, utf8, mark }, rollover, header);
        Self { format, wanted, log: Log::new(files, local) }
    }

    /// Writes a line, if one is wanted of a request with this status.
    pub fn write(&self, record: &Record<'_>) {
        let error = record.status >= 400;
        if (self.wanted == Wanted::Errors && !error) || (self.wanted == Wanted::Successes && error) {
            return;
        }
        self.log.add(|moment, out| match &self.format {
            Format::W3c { fields, custom } => w3c::line(record, *fields, custom.len(), moment, out),
            Format::Iis => iis::line(record, moment, out),
            Format::Ncsa => ncsa::line(record, moment, out),
        });
    }

    /// Writes what waits. Lines may still come of requests that are under way.
    pub fn close(&self) {
        self.log.close();
    }
}
