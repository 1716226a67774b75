// secure_crt_module.cpp - a module that uses the CRT's template overloads, which
// take the size of an array from its type, and the small COM and SID functions.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <httpserv.h>
#include <tchar.h>
#include <stdio.h>
#include <objbase.h>
#include <rpc.h>
#include <sddl.h>
#include <VersionHelpers.h>

#pragma comment(lib, "rpcrt4.lib")
#pragma comment(lib, "ws2_32.lib")

class CSecureModule : public CHttpModule
{
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *pHttpContext, IHttpEventProvider *pProvider)
    {
        UNREFERENCED_PARAMETER(pProvider);
        char szBuffer[256];
        char szAddress[INET6_ADDRSTRLEN + 16];
        wchar_t wszGuid[40];
        wchar_t wszBuffer[64];
        GUID guid;

        PSOCKADDR pAddress = pHttpContext->GetRequest()->GetRemoteAddress();
        DWORD cchAddress = _countof(szAddress);
        if (pAddress == NULL || WSAAddressToStringA(pAddress, pAddress->sa_family == AF_INET ? sizeof(SOCKADDR_IN) : sizeof(SOCKADDR_IN6),
                                                    NULL, szAddress, &cchAddress) != 0)
        {
            sprintf_s(szAddress, "error %d", WSAGetLastError());
        }
        sprintf_s(szBuffer, "%s %s", szAddress, pHttpContext->GetRequest()->GetHttpMethod());
        strcat_s(szBuffer, " from ");
        strncat_s(szBuffer, "the module", _TRUNCATE);

        if (SUCCEEDED(CoCreateGuid(&guid)) && StringFromGUID2(guid, wszGuid, _countof(wszGuid)) != 0)
        {
            swprintf_s(wszBuffer, L"%s %S", wszGuid, "id");
            wcscpy_s(wszGuid, wszBuffer + 2);
            _snwprintf_s(wszBuffer, _TRUNCATE, L"%ws-%I64d", wszGuid, (__int64)GetTickCount64());
        }
        size_t cch = 0;
        char szId[16];
        wcstombs_s(&cch, szId, wszBuffer, _TRUNCATE);
        _ultow_s(GetCurrentProcessId(), wszBuffer, 10);
        pHttpContext->GetResponse()->SetHeader("X-Id", szId, (USHORT)strlen(szId), TRUE);
        return RQ_NOTIFICATION_CONTINUE;
    }
};

class CSecureModuleFactory : public IHttpModuleFactory
{
public:
    HRESULT GetHttpModule(CHttpModule **ppModule, IModuleAllocator *pAllocator)
    {
        UNREFERENCED_PARAMETER(pAllocator);
        *ppModule = new CSecureModule();
        return S_OK;
    }
    void Terminate() { delete this; }
};

static bool IsAdministrators(PSID pSid)
{
    SID_IDENTIFIER_AUTHORITY NtAuthority = SECURITY_NT_AUTHORITY;
    PSID pAdministrators = NULL;
    LPTSTR pszSid = NULL;
    bool fEqual = false;

    if (AllocateAndInitializeSid(&NtAuthority, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0, 0, 0, &pAdministrators))
    {
        fEqual = IsValidSid(pSid) && EqualSid(pSid, pAdministrators);
        if (ConvertSidToStringSid(pAdministrators, &pszSid))
        {
            OutputDebugString(pszSid);
            LocalFree(pszSid);
        }
        FreeSid(pAdministrators);
    }
    return fEqual;
}

HRESULT __stdcall RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pHttpServer)
{
    UNREFERENCED_PARAMETER(dwServerVersion);
    UNREFERENCED_PARAMETER(pHttpServer);
    UUID uuid;
    RPC_CSTR pszUuid = NULL;

    if (!IsWindows7OrGreater() || FAILED(CoInitializeEx(NULL, COINIT_MULTITHREADED)))
        return E_FAIL;
    if (UuidCreate(&uuid) == RPC_S_OK && UuidToStringA(&uuid, &pszUuid) == RPC_S_OK)
    {
        OutputDebugStringA((LPCSTR)pszUuid);
        RpcStringFreeA(&pszUuid);
    }
    IsAdministrators(NULL);
    CoUninitialize();
    return pModuleInfo->SetRequestNotifications(new CSecureModuleFactory(), RQ_BEGIN_REQUEST, 0);
}
