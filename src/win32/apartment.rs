//! Which threads have called CoInitializeEx. Objects are called where the caller is, so that is all there is to it.

use std::cell::Cell;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    Single,
    Multiple,
}

thread_local! {
    /// How often the thread has entered, and as what.
    static ENTERED: Cell<Option<(Model, u32)>> = const { Cell::new(None) };
}

/// Whether the thread has entered for the first time; `None` where it is in another model.
pub fn enter(model: Model) -> Option<bool> {
    match ENTERED.get() {
        None => {
            ENTERED.set(Some((model, 1)));
            Some(true)
        }
        Some((current, count)) if current == model => {
            ENTERED.set(Some((model, count + 1)));
            Some(false)
        }
        Some(_) => None,
    }
}

/// Takes back one entry; without one nothing happens.
pub fn leave() {
    ENTERED.set(ENTERED.get().filter(|(_, count)| *count > 1).map(|(model, count)| (model, count - 1)));
}
