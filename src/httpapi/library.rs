//! HttpInitialize and HttpTerminate: who uses the API.

use super::logging;
use crate::abi::http::{HTTP_DEMAND_CBT, HTTP_INITIALIZE_CONFIG, HTTP_INITIALIZE_SERVER};
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use parking_lot::Mutex;

/// How often each part was initialised.
#[derive(Default)]
struct Counts {
    server: usize,
    config: usize,
}

static COUNTS: Mutex<Counts> = Mutex::new(Counts { server: 0, config: 0 });

const PARTS: ULONG = HTTP_INITIALIZE_SERVER | HTTP_INITIALIZE_CONFIG;

pub fn initialize(flags: ULONG) -> Result<(), Win32Error> {
    check(flags)?;
    let mut counts = COUNTS.lock();
    counts.server += usize::from(flags & HTTP_INITIALIZE_SERVER != 0);
    counts.config += usize::from(flags & HTTP_INITIALIZE_CONFIG != 0);
    Ok(())
}

/// Takes one initialisation of each part back; more than there were are forgiven.
pub fn terminate(flags: ULONG) -> Result<(), Win32Error> {
    check(flags)?;
    let mut counts = COUNTS.lock();
    let was_server = counts.server > 0;
    counts.server = counts.server.saturating_sub(usize::from(flags & HTTP_INITIALIZE_SERVER != 0));
    counts.config = counts.config.saturating_sub(usize::from(flags & HTTP_INITIALIZE_CONFIG != 0));
    let ends = was_server && counts.server == 0;
    drop(counts);
    if ends {
        logging::flush();
    }
    Ok(())
}

fn check(flags: ULONG) -> Result<(), Win32Error> {
    let unknown = flags & !(PARTS | HTTP_DEMAND_CBT) != 0;
    let alone = flags & HTTP_DEMAND_CBT != 0 && flags & HTTP_INITIALIZE_SERVER == 0;
    if flags & PARTS == 0 || unknown || alone { Err(Win32Error(ERROR_INVALID_PARAMETER)) } else { Ok(()) }
}

/// Whether server functions may be used.
pub fn is_server() -> bool {
    COUNTS.lock().server > 0
}

/// Whether configuration functions may be used.
pub fn is_config() -> bool {
    COUNTS.lock().config > 0
}
