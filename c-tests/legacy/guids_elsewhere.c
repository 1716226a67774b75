/* guids_elsewhere.c - DEFINE_GUID only declares here; trace_events.cpp has INITGUID. */
#include <guiddef.h>
#include <windows.h>
#include <ole2.h>
#include <httptrace.h>

DEFINE_GUID(GUID_CONTOSO_PROVIDER, 0x2b1d7a30, 0x52a8, 0x4b5e, 0x9c, 0x80, 0xba, 0x6d, 0x2e, 0x5e, 0x6f, 0x71);
DEFINE_GUID(GUID_CONTOSO_PROVIDER, 0x2b1d7a30, 0x52a8, 0x4b5e, 0x9c, 0x80, 0xba, 0x6d, 0x2e, 0x5e, 0x6f, 0x71);
extern const GUID GUID_CONTOSO_ELSEWHERE;

static const GUID *rgpProviders[] = { &GUID_CONTOSO_PROVIDER, &GUID_CONTOSO_ELSEWHERE, &GUID_IIS_WWW_SERVER_TRACE_PROVIDER };

int FindProvider(LPCGUID pGuid)
{
    int i;
    for (i = 0; i < (int) ARRAYSIZE(rgpProviders); i++)
        if (IsEqualGUID(pGuid, rgpProviders[i]) || IsEqualIID(pGuid, &IID_NULL))
            return i;
    return -1;
}

BOOL FillEvent(HTTP_TRACE_EVENT *pEvent, HTTP_TRACE_EVENT_ITEM *pItem)
{
    static DWORD dwValue = 1;
    enum _HTTP_TRACE_TYPE type = HTTP_TRACE_TYPE_ULONG;
    pItem->dwDataType = type;
    pItem->pbData = (PBYTE) &dwValue;
    pEvent->pProviderGuid = rgpProviders[0];
    pEvent->pEventItems = pItem;
    return FindProvider(pEvent->pProviderGuid) >= 0;
}
