//! httpcach.h: the keys of the built-in caches.

use super::*;

crate::interfaces! {
    /// httpcach.h.
    class IUriKey, IUriKeyVtbl : IHttpCacheKey, IHttpCacheKeyVtbl = "f1bc4f8c-6bf8-42c0-b745-4fbe1a67e5a7" {
        /// Relative URL.
        Pure GetUrl: fn() -> PCWSTR
            = "PCWSTR GetUrl() const";
        /// Site name.
        Pure GetSiteName: fn() -> PCWSTR
            = "PCWSTR GetSiteName() const";
        /// Site id.
        Pure GetSiteId: fn() -> DWORD
            = "DWORD GetSiteId() const";
        /// Counts a hit for IsFrequentlyHit.
        Pure UpdateFrequentlyHitTickCount: fn(dwTicks: DWORD)
            = "VOID UpdateFrequentlyHitTickCount(DWORD dwTicks)";
        /// Configuration path.
        Pure GetConfigPath: fn() -> PCWSTR
            = "PCWSTR GetConfigPath() const";
    }

    /// httpcach.h.
    class IFileKey, IFileKeyVtbl : IHttpCacheKey, IHttpCacheKeyVtbl = "7377f6a4-266c-4043-b62a-9ea955a5e97a" {
        /// Absolute physical path.
        Pure GetPath: fn() -> PCWSTR
            = "PCWSTR GetPath() const";
    }

    /// httpcach.h.
    class IHttpTokenKey, IHttpTokenKeyVtbl : IHttpCacheKey, IHttpCacheKeyVtbl = "1d3dc8cb-fc52-42bc-97e1-1bf02136e8ba" {
        /// User name (macro-renamed like in IHttpUser).
        Pure GetUserName: fn() -> PCWSTR
            = "PCWSTR GetUserName() const";
        /// Hash text.
        Pure GetPasswordHash: fn() -> PCWSTR
            = "PCWSTR GetPasswordHash() const";
        /// LOGON32_LOGON_* number.
        Pure GetLogonMethod: fn() -> DWORD
            = "DWORD GetLogonMethod() const";
    }
}
