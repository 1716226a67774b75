/* Properties of sessions and URL groups: which are there, lengths, bounds, what is told. */
#include "http_check.h"

static HTTP_SERVER_SESSION_ID session;
static HTTP_URL_GROUP_ID group;

enum level { SERVER_SESSION, URL_GROUP, LEVELS };

static ULONG set(enum level level, HTTP_SERVER_PROPERTY property, PVOID value, ULONG length)
{
    return level == SERVER_SESSION ? HttpSetServerSessionProperty(session, property, value, length)
                            : HttpSetUrlGroupProperty(group, property, value, length);
}

static ULONG query(enum level level, HTTP_SERVER_PROPERTY property, PVOID value, ULONG length, PULONG needed)
{
    return level == SERVER_SESSION ? HttpQueryServerSessionProperty(session, property, value, length, needed)
                            : HttpQueryUrlGroupProperty(group, property, value, length, needed);
}

#define SET(level, property, value) set(level, property, &(value), sizeof(value))

/* What holds of every property that is told: lengths, NULLs and ids. */
static void lengths(enum level level, HTTP_SERVER_PROPERTY property, ULONG size)
{
    struct {
        ULONGLONG room[64];
    } buffer;
    ULONG needed = 0;

    memset(&buffer, 0, sizeof buffer);
    RETURNS(query(level, property, &buffer, sizeof buffer, &needed), NO_ERROR);
    CHECK(needed == size);
    RETURNS(query(level, property, &buffer, size, NULL), NO_ERROR);
    needed = 0;
    RETURNS(query(level, property, &buffer, size - 1, &needed), ERROR_MORE_DATA);
    CHECK(needed == size);
    RETURNS(query(level, property, NULL, size, &needed), ERROR_INVALID_PARAMETER);
    RETURNS(query(level, property, &buffer, 0, &needed), ERROR_INVALID_PARAMETER);
    CHECK(needed == size);
    RETURNS(set(level, property, &buffer, size - 1), ERROR_INVALID_PARAMETER);
    RETURNS(set(level, property, NULL, size), ERROR_INVALID_PARAMETER);
    /* A buffer may be longer. */
    RETURNS(set(level, property, &buffer, sizeof buffer), NO_ERROR);
    RETURNS(HttpSetServerSessionProperty(group, property, &buffer, sizeof buffer), ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryServerSessionProperty(group, property, &buffer, sizeof buffer, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpSetUrlGroupProperty(session, property, &buffer, sizeof buffer), ERROR_INVALID_PARAMETER);
    RETURNS(HttpQueryUrlGroupProperty(0, property, &buffer, sizeof buffer, NULL), ERROR_INVALID_PARAMETER);
}

static void state(enum level level)
{
    HTTP_STATE_INFO info, told;
    lengths(level, HttpServerStateProperty, sizeof info);
    info.Flags.Present = 1;
    info.State = HttpEnabledStateInactive;
    RETURNS(SET(level, HttpServerStateProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerStateProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 1 && told.State == HttpEnabledStateInactive);
    info.State = (HTTP_ENABLED_STATE)2;
    RETURNS(SET(level, HttpServerStateProperty, info), ERROR_INVALID_PARAMETER);
    /* Taken away, it is what it was at first. */
    info.Flags.Present = 0;
    info.State = HttpEnabledStateInactive;
    RETURNS(SET(level, HttpServerStateProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerStateProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 0 && told.State == HttpEnabledStateActive);
}

static void timeouts(enum level level)
{
    HTTP_TIMEOUT_LIMIT_INFO info, told;
    lengths(level, HttpServerTimeoutsProperty, sizeof info);
    memset(&info, 0, sizeof info);
    info.Flags.Present = 1;
    info.EntityBody = 1;
    info.DrainEntityBody = 2;
    info.RequestQueue = 3;
    info.IdleConnection = 0xFFFF;
    info.HeaderWait = 5;
    info.MinSendRate = 0xFFFFFFFF;
    RETURNS(SET(level, HttpServerTimeoutsProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerTimeoutsProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 1 && told.EntityBody == 1 && told.DrainEntityBody == 2 && told.RequestQueue == 3);
    CHECK(told.IdleConnection == 0xFFFF && told.HeaderWait == 5 && told.MinSendRate == 0xFFFFFFFF);
    info.Flags.Present = 0;
    RETURNS(SET(level, HttpServerTimeoutsProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerTimeoutsProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 0 && told.EntityBody == 0 && told.MinSendRate == 0);
}

/* A setting of Qos that the caller points to, or that stands behind the structure. */
static void bandwidth(enum level level)
{
    HTTP_BANDWIDTH_LIMIT_INFO limit, told;
    HTTP_QOS_SETTING_INFO info = {HttpQosSettingTypeBandwidth, &limit}, question;
    ULONG needed = 0;
    struct {
        HTTP_QOS_SETTING_INFO info;
        HTTP_BANDWIDTH_LIMIT_INFO limit;
        ULONG more[8];
    } both;

    memset(&both, 0, sizeof both);
    both.info.QosType = HttpQosSettingTypeBandwidth;
    RETURNS(query(level, HttpServerQosProperty, &both, sizeof both, &needed), NO_ERROR);
    CHECK(needed == sizeof info + sizeof limit && both.info.QosSetting == &both.limit);
    CHECK(both.limit.Flags.Present == 0 && both.limit.MaxBandwidth == HTTP_LIMIT_INFINITE);
    limit.Flags.Present = 1;
    limit.MaxBandwidth = HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE - 1;
    RETURNS(SET(level, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
    limit.MaxBandwidth = HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE;
    RETURNS(SET(level, HttpServerQosProperty, info), NO_ERROR);
    question.QosType = HttpQosSettingTypeBandwidth;
    question.QosSetting = &told;
    RETURNS(query(level, HttpServerQosProperty, &question, sizeof question, &needed), NO_ERROR);
    CHECK(told.Flags.Present == 1 && told.MaxBandwidth == HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE);
    question.QosSetting = NULL;
    RETURNS(query(level, HttpServerQosProperty, &question, sizeof question, &needed), ERROR_MORE_DATA);
    CHECK(needed == sizeof info + sizeof limit);
    /* Too little room for the structure itself, or for anything, tells the length too. */
    for (ULONG length = 1; length < sizeof question; ++length) {
        needed = 0;
        RETURNS(query(level, HttpServerQosProperty, &question, length, &needed), ERROR_MORE_DATA);
        CHECK(needed == sizeof info + sizeof limit);
    }
    needed = 0;
    RETURNS(query(level, HttpServerQosProperty, &question, 0, &needed), ERROR_INVALID_PARAMETER);
    CHECK(needed == sizeof info + sizeof limit);
    needed = 0;
    RETURNS(query(level, HttpServerQosProperty, NULL, sizeof question, &needed), ERROR_INVALID_PARAMETER);
    CHECK(needed == sizeof info + sizeof limit);
    RETURNS(query(level, HttpServerQosProperty, NULL, 0, NULL), ERROR_INVALID_PARAMETER);
    limit.Flags.Present = 0;
    RETURNS(SET(level, HttpServerQosProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerQosProperty, &both, sizeof both, NULL), NO_ERROR);
    CHECK(both.limit.Flags.Present == 0 && both.limit.MaxBandwidth == HTTP_LIMIT_INFINITE);
    info.QosSetting = NULL;
    RETURNS(SET(level, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
    info.QosType = (HTTP_QOS_SETTING_TYPE)3;
    info.QosSetting = &limit;
    RETURNS(SET(level, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(set(level, HttpServerQosProperty, &info, sizeof info - 1), ERROR_INVALID_PARAMETER);
    RETURNS(query(level, HttpServerQosProperty, &info, sizeof info, NULL), ERROR_INVALID_PARAMETER);
}

/* Limits of connections and flow are for groups alone. */
static void group_qos(void)
{
    HTTP_CONNECTION_LIMIT_INFO limit = {{1}, 5}, told;
    HTTP_FLOWRATE_INFO rate = {{1}, 2048, 4096, 100}, told_rate;
    HTTP_QOS_SETTING_INFO info = {HttpQosSettingTypeConnectionLimit, &limit};

    RETURNS(SET(SERVER_SESSION, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerQosProperty, info), NO_ERROR);
    info.QosSetting = &told;
    RETURNS(query(SERVER_SESSION, HttpServerQosProperty, &info, sizeof info, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(query(URL_GROUP, HttpServerQosProperty, &info, sizeof info, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 1 && told.MaxConnections == 5);
    limit.Flags.Present = 0;
    info.QosSetting = &limit;
    RETURNS(SET(URL_GROUP, HttpServerQosProperty, info), NO_ERROR);
    info.QosSetting = &told;
    RETURNS(query(URL_GROUP, HttpServerQosProperty, &info, sizeof info, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 0 && told.MaxConnections == HTTP_LIMIT_INFINITE);

    info.QosType = HttpQosSettingTypeFlowRate;
    info.QosSetting = &rate;
    RETURNS(SET(SERVER_SESSION, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerQosProperty, info), NO_ERROR);
    info.QosSetting = &told_rate;
    RETURNS(query(URL_GROUP, HttpServerQosProperty, &info, sizeof info, NULL), NO_ERROR);
    CHECK(told_rate.MaxBandwidth == 2048 && told_rate.MaxPeakBandwidth == 4096 && told_rate.BurstSize == 100);
    info.QosSetting = &rate;
    rate.MaxPeakBandwidth = 2047;
    RETURNS(SET(URL_GROUP, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
    rate.MaxPeakBandwidth = rate.MaxBandwidth = 1023;
    RETURNS(SET(URL_GROUP, HttpServerQosProperty, info), ERROR_INVALID_PARAMETER);
}

static void authentication(enum level level)
{
    HTTP_SERVER_AUTHENTICATION_INFO info, told;
    lengths(level, HttpServerAuthenticationProperty, sizeof info);
    memset(&info, 0, sizeof info);
    info.Flags.Present = 1;
    info.ReceiveMutualAuth = TRUE;
    RETURNS(SET(level, HttpServerAuthenticationProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerAuthenticationProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 1 && told.AuthSchemes == 0 && told.ReceiveMutualAuth == TRUE);
    info.AuthSchemes = HTTP_AUTH_ENABLE_BASIC;
    RETURNS(SET(level, HttpServerExtendedAuthenticationProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerAuthenticationProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.AuthSchemes == HTTP_AUTH_ENABLE_BASIC && told.BasicParams.Realm == NULL);
    info.ExFlags = HTTP_AUTH_EX_FLAG_CAPTURE_CREDENTIAL;
    RETURNS(SET(level, HttpServerAuthenticationProperty, info), NO_ERROR);
    RETURNS(SET(level, HttpServerExtendedAuthenticationProperty, info), ERROR_NOT_SUPPORTED);
    info.ExFlags = 4;
    RETURNS(SET(level, HttpServerExtendedAuthenticationProperty, info), ERROR_INVALID_PARAMETER);
    info.ExFlags = 0;
    /* There is no mechanism for the others. */
    for (ULONG scheme = HTTP_AUTH_ENABLE_DIGEST; scheme <= HTTP_AUTH_ENABLE_NEGOTIATE; scheme <<= 1) {
        info.AuthSchemes = scheme;
        RETURNS(SET(level, HttpServerAuthenticationProperty, info), ERROR_NOT_SUPPORTED);
        RETURNS(SET(level, HttpServerExtendedAuthenticationProperty, info), ERROR_NOT_SUPPORTED);
    }
    info.AuthSchemes = HTTP_AUTH_ENABLE_KERBEROS;
    RETURNS(SET(level, HttpServerAuthenticationProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(SET(level, HttpServerExtendedAuthenticationProperty, info), ERROR_NOT_SUPPORTED);
    info.AuthSchemes = 0x20;
    RETURNS(SET(level, HttpServerAuthenticationProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(SET(level, HttpServerExtendedAuthenticationProperty, info), ERROR_INVALID_PARAMETER);
    info.Flags.Present = 0;
    RETURNS(SET(level, HttpServerAuthenticationProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerAuthenticationProperty, &told, sizeof told, NULL), NO_ERROR);
    CHECK(told.Flags.Present == 0 && told.ReceiveMutualAuth == FALSE);
    RETURNS(query(level, HttpServerExtendedAuthenticationProperty, &told, sizeof told, NULL),
            ERROR_INVALID_PARAMETER);
}

static void logging(enum level level)
{
    HTTP_LOGGING_INFO info;
    memset(&info, 0, sizeof info);
    RETURNS(SET(level, HttpServerLoggingProperty, info), NO_ERROR);
    info.Flags.Present = 1;
    info.DirectoryName = L"logs";
    info.DirectoryNameLength = 4 * sizeof(WCHAR);
    /* logging_property.c has the rest. */
    RETURNS(SET(level, HttpServerLoggingProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(set(level, HttpServerLoggingProperty, &info, sizeof info - 1), ERROR_INVALID_PARAMETER);
    RETURNS(query(level, HttpServerLoggingProperty, &info, sizeof info, NULL), ERROR_INVALID_PARAMETER);
}

static void channel_bind(enum level level)
{
    static WCHAR wide[] = L"HTTP/example";
    static CHAR narrow[] = "HTTP/b";
    HTTP_SERVICE_BINDING_W first = {{HttpServiceBindingTypeW}, wide, sizeof wide - sizeof(WCHAR)};
    HTTP_SERVICE_BINDING_A second = {{HttpServiceBindingTypeA}, narrow, sizeof narrow - 1};
    PHTTP_SERVICE_BINDING_BASE names[] = {&first.Base, &second.Base};
    HTTP_CHANNEL_BIND_INFO info, *told;
    ULONGLONG room[64];
    ULONG needed = 0;

    memset(&info, 0, sizeof info);
    RETURNS(SET(level, HttpServerChannelBindProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerChannelBindProperty, room, sizeof room, &needed), NO_ERROR);
    told = (HTTP_CHANNEL_BIND_INFO *)room;
    CHECK(needed == sizeof info && told->NumberOfServiceNames == 0 && told->ServiceNames == NULL);

    info.Hardening = HttpAuthenticationHardeningMedium;
    info.Flags = HTTP_CHANNEL_BIND_PROXY;
    info.ServiceNames = names;
    info.NumberOfServiceNames = 2;
    RETURNS(SET(level, HttpServerChannelBindProperty, info), NO_ERROR);
    RETURNS(query(level, HttpServerChannelBindProperty, room, sizeof info, &needed), ERROR_MORE_DATA);
    CHECK(needed > sizeof info && needed <= sizeof room);
    RETURNS(query(level, HttpServerChannelBindProperty, room, needed - 1, NULL), ERROR_MORE_DATA);
    RETURNS(query(level, HttpServerChannelBindProperty, room, needed, NULL), NO_ERROR);
    CHECK(told->Hardening == HttpAuthenticationHardeningMedium && told->Flags == HTTP_CHANNEL_BIND_PROXY);
    CHECK(told->NumberOfServiceNames == 2);
    {
        HTTP_SERVICE_BINDING_W *one = (HTTP_SERVICE_BINDING_W *)told->ServiceNames[0];
        HTTP_SERVICE_BINDING_A *two = (HTTP_SERVICE_BINDING_A *)told->ServiceNames[1];
        CHECK(one->Base.Type == HttpServiceBindingTypeW && one->BufferSize == first.BufferSize);
        CHECK(memcmp(one->Buffer, wide, sizeof wide) == 0);
        CHECK(two->Base.Type == HttpServiceBindingTypeA && two->BufferSize == 6 && strcmp(two->Buffer, narrow) == 0);
    }
    info.Flags = 0x40;
    RETURNS(SET(level, HttpServerChannelBindProperty, info), ERROR_INVALID_PARAMETER);
    info.Flags = 0;
    info.Hardening = (HTTP_AUTHENTICATION_HARDENING_LEVELS)3;
    RETURNS(SET(level, HttpServerChannelBindProperty, info), ERROR_INVALID_PARAMETER);
    info.Hardening = HttpAuthenticationHardeningStrict;
    first.Base.Type = HttpServiceBindingTypeNone;
    RETURNS(SET(level, HttpServerChannelBindProperty, info), ERROR_INVALID_PARAMETER);
    info.ServiceNames = NULL;
    RETURNS(SET(level, HttpServerChannelBindProperty, info), ERROR_INVALID_PARAMETER);
    RETURNS(set(level, HttpServerChannelBindProperty, &info, sizeof info - 1), ERROR_INVALID_PARAMETER);
}

/* What groups have and sessions do not. */
static void group_only(void)
{
    HTTP_BINDING_INFO binding;
    HTTP_LISTEN_ENDPOINT_INFO endpoint = {{1}, TRUE};
    HTTP_PROTECTION_LEVEL_INFO protection = {{1}, HttpProtectionLevelEdgeRestricted};
    HTTP_FAST_FORWARD_INFO forward = {{1}, TRUE};
    HTTP_REQUEST_INFO_PROPERTY_INFO request_info = {{1}, HTTP_REQUEST_INFO_FLAG_INITIAL_TTL};
    HANDLE queue, first, event;

    memset(&binding, 0, sizeof binding);
    RETURNS(HttpCreateRequestQueue((HTTPAPI_VERSION)HTTPAPI_VERSION_2, NULL, NULL, 0, &queue), NO_ERROR);
    RETURNS(HttpCreateHttpHandle(&first, 0), NO_ERROR);
    event = CreateEventA(NULL, TRUE, FALSE, NULL);
    binding.Flags.Present = 1;
    binding.RequestQueueHandle = queue;
    RETURNS(SET(SERVER_SESSION, HttpServerBindingProperty, binding), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerBindingProperty, binding), NO_ERROR);
    RETURNS(set(URL_GROUP, HttpServerBindingProperty, &binding, sizeof binding - 1), ERROR_INVALID_PARAMETER);
    RETURNS(query(URL_GROUP, HttpServerBindingProperty, &binding, sizeof binding, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerDelegationProperty, binding), ERROR_NOT_SUPPORTED);
    binding.RequestQueueHandle = NULL;
    RETURNS(SET(URL_GROUP, HttpServerBindingProperty, binding), ERROR_INVALID_PARAMETER);
    binding.RequestQueueHandle = first;
    RETURNS(SET(URL_GROUP, HttpServerBindingProperty, binding), ERROR_INVALID_PARAMETER);
    binding.RequestQueueHandle = event;
    RETURNS(SET(URL_GROUP, HttpServerBindingProperty, binding), ERROR_INVALID_PARAMETER);
    binding.Flags.Present = 0;
    binding.RequestQueueHandle = NULL;
    RETURNS(SET(URL_GROUP, HttpServerBindingProperty, binding), NO_ERROR);
    RETURNS(SET(URL_GROUP, HttpServerDelegationProperty, binding), NO_ERROR);

    RETURNS(SET(SERVER_SESSION, HttpServerListenEndpointProperty, endpoint), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerListenEndpointProperty, endpoint), NO_ERROR);
    RETURNS(set(URL_GROUP, HttpServerListenEndpointProperty, &endpoint, sizeof endpoint - 1), ERROR_INVALID_PARAMETER);
    RETURNS(query(URL_GROUP, HttpServerListenEndpointProperty, &endpoint, sizeof endpoint, NULL),
            ERROR_INVALID_PARAMETER);
    RETURNS(SET(SERVER_SESSION, HttpServerProtectionLevelProperty, protection), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerProtectionLevelProperty, protection), NO_ERROR);
    protection.Level = HttpProtectionLevelUnrestricted;
    RETURNS(SET(URL_GROUP, HttpServerProtectionLevelProperty, protection), NO_ERROR);
    /* The documentation has it as unsupported. */
    protection.Level = HttpProtectionLevelRestricted;
    RETURNS(SET(URL_GROUP, HttpServerProtectionLevelProperty, protection), ERROR_NOT_SUPPORTED);
    protection.Level = (HTTP_PROTECTION_LEVEL_TYPE)3;
    RETURNS(SET(URL_GROUP, HttpServerProtectionLevelProperty, protection), ERROR_INVALID_PARAMETER);
    RETURNS(SET(URL_GROUP, HttpServerFastForwardingProperty, forward), ERROR_NOT_SUPPORTED);
    RETURNS(SET(SERVER_SESSION, HttpServerFastForwardingProperty, forward), ERROR_INVALID_PARAMETER);
    forward.EnableFastForwarding = FALSE;
    RETURNS(SET(URL_GROUP, HttpServerFastForwardingProperty, forward), NO_ERROR);
    RETURNS(SET(URL_GROUP, HttpServerRequestInfoProperty, request_info), ERROR_NOT_SUPPORTED);
    request_info.RequestInfoFlags = 0;
    RETURNS(SET(URL_GROUP, HttpServerRequestInfoProperty, request_info), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(queue), NO_ERROR);
    CHECK(CloseHandle(first) && CloseHandle(event));
}

/* Properties of queues, and what is none. */
static void elsewhere(enum level level)
{
    static const int others[] = {HttpServerQueueLengthProperty, HttpServer503VerbosityProperty, 12, 17, 99, -1};
    ULONGLONG value[8] = {1};
    for (size_t number = 0; number < sizeof others / sizeof others[0]; ++number) {
        RETURNS(SET(level, (HTTP_SERVER_PROPERTY)others[number], value), ERROR_INVALID_PARAMETER);
        RETURNS(query(level, (HTTP_SERVER_PROPERTY)others[number], value, sizeof value, NULL),
                ERROR_INVALID_PARAMETER);
    }
}

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateServerSession(version, &session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(session, &group, 0), NO_ERROR);
    for (int level = SERVER_SESSION; level < LEVELS; ++level) {
        state(level);
        timeouts(level);
        bandwidth(level);
        authentication(level);
        logging(level);
        channel_bind(level);
        elsewhere(level);
    }
    group_qos();
    group_only();
    RETURNS(HttpCloseServerSession(session), NO_ERROR);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    return check_failures;
}
