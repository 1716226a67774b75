/* The service configuration: URL reservations, the IP listen list, and the stores of numbers. */
#include "configuration_check.h"
#include <arpa/inet.h>

#define URLACL HttpServiceConfigUrlAclInfo

static HTTP_SERVICE_CONFIG_URLACL_SET acl(LPCWSTR url, LPCWSTR sddl)
{
    HTTP_SERVICE_CONFIG_URLACL_SET set = {{(PWSTR)url}, {(PWSTR)sddl}};
    return set;
}

/* Nothing goes before HttpInitialize with HTTP_INITIALIZE_CONFIG. */
static void initialization(void)
{
    HTTP_SERVICE_CONFIG_URLACL_SET set = acl(L"http://+:80/x/", L"D:(A;;GX;;;WD)");
    HTTP_SERVICE_CONFIG_URLACL_QUERY query = {HttpServiceConfigQueryNext, {NULL}, 0};
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;

    for (int times = 0; times < 2; ++times) {
        RETURNS(SET(URLACL, set), ERROR_DLL_INIT_FAILED);
        RETURNS(DELETE_RECORD(URLACL, set), ERROR_DLL_INIT_FAILED);
        RETURNS(UPDATE(HttpServiceConfigSSLCertInfo, set), ERROR_DLL_INIT_FAILED);
        RETURNS(QUERY(URLACL, query), ERROR_DLL_INIT_FAILED);
        if (times == 0)
            RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    }
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
}

static void arguments(void)
{
    HTTP_SERVICE_CONFIG_URLACL_SET set = acl(L"http://+:80/x/", L"D:(A;;GX;;;WD)");
    HTTP_SERVICE_CONFIG_URLACL_QUERY query = {HttpServiceConfigQueryNext, {NULL}, 0};
    OVERLAPPED overlapped;
    HANDLE handle = (HANDLE)(ULONG_PTR)4;
    ULONG size = sizeof set;

    memset(&overlapped, 0, sizeof overlapped);
    RETURNS(HttpSetServiceConfiguration(handle, URLACL, &set, size, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpSetServiceConfiguration(NULL, URLACL, &set, size, &overlapped), ERROR_INVALID_PARAMETER);
    RETURNS(HttpSetServiceConfiguration(NULL, URLACL, NULL, size, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpSetServiceConfiguration(NULL, URLACL, &set, size - 1, NULL), ERROR_INSUFFICIENT_BUFFER);
    RETURNS(HttpDeleteServiceConfiguration(handle, URLACL, &set, size, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeleteServiceConfiguration(NULL, URLACL, &set, size, &overlapped), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeleteServiceConfiguration(NULL, URLACL, NULL, size, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpDeleteServiceConfiguration(NULL, URLACL, &set, 0, NULL), ERROR_INSUFFICIENT_BUFFER);
    RETURNS(HttpQueryServiceConfiguration(handle, URLACL, &query, sizeof query, NULL, 0, NULL, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryServiceConfiguration(NULL, URLACL, &query, sizeof query, NULL, 0, NULL, &overlapped),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryServiceConfiguration(NULL, URLACL, NULL, sizeof query, NULL, 0, NULL, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryServiceConfiguration(NULL, URLACL, &query, sizeof query - 1, NULL, 0, NULL, NULL),
            ERROR_INSUFFICIENT_BUFFER);
    for (int which = 0; which < 2; ++which) {
        HTTP_SERVICE_CONFIG_ID id = which ? HttpServiceConfigMax : (HTTP_SERVICE_CONFIG_ID)-1;
        RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
        RETURNS(UPDATE(id, set), ERROR_INVALID_PARAMETER);
        RETURNS(DELETE_RECORD(id, set), ERROR_INVALID_PARAMETER);
        RETURNS(QUERY(id, query), ERROR_INVALID_PARAMETER);
    }
    /* Of these there is no update. */
    RETURNS(UPDATE(HttpServiceConfigIPListenList, set), ERROR_INVALID_PARAMETER);
    RETURNS(UPDATE(URLACL, set), ERROR_INVALID_PARAMETER);
    RETURNS(UPDATE(HttpServiceConfigTimeout, set), ERROR_INVALID_PARAMETER);
    RETURNS(UPDATE(HttpServiceConfigCache, set), ERROR_INVALID_PARAMETER);
    RETURNS(UPDATE(HttpServiceConfigSetting, set), ERROR_INVALID_PARAMETER);
}

static void reservations(void)
{
    static const LPCWSTR urls[] = {L"http://+:80/MyUri/", L"https://name.test:443/", L"http://*:8080/Gr\u00FC\u00DFe/"};
    HTTP_SERVICE_CONFIG_URLACL_SET set, *found = (HTTP_SERVICE_CONFIG_URLACL_SET *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_URLACL_QUERY query;
    static WCHAR endless[40000];

    memset(&query, 0, sizeof query);
    query.QueryDesc = HttpServiceConfigQueryNext;
    RETURNS(QUERY(URLACL, query), ERROR_NO_MORE_ITEMS);
    for (int at = 0; at < 3; ++at) {
        set = acl(urls[at], L"D:(A;;GX;;;WD)");
        RETURNS(SET(URLACL, set), NO_ERROR);
        RETURNS(SET(URLACL, set), ERROR_ALREADY_EXISTS);
    }
    /* The same URL, written in another way. */
    set = acl(L"http://+:80//myuri/./", L"D:(A;;GX;;;BU)");
    RETURNS(SET(URLACL, set), ERROR_ALREADY_EXISTS);

    for (query.dwToken = 0; query.dwToken < 3; ++query.dwToken) {
        RETURNS(QUERY(URLACL, query), NO_ERROR);
        CHECK(lstrcmpW(found->KeyDesc.pUrlPrefix, urls[query.dwToken]) == 0);
        CHECK(lstrcmpW(found->ParamDesc.pStringSecurityDescriptor, L"D:(A;;GX;;;WD)") == 0);
        CHECK(answer_length == sizeof *found + (lstrlenW(urls[query.dwToken]) + 1 + 15) * sizeof(WCHAR));
        CHECK((BYTE *)found->KeyDesc.pUrlPrefix == answer_room.bytes + sizeof *found);
        check_room(URLACL, &query, sizeof query);
    }
    RETURNS(QUERY(URLACL, query), ERROR_NO_MORE_ITEMS);

    query.QueryDesc = HttpServiceConfigQueryExact;
    query.KeyDesc.pUrlPrefix = (PWSTR)L"http://+:80/MYURI/";
    RETURNS(QUERY(URLACL, query), NO_ERROR);
    CHECK(lstrcmpW(found->KeyDesc.pUrlPrefix, urls[0]) == 0);
    check_room(URLACL, &query, sizeof query);
    query.KeyDesc.pUrlPrefix = (PWSTR)L"http://*:80/MyUri/";
    RETURNS(QUERY(URLACL, query), ERROR_FILE_NOT_FOUND);
    query.KeyDesc.pUrlPrefix = (PWSTR)L"http://+:80/MyUri";
    RETURNS(QUERY(URLACL, query), ERROR_INVALID_PARAMETER);
    query.KeyDesc.pUrlPrefix = NULL;
    RETURNS(QUERY(URLACL, query), ERROR_INVALID_PARAMETER);
    query.QueryDesc = HttpServiceConfigQueryMax;
    RETURNS(QUERY(URLACL, query), ERROR_INVALID_PARAMETER);

    set = acl(NULL, L"D:(A;;GX;;;WD)");
    RETURNS(SET(URLACL, set), ERROR_INVALID_PARAMETER);
    RETURNS(DELETE_RECORD(URLACL, set), ERROR_INVALID_PARAMETER);
    set = acl(L"http://+:80/", NULL);
    RETURNS(SET(URLACL, set), ERROR_INVALID_PARAMETER);
    set = acl(L"http://+:80/", L"Everyone");
    RETURNS(SET(URLACL, set), ERROR_INVALID_PARAMETER);
    set = acl(L"http://+/", L"D:(A;;GX;;;WD)");
    RETURNS(SET(URLACL, set), ERROR_INVALID_PARAMETER);
    for (size_t at = 0; at < sizeof endless / sizeof *endless - 1; ++at)
        endless[at] = 'x';
    set = acl(L"http://+:80/", endless);
    RETURNS(SET(URLACL, set), ERROR_INVALID_PARAMETER);

    /* A deletion goes by the key alone. */
    set = acl(urls[1], NULL);
    RETURNS(DELETE_RECORD(URLACL, set), NO_ERROR);
    RETURNS(DELETE_RECORD(URLACL, set), ERROR_FILE_NOT_FOUND);
    CHECK(file_is("service.conf", "urlacl url=http://+:80/MyUri/ sddl=D:(A;;GX;;;WD)\n"
                                  "urlacl url=http://*:8080/Gr\xC3\xBC\xC3\x9F" "e/ sddl=D:(A;;GX;;;WD)\n"));
    set = acl(urls[0], NULL);
    RETURNS(DELETE_RECORD(URLACL, set), NO_ERROR);
    set = acl(urls[2], NULL);
    RETURNS(DELETE_RECORD(URLACL, set), NO_ERROR);
    CHECK(file_is("service.conf", ""));
}

static void listen_list(void)
{
    SOCKADDR_STORAGE one = ipv4("127.0.0.1", 80), two = ipv6("2001:db8::1", 0);
    HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM set = {sizeof(SOCKADDR_IN), (PSOCKADDR)&one};
    HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY *found = (HTTP_SERVICE_CONFIG_IP_LISTEN_QUERY *)answer_room.bytes;
    HTTP_SERVICE_CONFIG_ID id = HttpServiceConfigIPListenList;
    struct sockaddr_in *in = (struct sockaddr_in *)&found->AddrList[0];
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)((SOCKADDR_STORAGE *)found->AddrList + 1);

    RETURNS(HttpQueryServiceConfiguration(NULL, id, NULL, 0, found, sizeof answer_room, &answer_length, NULL),
            ERROR_FILE_NOT_FOUND);
    RETURNS(DELETE_RECORD(id, set), ERROR_FILE_NOT_FOUND);
    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(SET(id, set), ERROR_ALREADY_EXISTS);
    set.AddrLength = sizeof(SOCKADDR_IN6);
    set.pAddress = (PSOCKADDR)&two;
    RETURNS(SET(id, set), NO_ERROR);
    RETURNS(HttpQueryServiceConfiguration(NULL, id, NULL, 0, found, sizeof answer_room, &answer_length, NULL), NO_ERROR);
    CHECK(answer_length == sizeof *found + sizeof(SOCKADDR_STORAGE));
    CHECK(found->AddrCount == 2);
    CHECK(in->sin_family == AF_INET && in->sin_port == 0 && in->sin_addr.s_addr == htonl(INADDR_LOOPBACK));
    CHECK(in6->sin6_family == AF_INET6 && memcmp(&in6->sin6_addr, &((struct sockaddr_in6 *)&two)->sin6_addr, 16) == 0);
    check_room(id, NULL, 0);
    RETURNS(QUERY(id, set), ERROR_INVALID_PARAMETER);

    set.AddrLength = sizeof(SOCKADDR_IN6) - 1;
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    set.AddrLength = sizeof two;
    two.ss_family = 99;
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    set.pAddress = NULL;
    RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);
    two.ss_family = AF_INET6;
    set.pAddress = (PSOCKADDR)&two;
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
    set.pAddress = (PSOCKADDR)&one;
    RETURNS(DELETE_RECORD(id, set), NO_ERROR);
}

/* A store whose records are numbers, of which the first key is `first` and the last `last`. */
#define NUMBERS(name, id, set_type, param_type, first, last, beyond)                                          \
    static void name(void)                                                                                    \
    {                                                                                                         \
        set_type set;                                                                                         \
        param_type found = 0, wide[2];                                                                        \
        int key = first;                                                                                      \
        memset(&set, 0, sizeof set);                                                                          \
        for (key = first; key <= (int)(last); ++key) {                                                        \
            set.KeyDesc = key;                                                                                \
            set.ParamDesc = 1234;                                                                             \
            RETURNS(QUERY_NUMBER(id, key, found), ERROR_FILE_NOT_FOUND);                                      \
            RETURNS(DELETE_RECORD(id, set), ERROR_FILE_NOT_FOUND);                                            \
            RETURNS(SET(id, set), NO_ERROR);                                                                  \
            RETURNS(SET(id, set), ERROR_ALREADY_EXISTS);                                                      \
            RETURNS(QUERY_NUMBER(id, key, found), NO_ERROR);                                                  \
            CHECK(found == 1234 && answer_length == sizeof found);                                            \
            RETURNS(QUERY_NUMBER(id, key, wide), ERROR_INVALID_PARAMETER);                                    \
            answer_length = 0;                                                                                \
            RETURNS(HttpQueryServiceConfiguration(NULL, id, &key, sizeof key, &found, sizeof found - 1,       \
                                                  &answer_length, NULL), ERROR_INSUFFICIENT_BUFFER);          \
            CHECK(answer_length == sizeof found);                                                             \
            RETURNS(HttpQueryServiceConfiguration(NULL, id, &key, sizeof key - 1, &found, sizeof found,       \
                                                  &answer_length, NULL), ERROR_INSUFFICIENT_BUFFER);          \
            RETURNS(HttpSetServiceConfiguration(NULL, id, &set, sizeof set - 1, NULL),                        \
                    ERROR_INSUFFICIENT_BUFFER);                                                               \
            RETURNS(DELETE_RECORD(id, set), NO_ERROR);                                                        \
        }                                                                                                     \
        key = beyond;                                                                                         \
        set.KeyDesc = key;                                                                                    \
        RETURNS(SET(id, set), ERROR_INVALID_PARAMETER);                                                       \
        RETURNS(QUERY_NUMBER(id, key, found), ERROR_INVALID_PARAMETER);                                       \
    }
#define QUERY_NUMBER(id, key, to) \
    HttpQueryServiceConfiguration(NULL, id, &key, sizeof key, &to, sizeof to, &answer_length, NULL)

NUMBERS(timeouts, HttpServiceConfigTimeout, HTTP_SERVICE_CONFIG_TIMEOUT_SET, HTTP_SERVICE_CONFIG_TIMEOUT_PARAM,
        IdleConnectionTimeout, HeaderWaitTimeout, 2)
NUMBERS(cache, HttpServiceConfigCache, HTTP_SERVICE_CONFIG_CACHE_SET, HTTP_SERVICE_CONFIG_CACHE_PARAM,
        MaxCacheResponseSize, CacheRangeChunkSize, 2)
NUMBERS(settings, HttpServiceConfigSetting, HTTP_SERVICE_CONFIG_SETTING_SET, HTTP_SERVICE_CONFIG_SETTING_PARAM,
        HttpTlsThrottle, HttpTlsThrottle, HttpNone)

static void limits(void)
{
    HTTP_SERVICE_CONFIG_TIMEOUT_SET timeout = {HeaderWaitTimeout, 0};
    HTTP_SERVICE_CONFIG_CACHE_SET size = {MaxCacheResponseSize, 0xFFFFFFFF};
    RETURNS(SET(HttpServiceConfigTimeout, timeout), ERROR_INVALID_PARAMETER);
    timeout.ParamDesc = 0xFFFF;
    RETURNS(SET(HttpServiceConfigTimeout, timeout), NO_ERROR);
    RETURNS(SET(HttpServiceConfigCache, size), NO_ERROR);
    CHECK(file_is("service.conf", "timeout timeouttype=headerwaittimeout value=65535\n"
                                  "cacheparam type=maxcacheresponsesize value=4294967295\n"));
    RETURNS(DELETE_RECORD(HttpServiceConfigTimeout, timeout), NO_ERROR);
    RETURNS(DELETE_RECORD(HttpServiceConfigCache, size), NO_ERROR);
}

int main(void)
{
    initialization();
    configuration_enter();
    arguments();
    reservations();
    listen_list();
    timeouts();
    cache();
    settings();
    limits();
    configuration_leave();
    return check_failures;
}
