//! Models of what threads may do to handles, waits and completion ports.
//!
//! loom runs each of them in every order that differs, as far as LOOM_MAX_PREEMPTIONS
//! allows; a thread that is never woken ends the run as a deadlock. A wait with a time
//! may end at any moment (src/win32/sync_model.rs). scripts/loom runs them.
#![cfg(portico_loom)]

mod loom_models {
    mod completion_port;
    mod handle_table;
    mod poll_set;
    mod waits;
}
