//! The words behind a command: `name=value`, or values alone in the order of the names, as netsh has it.

use super::commands::{Command, Needed, Tag};
use super::failed::Failed;
use super::names;

pub struct Words {
    command: &'static Command,
    values: Vec<(&'static str, String)>,
}

impl Words {
    pub fn of(words: &[String], command: &'static Command) -> Result<Self, Failed> {
        let mut taken = Self { command, values: Vec::new() };
        for word in words {
            let (name, value) = match split(word) {
                Some((name, value)) => (taken.known(name)?, value),
                None => (taken.next().ok_or_else(|| taken.unknown(word))?, word.as_str()),
            };
            if taken.values.iter().any(|(other, _)| *other == name) {
                return Err(taken.wrong(&format!("{name}= stands twice")));
            }
            if value.is_empty() {
                return Err(taken.wrong(&format!("{name}= has no value")));
            }
            taken.values.push((name, value.to_owned()));
        }
        Ok(taken)
    }

    fn known(&self, name: &str) -> Result<&'static str, Failed> {
        let found = self.command.names().find(|known| known.eq_ignore_ascii_case(name));
        found.ok_or_else(|| self.unknown(&format!("{name}=")))
    }

    /// The first name that has no value yet; of alternatives one is enough.
    fn next(&self) -> Option<&'static str> {
        let has = |name| self.values.iter().any(|(other, _)| *other == name);
        let chosen = self.command.tags.iter().any(|Tag(name, needed, _)| *needed == Needed::Either && has(*name));
        let open = |Tag(name, needed, _): &&Tag| !(has(*name) || chosen && *needed == Needed::Either);
        self.command.tags.iter().find(open).map(|tag| tag.0)
    }

    fn unknown(&self, word: &str) -> Failed {
        if self.command.tags.is_empty() {
            return self.wrong(&format!("`{word}` is too much: it takes no words"));
        }
        self.wrong(&format!("`{word}` is unknown here; {}", names::one_of(self.command.names())))
    }

    /// A failure about these words, with what to do.
    pub fn wrong(&self, reason: &str) -> Failed {
        let Command { verb, object, .. } = self.command;
        Failed::Words(format!("http {verb} {object}: {reason}\n`portico http {verb} {object} --help` tells its words"))
    }

    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.values.iter().position(|(known, _)| *known == name)?;
        Some(self.values.remove(at).1)
    }

    pub fn need(&mut self, name: &str) -> Result<String, Failed> {
        self.take(name).ok_or_else(|| self.wrong(&format!("{name}= is missing")))
    }

    /// Two words that mean yes and no.
    pub fn choice(&mut self, name: &str, yes: &str, no: &str, usual: bool) -> Result<bool, Failed> {
        match self.take(name) {
            None => Ok(usual),
            Some(word) if word.eq_ignore_ascii_case(yes) => Ok(true),
            Some(word) if word.eq_ignore_ascii_case(no) => Ok(false),
            Some(word) => Err(self.wrong(&format!("{name}={word} has to be {yes} or {no}"))),
        }
    }

    /// A number, decimal or with 0x.
    pub fn number(&mut self, name: &str, most: u32) -> Result<Option<u32>, Failed> {
        let Some(text) = self.take(name) else { return Ok(None) };
        let number = match text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        };
        let number = number.filter(|number| *number <= most);
        number.map(Some).ok_or_else(|| self.wrong(&format!("{name}={text} has to be a number from 0 to {most}")))
    }
}

/// The name is made of letters and digits: other equals signs belong to a value, such as a URL.
fn split(word: &str) -> Option<(&str, &str)> {
    let (name, value) = word.split_once('=')?;
    (!name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some((name, value))
}
