//! The port of sources that no queue has taken yet; the standby thread looks after it.

use crate::win32::completion_port::CompletionPort;
use std::sync::{Arc, LazyLock};

static HOME: LazyLock<Arc<CompletionPort>> = LazyLock::new(|| Arc::new(CompletionPort::new(u32::MAX)));

pub fn port() -> &'static Arc<CompletionPort> {
    &HOME
}
