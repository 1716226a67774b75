/* Server sessions, URL groups and their URLs. */
#include "http_check.h"
#include <wchar.h>

static const HTTPAPI_VERSION two = HTTPAPI_VERSION_2;

static void sessions(void)
{
    HTTPAPI_VERSION one = HTTPAPI_VERSION_1, between = {1, 1}, unknown = {3, 0};
    HTTP_SERVER_SESSION_ID session = 0, other = 0;
    HTTP_URL_GROUP_ID group = 0;

    RETURNS(HttpCreateServerSession(two, NULL, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateServerSession(two, &session, 1), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateServerSession(between, &session, 0), ERROR_REVISION_MISMATCH);
    RETURNS(HttpCreateServerSession(unknown, &session, 0), ERROR_REVISION_MISMATCH);
    CHECK(session == 0);
    RETURNS(HttpCreateServerSession(one, &session, 0), NO_ERROR);
    RETURNS(HttpCreateServerSession(two, &other, 0), NO_ERROR);
    CHECK(session != 0 && other != 0 && session != other);

    RETURNS(HttpCreateUrlGroup(0, &group, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateUrlGroup(0xDEADBEEF, &group, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateUrlGroup(session, NULL, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateUrlGroup(session, &group, 1), ERROR_INVALID_PARAMETER);
    CHECK(group == 0);
    RETURNS(HttpCreateUrlGroup(session, &group, 0), NO_ERROR);
    CHECK(group != 0 && group != session && group != other);

    /* An id of one kind is none of the other. */
    RETURNS(HttpCloseUrlGroup(session), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCloseServerSession(group), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateUrlGroup(group, &group, 0), ERROR_INVALID_PARAMETER);

    RETURNS(HttpCloseServerSession(other), NO_ERROR);
    RETURNS(HttpCloseServerSession(other), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCloseServerSession(0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpCreateUrlGroup(other, &other, 0), ERROR_INVALID_PARAMETER);
    /* The groups of a session go with it. */
    RETURNS(HttpCloseServerSession(session), NO_ERROR);
    RETURNS(HttpCloseUrlGroup(group), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrlToUrlGroup(group, L"http://localhost:50000/", 0, 0), ERROR_INVALID_PARAMETER);
}

/* Ids are not used twice. */
static void stale_ids(void)
{
    HTTP_SERVER_SESSION_ID session, first, again;
    RETURNS(HttpCreateServerSession(two, &session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(session, &first, 0), NO_ERROR);
    RETURNS(HttpCloseUrlGroup(first), NO_ERROR);
    for (int number = 0; number < 100; ++number) {
        RETURNS(HttpCreateUrlGroup(session, &again, 0), NO_ERROR);
        CHECK(again != first);
        RETURNS(HttpCloseUrlGroup(first), ERROR_INVALID_PARAMETER);
        RETURNS(HttpCloseUrlGroup(again), NO_ERROR);
    }
    RETURNS(HttpCloseServerSession(session), NO_ERROR);
}

/* What is no prefix is refused, as Windows does. */
static void bad_urls(HTTP_URL_GROUP_ID group, const WCHAR *good)
{
    static const WCHAR *const bad[] = {
        L"", L"http://localhost:50000", L"localhost:50000/", L"HTTP://localhost:50000/", L"http://localhost/",
        L"http://localhost:/", L"http://localhost:0/", L"http://localhost:65536/", L"ftp://localhost:50000/",
    };
    for (size_t number = 0; number < sizeof bad / sizeof bad[0]; ++number)
        RETURNS(HttpAddUrlToUrlGroup(group, bad[number], 0, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrlToUrlGroup(group, NULL, 0, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrlToUrlGroup(group, L"http://localhost:1/", 0, 1), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrlToUrlGroup(0, L"http://localhost:1/", 0, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrlFromUrlGroup(group, NULL, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrlFromUrlGroup(group, good, HTTP_URL_FLAG_REMOVE_ALL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrlFromUrlGroup(group, good, 2), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrlFromUrlGroup(0, good, 0), ERROR_INVALID_PARAMETER);
    RETURNS(HttpRemoveUrlFromUrlGroup(group, L"http://localhost:1/", 0), ERROR_FILE_NOT_FOUND);
}

/* The text of a URL with something behind it. */
static const WCHAR *below(const WCHAR *url, const WCHAR *more)
{
    static WCHAR text[128];
    swprintf(text, 128, L"%ls%ls", url, more);
    return text;
}

static void urls(void)
{
    struct service_v2 service = serve_v2();
    union request request;
    HTTP_URL_GROUP_ID other, found = 0;
    WCHAR elsewhere[64];
    char text[1024];
    int one;

    bad_urls(service.group, service.url);
    RETURNS(HttpAddUrlToUrlGroup(service.group, service.url, 0, 0), ERROR_ALREADY_EXISTS);
    RETURNS(HttpCreateUrlGroup(service.session, &other, 0), NO_ERROR);
    RETURNS(HttpAddUrlToUrlGroup(other, service.url, 0, 0), ERROR_ALREADY_EXISTS);
    RETURNS(HttpRemoveUrlFromUrlGroup(other, service.url, 0), ERROR_FILE_NOT_FOUND);
    swprintf(elsewhere, 64, L"%hs://localhost:%d/", infos_of_tls() ? "http" : "https", service.port);
    RETURNS(HttpAddUrlToUrlGroup(other, elsewhere, 0, 0), ERROR_SHARING_VIOLATION);

    /* Each URL has its own context, and its group's queue. */
    RETURNS(HttpAddUrlToUrlGroup(service.group, below(service.url, L"deep/"), 7, 0), NO_ERROR);
    RETURNS(HttpAddUrlToUrlGroup(other, below(service.url, L"other/"), 8, 0), NO_ERROR);
    RETURNS(bind_group(other, service.queue), NO_ERROR);
    one = get(service.port, "/x");
    receive(service.queue, &request);
    CHECK(request.v2.UrlContext == CONTEXT);
    CHECK(request.v2.RequestInfoCount == infos_of_tls() && !request.v2.pRequestInfo == !infos_of_tls());
    CHECK((request.v2.pSslInfo != NULL) == infos_of_tls());
    CHECK((request.v2.RawConnectionId == 0) == ((request.v2.Flags & HTTP_REQUEST_FLAG_HTTP2) == 0));
    CHECK(strcmp(request.v2.pRawUrl, "/x") == 0);
    RETURNS(answer(service.queue, request.v2.RequestId, "x", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\nx");
    say(one, "GET /deep/er HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    CHECK(request.v2.UrlContext == 7);
    RETURNS(answer(service.queue, request.v2.RequestId, "y", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\ny");
    say(one, "GET /other HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    CHECK(request.v2.UrlContext == 8);
    RETURNS(answer(service.queue, request.v2.RequestId, "z", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\nz");
    close(one);

    RETURNS(HttpFindUrlGroupId(below(service.url, L"other/"), service.queue, &found), NO_ERROR);
    CHECK(found == other);
    RETURNS(HttpFindUrlGroupId(service.url, service.queue, &found), NO_ERROR);
    CHECK(found == service.group);
    RETURNS(HttpFindUrlGroupId(below(service.url, L"none/"), service.queue, &found), ERROR_FILE_NOT_FOUND);
    RETURNS(HttpFindUrlGroupId(NULL, service.queue, &found), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFindUrlGroupId(L"nothing", service.queue, &found), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFindUrlGroupId(service.url, service.queue, NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpFindUrlGroupId(service.url, NULL, &found), ERROR_INVALID_HANDLE);

    /* A URL that is removed is free for others; the rest stays. */
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, below(service.url, L"deep/"), 0), NO_ERROR);
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, below(service.url, L"deep/"), 0), ERROR_FILE_NOT_FOUND);
    RETURNS(HttpAddUrlToUrlGroup(other, below(service.url, L"deep/"), 9, 0), NO_ERROR);
    RETURNS(HttpRemoveUrlFromUrlGroup(other, NULL, HTTP_URL_FLAG_REMOVE_ALL), NO_ERROR);
    RETURNS(HttpRemoveUrlFromUrlGroup(other, NULL, HTTP_URL_FLAG_REMOVE_ALL), NO_ERROR);
    one = get(service.port, "/deep/");
    receive(service.queue, &request);
    CHECK(request.v2.UrlContext == CONTEXT);
    RETURNS(answer(service.queue, request.v2.RequestId, "again", 0, NULL), NO_ERROR);
    hear(one, text, sizeof text, "again");
    close(one);

    /* A group that closes gives its URLs back. */
    RETURNS(HttpAddUrlToUrlGroup(other, below(service.url, L"other/"), 8, 0), NO_ERROR);
    RETURNS(HttpCloseUrlGroup(other), NO_ERROR);
    RETURNS(HttpCloseUrlGroup(other), ERROR_INVALID_PARAMETER);
    RETURNS(HttpAddUrlToUrlGroup(service.group, below(service.url, L"other/"), 8, 0), NO_ERROR);
    RETURNS(HttpRemoveUrlFromUrlGroup(service.group, below(service.url, L"other/"), 0), NO_ERROR);
    end_service_v2(&service);
}

/* The form in which a URL is compared. */
static void prepared(void)
{
    PWSTR text = NULL;
    RETURNS(HttpPrepareUrl(NULL, 0, L"http://B\xFC" L"cher.example:80/a//./b/../c/", &text), NO_ERROR);
    CHECK(text != NULL && wcscmp(text, L"http://xn--bcher-kva.example:80/a/c/") == 0);
    CHECK(HeapFree(GetProcessHeap(), 0, text));
    RETURNS(HttpPrepareUrl(NULL, 0, L"https://+:443/", &text), NO_ERROR);
    CHECK(wcscmp(text, L"https://+:443/") == 0);
    CHECK(HeapFree(GetProcessHeap(), 0, text));
    text = NULL;
    RETURNS(HttpPrepareUrl(&text, 0, L"http://+:80/", &text), ERROR_INVALID_PARAMETER);
    RETURNS(HttpPrepareUrl(NULL, 1, L"http://+:80/", &text), ERROR_INVALID_PARAMETER);
    RETURNS(HttpPrepareUrl(NULL, 0, NULL, &text), ERROR_INVALID_PARAMETER);
    RETURNS(HttpPrepareUrl(NULL, 0, L"http://+:80/", NULL), ERROR_INVALID_PARAMETER);
    RETURNS(HttpPrepareUrl(NULL, 0, L"no url", &text), ERROR_INVALID_PARAMETER);
    CHECK(text == NULL);
}

int main(void)
{
    HTTP_SERVER_SESSION_ID session = 0;
    RETURNS(HttpCreateServerSession(two, &session, 0), ERROR_DLL_INIT_FAILED);
    RETURNS(HttpInitialize(two, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    sessions();
    stale_ids();
    urls();
    prepared();
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    return check_failures;
}
