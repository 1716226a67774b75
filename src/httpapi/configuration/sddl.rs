//! Security descriptors as text (SDDL): their shape, and who may listen by them.
//!
//! Linux has no SIDs. A user is S-1-22-1-UID and a group S-1-22-2-GID, as Samba has it; `WD`, `AU`
//! and `BU` are everybody, `BA` and `SY` the super-user. Whoever else is named is somebody else.

const GENERIC_EXECUTE: u32 = 0x2000_0000;
const GENERIC_ALL: u32 = 0x1000_0000;

/// Who somebody is to the entries of a list.
#[derive(Clone, Copy, Debug)]
pub struct Identity<'a> {
    pub user: u32,
    pub groups: &'a [u32],
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecurityDescriptor {
    /// The entries of the DACL; without one everybody may do everything.
    entries: Option<Vec<Entry>>,
}

/// An entry (ACE) that says something about listening.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Entry {
    allows: bool,
    rights: u32,
    sid: String,
}

impl SecurityDescriptor {
    /// `O:sid G:sid D:flags(entry)… S:flags(entry)…`, each part at most once and in this order.
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let (mut entries, mut last) = (None, 0);
        while !rest.is_empty() {
            let (letter, behind) = rest.split_once(':')?;
            let place = 1 + ["O", "G", "D", "S"].iter().position(|known| *known == letter)?;
            if place <= last {
                return None;
            }
            last = place;
            // A part ends where the next letter with a colon stands; no part has a colon in itself.
            let end = behind.find(':').map_or(behind.len(), |colon| colon.saturating_sub(1));
            let part = behind.get(..end)?.trim();
            rest = behind.get(end..)?.trim_start();
            match letter {
                "D" => entries = Some(list(part)?),
                "S" => drop(list(part)?),
                _ => sid(part).map(drop)?,
            }
        }
        (last > 0).then_some(Self { entries })
    }

    /// Whether somebody may listen: the first entry that names them and the right decides.
    pub fn may_listen(&self, who: Identity) -> bool {
        let Some(entries) = &self.entries else { return true };
        let wanted = |entry: &&Entry| entry.rights & (GENERIC_EXECUTE | GENERIC_ALL) != 0 && who.is(&entry.sid);
        entries.iter().find(wanted).is_some_and(|entry| entry.allows)
    }
}

impl Identity<'_> {
    fn is(&self, sid: &str) -> bool {
        let number = |prefix: &str| sid.strip_prefix(prefix)?.parse().ok();
        match sid {
            "WD" | "AU" | "BU" | "S-1-1-0" | "S-1-5-11" | "S-1-5-32-545" => true,
            "BA" | "SY" | "S-1-5-32-544" | "S-1-5-18" => self.user == 0,
            _ => {
                number("S-1-22-1-") == Some(self.user)
                    || number("S-1-22-2-").is_some_and(|group| self.groups.contains(&group))
            }
        }
    }
}

/// A list's flags and entries; entries of other kinds than plain ones are not looked into.
fn list(part: &str) -> Option<Vec<Entry>> {
    let start = part.find('(').unwrap_or(part.len());
    let flags = &part[..start];
    if flags != "NO_ACCESS_CONTROL" && !two_letters(flags, &["P", "AR", "AI"]) {
        return None;
    }
    let (mut entries, mut rest) = (Vec::new(), &part[start..]);
    while !rest.is_empty() {
        let (entry, behind) = rest.strip_prefix('(')?.split_once(')')?;
        rest = behind.trim_start();
        entries.extend(parse_entry(entry)?);
    }
    Some(entries)
}

/// Flags are words without anything in between.
fn two_letters(mut flags: &str, known: &[&str]) -> bool {
    while !flags.is_empty() {
        let Some(behind) = known.iter().find_map(|word| flags.strip_prefix(word)) else { return false };
        flags = behind;
    }
    true
}

/// `type;flags;rights;object;inherited object;sid`, of which audit entries allow and deny nothing.
fn parse_entry(entry: &str) -> Option<Option<Entry>> {
    let parts: Vec<_> = entry.split(';').map(str::trim).collect();
    let [kind, flags, rights, object, inherited, who] = *parts.first_chunk::<6>()?;
    let kinds = ["A", "D", "OA", "OD", "AU", "AL", "OU", "OL", "ML", "XA", "XD", "XU", "RA", "SP"];
    let plain = matches!(kind, "A" | "D");
    if !kinds.contains(&kind) || !two_letters(flags, &["CI", "OI", "NP", "IO", "ID", "SA", "FA"]) {
        return None;
    }
    if plain && (parts.len() != 6 || !object.is_empty() || !inherited.is_empty()) {
        return None;
    }
    let (rights, sid) = (parse_rights(rights)?, sid(who)?);
    // One that is for what inherits alone is not for the URL itself.
    let here = plain && !flags.contains("IO");
    Some(here.then(|| Entry { allows: kind == "A", rights, sid }))
}

fn parse_rights(text: &str) -> Option<u32> {
    if let Some(digits) = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X")) {
        return u32::from_str_radix(digits, 16).ok();
    }
    if text.starts_with(|letter: char| letter.is_ascii_digit()) {
        return text.parse().ok();
    }
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    text.as_bytes().chunks(2).try_fold(0, |rights, right| {
        Some(
            rights
                | match right {
                    b"GA" => GENERIC_ALL,
                    b"GX" => GENERIC_EXECUTE,
                    b"GR" => 0x8000_0000,
                    b"GW" => 0x4000_0000,
                    // Rights of other things than URLs.
                    b"RC" | b"SD" | b"WD" | b"WO" | b"RP" | b"WP" | b"CC" | b"DC" | b"LC" | b"SW" | b"LO" | b"DT"
                    | b"CR" | b"FA" | b"FR" | b"FW" | b"FX" | b"KA" | b"KR" | b"KW" | b"KX" | b"NR" | b"NW" | b"NX" => {
                        0
                    }
                    _ => return None,
                },
        )
    })
}

/// Two letters, or `S-1-authority-number…`; in capitals.
fn sid(text: &str) -> Option<String> {
    let text = text.to_ascii_uppercase();
    let alias = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    let numbers = || {
        let number = |part: &str| part.parse::<u64>().is_ok() || part.starts_with("0X");
        text.strip_prefix("S-1-").is_some_and(|rest| rest.contains('-') && rest.split('-').all(number))
    };
    (alias || numbers()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const USER: Identity = Identity { user: 1000, groups: &[100, 1000] };
    const ROOT: Identity = Identity { user: 0, groups: &[0] };

    #[test]
    fn shapes() {
        for text in [
            "D:(A;;GX;;;WD)",
            "D:PAI(A;CIOI;GXGW;;;S-1-5-21-1-2-3-500)(D;;0x20000000;;;BU)",
            "O:BAG:SYD:(A;;GA;;;BA)S:(AU;SAFA;GA;;;WD)",
            "D:",
            "D:NO_ACCESS_CONTROL",
            " D: (A;;GX;;;WD) ",
        ] {
            assert!(SecurityDescriptor::parse(text).is_some(), "{text}");
        }
        for text in [
            "",
            "x",
            "D",
            "D:(A;;GX;;;WD",
            "D:A;;GX;;;WD)",
            "D:(A;;GX;;WD)",
            "D:(Q;;GX;;;WD)",
            "D:(A;QQ;GX;;;WD)",
            "D:(A;;G;;;WD)",
            "D:(A;;QQ;;;WD)",
            "D:(A;;0xZZ;;;WD)",
            "D:(A;;GX;;;Everyone)",
            "D:(A;;GX;;;S-1-)",
            "D:(A;;GX;;;S-2-5-18)",
            "D:(A;;GX;;;)",
            "D:D:",
            "S:D:(A;;GX;;;WD)",
            "E:(A;;GX;;;WD)",
            "D:(A;;GX;;;WD)x",
        ] {
            assert_eq!(SecurityDescriptor::parse(text), None, "{text}");
        }
    }

    #[test]
    fn who_may_listen() {
        for (text, user, root) in [
            ("D:(A;;GX;;;WD)", true, true),
            ("D:(A;;GA;;;BU)", true, true),
            ("D:(A;;0x20000000;;;S-1-1-0)", true, true),
            ("D:(A;;GW;;;WD)", false, false),
            ("D:(A;;GX;;;BA)", false, true),
            ("D:(A;;GX;;;S-1-5-18)", false, true),
            ("D:(A;;GX;;;S-1-22-1-1000)", true, false),
            ("D:(A;;GX;;;S-1-22-2-100)", true, false),
            ("D:(A;;GX;;;S-1-5-21-1-2-3-1000)", false, false),
            ("D:(D;;GX;;;S-1-22-1-1000)(A;;GX;;;WD)", false, true),
            ("D:(A;;GX;;;WD)(D;;GX;;;S-1-22-1-1000)", true, true),
            ("D:(A;IO;GX;;;WD)", false, false),
            ("D:", false, false),
            ("O:BA", true, true),
        ] {
            let descriptor = SecurityDescriptor::parse(text).expect(text);
            assert_eq!((descriptor.may_listen(USER), descriptor.may_listen(ROOT)), (user, root), "{text}");
        }
    }
}
