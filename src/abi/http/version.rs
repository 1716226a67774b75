//! Protocol and API versions.

use crate::abi::windows::*;

crate::declare! {
    /// An HTTP protocol version, e.g. {1, 1}.
    structure HTTP_VERSION, PHTTP_VERSION {
        MajorVersion: USHORT;
        MinorVersion: USHORT;
    }
}
