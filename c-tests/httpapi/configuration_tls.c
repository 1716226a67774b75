/* The service configuration: certificates by address, by name and from the central store, and what
 * else is set for their bindings. */
#include "configuration_check.h"
#include <arpa/inet.h>

static const GUID APP = {0xab3c58f7, 0x8316, 0x42e3, {0xbc, 0x6e, 0x77, 0x1d, 0x4c, 0xe4, 0xb2, 0x1}};
static BYTE hash[HTTP_SSL_CERT_SHA_HASH_LENGTH] = {1, 2, 3, 0xFF};

static HTTP_SERVICE_CONFIG_SSL_PARAM parameters(void)
{
    HTTP_SERVICE_CONFIG_SSL_PARAM param;
    memset(&param, 0, sizeof param);
    param.SslHashLength = sizeof hash;
    param.pSslHash = hash;
    param.AppId = APP;
    param.pSslCertStoreName = (PWSTR)L"Web Hosting";
    param.DefaultCertCheckMode = HTTP_CERT_CHECK_MODE_NO_REVOCATION;
    param.DefaultRevocationFreshnessTime = 60;
    param.DefaultRevocationUrlRetrievalTimeout = 15000;
    param.pDefaultSslCtlIdentifier = (PWSTR)L"say \"list\"";
    param.DefaultFlags = HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT;
    return param;
}

static void same(const HTTP_SERVICE_CONFIG_SSL_PARAM *found)
{
    CHECK(found->SslHashLength == sizeof hash && memcmp(found->pSslHash, hash, sizeof hash) == 0);
    CHECK(memcmp(&found->AppId, &APP, sizeof APP) == 0);
    CHECK(lstrcmpW(found->pSslCertStoreName, L"Web Hosting") == 0);
    CHECK(found->DefaultCertCheckMode == HTTP_CERT_CHECK_MODE_NO_REVOCATION);
    CHECK(found->DefaultRevocationFreshnessTime == 60 && found->DefaultRevocationUrlRetrievalTimeout == 15000);
    CHECK(lstrcmpW(found->pDefaultSslCtlIdentifier, L"say \"list\"") == 0);
    CHECK(found->pDefaultSslCtlStoreName == NULL);
    CHECK(found->DefaultFlags == HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT);
}

static void by_address(void)
{
    HTTP_SERVICE_CONFIG_ID id = HttpServiceConfigSSLCertInfo;
    SOCKADDR_STORAGE one = ipv4("0.0.0.0", 443), two = ipv6("::1", 8443);
    HTTP_SERVICE_CONFIG_SSL_SET set = {{(PSOCKADDR)&one}, parameters()};
    HTTP_SERVICE_CONFIG_SSL_SET *found = (HTTP_SERVICE_CONFIG_SSL_SET *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_SSL_QUERY query = {HttpServiceConfigQueryExact, {(PSOCKADDR)&two}, 0};
    WCHAR store[200];

    RETURNS(UPDATE(id, set), ERROR_FILE_NOT_FOUND);
    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(SET(id, set), ERROR_ALREADY_EXISTS);
    RETURNS(QUERY(id, query), ERROR_FILE_NOT_FOUND);
    set.KeyDesc.pIpPort = (PSOCKADDR)&two;
    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(QUERY(id, query), NO_ERROR);
    same(&found->ParamDesc);
    CHECK(memcmp(found->KeyDesc.pIpPort, &two, sizeof(struct sockaddr_in6)) == 0);
    check_room(id, &query, sizeof query);

    query.QueryDesc = HttpServiceConfigQueryNext;
    query.KeyDesc.pIpPort = NULL;
    RETURNS(QUERY(id, query), NO_ERROR);
    CHECK(memcmp(found->KeyDesc.pIpPort, &one, sizeof(struct sockaddr_in)) == 0);
    query.dwToken = 2;
    RETURNS(QUERY(id, query), ERROR_NO_MORE_ITEMS);
    query.dwToken = 0xFFFFFFFF;
    RETURNS(QUERY(id, query), ERROR_NO_MORE_ITEMS);
    query.QueryDesc = HttpServiceConfigQueryExact;
    RETURNS(QUERY(id, query), ERROR_INVALID_PARAMETER);

    set.ParamDesc.DefaultFlags = 0;
    set.ParamDesc.pSslCertStoreName = NULL;
    RETURNS(UPDATE(id, set), NO_ERROR);
    query.KeyDesc.pIpPort = (PSOCKADDR)&two;
    RETURNS(QUERY(id, query), NO_ERROR);
    CHECK(found->ParamDesc.DefaultFlags == 0 && found->ParamDesc.pSslCertStoreName == NULL);

    set.ParamDesc = parameters();
    set.ParamDesc.SslHashLength = 19;
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc.SslHashLength = 0;
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc.SslHashLength = sizeof hash;
    set.ParamDesc.pSslHash = NULL;
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc = parameters();
    set.ParamDesc.DefaultFlags = 0x80000000;
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc = parameters();
    set.ParamDesc.DefaultCertCheckMode = 0x80;
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc = parameters();
    for (int at = 0; at < 200; ++at)
        store[at] = 'x';
    store[HTTP_SSL_CERT_STORE_NAME_LENGTH] = 0;
    set.ParamDesc.pSslCertStoreName = store;
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    store[HTTP_SSL_CERT_STORE_NAME_LENGTH - 1] = 0;
    RETURNS(UPDATE(id, set), NO_ERROR);
    store[0] = '\n';
    RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
    one = ipv4("0.0.0.0", 0);
    set.KeyDesc.pIpPort = (PSOCKADDR)&one;
    RETURNS(DELETE_RECORD(id, set), ERROR_INVALID_PARAMETER);
    set.KeyDesc.pIpPort = NULL;
    RETURNS(DELETE_RECORD(id, set), ERROR_INVALID_PARAMETER);

    memset(&set, 0, sizeof set);
    set.KeyDesc.pIpPort = (PSOCKADDR)&two;
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
    RETURNS(DELETE_RECORD(id, set), ERROR_FILE_NOT_FOUND);
    one = ipv4("0.0.0.0", 443);
    set.KeyDesc.pIpPort = (PSOCKADDR)&one;
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
}

static void by_name(void)
{
    HTTP_SERVICE_CONFIG_ID id = HttpServiceConfigSslSniCertInfo;
    HTTP_SERVICE_CONFIG_SSL_SNI_SET set = {{ipv4("0.0.0.0", 443), (PWSTR)L"*.example.org"}, parameters()};
    HTTP_SERVICE_CONFIG_SSL_SNI_SET *found = (HTTP_SERVICE_CONFIG_SSL_SNI_SET *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_SSL_SNI_QUERY query = {HttpServiceConfigQueryNext, set.KeyDesc, 0};

    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(QUERY(id, query), NO_ERROR);
    same(&found->ParamDesc);
    CHECK(lstrcmpW(found->KeyDesc.Host, L"*.example.org") == 0);
    CHECK(memcmp(&found->KeyDesc.IpPort, &set.KeyDesc.IpPort, sizeof(SOCKADDR_STORAGE)) == 0);
    check_room(id, &query, sizeof query);
    query.dwToken = 1;
    RETURNS(QUERY(id, query), ERROR_NO_MORE_ITEMS);
    set.KeyDesc.Host = (PWSTR)L"*.EXAMPLE.org";
    RETURNS(SET(id, set), ERROR_ALREADY_EXISTS);
    query.QueryDesc = HttpServiceConfigQueryExact;
    query.KeyDesc = set.KeyDesc;
    RETURNS(QUERY(id, query), NO_ERROR);
    RETURNS(UPDATE(id, set), NO_ERROR);
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
    RETURNS(DELETE_RECORD(id, set), ERROR_FILE_NOT_FOUND);
    RETURNS(UPDATE(id, set), ERROR_FILE_NOT_FOUND);
    RETURNS(QUERY(id, query), ERROR_FILE_NOT_FOUND);

    set.KeyDesc.Host = NULL;
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    set.KeyDesc.Host = (PWSTR)L"";
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    set.KeyDesc.Host = (PWSTR)L"a.*.b";
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    set.KeyDesc.Host = (PWSTR)L"www.example.org";
    set.KeyDesc.IpPort = ipv4("127.0.0.1", 443);
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    set.KeyDesc.IpPort.ss_family = 0;
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
}

static void central(HTTP_SERVICE_CONFIG_ID id, BOOL scoped)
{
    HTTP_SERVICE_CONFIG_SSL_CCS_SET set, *found = (HTTP_SERVICE_CONFIG_SSL_CCS_SET *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_SSL_CCS_QUERY query;

    memset(&set, 0, sizeof set);
    set.KeyDesc.LocalAddress = ipv6("::", 443);
    set.ParamDesc.AppId = APP;
    memset(&query, 0, sizeof query);
    query.QueryDesc = HttpServiceConfigQueryExact;
    query.KeyDesc = set.KeyDesc;
    RETURNS(QUERY(id, query), ERROR_FILE_NOT_FOUND);
    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(SET(id, set), ERROR_ALREADY_EXISTS);
    RETURNS(QUERY(id, query), NO_ERROR);
    CHECK(memcmp(&found->KeyDesc, &set.KeyDesc, sizeof set.KeyDesc) == 0);
    CHECK(found->ParamDesc.SslHashLength == 0 && found->ParamDesc.pSslHash == NULL);
    CHECK(memcmp(&found->ParamDesc.AppId, &APP, sizeof APP) == 0);
    query.QueryDesc = HttpServiceConfigQueryNext;
    RETURNS(QUERY(id, query), NO_ERROR);
    check_room(id, &query, sizeof query);
    set.ParamDesc = parameters();
    RETURNS(UPDATE(id, set), NO_ERROR);
    RETURNS(QUERY(id, query), NO_ERROR);
    same(&found->ParamDesc);
    /* The other central store has records of its own. */
    RETURNS(QUERY(scoped ? HttpServiceConfigSslCcsCertInfo : HttpServiceConfigSslScopedCcsCertInfo, query),
            ERROR_NO_MORE_ITEMS);
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
    RETURNS(DELETE_RECORD(id, set), ERROR_FILE_NOT_FOUND);
    RETURNS(UPDATE(id, set), ERROR_FILE_NOT_FOUND);
    set.KeyDesc.LocalAddress = ipv4("127.0.0.1", 443);
    RETURNS(SET(id, set), scoped ? NO_ERROR : ERROR_INVALID_PARAMETER);
    RETURNS(DELETE_RECORD(id, set), scoped ? NO_ERROR : ERROR_INVALID_PARAMETER);
    set.KeyDesc.LocalAddress = ipv4("0.0.0.0", 0);
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
}

/* Sets, looks for, updates and deletes what `param` says for an address. */
static HTTP_SERVICE_CONFIG_SSL_PARAM_EX *property(const HTTP_SERVICE_CONFIG_SSL_PARAM_EX *param)
{
    HTTP_SERVICE_CONFIG_ID id = HttpServiceConfigSslCertInfoEx;
    HTTP_SERVICE_CONFIG_SSL_SET_EX set = {{ipv4("0.0.0.0", 443)}, *param};
    HTTP_SERVICE_CONFIG_SSL_QUERY_EX query = {HttpServiceConfigQueryExact, set.KeyDesc, 0, param->ParamType};

    RETURNS(UPDATE(id, set), ERROR_FILE_NOT_FOUND);
    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(SET(id, set), ERROR_ALREADY_EXISTS);
    RETURNS(UPDATE(id, set), NO_ERROR);
    RETURNS(QUERY(id, query), NO_ERROR);
    check_room(id, &query, sizeof query);
    query.QueryDesc = HttpServiceConfigQueryNext;
    RETURNS(QUERY(id, query), NO_ERROR);
    query.ParamType = param->ParamType == ExParamTypeHttp2Window ? ExParamTypeErrorHeaders : ExParamTypeHttp2Window;
    RETURNS(HttpQueryServiceConfiguration(NULL, id, &query, sizeof query, NULL, 0, NULL, NULL), ERROR_NO_MORE_ITEMS);
    memset(&set.ParamDesc.Flags, 0, sizeof set.ParamDesc - FIELD_OFFSET(HTTP_SERVICE_CONFIG_SSL_PARAM_EX, Flags));
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
    RETURNS(DELETE_RECORD(id, set), ERROR_FILE_NOT_FOUND);
    CHECK(memcmp(answer_room.bytes, &set.KeyDesc, sizeof set.KeyDesc) == 0);
    return &((HTTP_SERVICE_CONFIG_SSL_SET_EX *)answer_room.bytes)->ParamDesc;
}

static void properties(void)
{
    HTTP_SERVICE_CONFIG_SSL_PARAM_EX param, *found;
    HTTP_UNKNOWN_HEADER headers[2] = {{11, 2, "Retry-After", "10"}, {1, 0, "X", NULL}};
    static HTTP_CERT_CONFIG_ENTRY entries[2];
    HTTP_SERVICE_CONFIG_SSL_SET_EX set;

    memset(&param, 0, sizeof param);
    param.ParamType = ExParamTypeHttp2Window;
    param.Flags = 0x100000001;
    param.Http2WindowSizeParam.Http2ReceiveWindowSize = 70000;
    found = property(&param);
    CHECK(found->Flags == 0x100000001 && found->Http2WindowSizeParam.Http2ReceiveWindowSize == 70000);

    param.ParamType = ExParamTypeHttp2SettingsLimits;
    param.Http2SettingsLimitsParam.Http2MaxSettingsPerFrame = 3;
    param.Http2SettingsLimitsParam.Http2MaxSettingsPerMinute = 4;
    found = property(&param);
    CHECK(found->ParamType == ExParamTypeHttp2SettingsLimits);
    CHECK(found->Http2SettingsLimitsParam.Http2MaxSettingsPerFrame == 3);
    CHECK(found->Http2SettingsLimitsParam.Http2MaxSettingsPerMinute == 4);

    param.ParamType = ExParamTypeHttpPerformance;
    param.HttpPerformanceParam.Type = PerformanceParamAggressiveICW;
    param.HttpPerformanceParam.BufferSize = 3;
    param.HttpPerformanceParam.Buffer = (PVOID) "\x00\xFF\x01";
    found = property(&param);
    CHECK(found->HttpPerformanceParam.Type == PerformanceParamAggressiveICW);
    CHECK(found->HttpPerformanceParam.BufferSize == 3);
    CHECK(memcmp(found->HttpPerformanceParam.Buffer, "\x00\xFF\x01", 3) == 0);

    param.ParamType = ExParamTypeErrorHeaders;
    param.HttpErrorHeadersParam.StatusCode = 503;
    param.HttpErrorHeadersParam.HeaderCount = 2;
    param.HttpErrorHeadersParam.Headers = headers;
    found = property(&param);
    CHECK(found->HttpErrorHeadersParam.StatusCode == 503 && found->HttpErrorHeadersParam.HeaderCount == 2);
    CHECK(strcmp(found->HttpErrorHeadersParam.Headers[0].pName, "Retry-After") == 0);
    CHECK(found->HttpErrorHeadersParam.Headers[0].NameLength == 11);
    CHECK(strcmp(found->HttpErrorHeadersParam.Headers[0].pRawValue, "10") == 0);
    CHECK(strcmp(found->HttpErrorHeadersParam.Headers[1].pName, "X") == 0);
    CHECK(found->HttpErrorHeadersParam.Headers[1].RawValueLength == 0);

    param.ParamType = ExParamTypeCertConfig;
    param.HttpCertConfigParam.CertConfigCount = 2;
    param.HttpCertConfigParam.CertConfigs = entries;
    memcpy(entries[0].CertHash, hash, sizeof hash);
    lstrcpyW(entries[0].CertStoreName, L"MY");
    lstrcpyW(entries[1].CertStoreName, L"Web Hosting");
    found = property(&param);
    CHECK(found->HttpCertConfigParam.CertConfigCount == 2);
    CHECK(memcmp(found->HttpCertConfigParam.CertConfigs, entries, sizeof entries) == 0);

    memset(&set, 0, sizeof set);
    set.KeyDesc.IpPort = ipv4("0.0.0.0", 443);
    set.ParamDesc = param;
    set.ParamDesc.HttpCertConfigParam.CertConfigs = NULL;
    RETURNS(SET(HttpServiceConfigSslCertInfoEx, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc.ParamType = ExParamTypeTlsRestrictions;
    RETURNS(SET(HttpServiceConfigSslCertInfoEx, set), ERROR_NOT_SUPPORTED);
    set.ParamDesc.ParamType = ExParamTypeTlsSessionTicketKeys;
    RETURNS(SET(HttpServiceConfigSslCertInfoEx, set), ERROR_NOT_SUPPORTED);
    set.ParamDesc.ParamType = ExParamTypeMax;
    RETURNS(SET(HttpServiceConfigSslCertInfoEx, set), ERROR_INVALID_PARAMETER);
    set.ParamDesc.ParamType = ExParamTypeErrorHeaders;
    set.ParamDesc.HttpErrorHeadersParam.StatusCode = 200;
    set.ParamDesc.HttpErrorHeadersParam.HeaderCount = 0;
    RETURNS(SET(HttpServiceConfigSslCertInfoEx, set), ERROR_INVALID_PARAMETER);
}

/* The same for names and the central stores. */
static void properties_elsewhere(void)
{
    HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX name, *of_name = (HTTP_SERVICE_CONFIG_SSL_SNI_SET_EX *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_SSL_SNI_QUERY_EX query_name;
    HTTP_SERVICE_CONFIG_SSL_SNI_SET certificate;
    HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX store, *of_store = (HTTP_SERVICE_CONFIG_SSL_CCS_SET_EX *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_SSL_CCS_QUERY_EX query_store;

    memset(&name, 0, sizeof name);
    memset(&query_name, 0, sizeof query_name);
    memset(&certificate, 0, sizeof certificate);
    name.KeyDesc.IpPort = ipv4("0.0.0.0", 443);
    name.KeyDesc.Host = (PWSTR)L"www.example.org";
    name.ParamDesc.Http2WindowSizeParam.Http2ReceiveWindowSize = 5;
    query_name.KeyDesc = name.KeyDesc;
    RETURNS(SET(HttpServiceConfigSslSniCertInfoEx, name), NO_ERROR);
    RETURNS(QUERY(HttpServiceConfigSslSniCertInfoEx, query_name), NO_ERROR);
    CHECK(lstrcmpW(of_name->KeyDesc.Host, L"www.example.org") == 0);
    CHECK(of_name->ParamDesc.Http2WindowSizeParam.Http2ReceiveWindowSize == 5);
    check_room(HttpServiceConfigSslSniCertInfoEx, &query_name, sizeof query_name);
    /* The certificate of a binding is another record. */
    certificate.KeyDesc = name.KeyDesc;
    RETURNS(DELETE_RECORD(HttpServiceConfigSslSniCertInfo, certificate), ERROR_FILE_NOT_FOUND);
    RETURNS(DELETE_RECORD(HttpServiceConfigSslSniCertInfoEx, name), NO_ERROR);

    for (int scoped = 0; scoped < 2; ++scoped) {
        HTTP_SERVICE_CONFIG_ID id =
            scoped ? HttpServiceConfigSslScopedCcsCertInfoEx : HttpServiceConfigSslCcsCertInfoEx;
        memset(&store, 0, sizeof store);
        memset(&query_store, 0, sizeof query_store);
        store.KeyDesc.LocalAddress = ipv4("0.0.0.0", 443);
        store.ParamDesc.Http2WindowSizeParam.Http2ReceiveWindowSize = 6;
        query_store.QueryDesc = HttpServiceConfigQueryNext;
        RETURNS(SET(id, store), NO_ERROR);
        RETURNS(UPDATE(id, store), NO_ERROR);
        RETURNS(QUERY(id, query_store), NO_ERROR);
        CHECK(of_store->ParamDesc.Http2WindowSizeParam.Http2ReceiveWindowSize == 6);
        check_room(id, &query_store, sizeof query_store);
        RETURNS(DELETE_RECORD(id, store), NO_ERROR);
    }
}

int main(void)
{
    configuration_enter();
    by_address();
    by_name();
    central(HttpServiceConfigSslCcsCertInfo, FALSE);
    central(HttpServiceConfigSslScopedCcsCertInfo, TRUE);
    properties();
    properties_elsewhere();
    CHECK(file_is("service.conf", ""));
    configuration_leave();
    return check_failures;
}
