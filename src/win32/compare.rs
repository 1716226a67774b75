//! Comparing and case of wide text.

use super::code_page::characters;
use super::text::code;
use crate::abi::windows::WCHAR;
use std::cmp::Ordering;

/// The capital of a character, where that is one character.
pub fn capital(letter: char) -> char {
    let mut capitals = letter.to_uppercase();
    match (capitals.next(), capitals.next()) {
        (Some(capital), None) => capital,
        _ => letter,
    }
}

/// Unit by unit, or with capitals for small letters.
pub fn ordinal(first: &[WCHAR], second: &[WCHAR], ignore_case: bool) -> Ordering {
    if ignore_case { folded(first).cmp(folded(second)) } else { first.cmp(second) }
}

/// Capitals as numbers; units that are no characters stay.
fn folded(wide: &[WCHAR]) -> impl Iterator<Item = u32> {
    let fold = |unit: &WCHAR| char::from_u32(code(*unit)).map(capital).map_or(code(*unit), u32::from);
    wide.iter().map(fold)
}

/// As a person sorts words: signs, digits, letters; small letters before capitals of the same word.
pub fn words(first: &[WCHAR], second: &[WCHAR], ignore_case: bool) -> Ordering {
    let key = |letter: Option<char>| {
        let letter = capital(letter.unwrap_or(char::REPLACEMENT_CHARACTER));
        let class = if letter.is_alphabetic() { 2 } else { i32::from(letter.is_numeric()) };
        (class, letter)
    };
    let by_letters = characters(first).map(key).cmp(characters(second).map(key));
    if ignore_case || by_letters != Ordering::Equal {
        return by_letters;
    }
    // Capitals have the smaller numbers.
    characters(second).cmp(characters(first))
}
