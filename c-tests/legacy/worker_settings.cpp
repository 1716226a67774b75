#include <httpserv.h>
#include <wpframework.h>
#include <hwebcore.h>
#include <lm.h>

typedef struct
{
    PFN_WEB_CORE_ACTIVATE     pfnActivate;
    PFN_WEB_CORE_SHUTDOWN     pfnShutdown;
    PFN_WEB_CORE_SET_METADATA pfnSetMetadata;
    HMODULE                   hModule;
} WEB_CORE;

template <typename F>
static F Cast(FARPROC pfn)
{
    return reinterpret_cast<F>(pfn);
}

// Embeds the server: the entry points by name.
HRESULT Activate(WEB_CORE *pCore, FARPROC (WINAPI *pfnGetProcAddress)(HMODULE, LPCSTR))
{
    pCore->pfnActivate = Cast<PFN_WEB_CORE_ACTIVATE>(pfnGetProcAddress(pCore->hModule, WEB_CORE_ACTIVATE_DLL_ENTRY));
    pCore->pfnShutdown = (PFN_WEB_CORE_SHUTDOWN) pfnGetProcAddress(pCore->hModule, WEB_CORE_SHUTDOWN_DLL_ENTRY);
    pCore->pfnSetMetadata = (PFN_WEB_CORE_SET_METADATA) pfnGetProcAddress(pCore->hModule, WEB_CORE_SET_METADATA_DLL_ENTRY);
    if (pCore->pfnActivate == NULL || pCore->pfnShutdown == nullptr || !pCore->pfnSetMetadata)
        return HRESULT_FROM_WIN32(ERROR_PROC_NOT_FOUND);
    HRESULT hr = pCore->pfnActivate(L"applicationHost.config", NULL, L"Contoso");
    if (hr == HRESULT_FROM_WIN32(ERROR_SERVICE_ALREADY_RUNNING))
        hr = S_FALSE;
    pCore->pfnSetMetadata(L"key", L"value");
    pCore->pfnShutdown(1);
    return hr;
}

class CSettings
{
public:
    CSettings() : m_dwRequests(0), m_fCentral(FALSE), m_hUser(NULL), m_ullPrivate(0) { m_szPool[0] = 0; }

    HRESULT Read(IHttpServer *pServer)
    {
        IWpfSettings *pSettings = NULL;
        DWORD cch = _countof(m_szPool);
        HRESULT hr = pServer->GetWorkerProcessSettings(&pSettings);
        if (FAILED(hr)) return hr;
        if (FAILED(hr = pSettings->GetStringProperty(APP_POOL_NAME, m_szPool, &cch))) return hr;
        if (FAILED(hr = pSettings->GetDwordProperty(PERIODIC_RESTART_REQUESTS, &m_dwRequests))) return hr;
        if (FAILED(hr = pSettings->GetUlonglongProperty(PERIODIC_RESTART_PRIVATE_MEMORY, &m_ullPrivate))) return hr;
        if (FAILED(hr = pSettings->GetBoolProperty(ENABLED_CENTRAL_BINARY_LOGGING, &m_fCentral))) return hr;
        return pSettings->GetHandleProperty(ANONYMOUS_USER_TOKEN, &m_hUser);
    }

    HRESULT Framework(IHttpServer *pServer)
    {
        IHttpServer2 *pServer2;
        IWorkerProcessFramework *pFramework = NULL;
        IWpfActions *pActions = NULL;
        DWORD dwMajor, dwMinor;
        HRESULT hr = pServer->GetExtendedInterface(HTTP_SERVER_INTERFACE_V2, (PVOID *) &pServer2);
        if (SUCCEEDED(hr))
            hr = pServer2->GetWorkerProcessFramework(&pFramework);
        if (SUCCEEDED(hr))
            hr = pFramework->GetInterfaceVersion(&dwMajor, &dwMinor);
        if (SUCCEEDED(hr) && SUCCEEDED(hr = pFramework->GetWpfInterface(WPF_ACTIONS_ID, (void **) &pActions)))
        {
            pActions->RecycleWorkerProcess(L"settings changed");
            pActions->FailWorkerProcess(L"no", E_FAIL);
            pActions->Release();
        }
        if (pFramework != NULL)
            pFramework->Release();
        return hr;
    }

    HRESULT Token(IHttpServer2 *pServer2, HANDLE *phToken)
    {
        IHttpTokenEntry *pEntry = NULL;
        IReferencedMetadataInfo *pMetadata = NULL;
        HRESULT hr = pServer2->GetToken(L"alice", L"secret", LOGON32_LOGON_NETWORK_CLEARTEXT, &pEntry);
        if (SUCCEEDED(hr))
        {
            *phToken = pEntry->GetImpersonationToken();
            pEntry->DereferenceCacheData();
        }
        if (SUCCEEDED(hr = pServer2->GetMetadata(L"Default Web Site", L"/", &pMetadata)))
            pMetadata->DereferenceMetadata();
        return hr;
    }

private:
    WCHAR     m_szPool[256 + 1];
    DWORD     m_dwRequests;
    BOOL      m_fCentral;
    HANDLE    m_hUser;
    ULONGLONG m_ullPrivate;
};

extern CSettings g_settings;
__declspec(selectany) CSettings g_settings;
