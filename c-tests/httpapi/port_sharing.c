/* URLs of one port with every kind of host: all pairs, in both orders, and connections that stay while URLs come and go. */
#include "http_check.h"
#include <arpa/inet.h>

static HTTP_SERVER_SESSION_ID session;
static HTTP_URL_GROUP_ID group;
static HANDLE queue;
static int port;

/* The hosts of URLs, and where they are looked for: a smaller number comes first. */
static const struct {
    const char *text;
    enum { STRONG, NAME, ADDRESS, FAMILY, WEAK } bucket;
} hosts[] = {
    {"+", STRONG}, {"localhost", NAME}, {"www.example.com", NAME}, {"127.0.0.1", ADDRESS}, {"127.0.0.2", ADDRESS},
    {"[::1]", ADDRESS}, {"0.0.0.0", FAMILY}, {"*", WEAK},
};
#define HOSTS ((int)(sizeof hosts / sizeof hosts[0]))
#define NOBODY (-1)

/* Addresses of this machine, to which clients connect. What has no IPv6, or no other address, is left out. */
static char places[4][INET6_ADDRSTRLEN] = {"127.0.0.1", "127.0.0.2", "::1"};
static int place_count;

static BOOL is_ipv6(const char *place)
{
    return strchr(place, ':') != NULL;
}

static socklen_t address_of(const char *place, int at, SOCKADDR_STORAGE *address)
{
    struct sockaddr_in *four = (struct sockaddr_in *)address;
    struct sockaddr_in6 *six = (struct sockaddr_in6 *)address;
    memset(address, 0, sizeof *address);
    if (is_ipv6(place)) {
        six->sin6_family = AF_INET6;
        six->sin6_port = htons((unsigned short)at);
        CHECK(inet_pton(AF_INET6, place, &six->sin6_addr) == 1);
        return sizeof *six;
    }
    four->sin_family = AF_INET;
    four->sin_port = htons((unsigned short)at);
    CHECK(inet_pton(AF_INET, place, &four->sin_addr) == 1);
    return sizeof *four;
}

/* The address that this machine has towards others, where it has one; nothing is sent. */
static BOOL outer_address(char text[INET6_ADDRSTRLEN])
{
    SOCKADDR_STORAGE to;
    struct sockaddr_in own;
    socklen_t length = sizeof own;
    int one = socket(AF_INET, SOCK_DGRAM, 0);
    BOOL found = connect(one, (struct sockaddr *)&to, address_of("192.0.2.77", 9, &to)) == 0
                 && getsockname(one, (struct sockaddr *)&own, &length) == 0 && (ntohl(own.sin_addr.s_addr) >> 24) != 127;
    if (found)
        inet_ntop(AF_INET, &own.sin_addr, text, INET6_ADDRSTRLEN);
    close(one);
    return found;
}

static void find_places(void)
{
    SOCKADDR_STORAGE address;
    int one = socket(AF_INET6, SOCK_STREAM, 0);
    BOOL six = one >= 0 && bind(one, (struct sockaddr *)&address, address_of("::1", 0, &address)) == 0;
    if (one >= 0)
        close(one);
    place_count = six ? 3 : 2;
    place_count += outer_address(places[place_count]);
}

/* A client at an address, or -1 where nobody listens. */
static int reach(const char *place)
{
    SOCKADDR_STORAGE to;
    struct timeval patience = {PATIENCE / 1000, 0};
    socklen_t length = address_of(place, port, &to);
    int one = socket(to.ss_family, SOCK_STREAM, 0);
    setsockopt(one, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (connect(one, (struct sockaddr *)&to, length) != 0) {
        CHECK(errno == ECONNREFUSED);
        close(one);
        return -1;
    }
    return one;
}

static LPWSTR url_of(int host, int at)
{
    static WCHAR url[64];
    char text[64];
    snprintf(text, sizeof text, "http://%s:%d/", hosts[host].text, at);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
    return url;
}

static ULONG add(int host)
{
    return HttpAddUrlToUrlGroup(group, url_of(host, port), (HTTP_URL_CONTEXT)host + 1, 0);
}

static ULONG take_out(int host)
{
    return HttpRemoveUrlFromUrlGroup(group, url_of(host, port), 0);
}

/* Whether a URL is listened to at an address. */
static BOOL listens(int host, const char *place)
{
    const char *text = hosts[host].text;
    char brackets[INET6_ADDRSTRLEN + 2];
    if (strcmp(text, "localhost") == 0)
        return strcmp(place, "127.0.0.1") == 0 || strcmp(place, "::1") == 0;
    if (hosts[host].bucket == FAMILY)
        return !is_ipv6(place);
    if (hosts[host].bucket != ADDRESS)
        return TRUE;
    snprintf(brackets, sizeof brackets, is_ipv6(place) ? "[%s]" : "%s", place);
    return strcmp(text, brackets) == 0;
}

/* Whether it is the URL for a request that came in at an address. */
static BOOL suits(int host, const char *place, const char *name)
{
    BOOL loopback = strncmp(place, "127.", 4) == 0 || strcmp(place, "::1") == 0;
    if (hosts[host].bucket == NAME)
        return strcmp(hosts[host].text, name) == 0 && (strcmp(name, "localhost") != 0 || loopback);
    return hosts[host].bucket == STRONG || hosts[host].bucket == WEAK || listens(host, place);
}

/* Which of two URLs a request is for. */
static int expected(int one, int other, const char *place, const char *name)
{
    BOOL first = one != NOBODY && suits(one, place, name), second = other != NOBODY && suits(other, place, name);
    if (first && second)
        return hosts[one].bucket < hosts[other].bucket ? one : other;
    return first ? one : second ? other : NOBODY;
}

/* Says of each request which URL it was for, and whether its address was what decided; ends with the last one. */
static DWORD WINAPI server(PVOID unused)
{
    (void)unused;
    for (;;) {
        union request request;
        char text[64];
        BOOL last;
        receive(queue, &request);
        last = strcmp(request.v2.pRawUrl, "/last") == 0;
        snprintf(text, sizeof text, "%d %s done", (int)request.v2.UrlContext,
                 request.v2.Flags & HTTP_REQUEST_FLAG_IP_ROUTED ? "address" : "name");
        RETURNS(answer(queue, request.v2.RequestId, text, 0, NULL), NO_ERROR);
        if (last)
            return 0;
    }
}

/* A request on a connection, which stays if it is answered. */
static BOOL ask(int client, const char *name, int host)
{
    char text[1024], end[64];
    snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", name);
    say(client, text);
    hear(client, text, sizeof text, "done");
    if (host == NOBODY) {
        CHECK(strncmp(text, "HTTP/1.1 400 ", 13) == 0 && strstr(text, "Invalid Hostname") != NULL);
        return FALSE;
    }
    snprintf(end, sizeof end, "\r\n\r\n%d %s done", host + 1,
             hosts[host].bucket == ADDRESS || hosts[host].bucket == FAMILY ? "address" : "name");
    if (strncmp(text, "HTTP/1.1 200 ", 13) == 0 && strstr(text, end) != NULL)
        return TRUE;
    printf("%s was to have %s, not\n%s\n", name, end + 4, text);
    ++check_failures;
    return FALSE;
}

static const char *const names[] = {"localhost", "www.example.com", "else.example.com"};
#define NAMES 3

/* Every address is heard that one of the URLs wants, and no other; every request goes where it should. */
static void check_all(int one, int other)
{
    for (int place = 0; place < place_count; ++place) {
        BOOL heard = (one != NOBODY && listens(one, places[place])) || (other != NOBODY && listens(other, places[place]));
        for (int name = 0; name < NAMES; ++name) {
            int client = reach(places[place]);
            CHECK((client >= 0) == heard);
            if (client < 0)
                break;
            ask(client, names[name], expected(one, other, places[place], names[name]));
            close(client);
        }
    }
}

/* A connection that the first URL has goes on while the second one comes and goes. */
static int staying(int one, int *place, int *name)
{
    for (*place = 0; *place < place_count; ++*place)
        for (*name = 0; *name < NAMES; ++*name)
            if (listens(one, places[*place]) && suits(one, places[*place], names[*name])) {
                int client = reach(places[*place]);
                CHECK(client >= 0 && ask(client, names[*name], one));
                return client;
            }
    return -1;
}

static void pair(int one, int other)
{
    int before = check_failures, place, name, client;
    RETURNS(add(one), NO_ERROR);
    client = staying(one, &place, &name);
    RETURNS(add(other), NO_ERROR);
    RETURNS(add(one), ERROR_ALREADY_EXISTS);
    check_all(one, other);
    if (client >= 0)
        CHECK(ask(client, names[name], expected(one, other, places[place], names[name])));
    /* What is left is heard as if it had been alone. */
    RETURNS(take_out(other), NO_ERROR);
    check_all(one, NOBODY);
    if (client >= 0)
        CHECK(ask(client, names[name], one));
    RETURNS(add(other), NO_ERROR);
    check_all(one, other);
    RETURNS(take_out(one), NO_ERROR);
    check_all(other, NOBODY);
    if (client >= 0) {
        /* It stays though nobody may listen there any more; the URLs that are there decide. */
        ask(client, names[name], expected(other, NOBODY, places[place], names[name]));
        close(client);
    }
    RETURNS(take_out(other), NO_ERROR);
    check_all(NOBODY, NOBODY);
    if (check_failures > before)
        printf("^ %s, then %s\n", hosts[one].text, hosts[other].text);
}

/* All of them at once, and each of them gone before the others. */
static void all_together(void)
{
    for (int first = 0; first < HOSTS; ++first) {
        for (int host = 0; host < HOSTS; ++host)
            RETURNS(add((first + host) % HOSTS), NO_ERROR);
        for (int host = 0; host < HOSTS - 1; ++host)
            RETURNS(take_out((first + host) % HOSTS), NO_ERROR);
        check_all((first + HOSTS - 1) % HOSTS, NOBODY);
        RETURNS(take_out((first + HOSTS - 1) % HOSTS), NO_ERROR);
    }
}

/* The port of somebody else is refused, whichever of its addresses is wanted. */
static void foreign(void)
{
    static const struct { const char *place, *host; } taken[] = {{"127.0.0.2", "+"}, {"0.0.0.0", "localhost"},
                                                                 {"0.0.0.0", "127.0.0.2"}, {"127.0.0.1", "localhost"}};
    for (size_t number = 0; number < sizeof taken / sizeof taken[0]; ++number) {
        SOCKADDR_STORAGE address;
        WCHAR url[64];
        char text[64];
        int one = socket(AF_INET, SOCK_STREAM, 0);
        CHECK(bind(one, (struct sockaddr *)&address, address_of(taken[number].place, 0, &address)) == 0);
        CHECK(listen(one, 1) == 0);
        socklen_t length = sizeof address;
        CHECK(getsockname(one, (struct sockaddr *)&address, &length) == 0);
        snprintf(text, sizeof text, "http://%s:%d/", taken[number].host,
                 ntohs(((struct sockaddr_in *)&address)->sin_port));
        MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
        RETURNS(HttpAddUrlToUrlGroup(group, url, 0, 0), ERROR_SHARING_VIOLATION);
        close(one);
    }
}

/* A wide socket that cannot be had leaves the narrow ones alone. */
static void foreign_beside(void)
{
    SOCKADDR_STORAGE address;
    int one = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
    /* Connections of before wait for their end. */
    CHECK(setsockopt(one, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes) == 0);
    RETURNS(add(3), NO_ERROR);
    CHECK(bind(one, (struct sockaddr *)&address, address_of("127.0.0.2", port, &address)) == 0 && listen(one, 1) == 0);
    RETURNS(add(0), ERROR_SHARING_VIOLATION);
    RETURNS(add(4), ERROR_SHARING_VIOLATION);
    /* `localhost` wants the one that is there, and another one. */
    RETURNS(add(1), NO_ERROR);
    close(one);
    check_all(1, 3);
    RETURNS(take_out(3), NO_ERROR);
    check_all(1, NOBODY);
    RETURNS(take_out(1), NO_ERROR);
}

static volatile LONG over;

static DWORD WINAPI visitor(PVOID place)
{
    DWORD count = 0;
    while (!ReadAcquire(&over)) {
        char text[1024];
        int one = reach(place);
        CHECK(one >= 0);
        if (one < 0)
            return count;
        say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        hear(one, text, sizeof text, "done");
        CHECK(strncmp(text, "HTTP/1.1 200 ", 13) == 0);
        close(one);
        ++count;
    }
    return count;
}

/* No client is refused or reset at an address that a URL wants all the time, whatever else comes and goes. */
static void nobody_is_refused(int stays, int comes)
{
    HANDLE threads[2];
    DWORD count;
    RETURNS(add(stays), NO_ERROR);
    over = 0;
    threads[0] = CreateThread(NULL, 0, visitor, places[0], 0, NULL);
    threads[1] = CreateThread(NULL, 0, visitor, places[0], 0, NULL);
    for (int round = 0; round < 200; ++round) {
        RETURNS(add(comes), NO_ERROR);
        Sleep(round % 3);
        RETURNS(take_out(comes), NO_ERROR);
    }
    InterlockedExchange(&over, 1);
    CHECK(WaitForMultipleObjects(2, threads, TRUE, PATIENCE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(threads[0], &count) && count > 0);
    RETURNS(take_out(stays), NO_ERROR);
    for (int number = 0; number < 2; ++number)
        CloseHandle(threads[number]);
}

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    ULONG code = ERROR_SHARING_VIOLATION;
    WCHAR holder[64];
    char text[64];
    HANDLE thread;
    int last;
    find_places();
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateServerSession(version, &session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(session, &group, 0), NO_ERROR);
    RETURNS(HttpCreateRequestQueue(version, NULL, NULL, 0, &queue), NO_ERROR);
    RETURNS(bind_group(group, queue), NO_ERROR);
    /* An address of its own keeps the port from other programs between the pairs; somebody may have it elsewhere. */
    for (int tries = 0; tries < 20 && code != NO_ERROR; ++tries) {
        port = free_port();
        snprintf(text, sizeof text, "http://127.0.0.9:%d/", port);
        MultiByteToWideChar(CP_UTF8, 0, text, -1, holder, 64);
        if (HttpAddUrlToUrlGroup(group, holder, 99, 0) != NO_ERROR)
            continue;
        code = add(0);
        if (code == NO_ERROR)
            RETURNS(take_out(0), NO_ERROR);
        else
            RETURNS(HttpRemoveUrlFromUrlGroup(group, holder, 0), NO_ERROR);
    }
    RETURNS(code, NO_ERROR);
    thread = CreateThread(NULL, 0, server, NULL, 0, NULL);
    for (int one = 0; one < HOSTS; ++one)
        for (int other = 0; other < HOSTS; ++other)
            if (one != other)
                pair(one, other);
    all_together();
    foreign_beside();
    foreign();
    /* `localhost` beside `+`, and the other way round; an address beside `localhost`, which is the same socket. */
    nobody_is_refused(1, 0);
    nobody_is_refused(0, 1);
    nobody_is_refused(1, 3);
    nobody_is_refused(0, 6);
    last = reach("127.0.0.9");
    say(last, "GET /last HTTP/1.1\r\nHost: localhost\r\n\r\n");
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
    close(last);
    RETURNS(HttpRemoveUrlFromUrlGroup(group, holder, 0), NO_ERROR);
    RETURNS(HttpCloseServerSession(session), NO_ERROR);
    RETURNS(HttpCloseRequestQueue(queue), NO_ERROR);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    return check_failures;
}
