//! Modules that come with the server, under the names that IIS has for them.

mod anonymous_authentication;
mod answer;
mod basic_authentication;
mod conditions;
mod custom_error;
mod default_document;
mod directory_listing;
pub mod http_logging;
mod http_redirection;
mod protocol_support;
mod request_filtering;
mod static_file;
mod url_authorization;
pub mod web_socket;

use super::module::BuiltIn;

type Make = fn() -> Box<dyn BuiltIn>;

/// IIS's own image of a module, and what makes ours; none where IIS has one that we do without.
const IMAGES: &[(&str, Option<Make>)] = &[
    ("authanon", Some(|| Box::new(anonymous_authentication::AnonymousAuthentication))),
    ("custerr", Some(|| Box::new(custom_error::CustomError))),
    ("defdoc", Some(|| Box::new(default_document::DefaultDocument))),
    ("dirlist", Some(|| Box::new(directory_listing::DirectoryListing))),
    ("modrqflt", Some(|| Box::new(request_filtering::RequestFiltering))),
    ("protsup", Some(|| Box::new(protocol_support::ProtocolSupport))),
    ("redirect", Some(|| Box::new(http_redirection::HttpRedirection))),
    ("authbas", Some(|| Box::new(basic_authentication::BasicAuthentication))),
    ("loghttp", Some(|| Box::new(http_logging::HttpLogging))),
    ("static", Some(|| Box::new(static_file::StaticFile))),
    ("urlauthz", Some(|| Box::new(url_authorization::UrlAuthorization))),
    ("authcert", None),
    ("authmap", None),
    ("authmd5", None),
    ("authsspi", None),
    ("cachfile", None),
    ("cachhttp", None),
    ("cachtokn", None),
    ("cachuri", None),
    ("cgi", None),
    ("compdyn", None),
    ("compstat", None),
    ("diprestr", None),
    ("filter", None),
    ("gzip", None),
    ("iis_ssi", None),
    ("iisetw", None),
    ("iisfcgi", None),
    ("iisfreb", None),
    ("iisreqs", None),
    ("iiswsock", Some(|| Box::new(web_socket::WebSocket))),
    ("iprestr", None),
    ("isapi", None),
    ("logcust", None),
    ("rewrite", None),
    ("validcfg", None),
    ("warmup", None),
    ("webdav", None),
    ("webengine", None),
    ("webengine4", None),
    ("wbhst_pm", None),
];

/// What the server knows of an image of IIS's own.
pub enum Known {
    Ours(Box<dyn BuiltIn>),
    /// There is none.
    LeftOut,
}

/// Looks an image up by its file's name: `%windir%\System32\inetsrv\static.dll`.
pub fn known(image: &str) -> Option<Known> {
    let name = image.rsplit(['\\', '/']).next().unwrap_or_default();
    let stem = name.rsplit_once('.').filter(|(_, extension)| extension.eq_ignore_ascii_case("dll"))?.0;
    let (_, make) = IMAGES.iter().find(|(known, _)| known.eq_ignore_ascii_case(stem))?;
    Some(make.map_or(Known::LeftOut, |make| Known::Ours(make())))
}
