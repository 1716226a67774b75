//! The response of a child request: what it sends becomes part of its parent's.

use super::live::{Text, texts};
use super::status::Details;
use super::{ResponseState, State};
use crate::abi::iis::*;
use crate::net::http1::known;

impl ResponseState {
    /// Puts the body that there is behind what the parent has; how many bytes that was.
    pub(super) fn give_body(&self, parent: &ResponseState, state: &mut State) -> Result<u64, HRESULT> {
        let chunks = self.live.chunks(&mut state.arrays);
        // SAFETY: the chunks are those that were written here, with memory that is there still.
        let length = unsafe { parent.check(chunks) };
        let given = length.and_then(|length| parent.add_copied(&mut parent.state.lock(), chunks).map(|()| length));
        // What could not be given is not kept either, since its memory may be the caller's.
        self.clear_body(state);
        given
    }

    /// What is to happen to the connection behind the child's last send happens behind its parent's. What has a
    /// part that the HTTP API may not keep is not kept either.
    pub(super) fn give_flags(&self, parent: &ResponseState, state: &State, flags: ULONG) {
        let mut of_parent = parent.state.lock();
        of_parent.disconnect |= flags & HTTP_SEND_RESPONSE_FLAG_DISCONNECT != 0;
        of_parent.go_away |= flags & HTTP_SEND_RESPONSE_FLAG_GOAWAY != 0;
        of_parent.kernel_cache &= state.kernel_cache;
    }

    /// Gives the parent status and headers, or has it send none, unless it has sent its own; what is returned is
    /// to be dropped without a lock.
    pub(super) fn give_head(&self, parent: &ResponseState, state: &mut State) -> Option<Details> {
        if parent.headers_sent() {
            return None;
        }
        if state.suppressed {
            // The child writes its head itself, and whoever has made it a child does not know of that.
            parent.state.lock().suppressed = true;
            return None;
        }
        let before = parent.take_status(self, &state.details);
        for id in 0..HttpHeaderResponseMaximum as usize {
            if let (Some(value), Some(name)) =
                (self.live.known(id), u8::try_from(id).ok().and_then(known::response_name))
            {
                give_header(parent, name, value, !Self::has_lines(id));
            }
        }
        for header in self.live.unknown(&mut state.arrays) {
            let (name, value) = texts(header);
            let name = String::from_utf8_lossy(name.bytes()).into_owned();
            let has_lines = known::response_id(name.as_bytes()).is_some_and(|id| Self::has_lines(id.into()));
            give_header(parent, &name, value, !has_lines);
        }
        Some(before)
    }
}

fn give_header(parent: &ResponseState, name: &str, value: Text, replaces: bool) {
    let value = String::from_utf8_lossy(value.bytes());
    // It was checked when it was set here.
    let _ = if replaces { parent.set_header(name, &value) } else { parent.append_header(name, &value) };
}
