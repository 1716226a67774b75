//! The files of a log. They are open only while something is written, so that others may move them away.

use super::moment::Moment;
use super::period::{Names, Period, Rollover};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

/// Writes what a file begins with.
pub type Header = Box<dyn Fn(&Moment, &mut Vec<u8>) + Send + Sync>;

pub struct Files {
    pub directory: PathBuf,
    pub names: Names,
    pub rollover: Rollover,
    pub header: Header,
    /// The number of the file, where size decides; 0 before it is looked for.
    number: u32,
    /// The file that has its header.
    begun: Option<PathBuf>,
}

/// Lines that were not all written.
pub struct Failed {
    pub error: io::Error,
    /// So many bytes of them were.
    pub written: usize,
    pub path: PathBuf,
}

impl Files {
    pub fn new(directory: PathBuf, names: Names, rollover: Rollover, header: Header) -> Self {
        Self { directory, names, rollover, header, number: 0, begun: None }
    }

    /// Appends lines of one period, the first of them of this moment.
    pub fn write(&mut self, period: Period, moment: &Moment, lines: &[u8]) -> Result<(), Failed> {
        let mut written = 0;
        while written < lines.len() {
            let path = self.path(period);
            let step = self.append(&path, moment, &lines[written..], &mut written);
            step.map_err(|error| Failed { error, written, path })?;
        }
        Ok(())
    }

    /// The file that comes next.
    fn path(&mut self, period: Period) -> PathBuf {
        let name = match self.rollover {
            Rollover::Size(_) => {
                if self.number == 0 {
                    self.number = last_number(&self.directory, &self.names).unwrap_or(1);
                }
                self.names.of_number(self.number)
            }
            _ => self.names.of_period(self.rollover, period),
        };
        self.directory.join(name)
    }

    /// Appends what fits; where nothing does, the next file is begun with the next call.
    fn append(&mut self, path: &Path, moment: &Moment, lines: &[u8], written: &mut usize) -> io::Result<()> {
        let (mut file, mut size) = open(path)?;
        let limit = if let Rollover::Size(limit) = self.rollover { limit } else { u64::MAX };
        // A file that was taken away is begun anew.
        if size == 0 || self.begun.as_deref() != Some(path) {
            let mut header = Vec::new();
            (self.header)(moment, &mut header);
            let first = lines.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
            if size > 0 && size + (header.len() + first.len()) as u64 > limit {
                self.number += 1;
                return Ok(());
            }
            file.write_all(&header)?;
            size += header.len() as u64;
            self.begun = Some(path.to_owned());
            // A line that fits nowhere stands alone.
            if size + first.len() as u64 > limit {
                return write_counted(&mut file, first, written).inspect(|()| self.number += 1);
            }
        }
        let room = usize::try_from(limit.saturating_sub(size)).unwrap_or(usize::MAX);
        let fits = if lines.len() <= room {
            lines.len()
        } else {
            lines[..room].iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
        };
        write_counted(&mut file, &lines[..fits], written)?;
        if fits < lines.len() {
            self.number += 1;
        }
        Ok(())
    }
}

fn write_counted(file: &mut File, mut bytes: &[u8], written: &mut usize) -> io::Result<()> {
    while !bytes.is_empty() {
        match file.write(bytes) {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(count) => {
                *written += count;
                bytes = &bytes[count..];
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Opens a file to append to, with its folder, and tells its size. Others than its owner's group
/// may not read it: cookies and names stand in it.
fn open(path: &Path) -> io::Result<(File, u64)> {
    let mut options = OpenOptions::new();
    // Nobody waits for the reader of a pipe.
    options.append(true).create(true).mode(0o640).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    let file = match options.open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            let folder = path.parent().ok_or(ErrorKind::NotFound)?;
            DirBuilder::new().recursive(true).mode(0o750).create(folder)?;
            options.open(path)?
        }
        opened => opened?,
    };
    let about = file.metadata()?;
    if about.is_file() { Ok((file, about.len())) } else { Err(ErrorKind::InvalidInput.into()) }
}

/// The highest number of the files that are there.
fn last_number(directory: &Path, names: &Names) -> Option<u32> {
    let entries = fs::read_dir(directory).ok()?;
    entries.flatten().filter_map(|entry| names.number_of(entry.file_name().to_str()?)).max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    const NAMES: Names = Names { time: "ex", size: "extend", utf8: false, mark: "" };

    /// A folder that goes with the test.
    struct Folder(PathBuf);

    impl Folder {
        fn new() -> Self {
            static COUNT: AtomicUsize = AtomicUsize::new(0);
            let name = format!("portico-log-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
            Self(std::env::temp_dir().join(name))
        }

        fn files(&self, rollover: Rollover) -> Files {
            let header = Box::new(|_: &Moment, out: &mut Vec<u8>| out.extend_from_slice(b"#\n"));
            Files::new(self.0.join("deeper"), NAMES, rollover, header)
        }

        fn text(&self, name: &str) -> String {
            fs::read_to_string(self.0.join("deeper").join(name)).expect(name)
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            // It may never have been made.
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    fn write(files: &mut Files, seconds: i64, lines: &str) {
        let moment = Moment::in_zone(seconds, 0);
        let period = files.rollover.period(&moment.utc);
        assert!(files.write(period, &moment, lines.as_bytes()).is_ok());
    }

    #[test]
    fn size_decides_between_lines() {
        let folder = Folder::new();
        let mut files = folder.files(Rollover::Size(10));
        write(&mut files, 0, "aaa\nbbb\nccc\nlonger than a file\nd\n");
        write(&mut files, 0, "e\n");
        assert_eq!(folder.text("extend1.log"), "#\naaa\nbbb\n");
        assert_eq!(folder.text("extend2.log"), "#\nccc\n");
        assert_eq!(folder.text("extend3.log"), "#\nlonger than a file\n");
        assert_eq!(folder.text("extend4.log"), "#\nd\ne\n");
        // Another one goes on with the last, as far as there is room.
        write(&mut folder.files(Rollover::Size(10)), 0, "f\n");
        assert_eq!(folder.text("extend4.log"), "#\nd\ne\n#\nf\n");
        write(&mut folder.files(Rollover::Size(10)), 0, "g\n");
        assert_eq!(folder.text("extend5.log"), "#\ng\n");
    }

    #[test]
    fn time_decides_whatever_the_size() {
        let folder = Folder::new();
        let mut files = folder.files(Rollover::Hourly);
        write(&mut files, 3599, "a\n");
        write(&mut files, 3600, "b\n");
        write(&mut files, 3601, "c\n");
        assert_eq!(folder.text("ex70010100.log"), "#\na\n");
        assert_eq!(folder.text("ex70010101.log"), "#\nb\nc\n");
    }

    #[test]
    fn a_file_that_is_taken_away_is_begun_anew() {
        let folder = Folder::new();
        let mut files = folder.files(Rollover::Daily);
        write(&mut files, 0, "a\n");
        fs::rename(folder.0.join("deeper"), folder.0.join("away")).expect("moved");
        write(&mut files, 0, "b\n");
        assert_eq!(folder.text("ex700101.log"), "#\nb\n");
    }

    #[test]
    fn what_is_no_file_takes_nothing() {
        let folder = Folder::new();
        fs::create_dir_all(folder.0.join("deeper/ex700101.log")).expect("a folder");
        let mut files = folder.files(Rollover::Daily);
        let moment = Moment::in_zone(0, 0);
        let failed = files.write(Rollover::Daily.period(&moment.utc), &moment, b"a\n").expect_err("a folder");
        assert_eq!((failed.written, failed.error.kind()), (0, ErrorKind::IsADirectory));
    }
}
