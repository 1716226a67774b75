//! The line of one request, written when the last part of its response was sent or could not be.

use super::access_log::AccessLog;
use super::log_data::LogData;
use super::record::Record;
use crate::abi::windows::DWORD;
use crate::httpapi::operation;
use crate::httpapi::request::Request;
use crate::net::connection::{Completion, Failure, Transferred};
use crate::net::http1::head::Version;
use crate::net::message;
use crate::win32::sys::clock::coarse_milliseconds;
use std::sync::Arc;

pub struct Entry {
    log: Arc<AccessLog>,
    data: LogData,
    version: Version,
    began: u64,
    received: u64,
    stream: Option<u32>,
    /// With the sends that went before, and with the last one.
    sent_before: u64,
    sent: u64,
}

impl Entry {
    /// What is to be written behind a send of so many bytes; `None` for a request without a log.
    pub fn new(request: &Request, data: LogData, length: u64) -> Option<Self> {
        let log = request.log.clone()?;
        let sent_before = request.response.lock().wire;
        let sent = sent_before + length;
        Some(Self { sent_before, sent, ..Self::of(log, request, data) })
    }

    /// The same for an answer of so many bytes that was kept.
    pub fn of_answer(log: Arc<AccessLog>, request: &message::Request, data: LogData, length: u64) -> Self {
        Self { sent: length, ..Self::of(log, request, data) }
    }

    fn of(log: Arc<AccessLog>, request: &message::Request, data: LogData) -> Self {
        let (version, began, stream) = (request.head().version, request.began(), request.connection().stream_id());
        Self { log, data, version, began, received: request.received(), stream, sent_before: 0, sent: 0 }
    }

    /// Writes the line. Of a send that failed nobody knows how much the client has got.
    pub fn write(self, failure: Option<Failure>) {
        let record = Record {
            version: Some(self.version),
            bytes_sent: if failure.is_some() { self.sent_before } else { self.sent },
            bytes_received: self.received,
            stream: self.stream,
            time_taken: coarse_milliseconds().saturating_sub(self.began),
            ..self.data.record()
        };
        let failed = |failure: Failure| Record { win32_status: operation::code_of(failure) as DWORD, ..record };
        self.log.write(&failure.map_or(record, failed));
    }

    /// Has the line written when the send ends, before whoever waits for it is told.
    pub fn before(self, then: Box<dyn Completion>) -> Box<dyn Completion> {
        Box::new(Written { entry: self, then })
    }
}

struct Written {
    entry: Entry,
    then: Box<dyn Completion>,
}

impl Completion for Written {
    fn complete(self: Box<Self>, result: Result<Transferred, Failure>) {
        let Self { entry, then } = *self;
        entry.write(result.err());
        then.complete(result);
    }

    fn overlapped(&self) -> usize {
        self.then.overlapped()
    }
}
