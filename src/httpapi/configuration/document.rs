//! The text of the store. Changing a record changes its line and leaves comments, blank lines and
//! lines that cannot be understood as they are.

use super::check::Reason;
use super::line;
use super::record::{Key, Record};

#[derive(Clone, Debug, Default)]
pub struct Document {
    lines: Vec<Vec<u8>>,
    /// In the order of their lines.
    records: Vec<(usize, Record)>,
    mistakes: Vec<Mistake>,
}

/// A line that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// From 1.
    pub line: usize,
    pub text: Vec<u8>,
    pub reason: Reason,
}

/// A record with the same key is there.
#[derive(Debug, PartialEq, Eq)]
pub struct AlreadyExists;

/// No record has the key.
#[derive(Debug, PartialEq, Eq)]
pub struct NotFound;

impl Document {
    pub fn parse(text: &[u8]) -> Self {
        let mut document = Self::default();
        if text.is_empty() {
            return document;
        }
        let lines = text.strip_suffix(b"\n").unwrap_or(text).split(|byte| *byte == b'\n');
        for (at, text) in lines.enumerate() {
            let parsed = str::from_utf8(text).map_err(|_| "the line is not UTF-8").and_then(line::parse);
            match parsed {
                Ok(None) => {}
                Ok(Some(record)) if document.find(&record.key).is_some() => {
                    let reason = "an earlier line is about the same";
                    document.mistakes.push(Mistake { line: at + 1, text: text.to_vec(), reason });
                }
                Ok(Some(record)) => document.records.push((at, record)),
                Err(reason) => document.mistakes.push(Mistake { line: at + 1, text: text.to_vec(), reason }),
            }
            document.lines.push(text.to_vec());
        }
        document
    }

    pub fn text(&self) -> Vec<u8> {
        self.lines.iter().flat_map(|line| line.iter().chain(b"\n")).copied().collect()
    }

    pub fn records(&self) -> impl Iterator<Item = &Record> {
        self.records.iter().map(|(_, record)| record)
    }

    pub fn mistakes(&self) -> &[Mistake] {
        &self.mistakes
    }

    pub fn find(&self, key: &Key) -> Option<&Record> {
        self.records().find(|record| record.key == *key)
    }

    fn place(&self, key: &Key) -> Result<usize, NotFound> {
        self.records.iter().position(|(_, record)| record.key == *key).ok_or(NotFound)
    }

    pub fn add(&mut self, record: Record) -> Result<(), AlreadyExists> {
        if self.find(&record.key).is_some() {
            return Err(AlreadyExists);
        }
        self.lines.push(line::print(&record).into_bytes());
        self.records.push((self.lines.len() - 1, record));
        Ok(())
    }

    pub fn replace(&mut self, record: Record) -> Result<(), NotFound> {
        let place = self.place(&record.key)?;
        self.lines[self.records[place].0] = line::print(&record).into_bytes();
        self.records[place].1 = record;
        Ok(())
    }

    pub fn remove(&mut self, key: &Key) -> Result<(), NotFound> {
        let (line, _) = self.records.remove(self.place(key)?);
        self.lines.remove(line);
        self.records.iter_mut().filter(|(at, _)| *at > line).for_each(|(at, _)| *at -= 1);
        self.mistakes.iter_mut().filter(|mistake| mistake.line > line).for_each(|mistake| mistake.line -= 1);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const TEXT: &str = "# addresses\niplisten ipaddress=127.0.0.1\n\nnonsense\niplisten ipaddress=::1\r\n\
                        iplisten ipaddress=127.0.0.1\ntimeout timeouttype=headerwaittimeout value=5\n";

    fn record(line: &str) -> Record {
        line::parse(line).expect(line).expect("a record")
    }

    #[test]
    fn what_is_wrong_is_told_and_the_rest_is_used() {
        let document = Document::parse(TEXT.as_bytes());
        assert_eq!(document.records().count(), 3);
        let lines: Vec<_> = document.mistakes().iter().map(|mistake| mistake.line).collect();
        assert_eq!(lines, [4, 6]);
        let document = Document::parse(b"iplisten ipaddress=::1\n\xFF\n");
        assert_eq!((document.records().count(), document.mistakes().len()), (1, 1));
        assert_eq!(document.text(), b"iplisten ipaddress=::1\n\xFF\n");
    }

    #[test]
    fn changes_leave_the_other_lines() {
        let mut document = Document::parse(TEXT.as_bytes());
        assert_eq!(document.text(), TEXT.as_bytes());
        let (first, new) = (record("iplisten ipaddress=127.0.0.1"), record("iplisten ipaddress=192.0.2.1"));
        assert_eq!(document.add(first.clone()), Err(AlreadyExists));
        assert_eq!(document.replace(new.clone()), Err(NotFound));
        assert_eq!(document.remove(&new.key), Err(NotFound));
        assert_eq!(document.remove(&first.key), Ok(()));
        assert_eq!(document.replace(record("timeout timeouttype=headerwaittimeout value=6")), Ok(()));
        assert_eq!(document.add(new), Ok(()));
        let expected = "# addresses\n\nnonsense\niplisten ipaddress=::1\r\niplisten ipaddress=127.0.0.1\n\
                        timeout timeouttype=headerwaittimeout value=6\niplisten ipaddress=192.0.2.1\n";
        assert_eq!(String::from_utf8_lossy(&document.text()), expected);
        let again = Document::parse(&document.text());
        assert_eq!(again.mistakes().len(), 1);
        assert_eq!(document.mistakes()[0], again.mistakes()[0]);
    }

    #[test]
    fn an_empty_text_stays_empty() {
        assert_eq!(Document::parse(b"").text(), b"");
        assert_eq!(Document::parse(b"\n").text(), b"\n");
        let mut document = Document::default();
        assert_eq!(document.add(record("iplisten ipaddress=::1")), Ok(()));
        assert_eq!(document.text(), b"iplisten ipaddress=::1\n");
    }

    /// The example of docs/configuration.md is right, and has a line of each kind.
    #[test]
    fn the_example_is_read() {
        const PAGE: &str = include_str!("../../../docs/configuration.md");
        let (_, rest) = PAGE.split_once("```service.conf\n").expect("an example");
        let (example, _) = rest.split_once("```").expect("its end");
        let document = Document::parse(example.as_bytes());
        assert_eq!(document.mistakes(), []);
        let lines = example.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
        assert_eq!(document.records().count(), lines.count());
        for kind in [
            "iplisten",
            "urlacl",
            "timeout",
            "cacheparam",
            "setting",
            "parameter",
            "errorlog",
            "sslcert",
            "sslpropertyex",
        ] {
            assert!(document.records().any(|record| line::print(record).starts_with(&format!("{kind} "))), "{kind}");
        }
    }

    proptest! {
        /// Whatever a file holds, nothing of it is lost, and what was understood is written as it was meant.
        #[test]
        fn any_text_stays(lines in proptest::collection::vec(any_line(), 0..20)) {
            let text = lines.concat();
            let mut document = Document::parse(&text);
            let end = if text.is_empty() || text.ends_with(b"\n") { "" } else { "\n" };
            prop_assert_eq!(document.text(), [&text, end.as_bytes()].concat());
            for record in document.records().cloned().collect::<Vec<_>>() {
                prop_assert_eq!(line::parse(&line::print(&record)), Ok(Some(record.clone())));
                prop_assert_eq!(document.remove(&record.key), Ok(()));
                prop_assert_eq!(document.add(record), Ok(()));
            }
        }
    }

    /// Bytes, or words that are near those of a line.
    fn any_line() -> impl Strategy<Value = Vec<u8>> {
        let words = "(iplisten|urlacl|timeout|sslcert|sslpropertyex)( (ipaddress|url|sddl|timeouttype|value|ipport|ccs|\
                     appid|type|receivewindow|flags)=(::1|http://+:80/[a-c\"]/|D:|headerwaittimeout|[0-9]|::1:443|\
                     http2window|\"[a \"]\")){1,4}\n";
        prop_oneof![
            proptest::collection::vec(any::<u8>(), 1..40),
            words.prop_map(String::into_bytes),
            "(iplisten ipaddress=10\\.0\\.0\\.[0-9]|urlacl url=\"http://\\+:80/[a-c ]/\" sddl=D:|\
             sslpropertyex ccs=[1-9] type=http2window receivewindow=[0-9])[ \t]{0,2}\n"
                .prop_map(String::into_bytes),
        ]
    }
}
