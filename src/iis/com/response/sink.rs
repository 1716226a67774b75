//! Where a response goes: to the client, or that of a child request into its parent's.

use super::live::{KNOWN, Text, texts};
use super::{ResponseState, State};
use crate::abi::iis::*;
use crate::httpapi::operation::{Answer, Ended, Style};
use crate::iis::com::hresult;
use crate::iis::context::Context;
use crate::net::http1::known;
use std::sync::Arc;

/// How a child's response becomes part of its parent's.
#[derive(Clone, Copy)]
pub struct IntoParent {
    /// EXECUTE_FLAG_…
    flags: DWORD,
}

impl IntoParent {
    pub fn has(self, flag: DWORD) -> bool {
        self.flags & flag != 0
    }
}

/// What a child's send brings: copies, since the child may go before its parent's response is sent.
struct Brought {
    status: Option<(u16, Text)>,
    known: Vec<(usize, Text)>,
    lines: Vec<(Text, Text)>,
    chunks: Vec<HTTP_DATA_CHUNK>,
}

impl ResponseState {
    /// The response is a child's, executed with these EXECUTE_FLAG_… bits. To be said before
    /// anything is sent.
    pub fn answer_into_parent(&self, flags: DWORD) {
        self.state.lock().into_parent = Some(IntoParent { flags });
    }

    /// A send of a child's. What it flushes goes on to the client, unless its parent is to have
    /// the whole; its end is not the parent's.
    pub(super) fn transmit_into(&self, parent: &Arc<Context>, into: IntoParent, style: Style<'_>) -> Answer {
        let (brought, copies, more) = {
            let mut state = self.state.lock();
            let more = state.current.flags & HTTP_SEND_RESPONSE_FLAG_MORE_DATA != 0;
            let with_head = !state.begun && !state.suppressed && !into.has(EXECUTE_FLAG_NO_HEADERS);
            let brought = self.bring(&mut state, with_head);
            self.live.change_chunks(&mut state.arrays, Vec::clear);
            (state.begun, state.finished) = (true, !more);
            (brought, core::mem::take(&mut state.copies), more)
        };
        // SAFETY: the child's chunks are there as long as what they point to, `copies` among it.
        let length = match unsafe { parent.response.check(&brought.chunks) } {
            Ok(length) => length,
            Err(error) => return failed(error),
        };
        if let Err(error) = parent.response.take(&brought) {
            return failed(error);
        }
        drop(copies);
        if !more || into.has(EXECUTE_FLAG_BUFFER_RESPONSE) {
            return Answer::Ended(Ended::bytes(usize::try_from(length).unwrap_or(usize::MAX)));
        }
        // Its end may come before this returns.
        self.state.lock().forwarded = true;
        let answer = parent.response.forward(parent, style);
        if answer != Answer::Pending {
            self.state.lock().forwarded = false;
        }
        answer
    }

    fn bring(&self, state: &mut State, with_head: bool) -> Brought {
        let chunks = self.live.chunks(&mut state.arrays).to_vec();
        if !with_head {
            return Brought { status: None, known: Vec::new(), lines: Vec::new(), chunks };
        }
        let known = (0..KNOWN).filter_map(|id| Some((id, self.live.known(id)?))).collect();
        let lines = self.live.unknown(&mut state.arrays).iter().map(texts).collect();
        Brought { status: Some(self.live.status()), known, lines, chunks }
    }

    /// Takes over what a child's response has brought.
    fn take(&self, brought: &Brought) -> Result<(), HRESULT> {
        if let Some((status, reason)) = brought.status {
            self.set_status(status, &String::from_utf8_lossy(reason.bytes()), 0);
        }
        for (id, value) in &brought.known {
            let name = known::response_name(*id as u8).unwrap_or_default().as_bytes();
            if value.length == 0 {
                self.remove_header(name);
            } else {
                self.put_header(name, value.bytes(), !Self::has_lines(*id))?;
            }
        }
        let mut state = self.state.lock();
        for (name, _) in brought.lines.iter().filter(|(name, _)| known::response_id(name.bytes()).is_none()) {
            self.remove_lines(&mut state, name.bytes());
        }
        for (name, value) in &brought.lines {
            self.add_line(&mut state, name.bytes(), value.bytes())?;
        }
        self.add_copied(&mut state, &brought.chunks)
    }
}

fn failed(error: HRESULT) -> Answer {
    Answer::Ended(Ended::with(hresult::code_of(error)))
}
