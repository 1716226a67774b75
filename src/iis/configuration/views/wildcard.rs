//! Patterns with `*`, as handlers and redirections have them.

/// Whether the whole text is what the pattern says, in any letter case; `*` is any text, slashes too.
pub fn matches(pattern: &str, text: &str) -> bool {
    captures(pattern, text).is_some()
}

/// What each `*` of the pattern stands for; none if the text is another one.
pub fn captures<'t>(pattern: &str, text: &'t str) -> Option<Vec<&'t str>> {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or_default();
    let mut at = prefix(first, text)?;
    let parts: Vec<&str> = parts.collect();
    let Some((last, middle)) = parts.split_last() else {
        return (at == text.len()).then(Vec::new);
    };
    let mut found = Vec::with_capacity(parts.len());
    for part in middle {
        let (start, end) = find(part, text, at)?;
        found.push(&text[at..start]);
        at = end;
    }
    // The last part is at the end: the star before it takes what is left.
    let start = text.char_indices().map(|(start, _)| start).chain([text.len()]);
    let start =
        start.filter(|start| *start >= at).find(|start| prefix(last, &text[*start..]) == Some(text.len() - start))?;
    found.push(&text[at..start]);
    Some(found)
}

fn find(part: &str, text: &str, from: usize) -> Option<(usize, usize)> {
    let starts = text[from..].char_indices().map(|(start, _)| from + start).chain([text.len()]);
    starts.into_iter().find_map(|start| Some((start, start + prefix(part, &text[start..])?)))
}

/// How many bytes of the text are the part.
fn prefix(part: &str, text: &str) -> Option<usize> {
    let mut rest = text.chars();
    for expected in part.chars() {
        let found = rest.next()?;
        if found != expected && !found.to_lowercase().eq(expected.to_lowercase()) {
            return None;
        }
    }
    Some(text.len() - rest.as_str().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_take_what_is_between() {
        assert_eq!(captures("*", ""), Some(vec![""]));
        assert_eq!(captures("*.php", "/a/b.PHP"), Some(vec!["/a/b"]));
        assert_eq!(captures("/a*c*", "/abcd"), Some(vec!["b", "d"]));
        assert_eq!(captures("/a*b", "/abab"), Some(vec!["ba"]));
        assert_eq!(captures("a*a", "a"), None);
        assert_eq!(captures("plain", "PLAIN"), Some(vec![]));
        assert_eq!(captures("plain", "plainer"), None);
        assert_eq!(captures("*ä*", "xÄy"), Some(vec!["x", "y"]));
    }

    proptest::proptest! {
        #[test]
        fn what_the_stars_stood_for_gives_the_text(pattern in "[ab*]{0,8}", text in "[ab]{0,12}") {
            if let Some(found) = captures(&pattern, &text) {
                let mut rebuilt = String::new();
                let mut found = found.into_iter();
                for part in pattern.chars() {
                    match part {
                        '*' => rebuilt += found.next().unwrap(),
                        other => rebuilt.push(other),
                    }
                }
                proptest::prop_assert_eq!(rebuilt, text);
            }
        }
    }
}
