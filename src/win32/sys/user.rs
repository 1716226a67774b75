//! Whose rights the process has.

use std::io;

/// The user whose rights count.
pub fn effective() -> u32 {
    // SAFETY: it has no arguments and cannot fail.
    unsafe { libc::geteuid() }
}

/// The groups whose rights count.
pub fn groups() -> io::Result<Vec<u32>> {
    // SAFETY: with no room it tells the number only.
    let count = unsafe { libc::getgroups(0, std::ptr::null_mut()) };
    let mut groups = vec![0; usize::try_from(count).map_err(|_| io::Error::last_os_error())?];
    // SAFETY: there is room for so many.
    let count = unsafe { libc::getgroups(count, groups.as_mut_ptr()) };
    groups.truncate(usize::try_from(count).map_err(|_| io::Error::last_os_error())?);
    // SAFETY: it has no arguments and cannot fail.
    groups.push(unsafe { libc::getegid() });
    Ok(groups)
}

/// Whether whoever started the process has other rights than it: their environment is not to be trusted.
pub fn is_privileged_by_file() -> bool {
    // SAFETY: it reads what the kernel gave the process at its start.
    unsafe { libc::getauxval(libc::AT_SECURE) != 0 }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_process_has_the_rights_of_its_files() {
        use std::os::unix::fs::MetadataExt;
        let own = std::fs::metadata("/proc/self/environ").expect("our own file");
        assert_eq!(own.uid(), super::effective());
        assert!(super::groups().expect("groups").contains(&own.gid()));
        assert!(!super::is_privileged_by_file());
    }
}
