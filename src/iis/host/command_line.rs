//! The configuration that stands for a command line without a file.

use crate::iis::configuration::Source;
use std::fmt::Write;
use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};

/// What errors name it.
pub const NAME: &str = "(command line)";

/// The built-in modules that take part, in order, with IIS's images.
const MODULES: [(&str, &str); 12] = [
    ("ProtocolSupportModule", "protsup"),
    ("RequestFilteringModule", "modrqflt"),
    ("HttpRedirectionModule", "redirect"),
    ("AnonymousAuthenticationModule", "authanon"),
    ("BasicAuthenticationModule", "authbas"),
    ("UrlAuthorizationModule", "urlauthz"),
    ("StaticFileModule", "static"),
    ("DefaultDocumentModule", "defdoc"),
    ("DirectoryListingModule", "dirlist"),
    ("CustomErrorModule", "custerr"),
    ("WebSocketModule", "iiswsock"),
    ("HttpLoggingModule", "loghttp"),
];
const HANDLERS: &str = "ProtocolSupportModule,StaticFileModule,DefaultDocumentModule,DirectoryListingModule";

/// What a command line asks for.
#[derive(Clone, Debug, Default)]
pub struct CommandLine {
    pub addresses: Vec<SocketAddr>,
    pub root: PathBuf,
    /// Names and paths, in the order in which they are told.
    pub modules: Vec<(String, PathBuf)>,
    pub browse: bool,
    /// Its addresses are those of https.
    pub secure: bool,
}

/// One site with these addresses, whose modules are told before the built-in ones and handle every URL
/// before those do.
pub fn source(line: &CommandLine) -> Source {
    let mut bindings = String::new();
    let protocol = if line.secure { "https" } else { "http" };
    for address in &line.addresses {
        let host = match address.ip() {
            IpAddr::V4(address) => address.to_string(),
            IpAddr::V6(address) => format!("[{address}]"),
        };
        let information = format!("{host}:{}:", address.port());
        let _ = writeln!(bindings, "<binding protocol=\"{protocol}\" bindingInformation=\"{information}\" />");
    }
    let (mut images, mut names, mut handlers) = (String::new(), String::new(), String::new());
    for (name, path) in &line.modules {
        let name = escaped(name);
        let _ = writeln!(images, "<add name=\"{name}\" image=\"{}\" />", escaped_path(path));
        let _ = writeln!(names, "<add name=\"{name}\" />");
        let _ = write!(handlers, "{name},");
    }
    for (name, image) in MODULES {
        let _ = writeln!(images, "<add name=\"{name}\" image=\"%windir%\\System32\\inetsrv\\{image}.dll\" />");
        let _ = writeln!(names, "<add name=\"{name}\" />");
    }
    let root = escaped_path(&line.root);
    let browse = line.browse;
    let text = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<configuration>
<system.applicationHost>
<sites>
<site name="Default Web Site" id="1">
<application path="/" applicationPool="DefaultAppPool"><virtualDirectory path="/" physicalPath="{root}" /></application>
<bindings>
{bindings}</bindings>
</site>
</sites>
</system.applicationHost>
<system.webServer>
<globalModules>
{images}</globalModules>
<modules>
{names}</modules>
<handlers accessPolicy="Read, Script">
<add name="Everything" path="*" verb="*" modules="{handlers}{HANDLERS}" resourceType="Unspecified" requireAccess="Read" />
</handlers>
<directoryBrowse enabled="{browse}" />
</system.webServer>
</configuration>
"#
    );
    Source::Text { name: NAME.to_owned(), text }
}

/// The text of a path.
fn escaped_path(path: &Path) -> String {
    escaped(&path.to_string_lossy())
}

fn escaped(text: &str) -> String {
    let mut escaped = String::new();
    for letter in text.chars() {
        match letter {
            '&' => escaped += "&amp;",
            '<' => escaped += "&lt;",
            '"' => escaped += "&quot;",
            letter if letter.is_control() => {
                let _ = write!(escaped, "&#{};", u32::from(letter));
            }
            letter => escaped.push(letter),
        }
    }
    escaped
}
