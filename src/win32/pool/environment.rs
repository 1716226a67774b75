//! What a TP_CALLBACK_ENVIRON says of a new object.

use super::Pool;
use super::group::{CancelRoutine, Group};
use std::sync::Arc;

pub struct Environment {
    pub pool: Arc<Pool>,
    /// The cleanup group and its function.
    pub group: Option<(Arc<Group>, Option<CancelRoutine>)>,
    /// A module that stays as long as the object; 0 is none.
    pub library: usize,
    pub long: bool,
    /// 0 goes first, 2 last.
    pub priority: usize,
}

/// The lanes of callbacks.
pub const PRIORITIES: usize = 3;

impl Default for Environment {
    fn default() -> Self {
        Self { pool: Pool::default_pool(), group: None, library: 0, long: false, priority: 1 }
    }
}
