/* https: from the service configuration to what a request tells of its connection. */
#define SECURITY_WIN32
#include "tls_check.h"
#include <schannel.h>

static union request request;

/* The client gets this status and no answer. */
static void is_refused_by(const char *arguments, int port)
{
    int status = end_of(begin(CURL "%s https://localhost:%d/ 2>error.txt", arguments, port));
    CHECK(status == 35 || status == 56 || status == 60);
}

/* One request, answered; the client trusts what `arguments` say. */
static void is_served(struct service_v2 *service, const char *arguments)
{
    char text[64];
    pid_t curl = begin(CURL "%s https://localhost:%d/path?query", arguments, service->port);
    receive(service->queue, &request);
    RETURNS(answer(service->queue, request.v1.RequestId, "hello over TLS", 0, NULL), NO_ERROR);
    CHECK(end_of(curl) == 0);
    read_file("out.txt", text, sizeof text);
    CHECK(strcmp(text, "hello over TLS") == 0);
}

static const HTTP_SSL_PROTOCOL_INFO *protocol(void)
{
    for (int i = 0; i < request.v2.RequestInfoCount; ++i) {
        const HTTP_REQUEST_INFO *info = &request.v2.pRequestInfo[i];
        if (info->InfoType == HttpRequestInfoTypeSslProtocol) {
            CHECK(info->InfoLength == sizeof(HTTP_SSL_PROTOCOL_INFO));
            return info->pInfo;
        }
    }
    return NULL;
}

static void what_is_told(struct service_v2 *service)
{
    char url[128];
    HTTP_REQUEST_PROPERTY_SNI name;
    ULONG bytes = 0;
    pid_t curl = begin(CURL "--cacert one.crt https://localhost:%d/path?query", service->port);
    receive(service->queue, &request);

    WideCharToMultiByte(CP_UTF8, 0, request.v1.CookedUrl.pFullUrl, -1, url, sizeof url, NULL, NULL);
    char expected[128];
    snprintf(expected, sizeof expected, "https://localhost:%d/path?query", service->port);
    CHECK(strcmp(url, expected) == 0);

    const HTTP_SSL_INFO *info = request.v1.pSslInfo;
    CHECK(info != NULL);
    if (!info)
        return;
    CHECK((const char *)info > (const char *)&request && (const char *)info < (const char *)(&request + 1));
    CHECK(info->ServerCertKeySize == 256);
    CHECK(info->ConnectionKeySize == 16 || info->ConnectionKeySize == 32);
    CHECK(strcmp(info->pServerCertSubject, "C=US, O=Test, CN=localhost") == 0);
    CHECK(info->ServerCertSubjectSize == strlen(info->pServerCertSubject));
    CHECK(strcmp(info->pServerCertIssuer, info->pServerCertSubject) == 0);
    CHECK(info->ServerCertIssuerSize == info->ServerCertSubjectSize);
    CHECK(info->pClientCertInfo == NULL && info->SslClientCertNegotiated == 0);

    const HTTP_SSL_PROTOCOL_INFO *told = protocol();
    CHECK(told && told->Protocol == 0x1000 && told->KeyExchangeType == CALG_ECDH_EPHEM);
    CHECK(told && told->CipherStrength == 8u * info->ConnectionKeySize);

    RETURNS(HttpQueryRequestProperty(service->queue, request.v1.RequestId, HttpRequestPropertySni, NULL, 0, &name,
                                     sizeof name, &bytes, NULL), NO_ERROR);
    CHECK(bytes == sizeof name && lstrcmpW(name.Hostname, L"localhost") == 0);
    CHECK(name.Flags == HTTP_REQUEST_PROPERTY_SNI_FLAG_SNI_USED);

    SecPkgContext_CipherInfo suite;
    RETURNS(HttpQueryRequestProperty(service->queue, request.v1.RequestId, HttpRequestPropertyTlsCipherInfo, NULL, 0, NULL,
                                     0, &bytes, NULL), ERROR_MORE_DATA);
    CHECK(bytes == sizeof suite);
    RETURNS(HttpQueryRequestProperty(service->queue, request.v1.RequestId, HttpRequestPropertyTlsCipherInfo, NULL, 0, &suite,
                                     sizeof suite, &bytes, NULL), NO_ERROR);
    CHECK(bytes == sizeof suite && suite.dwVersion == SECPKGCONTEXT_CIPHERINFO_V1 && suite.dwProtocol == 0x304);
    CHECK(suite.dwCipherSuite >= 0x1301 && suite.dwCipherSuite <= 0x1303 && suite.dwBaseCipherSuite == suite.dwCipherSuite);
    CHECK(suite.dwCipherSuite != 0x1302 || lstrcmpW(suite.szCipherSuite, L"TLS_AES_256_GCM_SHA384") == 0);
    CHECK(suite.dwCipherSuite != 0x1301 || lstrcmpW(suite.szCipherSuite, L"TLS_AES_128_GCM_SHA256") == 0);
    CHECK(suite.dwCipherLen == 8u * info->ConnectionKeySize && suite.dwHashLen == (suite.dwCipherSuite == 0x1302 ? 384u : 256u));

    /* The channel has a token; the client has shown nothing. */
    union {
        HTTP_SSL_CLIENT_CERT_INFO certificate;
        HTTP_REQUEST_CHANNEL_BIND_STATUS status;
        char room[256];
    } to;
    HTTP_CONNECTION_ID id = request.v1.ConnectionId;
    RETURNS(HttpReceiveClientCertificate(service->queue, id, 0, &to.certificate, sizeof to, &bytes, NULL),
            ERROR_NOT_FOUND);
    RETURNS(HttpReceiveClientCertificate(service->queue, id, HTTP_RECEIVE_SECURE_CHANNEL_TOKEN, &to.certificate,
                                         sizeof to.status - 1, &bytes, NULL), ERROR_INSUFFICIENT_BUFFER);
    RETURNS(HttpReceiveClientCertificate(service->queue, id, HTTP_RECEIVE_SECURE_CHANNEL_TOKEN, &to.certificate,
                                         sizeof to.status, &bytes, NULL), ERROR_MORE_DATA);
    ULONG size = to.status.ChannelTokenSize;
    RETURNS(HttpReceiveClientCertificate(service->queue, id, HTTP_RECEIVE_SECURE_CHANNEL_TOKEN, &to.certificate,
                                         sizeof to.status + size, &bytes, NULL), NO_ERROR);
    CHECK(size == 32 + 21 + 32 && bytes == sizeof to.status + size && to.status.ServiceName == NULL);
    CHECK(memcmp(to.status.ChannelToken + 32, "tls-server-end-point:", 21) == 0);

    RETURNS(answer(service->queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    CHECK(end_of(curl) == 0);
}

/* A queue of version 1 tells the same, without infos. */
static void version_1(void)
{
    HANDLE queue;
    WCHAR url[64];
    char text[64];
    int port = free_port();
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateHttpHandle(&queue, 0), NO_ERROR);
    snprintf(text, sizeof text, "https://+:%d/", port);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
    RETURNS(HttpAddUrl(queue, url, NULL), NO_ERROR);
    /* A port has one scheme. */
    snprintf(text, sizeof text, "http://+:%d/x/", port);
    WCHAR other[64];
    MultiByteToWideChar(CP_UTF8, 0, text, -1, other, 64);
    RETURNS(HttpAddUrl(queue, other, NULL), ERROR_SHARING_VIOLATION);
    RETURNS(bind_certificate("0.0.0.0", port, "one", 0, FALSE), NO_ERROR);
    pid_t curl = begin(CURL "--cacert one.crt --tls-max 1.2 https://localhost:%d/", port);
    receive(queue, &request);
    CHECK(request.v1.pSslInfo && request.v1.pSslInfo->ServerCertKeySize == 256);
    RETURNS(answer(queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    CHECK(end_of(curl) == 0);
    RETURNS(HttpRemoveUrl(queue, url), NO_ERROR);
    CHECK(CloseHandle(queue));
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
}

/* A program that answers nobody by hand goes on: who speaks HTTP here is not understood. */
static void plain_http(struct service_v2 *service)
{
    char text[256];
    int one = get(service->port, "/");
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, "HTTP/", 5) != 0);
    close(one);
    is_served(service, "--cacert one.crt");
}

int main(void)
{
    configuration_enter();
    make_certificate("MY", "one", "localhost");
    make_certificate("my-other", "two", "localhost");
    struct service_v2 service = serve_https();

    /* Without a certificate the URL is there, and no handshake. */
    is_refused_by("--cacert one.crt", service.port);
    RETURNS(bind_certificate("127.0.0.1", service.port, "one", 0, FALSE), NO_ERROR);
    is_served(&service, "--cacert one.crt");
    is_refused_by("--cacert two.crt", service.port);
    what_is_told(&service);
    plain_http(&service);

    /* What is changed holds for the next handshake. */
    is_served(&service, "--cacert one.crt --tls-max 1.2");
    CHECK(protocol() && protocol()->Protocol == 0x400);
    RETURNS(bind_certificate("127.0.0.1", service.port, "one", HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS12, TRUE), NO_ERROR);
    is_refused_by("--cacert one.crt --tls-max 1.2", service.port);
    is_served(&service, "--cacert one.crt");
    RETURNS(bind_certificate("127.0.0.1", service.port, "one", HTTP_SERVICE_CONFIG_SSL_FLAG_DISABLE_TLS13, TRUE), NO_ERROR);
    is_served(&service, "--cacert one.crt");
    CHECK(protocol() && protocol()->Protocol == 0x400);
    RETURNS(bind_certificate("127.0.0.1", service.port, "one", HTTP_SERVICE_CONFIG_SSL_FLAG_REJECT, TRUE), NO_ERROR);
    is_refused_by("--cacert one.crt", service.port);

    /* A certificate that is not in the store MY, and one that others may read. */
    RETURNS(bind_certificate("127.0.0.1", service.port, "two", 0, TRUE), NO_ERROR);
    is_refused_by("--cacert two.crt", service.port);
    run("cp -p certificates/my-other/two.pem certificates/MY/ && chmod 644 certificates/MY/two.pem");
    Sleep(1100);
    is_refused_by("--cacert two.crt", service.port);
    run("chmod 600 certificates/MY/two.pem");
    Sleep(1100);
    is_served(&service, "--cacert two.crt");

    /* The same one as PKCS#12, with a password beside it, in the way of today and of yesterday. */
    const char *ways[] = {"", "-certpbe PBE-SHA1-3DES -keypbe PBE-SHA1-3DES -macalg sha1"};
    for (int way = 0; way < 2; ++way) {
        run("rm -f certificates/MY/two.*; umask 077; echo secret >certificates/MY/two.pfx.password;"
            " openssl pkcs12 -export -inkey two.key -in two.crt -out certificates/MY/two.pfx -passout pass:secret %s", ways[way]);
        is_served(&service, "--cacert two.crt");
    }
    version_1();
    end_service_v2(&service);
    configuration_leave();
    return check_failures;
}
