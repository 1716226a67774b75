/* Certificates made by openssl, bindings for them, and clients that speak TLS: curl and openssl. */
#ifndef TLS_CHECK_H
#define TLS_CHECK_H

#include "configuration_check.h"
#include <arpa/inet.h>
#include <sys/stat.h>
#include <sys/wait.h>

/* Runs a command, which succeeds. */
static inline void run(const char *format, ...)
{
    char command[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    int result = system(command);
    if (result != 0) {
        printf("%s: %d\n", command, result);
        ++check_failures;
    }
}

static inline void read_file(const char *name, char *text, size_t size)
{
    FILE *file = fopen(name, "r");
    size_t length = file ? fread(text, 1, size - 1, file) : 0;
    text[length] = 0;
    if (file)
        fclose(file);
}

/* Makes certificates/STORE/NAME.pem, with the key in it, and NAME.crt without it in the test's folder. */
static inline void make_certificate(const char *store, const char *name, const char *host)
{
    mkdir("certificates", 0700);
    char folder[128];
    snprintf(folder, sizeof folder, "certificates/%s", store);
    mkdir(folder, 0700);
    run("openssl req -x509 -newkey rsa:2048 -nodes -keyout %s.key -out %s.crt -days 30 -subj '/C=US/O=Test/CN=%s'"
        " -addext 'subjectAltName=DNS:%s,IP:127.0.0.1' 2>%s.log", name, name, host, host, name);
    run("(umask 077; cat %s.crt %s.key >%s/%s.pem)", name, name, folder, name);
}

/* The SHA-1 hash of NAME.crt. */
static inline void thumbprint(const char *name, BYTE hash[HTTP_SSL_CERT_SHA_HASH_LENGTH])
{
    char text[256];
    run("openssl x509 -in %s.crt -noout -fingerprint -sha1 >%s.hash", name, name);
    snprintf(text, sizeof text, "%s.hash", name);
    read_file(text, text, sizeof text);
    const char *at = strchr(text, '=');
    for (int i = 0; at && i < HTTP_SSL_CERT_SHA_HASH_LENGTH; ++i)
        hash[i] = (BYTE)strtoul(at + 1 + 3 * i, NULL, 16);
}

/* Binds NAME's certificate to an address; certificates of clients are checked in this mode. */
static inline ULONG bind_certificate_with(const char *address, int port, const char *name, DWORD flags, DWORD mode,
                                          BOOL again)
{
    BYTE hash[HTTP_SSL_CERT_SHA_HASH_LENGTH] = {0};
    SOCKADDR_STORAGE at = ipv4(address, port);
    HTTP_SERVICE_CONFIG_SSL_SET set;
    memset(&set, 0, sizeof set);
    thumbprint(name, hash);
    set.KeyDesc.pIpPort = (PSOCKADDR)&at;
    set.ParamDesc.SslHashLength = sizeof hash;
    set.ParamDesc.pSslHash = hash;
    set.ParamDesc.DefaultFlags = flags;
    set.ParamDesc.DefaultCertCheckMode = mode;
    return again ? UPDATE(HttpServiceConfigSSLCertInfo, set) : SET(HttpServiceConfigSSLCertInfo, set);
}

static inline ULONG bind_certificate(const char *address, int port, const char *name, DWORD flags, BOOL again)
{
    return bind_certificate_with(address, port, name, flags, 0, again);
}

/* Begins a client; what it says goes into out.txt. */
static inline pid_t begin(const char *format, ...)
{
    char command[2048];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    pid_t child = fork();
    if (child == 0) {
        execl("/bin/sh", "sh", "-c", command, NULL);
        _exit(127);
    }
    return child;
}

/* How it ended. */
static inline int end_of(pid_t child)
{
    int status = -1;
    waitpid(child, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

#define CURL "curl --silent --show-error --noproxy '*' --max-time 20 --output out.txt "

/* A session with https://localhost:PORT/ and its queue, in the folder of the service configuration. */
static inline struct service_v2 serve_https(void)
{
    struct service_v2 service;
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    memset(&service, 0, sizeof service);
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateServerSession(version, &service.session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(service.session, &service.group, 0), NO_ERROR);
    RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &service.queue), NO_ERROR);
    RETURNS(bind_group(service.group, service.queue), NO_ERROR);
    service.port = free_port();
    char url[64];
    snprintf(url, sizeof url, "https://localhost:%d/", service.port);
    MultiByteToWideChar(CP_UTF8, 0, url, -1, service.url, 64);
    RETURNS(HttpAddUrlToUrlGroup(service.group, service.url, CONTEXT, 0), NO_ERROR);
    return service;
}

#endif
