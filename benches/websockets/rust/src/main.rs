//! websocket-echoes PORT tungstenite|fastwebsockets: echoes on one thread.

use bytes::Bytes;
use fastwebsockets::{Frame, OpCode, WebSocketError, upgrade};
use futures_util::{SinkExt, StreamExt};
use http_body_util::Empty;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};

async fn tungstenite(stream: TcpStream) {
    let Ok(mut socket) = tokio_tungstenite::accept_async(stream).await else { return };
    while let Some(Ok(message)) = socket.next().await {
        if (message.is_binary() || message.is_text()) && socket.send(message).await.is_err() {
            return;
        }
    }
}

async fn upgraded(mut request: Request<Incoming>) -> Result<Response<Empty<Bytes>>, WebSocketError> {
    let (response, upgrade) = upgrade::upgrade(&mut request)?;
    tokio::spawn(async move {
        let Ok(mut socket) = upgrade.await else { return };
        socket.set_writev(true);
        while let Ok(frame) = socket.read_frame().await {
            match frame.opcode {
                OpCode::Close => return,
                OpCode::Text | OpCode::Binary => {
                    // As it came it would have a mask.
                    let answer = Frame::new(true, frame.opcode, None, frame.payload);
                    if socket.write_frame(answer).await.is_err() {
                        return;
                    }
                }
                _ => {}
            }
        }
    });
    Ok(response)
}

async fn fastwebsockets(stream: TcpStream) {
    let connection = http1::Builder::new().serve_connection(TokioIo::new(stream), service_fn(upgraded));
    let _ = connection.with_upgrades().await;
}

async fn serve(port: u16, kind: String) {
    let listener = TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        let _ = stream.set_nodelay(true);
        match kind.as_str() {
            "tungstenite" => drop(tokio::spawn(tungstenite(stream))),
            _ => drop(tokio::spawn(fastwebsockets(stream))),
        }
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let port = arguments.next().and_then(|port| port.parse().ok()).expect("a port");
    let kind = arguments.next().expect("tungstenite or fastwebsockets");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(serve(port, kind));
}
