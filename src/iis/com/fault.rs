//! What a thread is doing for modules, to be told when it faults.
//!
//! A signal handler reads it, so it is a thread's own, in plain cells, and told without memory or locks.

use std::cell::Cell;

/// A text that is there as long as it is noted here.
#[derive(Clone, Copy)]
struct Text(*const u8, usize);

impl Text {
    const NONE: Self = Self(core::ptr::null(), 0);

    fn of(bytes: &[u8]) -> Self {
        Self(bytes.as_ptr(), bytes.len())
    }

    fn bytes<'a>(self) -> &'a [u8] {
        if self.0.is_null() {
            return &[];
        }
        // SAFETY: whoever noted it takes it back before it goes.
        unsafe { core::slice::from_raw_parts(self.0, self.1) }
    }
}

/// A module and its method.
#[derive(Clone, Copy)]
struct Call(Text, Text);

thread_local! {
    static CALL: Cell<Call> = const { Cell::new(Call(Text::NONE, Text::NONE)) };
    static REQUEST: Cell<(Text, Text)> = const { Cell::new((Text::NONE, Text::NONE)) };
    /// It was told already.
    static TOLD: Cell<bool> = const { Cell::new(false) };
}

/// Runs what enters a module, and tells of it as long as it does not come back.
pub(super) fn during<R>(module: &str, method: &str, call: impl FnOnce() -> R) -> R {
    CALL.with(|place| {
        let outer = place.replace(Call(Text::of(module.as_bytes()), Text::of(method.as_bytes())));
        let value = call();
        place.set(outer);
        value
    })
}

/// The request that a thread drives, as long as this is there.
pub struct Driven<'a> {
    outer: (Text, Text),
    _texts: core::marker::PhantomData<&'a [u8]>,
}

impl<'a> Driven<'a> {
    pub fn new(verb: &'a [u8], url: &'a [u8]) -> Self {
        let outer = REQUEST.replace((Text::of(verb), Text::of(url)));
        Self { outer, _texts: core::marker::PhantomData }
    }
}

impl Drop for Driven<'_> {
    fn drop(&mut self) {
        REQUEST.set(self.outer);
    }
}

/// Nothing is left to tell.
pub(super) fn told() {
    TOLD.set(true);
}

/// Writes `module X, method Y, request GET /z` as far as there is room; how much. Nothing where the
/// thread is in no module, or where it was told.
pub fn describe(room: &mut [u8]) -> usize {
    let Call(module, method) = CALL.get();
    if module.bytes().is_empty() || TOLD.get() {
        return 0;
    }
    let (verb, url) = REQUEST.get();
    let mut filled = 0;
    let mut put = |text: &[u8]| {
        for byte in text {
            let Some(place) = room.get_mut(filled) else { return };
            // What a client has sent must not look like lines of ours.
            *place = if byte.is_ascii_graphic() || *byte == b' ' { *byte } else { b'?' };
            filled += 1;
        }
    };
    put(b"module ");
    put(module.bytes());
    put(b", ");
    put(method.bytes());
    if !verb.bytes().is_empty() {
        put(b", request ");
        put(verb.bytes());
        put(b" ");
        put(url.bytes());
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    fn described(room: usize) -> String {
        let mut buffer = vec![0; room];
        let length = describe(&mut buffer);
        String::from_utf8_lossy(&buffer[..length]).into_owned()
    }

    #[test]
    fn a_thread_tells_where_it_is() {
        assert_eq!(described(100), "");
        during("one", "OnBeginRequest", || {
            assert_eq!(described(100), "module one, OnBeginRequest");
            {
                let _driven = Driven::new(b"GET", b"/a\nb");
                assert_eq!(described(100), "module one, OnBeginRequest, request GET /a?b");
                assert_eq!(described(10), "module one");
                during("two", "OnSendResponse", || assert_eq!(described(22), "module two, OnSendResp"));
            }
            assert_eq!(described(100), "module one, OnBeginRequest");
            told();
            assert_eq!(described(100), "");
        });
    }
}
