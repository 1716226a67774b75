//! `timeout`, `cacheparam` and `setting`: numbers by their types.

use super::answers::{Page, done};
use super::failed::{ALREADY_EXISTS, Failed, NOT_FOUND};
use super::names;
use super::service::{self, Change, Numbers, Record};
use super::words::Words;

/// A store of numbers.
struct Kind {
    numbers: Numbers,
    tag: &'static str,
    /// The types, and what a list says of them.
    types: &'static [(&'static str, u32, &'static str)],
    title: &'static str,
    name: &'static str,
    least: u32,
    most: u32,
}

const TIMEOUTS: Kind = Kind {
    numbers: Numbers::Timeout,
    tag: "timeouttype",
    types: &[("idleconnectiontimeout", 0, "Idle Connection Timeout"), ("headerwaittimeout", 1, "Header Wait Timeout")],
    title: "HTTP timeouts (in seconds):",
    name: "Timeout",
    least: 1,
    most: u16::MAX as u32,
};
const CACHE: Kind = Kind {
    numbers: Numbers::Cache,
    tag: "type",
    types: &[
        ("maxcacheresponsesize", 0, "Max Cache Response Size"),
        ("cacherangechunksize", 1, "Cache Range Chunk Size"),
    ],
    title: "HTTP cache parameters (in bytes):",
    name: "Cache parameter",
    least: 0,
    most: u32::MAX,
};
const SETTINGS: Kind = Kind {
    numbers: Numbers::Setting,
    tag: "settingtype",
    types: &[("tlsthrottle", 1, "TLS Throttle")],
    title: "HTTP settings:",
    name: "Setting",
    least: 0,
    most: u32::MAX,
};

pub fn show_timeout(words: &mut Words) -> Result<String, Failed> {
    TIMEOUTS.show(words)
}

pub fn add_timeout(words: &mut Words) -> Result<String, Failed> {
    TIMEOUTS.add(words)
}

pub fn delete_timeout(words: &mut Words) -> Result<String, Failed> {
    TIMEOUTS.delete(words)
}

pub fn show_cache(words: &mut Words) -> Result<String, Failed> {
    CACHE.show(words)
}

pub fn add_cache(words: &mut Words) -> Result<String, Failed> {
    CACHE.add(words)
}

pub fn delete_cache(words: &mut Words) -> Result<String, Failed> {
    CACHE.delete(words)
}

pub fn show_setting(words: &mut Words) -> Result<String, Failed> {
    SETTINGS.show(words)
}

pub fn add_setting(words: &mut Words) -> Result<String, Failed> {
    SETTINGS.add(words)
}

pub fn delete_setting(words: &mut Words) -> Result<String, Failed> {
    SETTINGS.delete(words)
}

impl Kind {
    fn show(&self, words: &mut Words) -> Result<String, Failed> {
        let wanted = words.take(self.tag).map(|text| self.parse(&text, words)).transpose()?;
        let mut page = Page::new(self.title);
        for (_, key, label) in self.types.iter().filter(|(_, key, _)| wanted.is_none_or(|(_, wanted)| wanted == *key)) {
            match service::number(self.numbers, *key).map_err(Failed::unread)? {
                Some(value) => page.pair(label, value),
                None => page.pair(label, "Not Set"),
            }
        }
        Ok(page.end())
    }

    fn add(&self, words: &mut Words) -> Result<String, Failed> {
        let (text, key) = self.which(words)?;
        let value = words.need("value")?;
        let number = value.parse().ok().filter(|value| (self.least..=self.most).contains(value));
        let Some(value) = number else {
            return Err(words.wrong(&format!("value={value} has to be a number from {} to {}", self.least, self.most)));
        };
        let record = Record::Number { numbers: self.numbers, key, value };
        service::change(Change::Add, &record).map_err(|code| {
            let reason = match code {
                ALREADY_EXISTS => format!("{text} is set already: delete it first"),
                _ => String::new(),
            };
            Failed::refused(&format!("{} add", self.name), code, &reason)
        })?;
        Ok(done(&format!("{} successfully added", self.name)))
    }

    fn delete(&self, words: &mut Words) -> Result<String, Failed> {
        let (text, key) = self.which(words)?;
        let record = Record::Number { numbers: self.numbers, key, value: self.least };
        service::change(Change::Delete, &record).map_err(|code| {
            let reason = match code {
                NOT_FOUND => format!("{text} is not set"),
                _ => String::new(),
            };
            Failed::refused(&format!("{} delete", self.name), code, &reason)
        })?;
        Ok(done(&format!("{} successfully deleted", self.name)))
    }

    fn which(&self, words: &mut Words) -> Result<(&'static str, u32), Failed> {
        let text = words.need(self.tag)?;
        self.parse(&text, words)
    }

    fn parse(&self, text: &str, words: &Words) -> Result<(&'static str, u32), Failed> {
        let found = self.types.iter().find(|(name, ..)| name.eq_ignore_ascii_case(text));
        found.map(|(name, key, _)| (*name, *key)).ok_or_else(|| {
            let all = names::one_of(self.types.iter().map(|(name, ..)| *name));
            words.wrong(&format!("{}={text} is unknown; {all}", self.tag))
        })
    }
}
