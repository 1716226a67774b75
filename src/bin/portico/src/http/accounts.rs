//! Names of users and groups, and the SIDs that stand for them in a security descriptor: docs/configuration.md.

use nix::unistd::{Gid, Group, Uid, User};

const KNOWN: [(&str, &str, &str); 5] = [
    ("WD", "S-1-1-0", "\\Everyone"),
    ("AU", "S-1-5-11", "NT AUTHORITY\\Authenticated Users"),
    ("BU", "S-1-5-32-545", "BUILTIN\\Users"),
    ("BA", "S-1-5-32-544", "BUILTIN\\Administrators"),
    ("SY", "S-1-5-18", "NT AUTHORITY\\SYSTEM"),
];
const USERS: &str = "S-1-22-1-";
const GROUPS: &str = "S-1-22-2-";

/// The SID of a name: one that Windows knows everywhere, else a user of the system, else a group.
pub fn sid_of(name: &str) -> Option<String> {
    let alone = |full: &str| full.rsplit_once('\\').map_or(String::new(), |(_, alone)| alone.to_owned());
    let known =
        KNOWN.iter().find(|(_, _, full)| full.eq_ignore_ascii_case(name) || alone(full).eq_ignore_ascii_case(name));
    if let Some((short, ..)) = known {
        return Some((*short).to_owned());
    }
    if let Ok(Some(user)) = User::from_name(name) {
        return Some(format!("{USERS}{}", user.uid));
    }
    let group = Group::from_name(name).ok().flatten()?;
    Some(format!("{GROUPS}{}", group.gid))
}

/// The name of a SID, or the SID where it has none.
pub fn name_of(sid: &str) -> String {
    if let Some((.., name)) = KNOWN.iter().find(|(short, long, _)| [*short, *long].contains(&sid)) {
        return (*name).to_owned();
    }
    let number = |prefix: &str| sid.strip_prefix(prefix)?.parse::<u32>().ok();
    let user = number(USERS).and_then(|uid| User::from_uid(Uid::from_raw(uid)).ok().flatten());
    let group = number(GROUPS).and_then(|gid| Group::from_gid(Gid::from_raw(gid)).ok().flatten());
    user.map(|user| user.name).or(group.map(|group| group.name)).unwrap_or_else(|| sid.to_owned())
}
