//! Entity data: ranges and chunks.

use super::headers::*;
use crate::abi::windows::*;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK_FromMemory {
    pub pBuffer: PVOID,
    pub BufferLength: ULONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK_FromFileHandle {
    pub ByteRange: HTTP_BYTE_RANGE,
    pub FileHandle: HANDLE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK_FromFragmentCache {
    pub FragmentNameLength: USHORT,
    pub pFragmentName: PCWSTR,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK_FromFragmentCacheEx {
    pub ByteRange: HTTP_BYTE_RANGE,
    pub pFragmentName: PCWSTR,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK_Trailers {
    pub TrailerCount: USHORT,
    pub pTrailers: PHTTP_UNKNOWN_HEADER,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK_FromWinHttpFastForwarding {
    pub WhFastForwardingData: HTTP_WINHTTP_FAST_FORWARDING_DATA,
}

/// The arm that `DataChunkType` selects.
#[repr(C)]
#[derive(Clone, Copy)]
pub union HTTP_DATA_CHUNK_DATA {
    pub FromMemory: HTTP_DATA_CHUNK_FromMemory,
    pub FromFileHandle: HTTP_DATA_CHUNK_FromFileHandle,
    pub FromFragmentCache: HTTP_DATA_CHUNK_FromFragmentCache,
    pub FromFragmentCacheEx: HTTP_DATA_CHUNK_FromFragmentCacheEx,
    pub Trailers: HTTP_DATA_CHUNK_Trailers,
    pub FromWinHttpFastForwarding: HTTP_DATA_CHUNK_FromWinHttpFastForwarding,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct HTTP_DATA_CHUNK {
    pub DataChunkType: HTTP_DATA_CHUNK_TYPE,
    pub Anonymous: HTTP_DATA_CHUNK_DATA,
}

crate::declare! {
    /// To the end of the file.
    constants BYTE_RANGES {
        HTTP_BYTE_RANGE_TO_EOF: ULONGLONG = 0xFFFFFFFFFFFFFFFF;
    }

    /// In bytes; the length HTTP_BYTE_RANGE_TO_EOF is the rest of the file.
    structure HTTP_BYTE_RANGE, PHTTP_BYTE_RANGE {
        StartingOffset: ULARGE_INTEGER;
        Length: ULARGE_INTEGER;
    }

    enumeration HTTP_DATA_CHUNK_TYPE, PHTTP_DATA_CHUNK_TYPE {
        HttpDataChunkFromMemory = 0;
        HttpDataChunkFromFileHandle = 1;
        HttpDataChunkFromFragmentCache = 2;
        HttpDataChunkFromFragmentCacheEx = 3;
        HttpDataChunkTrailers = 4;
        HttpDataChunkFromWinHttpFastForwarding = 5;
        HttpDataChunkMaximum = 6;
    }

    structure HTTP_WINHTTP_FAST_FORWARDING_DATA, PHTTP_WINHTTP_FAST_FORWARDING_DATA {
        Reserved: [UCHAR; 16];
    }

    /// A part of a body; DataChunkType says which member of the union counts.
    shape HTTP_DATA_CHUNK, PHTTP_DATA_CHUNK {
        "DataChunkType" => DataChunkType;
        "FromMemory" => Anonymous.FromMemory;
        "FromMemory.pBuffer" => Anonymous.FromMemory.pBuffer;
        "FromMemory.BufferLength" => Anonymous.FromMemory.BufferLength;
        "FromFileHandle" => Anonymous.FromFileHandle;
        "FromFileHandle.ByteRange" => Anonymous.FromFileHandle.ByteRange;
        "FromFileHandle.FileHandle" => Anonymous.FromFileHandle.FileHandle;
        "FromFragmentCache" => Anonymous.FromFragmentCache;
        "FromFragmentCache.FragmentNameLength" => Anonymous.FromFragmentCache.FragmentNameLength;
        "FromFragmentCache.pFragmentName" => Anonymous.FromFragmentCache.pFragmentName;
        "FromFragmentCacheEx" => Anonymous.FromFragmentCacheEx;
        "FromFragmentCacheEx.ByteRange" => Anonymous.FromFragmentCacheEx.ByteRange;
        "FromFragmentCacheEx.pFragmentName" => Anonymous.FromFragmentCacheEx.pFragmentName;
        "Trailers" => Anonymous.Trailers;
        "Trailers.TrailerCount" => Anonymous.Trailers.TrailerCount;
        "Trailers.pTrailers" => Anonymous.Trailers.pTrailers;
        "FromWinHttpFastForwarding" => Anonymous.FromWinHttpFastForwarding;
        "FromWinHttpFastForwarding.WhFastForwardingData" => Anonymous.FromWinHttpFastForwarding.WhFastForwardingData;
        c "
typedef struct _HTTP_DATA_CHUNK {
    HTTP_DATA_CHUNK_TYPE DataChunkType;
    __extension__ union {
        struct {
            PVOID pBuffer;
            ULONG BufferLength;
        } FromMemory;
        struct {
            HTTP_BYTE_RANGE ByteRange;
            HANDLE FileHandle;
        } FromFileHandle; /* The handle must be readable. */
        struct {
            USHORT FragmentNameLength;
            PCWSTR pFragmentName;
        } FromFragmentCache;
        struct {
            HTTP_BYTE_RANGE ByteRange;
            PCWSTR pFragmentName;
        } FromFragmentCacheEx; /* The name ends with a NUL and has at most 65532 bytes. */
        struct {
            USHORT TrailerCount;
            PHTTP_UNKNOWN_HEADER pTrailers;
        } Trailers; /* Only in the last chunk list of a response. */
        struct {
            HTTP_WINHTTP_FAST_FORWARDING_DATA WhFastForwardingData;
        } FromWinHttpFastForwarding;
    };
} HTTP_DATA_CHUNK, *PHTTP_DATA_CHUNK;
"
    }
}
