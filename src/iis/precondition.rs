//! Preconditions of configuration entries: a list of words that must all hold.

/// What a list comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub holds: bool,
    /// There is a word that nobody knows; it does not hold.
    pub unknown: bool,
}

/// Whether a list holds in one of these pools.
pub fn check(list: &str, pools: &[&str]) -> Verdict {
    let mut verdict = Verdict { holds: true, unknown: false };
    for word in list.split(',').map(str::trim).filter(|word| !word.is_empty()) {
        match holds(word, pools) {
            Some(holds) => verdict.holds &= holds,
            None => verdict = Verdict { holds: false, unknown: true },
        }
    }
    verdict
}

/// Whether a word holds; none for one that nobody knows.
pub fn holds(word: &str, pools: &[&str]) -> Option<bool> {
    let is = |name: &str| word.eq_ignore_ascii_case(name);
    if is("integratedMode") {
        return Some(true);
    }
    // There is no managed code here, so no version of it is the pool's.
    if is("ISAPIMode") || is("classicMode") || is("managedHandler") || starts_with(word, "runtimeVersion").is_some() {
        return Some(false);
    }
    if is("bitness32") {
        return Some(cfg!(target_pointer_width = "32"));
    }
    if is("bitness64") {
        return Some(cfg!(target_pointer_width = "64"));
    }
    let names = starts_with(word, "appPoolName=")?;
    Some(names.split(';').any(|name| pools.iter().any(|pool| name.eq_ignore_ascii_case(pool))))
}

fn starts_with<'a>(word: &'a str, start: &str) -> Option<&'a str> {
    let (head, rest) = word.split_at_checked(start.len())?;
    head.eq_ignore_ascii_case(start).then_some(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_word_must_hold() {
        let verdict = |holds, unknown| Verdict { holds, unknown };
        assert_eq!(check("", &["A"]), verdict(true, false));
        assert_eq!(check("integratedMode", &["A"]), verdict(true, false));
        assert_eq!(check("integratedMode,bitness64", &["A"]), verdict(true, false));
        assert_eq!(check("integratedMode, bitness32", &["A"]), verdict(false, false));
        assert_eq!(check("runtimeVersionv4.0", &["A"]), verdict(false, false));
        assert_eq!(check("appPoolName=B;a", &["A"]), verdict(true, false));
        assert_eq!(check("appPoolName=B", &["A", "b"]), verdict(true, false));
        assert_eq!(check("appPoolName=B", &["A"]), verdict(false, false));
        assert_eq!(check("integratedMode,sunshine", &["A"]), verdict(false, true));
        assert_eq!(check("ü", &["A"]), verdict(false, true));
    }
}
