//! The password file: who there is, and by which hash of a password.
//!
//! What was found to be right is remembered by a hash under a key that nobody knows, as long as
//! the file stays as it is.

use super::basic::Credentials;
use super::passwords::Hash;
use super::verifier::{Verdict, Verifier};
use crate::httpapi::configuration::{Stamp, password_file, stamp_of};
use crate::httpapi::told::tell;
use crate::win32::sys::user;
use crate::win32::token::Token;
use parking_lot::Mutex;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::hash::{BuildHasher, RandomState};
use std::io::Read;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// So long nobody is checked again.
const REMEMBERED: Duration = Duration::from_secs(900);
/// More than these are not remembered.
const MOST: usize = 10_000;

/// The verifier of those who name no other.
pub struct PasswordFile;

impl Verifier for PasswordFile {
    fn recall(&self, credentials: &Credentials) -> Option<Verdict> {
        match users() {
            Some(users) => users.recall(credentials),
            None => Some(Verdict::Unavailable),
        }
    }

    fn verify(&self, credentials: &Credentials) -> Verdict {
        users().map_or(Verdict::Unavailable, |users| users.verify(credentials))
    }
}

struct Loaded {
    path: PathBuf,
    stamp: Stamp,
    users: Arc<Users>,
}

static LOADED: Mutex<Option<Loaded>> = Mutex::new(None);

/// Those of the file as it is now. Why there are none is told on standard error.
fn users() -> Option<Arc<Users>> {
    let path = password_file()?;
    let mut loaded = LOADED.lock();
    match load(&path, loaded.as_ref().filter(|loaded| loaded.path == path)) {
        Ok(new) => {
            let users = new.users.clone();
            *loaded = Some(new);
            Some(users)
        }
        Err(reason) => {
            *loaded = None;
            tell(format!("{}: {reason}", path.display()), "");
            None
        }
    }
}

fn load(path: &Path, loaded: Option<&Loaded>) -> Result<Loaded, String> {
    let told = |error: std::io::Error| error.to_string();
    let stamp = check(&fs::metadata(path).map_err(told)?)?;
    if let Some(loaded) = loaded.filter(|loaded| loaded.stamp == stamp) {
        return Ok(Loaded { path: path.to_owned(), stamp, users: loaded.users.clone() });
    }
    let mut file = File::open(path).map_err(told)?;
    // Another file may have taken the name in between.
    let stamp = check(&file.metadata().map_err(told)?)?;
    let mut text = Vec::new();
    file.read_to_end(&mut text).map_err(told)?;
    let users =
        Users::parse(&text, &mut |line, reason| tell(reason.to_owned(), &format!("{}:{line}: ", path.display())));
    Ok(Loaded { path: path.to_owned(), stamp, users: Arc::new(users.ok_or("there are no random numbers")?) })
}

/// A file that others may read or have written is not used.
fn check(file: &Metadata) -> Result<Stamp, String> {
    if !file.is_file() {
        return Err("this is no file".to_owned());
    }
    if file.mode() & 0o077 != 0 {
        return Err("others than its owner may use it (chmod 600): nobody is let in".to_owned());
    }
    if file.uid() != user::effective() && file.uid() != 0 {
        return Err("it belongs to another user: nobody is let in".to_owned());
    }
    Ok(stamp_of(file))
}

struct Users {
    by_name: HashMap<String, usize>,
    hashes: Vec<Hash>,
    choice: RandomState,
    secret: [u8; 32],
    /// Until when.
    remembered: Mutex<HashMap<[u8; 32], Instant>>,
}

impl Users {
    /// Reads lines `user:hash`; tells of those that are none, never what stands there.
    fn parse(text: &[u8], tell: &mut dyn FnMut(usize, &str)) -> Option<Self> {
        let mut users = Self {
            by_name: HashMap::new(),
            hashes: Vec::new(),
            choice: RandomState::new(),
            secret: [0; 32],
            remembered: Mutex::default(),
        };
        getrandom::fill(&mut users.secret).ok()?;
        for (number, line) in (1..).zip(text.split(|byte| *byte == b'\n')) {
            let line = line.trim_ascii();
            if line.is_empty() || line.starts_with(b"#") {
                continue;
            }
            if let Err(reason) = users.add(line) {
                tell(number, &format!("the line is not used: {reason}"));
            }
        }
        Some(users)
    }

    fn add(&mut self, line: &[u8]) -> Result<(), &'static str> {
        let line = std::str::from_utf8(line).map_err(|_| "it is not UTF-8")?;
        let (name, hash) = line.split_once(':').ok_or("it has no colon")?;
        // What htpasswd may write behind the hash concerns nobody.
        let hash = Hash::parse(hash.split(':').next().unwrap_or(hash).trim())?;
        if name.is_empty() || self.by_name.contains_key(name) {
            return Err("it has no name, or another one's");
        }
        self.by_name.insert(name.to_owned(), self.hashes.len());
        self.hashes.push(hash);
        Ok(())
    }

    fn recall(&self, credentials: &Credentials) -> Option<Verdict> {
        let mark = self.mark(credentials);
        let mut remembered = self.remembered.lock();
        let until = *remembered.get(&mark)?;
        if until <= Instant::now() {
            remembered.remove(&mark);
            return None;
        }
        Some(accepted(credentials))
    }

    fn verify(&self, credentials: &Credentials) -> Verdict {
        let known = self.by_name.get(credentials.user()).copied();
        // A name that nobody has takes the time of one and the same other's.
        let Some(at) = known.or_else(|| self.stand_in(credentials.user())) else { return Verdict::Denied };
        let fits = self.hashes[at].is_of(credentials.password());
        if !fits || known.is_none() {
            return Verdict::Denied;
        }
        self.remember(self.mark(credentials));
        accepted(credentials)
    }

    fn stand_in(&self, name: &str) -> Option<usize> {
        usize::try_from(self.choice.hash_one(name)).ok()?.checked_rem(self.hashes.len())
    }

    fn mark(&self, credentials: &Credentials) -> [u8; 32] {
        let mut hash = Sha256::new();
        hash.update(self.secret);
        // With its length, so that no two pairs are one text.
        hash.update((credentials.user().len() as u64).to_le_bytes());
        hash.update(credentials.user());
        hash.update(credentials.password());
        hash.finalize().into()
    }

    fn remember(&self, mark: [u8; 32]) {
        let mut remembered = self.remembered.lock();
        let now = Instant::now();
        if remembered.len() >= MOST {
            remembered.retain(|_, until| *until > now);
        }
        if remembered.len() < MOST {
            remembered.insert(mark, now + REMEMBERED);
        }
    }
}

fn accepted(credentials: &Credentials) -> Verdict {
    Verdict::Accepted(Arc::new(Token::new(credentials.user())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "# users\n\n\
        ann:$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e\n\
        bob:$6$rounds=1000$saltsalt$LAV5VE5Y7w1d73x1mFNspYWUpazfmwv2SoepNXNKJ/otop/Zok96Hr8Q13LEv0DRY/x8v0/crpIjl8NJSAqXV/\r\n\
        carl:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n\
        ann:$2b$05$CCCCCCCCCCCCCCCCCCCCC.o7A96stoVw/BFgklMvClUKwFstTCWT2\n\
        nothing\n";

    fn parse(text: &str) -> (Users, Vec<usize>) {
        let mut lines = Vec::new();
        let users = Users::parse(text.as_bytes(), &mut |line, _| lines.push(line)).expect("random numbers");
        (users, lines)
    }

    #[test]
    fn who_gets_in() {
        let (users, lines) = parse(FILE);
        assert_eq!(lines, [5, 6, 7]);
        for (name, password, wanted) in [
            ("ann", "correct horse", true),
            ("bob", "secret", true),
            ("ann", "secret", false),
            ("Ann", "correct horse", false),
            ("carl", "baz", false),
            // Nobody gets in by a stand-in's password.
            ("dora", "correct horse", false),
            ("dora", "secret", false),
            ("ann", "pass word:colon", false),
        ] {
            let credentials = Credentials::new(name, password);
            assert_eq!(users.recall(&credentials), None, "{name}");
            assert_eq!(users.verify(&credentials) == accepted(&credentials), wanted, "{name} {password}");
            assert_eq!(users.recall(&credentials).is_some(), wanted, "{name} {password}");
        }
        assert!(parse("").0.verify(&Credentials::new("ann", "x")) == Verdict::Denied);
    }

    #[test]
    fn what_is_remembered_is_one_pair() {
        let (users, _) = parse(FILE);
        users.verify(&Credentials::new("ann", "correct horse"));
        for (name, password) in [("an", "ncorrect horse"), ("annc", "orrect horse"), ("ann", "correct hors")] {
            assert_eq!(users.recall(&Credentials::new(name, password)), None);
        }
        users.remembered.lock().values_mut().for_each(|until| *until = Instant::now());
        assert_eq!(users.recall(&Credentials::new("ann", "correct horse")), None);
        assert!(users.remembered.lock().is_empty());
    }

    #[test]
    fn a_name_that_nobody_has_takes_one_and_the_same_work() {
        let (users, _) = parse(FILE);
        let names: Vec<_> = (0..64).map(|number| format!("nobody{number}")).collect();
        let first: Vec<_> = names.iter().map(|name| users.stand_in(name)).collect();
        assert_eq!(first, names.iter().map(|name| users.stand_in(name)).collect::<Vec<_>>());
        assert!(first.contains(&Some(0)) && first.contains(&Some(1)));
    }
}
