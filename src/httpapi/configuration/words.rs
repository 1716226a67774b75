//! The words of a line: a verb, then `name=value`s, a value with blanks in double quotes.

use super::check::Reason;

/// What follows the verb of a line. Each value is taken once; what is left over nobody wants.
pub struct Words<'a> {
    pub verb: &'a str,
    values: Vec<(&'a str, String)>,
}

impl<'a> Words<'a> {
    /// `None` for a line that is blank or a comment.
    pub fn of(line: &'a str) -> Result<Option<Self>, Reason> {
        let line = line.trim_matches(|letter| is_blank(letter) || letter == '\r');
        if line.is_empty() || line.starts_with('#') {
            return Ok(None);
        }
        if line.contains(|letter: char| letter.is_control() && letter != '\t') {
            return Err("the line has control characters");
        }
        let (verb, mut rest) = line.split_once(is_blank).unwrap_or((line, ""));
        let mut values = Vec::new();
        loop {
            rest = rest.trim_start_matches(is_blank);
            if rest.is_empty() {
                return Ok(Some(Self { verb, values }));
            }
            let (name, behind) = rest.split_once('=').ok_or("a word is not of the form name=value")?;
            if name.contains(is_blank) {
                return Err("a word is not of the form name=value");
            }
            let (value, behind) = value(behind)?;
            values.push((name, value));
            rest = behind;
        }
    }

    /// The first value of a name that was not taken.
    pub fn take(&mut self, name: &str) -> Option<String> {
        let at = self.values.iter().position(|(known, _)| *known == name)?;
        Some(self.values.remove(at).1)
    }

    pub fn take_all(&mut self, name: &str) -> Vec<String> {
        std::iter::from_fn(|| self.take(name)).collect()
    }

    /// A number, decimal or with 0x.
    pub fn number<N: TryFrom<u64>>(&mut self, name: &str) -> Result<Option<N>, Reason> {
        let Some(text) = self.take(name) else { return Ok(None) };
        let number = match text.strip_prefix("0x") {
            Some(digits) => u64::from_str_radix(digits, 16),
            None => text.parse(),
        };
        let number = number.ok().and_then(|number| N::try_from(number).ok());
        number.map(Some).ok_or("a number is none, or too large")
    }

    pub fn end(self) -> Result<(), Reason> {
        if self.values.is_empty() { Ok(()) } else { Err("a name is unknown here, or stands twice") }
    }
}

fn is_blank(letter: char) -> bool {
    matches!(letter, ' ' | '\t')
}

/// A value, and what stands behind it.
fn value(text: &str) -> Result<(String, &str), Reason> {
    let Some(mut rest) = text.strip_prefix('"') else {
        let end = text.find(is_blank).unwrap_or(text.len());
        let (value, behind) = text.split_at(end);
        return if value.contains('"') { Err("a quote stands within a value") } else { Ok((value.to_owned(), behind)) };
    };
    let mut value = String::new();
    loop {
        let (part, behind) = rest.split_once('"').ok_or("a quote has no end")?;
        value.push_str(part);
        match behind.strip_prefix('"') {
            Some(more) => {
                value.push('"');
                rest = more;
            }
            None if behind.is_empty() || behind.starts_with(is_blank) => return Ok((value, behind)),
            None => return Err("something follows a quote at once"),
        }
    }
}

/// Adds a word to a line, quoted where it has to be.
pub fn put(line: &mut String, name: &str, value: &str) {
    line.push(' ');
    line.push_str(name);
    line.push('=');
    if !value.is_empty() && !value.contains(|letter: char| is_blank(letter) || letter == '"') {
        line.push_str(value);
        return;
    }
    line.push('"');
    line.push_str(&value.replace('"', "\"\""));
    line.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_read() {
        for value in [
            "",
            "plain",
            "two words",
            "a \"quote\"",
            "\"",
            "D:(A;;GX;;;WD)",
            "=",
            "tab\there",
            "\u{A0}no blank\u{A0}",
            "\u{A0}",
        ] {
            let mut line = "verb".to_owned();
            put(&mut line, "name", value);
            put(&mut line, "name", "second");
            let mut words = Words::of(&line).expect(&line).expect("a line");
            assert_eq!(words.verb, "verb");
            assert_eq!(words.take_all("name"), [value, "second"], "{line}");
            assert_eq!(words.end(), Ok(()));
        }
    }

    #[test]
    fn lines_without_sense() {
        assert!(Words::of("").expect("blank").is_none() && Words::of("  # a comment").expect("comment").is_none());
        for line in ["verb word", "verb a=\"x", "verb a=x\"y\"", "verb a=\"x\"y", "verb a b=c", "verb a=\x01"] {
            assert!(Words::of(line).is_err(), "{line}");
        }
        assert!(Words::of("verb a=1 a=2").expect("words").expect("a line").end().is_err());
    }
}
