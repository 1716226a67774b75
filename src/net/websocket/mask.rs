//! Masking: every byte of a payload is combined with one of four.
//!
//! The loops have no branches and chunks of a fixed size, which the compiler makes vectors of.

/// The mask of a frame, and how far its payload has got.
#[derive(Clone, Copy, Debug, Default)]
pub struct Mask {
    /// The next byte comes first.
    bytes: [u8; 4],
}

const CHUNK: usize = 64;

/// What is left of a short payload goes by so many.
const WORD: usize = 8;

impl Mask {
    pub fn new(bytes: [u8; 4]) -> Self {
        Self { bytes }
    }

    fn wide(self) -> [u8; CHUNK] {
        core::array::from_fn(|at| self.bytes[at % 4])
    }

    fn word(self, bytes: [u8; WORD]) -> [u8; WORD] {
        let half = u64::from(u32::from_ne_bytes(self.bytes));
        (u64::from_ne_bytes(bytes) ^ (half | half << 32)).to_ne_bytes()
    }

    fn advance(&mut self, count: usize) {
        self.bytes.rotate_left(count % 4);
    }

    /// Copies and masks; both are equally long.
    pub fn copy(&mut self, from: &[u8], to: &mut [u8]) {
        assert_eq!(from.len(), to.len());
        if self.bytes == [0; 4] {
            to.copy_from_slice(from);
            return;
        }
        let wide = self.wide();
        let (from_chunks, from_rest) = from.as_chunks::<CHUNK>();
        let (to_chunks, to_rest) = to.as_chunks_mut::<CHUNK>();
        for (from, to) in from_chunks.iter().zip(to_chunks) {
            for at in 0..CHUNK {
                to[at] = from[at] ^ wide[at];
            }
        }
        let (from_words, from_rest) = from_rest.as_chunks::<WORD>();
        let (to_words, to_rest) = to_rest.as_chunks_mut::<WORD>();
        for (from, to) in from_words.iter().zip(to_words) {
            *to = self.word(*from);
        }
        for ((from, to), mask) in from_rest.iter().zip(to_rest).zip(wide) {
            *to = from ^ mask;
        }
        self.advance(from.len());
    }

    /// Masks where the bytes are.
    pub fn apply(&mut self, bytes: &mut [u8]) {
        if self.bytes == [0; 4] {
            return;
        }
        let wide = self.wide();
        let (chunks, rest) = bytes.as_chunks_mut::<CHUNK>();
        for chunk in chunks {
            for at in 0..CHUNK {
                chunk[at] ^= wide[at];
            }
        }
        let (words, rest) = rest.as_chunks_mut::<WORD>();
        for word in words {
            *word = self.word(*word);
        }
        for (byte, mask) in rest.iter_mut().zip(wide) {
            *byte ^= mask;
        }
        self.advance(bytes.len());
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
