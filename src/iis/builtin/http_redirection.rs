//! HttpRedirectionModule: URLs that lead elsewhere.

use super::answer::{escaped_path, refused, settings};
use crate::abi::iis::RQ_MAP_REQUEST_HANDLER;
use crate::iis::configuration::Metadata;
use crate::iis::configuration::views::HttpRedirect;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::sync::Arc;

pub struct HttpRedirection;

impl BuiltIn for HttpRedirection {
    fn registered(&self) -> Registered {
        Registered { events: RQ_MAP_REQUEST_HANDLER, ..Registered::default() }
    }

    fn is_idle(&self, configuration: &Metadata) -> bool {
        configuration.read::<HttpRedirect>().is_ok_and(|settings| !settings.enabled)
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let settings = match settings::<HttpRedirect>(context) {
            Ok(settings) => settings,
            Err(status) => return status,
        };
        if !settings.enabled {
            return Status::Continue;
        }
        let url = context.request.url();
        let escaped = escaped_path(&url.path);
        let place = place_of(context, settings, &url.path);
        let suffix = escaped_path(&url.path[place..]);
        let asked = Asked { url: &escaped, suffix: &suffix, query: &url.query };
        let Some(destination) = destination(settings, &asked) else { return Status::Continue };
        context.response.set_status(settings.status, "", 0);
        match context.response.redirect(&destination, false, false) {
            Ok(()) => Status::Finish,
            // What the configuration says is no URL.
            Err(error) => {
                let status = refused(context, 500, 0);
                context.response.set_status_error(error);
                status
            }
        }
    }
}

/// How much of a path leads to the folder that the redirection is set for: the one furthest up from which on
/// it is the same.
fn place_of(context: &Context, settings: &HttpRedirect, path: &str) -> usize {
    let is_same = |at: usize| {
        let above = context.application.metadata(&path[..=at]).view::<HttpRedirect>();
        above.is_ok_and(|above| above.enabled && above.destination == settings.destination)
    };
    let slashes: Vec<usize> = path.match_indices('/').map(|(at, _)| at).collect();
    // A redirection of the file itself is for nothing below it.
    slashes.into_iter().rev().take_while(|at| is_same(*at)).last().map_or(path.len(), |at| at + 1)
}

/// What the client has asked for, as it stands in URLs.
struct Asked<'a> {
    url: &'a str,
    /// What stands behind the folder of the redirection, without a slash before it.
    suffix: &'a str,
    /// With its question mark.
    query: &'a str,
}

/// Where to; none if the redirection is not for this URL.
fn destination(settings: &HttpRedirect, asked: &Asked<'_>) -> Option<String> {
    if let Some(destination) = settings.by_wildcard(asked.url) {
        return Some(destination);
    }
    if settings.destination.is_empty() || settings.child_only && asked.suffix.contains('/') {
        return None;
    }
    let (replaced, has_variables) = replace(&settings.destination, asked);
    if settings.exact_destination || has_variables {
        return Some(replaced);
    }
    let slash = if replaced.ends_with('/') || asked.suffix.is_empty() { "" } else { "/" };
    Some(format!("{replaced}{slash}{}{}", asked.suffix, asked.query))
}

/// Replaces `$V` (the URL without the server), `$S` (what is behind the folder of the redirection), `$Q` (the
/// query with its question mark) and `$P` (without it); whether there were any.
fn replace(text: &str, asked: &Asked<'_>) -> (String, bool) {
    let (mut replaced, mut any) = (String::new(), false);
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('$') {
        replaced += before;
        let slash = if asked.suffix.is_empty() { "" } else { "/" };
        let value = match behind.as_bytes().first() {
            Some(b'V' | b'v') => Some([asked.url, ""]),
            Some(b'S' | b's') => Some([slash, asked.suffix]),
            Some(b'Q' | b'q') => Some([asked.query, ""]),
            Some(b'P' | b'p') => Some([asked.query.trim_start_matches('?'), ""]),
            _ => None,
        };
        match value {
            Some(parts) => {
                parts.iter().for_each(|part| replaced += part);
                any = true;
                rest = &behind[1..];
            }
            None => {
                replaced.push('$');
                rest = behind;
            }
        }
    }
    (replaced + rest, any)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redirect(destination: &str, exact: bool, child_only: bool) -> HttpRedirect {
        HttpRedirect {
            enabled: true,
            exact_destination: exact,
            child_only,
            status: 302,
            destination: destination.into(),
            wildcards: vec![("*.old".into(), "/new$1.htm".into())],
        }
    }

    const ASKED: Asked<'_> = Asked { url: "/from/a/b.htm", suffix: "a/b.htm", query: "?q=1&r" };

    #[test]
    fn the_rest_of_the_url_goes_along_unless_the_destination_is_exact() {
        let to = |destination: &str, exact| super::destination(&redirect(destination, exact, false), &ASKED);
        assert_eq!(to("http://h/to", false).unwrap(), "http://h/to/a/b.htm?q=1&r");
        assert_eq!(to("http://h/to/", false).unwrap(), "http://h/to/a/b.htm?q=1&r");
        assert_eq!(to("http://h/to", true).unwrap(), "http://h/to");
        assert_eq!(to("", false), None);
    }

    #[test]
    fn variables() {
        let to = |destination: &str| super::destination(&redirect(destination, true, false), &ASKED).unwrap();
        assert_eq!(to("http://h$V"), "http://h/from/a/b.htm");
        assert_eq!(to("/x$S$Q"), "/x/a/b.htm?q=1&r");
        assert_eq!(to("/x?from=1&$P"), "/x?from=1&q=1&r");
        assert_eq!(to("/costs$5$"), "/costs$5$");
        let (url, suffix, query) = ("/from/", "", "");
        assert_eq!(replace("/x$S$Q", &Asked { url, suffix, query }), ("/x".to_owned(), true));
    }

    #[test]
    fn children_only_and_patterns() {
        let child_only = redirect("/to", false, true);
        assert_eq!(destination(&child_only, &ASKED), None);
        let direct = Asked { url: "/from/b.htm", suffix: "b.htm", query: "" };
        assert_eq!(destination(&child_only, &direct).unwrap(), "/to/b.htm");
        let old = Asked { url: "/from/x.old", suffix: "x.old", query: "" };
        assert_eq!(destination(&child_only, &old).unwrap(), "/new/from/x.htm");
    }
}
