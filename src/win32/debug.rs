//! Debug output and breakpoints.

/// Whether a debugger traces this process.
pub fn is_debugger_present() -> bool {
    let Ok(status) = std::fs::read_to_string("/proc/self/status") else { return false };
    status.lines().filter_map(|line| line.strip_prefix("TracerPid:")).any(|pid| pid.trim() != "0")
}

/// Text for the debugger. Without one it goes nowhere, as on Windows, unless
/// `PORTICO_DEBUG_OUTPUT` is set: then it goes to standard error.
pub fn output(text: &str) {
    use std::io::Write;
    if std::env::var_os("PORTICO_DEBUG_OUTPUT").is_some() || is_debugger_present() {
        // A closed standard error is no reason to fail.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Stops in the debugger; without one the process ends with SIGTRAP.
pub fn break_here() {
    // SAFETY: raising a signal in the own process.
    unsafe { libc::raise(libc::SIGTRAP) };
}

/// Ends the process, as an exception that nobody handles does.
pub fn end_with_exception(code: u32) -> ! {
    use std::io::Write;
    let _ = writeln!(std::io::stderr(), "libhttpapi: RaiseException: 0x{code:08X}, which nobody handles");
    std::process::abort()
}
