/* HttpServerAuthenticationProperty: Basic from the challenge to the token, and what is not let in. */
#include "http_check.h"
#include <sys/stat.h>

#define ANN "ann:$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e\n" /* correct horse */
#define ANN_LATER "ann:$2b$04$abcdefghijklmnopqrstuusf96eeUQLgQWR72RBesvIE8CjOJNM9O\n" /* new */
#define BOB "bob:$6$rounds=1000$saltsalt$LAV5VE5Y7w1d73x1mFNspYWUpazfmwv2SoepNXNKJ/otop/Zok96Hr8Q13LEv0DRY/" \
            "x8v0/crpIjl8NJSAqXV/\n" /* secret */
#define CARL "carl:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n" /* password; a hash that is not taken */
#define SLOW "slow:$6$rounds=1000000$saltsalt$8eozyJ9b2o6kX3kMgZ17J5ky2jI9sXqjlqkaIval5v29TV6m2e7XihkWT8d30KQ." \
             "hIrZIBQyiEvrhaY3uKoQd0\n" /* slow */

static struct service_v2 service;
static char path[64];

static void write_passwords(const char *text)
{
    FILE *file = fopen(path, "w");
    CHECK(file && fchmod(fileno(file), 0600) == 0);
    CHECK(fputs(text, file) >= 0 && fclose(file) == 0);
}

/* A client that has sent a GET with a line of Authorization, or more than one; or with "" none. */
static int ask(int one, const char *authorization)
{
    char text[2048];
    snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: localhost\r\n%s\r\n", authorization);
    say(one, text);
    return one;
}

static const char *basic(const char *user, const char *password)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    static char line[1024];
    char both[512];
    size_t length = (size_t)snprintf(both, sizeof both, "%s:%s", user, password), at;
    char *to = line + sprintf(line, "Authorization: Basic ");
    both[length] = both[length + 1] = 0;
    for (at = 0; at < length; at += 3) {
        const unsigned char *three = (const unsigned char *)both + at;
        *to++ = digits[three[0] >> 2];
        *to++ = digits[(three[0] & 3) << 4 | three[1] >> 4];
        *to++ = at + 1 < length ? digits[(three[1] & 15) << 2 | three[2] >> 6] : '=';
        *to++ = at + 2 < length ? digits[three[2] & 63] : '=';
    }
    strcpy(to, "\r\n");
    return line;
}

/* The info of a type; NULL without one. */
static PVOID info_of(const union request *request, HTTP_REQUEST_INFO_TYPE type, ULONG length)
{
    for (USHORT at = 0; at < request->v2.RequestInfoCount; ++at) {
        const HTTP_REQUEST_INFO *info = request->v2.pRequestInfo + at;
        if (info->InfoType == type) {
            CHECK(info->InfoLength == length);
            return info->pInfo;
        }
    }
    return NULL;
}

static PHTTP_REQUEST_AUTH_INFO auth_of(const union request *request)
{
    return (PHTTP_REQUEST_AUTH_INFO)info_of(request, HttpRequestInfoTypeAuth, sizeof(HTTP_REQUEST_AUTH_INFO));
}

/* Answers with 200, and closes the client. */
static void finish(int one, HTTP_REQUEST_ID id)
{
    RETURNS(answer(service.queue, id, "well", 0, NULL), NO_ERROR);
    close(one);
}

/* The next request was let through with this. */
static void is_told(int one, HTTP_AUTH_STATUS status, SECURITY_STATUS code, HTTP_REQUEST_AUTH_TYPE type)
{
    union request request;
    PHTTP_REQUEST_AUTH_INFO auth;
    receive(service.queue, &request);
    auth = auth_of(&request);
    CHECK(auth && auth->AuthStatus == status && auth->SecStatus == code && auth->AuthType == type);
    if (auth && status == HttpAuthStatusSuccess) {
        CHECK(auth->AccessToken && CloseHandle(auth->AccessToken));
        CHECK(!CloseHandle(auth->AccessToken) && GetLastError() == ERROR_INVALID_HANDLE);
    } else if (auth) {
        CHECK(auth->AccessToken == NULL);
    }
    finish(one, request.v1.RequestId);
}

#define ANONYMOUS HttpAuthStatusNotAuthenticated, SEC_E_OK, HttpRequestAuthTypeNone
#define ACCEPTED HttpAuthStatusSuccess, SEC_E_OK, HttpRequestAuthTypeBasic
#define DENIED HttpAuthStatusFailure, SEC_E_LOGON_DENIED, HttpRequestAuthTypeBasic

static void is_accepted(const char *user, const char *password)
{
    is_told(ask(client(service.port), basic(user, password)), ACCEPTED);
}

static void is_denied(const char *user, const char *password)
{
    is_told(ask(client(service.port), basic(user, password)), DENIED);
}

/* The library answers with this line, and the program hears nothing. */
static void is_answered(int one, const char *line)
{
    char text[1024];
    hear(one, text, sizeof text, NULL);
    CHECK(strncmp(text, line, strlen(line)) == 0);
    close(one);
}

static HTTP_SERVER_AUTHENTICATION_INFO with(ULONG schemes, PCWSTR realm)
{
    HTTP_SERVER_AUTHENTICATION_INFO info;
    memset(&info, 0, sizeof info);
    info.Flags.Present = 1;
    info.AuthSchemes = schemes;
    info.BasicParams.Realm = (PWSTR)realm;
    info.BasicParams.RealmLength = (USHORT)(wcslen(realm) * sizeof(WCHAR));
    return info;
}

static ULONG set_group(HTTP_SERVER_AUTHENTICATION_INFO info)
{
    return HttpSetUrlGroupProperty(service.group, HttpServerAuthenticationProperty, &info, sizeof info);
}

static ULONG set_session(HTTP_SERVER_AUTHENTICATION_INFO info)
{
    return HttpSetServerSessionProperty(service.session, HttpServerAuthenticationProperty, &info, sizeof info);
}

static HTTP_SERVER_AUTHENTICATION_INFO taken_away(void)
{
    HTTP_SERVER_AUTHENTICATION_INFO info = with(0, L"");
    info.Flags.Present = 0;
    return info;
}

static void property(void)
{
    static const WCHAR realm[] = L"the \"realm\"";
    HTTP_SERVER_AUTHENTICATION_INFO info = with(HTTP_AUTH_ENABLE_BASIC, realm), *told;
    ULONGLONG room[32];
    ULONG needed = 0;
    told = (HTTP_SERVER_AUTHENTICATION_INFO *)room;
    RETURNS(set_group(info), NO_ERROR);
    RETURNS(HttpQueryUrlGroupProperty(service.group, HttpServerAuthenticationProperty, room, sizeof *told, &needed),
            ERROR_MORE_DATA);
    CHECK(needed > sizeof *told && needed <= sizeof room);
    RETURNS(HttpQueryUrlGroupProperty(service.group, HttpServerAuthenticationProperty, room, needed - 1, NULL),
            ERROR_MORE_DATA);
    RETURNS(HttpQueryUrlGroupProperty(service.group, HttpServerAuthenticationProperty, room, needed, NULL), NO_ERROR);
    CHECK(told->Flags.Present && told->AuthSchemes == HTTP_AUTH_ENABLE_BASIC);
    CHECK(told->BasicParams.RealmLength == sizeof realm - sizeof(WCHAR));
    CHECK(wcscmp(told->BasicParams.Realm, realm) == 0);
    /* What would end the header's line or is no text, and what is not there. */
    RETURNS(set_group(with(HTTP_AUTH_ENABLE_BASIC, L"a\r\nb")), ERROR_INVALID_PARAMETER);
    info.BasicParams.Realm = NULL;
    RETURNS(set_group(info), ERROR_INVALID_PARAMETER);
    RETURNS(set_group(with(HTTP_AUTH_ENABLE_BASIC | HTTP_AUTH_ENABLE_NEGOTIATE, realm)), ERROR_NOT_SUPPORTED);
    RETURNS(HttpQueryUrlGroupProperty(service.group, HttpServerAuthenticationProperty, room, sizeof room, NULL),
            NO_ERROR);
    CHECK(told->AuthSchemes == HTTP_AUTH_ENABLE_BASIC);
}

/* A 401 with what the program says in WWW-Authenticate, as the client gets it. */
static void challenged(HTTP_RESPONSE_V2 *response, const char *wanted)
{
    char text[1024];
    union request request;
    int one = get(service.port, "/");
    receive(service.queue, &request);
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT,
                                 (PHTTP_RESPONSE)response, NULL, NULL, NULL, 0, NULL, NULL), NO_ERROR);
    hear(one, text, sizeof text, NULL);
    if (!strstr(text, wanted)) {
        printf("not in the answer: %s\n%s\n", wanted, text);
        ++check_failures;
    }
    close(one);
}

static HTTP_RESPONSE_V2 refusal(USHORT status, const char *challenge)
{
    HTTP_RESPONSE_V2 response;
    memset(&response, 0, sizeof response);
    response.StatusCode = status;
    response.Headers.KnownHeaders[HttpHeaderWwwAuthenticate].pRawValue = challenge;
    response.Headers.KnownHeaders[HttpHeaderWwwAuthenticate].RawValueLength = (USHORT)strlen(challenge);
    return response;
}

static void challenges(void)
{
    HTTP_RESPONSE_V2 response = refusal(401, "Basic");
    HTTP_UNKNOWN_HEADER unknown = {16, 5, "WWW-Authenticate", "Basic"};
    HTTP_KNOWN_HEADER values[] = {{9, "Negotiate"}, {5, "basic"}};
    HTTP_MULTIPLE_KNOWN_HEADERS several = {HttpHeaderWwwAuthenticate, 0, 2, values};
    HTTP_RESPONSE_INFO info = {HttpResponseInfoTypeMultipleKnownHeaders, sizeof several, &several};
    challenged(&response, "\r\nWWW-Authenticate: Basic realm=\"the \\\"realm\\\"\"\r\n");
    /* What is no scheme that is offered goes out as it is. */
    response = refusal(401, "Negotiate");
    challenged(&response, "\r\nWWW-Authenticate: Negotiate\r\n");
    response = refusal(401, "Basic realm=\"mine\"");
    challenged(&response, "\r\nWWW-Authenticate: Basic realm=\"mine\"\r\n");
    response = refusal(403, "Basic");
    challenged(&response, "\r\nWWW-Authenticate: Basic\r\n");
    memset(&response, 0, sizeof response);
    response.StatusCode = 401;
    response.Headers.UnknownHeaderCount = 1;
    response.Headers.pUnknownHeaders = &unknown;
    challenged(&response, "\r\nWWW-Authenticate: Basic\r\n");
    response.Headers.UnknownHeaderCount = 0;
    response.ResponseInfoCount = 1;
    response.pResponseInfo = &info;
    challenged(&response, "\r\nWWW-Authenticate: Negotiate\r\nWWW-Authenticate: Basic realm=\"the \\\"realm\\\"\"\r\n");
    /* Without a realm it is the host. */
    RETURNS(set_group(with(HTTP_AUTH_ENABLE_BASIC, L"")), NO_ERROR);
    response = refusal(401, "Basic");
    challenged(&response, "\r\nWWW-Authenticate: Basic realm=\"localhost\"\r\n");
}

static void credentials(void)
{
    int one = client(service.port);
    union request request;
    is_told(ask(one, ""), ANONYMOUS);
    is_told(ask(client(service.port), "Authorization: Bearer abc\r\n"), ANONYMOUS);
    is_accepted("ann", "correct horse");
    is_accepted("bob", "secret");
    is_denied("ann", "secret");
    is_denied("nobody", "secret");
    is_denied("", "");
    is_denied("carl", "password");
    is_answered(ask(client(service.port), "Authorization: Basic\r\n"), "HTTP/1.1 400 Bad Request\r\n");
    is_answered(ask(client(service.port), "Authorization: Basic bm9jb2xvbg==\r\n"), "HTTP/1.1 400 Bad Request\r\n");
    is_answered(ask(client(service.port), "Authorization: Bearer a\r\nAuthorization: Basic YTpi\r\n"),
                "HTTP/1.1 400 Bad Request\r\n");
    /* The program sees what the client sent. */
    one = ask(client(service.port), basic("ann", "correct horse"));
    receive(service.queue, &request);
    HEADER_IS(&request, HttpHeaderAuthorization, "Basic YW5uOmNvcnJlY3QgaG9yc2U=");
    CHECK(auth_of(&request) && CloseHandle(auth_of(&request)->AccessToken));
    finish(one, request.v1.RequestId);
}

/* The token comes with the request, whole, and not before. */
static void receives(void)
{
    union request request;
    ULONG needed = 0, bytes = 0;
    HTTP_REQUEST_ID id;
    OVERLAPPED overlapped;
    DWORD moved = 0;
    int one = ask(client(service.port), basic("ann", "correct horse"));
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, 0, (PHTTP_REQUEST)&request, sizeof request.v2, &needed,
                                   NULL), ERROR_MORE_DATA);
    id = request.v1.RequestId;
    CHECK(request.v2.RequestInfoCount == 0);
    RETURNS(HttpReceiveHttpRequest(service.queue, id, 0, (PHTTP_REQUEST)&request, needed - 1, NULL, NULL),
            ERROR_MORE_DATA);
    RETURNS(HttpReceiveHttpRequest(service.queue, id, 0, (PHTTP_REQUEST)&request, needed, &bytes, NULL), NO_ERROR);
    CHECK(bytes == needed && auth_of(&request) && CloseHandle(auth_of(&request)->AccessToken));
    finish(one, id);

    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(HttpReceiveHttpRequest(service.queue, HTTP_NULL_ID, HTTP_RECEIVE_REQUEST_FLAG_FLUSH_BODY,
                                   (PHTTP_REQUEST)&request, sizeof request, NULL, &overlapped), ERROR_IO_PENDING);
    one = client(service.port);
    say(one, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n");
    say(one, basic("bob", "secret"));
    say(one, "\r\nbo");
    Sleep(20);
    say(one, "dy!");
    CHECK(GetOverlappedResult(service.queue, &overlapped, &moved, TRUE));
    CHECK(request.v1.EntityChunkCount == 1 && request.v1.pEntityChunks->FromMemory.BufferLength == 5);
    CHECK(auth_of(&request) && auth_of(&request)->AuthStatus == HttpAuthStatusSuccess);
    CHECK(auth_of(&request) && CloseHandle(auth_of(&request)->AccessToken));
    finish(one, request.v1.RequestId);
    CloseHandle(overlapped.hEvent);
}

/* Whoever may read the file, and what it says now. */
static void password_file(void)
{
    is_accepted("ann", "correct horse");
    CHECK(chmod(path, 0640) == 0);
    is_answered(ask(client(service.port), basic("ann", "correct horse")), "HTTP/1.1 503 ");
    CHECK(chmod(path, 0604) == 0);
    is_answered(ask(client(service.port), basic("ann", "correct horse")), "HTTP/1.1 503 ");
    CHECK(chmod(path, 0600) == 0);
    is_accepted("ann", "correct horse");
    /* What was found to be right before is not, in another file. */
    write_passwords(ANN_LATER BOB SLOW);
    is_denied("ann", "correct horse");
    is_accepted("ann", "new");
    write_passwords(BOB SLOW);
    is_denied("ann", "new");
    CHECK(unlink(path) == 0);
    is_answered(ask(client(service.port), basic("bob", "secret")), "HTTP/1.1 503 ");
    CHECK(mkdir(path, 0700) == 0);
    is_answered(ask(client(service.port), basic("bob", "secret")), "HTTP/1.1 503 ");
    CHECK(rmdir(path) == 0);
    write_passwords(ANN BOB SLOW);
    is_accepted("bob", "secret");
}

/* While a password is checked, which takes long, others are served by the one thread there is. */
static void others_go_on(void)
{
    union request request;
    int slow, quick;
    if (getenv("PORTICO_UNDER_VALGRIND"))
        return;
    slow = ask(client(service.port), basic("slow", "slow"));
    quick = get(service.port, "/quick");
    receive(service.queue, &request);
    CHECK(strcmp(request.v1.pRawUrl, "/quick") == 0);
    finish(quick, request.v1.RequestId);
    is_told(slow, ACCEPTED);
    /* One that goes while it is checked concerns nobody. */
    reset(ask(client(service.port), basic("slow", "wrong")));
    is_accepted("ann", "correct horse");
}

/* How a request with these ends that is not refused. */
static HTTP_AUTH_STATUS status_of(const char *user, const char *password)
{
    union request request;
    HTTP_AUTH_STATUS status = HttpAuthStatusNotAuthenticated;
    int one = ask(client(service.port), basic(user, password));
    receive(service.queue, &request);
    CHECK(auth_of(&request));
    if (auth_of(&request)) {
        status = auth_of(&request)->AuthStatus;
        CHECK((auth_of(&request)->AccessToken != NULL) == (status == HttpAuthStatusSuccess));
        CloseHandle(auth_of(&request)->AccessToken);
    }
    finish(one, request.v1.RequestId);
    return status;
}

/* After too many wrong passwords the right one is wrong, too, but for who was let in before. One more
   may be tried after some seconds, which could be just then: hence several rounds. */
static void attempts(void)
{
    BOOL limited = FALSE;
    is_accepted("bob", "secret");
    for (int round = 0; round < 5 && !limited; ++round) {
        write_passwords(ANN BOB);
        is_accepted("bob", "secret");
        for (int at = 0; at < 12; ++at)
            is_denied("ann", "guess");
        limited = status_of("ann", "correct horse") == HttpAuthStatusFailure;
    }
    CHECK(limited);
    is_accepted("bob", "secret");
    limited = FALSE;
    for (int round = 0; round < 5 && !limited; ++round) {
        write_passwords(ANN BOB);
        for (int at = 0; at < 35; ++at) {
            char name[16];
            snprintf(name, sizeof name, "guess%d", at);
            is_denied(name, "guess");
        }
        limited = status_of("bob", "secret") == HttpAuthStatusFailure;
    }
    CHECK(limited);
}

/* Of the group, of the session, and of neither. */
static void levels(void)
{
    union request request;
    int one;
    RETURNS(set_group(taken_away()), NO_ERROR);
    RETURNS(set_session(with(HTTP_AUTH_ENABLE_BASIC, L"session")), NO_ERROR);
    is_told(get(service.port, "/"), ANONYMOUS);
    RETURNS(set_group(with(0, L"")), NO_ERROR);
    one = ask(client(service.port), basic("ann", "whatever"));
    receive(service.queue, &request);
    CHECK(request.v2.RequestInfoCount == infos_of_tls() && !request.v2.pRequestInfo == !infos_of_tls());
    finish(one, request.v1.RequestId);
    RETURNS(set_session(taken_away()), NO_ERROR);
    RETURNS(set_group(taken_away()), NO_ERROR);
}

/* A program asks for credentials in one answer: what follows on that connection has them. */
static void by_response(void)
{
    HTTP_RESPONSE_V2 response = refusal(401, "Basic");
    HTTP_SERVER_AUTHENTICATION_INFO settings = with(HTTP_AUTH_ENABLE_BASIC, L"once");
    HTTP_RESPONSE_INFO info = {HttpResponseInfoTypeAuthenticationProperty, sizeof settings, &settings};
    union request request;
    char text[1024];
    int one;
    RETURNS(set_group(taken_away()), NO_ERROR);
    one = get(service.port, "/");
    response.ResponseInfoCount = 1;
    response.pResponseInfo = &info;
    receive(service.queue, &request);
    CHECK(request.v2.RequestInfoCount == infos_of_tls());
    settings.AuthSchemes = HTTP_AUTH_ENABLE_NTLM;
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL,
                                 0, NULL, NULL), ERROR_NOT_SUPPORTED);
    settings.AuthSchemes = HTTP_AUTH_ENABLE_BASIC;
    info.Length = sizeof settings - 1;
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL,
                                 0, NULL, NULL), ERROR_INVALID_PARAMETER);
    info.Length = sizeof settings;
    RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL,
                                 0, NULL, NULL), NO_ERROR);
    hear(one, text, sizeof text, "\r\n\r\n");
    CHECK(strstr(text, "\r\nWWW-Authenticate: Basic realm=\"once\"\r\n"));
    is_told(ask(one, basic("ann", "correct horse")), ACCEPTED);
    one = ask(client(service.port), basic("ann", "correct horse"));
    receive(service.queue, &request);
    CHECK(request.v2.RequestInfoCount == infos_of_tls());
    finish(one, request.v1.RequestId);
}

/* What is kept for all is not for those who have to say who they are, and the other way round. */
static void cache(void)
{
    HTTP_CACHE_POLICY keep = {HttpCachePolicyUserInvalidates, 0};
    HTTP_RESPONSE_V2 response;
    union request request;
    char text[1024];
    for (int asks_first = 1; asks_first >= 0; --asks_first) {
        int one;
        RETURNS(set_group(asks_first ? with(HTTP_AUTH_ENABLE_BASIC, L"") : taken_away()), NO_ERROR);
        one = get(service.port, "/kept");
        receive(service.queue, &request);
        response = refusal(200, "");
        response.Headers.KnownHeaders[HttpHeaderContentType].pRawValue = "text/plain";
        response.Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = 10;
        RETURNS(HttpSendHttpResponse(service.queue, request.v1.RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT,
                                     (PHTTP_RESPONSE)&response, &keep, NULL, NULL, 0, NULL, NULL), NO_ERROR);
        hear(one, text, sizeof text, NULL);
        close(one);
        RETURNS(set_group(asks_first ? taken_away() : with(HTTP_AUTH_ENABLE_BASIC, L"")), NO_ERROR);
        one = get(service.port, "/kept");
        receive(service.queue, &request);
        finish(one, request.v1.RequestId);
    }
    /* It was kept in the second round. */
    RETURNS(set_group(taken_away()), NO_ERROR);
    {
        int one = get(service.port, "/kept");
        hear(one, text, sizeof text, "\r\n\r\n");
        CHECK(strncmp(text, "HTTP/1.1 200 ", 13) == 0);
        close(one);
    }
}

static void channel_binding(void)
{
    HTTP_CHANNEL_BIND_INFO info;
    PHTTP_REQUEST_CHANNEL_BIND_STATUS status;
    union request request;
    int one;
    memset(&info, 0, sizeof info);
    info.Hardening = HttpAuthenticationHardeningMedium;
    info.Flags = HTTP_CHANNEL_BIND_SECURE_CHANNEL_TOKEN;
    RETURNS(HttpSetServerSessionProperty(service.session, HttpServerChannelBindProperty, &info, sizeof info), NO_ERROR);
    RETURNS(set_group(with(HTTP_AUTH_ENABLE_BASIC, L"")), NO_ERROR);
    one = get(service.port, "/");
    receive(service.queue, &request);
    CHECK(request.v2.RequestInfoCount == 2 + infos_of_tls() && auth_of(&request));
    status = (PHTTP_REQUEST_CHANNEL_BIND_STATUS)info_of(&request, HttpRequestInfoTypeChannelBind, sizeof *status);
    CHECK(status && status->ServiceName == NULL && !status->ChannelToken == !infos_of_tls()
          && !status->ChannelTokenSize == !infos_of_tls());
    finish(one, request.v1.RequestId);
    info.Flags = 0;
    RETURNS(HttpSetUrlGroupProperty(service.group, HttpServerChannelBindProperty, &info, sizeof info), NO_ERROR);
    one = get(service.port, "/");
    receive(service.queue, &request);
    CHECK(request.v2.RequestInfoCount == 1 + infos_of_tls());
    finish(one, request.v1.RequestId);
}

int main(void)
{
    char folder[] = "/tmp/portico-passwords-XXXXXX";
    CHECK(mkdtemp(folder) != NULL);
    snprintf(path, sizeof path, "%s/passwords", folder);
    setenv("PORTICO_PASSWORDS", path, 1);
    write_passwords(ANN BOB CARL SLOW);
    service = serve_v2();
    property();
    challenges();
    credentials();
    receives();
    password_file();
    others_go_on();
    by_response();
    levels();
    cache();
    RETURNS(set_group(with(HTTP_AUTH_ENABLE_BASIC, L"")), NO_ERROR);
    attempts();
    channel_binding();
    end_service_v2(&service);
    CHECK(unlink(path) == 0 && rmdir(folder) == 0);
    return check_failures;
}
