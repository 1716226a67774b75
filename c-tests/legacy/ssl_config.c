/*++

    ssl_config.c

    Certificate bindings, URL reservations and the listen list: the structures of
    HttpSetServiceConfiguration and its companions.

--*/
#ifndef WIN32_LEAN_AND_MEAN
#define WIN32_LEAN_AND_MEAN
#endif
#define UNICODE
#define _UNICODE
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <http.h>
#include <stdio.h>
#include <wchar.h>

#pragma comment(lib, "httpapi.lib")
#pragma comment(lib, "ws2_32.lib")

#define MAX_HASH  20
#define DEFAULT_PORT 443

// {AB3C58F7-8316-42E3-BC6E-771D4CE4B201}
static const GUID APP_ID =
    { 0xab3c58f7, 0x8316, 0x42e3, { 0xbc, 0x6e, 0x77, 0x1d, 0x4c, 0xe4, 0xb2, 0x1 } };

typedef enum _HTTPCFG_TYPE
{
    HttpCfgTypeSet,
    HttpCfgTypeQuery,
    HttpCfgTypeDelete,
    HttpCfgTypeMax

} HTTPCFG_TYPE, *PHTTPCFG_TYPE;

typedef
int
(*PHTTPCFG_HANDLER)(
    int               argc,
    WCHAR             **argv,
    HTTPCFG_TYPE      Type
    );

typedef struct _HTTPCFG_COMMAND
{
    PWSTR              pwszCommand;
    PHTTPCFG_HANDLER   pHandler;
} HTTPCFG_COMMAND, *PHTTPCFG_COMMAND;

static VOID NlsPutMsg(ULONG Handle, ...)
{
    va_list vl;
    va_start(vl, Handle);
    va_end(vl);
}

static DWORD GetAddress(PWCHAR pIp, PSOCKADDR pSockAddr, ULONG cbSockAddr)
{
    SOCKADDR_IN *pIn = (SOCKADDR_IN *) pSockAddr;
    UNREFERENCED_PARAMETER(pIp);
    if (cbSockAddr < sizeof(SOCKADDR_IN))
    {
        return ERROR_INSUFFICIENT_BUFFER;
    }
    pIn->sin_family = AF_INET;
    pIn->sin_port = htons(DEFAULT_PORT);
    pIn->sin_addr.S_un.S_addr = INADDR_ANY;
    pIn->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return NO_ERROR;
}

int DoSslSet(PWCHAR pIp, PWCHAR pGuid, BYTE *pHash, USHORT cbHash, DWORD CheckMode, PWCHAR pStoreName)
{
    HTTP_SERVICE_CONFIG_SSL_SET SetParam;
    SOCKADDR_STORAGE            TempSockAddr;
    DWORD                       Status;

    ZeroMemory(&SetParam, sizeof(SetParam));
    SetParam.KeyDesc.pIpPort = (LPSOCKADDR) &TempSockAddr;
    if ((Status = GetAddress(pIp, SetParam.KeyDesc.pIpPort, sizeof(TempSockAddr))) != NO_ERROR)
    {
        NlsPutMsg(Status, pGuid);
        return (int) Status;
    }
    SetParam.ParamDesc.AppId = APP_ID;
    SetParam.ParamDesc.pSslHash = pHash;
    SetParam.ParamDesc.SslHashLength = cbHash;
    SetParam.ParamDesc.pSslCertStoreName = pStoreName != NULL ? pStoreName : L"MY";
    SetParam.ParamDesc.DefaultCertCheckMode = CheckMode | HTTP_CERT_CHECK_MODE_NO_REVOCATION;
    SetParam.ParamDesc.DefaultFlags = HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT |
                                      HTTP_SERVICE_CONFIG_SSL_FLAG_USE_DS_MAPPER;
    SetParam.ParamDesc.DefaultRevocationFreshnessTime = 0;
    SetParam.ParamDesc.DefaultRevocationUrlRetrievalTimeout = 0;
    SetParam.ParamDesc.pDefaultSslCtlIdentifier = NULL;
    SetParam.ParamDesc.pDefaultSslCtlStoreName = NULL;
    return IsEqualGUID(&SetParam.ParamDesc.AppId, &GUID_NULL) ? ERROR_INVALID_PARAMETER : 0;
}

void PrintSslRecord(IN PUCHAR pOutput)
{
    PHTTP_SERVICE_CONFIG_SSL_SET pSsl = (PHTTP_SERVICE_CONFIG_SSL_SET) pOutput;
    DWORD i;

    for (i = 0; i < pSsl->ParamDesc.SslHashLength && i < MAX_HASH; i++)
    {
        printf("%x", ((PUCHAR) pSsl->ParamDesc.pSslHash)[i]);
    }
    printf("{%lx-%x-%x-%x%x-...}\n", pSsl->ParamDesc.AppId.Data1, pSsl->ParamDesc.AppId.Data2,
           pSsl->ParamDesc.AppId.Data3, pSsl->ParamDesc.AppId.Data4[0], pSsl->ParamDesc.AppId.Data4[1]);
}

void FillQueries(void)
{
    HTTP_SERVICE_CONFIG_SSL_QUERY QueryParam = { HttpServiceConfigQueryNext };
    HTTP_SERVICE_CONFIG_URLACL_QUERY AclQuery = { 0 };
    HTTP_SERVICE_CONFIG_URLACL_SET AclSet = { { L"https://+:443/app/" }, { L"D:(A;;GX;;;WD)" } };
    HTTP_SERVICE_CONFIG_SSL_SNI_SET Sni;
    HTTP_SERVICE_CONFIG_SSL_CCS_SET Ccs;
    HTTP_SERVICE_CONFIG_TIMEOUT_SET Timeout = { IdleConnectionTimeout, 120 };
    HTTP_SERVICE_CONFIG_CACHE_SET Cache = { MaxCacheResponseSize, 0 };
    HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM Listen;
    PHTTP_SERVICE_CONFIG_IP_LISTEN_QUERY pQuery = NULL;
    PSOCKADDR_IN6 pIn6;
    HTTP_SERVICE_CONFIG_ID ConfigId;

    QueryParam.dwToken = 0;
    AclQuery.QueryDesc = HttpServiceConfigQueryExact;
    AclQuery.KeyDesc = AclSet.KeyDesc;

    memset(&Sni, 0, sizeof Sni);
    Sni.KeyDesc.Host = L"*.contoso.com";
    Sni.KeyDesc.IpPort.ss_family = AF_INET;
    ((PSOCKADDR_IN) &Sni.KeyDesc.IpPort)->sin_port = htons(443);
    Ccs.KeyDesc.LocalAddress = Sni.KeyDesc.IpPort;

    pIn6 = (PSOCKADDR_IN6) &Ccs.KeyDesc.LocalAddress;
    pIn6->sin6_family = AF_INET6;
    pIn6->sin6_addr = in6addr_any;
    pIn6->sin6_addr.u.Byte[15] = 1;
    pIn6->sin6_addr.s6_addr[0] = 0;
    if (IN6_IS_ADDR_LOOPBACK(&pIn6->sin6_addr))
    {
        pIn6->sin6_scope_id = 0;
    }
    Listen.pAddress = (PSOCKADDR) pIn6;
    Listen.AddrLength = sizeof(SOCKADDR_IN6);

    for (ConfigId = HttpServiceConfigIPListenList; ConfigId < HttpServiceConfigMax; ConfigId++)
    {
        NlsPutMsg(ConfigId, pQuery ? pQuery->AddrCount : 0, Timeout.ParamDesc, Cache.ParamDesc, Listen.AddrLength,
                  Timeout.KeyDesc == HeaderWaitTimeout, &QueryParam, &AclQuery);
    }
}

static HTTPCFG_COMMAND g_rgCommands[] =
{
    { L"ssl", NULL },
    { L"urlacl", NULL },
    { L"iplisten", NULL },
    { NULL, NULL }
};

int _cdecl wmain(int argc, LPWSTR argv[])
{
    PHTTPCFG_COMMAND pCommand;
    for (pCommand = g_rgCommands; pCommand->pwszCommand != NULL; pCommand++)
    {
        if (argc > 1 && wcscmp(pCommand->pwszCommand, argv[1]) == 0)
        {
            return pCommand->pHandler(argc, argv, HttpCfgTypeSet);
        }
    }
    return ERROR_INVALID_FUNCTION;
}
