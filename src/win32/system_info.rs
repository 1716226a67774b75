//! The machine and what it calls itself.

use crate::abi::windows::{SYSTEM_INFO, WORD};
use core::ptr::without_provenance_mut;

/// Reservations of pages begin at multiples of this.
pub const ALLOCATION_GRANULARITY: usize = 65536;
/// The Windows whose behaviour the library has: 10, version 22H2.
pub const VERSION: (u32, u32, u32) = (10, 0, 19045);

/// The bytes of a page.
pub fn page_size() -> usize {
    // SAFETY: no arguments but a constant.
    usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).unwrap_or(4096)
}

/// The processor's architecture and type in Windows' numbers.
const fn processor() -> (WORD, u32) {
    if cfg!(target_arch = "x86_64") {
        (9, 8664)
    } else if cfg!(target_arch = "aarch64") {
        (12, 0)
    } else {
        (0xFFFF, 0)
    }
}

pub fn system_info() -> SYSTEM_INFO {
    // Those that this process may use, as affinity and container allow.
    let processors = std::thread::available_parallelism().map_or(1, usize::from);
    let (architecture, kind) = processor();
    SYSTEM_INFO {
        wProcessorArchitecture: architecture,
        wReserved: 0,
        dwPageSize: page_size() as u32,
        lpMinimumApplicationAddress: without_provenance_mut(ALLOCATION_GRANULARITY),
        lpMaximumApplicationAddress: without_provenance_mut(0x7FFF_FFFE_FFFF),
        dwActiveProcessorMask: if processors >= 64 { usize::MAX } else { (1 << processors) - 1 },
        dwNumberOfProcessors: processors as u32,
        dwProcessorType: kind,
        dwAllocationGranularity: ALLOCATION_GRANULARITY as u32,
        wProcessorLevel: 6,
        wProcessorRevision: 0,
    }
}

/// The host's name with the domain, as the system has it.
fn host_name() -> String {
    let mut buffer = [0_u8; 256];
    // SAFETY: the buffer has room for that many bytes.
    unsafe { libc::gethostname(buffer.as_mut_ptr().cast(), buffer.len() - 1) };
    let length = buffer.iter().position(|byte| *byte == 0).unwrap_or(buffer.len());
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}

/// The forms of the host's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// Capitals, 15 letters at most.
    NetBios,
    Host,
    Domain,
    Full,
}

/// The host's name in one of its forms.
pub fn computer_name(form: NameForm) -> String {
    let full = host_name();
    let (host, domain) = full.split_once('.').unwrap_or((&full, ""));
    match form {
        NameForm::NetBios => host.chars().take(15).flat_map(char::to_uppercase).collect(),
        NameForm::Host => host.to_owned(),
        NameForm::Domain => domain.to_owned(),
        NameForm::Full => full,
    }
}
