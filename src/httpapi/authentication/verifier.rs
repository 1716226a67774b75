//! Who says whether credentials are right.

use super::basic::Credentials;
use super::password_file::PasswordFile;
use crate::win32::token::Token;
use parking_lot::RwLock;
use std::sync::Arc;

/// What a verifier says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    Accepted(Arc<Token>),
    Denied,
    /// It cannot tell: nobody gets in.
    Unavailable,
}

/// Checks names and passwords. There is one for the process.
pub trait Verifier: Send + Sync {
    /// What it says at once, without work that takes long: it is asked on threads that look after
    /// connections. `None` where it has to check.
    fn recall(&self, credentials: &Credentials) -> Option<Verdict>;

    /// Checks them, in the same time whether there is such a user or not. It may take long.
    fn verify(&self, credentials: &Credentials) -> Verdict;
}

static VERIFIER: RwLock<Option<Arc<dyn Verifier>>> = RwLock::new(None);

/// Has another verifier asked from now on; with `None` the password file.
pub fn set_verifier(verifier: Option<Arc<dyn Verifier>>) {
    *VERIFIER.write() = verifier;
}

pub(super) fn current() -> Arc<dyn Verifier> {
    VERIFIER.read().clone().unwrap_or_else(|| Arc::new(PasswordFile))
}
