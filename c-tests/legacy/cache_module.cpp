// cache_module.cpp: records of a module's own in the server's caches.
#include <windows.h>
#include <httpserv.h>
#include <httpcach.h>

#define CONTOSO_CACHE_NAME L"CONTOSO"

class CContosoKey : public IHttpCacheKey
{
public:
    explicit CContosoKey(PCSTR pszName) : m_pszName(pszName) {}

    DWORD GetHash() const override
    {
        DWORD dwHash = 5381;
        for (PCSTR p = m_pszName; *p; ++p)
            dwHash = dwHash * 33 + (BYTE) *p;
        return dwHash;
    }
    PCWSTR GetCacheName() const override { return CONTOSO_CACHE_NAME; }
    bool GetIsEqual(IHttpCacheKey *pCacheCompareKey) const override
    {
        CContosoKey *pOther = static_cast<CContosoKey *>(pCacheCompareKey);
        return strcmp(m_pszName, pOther->m_pszName) == 0;
    }
    bool GetIsPrefix(IHttpCacheKey *pCacheCompareKey) const override
    {
        return strncmp(m_pszName, ((CContosoKey *) pCacheCompareKey)->m_pszName, strlen(m_pszName)) == 0;
    }
    VOID Enum(IHttpCacheSpecificData *) override {}

private:
    PCSTR m_pszName;
};

class CContosoRecord : public IHttpCacheSpecificData
{
public:
    explicit CContosoRecord(PCSTR pszName) : m_key(pszName), m_cRefs(1), m_fFlushed(FALSE), m_cTTL(2) {}

    IHttpCacheKey *GetCacheKey() const override { return const_cast<CContosoKey *>(&m_key); }
    VOID ReferenceCacheData() override { InterlockedIncrement(&m_cRefs); }
    VOID DereferenceCacheData() override
    {
        if (!InterlockedDecrement(&m_cRefs))
            delete this;
    }
    VOID ResetTTL() override { m_cTTL = 2; }
    VOID DecrementTTL(OUT BOOL *pfTTLExpired) override { *pfTTLExpired = m_cTTL == 0 || --m_cTTL == 0; }
    VOID SetFlushed() override { m_fFlushed = TRUE; }
    BOOL GetFlushed() const override { return m_fFlushed; }

private:
    CContosoKey m_key;
    LONG        m_cRefs;
    BOOL        m_fFlushed;
    DWORD       m_cTTL;
};

// Keys of the server's caches, made by a module.
class CUriKey : public IUriKey
{
public:
    DWORD GetHash() const { return 0; }
    bool GetIsEqual(IHttpCacheKey *) const { return true; }
    bool GetIsPrefix(IHttpCacheKey *) const { return false; }
    VOID Enum(IHttpCacheSpecificData *) {}
    PCWSTR GetUrl() const { return L"/"; }
    PCWSTR GetSiteName() const { return L"Default Web Site"; }
    DWORD GetSiteId() const { return 1; }
    VOID UpdateFrequentlyHitTickCount(DWORD) {}
    PCWSTR GetConfigPath() const { return L"MACHINE/WEBROOT/APPHOST"; }
};

class CFileKey : public IFileKey
{
public:
    DWORD GetHash() const override { return 0; }
    bool GetIsEqual(IHttpCacheKey *) const override { return true; }
    bool GetIsPrefix(IHttpCacheKey *) const override { return false; }
    VOID Enum(IHttpCacheSpecificData *) override {}
    PCWSTR GetPath() const override { return L"C:\\inetpub\\wwwroot"; }
};

class CTokenKey : public IHttpTokenKey
{
public:
    DWORD GetHash() const override { return 0; }
    bool GetIsEqual(IHttpCacheKey *) const override { return true; }
    bool GetIsPrefix(IHttpCacheKey *) const override { return false; }
    VOID Enum(IHttpCacheSpecificData *) override {}
    PCWSTR GetUserName() const override { return L"alice"; }
    PCWSTR GetPasswordHash() const override { return L""; }
    DWORD GetLogonMethod() const override { return LOGON32_LOGON_NETWORK; }
};

class CCacheModule : public CGlobalModule
{
public:
    GLOBAL_NOTIFICATION_STATUS OnGlobalCacheOperation(ICacheProvider *pProvider) override
    {
        IHttpCacheKey *pKey = pProvider->GetCacheKey();
        PCWSTR pszCache = pKey->GetCacheName();
        if (!wcscmp(pszCache, URI_CACHE_NAME))
            OutputDebugStringW(((IUriKey *) pKey)->GetUrl());
        else if (!wcscmp(pszCache, FILE_CACHE_NAME))
            OutputDebugStringW(static_cast<IFileKey *>(pKey)->GetPath());
        else if (wcscmp(pszCache, TOKEN_CACHE_NAME) == 0)
            OutputDebugStringW(((IHttpTokenKey *) pKey)->GetUserName());
        else if (wcscmp(pszCache, CONTOSO_CACHE_NAME) == 0 && pProvider->GetCacheOperation() == CACHE_OPERATION_RETRIEVE)
        {
            IHttpCacheSpecificData *pRecord = new CContosoRecord("x");
            pProvider->SetCacheRecord(pRecord);
            return GL_NOTIFICATION_HANDLED;
        }
        return GL_NOTIFICATION_CONTINUE;
    }
    void Terminate() override { delete this; }
};

HRESULT UseCache(IHttpServer *pServer, IHttpResponse *pResponse)
{
    CContosoKey key("x");
    IHttpCacheSpecificData *pData = NULL;
    HRESULT hr = pServer->DoCacheOperation(CACHE_OPERATION_RETRIEVE, &key, &pData);
    if (hr == HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND))
    {
        pData = new CContosoRecord("x");
        hr = pServer->DoCacheOperation(CACHE_OPERATION_ADD, &key, &pData, NULL);
    }
    if (SUCCEEDED(hr) && pData != NULL)
        pData->DereferenceCacheData();

    IHttpFileInfo *pFileInfo = NULL;
    if (SUCCEEDED(pServer->GetFileInfo(L"C:\\x.txt", NULL, NULL, NULL, NULL, TRUE, &pFileInfo)))
    {
        if (pFileInfo->GetFileHandle() == INVALID_HANDLE_VALUE && pFileInfo->GetFileBuffer() != NULL &&
            !(pFileInfo->GetAttributes() & (FILE_ATTRIBUTE_DIRECTORY | FILE_ATTRIBUTE_HIDDEN)))
            pFileInfo->ResetTTL();
        pFileInfo->DereferenceCacheData();
    }

    IHttpCachePolicy *pPolicy = pResponse->GetCachePolicy();
    HTTP_CACHE_POLICY *pUser = pPolicy->GetUserCachePolicy();
    pUser->Policy = HttpCachePolicyTimeToLive;
    pUser->SecondsToLive = 30;
    pPolicy->GetKernelCachePolicy()->Policy = HttpCachePolicyNocache;
    pPolicy->AppendVaryByHeader("Accept-Encoding");
    pPolicy->SetVaryByValue("v");
    IHttpCacheKey *rgKeys[] = { new CUriKey, new CFileKey, new CTokenKey };
    CGlobalModule *pModule = new CCacheModule;
    return rgKeys[0] && rgKeys[1] && rgKeys[2] && pModule ? hr : E_OUTOFMEMORY;
}
