//! Hashes of passwords, as htpasswd and crypt(3) write them.

use sha_crypt::password_hash::PasswordVerifier;
use sha_crypt::{Params, ShaCrypt};

/// Hashes that take longer than seconds are a mistake.
const MAX_COST: u32 = 18;
const MAX_ROUNDS: u32 = 10_000_000;

/// A hash, of a kind that takes work to guess.
#[derive(Debug, PartialEq, Eq)]
pub enum Hash {
    Bcrypt(String),
    Sha512(String),
}

impl Hash {
    /// Reads a hash; or why it is none that is taken.
    pub fn parse(text: &str) -> Result<Self, &'static str> {
        if ["$2a$", "$2b$", "$2y$"].iter().any(|prefix| text.starts_with(prefix)) {
            let parts: bcrypt::HashParts = text.parse().map_err(|_| "this is no bcrypt hash")?;
            let cost = parts.get_cost();
            return if (4..=MAX_COST).contains(&cost) { Ok(Self::Bcrypt(text.to_owned())) } else { Err("its cost") };
        }
        let Some(rest) = text.strip_prefix("$6$") else { return Err("neither bcrypt nor SHA-512-crypt") };
        let fields: Vec<_> = rest.split('$').collect();
        let (rounds, salt, hash) = match fields[..] {
            [salt, hash] => (Params::RECOMMENDED_ROUNDS, salt, hash),
            [rounds, salt, hash] => {
                let number = rounds.strip_prefix("rounds=").and_then(|number| number.parse().ok());
                (number.ok_or("its rounds")?, salt, hash)
            }
            _ => return Err("this is no SHA-512-crypt hash"),
        };
        if !(Params::ROUNDS_MIN..=MAX_ROUNDS).contains(&rounds) {
            return Err("its rounds");
        }
        let in_alphabet = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"./".contains(&byte));
        if hash.len() != 86 || !in_alphabet(hash) || !(1..=16).contains(&salt.len()) || !in_alphabet(salt) {
            return Err("this is no SHA-512-crypt hash");
        }
        Ok(Self::Sha512(text.to_owned()))
    }

    /// Whether it is this password's. The comparison takes the same time wherever they differ.
    pub fn is_of(&self, password: &[u8]) -> bool {
        match self {
            Self::Bcrypt(hash) => bcrypt::verify(password, hash).unwrap_or(false),
            Self::Sha512(hash) => ShaCrypt::SHA512.verify_password(password, hash.as_str()).is_ok(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by crypt(3).
    const BCRYPT: &str = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";
    const SHA512: &str =
        "$6$saltsalt$hRM5XZ86KXEw9UOmjigeVqFgULtFB2sgpC9lXQDfMib3Zgw7mEiUvBJI2EplzfAqxL5Vvwp2scFtv/uamSo5z0";
    const ROUNDS: &str = "$6$rounds=1000$saltsalt$LAV5VE5Y7w1d73x1mFNspYWUpazfmwv2SoepNXNKJ/otop/Zok96Hr8Q13LEv0DRY/x8v0/crpIjl8NJSAqXV/";

    #[test]
    fn hashes_of_other_programs() {
        for (text, password) in [
            (BCRYPT, "correct horse"),
            (SHA512, "correct horse"),
            (ROUNDS, "secret"),
            (&BCRYPT.replacen('b', "y", 1), "correct horse"),
        ] {
            let hash = Hash::parse(text).expect(text);
            assert!(hash.is_of(password.as_bytes()), "{text}");
            for wrong in ["", "correct horse ", "Correct horse", "correct hors"] {
                assert!(!hash.is_of(wrong.as_bytes()), "{text} {wrong}");
            }
        }
    }

    #[test]
    fn weak_and_broken_ones_are_not_taken() {
        for text in [
            "",
            "plain",
            "$apr1$saltsalt$uSbT9vGpR2nCFO3nV8aqR0",
            "$1$saltsalt$qjXMvbEw8oaL.CzflDtaK/",
            "$5$saltsalt$x",
            "{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=",
            "$2x$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
            "$2b$31$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
            "$2b$03$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e",
            &BCRYPT[..59],
            &SHA512[..SHA512.len() - 1],
            &SHA512.replace("saltsalt", ""),
            &ROUNDS.replace("1000", "999999999"),
            &ROUNDS.replace("1000", "10"),
            &ROUNDS.replace("rounds=1000", "x"),
        ] {
            assert!(Hash::parse(text).is_err(), "{text}");
        }
    }
}
