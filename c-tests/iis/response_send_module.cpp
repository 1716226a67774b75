// Sending: flushes of all forms, RQ_SEND_RESPONSE, lost clients, trailers, and what leaves HTTP.
#include "response_test.h"

#include <atomic>
#include <vector>

namespace {

const HRESULT BUSY = HRESULT_FROM_WIN32(ERROR_INVALID_STATE);
const REQUEST_NOTIFICATION_STATUS FINISH = RQ_NOTIFICATION_FINISH_REQUEST, PENDING = RQ_NOTIFICATION_PENDING;

// More than what the kernel takes at once.
const std::string LARGE(32 << 20, 'L');

// What is written beyond so much is sent at once.
const size_t LARGEST_BUFFER = 4 << 20;

bool means_gone(HRESULT result) {
    return result == HRESULT_FROM_WIN32(ERROR_NETNAME_DELETED) || result == HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID) ||
           result == HRESULT_FROM_WIN32(ERROR_OPERATION_ABORTED);
}

void reference(IHttpResponse *response, const std::string &text) {
    HTTP_DATA_CHUNK chunk = memory_chunk(text.data(), text.size());
    RETURNS(response->WriteEntityChunkByReference(&chunk), S_OK);
}

class Module : public CHttpModule {
public:
    std::string path;
    int sends = 0, ends = 0;
    std::string seen;
    char read[4];

    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *) {
        path = path_of(context);
        IHttpResponse *base = context->GetResponse();
        IHttpResponse4 *response = static_cast<IHttpResponse4 *>(base);
        DWORD sent = 0;
        BOOL expected = FALSE;
        CHECK(!context->GetResponseHeadersSent());
        if (path == "/flush") {
            RETURNS(set(response, "X-One", "1"), S_OK);
            RETURNS(write(response, "one "), S_OK);
            RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
            CHECK(sent > 4 && sends == 1 && context->GetResponseHeadersSent());
            RETURNS(set(response, "X-Late", "1"), S_OK);
            // Nothing to say is no harm.
            RETURNS(base->Flush(FALSE, TRUE, &sent, &expected), S_OK);
            CHECK(sent == 0 && !expected);
            RETURNS(base->Flush(FALSE, TRUE, NULL), S_OK);
            RETURNS(write(response, "two"), S_OK);
            return FINISH;
        }
        if (path == "/end") {
            RETURNS(write(response, "whole"), S_OK);
            RETURNS(base->Flush(FALSE, FALSE, &sent), S_OK);
            return FINISH;
        }
        if (path == "/async") {
            reference(response, LARGE);
            RETURNS(base->Flush(TRUE, TRUE, &sent, &expected), S_OK);
            CHECK(expected);
            // Nothing else may be sent meanwhile.
            RETURNS(base->Flush(FALSE, TRUE, &sent), BUSY);
            RETURNS(base->Flush(TRUE, TRUE, &sent, &expected), BUSY);
            std::fprintf(stderr, "%s waits\n", path.c_str());
            return PENDING;
        }
        if (path == "/inline") {
            RETURNS(write(response, "small"), S_OK);
            RETURNS(base->Flush(TRUE, TRUE, &sent, &expected), S_OK);
            CHECK(!expected && sent > 5);
            return FINISH;
        }
        if (path == "/always") {
            // Without a flag every end is told.
            RETURNS(write(response, "small"), S_OK);
            RETURNS(base->Flush(TRUE, TRUE, NULL), S_OK);
            return PENDING;
        }
        if (path == "/unbuffered") {
            response->DisableBuffering();
            HTTP_DATA_CHUNK chunks[2] = {text_chunk("<"), memory_chunk(LARGE.data(), LARGE.size())};
            RETURNS(base->WriteEntityChunks(chunks, 2, TRUE, TRUE, &sent, &expected), S_OK);
            CHECK(expected);
            std::fprintf(stderr, "%s waits\n", path.c_str());
            return PENDING;
        }
        if (path == "/callback") {
            reference(response, LARGE);
            RETURNS(response->Flush(TRUE, TRUE, called, this, &sent, &expected), S_OK);
            CHECK(expected);
            std::fprintf(stderr, "%s waits\n", path.c_str());
            return PENDING;
        }
        if (path == "/callback-inline") {
            RETURNS(write(response, "small"), S_OK);
            RETURNS(response->Flush(TRUE, TRUE, called, this, &sent, &expected), S_OK);
            CHECK(!expected && sent > 5);
            HTTP_DATA_CHUNK chunk = text_chunk(" more");
            response->DisableBuffering();
            RETURNS(response->WriteEntityChunks(&chunk, 1, TRUE, TRUE, called, this, NULL, NULL), S_OK);
            return PENDING;
        }
        if (path == "/refused" || path == "/refused-full") {
            // A read is under way, so that nothing can be sent with a completion.
            RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
            RETURNS(context->GetRequest()->ReadEntityBody(read, sizeof read, TRUE, &sent, &expected), S_OK);
            CHECK(expected);
            if (path == "/refused") {
                response->DisableBuffering();
            } else {
                RETURNS(write(response, "kept "), S_OK);
            }
            std::string text(LARGEST_BUFFER + 1, 'R');
            HTTP_DATA_CHUNK chunks[2] = {text_chunk("<"), memory_chunk(&text[0], text.size())};
            const USHORT before = base->GetRawHttpResponse()->EntityChunkCount;
            RETURNS(base->WriteEntityChunks(chunks, 2, TRUE, TRUE, &sent, &expected), BUSY);
            CHECK(!expected && sent == 0);
            RETURNS(base->WriteEntityChunks(chunks, 2, TRUE, TRUE, NULL), BUSY);
            RETURNS(response->WriteEntityChunks(chunks, 2, TRUE, TRUE, called, this, &sent, &expected), BUSY);
            CHECK(base->GetRawHttpResponse()->EntityChunkCount == before);
            // The failure has left nothing behind that points to the text.
            std::fprintf(stderr, "%s waits\n", path.c_str());
            return PENDING;
        }
        if (path == "/disconnect")
            response->SetNeedDisconnect();
        if (path == "/go-away" || path == "/go-away-later")
            response->SetNeedGoAway();
        if (path == "/go-away-later") {
            RETURNS(write(response, "one "), S_OK);
            RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
            RETURNS(write(response, "two"), S_OK);
        }
        if (path == "/push") {
            PCSTR names[1] = {"Accept"}, values[1] = {"*/*"};
            RETURNS(response->PushPromise("GET", L"/style", NULL, 0, NULL, NULL), S_OK);
            RETURNS(response->PushPromise("GET", L"/style", L"a=b", 1, names, values), S_OK);
            RETURNS(response->PushPromise(NULL, L"/style", NULL, 0, NULL, NULL), HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
            RETURNS(response->PushPromise("GET", L"/style", NULL, 1, NULL, NULL), HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
        }
        if (path == "/reset" || path == "/close" || path == "/reset-stream") {
            if (path == "/reset")
                response->ResetConnection();
            else if (path == "/close")
                response->CloseConnection();
            else
                response->ResetStream(11);
            CHECK(means_gone(base->Flush(FALSE, TRUE, &sent)));
            CHECK(means_gone(base->Flush(TRUE, TRUE, &sent, &expected)) && !expected);
            return RQ_NOTIFICATION_CONTINUE;
        }
        if (path == "/reset-within") {
            RETURNS(write(response, "half"), S_OK);
            RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
            std::fprintf(stderr, "half is out\n");
            while (context->GetConnection()->IsConnected())
                Sleep(1);
            // As long as the kernel takes bytes for nobody, that is a success.
            HRESULT result = S_OK;
            for (int at = 0; at < 1000 && SUCCEEDED(result); ++at) {
                RETURNS(write(response, "more"), S_OK);
                result = base->Flush(FALSE, TRUE, &sent);
            }
            CHECK(means_gone(result));
            return RQ_NOTIFICATION_CONTINUE;
        }
        if (path == "/lost") {
            // The client goes while this is under way.
            reference(response, LARGE);
            RETURNS(base->Flush(TRUE, TRUE, &sent, &expected), S_OK);
            std::fprintf(stderr, "the large one is under way\n");
            return PENDING;
        }
        if (path == "/suppress") {
            response->SuppressHeaders();
            CHECK(response->GetHeadersSuppressed());
            RETURNS(write(response, "HTTP/1.1 299 Own\r\nX-Own: 1\r\nContent-Length: 3\r\n\r\nown"), S_OK);
            return FINISH;
        }
        if (path == "/trailers" || path == "/late-trailers") {
            USHORT length = 0;
            CHECK(response->GetTrailer("X-Sum", &length) == NULL);
            RETURNS(write(response, "body"), S_OK);
            if (path == "/late-trailers")
                RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
            RETURNS(response->SetTrailer("X-Sum", "12xx", 2, TRUE), S_OK);
            RETURNS(response->SetTrailer("X-Sum", "34", 2, FALSE), S_OK);
            RETURNS(response->SetTrailer("X-Two", "old", 3, TRUE), S_OK);
            RETURNS(response->SetTrailer("X-Two", "new", 3, TRUE), S_OK);
            RETURNS(response->SetTrailer("X-Gone", "x", 1, TRUE), S_OK);
            RETURNS(response->DeleteTrailer("x-gone"), S_OK);
            RETURNS(response->DeleteTrailer("x-gone"), S_OK);
            RETURNS(response->SetTrailer("X-Evil", "a\r\nb", 4, TRUE), HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
            PCSTR value = response->GetTrailer("x-sum", &length);
            CHECK(value != NULL && std::strcmp(value, "12,34") == 0 && length == 5);
            return FINISH;
        }
        if (path == "/upgrade") {
            RETURNS(response->SetStatus(101, "Switching Protocols"), S_OK);
            RETURNS(set(response, "Upgrade", "echo"), S_OK);
            RETURNS(set(response, "Connection", "Upgrade"), S_OK);
            response->DisableBuffering();
            static_cast<IHttpContext3 *>(context)->EnableFullDuplex();
            RETURNS(base->Flush(FALSE, TRUE, &sent), S_OK);
            CHECK(context->GetResponseHeadersSent());
            return echo(context);
        }
        if (path == "/broken-status") {
            response->GetRawHttpResponse()->StatusCode = 99;
            CHECK(FAILED(base->Flush(FALSE, TRUE, &sent)));
            CHECK(!context->GetResponseHeadersSent());
            return FINISH;
        }
        if (path == "/broken-header") {
            static HTTP_UNKNOWN_HEADER header = {3, 1, "a b", "x"};
            response->GetRawHttpResponse()->Headers.pUnknownHeaders = &header;
            response->GetRawHttpResponse()->Headers.UnknownHeaderCount = 1;
            return FINISH;
        }
        if (path == "/log" || path == "/log-own")
            RETURNS(response->SetStatus(404, NULL, 3), S_OK);
        if (path == "/log-own") {
            PCWSTR query = NULL;
            DWORD length = 0;
            RETURNS(context->GetServerVariable("LOG_QUERY_STRING", &query, &length), S_OK);
            RETURNS(context->SetServerVariable("LOG_QUERY_STRING", (std::wstring(query, length) + L"&more").c_str()), S_OK);
            RETURNS(context->GetRequest()->SetHttpMethod("MADE"), S_OK);
        }
        if (path == "/send" || path == "/flags")
            RETURNS(write(response, "body "), S_OK);
        return FINISH;
    }

    // Reads and writes what has left HTTP.
    REQUEST_NOTIFICATION_STATUS echo(IHttpContext *context) {
        char buffer[64];
        for (;;) {
            DWORD read = 0, sent = 0;
            HRESULT result = context->GetRequest()->ReadEntityBody(buffer, sizeof buffer, FALSE, &read);
            if (FAILED(result)) {
                RETURNS(result, HRESULT_FROM_WIN32(ERROR_HANDLE_EOF));
                return FINISH;
            }
            HTTP_DATA_CHUNK chunk = memory_chunk(buffer, read);
            RETURNS(context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent), S_OK);
            CHECK(sent == read);
        }
    }

    static REQUEST_NOTIFICATION_STATUS WINAPI called(IHttpContext3 *context, IHttpCompletionInfo2 *info, void *argument) {
        Module *module = static_cast<Module *>(argument);
        RETURNS(info->GetCompletionStatus(), S_OK);
        CHECK(info->GetCompletionBytes() > 0);
        CHECK(++module->ends == 1);
        RETURNS(write(context->GetResponse(), " called"), S_OK);
        return FINISH;
    }

    REQUEST_NOTIFICATION_STATUS OnAsyncCompletion(IHttpContext *context, DWORD notification, BOOL post,
                                                  IHttpEventProvider *provider, IHttpCompletionInfo *info) {
        CHECK(notification == RQ_BEGIN_REQUEST && !post && provider != NULL);
        CHECK(++ends == 1);
        if (path == "/lost") {
            CHECK(means_gone(info->GetCompletionStatus()));
            return RQ_NOTIFICATION_CONTINUE;
        }
        RETURNS(info->GetCompletionStatus(), S_OK);
        if (path == "/refused" || path == "/refused-full") {
            CHECK(info->GetCompletionBytes() == 4);
            // Now it can be sent, once.
            DWORD sent = 0;
            std::string text(path == "/refused" ? 1 : LARGEST_BUFFER, 'R');
            HTTP_DATA_CHUNK chunk = memory_chunk(&text[0], text.size());
            RETURNS(context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent), S_OK);
            CHECK(sent == text.size());
            return FINISH;
        }
        if (path == "/unbuffered")
            CHECK(info->GetCompletionBytes() == LARGE.size() + 1);
        else
            CHECK(info->GetCompletionBytes() > (path == "/always" ? 5 : LARGE.size()));
        RETURNS(write(context->GetResponse(), " done"), S_OK);
        return FINISH;
    }

    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *provider) {
        IHttpResponse *response = context->GetResponse();
        ++sends;
        seen += provider->GetHeadersBeingSent() ? "H" : "-";
        seen += provider->GetReadyToLogData() ? "L" : "-";
        seen += provider->GetFlags() & HTTP_SEND_RESPONSE_FLAG_MORE_DATA ? "M" : "-";
        seen += provider->GetFlags() & HTTP_SEND_RESPONSE_FLAG_DISCONNECT ? "D" : "-";
        seen += provider->GetFlags() & HTTP_SEND_RESPONSE_FLAG_GOAWAY ? "G " : " ";
        if (path == "/send") {
            // What is written here belongs to this send; another one cannot begin within it.
            RETURNS(set(response, "X-Sent", "1"), S_OK);
            response->DisableBuffering();
            RETURNS(write(response, "and more"), S_OK);
            DWORD sent = 0;
            RETURNS(response->Flush(FALSE, TRUE, &sent), BUSY);
            CHECK(!context->GetResponseHeadersSent());
        }
        if (path == "/flags")
            provider->SetFlags(provider->GetFlags() | HTTP_SEND_RESPONSE_FLAG_DISCONNECT);
        if (path == "/log" || path == "/log-own")
            log(provider);
        return RQ_NOTIFICATION_CONTINUE;
    }

    void log(ISendResponseProvider *provider) {
        HTTP_LOG_DATA *data = provider->GetLogData();
        CHECK(data != NULL && data->Type == HttpLogDataTypeFields && provider->GetLogData() == data);
        if (data == NULL)
            return;
        HTTP_LOG_FIELDS_DATA *fields = reinterpret_cast<HTTP_LOG_FIELDS_DATA *>(data);
        const bool own = path == "/log-own";
        CHECK(std::string(fields->Method, fields->MethodLength) == (own ? "MADE" : "GET"));
        CHECK(fields->MethodNum == (own ? HttpVerbUnknown : HttpVerbGET));
        CHECK(std::wstring(fields->UriStem, fields->UriStemLength / sizeof(WCHAR)) == std::wstring(path.begin(), path.end()));
        CHECK(std::string(fields->UriQuery, fields->UriQueryLength) == (own ? "a=b&more" : "a=b"));
        CHECK(std::string(fields->ClientIp, fields->ClientIpLength) == "127.0.0.1");
        CHECK(std::string(fields->ServerIp, fields->ServerIpLength) == "127.0.0.1");
        CHECK(std::string(fields->UserAgent, fields->UserAgentLength) == "agent");
        CHECK(std::string(fields->Cookie, fields->CookieLength) == "c=d");
        CHECK(std::string(fields->Referrer, fields->ReferrerLength) == "from");
        CHECK(fields->HostLength > 0 && fields->ServerPort != 0);
        CHECK(fields->ProtocolStatus == 404 && fields->SubStatus == 3);
        RETURNS(provider->SetLogData(data), S_OK);
        RETURNS(provider->SetLogData(NULL), HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER));
    }

    REQUEST_NOTIFICATION_STATUS OnEndRequest(IHttpContext *, IHttpEventProvider *) {
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        std::fprintf(stderr, "%s: %s\n", path.c_str(), seen.c_str());
        delete this;
    }
};

// Looks at sends from a place where the log is not to be seen.
class Bystander : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *, ISendResponseProvider *provider) {
        CHECK(provider->GetLogData() == NULL);
        return RQ_NOTIFICATION_CONTINUE;
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    if (std::wcscmp(info->GetName(), L"bystander") == 0)
        return info->SetRequestNotifications(new Factory<Bystander>, RQ_SEND_RESPONSE, 0);
    HRESULT result = info->SetRequestNotifications(new Factory<Module>, RQ_BEGIN_REQUEST | RQ_SEND_RESPONSE | RQ_END_REQUEST, 0);
    return FAILED(result) ? result : info->SetPriorityForRequestNotification(RQ_SEND_RESPONSE, PRIORITY_ALIAS_HIGH);
}
