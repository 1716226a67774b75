//! The commands there are: a row for each verb and object.

use super::failed::Failed;
use super::words::Words;
use super::{certificates, numbers, reservations};

pub struct Command {
    pub verb: &'static str,
    pub object: &'static str,
    pub about: &'static str,
    /// In the order in which values without names are taken.
    pub tags: &'static [Tag],
    pub run: fn(&mut Words) -> Result<String, Failed>,
}

/// A name, and what its value is, as the usage has it.
pub struct Tag(pub &'static str, pub Needed, pub &'static str);

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Needed {
    Yes,
    No,
    /// One of all that are marked so.
    Either,
}

use Needed::{Either, No, Yes};

const URL: Tag = Tag("url", Yes, "http://HOST:PORT/PATH/");
const WHICH_URL: Tag = Tag("url", No, "http://HOST:PORT/PATH/");
const LISTEN: Tag = Tag("ipaddress", Yes, "ADDRESS");
const TIMEOUT: Tag = Tag("timeouttype", Yes, "idleconnectiontimeout|headerwaittimeout");
const CACHE: Tag = Tag("type", Yes, "maxcacheresponsesize|cacherangechunksize");
const SETTING: Tag = Tag("settingtype", Yes, "tlsthrottle");
const VALUE: Tag = Tag("value", Yes, "NUMBER");

const IP_PORT: Tag = Tag("ipport", Either, "ADDRESS:PORT");
const NAME_PORT: Tag = Tag("hostnameport", Either, "NAME:PORT");
const CCS: Tag = Tag("ccs", Either, "PORT");
const SCOPED_CCS: Tag = Tag("scopedccs", Either, "ADDRESS:PORT");
const BINDING: &[Tag] = &[IP_PORT, NAME_PORT, CCS, SCOPED_CCS];
const WHICH_BINDING: &[Tag] = &[optional(IP_PORT), optional(NAME_PORT), optional(CCS), optional(SCOPED_CCS)];
const SWITCH: &str = "enable|disable";
const CERTIFICATE: &[Tag] = &[
    IP_PORT,
    NAME_PORT,
    CCS,
    SCOPED_CCS,
    Tag("certhash", No, "HASH"),
    Tag("appid", Yes, "{GUID}"),
    Tag("certstorename", No, "STORE"),
    Tag("verifyclientcertrevocation", No, SWITCH),
    Tag("verifyrevocationwithcachedclientcertonly", No, SWITCH),
    Tag("usagecheck", No, SWITCH),
    Tag("revocationfreshnesstime", No, "SECONDS"),
    Tag("urlretrievaltimeout", No, "MILLISECONDS"),
    Tag("sslctlidentifier", No, "NAME"),
    Tag("sslctlstorename", No, "STORE"),
    Tag("dsmapperusage", No, SWITCH),
    Tag("clientcertnegotiation", No, SWITCH),
    Tag("reject", No, SWITCH),
    Tag("disablehttp2", No, SWITCH),
    Tag("disablequic", No, SWITCH),
    Tag("disablelegacytls", No, SWITCH),
    Tag("disabletls12", No, SWITCH),
    Tag("disabletls13", No, SWITCH),
    Tag("disableocspstapling", No, SWITCH),
    Tag("enabletokenbinding", No, SWITCH),
    Tag("logextendedevents", No, SWITCH),
    Tag("enablesessionticket", No, SWITCH),
    Tag("enableclientcorrelation", No, SWITCH),
    Tag("disablesessionid", No, SWITCH),
    Tag("enablecacheclienthello", No, SWITCH),
];

const fn row(
    verb: &'static str,
    object: &'static str,
    about: &'static str,
    tags: &'static [Tag],
    run: fn(&mut Words) -> Result<String, Failed>,
) -> Command {
    Command { verb, object, about, tags, run }
}

pub const COMMANDS: &[Command] = &[
    row("show", "urlacl", "who may listen to which URLs", &[WHICH_URL], reservations::show),
    row(
        "add",
        "urlacl",
        "reserves a URL and what is below it",
        &[
            URL,
            Tag("user", Either, "NAME"),
            Tag("listen", No, "yes|no"),
            Tag("delegate", No, "yes|no"),
            Tag("sddl", Either, "TEXT"),
        ],
        reservations::add,
    ),
    row("delete", "urlacl", "takes a reservation back", &[URL], reservations::delete),
    row("show", "iplisten", "the addresses that are listened to", &[], reservations::show_addresses),
    row("add", "iplisten", "an address to listen to", &[LISTEN], reservations::add_address),
    row("delete", "iplisten", "takes an address off the list", &[LISTEN], reservations::delete_address),
    row("show", "sslcert", "the certificates of bindings", WHICH_BINDING, certificates::show),
    row("add", "sslcert", "a certificate for a binding", CERTIFICATE, certificates::add),
    row("update", "sslcert", "another certificate for a binding", CERTIFICATE, certificates::update),
    row("delete", "sslcert", "takes a binding's certificate away", BINDING, certificates::delete),
    row("show", "timeout", "how long connections wait, in seconds", &[optional(TIMEOUT)], numbers::show_timeout),
    row("add", "timeout", "sets a time, in seconds", &[TIMEOUT, VALUE], numbers::add_timeout),
    row("delete", "timeout", "goes back to the usual time", &[TIMEOUT], numbers::delete_timeout),
    row("show", "cacheparam", "what the response cache keeps", &[optional(CACHE)], numbers::show_cache),
    row("add", "cacheparam", "sets a size, in bytes", &[CACHE, VALUE], numbers::add_cache),
    row("delete", "cacheparam", "goes back to the usual size", &[CACHE], numbers::delete_cache),
    row("show", "setting", "other settings", &[optional(SETTING)], numbers::show_setting),
    row("add", "setting", "sets one", &[SETTING, VALUE], numbers::add_setting),
    row("delete", "setting", "takes one back", &[SETTING], numbers::delete_setting),
];

const fn optional(tag: Tag) -> Tag {
    Tag(tag.0, No, tag.2)
}

/// Of a usage's lines.
const WIDTH: usize = 100;

impl Command {
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.tags.iter().map(|tag| tag.0)
    }

    /// What is typed, in lines of a terminal's width.
    fn usage(&self) -> String {
        let mut text = format!("portico http {} {}", self.verb, self.object);
        let (mut line, mut alternative) = (text.len() + "Usage: ".len(), false);
        for Tag(name, needed, value) in self.tags {
            let word = match needed {
                No => format!("[{name}={value}]"),
                Yes => format!("{name}={value}"),
                Either if alternative => format!("| {name}={value}"),
                Either => format!("{name}={value}"),
            };
            alternative |= *needed == Either;
            if line + 1 + word.len() > WIDTH {
                text += "\n         ";
                line = 9;
            }
            text += " ";
            text += &word;
            line += 1 + word.len();
        }
        text
    }

    pub fn help(&self) -> String {
        let mut text = format!("{}: {}\n\nUsage: {}\n", self.object, self.about, self.usage());
        if !self.tags.is_empty() {
            text += "\nNames may be left out where the values stand in this order.\n";
        }
        text
    }
}
