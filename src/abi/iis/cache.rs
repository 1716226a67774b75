//! Cache records: keys, data, files and tokens.

use super::*;

crate::interfaces! {
    /// Key object of a cache operation.
    class IHttpCacheKey, IHttpCacheKeyVtbl = "cdef2aad-20b3-4512-b1b1-094b3844aeb2" {
        /// 32-bit hash.
        Pure GetHash: fn() -> DWORD
            = "DWORD GetHash() const";
        /// Wide cache name.
        Pure GetCacheName: fn() -> PCWSTR
            = "PCWSTR GetCacheName() const";
        /// Argument is of the same subclass, never NULL.
        Pure GetIsEqual: fn(pCacheCompareKey: *mut IHttpCacheKey) -> bool
            = "bool GetIsEqual(IHttpCacheKey *pCacheCompareKey) const";
        /// True when this key is a prefix of the argument (used by FLUSH_PREFIX).
        Pure GetIsPrefix: fn(pCacheCompareKey: *mut IHttpCacheKey) -> bool
            = "bool GetIsPrefix(IHttpCacheKey *pCacheCompareKey) const";
        /// Enumeration callback.
        Pure Enum: fn(pCacheData: *mut IHttpCacheSpecificData)
            = "VOID Enum(IHttpCacheSpecificData *pCacheData)";
    }

    /// Ref-counted cache record.
    class IHttpCacheSpecificData, IHttpCacheSpecificDataVtbl = "37776aff-852e-4eec-93a5-b85a285a95b8" {
        /// Key, owned by the record.
        Pure GetCacheKey: fn() -> *mut IHttpCacheKey
            = "IHttpCacheKey *GetCacheKey() const";
        /// +1, thread-safe.
        Pure ReferenceCacheData: fn()
            = "VOID ReferenceCacheData()";
        /// -1, self-delete at 0.
        Pure DereferenceCacheData: fn()
            = "VOID DereferenceCacheData()";
        /// TTL back to its start value.
        Pure ResetTTL: fn()
            = "VOID ResetTTL()";
        /// TTL -1.
        Pure DecrementTTL: fn(pfTTLExpired: *mut BOOL)
            = "VOID DecrementTTL(BOOL *pfTTLExpired)";
        /// Mark as removed from the cache.
        Pure SetFlushed: fn()
            = "VOID SetFlushed()";
        /// Read the mark (initially FALSE).
        Pure GetFlushed: fn() -> BOOL
            = "BOOL GetFlushed() const";
    }

    /// Handle of a directory watch.
    class IHttpFileMonitor, IHttpFileMonitorVtbl = "985422da-b0cf-473b-ba9e-8148ceb3e240" {
        /// Container bound to the watch, so that OnGlobalFileChange can find the module's
        /// object.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// Caller's release.
        Pure DereferenceFileMonitor: fn()
            = "VOID DereferenceFileMonitor()";
    }

    /// File-cache record.
    class IHttpFileInfo, IHttpFileInfoVtbl : IHttpCacheSpecificData, IHttpCacheSpecificDataVtbl = "71e95595-8c74-44d9-88a9-f5112d5f5900" {
        /// FILE_ATTRIBUTE_* mask.
        Pure GetAttributes: fn() -> DWORD
            = "DWORD GetAttributes() const";
        /// 64-bit size through ULARGE_INTEGER.
        Pure GetSize: fn(pliSize: *mut ULARGE_INTEGER)
            = "VOID GetSize(ULARGE_INTEGER *pliSize) const";
        /// Cached content or NULL (then use the handle).
        Pure GetFileBuffer: fn() -> *const BYTE
            = "const BYTE *GetFileBuffer() const";
        /// Open handle, or INVALID_HANDLE_VALUE when the content is in the buffer.
        Pure GetFileHandle: fn() -> HANDLE
            = "HANDLE GetFileHandle() const";
        /// Physical path.
        Pure GetFilePath: fn() -> PCWSTR
            = "PCWSTR GetFilePath() const";
        /// Narrow strong/weak ETag text incl.
        Pure GetETag: fn(pcchETag: *mut USHORT) -> PCSTR
            = "PCSTR GetETag(USHORT *pcchETag = NULL) const";
        /// FILETIME (100 ns since 1601, UTC).
        Pure GetLastModifiedTime: fn(pFileTime: *mut FILETIME)
            = "VOID GetLastModifiedTime(FILETIME *pFileTime) const";
        /// HTTP-date text.
        Pure GetLastModifiedString: fn() -> PCSTR
            = "PCSTR GetLastModifiedString() const";
        /// TRUE when http.sys may cache.
        Pure GetHttpCacheAllowed: fn(pSecondsToLive: *mut DWORD) -> BOOL
            = "BOOL GetHttpCacheAllowed(DWORD *pSecondsToLive) const";
        /// S_OK if the token may read the file.
        Pure AccessCheck: fn(hUserToken: HANDLE, pUserSid: PSID) -> HRESULT
            = "HRESULT AccessCheck(HANDLE hUserToken, PSID pUserSid)";
        /// Virtual-directory token or NULL.
        Pure GetVrToken: fn() -> HANDLE
            = "HANDLE GetVrToken() const";
        /// Virtual-directory path or NULL.
        Pure GetVrPath: fn() -> PCWSTR
            = "PCWSTR GetVrPath() const";
        /// Container living with the cache entry.
        Pure GetModuleContextContainer: fn() -> *mut IHttpModuleContextContainer
            = "IHttpModuleContextContainer *GetModuleContextContainer()";
        /// TRUE when the disk file differs from the cached record.
        Pure CheckIfFileHasChanged: fn(hUserToken: HANDLE) -> BOOL
            = "BOOL CheckIfFileHasChanged(HANDLE hUserToken)";
    }

    /// Token-cache record.
    class IHttpTokenEntry, IHttpTokenEntryVtbl : IHttpCacheSpecificData, IHttpCacheSpecificDataVtbl = "fd86e6de-fb0e-47dd-820a-e0da12be46e9" {
        /// Borrowed handle or NULL.
        Pure GetImpersonationToken: fn() -> HANDLE
            = "HANDLE GetImpersonationToken()";
        /// Borrowed handle or NULL.
        Pure GetPrimaryToken: fn() -> HANDLE
            = "HANDLE GetPrimaryToken()";
        /// Borrowed PSID.
        Pure GetSid: fn() -> PSID
            = "PSID GetSid()";
    }
}
