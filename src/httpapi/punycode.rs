//! International host names as DNS has them: RFC 3492, labels with `xn--`.

/// A name with each label beyond ASCII in small letters and encoded.
///
/// Text is taken as it is otherwise: who writes letters and accents apart gets another name.
pub(super) fn host(name: &str) -> String {
    let label = |label: &str| {
        if label.is_ascii() {
            return label.to_owned();
        }
        let small = label.to_lowercase();
        encode(&small).map_or(small, |encoded| format!("xn--{encoded}"))
    };
    name.split('.').map(label).collect::<Vec<_>>().join(".")
}

const BASE: u32 = 36;
const FIRST_THRESHOLD: u32 = 1;
const LAST_THRESHOLD: u32 = 26;

/// The encoding of a label; `None` when it is too long for the numbers in it.
fn encode(label: &str) -> Option<String> {
    let mut out: String = label.chars().filter(char::is_ascii).collect();
    let mut handled = u32::try_from(out.len()).ok()?;
    let plain = handled;
    if plain > 0 {
        out.push('-');
    }
    let length = u32::try_from(label.chars().count()).ok()?;
    let (mut next, mut delta, mut bias) = (0x80, 0u32, 72);
    while handled < length {
        let letter = label.chars().map(u32::from).filter(|letter| *letter >= next).min()?;
        delta = delta.checked_add((letter - next).checked_mul(handled + 1)?)?;
        next = letter;
        for other in label.chars().map(u32::from) {
            if other < next {
                delta = delta.checked_add(1)?;
            } else if other == next {
                push_number(&mut out, delta, bias);
                bias = adapt(delta, handled + 1, handled == plain);
                delta = 0;
                handled += 1;
            }
        }
        delta = delta.checked_add(1)?;
        next += 1;
    }
    Some(out)
}

/// A number in digits whose last one shows itself by being small.
fn push_number(out: &mut String, mut number: u32, bias: u32) {
    let mut weight = BASE;
    loop {
        let threshold = weight.saturating_sub(bias).clamp(FIRST_THRESHOLD, LAST_THRESHOLD);
        if number < threshold {
            out.push(digit(number));
            return;
        }
        out.push(digit(threshold + (number - threshold) % (BASE - threshold)));
        number = (number - threshold) / (BASE - threshold);
        weight += BASE;
    }
}

/// Letters first, then digits.
fn digit(value: u32) -> char {
    char::from(b"abcdefghijklmnopqrstuvwxyz0123456789"[value as usize])
}

fn adapt(delta: u32, handled: u32, first: bool) -> u32 {
    let mut delta = if first { delta / 700 } else { delta / 2 };
    delta += delta / handled;
    let mut steps = 0;
    while delta > (BASE - FIRST_THRESHOLD) * LAST_THRESHOLD / 2 {
        delta /= BASE - FIRST_THRESHOLD;
        steps += BASE;
    }
    steps + BASE * delta / (delta + 38)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_as_dns_has_them() {
        for (name, expected) in [
            ("bücher.example", "xn--bcher-kva.example"),
            ("BÜCHER.Example", "xn--bcher-kva.Example"),
            ("münchen.de", "xn--mnchen-3ya.de"),
            ("日本語.jp", "xn--wgv71a119e.jp"),
            ("例え.テスト", "xn--r8jz45g.xn--zckzah"),
            ("пример.испытание", "xn--e1afmkfd.xn--80akhbyknj4f"),
            ("plain.example.", "plain.example."),
        ] {
            assert_eq!(host(name), expected);
        }
    }

    /// Samples of RFC 3492, section 7.1.
    #[test]
    fn samples_of_the_standard() {
        for (label, expected) in [
            ("ليهمابتكلموشعربي؟", "egbpdaj6bu4bxfgehfvwxn"),
            ("他们为什么不说中文", "ihqwcrb4cv8a8dqg056pqjye"),
            ("3年b組金八先生", "3b-ww4c5e180e575a65lsy2b"),
            ("maji\u{3067}koi\u{3059}\u{308B}5\u{79D2}\u{524D}", "majikoi5-783gue6qz075azm5e"),
        ] {
            assert_eq!(encode(label).as_deref(), Some(expected));
        }
    }

    #[test]
    fn a_name_without_end_ends() {
        let long: String = (0x1_0000..0x1_0800).filter_map(char::from_u32).chain(['\u{10FFFF}']).collect();
        assert!(host(&long).starts_with("xn--"));
    }
}
