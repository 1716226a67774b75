//! The body of an error that nobody has written one for.

use super::com::response::Failure;
use super::context::Context;
use std::fmt::Write;

/// Whether the client is on this machine.
pub fn is_local(context: &Context) -> bool {
    context.wire.as_ref().is_some_and(|wire| {
        let connection = wire.connection();
        let remote = connection.remote().ip();
        remote.to_canonical().is_loopback() || remote == connection.local().ip()
    })
}

/// Writes the page of the response's status, with everything that is known of it or without.
pub fn fill(context: &Context, is_detailed: bool) {
    let failure = context.response.failure();
    let page = if is_detailed {
        let module = failure.module.map(|module| context.module(module).name());
        let url = context.wire.as_ref().map(|wire| wire.url().full());
        detailed(&failure, module, url)
    } else {
        short(&failure)
    };
    // Without memory the client gets the status alone.
    let response = &context.response;
    response.delete_header("Content-Length");
    let _ =
        response.set_header("Content-Type", "text/html; charset=utf-8").and_then(|()| response.write(page.as_bytes()));
}

/// What every client may know.
pub fn short(failure: &Failure) -> String {
    let Failure { status, reason, .. } = failure;
    let reason = escape(reason);
    page(&format!("{status} - {reason}"), &format!("<h1>{status} - {reason}</h1>\n<p>{}</p>\n", hint(*status)))
}

/// What helps whoever looks after the server.
pub fn detailed(failure: &Failure, module: Option<&str>, url: Option<&str>) -> String {
    let Failure { status, sub_status, reason, error, event, description, .. } = failure;
    let title = format!("HTTP Error {status}.{sub_status} - {}", escape(reason));
    let mut body = format!("<h1>{title}</h1>\n");
    match description {
        Some((text, true)) => body += &format!("<p>{}</p>\n", escape(text)),
        Some((html, false)) => body += &format!("<p>{html}</p>\n"),
        None => body += &format!("<p>{}</p>\n", hint(*status)),
    }
    let notification = event.map(|event| event.method(false).trim_start_matches("On").to_owned());
    let code = format!("0x{error:08x}");
    let lines = [
        ("Module", module),
        ("Notification", notification.as_deref()),
        ("Error Code", Some(code.as_str())),
        ("Requested URL", url),
    ];
    body += "<table>\n";
    for (name, value) in lines {
        if let Some(value) = value {
            // A String takes whatever it is given.
            let _ = writeln!(body, "<tr><th>{name}</th><td>{}</td></tr>", escape(value));
        }
    }
    body += "</table>\n";
    page(&title, &body)
}

fn page(title: &str, body: &str) -> String {
    format!("<!DOCTYPE html>\n<html>\n<head><title>{title}</title></head>\n<body>\n{body}</body>\n</html>\n")
}

fn hint(status: u16) -> &'static str {
    match status {
        400 => "The server could not understand the request.",
        401 => "You do not have permission to view this page with the credentials that you supplied.",
        403 => "You do not have permission to view this page.",
        404 => "The resource is not there, or has another name.",
        405 => "The resource does not allow this method.",
        413 => "The request is larger than the server allows.",
        500 => "The server could not answer the request because of an error of its own.",
        503 => "The service is not available now.",
        _ if status < 500 => "The request cannot be served.",
        _ => "The server could not answer the request.",
    }
}

/// Text as it may stand in HTML.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn failure(description: Option<(String, bool)>) -> Failure {
        let reason = "Not <Found>".to_owned();
        Failure { status: 404, sub_status: 3, reason, error: -2147024894, module: None, event: None, description }
    }

    #[test]
    fn clients_from_elsewhere_learn_the_status_alone() {
        let page = short(&failure(Some(("secret".to_owned(), true))));
        assert!(page.contains("<h1>404 - Not &lt;Found&gt;</h1>"), "{page}");
        assert!(!page.contains("404.3") && !page.contains("secret"));
    }

    #[test]
    fn the_detailed_page_tells_all_and_escapes_what_is_text() {
        let page = detailed(&failure(Some(("a < b".to_owned(), true))), Some("My&Module"), Some("http://h/<x>"));
        for part in
            ["HTTP Error 404.3 - Not &lt;Found&gt;", "a &lt; b", "My&amp;Module", "0x80070002", "http://h/&lt;x&gt;"]
        {
            assert!(page.contains(part), "{part} is not in {page}");
        }
        assert!(detailed(&failure(Some(("<b>".to_owned(), false))), None, None).contains("<p><b></p>"));
    }
}
