/* httpcach.h: the keys of the built-in caches. */

#ifndef PORTICO_HTTPCACH_H
#define PORTICO_HTTPCACH_H

#include "httpserv.h"

/* Names that tell which key a cache operation carries */
#define URI_CACHE_NAME   L"URI"
#define FILE_CACHE_NAME  L"FILE"
#define TOKEN_CACHE_NAME L"TOKEN"

/* Key of the URI cache. */
class IIS_API IUriKey : public IHttpCacheKey {
public:
    virtual PCWSTR GetCacheName() const { return URI_CACHE_NAME; }

@slots IUriKey
};

/* Key of the file cache. */
class IIS_API IFileKey : public IHttpCacheKey {
public:
    virtual PCWSTR GetCacheName() const { return FILE_CACHE_NAME; }

@slots IFileKey
};

/* Key of the token cache. */
class IIS_API IHttpTokenKey : public IHttpCacheKey {
public:
    virtual PCWSTR GetCacheName() const { return TOKEN_CACHE_NAME; }

@slots IHttpTokenKey
};

@uuids iis::cache_keys

#endif
