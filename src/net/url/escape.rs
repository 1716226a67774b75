//! A path on its way back into a URL.

use std::fmt::Write;

/// A decoded path as it stands in a URL.
pub fn escaped_path(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*,;=:@".contains(&byte) {
            escaped.push(byte.into());
        } else {
            // A String takes whatever it is given.
            let _ = write!(escaped, "%{byte:02X}");
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_may_not_stand_in_a_path_is_escaped() {
        assert_eq!(escaped_path("/a b/ü?#%+\"<'>"), "/a%20b/%C3%BC%3F%23%25%2B%22%3C'%3E");
        assert_eq!(escaped_path("/a-b_c.d~e:@"), "/a-b_c.d~e:@");
    }
}
