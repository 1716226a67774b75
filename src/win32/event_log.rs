//! The event log: what `ReportEvent` tells goes to journald or syslog under the source's name, and to
//! standard error unless that is the journal, too.

use super::error::Win32Error;
use super::object::Object;
use super::sys::files;
use super::system_info::{NameForm, computer_name};
use super::{time, time_zone};
use crate::abi::windows::*;
use std::fmt::Write as _;
use std::fs::File;
use std::io::{self, Write as _};
use std::os::fd::AsFd;
use std::os::unix::fs::MetadataExt;
use std::os::unix::net::UnixDatagram;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The letters of a string, and the strings and bytes of data of an event, that Windows takes at most.
pub const LONGEST_STRING: usize = 31_839;
pub const MOST_STRINGS: usize = 256;
pub const MOST_DATA: usize = 61_440;

/// The letters of a source's name at most, and the bytes of text in a datagram.
const LONGEST_NAME: usize = 255;
const LONGEST_TEXT: usize = 64 << 10;

/// How long a caller waits for a logger that does not read.
const PATIENCE: Duration = Duration::from_secs(1);

const JOURNAL: &str = "/run/systemd/journal/socket";
const SYSLOG: &str = "/dev/log";

/// `LOG_DAEMON`
const DAEMON: u8 = 3;

/// What `RegisterEventSource` gives a handle to.
#[derive(Debug)]
pub struct EventSource {
    name: String,
}

impl Object for EventSource {}

/// What is told of an event.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub kind: Kind,
    pub category: WORD,
    pub id: DWORD,
    pub strings: &'a [String],
    pub data: &'a [u8],
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Success,
    Error,
    Warning,
    Information,
    AuditSuccess,
    AuditFailure,
}

impl Kind {
    pub fn of(number: WORD) -> Option<Self> {
        Some(match number {
            EVENTLOG_SUCCESS => Self::Success,
            EVENTLOG_ERROR_TYPE => Self::Error,
            EVENTLOG_WARNING_TYPE => Self::Warning,
            EVENTLOG_INFORMATION_TYPE => Self::Information,
            EVENTLOG_AUDIT_SUCCESS => Self::AuditSuccess,
            EVENTLOG_AUDIT_FAILURE => Self::AuditFailure,
            _ => return None,
        })
    }

    /// syslog's severity: `LOG_ERR`, `LOG_WARNING`, `LOG_INFO`.
    fn severity(self) -> u8 {
        match self {
            Self::Error => 3,
            Self::Warning | Self::AuditFailure => 4,
            Self::Success | Self::Information | Self::AuditSuccess => 6,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Information => "information",
            Self::AuditSuccess => "audit success",
            Self::AuditFailure => "audit failure",
        }
    }
}

impl EventSource {
    /// A source of that name on this machine.
    pub fn new(server: Option<&str>, name: Option<&str>) -> Result<Self, Win32Error> {
        if !server.is_none_or(is_this_machine) {
            return Err(Win32Error(RPC_S_SERVER_UNAVAILABLE as DWORD));
        }
        let usable = |name: &&str| !name.is_empty() && name.chars().count() <= LONGEST_NAME;
        let name = name.filter(usable).ok_or(Win32Error(ERROR_INVALID_PARAMETER))?;
        // Only the system itself writes that log.
        if name.eq_ignore_ascii_case("Security") {
            return Err(Win32Error(ERROR_ACCESS_DENIED));
        }
        Ok(Self { name: name.to_owned() })
    }

    /// Tells the event to whoever takes it; an error where nobody does.
    pub fn report(&self, event: Event<'_>) -> Result<(), Win32Error> {
        let text = text_of(event);
        let logged = loggers().into_iter().find(|logger| logger.send(self, event, &text).is_ok());
        let to_journal = matches!(logged, Some(Logger::Journal(_)));
        // A service's standard error is the journal itself, where the event stands already.
        let told = to_journal && stderr_is_journal() || self.tell(event, &text).is_ok();
        if logged.is_some() || told { Ok(()) } else { Err(Win32Error(RPC_S_SERVER_UNAVAILABLE as DWORD)) }
    }

    fn tell(&self, event: Event<'_>, text: &str) -> io::Result<()> {
        let line = format!("{}: {}: {}\n", one_line(&self.name), event.kind.word(), one_line(text));
        let broken = |result: &io::Result<()>| result.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::BrokenPipe);
        // What the standard library has takes a closed one for a success.
        let mut stderr = stderr()?;
        files::without_broken_pipe_signal(|| stderr.write_all(line.as_bytes()), broken)
    }
}

fn stderr() -> io::Result<File> {
    io::stderr().as_fd().try_clone_to_owned().map(File::from)
}

fn is_this_machine(server: &str) -> bool {
    let name = server.trim_start_matches('\\');
    let names = [NameForm::NetBios, NameForm::Host, NameForm::Full].map(computer_name);
    name.is_empty()
        || name == "."
        || name.eq_ignore_ascii_case("localhost")
        || names.iter().any(|own| own.eq_ignore_ascii_case(name))
}

/// There are no message files: the strings are the message, and the number stands behind them.
fn text_of(event: Event<'_>) -> String {
    let mut text = event.strings.join(" ");
    if text.len() > LONGEST_TEXT {
        text.truncate(text.floor_char_boundary(LONGEST_TEXT));
        text += "...";
    }
    let blank = if text.is_empty() { "" } else { " " };
    // What the event viewer shows is the lower half; the upper one has severity and facility.
    let _ = write!(text, "{blank}(event {}", event.id & 0xFFFF);
    if event.id > 0xFFFF {
        let _ = write!(text, ", {:#010x}", event.id);
    }
    if event.category != 0 {
        let _ = write!(text, ", category {}", event.category);
    }
    if !event.data.is_empty() {
        text += ", data ";
        hex(&mut text, event.data);
    }
    text.push(')');
    text
}

fn hex(text: &mut String, data: &[u8]) {
    for byte in data {
        let _ = write!(text, "{byte:02x}");
    }
}

/// Text of clients may be in it: it must not begin a line of its own.
fn one_line(text: &str) -> String {
    let escaped = |letter: char| letter.is_control().then(|| letter.escape_default());
    text.chars().fold(String::with_capacity(text.len()), |mut line, letter| {
        match escaped(letter) {
            Some(escape) => line.extend(escape),
            None => line.push(letter),
        }
        line
    })
}

/// Who takes events, by the socket where it reads.
#[derive(Debug, PartialEq, Eq)]
enum Logger {
    Journal(PathBuf),
    Syslog(PathBuf),
}

/// Those to ask, one after the other: what `PORTICO_EVENT_LOG` names, or else those of the system.
fn loggers() -> Vec<Logger> {
    let named = std::env::var("PORTICO_EVENT_LOG").ok();
    match named.as_deref().and_then(|named| named.split_once(':')) {
        Some(("journal", path)) => vec![Logger::Journal(path.into())],
        Some(("syslog", path)) => vec![Logger::Syslog(path.into())],
        _ if named.as_deref() == Some("stderr") => Vec::new(),
        _ => vec![Logger::Journal(JOURNAL.into()), Logger::Syslog(SYSLOG.into())],
    }
}

impl Logger {
    fn send(&self, source: &EventSource, event: Event<'_>, text: &str) -> io::Result<()> {
        match self {
            Self::Journal(path) => send(path, &journal_entry(source, event, text)),
            Self::Syslog(path) => send(path, syslog_line(source, event, text).as_bytes()),
        }
    }
}

fn send(path: &Path, datagram: &[u8]) -> io::Result<()> {
    let socket = UnixDatagram::unbound()?;
    socket.set_write_timeout(Some(PATIENCE))?;
    socket.send_to(datagram, path).map(drop)
}

/// The fields of an entry in the journal's own protocol, where names and values may hold anything.
fn journal_entry(source: &EventSource, event: Event<'_>, text: &str) -> Vec<u8> {
    let mut entry = Vec::new();
    let mut field = |name: &str, value: &str| {
        entry.extend_from_slice(name.as_bytes());
        entry.push(b'\n');
        entry.extend_from_slice(&(value.len() as u64).to_le_bytes());
        entry.extend_from_slice(value.as_bytes());
        entry.push(b'\n');
    };
    field("MESSAGE", text);
    field("PRIORITY", &event.kind.severity().to_string());
    field("SYSLOG_FACILITY", &DAEMON.to_string());
    field("SYSLOG_IDENTIFIER", &source.name);
    field("EVENT_ID", &event.id.to_string());
    field("EVENT_CATEGORY", &event.category.to_string());
    field("EVENT_TYPE", event.kind.word());
    entry
}

/// A line as the C library's `syslog` sends it; in its tag a blank would end the name.
fn syslog_line(source: &EventSource, event: Event<'_>, text: &str) -> String {
    let tag = source.name.replace(|letter: char| letter.is_whitespace() || letter.is_control() || letter == ':', "_");
    let priority = DAEMON << 3 | event.kind.severity();
    let now = time_zone::to_local(time::now()).and_then(time::fields_of);
    let stamp = now.map_or_else(String::new, |now| {
        const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
        let month = MONTHS[usize::from(now.wMonth - 1) % 12];
        format!("{month} {:2} {:02}:{:02}:{:02} ", now.wDay, now.wHour, now.wMinute, now.wSecond)
    });
    format!("<{priority}>{stamp}{tag}[{}]: {}", std::process::id(), one_line(text))
}

/// Whether standard error is the stream that systemd names in `JOURNAL_STREAM`, as device and inode.
fn stderr_is_journal() -> bool {
    let Ok(stream) = std::env::var("JOURNAL_STREAM") else { return false };
    let Some((device, inode)) = stream.split_once(':') else { return false };
    let own = stderr().and_then(|file| file.metadata());
    own.is_ok_and(|own| device.parse() == Ok(own.dev()) && inode.parse() == Ok(own.ino()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENT: Event<'static> =
        Event { kind: Kind::Error, category: 2, id: 0xC000_03E8, strings: &[], data: &[1, 0xAB] };

    #[test]
    fn the_text_has_the_strings_first_and_the_numbers_behind() {
        assert_eq!(text_of(EVENT), "(event 1000, 0xc00003e8, category 2, data 01ab)");
        let strings = ["one".to_owned(), "two".to_owned()];
        let event = Event { category: 0, id: 7, strings: &strings, data: &[], ..EVENT };
        assert_eq!(text_of(event), "one two (event 7)");
        let long = ["ü".repeat(40_000)];
        let text = text_of(Event { strings: &long, ..event });
        assert!(text.ends_with("ü... (event 7)") && text.len() < LONGEST_TEXT + 32);
    }

    #[test]
    fn a_source_of_another_machine_or_the_security_log_is_refused() {
        let code = |server: Option<&str>, name: Option<&str>| EventSource::new(server, name).err().map(|error| error.0);
        assert_eq!(code(Some(r"\\elsewhere.invalid"), Some("a")), Some(RPC_S_SERVER_UNAVAILABLE as DWORD));
        assert_eq!(code(None, Some("security")), Some(ERROR_ACCESS_DENIED));
        assert_eq!(code(None, None), Some(ERROR_INVALID_PARAMETER));
        assert_eq!(code(None, Some(&"a".repeat(256))), Some(ERROR_INVALID_PARAMETER));
        for server in ["", ".", r"\\localhost", &format!(r"\\{}", computer_name(NameForm::NetBios))] {
            assert_eq!(code(Some(server), Some("a")), None, "{server}");
        }
    }

    #[test]
    fn no_text_makes_another_line() {
        let source = EventSource { name: "My Module: x".to_owned() };
        let line = syslog_line(&source, EVENT, "a\nb\u{1b}");
        assert!(line.starts_with("<27>") && line.ends_with(r"]: a\nb\u{1b}"), "{line}");
        assert!(line.contains(" My_Module__x["), "{line}");
    }
}
