/* What the service configuration changes: reservations, and the addresses that are listened to. */
#include "configuration_check.h"
#include <arpa/inet.h>

static struct service service;

/* `http://HOST:PORT` and a path. */
static LPWSTR url_of(const char *host, const char *path)
{
    static WCHAR url[128];
    char text[128];
    snprintf(text, sizeof text, "http://%s:%d%s", host, service.port, path);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 128);
    return url;
}

static ULONG reserve(const char *host, const char *path, LPCWSTR sddl)
{
    HTTP_SERVICE_CONFIG_URLACL_SET set = {{url_of(host, path)}, {(PWSTR)sddl}};
    return sddl ? SET(HttpServiceConfigUrlAclInfo, set) : DELETE_RECORD(HttpServiceConfigUrlAclInfo, set);
}

/* A request for the path is answered with 503, or delivered. */
static void expect(const char *path, BOOL delivered)
{
    char text[1024];
    union request request;
    int one = client(service.port);
    snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
    say(one, text);
    if (delivered) {
        receive(service.queue, &request);
        CHECK(strcmp(request.v1.pRawUrl, path) == 0);
        RETURNS(answer(service.queue, request.v1.RequestId, "ours", HTTP_SEND_RESPONSE_FLAG_DISCONNECT, NULL), NO_ERROR);
    }
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, delivered ? "HTTP/1.1 200 " : "HTTP/1.1 503 ", 13) == 0);
    close(one);
}

/* What is reserved and nobody has registered does not go to who has registered what is above. */
static void unregistered(void)
{
    expect("/reserved/x", TRUE);
    RETURNS(reserve("localhost", "/reserved/", L"D:(A;;GX;;;WD)"), NO_ERROR);
    expect("/reserved/x", FALSE);
    expect("/Reserved", FALSE);
    expect("/reservedx", TRUE);
    RETURNS(HttpAddUrl(service.queue, url_of("localhost", "/reserved/"), NULL), NO_ERROR);
    expect("/reserved/x", TRUE);
    RETURNS(HttpRemoveUrl(service.queue, url_of("localhost", "/reserved/")), NO_ERROR);
    expect("/reserved/x", FALSE);
    RETURNS(reserve("localhost", "/reserved/", NULL), NO_ERROR);
    expect("/reserved/x", TRUE);
    /* An earlier bucket keeps requests from later ones. */
    RETURNS(reserve("+", "/strong/", L"D:(A;;GX;;;WD)"), NO_ERROR);
    expect("/strong/x", FALSE);
    RETURNS(reserve("+", "/strong/", NULL), NO_ERROR);
    expect("/strong/x", TRUE);
}

static void may_register(LPCWSTR sddl, ULONG code)
{
    LPWSTR url;
    RETURNS(reserve("localhost", "/mine/", sddl), NO_ERROR);
    url = url_of("localhost", "/mine/below/");
    RETURNS(HttpAddUrl(service.queue, url, NULL), code);
    if (code == NO_ERROR)
        RETURNS(HttpRemoveUrl(service.queue, url), NO_ERROR);
    RETURNS(reserve("localhost", "/mine/", NULL), NO_ERROR);
    /* A reservation is for its own bucket. */
    RETURNS(reserve("+", "/mine/", sddl), NO_ERROR);
    url = url_of("localhost", "/mine/below/");
    RETURNS(HttpAddUrl(service.queue, url, NULL), NO_ERROR);
    RETURNS(HttpRemoveUrl(service.queue, url), NO_ERROR);
    RETURNS(reserve("+", "/mine/", NULL), NO_ERROR);
}

static void who(void)
{
    WCHAR sddl[64];
    char text[64];
    may_register(L"D:(A;;GX;;;WD)", NO_ERROR);
    may_register(L"D:(A;;GA;;;BU)", NO_ERROR);
    may_register(L"D:(A;;GW;;;WD)", ERROR_ACCESS_DENIED);
    may_register(L"D:(A;;GX;;;S-1-5-21-1-2-3-1001)", ERROR_ACCESS_DENIED);
    may_register(L"D:(A;;GX;;;BA)", geteuid() == 0 ? NO_ERROR : ERROR_ACCESS_DENIED);
    snprintf(text, sizeof text, "D:(A;;GX;;;S-1-22-1-%u)", (unsigned)geteuid());
    MultiByteToWideChar(CP_UTF8, 0, text, -1, sddl, 64);
    may_register(sddl, NO_ERROR);
    snprintf(text, sizeof text, "D:(A;;GX;;;S-1-22-1-%u)", (unsigned)geteuid() + 1);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, sddl, 64);
    may_register(sddl, ERROR_ACCESS_DENIED);
    RETURNS(HttpAddUrl(service.queue, url_of("localhost", "/mine/below/"), NULL), NO_ERROR);
    RETURNS(HttpRemoveUrl(service.queue, url_of("localhost", "/mine/below/")), NO_ERROR);
}

/* Another program's change counts from the next registration on. */
static void changed_elsewhere(void)
{
    char text[128];
    snprintf(text, sizeof text, "urlacl url=http://localhost:%d/elsewhere/ sddl=D:\n", service.port);
    put_file(text);
    RETURNS(HttpAddUrl(service.queue, url_of("localhost", "/elsewhere/"), NULL), ERROR_ACCESS_DENIED);
    expect("/elsewhere/", FALSE);
    put_file("");
    RETURNS(HttpAddUrl(service.queue, url_of("localhost", "/other/"), NULL), NO_ERROR);
    expect("/elsewhere/", TRUE);
    RETURNS(HttpRemoveUrl(service.queue, url_of("localhost", "/other/")), NO_ERROR);
}

static BOOL is_heard(const char *address, int port)
{
    SOCKADDR_STORAGE to = ipv4(address, port);
    int one = socket(AF_INET, SOCK_STREAM, 0);
    BOOL heard = connect(one, (struct sockaddr *)&to, sizeof(struct sockaddr_in)) == 0;
    CHECK(heard || errno == ECONNREFUSED);
    close(one);
    return heard;
}

static void listen_on(const char *address)
{
    SOCKADDR_STORAGE storage = ipv4(address, 0);
    HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM set = {sizeof(SOCKADDR_IN), (PSOCKADDR)&storage};
    RETURNS(SET(HttpServiceConfigIPListenList, set), NO_ERROR);
}

static ULONG listen_on_ipv6(const char *address)
{
    SOCKADDR_STORAGE storage = ipv6(address, 0);
    HTTP_SERVICE_CONFIG_IP_LISTEN_PARAM set = {sizeof(SOCKADDR_IN6), (PSOCKADDR)&storage};
    return SET(HttpServiceConfigIPListenList, set);
}

/* A connection that belongs to no program yet waits as long as the machine says. */
static void header_wait(void)
{
    HTTP_SERVICE_CONFIG_TIMEOUT_SET set = {HeaderWaitTimeout, 1};
    struct service quick;
    char text[64];
    ULONGLONG start;
    int one;
    RETURNS(SET(HttpServiceConfigTimeout, set), NO_ERROR);
    quick = serve();
    one = client(quick.port);
    start = GetTickCount64();
    say(one, "GET / HTTP/1.1\r\n");
    /* The answer of nobody, or the end. */
    hear(one, text, sizeof text, NULL);
    CHECK(GetTickCount64() - start < PATIENCE / 2);
    close(one);
    end_service(&quick);
    RETURNS(DELETE_RECORD(HttpServiceConfigTimeout, set), NO_ERROR);
}

/* Which loopback addresses a URL for any host is heard on. */
static void heard_on(BOOL first, BOOL second)
{
    /* Somebody else may take the port in between. */
    for (int tries = 0; tries < 20; ++tries) {
        char text[64];
        WCHAR url[64];
        int port = free_port();
        snprintf(text, sizeof text, "http://+:%d/", port);
        MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
        if (HttpAddUrl(service.queue, url, NULL) != NO_ERROR)
            continue;
        CHECK(is_heard("127.0.0.1", port) == first);
        CHECK(is_heard("127.0.0.2", port) == second);
        RETURNS(HttpRemoveUrl(service.queue, url), NO_ERROR);
        return;
    }
    CHECK(!"no port was to be had");
}

/* An address of the list and the same one as a URL's host share its socket, in both orders. */
static void listed_and_named(void)
{
    for (int first = 0; first < 2; ++first) {
        WCHAR urls[2][64];
        int port = 0;
        ULONG code = ERROR_SHARING_VIOLATION;
        /* Somebody else may take the port in between. */
        for (int tries = 0; tries < 20 && code != NO_ERROR; ++tries) {
            char text[64];
            port = free_port();
            snprintf(text, sizeof text, "http://+:%d/", port);
            MultiByteToWideChar(CP_UTF8, 0, text, -1, urls[0], 64);
            snprintf(text, sizeof text, "http://127.0.0.2:%d/", port);
            MultiByteToWideChar(CP_UTF8, 0, text, -1, urls[1], 64);
            code = HttpAddUrl(service.queue, urls[first], NULL);
        }
        RETURNS(code, NO_ERROR);
        RETURNS(HttpAddUrl(service.queue, urls[!first], NULL), NO_ERROR);
        CHECK(!is_heard("127.0.0.1", port) && is_heard("127.0.0.2", port));
        RETURNS(HttpRemoveUrl(service.queue, urls[first]), NO_ERROR);
        CHECK(!is_heard("127.0.0.1", port) && is_heard("127.0.0.2", port));
        RETURNS(HttpRemoveUrl(service.queue, urls[!first]), NO_ERROR);
        CHECK(!is_heard("127.0.0.2", port));
    }
}

static void listen_list(void)
{
    heard_on(TRUE, TRUE);
    listen_on("127.0.0.2");
    heard_on(FALSE, TRUE);
    listed_and_named();
    /* An address that the machine does not have (one of documentation) is left out. */
    listen_on("192.0.2.77");
    heard_on(FALSE, TRUE);
    listen_on("127.0.0.1");
    heard_on(TRUE, TRUE);
    put_file("");
    listen_on("192.0.2.77");
    RETURNS(HttpAddUrl(service.queue, url_of("+", "/"), NULL), ERROR_INVALID_PARAMETER);
    /* An IPv4 address in the clothes of IPv6 is that address. */
    put_file("");
    RETURNS(listen_on_ipv6("::ffff:127.0.0.2"), NO_ERROR);
    heard_on(FALSE, TRUE);
    CHECK(file_is("service.conf", "iplisten ipaddress=127.0.0.2\n"));
    put_file("iplisten ipaddress=::ffff:127.0.0.2\n");
    heard_on(FALSE, TRUE);
    /* An address of a link says nothing without its interface, and the list has no place for that. */
    RETURNS(listen_on_ipv6("fe80::1"), ERROR_INVALID_PARAMETER);
    put_file("iplisten ipaddress=fe80::1\niplisten ipaddress=127.0.0.2\n");
    heard_on(FALSE, TRUE);
    put_file("");
    RETURNS(HttpAddUrl(service.queue, url_of("[fe80::1]", "/"), NULL), ERROR_INVALID_PARAMETER);
    put_file("");
    listen_on("127.0.0.2");
    listen_on("0.0.0.0");
    heard_on(TRUE, TRUE);
    put_file("");
}

int main(void)
{
    configuration_enter();
    service = serve();
    unregistered();
    who();
    changed_elsewhere();
    listen_list();
    header_wait();
    end_service(&service);
    configuration_leave();
    return check_failures;
}
