//! A chunked body gives the same data however it is cut and however much room there is.
//!
//! The first byte is the place of the cut, the second the room.
#![no_main]

use httpapi::net::http1::{Decoder, Progress, Refusal};
use libfuzzer_sys::fuzz_target;

fn decode(body: &[u8], ends: [usize; 2], room: usize) -> Result<(Vec<u8>, usize, bool), Refusal> {
    let mut decoder = Decoder::default();
    let (mut data, mut at, mut output) = (Vec::new(), 0, vec![0; room]);
    for end in ends {
        loop {
            let progress = decoder.decode(&body[at..end], &mut output)?;
            assert!(progress.consumed <= end - at && progress.written <= progress.consumed.min(room));
            at += progress.consumed;
            data.extend_from_slice(&output[..progress.written]);
            if progress == Progress::default() {
                break;
            }
        }
    }
    assert!(at == body.len() || decoder.is_done());
    Ok((data, at, decoder.is_done()))
}

fuzz_target!(|data: &[u8]| {
    let [cut, room, body @ ..] = data else { return };
    let whole = decode(body, [0, body.len()], body.len() + 1);
    assert_eq!(decode(body, [usize::from(*cut).min(body.len()), body.len()], usize::from(*room) + 1), whole);
    let skipped = Decoder::default().skip(body).map(|progress| (progress.written, progress.consumed));
    assert_eq!(skipped, whole.map(|(data, consumed, _)| (data.len(), consumed)));
});
