//! Masking: every byte of a payload is combined with one of four.
//!
//! The loops have no branches and chunks of a fixed size, which the compiler makes vectors of.

/// The mask of a frame, and how far its payload has got.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mask {
    /// The next byte comes first.
    bytes: [u8; WORD],
}

const CHUNK: usize = 64;

/// What is left of that goes by so many.
const BLOCK: usize = 16;

/// The mask repeats itself after so many.
const WORD: usize = 4;

impl Mask {
    pub fn new(bytes: [u8; WORD]) -> Self {
        Self { bytes }
    }

    fn word(self) -> u32 {
        u32::from_ne_bytes(self.bytes)
    }

    fn advance(&mut self, count: usize) {
        // The next byte is the one with the least weight.
        self.bytes = u32::from_le_bytes(self.bytes).rotate_right((count % WORD) as u32 * 8).to_le_bytes();
    }

    /// Copies and masks; both are equally long.
    pub fn copy(&mut self, from: &[u8], to: &mut [u8]) {
        assert_eq!(from.len(), to.len());
        if self.bytes == [0; WORD] {
            to.copy_from_slice(from);
            return;
        }
        let (from_chunks, from_rest) = from.as_chunks::<CHUNK>();
        let (to_chunks, to_rest) = to.as_chunks_mut::<CHUNK>();
        for (from, to) in from_chunks.iter().zip(to_chunks) {
            put(from, to, self.word());
        }
        let (from_blocks, tail) = from_rest.as_chunks::<BLOCK>();
        for (from, to) in from_blocks.iter().zip(to_rest.as_chunks_mut::<BLOCK>().0) {
            put(from, to, self.word());
        }
        if tail.is_empty() {
            return;
        }
        if let (Some(from), Some(to)) = (from.last_chunk::<BLOCK>(), to.last_chunk_mut::<BLOCK>()) {
            // The first of them are written once more, to the same. Whole masks before the end it is as behind it.
            self.advance(tail.len());
            put(from, to, self.word());
        } else {
            for ((from, to), mask) in from.iter().zip(to).zip(self.bytes.iter().cycle()) {
                *to = from ^ mask;
            }
            self.advance(tail.len());
        }
    }

    /// Masks where the bytes are.
    pub fn apply(&mut self, bytes: &mut [u8]) {
        if self.bytes == [0; WORD] {
            return;
        }
        let (chunks, rest) = bytes.as_chunks_mut::<CHUNK>();
        for chunk in chunks {
            let plain = *chunk;
            put(&plain, chunk, self.word());
        }
        let (words, tail) = rest.as_chunks_mut::<WORD>();
        for word in words {
            let plain = *word;
            put(&plain, word, self.word());
        }
        for (byte, mask) in tail.iter_mut().zip(self.bytes) {
            *byte ^= mask;
        }
        self.advance(tail.len());
    }
}

/// Copies and masks whole words.
fn put<const N: usize>(from: &[u8; N], to: &mut [u8; N], mask: u32) {
    for (from, to) in from.as_chunks::<WORD>().0.iter().zip(to.as_chunks_mut::<WORD>().0) {
        *to = (u32::from_ne_bytes(*from) ^ mask).to_ne_bytes();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_the_mask_of_the_standard_in_parts_of_any_size() {
        let mask = [0x37, 0xfa, 0x21, 0x3d];
        let plain: Vec<u8> = (0..400_u32).map(|at| (at * 7) as u8).collect();
        let wanted: Vec<u8> = plain.iter().enumerate().map(|(at, byte)| byte ^ mask[at % 4]).collect();
        for first in 0..200 {
            for mode in 0..2 {
                let mut state = Mask::new(mask);
                let mut result = plain.clone();
                for range in [0..first, first..first + 3, first + 3..plain.len()] {
                    match mode {
                        0 => state.apply(&mut result[range]),
                        _ => state.copy(&plain[range.clone()], &mut result[range]),
                    }
                }
                assert_eq!(result, wanted, "cut at {first}");
            }
        }
        let mut same = plain.clone();
        Mask::new([0; 4]).apply(&mut same);
        assert_eq!(same, plain);
    }
}
