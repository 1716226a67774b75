/* Certificates of clients, and the channel's token: with each request, and by HttpReceiveClientCertificate. */
#include "tls_check.h"

static union request request;
static struct service_v2 service;

static union {
    HTTP_SSL_CLIENT_CERT_INFO certificate;
    HTTP_REQUEST_CHANNEL_BIND_STATUS status;
    BYTE bytes[8192];
} to;

/* NAME.crt, signed by ca.crt for this use; NAME.der is the same. */
static void sign(const char *name, const char *usage, int days)
{
    run("openssl req -newkey rsa:2048 -nodes -keyout %s.key -out %s.csr -subj '/CN=%s' 2>/dev/null", name, name, name);
    run("echo 'extendedKeyUsage=%s' >%s.ext && openssl x509 -req -in %s.csr -CA ca.crt -CAkey ca.key -CAcreateserial"
        " -days %d -extfile %s.ext -out %s.crt 2>/dev/null", usage, name, name, days, name, name);
    run("openssl x509 -in %s.crt -outform DER -out %s.der", name, name);
}

static ULONG file_size(const char *name)
{
    struct stat status;
    CHECK(stat(name, &status) == 0);
    return (ULONG)status.st_size;
}

static BOOL is_file(const char *name, const BYTE *bytes, ULONG size)
{
    static BYTE found[8192];
    FILE *file = fopen(name, "r");
    size_t length = file ? fread(found, 1, sizeof found, file) : 0;
    if (file)
        fclose(file);
    return length == size && memcmp(found, bytes, size) == 0;
}

static void check_calls(const char *name, ULONG flags)
{
    HTTP_CONNECTION_ID id = request.v1.ConnectionId;
    char der[64];
    ULONG bytes = 0, size;
    snprintf(der, sizeof der, "%s.der", name);
    size = file_size(der);

    memset(&to, 0x5A, sizeof to);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, &to.certificate, sizeof to.certificate - 1, &bytes, NULL),
            ERROR_INSUFFICIENT_BUFFER);
    CHECK(to.bytes[0] == 0x5A);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, &to.certificate, sizeof to.certificate, &bytes, NULL),
            ERROR_MORE_DATA);
    CHECK(to.certificate.CertEncodedSize == size && to.certificate.CertFlags == flags);
    CHECK(bytes == sizeof to.certificate && to.certificate.pCertEncoded == NULL);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, &to.certificate, sizeof to.certificate + size - 1, &bytes,
                                         NULL), ERROR_MORE_DATA);
    RETURNS(HttpReceiveClientCertificate(service.queue, id, 0, &to.certificate, sizeof to.certificate + size, &bytes, NULL),
            NO_ERROR);
    CHECK(bytes == sizeof to.certificate + size && to.certificate.CertFlags == flags && to.certificate.Token == NULL);
    CHECK(is_file(der, to.certificate.pCertEncoded, to.certificate.CertEncodedSize));

    /* The chain, which openssl understands. */
    RETURNS(HttpReceiveClientCertificate(service.queue, id, HTTP_RECEIVE_FULL_CHAIN, &to.certificate, sizeof to, &bytes,
                                         NULL), NO_ERROR);
    FILE *file = fopen("chain.p7", "w");
    CHECK(file && fwrite(to.certificate.pCertEncoded, 1, to.certificate.CertEncodedSize, file)
                      == to.certificate.CertEncodedSize);
    fclose(file);
    run("openssl pkcs7 -inform DER -in chain.p7 -print_certs | openssl x509 -outform DER -out chain.der");
    CHECK(is_file("chain.der", to.bytes, 0) == FALSE && file_size("chain.der") == size);

    /* By an event. */
    OVERLAPPED overlapped;
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    ULONG code = HttpReceiveClientCertificate(service.queue, id, 0, &to.certificate, sizeof to, NULL, &overlapped);
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
    CHECK(WaitForSingleObject(overlapped.hEvent, PATIENCE) == WAIT_OBJECT_0);
    CHECK(CloseHandle(overlapped.hEvent));
}

/* A client with this certificate, or with none. */
static void one(const char *name, ULONG flags)
{
    char arguments[128] = "", text[64];
    if (name)
        snprintf(arguments, sizeof arguments, "--cert %s.crt --key %s.key", name, name);
    pid_t curl = begin(CURL "--cacert server.crt %s https://localhost:%d/", arguments, service.port);
    receive(service.queue, &request);
    const HTTP_SSL_INFO *info = request.v1.pSslInfo;
    CHECK(info != NULL);
    if (info && name) {
        char der[64];
        snprintf(der, sizeof der, "%s.der", name);
        CHECK(info->SslClientCertNegotiated != 0 && info->pClientCertInfo != NULL);
        CHECK(info->pClientCertInfo->CertFlags == flags && info->pClientCertInfo->Token == NULL);
        CHECK(is_file(der, info->pClientCertInfo->pCertEncoded, info->pClientCertInfo->CertEncodedSize));
        check_calls(name, flags);
    } else if (info) {
        CHECK(info->SslClientCertNegotiated == 0 && info->pClientCertInfo == NULL);
        RETURNS(HttpReceiveClientCertificate(service.queue, request.v1.ConnectionId, 0, &to.certificate, sizeof to, NULL,
                                             NULL), ERROR_NOT_FOUND);
    }
    RETURNS(answer(service.queue, request.v1.RequestId, "whoever you are", 0, NULL), NO_ERROR);
    CHECK(end_of(curl) == 0);
    read_file("out.txt", text, sizeof text);
    CHECK(strcmp(text, "whoever you are") == 0);
}

/* Every size of a buffer below the one that is needed says how much that is. */
static void any_size(void)
{
    pid_t curl = begin(CURL "--cacert server.crt --cert good.crt --key good.key https://localhost:%d/", service.port);
    ULONG bytes = 0, needed = 0;
    HTTP_REQUEST_ID id = HTTP_NULL_ID;
    for (ULONG size = sizeof request.v2; size < sizeof request; size += 1) {
        ULONG code = HttpReceiveHttpRequest(service.queue, id, 0, &request.v2, size, &bytes, NULL);
        if (code != ERROR_MORE_DATA) {
            CHECK(code == NO_ERROR && size == needed);
            break;
        }
        CHECK(needed == 0 || needed == bytes);
        needed = bytes;
        id = request.v1.RequestId;
    }
    const BYTE *end = (const BYTE *)&request + needed;
    const HTTP_SSL_INFO *info = request.v1.pSslInfo;
    CHECK(info && (const BYTE *)(info + 1) <= end);
    CHECK(info && info->pClientCertInfo->pCertEncoded + info->pClientCertInfo->CertEncodedSize <= end);
    RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    CHECK(end_of(curl) == 0);
}

/* Requests have the token where the group wants it. */
static void channel(void)
{
    HTTP_CHANNEL_BIND_INFO wanted;
    const HTTP_REQUEST_CHANNEL_BIND_STATUS *status = NULL;
    memset(&wanted, 0, sizeof wanted);
    wanted.Flags = HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerChannelBindProperty, &wanted, sizeof wanted), NO_ERROR);
    pid_t curl = begin(CURL "--cacert server.crt https://localhost:%d/", service.port);
    receive(service.queue, &request);
    for (int i = 0; i < request.v2.RequestInfoCount; ++i)
        if (request.v2.pRequestInfo[i].InfoType == HttpRequestInfoTypeChannelBind)
            status = request.v2.pRequestInfo[i].pInfo;
    CHECK(request.v2.RequestInfoCount == 2 && status && status->ChannelTokenSize > 32 && status->ServiceName == NULL);
    RETURNS(HttpReceiveClientCertificate(service.queue, request.v1.ConnectionId, HTTP_RECEIVE_SECURE_CHANNEL_TOKEN,
                                         &to.certificate, sizeof to, NULL, NULL), NO_ERROR);
    CHECK(status && status->ChannelTokenSize == to.status.ChannelTokenSize
          && memcmp(status->ChannelToken, to.status.ChannelToken, to.status.ChannelTokenSize) == 0);
    RETURNS(answer(service.queue, request.v1.RequestId, "done", 0, NULL), NO_ERROR);
    CHECK(end_of(curl) == 0);
}

int main(void)
{
    configuration_enter();
    make_certificate("MY", "server", "localhost");
    make_certificate("ROOT", "ca", "authority");
    /* Without its key, which nobody needs here. */
    run("cp ca.crt certificates/ROOT/ca.pem");
    sign("good", "clientAuth", 30);
    /* It is over as soon as it has begun. */
    sign("old", "clientAuth", 0);
    sign("other", "serverAuth", 30);
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout own.key -out own.crt -days 30 -subj /CN=own 2>/dev/null"
        " && openssl x509 -in own.crt -outform DER -out own.der");
    service = serve_https();
    RETURNS(bind_certificate("127.0.0.1", service.port, "server", 0, FALSE), NO_ERROR);
    /* Nobody is asked. */
    one(NULL, 0);
    RETURNS(bind_certificate("127.0.0.1", service.port, "server", HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT, TRUE), NO_ERROR);
    one(NULL, 0);
    one("good", 0);
    Sleep(1500);
    one("old", (ULONG)CERT_E_EXPIRED);
    one("other", (ULONG)CERT_E_WRONG_USAGE);
    one("own", (ULONG)CERT_E_UNTRUSTEDROOT);
    any_size();
    channel();
    /* Where nobody asks what a certificate is for, all the rest still counts. */
    sign("code", "codeSigning", 30);
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout alien.key -out alien.crt -days 30 -subj /CN=alien"
        " -addext extendedKeyUsage=codeSigning 2>/dev/null && openssl x509 -in alien.crt -outform DER -out alien.der");
    one("code", (ULONG)CERT_E_WRONG_USAGE);
    RETURNS(bind_certificate_with("127.0.0.1", service.port, "server", HTTP_SERVICE_CONFIG_SSL_FLAG_NEGOTIATE_CLIENT_CERT,
                                  HTTP_CERT_CHECK_MODE_NO_USAGE_CHECK, TRUE), NO_ERROR);
    one("good", 0);
    one("other", 0);
    one("code", 0);
    one("old", (ULONG)CERT_E_EXPIRED);
    one("alien", (ULONG)CERT_E_UNTRUSTEDROOT);
    /* Without those who sign nobody is believed. */
    run("rm certificates/ROOT/ca.pem");
    one("good", (ULONG)CERT_E_UNTRUSTEDROOT);
    /* Without a store, neither; one that comes counts from the next handshake on. */
    run("rmdir certificates/ROOT");
    one("good", (ULONG)CERT_E_UNTRUSTEDROOT);
    run("mkdir certificates/ROOT && cp ca.crt certificates/ROOT/ca.pem");
    one("good", 0);
    end_service_v2(&service);
    configuration_leave();
    return check_failures;
}
