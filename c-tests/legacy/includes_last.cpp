// includes_last.cpp: the standard library first, then the API's headers, winsock2.h last of all.
#define _WIN32_WINNT _WIN32_WINNT_WIN7
#include <vector>
#include <string>
#include <map>
#include <list>
#include <set>
#include <deque>
#include <queue>
#include <cstdio>
#include <cstring>
#include <cstddef>
#include <iterator>
#include <stdexcept>
#include <time.h>
#include <SDKDDKVer.h>

#define VC_EXTRALEAN
#define NOMCX
#define NOSERVICE
#define STRICT
#include <http.h>
#include <httpserv.h>
#include <objbase.h>
#include <oleauto.h>
#include <strsafe.h>
#include <intsafe.h>
#include <sddl.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mstcpip.h>
#include <wincrypt.h>

C_ASSERT(sizeof(HTTP_REQUEST) == sizeof(HTTP_REQUEST_V2));
static_assert(sizeof(WCHAR) == sizeof(wchar_t), "WCHAR");
static_assert(sizeof(DWORD) == 4 && sizeof(LONG) == 4 && sizeof(LONGLONG) == 8, "Windows' numbers");
static_assert(HTTP_LOG_FIELD_FAULT_CODE == 0x80000000, "unsigned");
static_assert(NTDDI_WIN8 > NTDDI_WIN7, "versions");

typedef std::vector<BYTE> Bytes;
typedef std::map<std::string, std::string> Headers;

// As overloads: DWORD, LONG, ULONGLONG and pointers are types of their own.
static const char *Name(DWORD) { return "DWORD"; }
static const char *Name(LONG) { return "LONG"; }
static const char *Name(ULONGLONG) { return "ULONGLONG"; }
static const char *Name(LONGLONG) { return "LONGLONG"; }
static const char *Name(PCSTR) { return "PCSTR"; }
static const char *Name(PCWSTR) { return "PCWSTR"; }
static const char *Name(const void *) { return "void"; }
static const char *Name(WORD) { return "WORD"; }
static const char *Name(BYTE) { return "BYTE"; }
static const char *Name(bool) { return "bool"; }
static const char *Name(WCHAR) { return "WCHAR"; }

std::string Names(HTTP_REQUEST *pRequest, HRESULT hr, BOOL f, SIZE_T)
{
    std::string names;
    names += Name(pRequest->Flags);
    names += Name(pRequest->RequestId);
    names += Name(pRequest->pRawUrl);
    names += Name(pRequest->CookedUrl.pFullUrl);
    names += Name(pRequest->CookedUrl.pFullUrl[0]);
    names += Name(pRequest->RawUrlLength);
    names += Name(pRequest->pSslInfo);
    names += Name(hr);
    names += Name(f);
    names += Name((BYTE) 1);
    names += Name((LONGLONG) 1);
    names += Name(names.empty());
    return names;
}

template <class TInterface>
class CRef
{
public:
    CRef() : m_p(NULL) {}
    ~CRef() { if (m_p) m_p->Release(); }
    TInterface **operator&() { return &m_p; }
    TInterface *operator->() const { return m_p; }
    operator TInterface *() const { return m_p; }
    bool operator!() const { return m_p == NULL; }
    HRESULT From(IUnknown *pUnknown) { return pUnknown->QueryInterface(__uuidof(TInterface), (void **) &m_p); }
    HRESULT Args(IUnknown *pUnknown) { return pUnknown->QueryInterface(IID_PPV_ARGS(&m_p)); }
private:
    TInterface *m_p;
};

HRESULT Section(IHttpContext *pContext, IAppHostAdminManager *pManager, Headers &headers, OUT Bytes &bytes)
{
    CRef<IAppHostElement> element;
    CRef<IAppHostConfigManager> manager;
    ULONG cb = 0;
    HRESULT hr = ULongAdd(pContext->GetRequest()->GetRemainingEntityBytes(), 1, &cb);
    if (FAILED(hr))
        return hr;
    bytes.resize(cb);
    if (FAILED(hr = pManager->GetAdminSection(BSTR(L"system.webServer/x"), (BSTR) pContext->GetMetadata()->GetMetaPath(), &element)))
        return hr;
    if (!element || FAILED(hr = manager.From(element)) || FAILED(hr = manager.Args(element)))
        return hr;
    for (Headers::const_iterator it = headers.begin(); it != headers.end(); ++it)
    {
        hr = pContext->GetResponse()->SetHeader(it->first.c_str(), it->second.c_str(), (USHORT) it->second.size(), TRUE);
        if (FAILED(hr))
            throw std::runtime_error(it->first);
    }
    switch (hr)
    {
    case S_OK:
    case S_FALSE:
        return S_OK;
    case E_ACCESSDENIED:
    case HRESULT_FROM_WIN32(ERROR_FILE_NOT_FOUND):
    case __HRESULT_FROM_WIN32(ERROR_PATH_NOT_FOUND):
        return E_FAIL;
    default:
        return MAKE_HRESULT(SEVERITY_ERROR, FACILITY_ITF, HRESULT_CODE(hr));
    }
}
