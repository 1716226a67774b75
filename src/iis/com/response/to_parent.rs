//! The response of a child request: what it sends becomes part of its parent's.

use super::live::{Text, texts};
use super::{ResponseState, State};
use crate::abi::iis::*;
use crate::net::http1::known;

impl ResponseState {
    /// Puts what there is behind what the parent has; how many bytes of a body that was.
    pub(super) fn give_to(&self, parent: &ResponseState, state: &mut State, with_head: bool) -> Result<u64, HRESULT> {
        if with_head && !parent.headers_sent() {
            self.give_head(parent, state);
        }
        let chunks = self.live.chunks(&mut state.arrays);
        // SAFETY: the chunks are those that were written here, with memory that is there still.
        let length = unsafe { parent.check(chunks) }?;
        parent.add_copied(&mut parent.state.lock(), chunks)?;
        self.clear_body(state);
        Ok(length)
    }

    fn give_head(&self, parent: &ResponseState, state: &mut State) {
        let (status, reason) = self.live.status();
        parent.set_status(status, &String::from_utf8_lossy(reason.bytes()), state.details.sub_status);
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
    }
}

fn give_header(parent: &ResponseState, name: &str, value: Text, replaces: bool) {
    let value = String::from_utf8_lossy(value.bytes());
    // It was checked when it was set here.
    let _ = if replaces { parent.set_header(name, &value) } else { parent.append_header(name, &value) };
}
