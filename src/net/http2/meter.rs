//! Counts the frames that a client sends, for those that cost it next to nothing.
//!
//! What `h2` limits itself is not counted here: continuations, small DATA, streams that are reset before
//! anybody has seen them, streams that the client makes us reset.

use super::PREFACE;
use crate::win32::sys::clock::coarse_milliseconds;

/// The bytes in front of a frame's payload.
const HEADER: usize = 9;

const DATA: u8 = 0;
const HEADERS: u8 = 1;
const RST_STREAM: u8 = 3;
const SETTINGS: u8 = 4;
const WINDOW_UPDATE: u8 = 8;
const CONTINUATION: u8 = 9;

/// Limits of one minute. That of resets is HTTP.SYS's Http2MaxClientResetsPerMinute.
const MINUTE: u64 = 60_000;
const RESETS: u32 = 400;
const SETTINGS_FRAMES: u32 = 100;
/// PING, PRIORITY and what nobody knows. Some clients measure the way by a PING for every window.
const OTHERS: u32 = 10_000;
/// And one for every so many bytes that the client was sent.
const WINDOW_UPDATES: u32 = 10_000;
const BYTES_PER_UPDATE: u64 = 256;
/// Settings in one frame, of six bytes each. There are not half as many.
const SETTINGS_IN_FRAME: usize = 32;
const SETTING: usize = 6;

#[derive(Default)]
pub struct Meter {
    /// Bytes of the preface that have passed.
    preface: usize,
    /// The header of a frame as far as it has come.
    header: [u8; HEADER],
    filled: usize,
    /// Bytes of the payload that come still.
    payload: usize,
    /// When the minute began.
    minute: u64,
    /// Bytes that the client had been sent by then.
    written: u64,
    resets: u32,
    settings: u32,
    others: u32,
    updates: u32,
    /// Frames that begin a head, and all others, since the last look.
    heads: usize,
    mixed: bool,
}

impl Meter {
    /// Takes what has come; whether it is within the limits.
    pub fn count(&mut self, mut bytes: &[u8], written: u64) -> bool {
        let skipped = bytes.len().min(PREFACE.len() - self.preface);
        self.preface += skipped;
        bytes = &bytes[skipped..];
        while !bytes.is_empty() {
            let skipped = bytes.len().min(self.payload);
            self.payload -= skipped;
            bytes = &bytes[skipped..];
            let taken = bytes.len().min(HEADER - self.filled);
            self.header[self.filled..self.filled + taken].copy_from_slice(&bytes[..taken]);
            self.filled += taken;
            bytes = &bytes[taken..];
            if self.filled == HEADER {
                self.filled = 0;
                let [a, b, c, kind, ..] = self.header;
                self.payload = u32::from_be_bytes([0, a, b, c]) as usize;
                if !self.frame(kind, written) {
                    return false;
                }
            }
        }
        true
    }

    /// How many heads have begun since the last time, and whether anything else has come.
    pub fn take_seen(&mut self) -> (usize, bool) {
        (std::mem::take(&mut self.heads), std::mem::take(&mut self.mixed))
    }

    fn frame(&mut self, kind: u8, written: u64) -> bool {
        match kind {
            HEADERS => self.heads += 1,
            _ => self.mixed = true,
        }
        let (count, most) = match kind {
            DATA | HEADERS | CONTINUATION => return true,
            SETTINGS if self.payload > SETTINGS_IN_FRAME * SETTING => return false,
            SETTINGS => (&mut self.settings, SETTINGS_FRAMES),
            RST_STREAM => (&mut self.resets, RESETS),
            WINDOW_UPDATE => {
                let sent = (written - self.written) / BYTES_PER_UPDATE;
                (&mut self.updates, WINDOW_UPDATES.saturating_add(u32::try_from(sent).unwrap_or(u32::MAX)))
            }
            _ => (&mut self.others, OTHERS),
        };
        *count += 1;
        if *count <= most && self.minute > 0 {
            return true;
        }
        let now = coarse_milliseconds().max(1);
        if self.minute == 0 {
            self.minute = now;
            return true;
        }
        if now.saturating_sub(self.minute) < MINUTE {
            return false;
        }
        // The counts have been gathering for longer: another minute begins.
        (self.resets, self.settings, self.others, self.updates) = (0, 0, 0, 0);
        (self.minute, self.written) = (now, written);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(kind: u8, payload: &[u8], count: usize) -> Vec<u8> {
        let length = (payload.len() as u32).to_be_bytes();
        let frame = [&length[1..], &[kind, 0, 0, 0, 0, 1], payload].concat();
        frame.repeat(count)
    }

    fn fresh() -> Meter {
        let mut meter = Meter { minute: coarse_milliseconds(), ..Meter::default() };
        assert!(meter.count(PREFACE, 0));
        meter
    }

    #[test]
    fn each_kind_has_its_limit_however_the_bytes_are_cut() {
        for (kind, payload, most) in [
            (RST_STREAM, &[0; 4][..], RESETS),
            (SETTINGS, &[], SETTINGS_FRAMES),
            (6, &[0; 8], OTHERS),
            (2, &[0; 5], OTHERS),
            (0x77, &[], OTHERS),
            (WINDOW_UPDATE, &[0; 4], WINDOW_UPDATES),
        ] {
            for piece in [1, 7, usize::MAX] {
                let (mut meter, bytes) = (fresh(), frames(kind, payload, most as usize));
                assert!(bytes.chunks(piece.min(bytes.len())).all(|piece| meter.count(piece, 0)), "{kind} by {piece}");
                assert!(!meter.count(&frames(kind, payload, 1), 0), "{kind} by {piece}");
            }
        }
    }

    #[test]
    fn what_carries_requests_is_not_counted_and_windows_open_as_bytes_go() {
        let mut meter = fresh();
        for kind in [DATA, HEADERS, CONTINUATION] {
            assert!(meter.count(&frames(kind, &[1; 100], 20_000), 0));
        }
        let sent = u64::from(WINDOW_UPDATES) * BYTES_PER_UPDATE;
        assert!(meter.count(&frames(WINDOW_UPDATE, &[0; 4], 2 * WINDOW_UPDATES as usize), sent));
        assert!(!meter.count(&frames(WINDOW_UPDATE, &[0; 4], 1), sent));
        assert!(!fresh().count(&frames(SETTINGS, &[0; (SETTINGS_IN_FRAME + 1) * SETTING], 1), 0));
    }

    #[test]
    fn heads_are_told_from_all_else() {
        let mut meter = fresh();
        assert_eq!(meter.take_seen(), (0, false));
        let heads = frames(HEADERS, &[1; 100], 3);
        assert!(meter.count(&heads[..8], 0) && meter.take_seen() == (0, false));
        assert!(meter.count(&heads[8..], 0) && meter.take_seen() == (3, false) && meter.take_seen() == (0, false));
        for kind in [DATA, RST_STREAM, SETTINGS, WINDOW_UPDATE, CONTINUATION, 6] {
            assert!(meter.count(&frames(kind, &[], 1), 0) && meter.take_seen() == (0, true), "{kind}");
        }
    }

    #[test]
    fn counts_begin_anew_after_a_minute() {
        let mut meter = fresh();
        assert!(meter.count(&frames(RST_STREAM, &[0; 4], RESETS as usize), 0));
        meter.minute = meter.minute.saturating_sub(MINUTE);
        assert!(meter.count(&frames(RST_STREAM, &[0; 4], RESETS as usize), 0));
    }
}
