/* Which certificate a client gets, and what openssl sees of the server. */
#include "tls_check.h"

static union request request;
static struct service_v2 service;

/* A client for this name gets this certificate. */
static void gets(const char *host, const char *certificate)
{
    pid_t curl = begin(CURL "--cacert %s.crt --resolve '*:%d:127.0.0.1' https://%s:%d/ 2>error.txt", certificate,
                       service.port, host, service.port);
    ULONG bytes, waited = 0, code;
    OVERLAPPED overlapped;
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventW(NULL, TRUE, FALSE, NULL);
    code = HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, &request.v2, sizeof request, NULL, &overlapped);
    CHECK(code == NO_ERROR || code == ERROR_IO_PENDING);
    waited = WaitForSingleObject(overlapped.hEvent, 5000);
    if (waited == WAIT_OBJECT_0) {
        RETURNS(answer(service.queue, request.v1.RequestId, "yes", 0, NULL), NO_ERROR);
    } else {
        printf("%s does not get %s\n", host, certificate);
        ++check_failures;
        CHECK(CancelIoEx(service.queue, &overlapped));
        CHECK(!GetOverlappedResult(service.queue, &overlapped, &bytes, TRUE));
    }
    CHECK(end_of(curl) == 0);
    CHECK(CloseHandle(overlapped.hEvent));
}

/* A client for this name gets none at all. */
static void gets_none(const char *host)
{
    int status = end_of(begin(CURL "--insecure --resolve '*:%d:127.0.0.1' https://%s:%d/ 2>error.txt", service.port, host,
                              service.port));
    CHECK(status == 35 || status == 56);
}

static void bind_name(const char *host, const char *name)
{
    BYTE hash[HTTP_SSL_CERT_SHA_HASH_LENGTH] = {0};
    WCHAR wide[64];
    SOCKADDR_STORAGE at = ipv4("0.0.0.0", service.port);
    HTTP_SERVICE_CONFIG_SSL_SNI_SET set;
    memset(&set, 0, sizeof set);
    thumbprint(name, hash);
    MultiByteToWideChar(CP_UTF8, 0, host, -1, wide, 64);
    memcpy(&set.KeyDesc.IpPort, &at, sizeof at);
    set.KeyDesc.Host = wide;
    set.ParamDesc.SslHashLength = sizeof hash;
    set.ParamDesc.pSslHash = hash;
    RETURNS(SET(HttpServiceConfigSslSniCertInfo, set), NO_ERROR);
}

static void central_store(void)
{
    SOCKADDR_STORAGE at = ipv4("0.0.0.0", service.port);
    HTTP_SERVICE_CONFIG_SSL_CCS_SET set;
    memset(&set, 0, sizeof set);
    memcpy(&set.KeyDesc.LocalAddress, &at, sizeof at);
    RETURNS(SET(HttpServiceConfigSslCcsCertInfo, set), NO_ERROR);
}

/* openssl's client says this of a connection. */
static void openssl_sees(const char *arguments, const char *input, const char *expected)
{
    static char text[65536];
    int status = system("true");
    CHECK(status == 0);
    end_of(begin("(%s) | timeout 10 openssl s_client -connect 127.0.0.1:%d -servername localhost %s >seen.txt 2>&1", input,
                 service.port, arguments));
    read_file("seen.txt", text, sizeof text);
    if (!strstr(text, expected)) {
        printf("openssl s_client %s: no \"%s\" in\n%s\n", arguments, expected, text);
        ++check_failures;
    }
}

static void names(void)
{
    gets_none("a.example");
    RETURNS(bind_certificate("0.0.0.0", service.port, "any", 0, FALSE), NO_ERROR);
    gets("any.example", "any");
    central_store();
    gets("any.example", "any");
    run("mkdir certificates/CentralStore; cp -p certificates/MY/central.pem certificates/CentralStore/central.example.pem");
    gets("central.example", "central");
    gets("any.example", "any");
    run("cp -p certificates/MY/wild.pem certificates/CentralStore/_.wild.example.pem");
    gets("a.wild.example", "wild");
    bind_name("*.below.example", "below");
    gets("a.below.example", "below");
    run("cp -p certificates/MY/wild.pem certificates/CentralStore/a.below.example.pem");
    gets("a.below.example", "below");
    bind_name("a.below.example", "own");
    gets("A.Below.Example", "own");
    gets("b.below.example", "below");
    /* The address is nearer than a wildcard, and not as near as a name. */
    RETURNS(bind_certificate("127.0.0.1", service.port, "address", 0, FALSE), NO_ERROR);
    gets("b.below.example", "address");
    gets("a.below.example", "own");
    gets("127.0.0.1", "address");
    /* What is in the file of a name is looked at again. */
    run("cp -p certificates/MY/any.pem certificates/MY/address.pem");
    gets_none("127.0.0.1");
}

static void seen_by_openssl(void)
{
    BYTE hash[HTTP_SSL_CERT_SHA_HASH_LENGTH] = {0};
    SOCKADDR_STORAGE at = ipv4("127.0.0.1", service.port);
    HTTP_SERVICE_CONFIG_SSL_SET_EX more;
    HTTP_CERT_CONFIG_ENTRY entry;
    DWORD tickets = HTTP_SERVICE_CONFIG_SSL_FLAG_ENABLE_SESSION_TICKET;

    RETURNS(bind_certificate("127.0.0.1", service.port, "own", 0, TRUE), NO_ERROR);
    openssl_sees("-tls1_3", "sleep 0.2", "TLSv1.3");
    openssl_sees("-tls1_2", "sleep 0.2", "TLSv1.2");
    openssl_sees("-tls1_1 -cipher DEFAULT@SECLEVEL=0", "sleep 0.2", "no peer certificate available");
    openssl_sees("-tls1_2", "sleep 0.2", "Secure Renegotiation IS supported");
    /* Not that it were done. */
    openssl_sees("-tls1_2", "sleep 0.3; echo R; sleep 0.5", "no renegotiation");
    openssl_sees("-alpn http/1.1", "sleep 0.2", "ALPN protocol: http/1.1");
    openssl_sees("-alpn http/1.0", "sleep 0.2", "alert no application protocol");
    openssl_sees("-tls1_2 -cipher AES128-SHA", "sleep 0.2", "handshake failure");
    /* Sessions. */
    openssl_sees("-tls1_2 -sess_out session", "sleep 0.2", "New, TLSv1.2");
    openssl_sees("-tls1_2 -sess_in session", "sleep 0.2", "Reused, TLSv1.2");
    RETURNS(bind_certificate("127.0.0.1", service.port, "own", tickets, TRUE), NO_ERROR);
    openssl_sees("-tls1_2 -sess_out session", "sleep 0.2", "TLS session ticket:");
    openssl_sees("-tls1_2 -sess_in session", "sleep 0.2", "Reused, TLSv1.2");
    openssl_sees("-tls1_3 -sess_out session", "sleep 0.4", "Max Early Data: 0");

    /* Two certificates: who does not understand the one gets the other. */
    openssl_sees("-sigalgs ecdsa_secp256r1_sha256", "sleep 0.2", "handshake failure");
    run("openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ec.key -out ec.crt -days 30"
        " -subj /CN=localhost 2>/dev/null; (umask 077; cat ec.crt ec.key >certificates/MY/ec.pem)");
    memset(&more, 0, sizeof more);
    memset(&entry, 0, sizeof entry);
    thumbprint("ec", hash);
    memcpy(&more.KeyDesc.IpPort, &at, sizeof at);
    more.ParamDesc.ParamType = ExParamTypeCertConfig;
    memcpy(entry.CertHash, hash, sizeof hash);
    lstrcpyW(entry.CertStoreName, L"MY");
    more.ParamDesc.HttpCertConfigParam.CertConfigCount = 1;
    more.ParamDesc.HttpCertConfigParam.CertConfigs = &entry;
    RETURNS(SET(HttpServiceConfigSslCertInfoEx, more), NO_ERROR);
    openssl_sees("-sigalgs ecdsa_secp256r1_sha256", "sleep 0.2", "Peer signature type: ECDSA");
    openssl_sees("-sigalgs rsa_pss_rsae_sha256", "sleep 0.2", "Peer signature type: RSA-PSS");
}

int main(void)
{
    configuration_enter();
    make_certificate("MY", "any", "any.example");
    make_certificate("MY", "central", "central.example");
    make_certificate("MY", "wild", "*.wild.example");
    make_certificate("MY", "below", "*.below.example");
    make_certificate("MY", "own", "a.below.example");
    make_certificate("MY", "address", "b.below.example");
    service = serve_https();
    /* Whatever the host, the requests come here. */
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, service.url, 0), NO_ERROR);
    char url[64];
    snprintf(url, sizeof url, "https://+:%d/", service.port);
    MultiByteToWideChar(CP_UTF8, 0, url, -1, service.url, 64);
    RETURNS(HttpAddUrlToUrlGroup(service.group, service.url, CONTEXT, 0), NO_ERROR);
    names();
    seen_by_openssl();
    end_service_v2(&service);
    configuration_leave();
    return check_failures;
}
