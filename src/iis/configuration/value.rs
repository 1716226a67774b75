//! Values of attributes: from text and to text.

use super::schema::{AttributeSchema, Kind, TimeFormat, Validation};
use std::sync::Arc;

/// In units of 100 ns, as Windows counts time.
pub const SECOND: i64 = 10_000_000;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Bool(bool),
    Int(i32),
    UInt(u32),
    Int64(i64),
    String(Arc<str>),
    /// Units of 100 ns; `i64::MAX` is without an end.
    TimeSpan(i64),
    /// The number of a name of the schema.
    Enum(i32),
    Flags(u32),
}

impl Value {
    /// What an attribute has that is not set and for which the schema has no default.
    pub fn none(kind: &Kind) -> Self {
        match kind {
            Kind::Bool => Self::Bool(false),
            Kind::Int => Self::Int(0),
            Kind::UInt => Self::UInt(0),
            Kind::Int64 => Self::Int64(0),
            Kind::String => Self::String("".into()),
            Kind::TimeSpan(_) => Self::TimeSpan(0),
            Kind::Enum(_) => Self::Enum(0),
            Kind::Flags(_) => Self::Flags(0),
        }
    }
}

/// Reads a value; the error tells what may stand there.
pub fn parse(schema: &AttributeSchema, text: &str) -> Result<Value, String> {
    let trimmed = text.trim();
    let infinite = schema.allow_infinite && trimmed.eq_ignore_ascii_case("Infinite");
    let value = match &schema.kind {
        Kind::Bool if trimmed.eq_ignore_ascii_case("true") => Value::Bool(true),
        Kind::Bool if trimmed.eq_ignore_ascii_case("false") => Value::Bool(false),
        Kind::Bool => return Err("write true or false".into()),
        Kind::Int => Value::Int(trimmed.parse().map_err(|_| "write a whole number of 32 bits")?),
        Kind::UInt if infinite => Value::UInt(u32::MAX),
        Kind::UInt => Value::UInt(trimmed.parse().map_err(|_| "write a whole number from 0 to 4294967295")?),
        Kind::Int64 if infinite => Value::Int64(i64::MAX),
        Kind::Int64 => Value::Int64(trimmed.parse().map_err(|_| "write a whole number of 64 bits")?),
        Kind::String => Value::String(text.into()),
        Kind::TimeSpan(_) if infinite => Value::TimeSpan(i64::MAX),
        Kind::TimeSpan(format) => Value::TimeSpan(time_span(*format, trimmed)?),
        Kind::Enum(names) => {
            let of = |(name, number): &(Box<str>, i32)| name.eq_ignore_ascii_case(trimmed).then_some(*number);
            Value::Enum(names.iter().find_map(of).ok_or_else(|| one_of("one", names))?)
        }
        // As files have it that were written when the attribute was a number: sslFlags="1".
        Kind::Flags(names) if trimmed.bytes().next().is_some_and(|first| first.is_ascii_digit()) => {
            let known = names.iter().fold(0, |all, (_, bits)| all | bits);
            let bits = trimmed.parse().ok().filter(|bits: &u32| bits & !known == 0);
            Value::Flags(bits.ok_or_else(|| one_of("any, with commas between,", names))?)
        }
        Kind::Flags(names) => {
            let mut all = 0;
            for word in trimmed.split(',').map(str::trim).filter(|word| !word.is_empty()) {
                let of = |(name, bits): &(Box<str>, u32)| name.eq_ignore_ascii_case(word).then_some(*bits);
                all |= names.iter().find_map(of).ok_or_else(|| one_of("any, with commas between,", names))?;
            }
            Value::Flags(all)
        }
    };
    if !infinite {
        validate(schema, &value)?;
    }
    Ok(value)
}

fn one_of<N>(how_many: &str, names: &[(Box<str>, N)]) -> String {
    let names: Vec<&str> = names.iter().map(|(name, _)| &**name).collect();
    format!("write {how_many} of {}", names.join(", "))
}

fn validate(schema: &AttributeSchema, value: &Value) -> Result<(), String> {
    let number = match *value {
        Value::Int(number) => number.into(),
        Value::UInt(number) => number.into(),
        Value::Int64(number) => number,
        Value::TimeSpan(units) => units / SECOND,
        _ => 0,
    };
    match (&schema.validation, value) {
        (Validation::Range { least, most, outside: false }, _) if number < *least || number > *most => {
            let seconds = if matches!(value, Value::TimeSpan(_)) { " seconds" } else { "" };
            Err(format!("write a value from {least} to {most}{seconds}"))
        }
        (Validation::Range { least, most, outside: true }, _) if (*least..=*most).contains(&number) => {
            Err(format!("write a value that is not from {least} to {most}"))
        }
        (Validation::NotEmpty, Value::String(text)) if text.is_empty() => Err("write something".into()),
        (Validation::Trimmed, Value::String(text)) if text.is_empty() || text.trim() != &**text => {
            Err("write something, without a blank before or behind it".into())
        }
        (Validation::Name(forbidden), Value::String(text)) => {
            match text.is_empty() || text.len() > 260 || text.contains(|c| forbidden.contains(c)) {
                true => Err(format!("write a name of at most 260 characters without any of {forbidden}")),
                false => Ok(()),
            }
        }
        (Validation::VirtualPath, Value::String(text)) => {
            let plain = text.starts_with('/') && (text.len() == 1 || !text.ends_with('/')) && !text.contains("//");
            match plain && !text.contains(['\\', '?', ';', ':', '@', '&', '=', '+', '$', ',', '|', '"', '<', '>', '*'])
            {
                true => Ok(()),
                false => {
                    Err("write a path such as / or /app, with no slash at its end and no \\?;:@&=+$,|\"<>*".into())
                }
            }
        }
        _ => Ok(()),
    }
}

/// `[d.]hh:mm:ss[.fraction]`, or a number where the schema counts seconds or minutes.
fn time_span(format: TimeFormat, text: &str) -> Result<i64, String> {
    let of_unit = |unit: i64, name: &str| {
        let number = text.parse::<u32>().map_err(|_| format!("write a number of {name}"))?;
        Ok(i64::from(number) * unit)
    };
    match format {
        TimeFormat::Seconds => of_unit(SECOND, "seconds"),
        TimeFormat::Minutes => of_unit(60 * SECOND, "minutes"),
        TimeFormat::Text => clock(text).ok_or_else(|| "write it as hh:mm:ss or d.hh:mm:ss".into()),
    }
}

fn clock(text: &str) -> Option<i64> {
    let digits = |text: &str, most: i64| {
        let number: i64 = text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse().ok())??;
        (number <= most).then_some(number)
    };
    let mut parts = text.split(':');
    let (first, minutes, last) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() {
        return None;
    }
    let (days, hours) = first.split_once('.').unwrap_or(("0", first));
    let (seconds, fraction) = last.split_once('.').unwrap_or((last, "0"));
    if fraction.len() > 7 {
        return None;
    }
    let fraction = digits(fraction, 9_999_999)? * 10_i64.pow(7 - u32::try_from(fraction.len()).ok()?);
    let hours = digits(days, 10_000_000)? * 24 + digits(hours, 23)?;
    Some(((hours * 60 + digits(minutes, 59)?) * 60 + digits(seconds, 59)?) * SECOND + fraction)
}

/// The value as a file would have it.
pub fn text(schema: &AttributeSchema, value: &Value) -> String {
    match (value, &schema.kind) {
        (Value::Bool(value), _) => value.to_string(),
        (Value::UInt(u32::MAX), _) if schema.allow_infinite => "Infinite".into(),
        (Value::Int64(i64::MAX) | Value::TimeSpan(i64::MAX), _) if schema.allow_infinite => "Infinite".into(),
        (Value::Int(number), _) => number.to_string(),
        (Value::UInt(number), _) => number.to_string(),
        (Value::Int64(number), _) => number.to_string(),
        (Value::String(text), _) => text.to_string(),
        (Value::TimeSpan(units), Kind::TimeSpan(TimeFormat::Seconds)) => (units / SECOND).to_string(),
        (Value::TimeSpan(units), Kind::TimeSpan(TimeFormat::Minutes)) => (units / SECOND / 60).to_string(),
        (Value::TimeSpan(units), _) => {
            let (seconds, fraction) = (units / SECOND, units % SECOND);
            let (days, hours) = (seconds / 86400, seconds / 3600 % 24);
            let days = if days > 0 { format!("{days}.") } else { String::new() };
            let fraction = if fraction > 0 { format!(".{fraction:07}") } else { String::new() };
            format!("{days}{hours:02}:{:02}:{:02}{fraction}", seconds / 60 % 60, seconds % 60)
        }
        (Value::Enum(number), Kind::Enum(names)) => {
            let of = |(name, other): &(Box<str>, i32)| (other == number).then(|| name.to_string());
            names.iter().find_map(of).unwrap_or_else(|| number.to_string())
        }
        (Value::Flags(bits), Kind::Flags(names)) => flags_text(*bits, names),
        (Value::Enum(number), _) => number.to_string(),
        (Value::Flags(bits), _) => bits.to_string(),
    }
}

/// The largest names first that make up the bits; the order is the schema's.
fn flags_text(bits: u32, names: &[(Box<str>, u32)]) -> String {
    if let Some((name, _)) = names.iter().find(|(_, other)| *other == bits) {
        return name.to_string();
    }
    let mut wanted: Vec<&str> = Vec::new();
    for (name, part) in names {
        let covered = names.iter().any(|(_, other)| other != part && other & part == *part && bits & other == *other);
        if *part != 0 && bits & part == *part && !covered {
            wanted.push(name);
        }
    }
    wanted.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Option<i64> {
        clock(text)
    }

    #[test]
    fn spans_of_time() {
        assert_eq!(time("00:02:00"), Some(120 * SECOND));
        assert_eq!(time("1.05:00:00"), Some(29 * 3600 * SECOND));
        assert_eq!(time("00:00:00.5"), Some(SECOND / 2));
        assert_eq!(time("00:00:00.0000001"), Some(1));
        for wrong in ["", "1", "1:2", "00:60:00", "24:00:00", "00:00:00.12345678", "-1:00:00", "a:b:c", "1:1:1:1"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }
}
