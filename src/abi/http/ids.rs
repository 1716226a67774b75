//! Opaque ids.

use crate::abi::windows::*;

crate::declare! {
    /// Names an object of this API; never 0 while the object lives.
    alias HTTP_OPAQUE_ID, PHTTP_OPAQUE_ID { ULONGLONG }

    alias HTTP_REQUEST_ID, PHTTP_REQUEST_ID { HTTP_OPAQUE_ID }

    alias HTTP_CONNECTION_ID, PHTTP_CONNECTION_ID { HTTP_OPAQUE_ID }

    alias HTTP_RAW_CONNECTION_ID, PHTTP_RAW_CONNECTION_ID { HTTP_OPAQUE_ID }

    alias HTTP_URL_GROUP_ID, PHTTP_URL_GROUP_ID { HTTP_OPAQUE_ID }

    alias HTTP_SERVER_SESSION_ID, PHTTP_SERVER_SESSION_ID { HTTP_OPAQUE_ID }

    alias HTTP_CLIENT_REQUEST_ID, PHTTP_CLIENT_REQUEST_ID { HTTP_OPAQUE_ID }

    alias HTTP_CLIENT_CONNECTION_ID, PHTTP_CLIENT_CONNECTION_ID { HTTP_OPAQUE_ID }

    alias HTTP_CLIENT_STREAM_ID, PHTTP_CLIENT_STREAM_ID { HTTP_OPAQUE_ID }

    alias HTTP_CLIENT_CREDENTIAL_ID, PHTTP_CLIENT_CREDENTIAL_ID { HTTP_OPAQUE_ID }

    /// The value given with a URL when it was added; it comes back with each request.
    alias HTTP_URL_CONTEXT { ULONGLONG }

    /// No object.
    constants IDS {
        HTTP_NULL_ID: ULONGLONG = 0;
    }
}
