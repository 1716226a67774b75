// The headers of a request: read, set, added to, deleted, by name, by number and in the structure.
#include "request_module.h"

#include <vector>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) override {
        IHttpRequest *request = context->GetRequest();
        if (asks(context, "changes")) {
            changes(context);
        } else {
            read(context, request);
            write(context, request);
        }
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }

private:
    static void show(IHttpContext *context, const char *name) {
        USHORT length = 99;
        PCSTR value = context->GetRequest()->GetHeader(name, &length);
        say(context, "%s=[%s] %d", name, or_null(value), length);
    }

    static void read(IHttpContext *context, IHttpRequest *request) {
        for (const char *name : {"host", "X-OWN", "X-Empty", "X-None", "Accept", "X-Twice", "Referer"}) {
            show(context, name);
        }
        USHORT length = 99;
        PCSTR agent = request->GetHeader(HttpHeaderUserAgent, &length);
        say(context, "by number %s %d", or_null(agent), length);
        say(context, "no number %s %s", or_null(request->GetHeader(HTTP_HEADER_ID(41))),
            or_null(request->GetHeader(HTTP_HEADER_ID(-1))));
        say(context, "null name %s", or_null(request->GetHeader(static_cast<PCSTR>(nullptr))));
        const IHttpRequest *fixed = request;
        HTTP_REQUEST *raw = request->GetRawHttpRequest();
        say(context, "same structure %d", fixed->GetRawHttpRequest() == raw);
        say(context, "structure %s", raw->Headers.KnownHeaders[HttpHeaderHost].pRawValue);
    }

    static void write(IHttpContext *context, IHttpRequest *request) {
        say(context, "null value %d", request->SetHeader("X", nullptr, 0, TRUE) == CODE(ERROR_INVALID_PARAMETER));
        say(context, "null name %d",
            request->SetHeader(static_cast<PCSTR>(nullptr), "x", 1, TRUE) == CODE(ERROR_INVALID_PARAMETER));
        say(context, "bad number %d",
            request->SetHeader(HTTP_HEADER_ID(41), "x", 1, TRUE) == CODE(ERROR_INVALID_PARAMETER));
        say(context, "delete null %d",
            request->DeleteHeader(static_cast<PCSTR>(nullptr)) == CODE(ERROR_INVALID_PARAMETER));
        // The length counts, and the text is copied.
        char text[] = "value and more";
        say(context, "set %d", request->SetHeader("x-new", text, 5, TRUE) == S_OK);
        std::memset(text, '-', sizeof text);
        show(context, "X-New");
        request->SetHeader("X-New", "second", 6, FALSE);
        show(context, "X-New");
        request->SetHeader("X-New", "only", 4, TRUE);
        show(context, "X-New");
        request->SetHeader("X-Blank", "", 0, TRUE);
        show(context, "X-Blank");
        // A name that has a number is that number.
        request->SetHeader("user-agent", "mine", 4, TRUE);
        say(context, "agent %s", request->GetHeader(HttpHeaderUserAgent));
        request->SetHeader(HttpHeaderAccept, "text/plain", 10, FALSE);
        show(context, "Accept");
        request->SetHeader(HttpHeaderFrom, "me", 2, FALSE);
        HTTP_REQUEST_HEADERS &headers = request->GetRawHttpRequest()->Headers;
        say(context, "in the structure %.*s %d", headers.KnownHeaders[HttpHeaderFrom].RawValueLength,
            headers.KnownHeaders[HttpHeaderFrom].pRawValue, headers.UnknownHeaderCount);
        // A change of the structure is seen.
        static const char changed[] = "changed";
        headers.KnownHeaders[HttpHeaderFrom] = {sizeof changed - 1, changed};
        show(context, "From");
        for (int i = 0; i < headers.UnknownHeaderCount; i++) {
            if (!std::strcmp(headers.pUnknownHeaders[i].pName, "x-new")) {
                headers.pUnknownHeaders[i].pRawValue = changed;
                headers.pUnknownHeaders[i].RawValueLength = sizeof changed - 1;
            }
        }
        show(context, "X-New");
        say(context, "delete %d %d %d", request->DeleteHeader("x-NEW") == S_OK, request->DeleteHeader("X-None") == S_OK,
            request->DeleteHeader(HttpHeaderFrom) == S_OK);
        show(context, "X-New");
        show(context, "From");
        show(context, "X-Own");
        say(context, "delete bad number %d",
            request->DeleteHeader(HTTP_HEADER_ID(41)) == CODE(ERROR_INVALID_PARAMETER));
        // As many as one likes, until a value is too long.
        for (int i = 0; i < 40; i++) {
            std::string name = "X-Many-" + std::to_string(i);
            request->SetHeader(name.c_str(), "m", 1, TRUE);
        }
        show(context, "X-Many-0");
        show(context, "X-Many-39");
        std::string large(65535, 'l');
        say(context, "large %d", request->SetHeader("X-Large", large.c_str(), 65535, TRUE) == S_OK);
        say(context, "too large %d", request->SetHeader("X-Large", "l", 1, FALSE) == CODE(ERROR_INVALID_DATA));
    }

    struct Snapshot {
        DWORD number = 0;
        PCSTR known[HttpHeaderRequestMaximum] = {};
        DWORD unknown = 0;
        PCSTR *names = nullptr, *values = nullptr;
    };

    static void compare(IHttpContext *context, Snapshot &snapshot, const char *what) {
        DWORD known[HttpHeaderRequestMaximum + 1], unknown_count = 99, *unknown = nullptr;
        DWORD before = snapshot.number;
        HRESULT result = context->GetRequest()->GetHeaderChanges(
            snapshot.number, &snapshot.number, snapshot.known, &snapshot.unknown, &snapshot.names, &snapshot.values,
            known, &unknown_count, &unknown);
        std::string text;
        for (DWORD *at = known; *at != DWORD(-1); at++) {
            text += " " + std::to_string(*at) + "=" + or_null(snapshot.known[*at]);
        }
        for (DWORD i = 0; i < unknown_count; i++) {
            text += std::string(" ") + snapshot.names[unknown[i]] + "=" + or_null(snapshot.values[unknown[i]]);
        }
        say(context, "%s: %d new number %d end %d:%s", what, result == S_OK, snapshot.number != before,
            unknown[unknown_count] == DWORD(-1), text.c_str());
    }

    static void changes(IHttpContext *context) {
        IHttpRequest *request = context->GetRequest();
        Snapshot snapshot;
        compare(context, snapshot, "first");
        compare(context, snapshot, "same");
        request->SetHeader(HttpHeaderFrom, "me", 2, TRUE);
        request->SetHeader("X-Later", "1", 1, TRUE);
        compare(context, snapshot, "set");
        request->DeleteHeader("X-Own");
        request->SetHeader("X-Later", "2", 1, TRUE);
        compare(context, snapshot, "deleted");
        compare(context, snapshot, "same again");
        request->GetRawHttpRequest()->Headers.KnownHeaders[HttpHeaderFrom].pRawValue = "you";
        compare(context, snapshot, "in the structure");
        DWORD number;
        say(context, "null %d",
            request->GetHeaderChanges(0, &number, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr, nullptr) ==
                CODE(ERROR_INVALID_PARAMETER));
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>, RQ_BEGIN_REQUEST, 0);
}
