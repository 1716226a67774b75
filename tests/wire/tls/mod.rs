//! What TLS has of its own: handshakes, ends, and clients that want to harm.

mod attacks;
mod ends;
mod handshakes;

use crate::wire::client::Client;
use crate::wire::layer::Layer;
use crate::wire::layer::tls::{ClientEnd, Only, identity, trusting};
use crate::wire::server::*;
use httpapi::net::settings::{Settings, Timeouts};
use httpapi::net::tls::Terms;
use rustls::ClientConfig;
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::Duration;

const GET: &[u8] = b"GET / HTTP/1.1\r\nHost: h:80\r\n\r\n";

/// A server on these terms.
fn serve(terms: &Terms, settings: Settings, handler: impl Fn(&Exchange) + Send + Sync + 'static) -> TestServer {
    let app = App::new(handler);
    let settings = Settings { tls: Some(Arc::new(Only(Some(identity(terms))))), ..settings };
    let loopback = SocketAddr::from(([127, 0, 0, 1], 0));
    let listener = httpapi::net::listener::Listener::open_with(loopback, app.clone(), Arc::new(settings));
    TestServer::over(listener.expect("a port of the system"), app, 2)
}

fn quick() -> Settings {
    let header_wait = Duration::from_millis(300);
    let timeouts = Timeouts { header_wait, idle_connection: Duration::MAX, ..Timeouts::default() };
    Settings { timeouts: Arc::new(timeouts), ..Settings::default() }
}

fn usual_client() -> ClientConfig {
    trusting().with_no_client_auth()
}

/// A client with settings of its own; its handshake comes with the first byte.
fn connect(address: SocketAddr, config: &Arc<ClientConfig>) -> (Client, Arc<ClientEnd>) {
    let end = Arc::new(ClientEnd::with(config.clone()));
    (Client(Client::dial(address), Layer::Tls(end.clone())), end)
}

/// A client that is not one of TLS.
fn raw(address: SocketAddr) -> Client {
    Client(Client::dial(address), Layer::Plain)
}

fn is_answered(server: &TestServer) -> bool {
    let mut client = Client::connect(server.address());
    client.send(GET);
    let expected = mirrored("GET http://h:80/ ", false);
    client.read(expected.len()) == expected
}

/// The raw socket of a client, past its layer.
fn socket(client: &Client) -> &TcpStream {
    &client.0
}
