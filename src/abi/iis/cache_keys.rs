//! httpcach.h: the keys of the built-in caches.

use super::*;

crate::interfaces! {
    /// Key of the URI cache.
    class IUriKey, IUriKeyVtbl : IHttpCacheKey, IHttpCacheKeyVtbl = "f1bc4f8c-6bf8-42c0-b745-4fbe1a67e5a7" {
        Pure GetUrl: fn() -> PCWSTR
            = "PCWSTR GetUrl() const";
        Pure GetSiteName: fn() -> PCWSTR
            = "PCWSTR GetSiteName() const";
        Pure GetSiteId: fn() -> DWORD
            = "DWORD GetSiteId() const";
        /// Counts a hit for IHttpUrlInfo::IsFrequentlyHit.
        Pure UpdateFrequentlyHitTickCount: fn(dwTicks: DWORD)
            = "VOID UpdateFrequentlyHitTickCount(DWORD dwTicks)";
        Pure GetConfigPath: fn() -> PCWSTR
            = "PCWSTR GetConfigPath() const";
    }

    /// Key of the file cache.
    class IFileKey, IFileKeyVtbl : IHttpCacheKey, IHttpCacheKeyVtbl = "7377f6a4-266c-4043-b62a-9ea955a5e97a" {
        Pure GetPath: fn() -> PCWSTR
            = "PCWSTR GetPath() const";
    }

    /// Key of the token cache.
    class IHttpTokenKey, IHttpTokenKeyVtbl : IHttpCacheKey, IHttpCacheKeyVtbl = "1d3dc8cb-fc52-42bc-97e1-1bf02136e8ba" {
        Pure GetUserName: fn() -> PCWSTR
            = "PCWSTR GetUserName() const";
        Pure GetPasswordHash: fn() -> PCWSTR
            = "PCWSTR GetPasswordHash() const";
        /// LOGON32_LOGON_….
        Pure GetLogonMethod: fn() -> DWORD
            = "DWORD GetLogonMethod() const";
    }
}
