//! The variables that the host knows by itself.

use super::{Value, folded, text_of, tls};
use crate::abi::iis::*;
use crate::iis::com::foreign::User;
use crate::iis::configuration::views::WebSocket;
use crate::iis::context::Context;
use crate::net::url::split_port;
use core::net::{IpAddr, SocketAddr};

/// What SERVER_SOFTWARE says.
const SOFTWARE: &str = "Microsoft-IIS/10.0";

/// The WebSocket protocol of RFC 6455.
const WEBSOCKET: &str = "13";

/// The value of a variable, whose name is in capitals; `None` for one that nobody knows.
pub fn compute<'a>(context: &'a Context, name: &str) -> Option<Value<'a>> {
    let request = &context.request;
    let application = &context.application;
    let header = |id: HTTP_HEADER_ID| request.known_header(id);
    let user = |text: fn(User) -> String| owned(context.user().map(text).unwrap_or_default());
    let path = |place: crate::iis::place::PlaceText| owned(place.text.to_string());
    Some(match name {
        "ALL_HTTP" => all_http(&request.all_headers()).into(),
        "ALL_RAW" => all_raw(&request.all_headers()).into(),
        "APPL_MD_PATH" => owned(application.id()),
        "APPL_PHYSICAL_PATH" => owned(with_slash(application.map(application.path()).to_string_lossy().into_owned())),
        // There is one configuration, and no file made of it for a pool.
        "APP_POOL_CONFIG" => b"".into(),
        "APP_POOL_ID" => application.pool().as_bytes().into(),
        "AUTH_PASSWORD" => user(User::password),
        "AUTH_TYPE" => user(User::authentication_type),
        "AUTH_USER" | "LOGON_USER" => user(User::name),
        "REMOTE_USER" | "UNMAPPED_REMOTE_USER" => user(User::remote_name),
        "CACHE_URL" => match &context.wire {
            Some(wire) => wire.url().full().as_bytes().into(),
            None => owned(request.url().full),
        },
        "CONTENT_LENGTH" => header(HttpHeaderContentLength).unwrap_or(b"0").into(),
        "CONTENT_TYPE" => header(HttpHeaderContentType).unwrap_or_default().into(),
        "DOCUMENT_ROOT" => owned(application.site_root().to_string_lossy().into_owned()),
        "FORWARDED_URL" => owned(request.forwarded_url_text().unwrap_or_default()),
        "GATEWAY_INTERFACE" => b"CGI/1.1".into(),
        "HTTPS" => if request.is_secure() { b"on".as_slice() } else { b"off" }.into(),
        "HTTP_METHOD" | "REQUEST_METHOD" => request.method().into(),
        "HTTP_URL" => request.raw_url().into(),
        "HTTP_VERSION" | "SERVER_PROTOCOL" => {
            let (major, minor) = request.version();
            owned(format!("HTTP/{major}.{minor}"))
        }
        "INSTANCE_ID" => owned(application.site_id().to_string()),
        "INSTANCE_META_PATH" => owned(format!("/LM/W3SVC/{}", application.site_id())),
        "INSTANCE_NAME" => application.site_name().as_bytes().into(),
        "LOCAL_ADDR" | "SERVER_ADDR" => owned(local(context).map(address).unwrap_or_default()),
        // What modules may have the log say in the query's place.
        "LOG_QUERY_STRING" => match &context.wire {
            Some(wire) => without_mark(wire.url().query().unwrap_or_default()).as_bytes().into(),
            None => owned(without_mark(&request.url().query).to_owned()),
        },
        "MANAGED_PIPELINE_MODE" => b"Integrated".into(),
        "PATH_INFO" => owned(context.path_info().to_string()),
        "PATH_TRANSLATED" | "REQUEST_FILENAME" => path(context.physical_path()),
        "QUERY_STRING" => owned(without_mark(&request.url().query).to_owned()),
        "REMOTE_ADDR" | "REMOTE_HOST" => owned(remote(context).map(address).unwrap_or_default()),
        "REMOTE_PORT" => owned(remote(context).map(port).unwrap_or_default()),
        "REQUEST_FLAGS" => owned(request.flags().to_string()),
        "REQUEST_URI" => before_query(request.raw_url()).into(),
        "SCRIPT_FILENAME" => path(context.script_translated()),
        "SCRIPT_NAME" | "URL" => path(context.script_name()),
        // Names behind this are taken as they are.
        "SCRIPT_TRANSLATED" => owned(format!(r"\\?\{}", context.script_translated().text)),
        "SERVER_NAME" => server_name(header(HttpHeaderHost), local(context)).into(),
        "SERVER_PORT" => owned(local(context).map(port).unwrap_or_default()),
        "SERVER_PORT_SECURE" => if request.is_secure() { b"1" } else { b"0" }.into(),
        "SERVER_SOFTWARE" => SOFTWARE.as_bytes().into(),
        "UNENCODED_URL" => match &context.wire {
            Some(wire) => wire.head().target.of(wire.bytes()).into(),
            None => request.raw_url().into(),
        },
        "WEBSOCKET_VERSION" if has_websockets(context) => WEBSOCKET.as_bytes().into(),
        _ => return tls::compute(context, name),
    })
}

fn owned(text: String) -> Value<'static> {
    text.into_bytes().into()
}

fn without_mark(query: &str) -> &str {
    query.trim_start_matches('?')
}

/// Whether WebSockets are there, and switched on where the URL leads to.
fn has_websockets(context: &Context) -> bool {
    context.application.place_of("WebSocketModule").is_some()
        && context.configuration().read::<WebSocket>().is_ok_and(|settings| settings.enabled)
}

fn local(context: &Context) -> Option<SocketAddr> {
    context.wire.as_ref().map(|wire| wire.connection().local())
}

fn remote(context: &Context) -> Option<SocketAddr> {
    context.wire.as_ref().map(|wire| wire.connection().remote())
}

fn port(address: SocketAddr) -> String {
    address.port().to_string()
}

/// Without a port or brackets; one of a link only has its scope.
fn address(address: SocketAddr) -> String {
    match (address, address.ip().to_canonical()) {
        (SocketAddr::V6(six), IpAddr::V6(ip)) if six.scope_id() != 0 => format!("{ip}%{}", six.scope_id()),
        (_, ip) => ip.to_string(),
    }
}

fn all_http(headers: &[(&[u8], &[u8])]) -> Vec<u8> {
    let line =
        |(name, value): &(&[u8], &[u8])| [b"HTTP_", folded(&text_of(name)).as_bytes(), b":", *value, b"\n"].concat();
    headers.iter().flat_map(line).collect()
}

fn all_raw(headers: &[(&[u8], &[u8])]) -> Vec<u8> {
    headers.iter().flat_map(|(name, value)| [*name, b": ", *value, b"\r\n"].concat()).collect()
}

fn before_query(url: &[u8]) -> &[u8] {
    url.split(|byte| *byte == b'?').next().unwrap_or_default()
}

/// The host that the client has named, or the address that it has come to.
fn server_name(host: Option<&[u8]>, local: Option<SocketAddr>) -> Vec<u8> {
    match host.map(text_of).as_deref().map(|host| split_port(host.trim()).0) {
        Some(name) if !name.is_empty() => name.as_bytes().to_vec(),
        _ => local.map(address).unwrap_or_default().into_bytes(),
    }
}

fn with_slash(mut path: String) -> String {
    if !path.ends_with('/') {
        path.push('/');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    fn socket(text: &str) -> SocketAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn addresses_have_neither_brackets_nor_ports() {
        assert_eq!(address(socket("127.0.0.1:80")), "127.0.0.1");
        assert_eq!(address(socket("[::1]:80")), "::1");
        assert_eq!(address(socket("[::ffff:10.0.0.1]:80")), "10.0.0.1");
        assert_eq!(address(socket("[fe80::1%2]:80")), "fe80::1%2");
        assert_eq!(port(socket("[::1]:8080")), "8080");
    }

    #[test]
    fn the_server_is_named_by_the_client_or_its_address() {
        let local = Some(socket("10.0.0.1:80"));
        let name = |host: Option<&str>| String::from_utf8(server_name(host.map(str::as_bytes), local));
        assert_eq!(name(Some("h:81")).as_deref(), Ok("h"));
        assert_eq!(name(Some("h")).as_deref(), Ok("h"));
        assert_eq!(name(Some("[::1]:81")).as_deref(), Ok("[::1]"));
        assert_eq!(name(Some("")).as_deref(), Ok("10.0.0.1"));
        assert_eq!(name(None).as_deref(), Ok("10.0.0.1"));
    }

    #[test]
    fn all_headers_in_both_forms() {
        let headers: [(&[u8], &[u8]); 2] = [(b"Host", b"h"), (b"x-Own-Name", b"a b")];
        assert_eq!(all_http(&headers), b"HTTP_HOST:h\nHTTP_X_OWN_NAME:a b\n");
        assert_eq!(all_raw(&headers), b"Host: h\r\nx-Own-Name: a b\r\n");
        assert_eq!(before_query(b"/a?b?c"), b"/a");
        assert_eq!(before_query(b""), b"");
        assert_eq!((with_slash("/a".into()), with_slash("/".into())), ("/a/".into(), "/".into()));
    }
}
