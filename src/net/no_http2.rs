//! In the place of `http2` where the library is built without it: there are no streams.

use super::connection::Connection;
use super::socket::Moved;
use crate::win32::sys::epoll::Readiness;
use std::io::IoSlice;
use std::os::fd::BorrowedFd;
use std::sync::Arc;

pub enum Stream {}

/// Nobody has one to call these of.
impl Stream {
    pub fn id(&self) -> u32 {
        match *self {}
    }

    pub fn carrier(&self) -> &Arc<Connection> {
        match *self {}
    }

    pub fn what_has_ended(&self) -> Readiness {
        match *self {}
    }

    pub fn is_connected(&self) -> bool {
        match *self {}
    }

    pub fn receive(&self, _: &mut [u8]) -> Moved {
        match *self {}
    }

    pub fn is_received(&self) -> bool {
        match *self {}
    }

    pub fn is_tunnel(&self) -> bool {
        match *self {}
    }

    pub fn expect_end(&self, _: u64) {
        match *self {}
    }

    pub fn set_trailers(&self, _: &[u8]) {
        match *self {}
    }

    pub fn send(&self, _: &[IoSlice<'_>]) -> Moved {
        match *self {}
    }

    pub fn send_file(&self, _: BorrowedFd<'_>, _: u64, _: usize) -> Moved {
        match *self {}
    }

    pub fn end(&self) {
        match *self {}
    }

    pub fn set_error(&self, _: u32) {
        match *self {}
    }

    pub fn abort(&self) {
        match *self {}
    }

    pub fn close(&self) {
        match *self {}
    }

    pub fn go_away(&self) {
        match *self {}
    }

    pub fn flush(&self) {
        match *self {}
    }

    pub fn look_again(&self) {
        match *self {}
    }
}
