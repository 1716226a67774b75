//! WebSockets: RFC 6455 without I/O, and without extensions (as IIS has it: a reserved bit is an error).
//!
//! [`WebSocket`] is one end. Whoever has a connection that reads some bytes and writes these bytes needs
//! nothing else for an `IWebSocketContext`:
//!
//! ```
//! use httpapi::net::websocket::{Incoming, Phase, Role, WebSocket};
//!
//! let mut socket = WebSocket::new(Role::Server);
//! // What came from the network: a ping, and a text of two bytes in two frames.
//! let network = b"\x89\x80\0\0\0\0\x01\x81\0\0\0\0o\x80\x81\0\0\0\0k";
//!
//! // ReadFragment: unmasks from what has been read into the caller's buffer.
//! let mut buffer = [0; 16];
//! let read = socket.read(network, &mut buffer).unwrap();
//! let Incoming::Fragment(fragment) = read.incoming else { panic!() };
//! assert_eq!((&buffer[..fragment.bytes], fragment.text, fragment.last), (&b"o"[..], true, false));
//! let read = socket.read(&network[read.consumed..], &mut buffer).unwrap();
//! let Incoming::Fragment(fragment) = read.incoming else { panic!() };
//! assert_eq!((&buffer[..fragment.bytes], fragment.last), (&b"k"[..], true));
//!
//! // After a read: what the rules ask for. It goes between two frames of our own.
//! assert_eq!(socket.due().as_deref(), Some(&b"\x8a\0"[..]));
//! assert!(socket.due().is_none());
//!
//! // WriteFragment: a header, and behind it the caller's bytes as they are.
//! let (header, _) = socket.fragment(true, true, 2).unwrap();
//! assert_eq!(&header[..], b"\x81\x02");
//!
//! // SendConnectionClose, then reading on until the peer's close has come.
//! assert!(socket.close(1005, "a reason").is_err());
//! assert_eq!(&socket.close(1000, "bye").unwrap()[..], b"\x88\x05\x03\xe8bye");
//! let read = socket.read(b"\x88\x82\0\0\0\0\x03\xe9", &mut buffer).unwrap();
//! assert_eq!((read.incoming, socket.phase()), (Incoming::Close, Phase::Closed));
//!
//! // GetCloseStatus
//! assert_eq!(socket.close_status().unwrap().code, Some(1001));
//! ```
//!
//! - `read` takes from the front of the bytes that have been read from the network and keeps none of the
//!   data: what it did not consume is given again, with what came behind it, when the caller has room. A
//!   fragment is at most one frame's; a frame larger than the buffer is told in several, and a frame that
//!   has not come whole is told as far as it has.
//! - Where nothing is buffered and `data_left` is not 0, the network may be read into the caller's buffer
//!   itself, no more than so many bytes, and `read_in_place` unmasks them there. `data_ahead` tells where such data is
//!   to be expected in what comes next.
//! - An `Err` is the peer's fault: `due` has the close to send, and then the connection ends. Data and
//!   close are all there is to tell; pings are answered, the newest one only unless `answer_pings` wants more, pongs are noted.
//! - The peer's close is not answered by itself: the application does, in its own time, or the host
//!   at the end of the request.
//! - `end_of_input` for the end of the connection: without a close before it, `Phase::Lost`.
//! - `GetCloseStatus` has the code and reason of `close_status`; where it has none, or the code is `None`,
//!   its answer is ERROR_NOT_FOUND. CloseTcpConnection, CancelOutstandingIO and the times between pings are the
//!   connection's: `ping` makes one, `awaits_pong` tells whether it was answered.

pub mod close;
pub mod component;
pub mod control;
mod failure;
pub mod handshake;
mod header;
mod mask;
mod reader;
mod role;
mod socket;
#[cfg(test)]
mod tests;
mod utf8;

pub use close::{CloseStatus, InvalidClose};
pub use failure::Failure;
pub use header::{Header, HeaderBytes, MAX_CONTROL, MAX_HEADER, Masks, Opcode};
pub use mask::Mask;
pub use reader::{Event, Fragment, Read, Reader};
pub use role::Role;
pub use socket::{Incoming, Phase, Received, SendError, WebSocket};
