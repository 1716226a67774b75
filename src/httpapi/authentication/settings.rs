//! What a session, a group or a 401 says of authentication.

use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;

/// HTTP_SERVER_AUTHENTICATION_INFO without what belongs to schemes that are not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Authentication {
    /// HTTP_AUTH_ENABLE_BASIC, or nothing: others may ask for credentials then, but we do not.
    pub schemes: ULONG,
    pub receive_mutual_auth: BOOLEAN,
    pub receive_context_handle: BOOLEAN,
    pub disable_ntlm_credential_caching: BOOLEAN,
    /// Basic's; without one it is the host that was asked for.
    pub realm: String,
}

/// Which property it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Plain,
    /// With Kerberos and ExFlags.
    Extended,
}

impl Authentication {
    /// Whether all that is asked for is there.
    pub fn check(&self, kind: Kind, ex_flags: UCHAR) -> Result<(), Win32Error> {
        let (known, ex_flags) = match kind {
            Kind::Plain => (HTTP_AUTH_ENABLE_ALL & !HTTP_AUTH_ENABLE_KERBEROS, 0),
            Kind::Extended => (HTTP_AUTH_ENABLE_ALL, ULONG::from(ex_flags)),
        };
        let known_flags = HTTP_AUTH_EX_FLAG_ENABLE_KERBEROS_CREDENTIAL_CACHING | HTTP_AUTH_EX_FLAG_CAPTURE_CREDENTIAL;
        // A realm stands in a header, between quotation marks.
        if self.schemes & !known != 0 || ex_flags & !known_flags != 0 || self.realm.chars().any(char::is_control) {
            return Err(Win32Error(ERROR_INVALID_PARAMETER));
        }
        if self.schemes & !HTTP_AUTH_ENABLE_BASIC != 0 || ex_flags != 0 {
            return Err(Win32Error(ERROR_NOT_SUPPORTED));
        }
        Ok(())
    }

    /// What a program's `WWW-Authenticate` becomes: the name of a scheme that is offered becomes its
    /// challenge. `None` for what is sent as it is.
    pub fn challenge(&self, value: &[u8], host: &str) -> Option<Vec<u8>> {
        if self.schemes & HTTP_AUTH_ENABLE_BASIC == 0 || !value.trim_ascii().eq_ignore_ascii_case(b"Basic") {
            return None;
        }
        let realm = if self.realm.is_empty() { host } else { &self.realm };
        let mut challenge = b"Basic realm=\"".to_vec();
        for byte in realm.bytes() {
            if matches!(byte, b'"' | b'\\') {
                challenge.push(b'\\');
            }
            challenge.push(byte);
        }
        challenge.push(b'"');
        Some(challenge)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(schemes: ULONG, realm: &str) -> Authentication {
        Authentication { schemes, realm: realm.to_owned(), ..Authentication::default() }
    }

    #[test]
    fn the_name_of_a_scheme_becomes_its_challenge() {
        let basic = with(HTTP_AUTH_ENABLE_BASIC, "a \"b\\c");
        let challenge = |settings: &Authentication, value: &str| {
            settings.challenge(value.as_bytes(), "host").map(|bytes| String::from_utf8(bytes).expect("text"))
        };
        assert_eq!(challenge(&basic, "basic").as_deref(), Some(r#"Basic realm="a \"b\\c""#));
        assert_eq!(challenge(&with(HTTP_AUTH_ENABLE_BASIC, ""), " Basic").as_deref(), Some("Basic realm=\"host\""));
        for literal in ["Negotiate", "Basic realm=\"x\"", "Basic, Digest", ""] {
            assert_eq!(challenge(&basic, literal), None, "{literal}");
        }
        assert_eq!(challenge(&with(0, "a"), "Basic"), None);
    }

    #[test]
    fn what_is_not_there_is_said_to_be_so() {
        let check = |settings: &Authentication, kind| settings.check(kind, 0).map_err(|error| error.0);
        assert_eq!(check(&with(HTTP_AUTH_ENABLE_BASIC, "realm"), Kind::Plain), Ok(()));
        assert_eq!(check(&with(HTTP_AUTH_ENABLE_BASIC, "re\nalm"), Kind::Plain), Err(ERROR_INVALID_PARAMETER));
        assert_eq!(check(&with(HTTP_AUTH_ENABLE_KERBEROS, ""), Kind::Plain), Err(ERROR_INVALID_PARAMETER));
        assert_eq!(check(&with(HTTP_AUTH_ENABLE_KERBEROS, ""), Kind::Extended), Err(ERROR_NOT_SUPPORTED));
        let both = with(HTTP_AUTH_ENABLE_BASIC | HTTP_AUTH_ENABLE_NTLM, "");
        assert_eq!(check(&both, Kind::Plain), Err(ERROR_NOT_SUPPORTED));
    }
}
