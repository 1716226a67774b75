//! Message definitions and their inserts, as `FormatMessage` takes them.

use super::error::Win32Error;
use crate::abi::windows::*;
use std::iter::Peekable;
use std::str::Chars;

/// What the inserts of a message are.
pub trait Inserts {
    /// The argument of a number, from 0, as it lies in its slot.
    fn number(&mut self, index: usize) -> Option<usize>;
    /// The text that an argument points to: wide or not, and no more than so many units.
    fn text(&mut self, index: usize, wide: bool, most: Option<usize>) -> Option<String>;
}

/// What happens to the line breaks of a message definition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    Kept,
    /// They become blanks.
    Joined,
    /// They become blanks, and no line is longer than that where it has a blank.
    Broken(usize),
}

impl Lines {
    pub fn of(flags: DWORD) -> Self {
        match flags & FORMAT_MESSAGE_MAX_WIDTH_MASK {
            0 => Self::Kept,
            FORMAT_MESSAGE_MAX_WIDTH_MASK => Self::Joined,
            width => Self::Broken(width as usize),
        }
    }
}

/// Formats a message. Without inserts their places stay as they are; `wide` is the form of texts.
pub fn format(
    definition: &str,
    mut inserts: Option<&mut dyn Inserts>,
    lines: Lines,
    wide: bool,
) -> Result<String, Win32Error> {
    let mut out = Output { text: String::with_capacity(definition.len()), lines, column: 0 };
    let mut rest = definition.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '%' => match rest.next() {
                Some('0') => break,
                Some('n') => out.line_break(),
                Some('r') => out.push('\r'),
                Some('t') => out.push('\t'),
                Some(digit @ '1'..='9') => {
                    let mut number = digit as usize - '0' as usize;
                    if let Some(second) = rest.peek().and_then(|letter| letter.to_digit(10)) {
                        rest.next();
                        number = number * 10 + second as usize;
                    }
                    let format = format_of(&mut rest)?;
                    match &mut inserts {
                        Some(inserts) => out.push_all(&insert(*inserts, number - 1, format.as_deref(), wide)?),
                        None => {
                            out.push_all(&format!("%{number}"));
                            if let Some(format) = format {
                                out.push_all(&format!("!{format}!"));
                            }
                        }
                    }
                }
                Some(other) => out.push(other),
                None => out.push('%'),
            },
            '\r' | '\n' if lines != Lines::Kept => {
                if letter == '\r' && rest.peek() == Some(&'\n') {
                    rest.next();
                }
                out.push(' ');
            }
            _ => out.push(letter),
        }
    }
    Ok(out.text)
}

struct Output {
    text: String,
    lines: Lines,
    /// Letters in the line so far.
    column: usize,
}

impl Output {
    fn push(&mut self, letter: char) {
        self.text.push(letter);
        self.column += 1;
        let Lines::Broken(width) = self.lines else { return };
        if self.column <= width {
            return;
        }
        // The last blank of the line becomes its end.
        let line = self.text.rfind('\n').map_or(0, |at| at + 1);
        if let Some(blank) = self.text[line..].rfind(' ').map(|at| at + line) {
            self.text.replace_range(blank..=blank, "\r\n");
            self.column = self.text[blank + 2..].chars().count();
        }
    }

    fn push_all(&mut self, text: &str) {
        text.chars().for_each(|letter| self.push(letter));
    }

    fn line_break(&mut self) {
        self.text += "\r\n";
        self.column = 0;
    }
}

/// The part between exclamation marks behind an insert's number.
fn format_of(rest: &mut Peekable<Chars<'_>>) -> Result<Option<String>, Win32Error> {
    if rest.peek() != Some(&'!') {
        return Ok(None);
    }
    rest.next();
    let mut format = String::new();
    loop {
        match rest.next() {
            Some('!') => return Ok(Some(format)),
            Some(letter) => format.push(letter),
            None => return Err(Win32Error(ERROR_INVALID_PARAMETER)),
        }
    }
}

/// A form as `printf` has it.
#[derive(Default)]
struct Form {
    left: bool,
    zeros: bool,
    sign: Option<char>,
    prefix: bool,
    width: usize,
    precision: Option<usize>,
}

/// One insert. A width or precision of `*` takes an argument of its own before the value's.
fn insert(inserts: &mut dyn Inserts, first: usize, format: Option<&str>, wide: bool) -> Result<String, Win32Error> {
    let bad = Win32Error(ERROR_INVALID_PARAMETER);
    let mut index = first;
    let mut form = Form::default();
    let mut letters = format.unwrap_or("s").chars().peekable();
    while let Some(flag) = letters.next_if(|letter| "-+ #0".contains(*letter)) {
        match flag {
            '-' => form.left = true,
            '0' => form.zeros = true,
            '#' => form.prefix = true,
            sign => form.sign = Some(sign),
        }
    }
    let mut number = |letters: &mut Peekable<Chars<'_>>| -> Result<Option<usize>, Win32Error> {
        if letters.next_if_eq(&'*').is_some() {
            let value = inserts.number(index).ok_or(bad)?;
            index += 1;
            return Ok(Some(value & 0xFFFF));
        }
        let mut value = None;
        while let Some(digit) = letters.peek().and_then(|letter| letter.to_digit(10)) {
            letters.next();
            value = Some((value.unwrap_or(0) * 10 + digit as usize).min(0xFFFF));
        }
        Ok(value)
    };
    form.width = number(&mut letters)?.unwrap_or(0);
    if letters.next_if_eq(&'.').is_some() {
        form.precision = Some(number(&mut letters)?.unwrap_or(0));
    }
    let kind: String = letters.collect();
    let last = kind.chars().last().ok_or(bad)?;
    let size = &kind[..kind.len() - last.len_utf8()];
    let wide = match (size, last) {
        ("l" | "w", _) => true,
        ("h", _) => false,
        (_, 'S' | 'C') => !wide,
        _ => wide,
    };
    if matches!(last, 's' | 'S') {
        let text = inserts.text(index, wide, form.precision).ok_or(bad)?;
        return Ok(padded(text, &form));
    }
    let value = inserts.number(index).ok_or(bad)? as u64;
    let value = match size {
        "h" => value & 0xFFFF,
        "" | "l" | "I32" | "w" if last != 'p' => value & 0xFFFF_FFFF,
        _ => value,
    };
    let bits = match size {
        "h" => 16,
        "" | "l" | "I32" | "w" => 32,
        "ll" | "I64" | "I" | "L" => 64,
        _ => return Err(bad),
    };
    let (sign, prefix, digits) = match last {
        'd' | 'i' => {
            let signed = (value << (64 - bits)) as i64 >> (64 - bits);
            (if signed < 0 { Some('-') } else { form.sign }, "", signed.unsigned_abs().to_string())
        }
        'u' => (None, "", value.to_string()),
        'x' => (None, "0x", format!("{value:x}")),
        'X' => (None, "0X", format!("{value:X}")),
        'o' => (None, "0", format!("{value:o}")),
        'p' => (None, "", format!("{value:016X}")),
        'c' | 'C' => {
            let letter = char::from_u32(value as u32).unwrap_or(char::REPLACEMENT_CHARACTER);
            return Ok(padded(letter.to_string(), &form));
        }
        _ => return Err(bad),
    };
    let prefix = if form.prefix && value != 0 { prefix } else { "" };
    let zeros = form.precision.unwrap_or(0).saturating_sub(digits.len());
    let mut text: String = sign.into_iter().collect();
    text += prefix;
    text += &"0".repeat(zeros);
    let before = text.len();
    text += &digits;
    if form.zeros && !form.left && form.precision.is_none() && text.len() < form.width {
        text.insert_str(before, &"0".repeat(form.width - text.len()));
    }
    Ok(padded(text, &form))
}

fn padded(text: String, form: &Form) -> String {
    let blanks = " ".repeat(form.width.saturating_sub(text.chars().count()));
    if form.left { text + &blanks } else { blanks + &text }
}
