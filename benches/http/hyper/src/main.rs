//! `hyper-hello PORT [h2]`: the site by hyper, in one thread, by HTTP/1.1 or by HTTP/2 with prior knowledge. A body is read frame by frame and dropped.

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::{Body, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue, SERVER};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use std::net::Ipv4Addr;

type Failure = Box<dyn std::error::Error + Send + Sync>;

static SIXTEEN: [u8; 16 << 10] = [b'x'; 16 << 10];
static MEGABYTE: [u8; 1 << 20] = [b'x'; 1 << 20];

async fn answer(mut request: Request<Incoming>) -> Result<Response<Full<Bytes>>, hyper::Error> {
    if !request.body().is_end_stream() {
        while let Some(frame) = request.body_mut().frame().await {
            frame?;
        }
    }
    let body: &'static [u8] = match request.uri().path() {
        "/memory/16k" => &SIXTEEN,
        "/memory/1m" => &MEGABYTE,
        _ => b"Hello, World!",
    };
    let mut response = Response::new(Full::new(Bytes::from_static(body)));
    response.headers_mut().insert(SERVER, HeaderValue::from_static("hyper"));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    Ok(response)
}

async fn serve(port: u16, http2: bool) -> Result<(), Failure> {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM.nonblocking(), None)?;
    socket.set_reuse_address(true)?;
    socket.bind(&std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into())?;
    socket.listen(4096)?;
    let listener = tokio::net::TcpListener::from_std(socket.into())?;
    loop {
        let Ok((stream, _)) = listener.accept().await else { continue };
        stream.set_nodelay(true)?;
        tokio::spawn(async move {
            let (stream, service) = (TokioIo::new(stream), service_fn(answer));
            // A client that leaves is no error of ours.
            let _ = match http2 {
                true => http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await,
                false => http1::Builder::new().timer(TokioTimer::new()).serve_connection(stream, service).await,
            };
        });
    }
}

fn main() -> Result<(), Failure> {
    let port = std::env::args().nth(1).ok_or("usage: hyper-hello PORT [h2]")?.parse()?;
    let http2 = std::env::args().nth(2).is_some_and(|protocol| protocol == "h2");
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(serve(port, http2))
}
