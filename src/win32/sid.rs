//! Security identifiers as data. They name nobody here: see docs/compatibility.md.

use crate::abi::windows::{SID_MAX_SUB_AUTHORITIES, SID_REVISION};

/// The bytes in front of the sub-authorities.
const HEAD: usize = 8;

/// How many bytes one with so many sub-authorities has.
pub fn length(count: u8) -> usize {
    HEAD + 4 * usize::from(count)
}

/// Whether a head with this revision and count can be one.
pub fn is_valid(revision: u8, count: u8) -> bool {
    u32::from(revision) == SID_REVISION && u32::from(count) <= SID_MAX_SUB_AUTHORITIES
}

/// The bytes of one; `None` for too many sub-authorities.
pub fn bytes(authority: [u8; 6], sub_authorities: &[u32]) -> Option<Vec<u8>> {
    let count = u8::try_from(sub_authorities.len()).ok().filter(|count| is_valid(SID_REVISION as u8, *count))?;
    let mut bytes = vec![SID_REVISION as u8, count];
    bytes.extend(authority);
    bytes.extend(sub_authorities.iter().flat_map(|number| number.to_ne_bytes()));
    Some(bytes)
}

/// `S-1-5-32-544` for the bytes of a valid one.
pub fn text(bytes: &[u8]) -> String {
    let authority = bytes[2..HEAD].iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte));
    let mut text = if authority >> 32 == 0 { format!("S-1-{authority}") } else { format!("S-1-0x{authority:012X}") };
    for number in bytes[HEAD..].as_chunks::<4>().0 {
        text += &format!("-{}", u32::from_ne_bytes(*number));
    }
    text
}

/// The bytes of such a text; `None` for what is none. Names in its place, such as `BA`, are not known.
pub fn parse(text: &str) -> Option<Vec<u8>> {
    let mut parts = text.strip_prefix("S-1-").or_else(|| text.strip_prefix("s-1-"))?.split('-');
    let authority = number(parts.next()?)?;
    let numbers: Option<Vec<u32>> = parts.map(|part| u32::try_from(number(part)?).ok()).collect();
    let numbers = numbers.filter(|numbers| !numbers.is_empty())?;
    let [0, 0, authority @ ..] = authority.to_be_bytes() else { return None };
    bytes(authority, &numbers)
}

fn number(text: &str) -> Option<u64> {
    let (digits, radix) = text.strip_prefix("0x").map_or((text, 10), |digits| (digits, 16));
    // from_str_radix would take a sign, too.
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    u64::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_comes_back() {
        for wanted in ["S-1-5-32-544", "S-1-0-0", "S-1-0x0100000000FF-1-4294967295"] {
            assert_eq!(text(&parse(wanted).unwrap()), wanted);
        }
        let many = "S-1-5".to_owned() + &"-1".repeat(16);
        for wrong in
            ["", "S-1", "S-1-", "S-1-5", "S-2-5-1", "S-1-5-", "S-1-5-+1", "S-1-5-4294967296", "BA", many.as_str()]
        {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
