//! Cache records: keys, data, files and tokens.

use super::*;

crate::interfaces! {
    /// The key of a cache operation.
    class IHttpCacheKey, IHttpCacheKeyVtbl = "cdef2aad-20b3-4512-b1b1-094b3844aeb2" {
        Pure GetHash: fn() -> DWORD
            = "DWORD GetHash() const";
        Pure GetCacheName: fn() -> PCWSTR
            = "PCWSTR GetCacheName() const";
        /// The other key is of the same class.
        Pure GetIsEqual: fn(pCacheCompareKey: *mut IHttpCacheKey) -> bool
            = "bool GetIsEqual(IHttpCacheKey *pCacheCompareKey) const";
        /// For CACHE_OPERATION_FLUSH_PREFIX: this key is a prefix of the other.
        Pure GetIsPrefix: fn(pCacheCompareKey: *mut IHttpCacheKey) -> bool
            = "bool GetIsPrefix(IHttpCacheKey *pCacheCompareKey) const";
        /// Called for each record by CACHE_OPERATION_ENUM.
        Pure Enum: fn(pCacheData: *mut IHttpCacheSpecificData)
            = "VOID Enum(IHttpCacheSpecificData *pCacheData)";
    }

    /// A record of a cache, with a reference count.
    class IHttpCacheSpecificData, IHttpCacheSpecificDataVtbl = "37776aff-852e-4eec-93a5-b85a285a95b8" {
        /// Belongs to the record.
        Pure GetCacheKey: fn() -> *mut IHttpCacheKey
            = "IHttpCacheKey *GetCacheKey() const";
        Pure ReferenceCacheData: fn()
            = "VOID ReferenceCacheData()";
        /// The last one deletes the record.
        Pure DereferenceCacheData: fn()
            = "VOID DereferenceCacheData()";
        Pure ResetTTL: fn()
            = "VOID ResetTTL()";
        Pure DecrementTTL: fn(pfTTLExpired: *mut BOOL)
            = "VOID DecrementTTL(BOOL *pfTTLExpired)";
        /// Says that the record is no longer in the cache.
        Pure SetFlushed: fn()
            = "VOID SetFlushed()";
        Pure GetFlushed: fn() -> BOOL
            = "BOOL GetFlushed() const";
    }

    /// A watch on a directory.
    class IHttpFileMonitor, IHttpFileMonitorVtbl = "985422da-b0cf-473b-ba9e-8148ceb3e240" {
        /// Where a module keeps what OnGlobalFileChange needs.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// Ends the caller's use.
        Pure DereferenceFileMonitor: fn()
            = "VOID DereferenceFileMonitor()";
    }

    /// Record of the file cache.
    class IHttpFileInfo, IHttpFileInfoVtbl : IHttpCacheSpecificData, IHttpCacheSpecificDataVtbl = "71e95595-8c74-44d9-88a9-f5112d5f5900" {
        /// FILE_ATTRIBUTE_… bits.
        Pure GetAttributes: fn() -> DWORD
            = "DWORD GetAttributes() const";
        Pure GetSize: fn(pliSize: *mut ULARGE_INTEGER)
            = "VOID GetSize(ULARGE_INTEGER *pliSize) const";
        /// The content, or NULL: then there is a handle.
        Pure GetFileBuffer: fn() -> *const BYTE
            = "const BYTE *GetFileBuffer() const";
        /// INVALID_HANDLE_VALUE when the content is in the buffer.
        Pure GetFileHandle: fn() -> HANDLE
            = "HANDLE GetFileHandle() const";
        Pure GetFilePath: fn() -> PCWSTR
            = "PCWSTR GetFilePath() const";
        /// With its quotes.
        Pure GetETag: fn(pcchETag: *mut USHORT) -> PCSTR
            = "PCSTR GetETag(USHORT *pcchETag = NULL) const";
        Pure GetLastModifiedTime: fn(pFileTime: *mut FILETIME)
            = "VOID GetLastModifiedTime(FILETIME *pFileTime) const";
        /// As HTTP writes it.
        Pure GetLastModifiedString: fn() -> PCSTR
            = "PCSTR GetLastModifiedString() const";
        /// TRUE when the server below the modules may cache it.
        Pure GetHttpCacheAllowed: fn(pSecondsToLive: *mut DWORD) -> BOOL
            = "BOOL GetHttpCacheAllowed(DWORD *pSecondsToLive) const";
        /// S_OK when the user may read the file.
        Pure AccessCheck: fn(hUserToken: HANDLE, pUserSid: PSID) -> HRESULT
            = "HRESULT AccessCheck(HANDLE hUserToken, PSID pUserSid)";
        /// The user of the virtual directory, or NULL.
        Pure GetVrToken: fn() -> HANDLE
            = "HANDLE GetVrToken() const";
        /// The folder of the virtual directory, or NULL.
        Pure GetVrPath: fn() -> PCWSTR
            = "PCWSTR GetVrPath() const";
        /// Lives as long as the record.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        Pure CheckIfFileHasChanged: fn(hUserToken: HANDLE) -> BOOL
            = "BOOL CheckIfFileHasChanged(HANDLE hUserToken)";
    }

    /// Record of the token cache: a user who was logged on.
    class IHttpTokenEntry, IHttpTokenEntryVtbl : IHttpCacheSpecificData, IHttpCacheSpecificDataVtbl = "fd86e6de-fb0e-47dd-820a-e0da12be46e9" {
        /// Or NULL; not to be closed.
        Pure GetImpersonationToken: fn() -> HANDLE
            = "HANDLE GetImpersonationToken()";
        /// Or NULL; not to be closed.
        Pure GetPrimaryToken: fn() -> HANDLE
            = "HANDLE GetPrimaryToken()";
        /// Not to be freed.
        Pure GetSid: fn() -> PSID
            = "PSID GetSid()";
    }
}
