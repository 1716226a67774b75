// crt_module.cpp - a module that leans on Microsoft's C library throughout.
#define _WINSOCKAPI_
#include <windows.h>
#include <sal.h>
#include <stdio.h>
#include <tchar.h>
#include <strsafe.h>
#include <httpserv.h>
#include <comdef.h>
#include <atlbase.h>

#pragma warning( disable : 4290 )

_COM_SMARTPTR_TYPEDEF(IAppHostElement, __uuidof(IAppHostElement));
_COM_SMARTPTR_TYPEDEF(IAppHostProperty, __uuidof(IAppHostProperty));

IHttpServer * g_pHttpServer = NULL;

class CContosoModule : public CHttpModule
{
public:
    REQUEST_NOTIFICATION_STATUS
    OnBeginRequest(
        IN IHttpContext * pHttpContext,
        IN IHttpEventProvider * pProvider
    )
    {
        HRESULT hr = S_OK;
        char szBuffer[256];
        wchar_t wszNumber[33];
        PCWSTR pwszUser = NULL;
        DWORD cchUser = 0;
        size_t cchConverted = 0;

        UNREFERENCED_PARAMETER( pProvider );

        // Clear any existing response.
        pHttpContext->GetResponse()->Clear();

        PCSTR pszType = pHttpContext->GetRequest()->GetHeader(HttpHeaderContentType, NULL);
        if (pszType != NULL && _strnicmp(pszType, "text/", 5) == 0 && _stricmp(pszType, "text/plain") != 0)
        {
            sprintf_s(szBuffer, sizeof(szBuffer), "type %s of %lu bytes", pszType,
                pHttpContext->GetRequest()->GetRemainingEntityBytes());
            hr = WriteResponseMessage(pHttpContext, "Type: ", szBuffer);
            if (FAILED(hr))
            {
                pProvider->SetErrorStatus(hr);
                return RQ_NOTIFICATION_FINISH_REQUEST;
            }
        }

        hr = pHttpContext->GetServerVariable("REMOTE_USER", &pwszUser, &cchUser);
        if (SUCCEEDED(hr) && wcslen(pwszUser) > 0 && _wcsicmp(pwszUser, L"anonymous") != 0)
        {
            wcstombs_s(&cchConverted, szBuffer, pwszUser, _TRUNCATE);
            WriteResponseMessage(pHttpContext, "User: ", _strlwr(szBuffer));
        }

        _ltow_s(pHttpContext->GetRequest()->GetSiteId(), wszNumber, 10);
        wcscat_s(wszNumber, L"!");
        if (_wtoi(wszNumber) == 1)
        {
            char * pszCopy = _strdup("first");
            if (pszCopy != NULL)
            {
                strcpy_s(szBuffer, pszCopy);
                strcat_s(szBuffer, " site ");
                itoa(1, szBuffer + strlen(szBuffer), 10);
                free(pszCopy);
            }
        }
        TraceSection(pHttpContext);
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    HRESULT WriteResponseMessage(IHttpContext * pHttpContext, PCSTR pszName, PCSTR pszValue)
    {
        HTTP_DATA_CHUNK dataChunk;
        DWORD cbSent = 0;
        DWORD cch = (DWORD) _scprintf("%s%s\n", pszName, pszValue) + 1;
        char * pszText = (char *) pHttpContext->AllocateRequestMemory(cch);
        if (NULL == pszText)
        {
            return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
        }
        _snprintf_s(pszText, cch, _TRUNCATE, "%s%s\n", pszName, pszValue);
        dataChunk.DataChunkType = HttpDataChunkFromMemory;
        dataChunk.FromMemory.pBuffer = (PVOID) pszText;
        dataChunk.FromMemory.BufferLength = (USHORT) strlen(pszText);
        return pHttpContext->GetResponse()->WriteEntityChunks(&dataChunk, 1, FALSE, TRUE, &cbSent);
    }

    void TraceSection(IHttpContext * pHttpContext)
    {
        try
        {
            _bstr_t bstrPath = pHttpContext->GetApplication()->GetAppConfigPath();
            IAppHostElementPtr pSection;
            IAppHostPropertyPtr pProperty;
            _variant_t vtEnabled;
            CComPtr<IAppHostElementCollection> spCollection;
            CComBSTR bstrName(L"system.webServer/defaultDocument");
            HRESULT hr = g_pHttpServer->GetAdminManager()->GetAdminSection(bstrName, bstrPath, &pSection);
            if (FAILED(hr)) _com_issue_error(hr);
            hr = pSection->GetPropertyByName(_bstr_t(L"enabled"), &pProperty);
            if (FAILED(hr)) _com_issue_error(hr);
            hr = pProperty->get_Value(&vtEnabled);
            if (FAILED(hr) || FAILED(pSection->get_Collection(&spCollection))) _com_issue_error(hr);

            TCHAR szMessage[MAX_PATH];
            _stprintf_s(szMessage, _countof(szMessage), _T("default documents: %d\r\n"), (int) (bool) vtEnabled);
            OutputDebugString(szMessage);
        }
        catch (_com_error & e)
        {
            WCHAR wszMessage[MAX_PATH];
            _snwprintf(wszMessage, MAX_PATH - 1, L"error 0x%08lx: %S", e.Error(), "no section");
            wszMessage[MAX_PATH - 1] = L'\0';
            OutputDebugStringW(wszMessage);
        }
    }
};

class CContosoModuleFactory : public IHttpModuleFactory
{
public:
    HRESULT GetHttpModule(OUT CHttpModule ** ppModule, IN IModuleAllocator * pAllocator)
    {
        UNREFERENCED_PARAMETER( pAllocator );
        CContosoModule * pModule = new CContosoModule;
        if (!pModule) return HRESULT_FROM_WIN32( ERROR_NOT_ENOUGH_MEMORY );
        *ppModule = pModule;
        pModule = NULL;
        return S_OK;
    }
    void Terminate() { delete this; }
};

HRESULT
__stdcall
RegisterModule(
    DWORD dwServerVersion,
    IHttpModuleRegistrationInfo * pModuleInfo,
    IHttpServer * pGlobalInfo
)
{
    UNREFERENCED_PARAMETER( dwServerVersion );
    g_pHttpServer = pGlobalInfo;
    return pModuleInfo->SetRequestNotifications(new CContosoModuleFactory, RQ_BEGIN_REQUEST, 0);
}
