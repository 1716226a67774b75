//! Clients that write frames as they like.

use super::layer::{Kind, Layer, kind};
use super::server::LONG;
use socket2::{Domain, SockRef, Socket, Type};
use std::io::ErrorKind;
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

pub const DATA: u8 = 0;
pub const HEADERS: u8 = 1;
pub const PRIORITY: u8 = 2;
pub const RST_STREAM: u8 = 3;
pub const SETTINGS: u8 = 4;
pub const PING: u8 = 6;
pub const GOAWAY: u8 = 7;
pub const WINDOW_UPDATE: u8 = 8;
pub const CONTINUATION: u8 = 9;

pub const END_STREAM: u8 = 1;
pub const ACK: u8 = 1;
pub const END_HEADERS: u8 = 4;

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frame {
    pub kind: u8,
    pub flags: u8,
    pub stream: u32,
    pub payload: Vec<u8>,
}

impl Frame {
    /// The code of RST_STREAM and GOAWAY.
    pub fn code(&self) -> u32 {
        let start = if self.kind == GOAWAY { 4 } else { 0 };
        u32::from_be_bytes(self.payload[start..start + 4].try_into().expect("a code"))
    }
}

pub struct Raw(pub TcpStream, pub Layer);

pub fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = (payload.len() as u32).to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

/// Fields without compression.
pub fn fields(fields: &[(&str, &str)]) -> Vec<u8> {
    let mut block = Vec::new();
    for (name, value) in fields {
        block.push(0);
        for text in [name, value] {
            number(text.len(), &mut block);
            block.extend_from_slice(text.as_bytes());
        }
    }
    block
}

/// A length in the seven bits of HPACK.
fn number(mut number: usize, block: &mut Vec<u8>) {
    if number < 127 {
        return block.push(number as u8);
    }
    block.push(127);
    number -= 127;
    while number >= 128 {
        block.push(number as u8 | 128);
        number >>= 7;
    }
    block.push(number as u8);
}

/// The fields that every request has.
pub fn head(method: &str, path: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let scheme = if kind() == Kind::Https { "https" } else { "http" };
    let first = [(":method", method), (":scheme", scheme), (":path", path), (":authority", "h")];
    fields(&[&first, more].concat())
}

impl Raw {
    /// Opens a session with these settings.
    pub fn connect(address: SocketAddr, settings: &[(u16, u32)]) -> Self {
        let mut raw = Self::silent(address);
        raw.begin(settings);
        raw
    }

    /// The same with a small window of TCP, so that the server's buffers fill; those of HTTP/2 are open.
    pub fn connect_narrow(address: SocketAddr) -> Self {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
        socket.set_recv_buffer_size(4096).expect("a socket");
        socket.connect(&address.into()).expect("the server listens");
        let mut raw = Self::over(socket.into());
        raw.begin(&[(4, 0x7FFF_FFFF)]);
        raw.send(&frame(WINDOW_UPDATE, 0, 0, &0x7000_0000_u32.to_be_bytes()));
        raw
    }

    fn begin(&mut self, settings: &[(u16, u32)]) {
        self.send(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
        let settings: Vec<u8> =
            settings.iter().flat_map(|(id, value)| [&id.to_be_bytes()[..], &value.to_be_bytes()].concat()).collect();
        self.send(&frame(SETTINGS, 0, 0, &settings));
    }

    /// Says nothing yet.
    pub fn silent(address: SocketAddr) -> Self {
        Self::over(TcpStream::connect(address).expect("the server listens"))
    }

    fn over(stream: TcpStream) -> Self {
        stream.set_nodelay(true).expect("a socket");
        stream.set_read_timeout(Some(LONG)).expect("a socket");
        stream.set_write_timeout(Some(LONG)).expect("a socket");
        let layer = Layer::usual();
        layer.begin(&stream);
        Self(stream, layer)
    }

    /// The same connection, for another thread.
    pub fn another(&self) -> Self {
        Self(self.0.try_clone().expect("a socket"), self.1.clone())
    }

    /// Our side ends, as it should; the other one is still read.
    pub fn half_close(&self) {
        self.1.end(&self.0);
        let _ = self.0.shutdown(Shutdown::Write);
    }

    /// Ends with a reset.
    pub fn reset(self) {
        SockRef::from(&self.0).set_linger(Some(Duration::ZERO)).expect("a socket");
    }

    /// Sends what the server may not want to read any more.
    pub fn send(&mut self, bytes: &[u8]) -> bool {
        self.1.send(&self.0, bytes).is_ok()
    }

    pub fn get(&mut self, stream: u32, path: &str) -> bool {
        self.send(&frame(HEADERS, END_STREAM | END_HEADERS, stream, &head("GET", path, &[])))
    }

    /// The next frame; None when the connection has ended.
    pub fn read(&mut self) -> Option<Frame> {
        let mut header = [0; 9];
        self.fill(&mut header)?;
        let [a, b, c, kind, flags, stream @ ..] = header;
        let mut payload = vec![0; u32::from_be_bytes([0, a, b, c]) as usize];
        self.fill(&mut payload)?;
        Some(Frame { kind, flags, stream: u32::from_be_bytes(stream), payload })
    }

    fn fill(&mut self, into: &mut [u8]) -> Option<()> {
        let mut filled = 0;
        while filled < into.len() {
            match self.1.receive(&self.0, &mut into[filled..]) {
                Ok(0) => return None,
                Ok(count) => filled += count,
                Err(error) => {
                    let silent = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
                    assert!(!silent, "the server says nothing");
                    return None;
                }
            }
        }
        Some(())
    }

    /// Reads up to the first frame of a kind.
    pub fn read_until(&mut self, kind: u8) -> Frame {
        loop {
            let frame = self.read().expect("the session goes on");
            if frame.kind == kind {
                return frame;
            }
        }
    }

    /// Reads to the end; the code of the last GOAWAY, where there was one.
    pub fn read_to_end(&mut self) -> Option<u32> {
        let mut code = None;
        while let Some(frame) = self.read() {
            if frame.kind == GOAWAY {
                code = Some(frame.code());
            }
        }
        code
    }

    /// Reads what belongs to one stream, to its end.
    pub fn read_stream(&mut self, stream: u32) -> Vec<Frame> {
        let mut frames = Vec::new();
        loop {
            let frame = self.read().expect("the session goes on");
            if frame.stream != stream || frame.kind == WINDOW_UPDATE {
                continue;
            }
            let ends =
                frame.kind == RST_STREAM || (matches!(frame.kind, DATA | HEADERS) && frame.flags & END_STREAM != 0);
            frames.push(frame);
            if ends {
                return frames;
            }
        }
    }
}
