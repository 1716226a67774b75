//! `urlacl` and `iplisten`: who may listen to which URL, and at which addresses.

use super::accounts;
use super::answers::{Page, done};
use super::failed::{ALREADY_EXISTS, Failed, INVALID_PARAMETER, NOT_FOUND};
use super::service::{self, Change, Record};
use super::words::Words;
use std::net::IpAddr;

pub fn show(words: &mut Words) -> Result<String, Failed> {
    let found = match words.take("url") {
        None => service::reservations().map_err(Failed::unread)?,
        Some(url) => {
            let url = with_slash(url);
            vec![service::reservation(&url).map_err(|code| match code {
                NOT_FOUND => Failed::Refused(format!("{url} is not reserved, Error: 2")),
                INVALID_PARAMETER => words.wrong(&no_prefix(&url)),
                _ => Failed::unread(code),
            })?]
        }
    };
    let mut page = Page::new("URL Reservations:");
    for (url, sddl) in found {
        page.line(format_args!("    Reserved URL            : {url}"));
        for entry in entries(&sddl) {
            page.line(format_args!("        User: {}", accounts::name_of(&entry.sid)));
            page.line(format_args!("            Listen: {}", if entry.listen { "Yes" } else { "No" }));
            page.line(format_args!("            Delegate: {}", if entry.delegate { "Yes" } else { "No" }));
        }
        page.line(format_args!("            SDDL: {sddl}"));
        page.line("");
    }
    Ok(page.end())
}

pub fn add(words: &mut Words) -> Result<String, Failed> {
    let url = with_slash(words.need("url")?);
    let listen = words.choice("listen", "yes", "no", true)?;
    let delegate = words.choice("delegate", "yes", "no", false)?;
    let sddl = match (words.take("user"), words.take("sddl")) {
        (Some(user), None) => {
            let rights = match (listen, delegate) {
                (true, true) => "GA",
                (true, false) => "GX",
                (false, true) => "GW",
                (false, false) => return Err(words.wrong("listen=no and delegate=no together allow nothing")),
            };
            let sid = accounts::sid_of(&user).ok_or_else(|| {
                Failed::Refused(format!(
                    "user={user}: no user and no group has this name; sddl= takes numbers, as S-1-22-1-UID and \
                     S-1-22-2-GID"
                ))
            })?;
            format!("D:(A;;{rights};;;{sid})")
        }
        (None, Some(sddl)) => sddl,
        (Some(_), Some(_)) => return Err(words.wrong("user= and sddl= exclude each other")),
        (None, None) => return Err(words.wrong("user= or sddl= is missing")),
    };
    service::change(Change::Add, &Record::Url { url: &url, sddl: &sddl }).map_err(|code| {
        let reason = match code {
            ALREADY_EXISTS => format!("{url} is reserved already: delete urlacl url={url} first"),
            // The library names no parameter; a question with the URL alone tells which it is.
            INVALID_PARAMETER if service::reservation(&url) == Err(INVALID_PARAMETER) => no_prefix(&url),
            INVALID_PARAMETER => format!("sddl={sddl}: this is no security descriptor as text, such as D:(A;;GX;;;WD)"),
            _ => String::new(),
        };
        Failed::refused("URL reservation add", code, &reason)
    })?;
    Ok(done("URL reservation successfully added"))
}

pub fn delete(words: &mut Words) -> Result<String, Failed> {
    let url = with_slash(words.need("url")?);
    service::change(Change::Delete, &Record::Url { url: &url, sddl: "D:" }).map_err(|code| {
        let reason = match code {
            NOT_FOUND => format!("{url} is not reserved; `portico http show urlacl` lists what is"),
            INVALID_PARAMETER => no_prefix(&url),
            _ => String::new(),
        };
        Failed::refused("URL reservation delete", code, &reason)
    })?;
    Ok(done("URL reservation successfully deleted"))
}

fn no_prefix(url: &str) -> String {
    format!(
        "url={url}: this is no URL to reserve: http:// or https:// in small letters, a host, + or *, a port, and a path \
         that begins with a slash, as in http://+:80/MyUri/"
    )
}

/// A path is taken without the slash at its end, too.
fn with_slash(mut url: String) -> String {
    let has_path = url.split_once("://").is_some_and(|(_, rest)| rest.contains('/'));
    if has_path && !url.ends_with('/') {
        url.push('/');
    }
    url
}

struct Entry {
    sid: String,
    listen: bool,
    delegate: bool,
}

/// The entries of a security descriptor that allow something: `(A;;rights;;;sid)`.
fn entries(sddl: &str) -> Vec<Entry> {
    let list = sddl.split_once("D:").map_or("", |(_, list)| list);
    let list = list.split("S:").next().unwrap_or_default();
    let entries = list.split('(').skip(1).filter_map(|entry| {
        let parts: Vec<_> = entry.split(')').next()?.split(';').map(str::trim).collect();
        let [kind, _, rights, _, _, sid] = *parts.first_chunk::<6>()?;
        let number = rights
            .strip_prefix("0x")
            .map_or_else(|| rights.parse().ok(), |digits| u32::from_str_radix(digits, 16).ok());
        let has = |bit: u32, word: &str| match number {
            Some(number) => number & (bit | 0x1000_0000) != 0,
            None => rights.as_bytes().chunks(2).any(|right| right == word.as_bytes() || right == b"GA"),
        };
        (kind == "A").then(|| Entry {
            sid: sid.to_ascii_uppercase(),
            listen: has(0x2000_0000, "GX"),
            delegate: has(0x4000_0000, "GW"),
        })
    });
    entries.collect()
}

pub fn show_addresses(_: &mut Words) -> Result<String, Failed> {
    let mut page = Page::new("IP addresses present in the IP listen list:");
    for address in service::addresses().map_err(Failed::unread)? {
        page.line(format_args!("    {address}"));
    }
    Ok(page.end())
}

pub fn add_address(words: &mut Words) -> Result<String, Failed> {
    let address = address(words)?;
    service::change(Change::Add, &Record::Address(address)).map_err(|code| {
        let reason = match code {
            ALREADY_EXISTS => format!("{address} is on the list already"),
            INVALID_PARAMETER => format!("{address} is an address of a link, which says nothing without its interface"),
            _ => String::new(),
        };
        Failed::refused("IP address add", code, &reason)
    })?;
    Ok(done("IP address successfully added"))
}

pub fn delete_address(words: &mut Words) -> Result<String, Failed> {
    let address = address(words)?;
    service::change(Change::Delete, &Record::Address(address)).map_err(|code| {
        let reason = match code {
            NOT_FOUND => format!("{address} is not on the list; `portico http show iplisten` tells what is"),
            _ => String::new(),
        };
        Failed::refused("IP address delete", code, &reason)
    })?;
    Ok(done("IP address successfully deleted"))
}

fn address(words: &mut Words) -> Result<IpAddr, Failed> {
    let text = words.need("ipaddress")?;
    text.parse().map_err(|_| words.wrong(&format!("ipaddress={text} is no address, such as 127.0.0.1 or ::1")))
}
