//! h2's client on a runtime of one thread.

use super::layer::{Kind, Layer, kind};
use super::server::LONG;
use bytes::Bytes;
use h2::client::SendRequest;
use http::{Request, Response};
use std::future::Future;
use std::io::{Read, Write};
use std::net::{self, Shutdown, SocketAddr};
use tokio::net::TcpStream;

/// Runs a client, in bounded time.
pub fn run<T>(client: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(LONG, client).await.expect("an answer in time") })
}

/// A socket to a server of HTTP/2; over TLS threads speak to the server, and this is their other end.
pub fn dial(address: SocketAddr) -> TcpStream {
    let wire = net::TcpStream::connect(address).expect("the server listens");
    let near = match kind() {
        Kind::Http => wire,
        Kind::Https => {
            let listener = net::TcpListener::bind("127.0.0.1:0").expect("a port of the system");
            let near = net::TcpStream::connect(listener.local_addr().expect("an address")).expect("it listens");
            let far = listener.accept().expect("it has connected").0;
            far.set_nodelay(true).expect("a socket");
            wire.set_nodelay(true).expect("a socket");
            let layer = Layer::usual();
            layer.begin(&wire);
            pump(&far, &wire, layer.clone(), |layer, mut far, wire, piece| {
                let count = far.read(piece).unwrap_or(0);
                count > 0 && layer.send(wire, &piece[..count]).is_ok()
            });
            pump(&far, &wire, layer, |layer, mut far, wire, piece| {
                let count = layer.receive(wire, piece).unwrap_or(0);
                count > 0 && far.write_all(&piece[..count]).is_ok()
            });
            near
        }
    };
    near.set_nonblocking(true).expect("a socket");
    TcpStream::from_std(near).expect("a socket of the runtime")
}

/// Moves bytes from one to the other until one of them ends.
fn pump(
    far: &net::TcpStream,
    wire: &net::TcpStream,
    layer: Layer,
    step: impl Fn(&Layer, &net::TcpStream, &net::TcpStream, &mut [u8]) -> bool + Send + 'static,
) {
    let (far, wire) = (far.try_clone().expect("a socket"), wire.try_clone().expect("a socket"));
    std::thread::spawn(move || {
        let mut piece = [0; 16 << 10];
        while step(&layer, &far, &wire, &mut piece) {}
        let _ = far.shutdown(Shutdown::Both);
        let _ = wire.shutdown(Shutdown::Both);
    });
}

/// Opens a session; its errors are seen by its streams.
pub async fn connect(address: SocketAddr) -> SendRequest<Bytes> {
    let (send, session) =
        h2::client::Builder::new().initial_window_size(1 << 20).handshake(dial(address)).await.expect("a session");
    tokio::spawn(async move {
        let _ = session.await;
    });
    send
}

pub fn get(path: &str) -> Request<()> {
    Request::get(format!("http://h{path}")).body(()).expect("a request")
}

/// All of an answer.
pub async fn read(response: Response<h2::RecvStream>) -> (Response<()>, Result<Vec<u8>, h2::Error>) {
    let (parts, mut stream) = response.into_parts();
    let mut body = Vec::new();
    let read = async {
        while let Some(data) = stream.data().await {
            let data = data?;
            let _ = stream.flow_control().release_capacity(data.len());
            body.extend_from_slice(&data);
        }
        Ok(())
    };
    let result = read.await;
    (Response::from_parts(parts, ()), result.map(|()| body))
}

/// One request with its body, and the whole answer.
pub async fn ask(
    send: &SendRequest<Bytes>,
    request: Request<()>,
    body: Option<&[u8]>,
) -> Result<(Response<()>, Vec<u8>), h2::Error> {
    let mut send = send.clone().ready().await?;
    let (response, mut stream) = send.send_request(request, body.is_none())?;
    if let Some(body) = body {
        stream.send_data(Bytes::copy_from_slice(body), true)?;
    }
    let (head, body) = read(response.await?).await;
    Ok((head, body?))
}
