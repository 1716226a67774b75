//! h2's client on a runtime of one thread.

use super::server::LONG;
use bytes::Bytes;
use h2::client::SendRequest;
use http::{Request, Response};
use std::future::Future;
use std::net::SocketAddr;
use tokio::net::TcpStream;

/// Runs a client, in bounded time.
pub fn run<T>(client: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async { tokio::time::timeout(LONG, client).await.expect("an answer in time") })
}

/// Opens a session; its errors are seen by its streams.
pub async fn connect(address: SocketAddr) -> SendRequest<Bytes> {
    let socket = TcpStream::connect(address).await.expect("the server listens");
    let (send, session) =
        h2::client::Builder::new().initial_window_size(1 << 20).handshake(socket).await.expect("a session");
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
