/*
 * server_properties.c - fills every structure that the Set and Query property
 * functions of sessions, URL groups and request queues take, and prints them.
 */
#include <windows.h>
#include <http.h>
#include <stdio.h>

#define ARRAY_LENGTH(a) (sizeof(a) / sizeof((a)[0]))
#define KB *1024
#define MB KB KB

static const WCHAR c_szSoftware[] = L"Contoso Server";
static WCHAR c_szRealm[] = L"contoso";

typedef union _PROPERTY_VALUE {
    HTTP_SERVER_AUTHENTICATION_INFO Authentication;
    HTTP_LOGGING_INFO               Logging;
    HTTP_QOS_SETTING_INFO           Qos;
    HTTP_TIMEOUT_LIMIT_INFO         Timeouts;
    ULONG                           QueueLength;
    HTTP_STATE_INFO                 State;
    HTTP_ENABLED_STATE              QueueState;
    HTTP_503_RESPONSE_VERBOSITY     Verbosity;
    HTTP_BINDING_INFO               Binding;
    HTTP_LISTEN_ENDPOINT_INFO       ListenEndpoint;
    HTTP_CHANNEL_BIND_INFO          ChannelBind;
    HTTP_PROTECTION_LEVEL_INFO      ProtectionLevel;
} PROPERTY_VALUE, *PPROPERTY_VALUE;

C_ASSERT(sizeof(HTTP_PROPERTY_FLAGS) == sizeof(ULONG));
C_ASSERT(sizeof(HTTP_TIMEOUT_LIMIT_INFO) == 20);
C_ASSERT(TYPE_ALIGNMENT(HTTP_DATA_CHUNK) == 8);
C_ASSERT(sizeof(HTTP_OPAQUE_ID) == 8);

ULONG
FillProperty(
    _In_ HTTP_SERVER_PROPERTY Property,
    _In_ HANDLE hQueue,
    _Out_ PPROPERTY_VALUE pValue,
    _Out_ PULONG pcbValue
    )
{
    static HTTP_CONNECTION_LIMIT_INFO s_ConnectionLimit;
    static HTTP_BANDWIDTH_LIMIT_INFO s_Bandwidth;
    static HTTP_FLOWRATE_INFO s_FlowRate;
    static HTTP_SERVICE_BINDING_W s_BindingW;
    static HTTP_SERVICE_BINDING_A s_BindingA;
    static PHTTP_SERVICE_BINDING_BASE s_rgBindings[2];

    RtlZeroMemory(pValue, sizeof(*pValue));

    switch (Property)
    {
    case HttpServerAuthenticationProperty:
    case HttpServerExtendedAuthenticationProperty:
        pValue->Authentication.Flags.Present = TRUE;
        pValue->Authentication.AuthSchemes = HTTP_AUTH_ENABLE_BASIC | HTTP_AUTH_ENABLE_DIGEST | HTTP_AUTH_ENABLE_NTLM |
                                             HTTP_AUTH_ENABLE_NEGOTIATE;
        pValue->Authentication.ReceiveMutualAuth = TRUE;
        pValue->Authentication.ReceiveContextHandle = FALSE;
        pValue->Authentication.DisableNTLMCredentialCaching = FALSE;
        pValue->Authentication.ExFlags = HTTP_AUTH_EX_FLAG_ENABLE_KERBEROS_CREDENTIAL_CACHING;
        pValue->Authentication.BasicParams.Realm = c_szRealm;
        pValue->Authentication.BasicParams.RealmLength = sizeof(c_szRealm) - sizeof(WCHAR);
        pValue->Authentication.DigestParams.DomainName = L"CONTOSO";
        pValue->Authentication.DigestParams.DomainNameLength = (USHORT) (wcslen(L"CONTOSO") * sizeof(WCHAR));
        *pcbValue = sizeof(HTTP_SERVER_AUTHENTICATION_INFO);
        break;

    case HttpServerLoggingProperty:
        pValue->Logging.Flags.Present = 1;
        pValue->Logging.LoggingFlags = HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER | HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION;
        pValue->Logging.SoftwareName = c_szSoftware;
        pValue->Logging.SoftwareNameLength = sizeof(c_szSoftware) - sizeof(c_szSoftware[0]);
        pValue->Logging.DirectoryName = L"C:\\Logs";
        pValue->Logging.DirectoryNameLength = 7 * sizeof(WCHAR);
        pValue->Logging.Format = HttpLoggingTypeW3C;
        pValue->Logging.Fields = HTTP_LOG_FIELD_DATE | HTTP_LOG_FIELD_TIME | HTTP_LOG_FIELD_CLIENT_IP |
                                 HTTP_LOG_FIELD_METHOD | HTTP_LOG_FIELD_URI | HTTP_LOG_FIELD_STATUS;
        pValue->Logging.RolloverType = HttpLoggingRolloverSize;
        pValue->Logging.RolloverSize = 10 MB;
        pValue->Logging.pSecurityDescriptor = NULL;
        if (pValue->Logging.RolloverSize < HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE)
        {
            pValue->Logging.RolloverSize = HTTP_LIMIT_INFINITE;
        }
        *pcbValue = sizeof(HTTP_LOGGING_INFO);
        break;

    case HttpServerQosProperty:
        s_ConnectionLimit.Flags.Present = TRUE;
        s_ConnectionLimit.MaxConnections = HTTP_LIMIT_INFINITE;
        s_Bandwidth.Flags.Present = TRUE;
        s_Bandwidth.MaxBandwidth = HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE;
        s_FlowRate.Flags.Present = TRUE;
        s_FlowRate.MaxPeakBandwidth = s_FlowRate.MaxBandwidth = 64 KB;
        s_FlowRate.BurstSize = 8 KB;
        switch (pValue->Qos.QosType)
        {
        case HttpQosSettingTypeBandwidth:       pValue->Qos.QosSetting = &s_Bandwidth; break;
        case HttpQosSettingTypeConnectionLimit: pValue->Qos.QosSetting = &s_ConnectionLimit; break;
        case HttpQosSettingTypeFlowRate:        pValue->Qos.QosSetting = &s_FlowRate; break;
        }
        *pcbValue = sizeof(HTTP_QOS_SETTING_INFO);
        break;

    case HttpServerTimeoutsProperty:
        pValue->Timeouts.Flags.Present = 1;
        pValue->Timeouts.EntityBody = pValue->Timeouts.DrainEntityBody = 50;
        pValue->Timeouts.RequestQueue = 120;
        pValue->Timeouts.IdleConnection = MAXWORD;
        pValue->Timeouts.HeaderWait = 30;
        pValue->Timeouts.MinSendRate = MAXDWORD;
        *pcbValue = sizeof(HTTP_TIMEOUT_LIMIT_INFO);
        break;

    case HttpServerQueueLengthProperty:
        pValue->QueueLength = max(HTTP_MIN_SERVER_QUEUE_LENGTH, min(5000, HTTP_MAX_SERVER_QUEUE_LENGTH));
        *pcbValue = sizeof(ULONG);
        break;

    case HttpServerStateProperty:
        pValue->State.Flags.Present = 1;
        pValue->State.State = HttpEnabledStateActive;
        *pcbValue = sizeof(HTTP_STATE_INFO);
        break;

    case HttpServer503VerbosityProperty:
        pValue->Verbosity = Http503ResponseVerbosityFull;
        *pcbValue = sizeof(HTTP_503_RESPONSE_VERBOSITY);
        break;

    case HttpServerBindingProperty:
    case HttpServerDelegationProperty:
        pValue->Binding.Flags.Present = 1;
        pValue->Binding.RequestQueueHandle = hQueue;
        *pcbValue = sizeof(HTTP_BINDING_INFO);
        break;

    case HttpServerListenEndpointProperty:
        pValue->ListenEndpoint.Flags.Present = 1;
        pValue->ListenEndpoint.EnableSharing = TRUE;
        *pcbValue = sizeof(HTTP_LISTEN_ENDPOINT_INFO);
        break;

    case HttpServerChannelBindProperty:
        s_BindingW.Base.Type = HttpServiceBindingTypeW;
        s_BindingW.Buffer = L"HTTP/www.contoso.com";
        s_BindingW.BufferSize = (ULONG) wcslen(s_BindingW.Buffer) * sizeof(WCHAR);
        s_BindingA.Base.Type = HttpServiceBindingTypeA;
        s_BindingA.Buffer = "HTTP/contoso";
        s_BindingA.BufferSize = (ULONG) strlen(s_BindingA.Buffer);
        s_rgBindings[0] = &s_BindingW.Base;
        s_rgBindings[1] = (PHTTP_SERVICE_BINDING_BASE) &s_BindingA;
        pValue->ChannelBind.Hardening = HttpAuthenticationHardeningMedium;
        pValue->ChannelBind.Flags = HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN | HTTP_CHANNEL_BIND_CLIENT_SERVICE;
        pValue->ChannelBind.ServiceNames = s_rgBindings;
        pValue->ChannelBind.NumberOfServiceNames = ARRAY_LENGTH(s_rgBindings);
        *pcbValue = sizeof(HTTP_CHANNEL_BIND_INFO);
        break;

    case HttpServerProtectionLevelProperty:
        pValue->ProtectionLevel.Flags.Present = 1;
        pValue->ProtectionLevel.Level = HttpProtectionLevelEdgeRestricted;
        *pcbValue = sizeof(HTTP_PROTECTION_LEVEL_INFO);
        break;

    case HttpServerFastForwardingProperty:
    case HttpServerRequestInfoProperty:
        return ERROR_NOT_SUPPORTED;

    default:
        return ERROR_INVALID_PARAMETER;
    }
    return NO_ERROR;
}

/* Every enumerator, and no default: a compiler that counts them is content. */
LPCSTR PropertyName(HTTP_SERVER_PROPERTY Property)
{
#define CASE_NAME(x) case x: return #x
    switch (Property)
    {
        CASE_NAME(HttpServerAuthenticationProperty);
        CASE_NAME(HttpServerLoggingProperty);
        CASE_NAME(HttpServerQosProperty);
        CASE_NAME(HttpServerTimeoutsProperty);
        CASE_NAME(HttpServerQueueLengthProperty);
        CASE_NAME(HttpServerStateProperty);
        CASE_NAME(HttpServer503VerbosityProperty);
        CASE_NAME(HttpServerBindingProperty);
        CASE_NAME(HttpServerExtendedAuthenticationProperty);
        CASE_NAME(HttpServerListenEndpointProperty);
        CASE_NAME(HttpServerChannelBindProperty);
        CASE_NAME(HttpServerProtectionLevelProperty);
        CASE_NAME(HttpServerDelegationProperty);
        CASE_NAME(HttpServerFastForwardingProperty);
        CASE_NAME(HttpServerRequestInfoProperty);
    }
#undef CASE_NAME
    return "?";
}
