//! HTTP/1.1 as bytes: request heads and bodies, without I/O.
