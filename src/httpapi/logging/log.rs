//! A log: lines wait in memory until the writer puts them in files.

use super::files::{Failed, Files};
use super::moment::Moment;
use super::period::{Period, Rollover};
use super::writer;
use parking_lot::Mutex;
use std::collections::VecDeque;
use std::io::{self, Write};
use std::sync::Arc;

/// With so many bytes waiting the writer is called at once.
const MANY: usize = 64 << 10;
/// While files cannot be written no more than this waits, and what comes is lost.
const MOST: usize = 16 << 20;

pub struct Log {
    rollover: Rollover,
    /// Files end by local time.
    local: bool,
    waiting: Mutex<Waiting>,
    /// Held while something is written, so that lines stay in their order.
    files: Mutex<Files>,
}

#[derive(Default)]
struct Waiting {
    parts: VecDeque<Part>,
    bytes: usize,
    /// Lines that nobody will see.
    lost: u64,
    last: Option<Moment>,
    /// The writer knows that something waits.
    scheduled: bool,
    closed: bool,
    /// What was told of files that cannot be written. Once is enough.
    told: bool,
}

/// Lines that go into one file.
struct Part {
    period: Period,
    first: Moment,
    lines: Vec<u8>,
}

impl Log {
    pub fn new(files: Files, local: bool) -> Arc<Self> {
        let rollover = files.rollover;
        Arc::new(Self { rollover, local, waiting: Mutex::default(), files: Mutex::new(files) })
    }

    /// Adds a line, which `write` appends whole.
    pub fn add(self: &Arc<Self>, write: impl FnOnce(&Moment, &mut Vec<u8>)) {
        let mut waiting = self.waiting.lock();
        if waiting.bytes >= MOST {
            waiting.lost += 1;
            return;
        }
        let moment = Moment::now(waiting.last);
        waiting.last = Some(moment);
        let period = self.rollover.period(moment.date(self.local));
        if waiting.parts.back().is_none_or(|part| part.period != period) {
            waiting.parts.push_back(Part { period, first: moment, lines: Vec::new() });
        }
        let Some(part) = waiting.parts.back_mut() else { return };
        let before = part.lines.len();
        write(&moment, &mut part.lines);
        let length = part.lines.len() - before;
        let was_many = waiting.bytes >= MANY;
        waiting.bytes += length;
        let many = waiting.bytes >= MANY && !was_many;
        let first = !std::mem::replace(&mut waiting.scheduled, true);
        drop(waiting);
        if first {
            writer::schedule(self.clone());
        }
        if many {
            writer::hurry();
        }
    }

    /// Writes what waits; whether the writer is to come again.
    pub fn flush(&self) -> bool {
        let mut files = self.files.lock();
        loop {
            let Some(part) = self.take() else { return false };
            match files.write(part.period, &part.first, &part.lines) {
                Ok(()) => self.note_success(part.lines.len()),
                Err(failed) => return self.put_back(part, failed),
            }
        }
    }

    /// Writes what waits. What cannot be written now, and what comes later and cannot, is lost.
    pub fn close(&self) {
        self.waiting.lock().closed = true;
        self.flush();
    }

    fn take(&self) -> Option<Part> {
        let mut waiting = self.waiting.lock();
        let part = waiting.parts.pop_front();
        if part.is_none() {
            waiting.scheduled = false;
        }
        part
    }

    fn note_success(&self, length: usize) {
        let mut waiting = self.waiting.lock();
        waiting.bytes -= length;
        waiting.told = false;
        let lost = std::mem::take(&mut waiting.lost);
        drop(waiting);
        if lost > 0 {
            tell(&format!("{lost} lines of a log were lost"));
        }
    }

    fn put_back(&self, mut part: Part, failed: Failed) -> bool {
        let mut waiting = self.waiting.lock();
        let told = std::mem::replace(&mut waiting.told, true);
        let again = !waiting.closed;
        if again {
            waiting.bytes -= failed.written;
            part.lines.drain(..failed.written);
            match waiting.parts.front_mut().filter(|next| next.period == part.period) {
                Some(next) => {
                    part.lines.append(&mut next.lines);
                    *next = part;
                }
                None => waiting.parts.push_front(part),
            }
        } else {
            waiting.parts.clear();
            (waiting.bytes, waiting.lost, waiting.scheduled) = (0, 0, false);
        }
        drop(waiting);
        if !told {
            tell(&format!("{}: {}", failed.path.display(), failed.error));
        }
        again
    }
}

/// One line on standard error.
fn tell(what: &str) {
    // `eprintln!` would panic where nobody reads.
    let _ = writeln!(io::stderr(), "libhttpapi: {}", what.escape_debug());
}

#[cfg(test)]
mod tests {
    use super::super::period::Names;
    use super::*;
    use std::fs;
    use std::path::PathBuf;

    fn folder(name: &str) -> PathBuf {
        std::env::temp_dir().join(format!("portico-{name}-{}", std::process::id()))
    }

    fn log(directory: &std::path::Path) -> Arc<Log> {
        let names = Names { time: "ex", size: "extend", utf8: true, mark: "" };
        let header = Box::new(|_: &Moment, _: &mut Vec<u8>| {});
        Log::new(Files::new(directory.to_owned(), names, Rollover::Size(u64::MAX), header), false)
    }

    #[test]
    fn lines_wait_while_files_cannot_be_written() {
        let folder = folder("waits");
        // A file stands where the folder is to be.
        fs::write(&folder, "").expect("a file");
        let log = log(&folder);
        for line in 0..40_000 {
            log.add(|_, out| out.extend_from_slice(format!("{line:0500}\n").as_bytes()));
        }
        assert!(log.flush());
        assert!(log.flush());
        fs::remove_file(&folder).expect("removed");
        assert!(!log.flush());
        let text = fs::read_to_string(folder.join("u_extend1.log")).expect("the log");
        // As many as fit are there, the first ones, and nothing stands twice.
        let lines: Vec<usize> = text.lines().map(|line| line.parse().expect("a number")).collect();
        assert_eq!(lines.len(), MOST.div_ceil(501));
        assert!(lines.iter().enumerate().all(|(at, line)| at == *line));
        log.add(|_, out| out.extend_from_slice(b"more\n"));
        log.close();
        assert!(fs::read_to_string(folder.join("u_extend1.log")).expect("the log").ends_with("\nmore\n"));
        fs::remove_dir_all(&folder).expect("removed");
    }

    #[test]
    fn a_log_that_is_closed_keeps_nothing() {
        let folder = folder("closed");
        fs::write(&folder, "").expect("a file");
        let log = log(&folder);
        log.add(|_, out| out.extend_from_slice(b"lost\n"));
        log.close();
        log.add(|_, out| out.extend_from_slice(b"lost\n"));
        assert!(!log.flush());
        fs::remove_file(&folder).expect("removed");
        assert!(!log.flush());
        assert!(!folder.exists());
        log.add(|_, out| out.extend_from_slice(b"late\n"));
        assert!(!log.flush());
        assert_eq!(fs::read_to_string(folder.join("u_extend1.log")).expect("the log"), "late\n");
        fs::remove_dir_all(&folder).expect("removed");
    }

    #[test]
    fn lines_of_many_threads_are_whole() {
        let folder = folder("threads");
        let log = log(&folder);
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let log = &log;
                scope.spawn(move || {
                    for line in 0..5000 {
                        log.add(|_, out| out.extend_from_slice(format!("{thread} {line}\n").as_bytes()));
                    }
                });
            }
        });
        log.close();
        let text = fs::read_to_string(folder.join("u_extend1.log")).expect("the log");
        let mut next = [0; 4];
        for line in text.lines() {
            let (thread, number) = line.split_once(' ').expect("two words");
            let next = &mut next[thread.parse::<usize>().expect("a thread")];
            assert_eq!(number.parse(), Ok(*next));
            *next += 1;
        }
        assert_eq!(next, [5000; 4]);
        fs::remove_dir_all(&folder).expect("removed");
    }
}
