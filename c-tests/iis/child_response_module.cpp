// What a child's response does to its parent's. /?DEPTH:WHAT runs a child so deep, which does WHAT; the request
// itself prints what has become of its own response.
#include "response_test.h"

#include <atomic>
#include <cstdlib>

namespace {

std::atomic<int> runs(0);

bool has(const std::string &what, const char *word) {
    return what.find(word) != std::string::npos;
}

std::string trailer(IHttpResponse4 *response, const char *name) {
    USHORT length = 0;
    PCSTR value = response->GetTrailer(name, &length);
    return value ? std::string(value, length) : "none";
}

void set_trailer(IHttpResponse4 *response, const char *name, const char *value, BOOL replace) {
    RETURNS(response->SetTrailer(name, value, static_cast<USHORT>(std::strlen(value)), replace), S_OK);
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        PCSTR query = "";
        DWORD length = 0;
        RETURNS(context->GetServerVariable("QUERY_STRING", &query, &length), S_OK);
        const int depth = std::atoi(query);
        const std::string what = std::strchr(query, ':') + 1;
        IHttpResponse *base = context->GetResponse();
        IHttpResponse4 *response = static_cast<IHttpResponse4 *>(base);
        context->SetRequestHandled();
        if (depth == 0) {
            act(what, response);
            return RQ_NOTIFICATION_CONTINUE;
        }
        const bool is_root = context->GetParentContext() == NULL;
        if (is_root)
            prepare(what, base, response);
        run(context, depth - 1, what);
        if (is_root) {
            std::fprintf(stderr, "%s: child %s parent %s suppressed %d cache %d\n", query,
                trailer(response, "X-Child").c_str(), trailer(response, "X-Parent").c_str(),
                response->GetHeadersSuppressed(), response->GetKernelCacheEnabled());
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        delete this;
    }

private:
    static void prepare(const std::string &what, IHttpResponse *base, IHttpResponse4 *response) {
        if (has(what, "replaces")) {
            set_trailer(response, "x-child", "old", TRUE);
            set_trailer(response, "X-Parent", "own", TRUE);
        }
        if (has(what, "behind")) {
            DWORD sent = 0;
            RETURNS(write(base, "before "), S_OK);
            RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
        }
        if (has(what, "kept")) {
            HTTP_CACHE_POLICY *policy = response->GetCachePolicy()->GetKernelCachePolicy();
            policy->Policy = HttpCachePolicyTimeToLive;
            policy->SecondsToLive = 60;
            RETURNS(set(response, "Content-Type", "text/plain"), S_OK);
        }
    }

    static void act(const std::string &what, IHttpResponse4 *response) {
        if (has(what, "trailers")) {
            set_trailer(response, "X-Child", "1", TRUE);
            set_trailer(response, "X-Child", "2", FALSE);
        }
        if (has(what, "suppresses"))
            response->SuppressHeaders();
        if (has(what, "raw"))
            RETURNS(write(response, "HTTP/1.1 299 Own\r\nX-Own: 1\r\n\r\n"), S_OK);
        if (has(what, "disables"))
            response->DisableKernelCache();
        RETURNS(write(response, std::to_string(++runs).c_str()), S_OK);
        if (has(what, "late")) {
            // The head of the child is its parent's from here on; the rest comes with its last send.
            DWORD sent = 0;
            RETURNS(static_cast<IHttpResponse *>(response)->Flush(FALSE, TRUE, &sent), S_OK);
            set_trailer(response, "X-Child", "late", TRUE);
        }
    }

    static void run(IHttpContext *context, int depth, const std::string &what) {
        IHttpContext *clone = NULL;
        BOOL expected = TRUE;
        const std::string url = "/?" + std::to_string(depth) + ":" + what;
        const DWORD flags = (has(what, "bare") ? EXECUTE_FLAG_NO_HEADERS : 0) |
                            (has(what, "buffered") ? EXECUTE_FLAG_BUFFER_RESPONSE : 0);
        RETURNS(context->CloneContext(CLONE_FLAG_BASICS, &clone), S_OK);
        RETURNS(clone->GetRequest()->SetUrl(url.c_str(), static_cast<DWORD>(url.size()), TRUE), S_OK);
        RETURNS(context->ExecuteRequest(TRUE, clone, flags, NULL, &expected), S_OK);
        CHECK(!expected);
        RETURNS(clone->ReleaseClonedContext(), S_OK);
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory<Module>, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
