// Headers, status and redirects of the response.
#include "response_test.h"

#include <vector>

namespace {

bool is(const char *text, const char *expected) {
    return text != NULL && std::strcmp(text, expected) == 0;
}

REQUEST_NOTIFICATION_STATUS headers(IHttpContext *, IHttpResponse *response) {
    USHORT length = 99;
    CHECK(response->GetHeader("X-None", &length) == NULL && length == 0);
    CHECK(response->GetHeader(HttpHeaderContentType) == NULL);
    CHECK(is(response->GetHeader("Server"), "Microsoft-IIS/10.0"));

    // By name and by number is the same, where there is a number.
    RETURNS(set(response, "content-type", "text/plain"), S_OK);
    CHECK(is(response->GetHeader(HttpHeaderContentType, &length), "text/plain") && length == 10);
    RETURNS(response->SetHeader(HttpHeaderContentType, "text/html", 9, TRUE), S_OK);
    CHECK(is(response->GetHeader("Content-Type"), "text/html"));

    // A value is as long as it is said to be, and a copy.
    char value[] = "one-two";
    RETURNS(response->SetHeader("X-One", value, 3, TRUE), S_OK);
    std::memset(value, 'z', 7);
    CHECK(is(response->GetHeader("x-one", &length), "one") && length == 3);
    RETURNS(set(response, "X-One", "more", FALSE), S_OK);
    CHECK(is(response->GetHeader("X-One"), "one,more"));
    RETURNS(set(response, "X-Two", "a"), S_OK);
    RETURNS(set(response, "X-Two", "b", TRUE), S_OK);
    RETURNS(set(response, "Allow", "GET"), S_OK);
    RETURNS(set(response, "Allow", "PUT", FALSE), S_OK);

    // Cookies have lines of their own.
    RETURNS(set(response, "Set-Cookie", "a=1", FALSE), S_OK);
    RETURNS(set(response, "Set-Cookie", "b=2", FALSE), S_OK);
    RETURNS(response->SetHeader(HttpHeaderSetCookie, "c=3", 3, FALSE), S_OK);
    RETURNS(set(response, "WWW-Authenticate", "Negotiate", FALSE), S_OK);
    RETURNS(set(response, "WWW-Authenticate", "NTLM", FALSE), S_OK);

    // What goes goes, and may be gone.
    RETURNS(set(response, "X-Gone", "x"), S_OK);
    RETURNS(response->DeleteHeader("X-Gone"), S_OK);
    RETURNS(response->DeleteHeader("X-Gone"), S_OK);
    RETURNS(set(response, "ETag", "\"x\""), S_OK);
    RETURNS(response->DeleteHeader(HttpHeaderEtag), S_OK);
    CHECK(response->GetHeader("ETag") == NULL && response->GetHeader("X-Gone") == NULL);
    RETURNS(response->DeleteHeader(static_cast<HTTP_HEADER_ID>(77)), S_OK);

    const HRESULT invalid = HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
    RETURNS(response->SetHeader(static_cast<PCSTR>(NULL), "x", 1, TRUE), invalid);
    RETURNS(response->SetHeader("X-Three", NULL, 0, TRUE), invalid);
    RETURNS(set(response, "X Three", "x"), invalid);
    RETURNS(set(response, "X-Three", "a\r\nX-Evil: b"), invalid);
    RETURNS(response->SetHeader(HttpHeaderAge, "a\nb", 3, TRUE), invalid);
    RETURNS(response->SetHeader(static_cast<HTTP_HEADER_ID>(HttpHeaderResponseMaximum), "x", 1, TRUE), invalid);
    std::string large(40000, 'v');
    RETURNS(response->SetHeader("X-Large", large.data(), 40000, TRUE), S_OK);
    RETURNS(response->SetHeader("X-Large", large.data(), 40000, FALSE), HRESULT_FROM_WIN32(ERROR_INVALID_DATA));
    RETURNS(response->DeleteHeader("X-Large"), S_OK);
    std::string name(70000, 'n');
    RETURNS(set(response, name.c_str(), "x"), HRESULT_FROM_WIN32(ERROR_INVALID_DATA));

    // The structure tells the same, and what is written there counts.
    HTTP_RESPONSE *raw = response->GetRawHttpResponse();
    const IHttpResponse *constant = response;
    CHECK(constant->GetRawHttpResponse() == raw);
    CHECK(is(raw->Headers.KnownHeaders[HttpHeaderContentType].pRawValue, "text/html"));
    // X-Custom, X-One, X-Two, two more cookies and one more challenge.
    CHECK(raw->Headers.UnknownHeaderCount == 6);
    raw->Headers.KnownHeaders[HttpHeaderVia].pRawValue = "raw";
    raw->Headers.KnownHeaders[HttpHeaderVia].RawValueLength = 3;
    CHECK(is(response->GetHeader("Via"), "raw"));
    static HTTP_UNKNOWN_HEADER own[7];
    std::memcpy(own, raw->Headers.pUnknownHeaders, 6 * sizeof own[0]);
    own[6].pName = "X-Raw";
    own[6].NameLength = 5;
    own[6].pRawValue = "yes";
    own[6].RawValueLength = 3;
    raw->Headers.pUnknownHeaders = own;
    raw->Headers.UnknownHeaderCount = 7;
    CHECK(is(response->GetHeader("X-Raw"), "yes"));
    RETURNS(set(response, "X-After", "raw"), S_OK);
    CHECK(raw->Headers.UnknownHeaderCount == 8);
    RETURNS(write(response, "headers"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS server(IHttpContext *, IHttpResponse *response) {
    RETURNS(response->DeleteHeader("Server"), S_OK);
    CHECK(response->GetHeader("Server") == NULL);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS own_server(IHttpContext *, IHttpResponse *response) {
    RETURNS(set(response, "Server", "mine"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS clear(IHttpContext *, IHttpResponse *response) {
    RETURNS(response->SetStatus(410, "Away", 7), S_OK);
    RETURNS(set(response, "X-One", "1"), S_OK);
    RETURNS(set(response, "Age", "1"), S_OK);
    RETURNS(response->DeleteHeader("Server"), S_OK);
    response->ClearHeaders();
    CHECK(response->GetHeader("X-One") == NULL && response->GetHeader("Age") == NULL);
    CHECK(is(response->GetHeader("Server"), "Microsoft-IIS/10.0"));
    USHORT status = 0, sub_status = 0;
    response->GetStatus(&status, &sub_status);
    CHECK(status == 410 && sub_status == 7);
    RETURNS(set(response, "X-One", "1"), S_OK);
    RETURNS(write(response, "never seen"), S_OK);
    CHECK(response->GetRawHttpResponse()->EntityChunkCount == 1);
    response->Clear();
    response->GetStatus(&status, &sub_status);
    CHECK(status == 200 && sub_status == 0);
    CHECK(response->GetRawHttpResponse()->EntityChunkCount == 0);
    RETURNS(write(response, "clear"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

// An exception that counts its references.
class Exception : public IAppHostConfigException {
public:
    LONG references = 1;
    HRESULT QueryInterface(REFIID, void **) { return E_NOINTERFACE; }
    ULONG AddRef() { return static_cast<ULONG>(++references); }
    ULONG Release() { return static_cast<ULONG>(--references); }
    HRESULT get_LineNumber(ULONG *) { return E_NOTIMPL; }
    HRESULT get_FileName(BSTR *) { return E_NOTIMPL; }
    HRESULT get_ConfigPath(BSTR *) { return E_NOTIMPL; }
    HRESULT get_ErrorLine(BSTR *) { return E_NOTIMPL; }
    HRESULT get_PreErrorLine(BSTR *) { return E_NOTIMPL; }
    HRESULT get_PostErrorLine(BSTR *) { return E_NOTIMPL; }
    HRESULT get_ErrorString(BSTR *) { return E_NOTIMPL; }
};

Exception exception;

REQUEST_NOTIFICATION_STATUS status(IHttpContext *, IHttpResponse *response) {
    USHORT code = 0, sub_status = 1, length = 0;
    PCSTR reason = NULL;
    PCWSTR module = NULL;
    DWORD notification = 0;
    HRESULT error = -1;
    IAppHostConfigException *found = NULL;
    BOOL skips = TRUE;
    response->GetStatus(&code, &sub_status, &reason, &length, &error, NULL, NULL, &found, &skips);
    CHECK(code == 200 && sub_status == 0 && is(reason, "OK") && length == 2 && error == S_OK);
    CHECK(found == NULL && skips == FALSE);

    char text[] = "Own Words";
    RETURNS(response->SetStatus(418, text, 5, E_ACCESSDENIED, &exception, TRUE), S_OK);
    text[0] = 'x';
    CHECK(exception.references == 2);
    response->GetStatus(&code, &sub_status, &reason, &length, &error, &module, &notification, &found, &skips);
    CHECK(code == 418 && sub_status == 5 && is(reason, "Own Words") && length == 9 && error == E_ACCESSDENIED);
    CHECK(skips == TRUE && found == &exception && exception.references == 3);
    found->Release();
    CHECK(module != NULL && std::wcscmp(module, L"response_headers_module") == 0);
    CHECK(notification == RQ_BEGIN_REQUEST);

    // Without a phrase it is the usual one.
    RETURNS(response->SetStatus(404, NULL), S_OK);
    CHECK(exception.references == 1);
    response->GetStatus(&code, NULL, &reason);
    CHECK(code == 404 && is(reason, "Not Found"));
    std::string large(70000, 'r');
    RETURNS(response->SetStatus(500, large.c_str()), HRESULT_FROM_WIN32(ERROR_INVALID_DATA));
    RETURNS(response->SetStatus(500, "a\r\nb: c"), HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
    response->GetStatus(&code);
    CHECK(code == 404);

    HTTP_RESPONSE *raw = response->GetRawHttpResponse();
    CHECK(raw->StatusCode == 404 && is(raw->pReason, "Not Found"));
    raw->StatusCode = 203;
    raw->pReason = "By Hand";
    raw->ReasonLength = 7;
    RETURNS(response->SetErrorDescription(L"why", 3), S_OK);
    DWORD units = 0;
    PCWSTR description = response->GetErrorDescription(&units);
    CHECK(description != NULL && units == 3 && std::wcscmp(description, L"why") == 0);
    // The reference ends with the request, at the latest.
    RETURNS(response->SetStatus(203, "By Hand", 0, S_OK, &exception), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS references(IHttpContext *, IHttpResponse *response) {
    // The client has its answer before the request has ended.
    for (int tries = 0; tries < 2000 && exception.references != 1; ++tries) {
        Sleep(5);
    }
    CHECK(exception.references == 1);
    RETURNS(write(response, "references"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS error(IHttpContext *, IHttpResponse *response) {
    CHECK(response->GetErrorDescription() == NULL);
    RETURNS(response->SetStatus(403, NULL, 14, E_ACCESSDENIED), S_OK);
    RETURNS(response->SetErrorDescription(L"no <entry>", 10, TRUE), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS bare_error(IHttpContext *, IHttpResponse *response) {
    RETURNS(response->SetStatus(403, NULL, 0, S_OK, NULL, TRUE), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS own_error(IHttpContext *, IHttpResponse *response) {
    RETURNS(response->SetStatus(500, NULL), S_OK);
    RETURNS(write(response, "my own page"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS redirect(IHttpContext *context, IHttpResponse *response) {
    const std::string url = context->GetRequest()->GetRawHttpRequest()->pRawUrl;
    const std::string to = url.substr(url.find("to=") + 3);
    RETURNS(write(response, "dropped"), S_OK);
    RETURNS(response->Redirect(to.c_str()), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS redirect_others(IHttpContext *, IHttpResponse *response) {
    const HRESULT invalid = HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
    RETURNS(response->Redirect(NULL), invalid);
    RETURNS(response->Redirect("/x\r\nX-Evil: 1"), invalid);
    RETURNS(response->SetStatus(307, NULL), S_OK);
    RETURNS(response->Redirect("/kept?x=1", FALSE, TRUE), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS changes(IHttpContext *, IHttpResponse *response) {
    DWORD number = 0, unknown = 0, changed[HttpHeaderResponseMaximum + 1], unknown_changed = 0;
    PCSTR known[HttpHeaderResponseMaximum] = {};
    PCSTR *names = NULL, *values = NULL;
    DWORD *places = NULL;
    auto look = [&](DWORD old) {
        return response->GetHeaderChanges(old, &number, known, &unknown, &names, &values, changed, &unknown_changed,
                                          &places);
    };
    RETURNS(look(0), S_OK);
    CHECK(changed[0] == HttpHeaderServer && changed[1] == static_cast<DWORD>(-1));
    CHECK(unknown == 1 && unknown_changed == 1 && is(names[0], "X-Custom"));
    const DWORD first = number;
    RETURNS(look(first), S_OK);
    CHECK(number == first && changed[0] == static_cast<DWORD>(-1) && unknown_changed == 0);
    RETURNS(set(response, "Age", "5"), S_OK);
    RETURNS(set(response, "X-One", "1"), S_OK);
    RETURNS(set(response, "X-Two", "2"), S_OK);
    RETURNS(look(first), S_OK);
    CHECK(number != first);
    CHECK(changed[0] == HttpHeaderAge && is(known[HttpHeaderAge], "5") && changed[1] == static_cast<DWORD>(-1));
    CHECK(unknown == 3 && unknown_changed == 2 && is(names[2], "X-Two") && is(values[2], "2"));
    RETURNS(set(response, "X-Two", "3"), S_OK);
    RETURNS(response->DeleteHeader("Age"), S_OK);
    RETURNS(look(number), S_OK);
    CHECK(changed[0] == HttpHeaderAge && known[HttpHeaderAge] == NULL);
    CHECK(unknown_changed == 1 && places[0] == 2 && is(values[2], "3"));
    RETURNS(response->GetHeaderChanges(0, NULL, known, &unknown, &names, &values, changed, &unknown_changed, &places),
            HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS cache_policy(IHttpContext *, IHttpResponse *response) {
    IHttpCachePolicy2 *policy = static_cast<IHttpCachePolicy2 *>(response->GetCachePolicy());
    CHECK(policy->GetKernelCachePolicy()->Policy == HttpCachePolicyNocache);
    CHECK(policy->GetUserCachePolicy()->Policy == HttpCachePolicyNocache);
    CHECK(policy->GetUserCachePolicy()->SecondsToLive == 0);
    CHECK(is(policy->GetVaryByHeaders(), "") && is(policy->GetVaryByQueryStrings(), ""));
    CHECK(is(policy->GetVaryByValue(), ""));
    RETURNS(policy->AppendVaryByHeader(NULL), S_OK);
    RETURNS(policy->AppendVaryByHeader("Accept"), S_OK);
    RETURNS(policy->AppendVaryByHeader("Cookie"), S_OK);
    CHECK(is(policy->GetVaryByHeaders(), "Accept,Cookie"));
    RETURNS(policy->AppendVaryByQueryString("a"), S_OK);
    RETURNS(policy->AppendVaryByQueryString("b"), S_OK);
    RETURNS(policy->AppendVaryByQueryString(NULL), S_OK);
    CHECK(is(policy->GetVaryByQueryStrings(), "a,b"));
    RETURNS(policy->SetVaryByValue(NULL), E_INVALIDARG);
    RETURNS(policy->SetVaryByValue("one"), S_OK);
    RETURNS(policy->SetVaryByValue("two"), S_OK);
    CHECK(is(policy->GetVaryByValue(), "two"));
    RETURNS(policy->SetVaryByValue(std::string(70000, 'v').c_str()), HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW));
    CHECK(policy->IsUserCacheEnabled() && !policy->IsCached());
    CHECK(!policy->GetKernelCacheInvalidatorSet() && !policy->IsForceUpdateSet());
    policy->DisableUserCache();
    policy->SetIsCached();
    policy->SetKernelCacheInvalidatorSet();
    policy->SetForceUpdate();
    CHECK(!policy->IsUserCacheEnabled() && policy->IsCached());
    CHECK(policy->GetKernelCacheInvalidatorSet() && policy->IsForceUpdateSet());
    CHECK(response->GetKernelCacheEnabled());
    response->DisableKernelCache();
    CHECK(!response->GetKernelCacheEnabled());
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

int cached_runs, uncached_runs;

REQUEST_NOTIFICATION_STATUS keep(IHttpResponse *response, int run) {
    HTTP_CACHE_POLICY *policy = response->GetCachePolicy()->GetKernelCachePolicy();
    policy->Policy = HttpCachePolicyTimeToLive;
    policy->SecondsToLive = 60;
    RETURNS(set(response, "Content-Type", "text/plain"), S_OK);
    RETURNS(write(response, std::to_string(run).c_str()), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS cached(IHttpContext *, IHttpResponse *response) {
    return keep(response, ++cached_runs);
}

REQUEST_NOTIFICATION_STATUS uncached(IHttpContext *, IHttpResponse *response) {
    response->DisableKernelCache(9);
    return keep(response, ++uncached_runs);
}

const Scenario SCENARIOS[] = {
    {"/headers", headers},
    {"/server", server},
    {"/own-server", own_server},
    {"/clear", clear},
    {"/status", status},
    {"/references", references},
    {"/error", error},
    {"/bare-error", bare_error},
    {"/own-error", own_error},
    {"/a/redirect", redirect},
    {"/a%20b%25%3F%23%c3%bc/redirect%3f", redirect},
    {"/redirect-others", redirect_others},
    {"/changes", changes},
    {"/cache-policy", cache_policy},
    {"/cached", cached},
    {"/uncached", uncached},
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        const std::string path = path_of(context);
        for (const Scenario &scenario : SCENARIOS)
            if (path == scenario.path)
                return scenario.run(context, context->GetResponse());
        CHECK(!"a scenario with this path");
        return RQ_NOTIFICATION_CONTINUE;
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory<Module>, RQ_BEGIN_REQUEST, 0);
}
