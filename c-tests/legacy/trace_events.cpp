// trace_events.cpp: a module that raises events of its own and reads those of others.
#pragma warning(disable: 4201)
#include <windows.h>
#include <objbase.h>
#include <initguid.h>
#include <httptrace.h>
#include <httpserv.h>

// {2B1D7A30-52A8-4B5E-9C80-BA6D2E5E6F71}
DEFINE_GUID(GUID_CONTOSO_PROVIDER,
    0x2b1d7a30, 0x52a8, 0x4b5e, 0x9c, 0x80, 0xba, 0x6d, 0x2e, 0x5e, 0x6f, 0x71);
static const GUID GUID_CONTOSO_AREA =
    { 0x9c2f0d9e, 0x3a44, 0x4c0b, { 0x8d, 0x5c, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06 } };

namespace ContosoEvents
{
    enum enumAreaFlags
    {
        // Nothing but the requests.
        REQUESTS = 0x0001
    };

    // Raised when a rule has been applied.
    class RULE_APPLIED
    {
    public:
        static HRESULT RaiseEvent(
            IHttpTraceContext * pHttpTraceContext,
            LPCGUID             pContextId,
            LPCWSTR             pszRule,
            LPCSTR              pszUrl,
            ULONG               Count,
            BOOL                Final
            )
        {
            HTTP_TRACE_EVENT Event;
            Event.pProviderGuid = &GUID_CONTOSO_PROVIDER;
            Event.dwArea = REQUESTS;
            Event.pAreaGuid = &GUID_CONTOSO_AREA;
            Event.dwEvent = 1;
            Event.pszEventName = L"RULE_APPLIED";
            Event.dwEventVersion = 1;
            Event.dwVerbosity = 5;
            Event.cEventItems = 5;
            Event.pActivityGuid = NULL;
            Event.pRelatedActivityGuid = NULL;
            Event.dwTimeStamp = 0;
            Event.dwFlags = HTTP_TRACE_EVENT_FLAG_STATIC_DESCRIPTIVE_FIELDS;

            HTTP_TRACE_EVENT_ITEM Items[5];
            Items[0].pszName = L"ContextId";
            Items[0].dwDataType = HTTP_TRACE_TYPE_LPCGUID;
            Items[0].pbData = (PBYTE) pContextId;
            Items[0].cbData = 16;
            Items[0].pszDataDescription = NULL;
            Items[1].pszName = L"Rule";
            Items[1].dwDataType = HTTP_TRACE_TYPE_LPCWSTR;
            Items[1].pbData = (PBYTE) pszRule;
            Items[1].cbData = (DWORD) ((pszRule == NULL) ? 0 : (sizeof(WCHAR) * (1 + wcslen(pszRule))));
            Items[1].pszDataDescription = NULL;
            Items[2].pszName = L"Url";
            Items[2].dwDataType = HTTP_TRACE_TYPE_LPCSTR;
            Items[2].pbData = (PBYTE) pszUrl;
            Items[2].cbData = (DWORD) ((pszUrl == NULL) ? 0 : (1 + strlen(pszUrl)));
            Items[2].pszDataDescription = NULL;
            Items[3].pszName = L"Count";
            Items[3].dwDataType = HTTP_TRACE_TYPE_ULONG;
            Items[3].pbData = (PBYTE) &Count;
            Items[3].cbData = 4;
            Items[3].pszDataDescription = NULL;
            Items[4].pszName = L"Final";
            Items[4].dwDataType = HTTP_TRACE_TYPE_BOOL;
            Items[4].pbData = (PBYTE) &Final;
            Items[4].cbData = 4;
            Items[4].pszDataDescription = NULL;
            Event.pEventItems = Items;
            return pHttpTraceContext->RaiseTraceEvent(&Event);
        };

        static BOOL IsEnabled(IHttpTraceContext * pHttpTraceContext)
        {
            HTTP_TRACE_CONFIGURATION Config;
            Config.pProviderGuid = &GUID_CONTOSO_PROVIDER;
            if (pHttpTraceContext == NULL || FAILED(pHttpTraceContext->GetTraceConfiguration(&Config)))
                return FALSE;
            return (Config.fProviderEnabled && Config.dwVerbosity >= 5 && (Config.dwAreas & REQUESTS) == REQUESTS);
        };
    };
};

class CTraceGlobalModule : public CGlobalModule
{
public:
    GLOBAL_NOTIFICATION_STATUS OnGlobalTraceEvent(IGlobalTraceEventProvider * pProvider)
    {
        HTTP_TRACE_EVENT * pEvent = NULL;
        IHttpContext * pContext = NULL;
        if (FAILED(pProvider->GetTraceEvent(&pEvent)))
            return GL_NOTIFICATION_CONTINUE;
        if (IsEqualGUID(*pEvent->pProviderGuid, GUID_IIS_WWW_SERVER_TRACE_PROVIDER) ||
            *pEvent->pProviderGuid == GUID_IIS_ALL_TRACE_PROVIDERS)
        {
            for (DWORD i = 0; i < pEvent->cEventItems; i++)
            {
                HTTP_TRACE_EVENT_ITEM * pItem = &pEvent->pEventItems[i];
                switch (pItem->dwDataType)
                {
                case HTTP_TRACE_TYPE_BYTE:
                case HTTP_TRACE_TYPE_CHAR:
                    OutputDebugStringA((PCSTR) pItem->pbData);
                    break;
                case HTTP_TRACE_TYPE_LPCWSTR:
                    OutputDebugStringW((PCWSTR) pItem->pbData);
                    break;
                default:
                    break;
                }
            }
            pProvider->GetCurrentHttpRequestContext(&pContext);
        }
        return GL_NOTIFICATION_HANDLED;
    }

    VOID Terminate() { delete this; }
};

HRESULT Subscribe(IHttpServer * pServer, HTTP_MODULE_ID id)
{
    HTTP_TRACE_CONFIGURATION rgConfiguration[] =
    {
        { &GUID_IIS_WWW_SERVER_TRACE_PROVIDER, 0xfffe, 5, TRUE },
        { &GUID_IIS_ASPNET_TRACE_PROVIDER, 0xffffffff, HTTP_TRACE_LEVEL_START, TRUE },
        { &GUID_CONTOSO_PROVIDER, ContosoEvents::REQUESTS, 5, TRUE },
    };
    IHttpTraceContext * pTraceContext = pServer->GetTraceContext();
    HRESULT hr = pTraceContext->SetTraceConfiguration(id, rgConfiguration, _countof(rgConfiguration));
    if (SUCCEEDED(hr))
        hr = pTraceContext->SetTraceConfiguration(id, &rgConfiguration[0]);
    if (ContosoEvents::RULE_APPLIED::IsEnabled(pTraceContext))
        ContosoEvents::RULE_APPLIED::RaiseEvent(pTraceContext, pTraceContext->GetTraceActivityId(), L"rule", "/", 1, TRUE);
    pTraceContext->QuickTrace(L"subscribed");
    return pTraceContext->QuickTrace(L"subscribed", L"again", hr, 4);
}
