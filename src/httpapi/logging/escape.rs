//! Text of clients and programs in lines, which it may neither end nor divide.

use std::io::Write;

/// Puts text in which nothing is printed that divides fields or lines; a hyphen for none.
pub fn put(text: &[u8], divides: impl Fn(u8) -> bool, out: &mut Vec<u8>) {
    if text.is_empty() {
        return out.push(b'-');
    }
    out.extend(text.iter().map(|byte| if is_unprintable(*byte) || divides(*byte) { b'+' } else { *byte }));
}

/// Blanks and controls; what is no ASCII is part of a character.
fn is_unprintable(byte: u8) -> bool {
    byte <= b' ' || byte == 0x7F
}

/// Puts a number, a date or the like.
pub fn print(out: &mut Vec<u8>, text: core::fmt::Arguments<'_>) {
    // Writing to memory never fails.
    let _ = out.write_fmt(text);
}
