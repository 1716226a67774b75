// An IIS module that sends back what a WebSocket brings: /echo is a page to try it, and the WebSocket.
//
//     portico run --module websocket_echo=./websocket_echo.so
#include <httpserv.h>
#include <iiswebsocket.h>

#include <cstdio>
#include <cstring>
#include <cwchar>
#include <new>

namespace {

IHttpServer *g_server = nullptr;

const char PAGE[] =
    "<!DOCTYPE html><title>WebSocket echo</title>\n"
    "<input id=text placeholder='Say something'><pre id=log></pre>\n"
    "<script>\n"
    "const log = line => document.getElementById('log').append(line + '\\n');\n"
    "const socket = new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/echo`);\n"
    "socket.onopen = () => log('open');\n"
    "socket.onmessage = event => log('< ' + event.data);\n"
    "socket.onclose = event => log(`closed with ${event.code} ${event.reason}`);\n"
    "document.getElementById('text').onchange = event => {\n"
    "    log('> ' + event.target.value);\n"
    "    socket.send(event.target.value);\n"
    "    event.target.value = '';\n"
    "};\n"
    "</script>\n";

// One WebSocket. Whoever ends it completes the request, which waits meanwhile.
class Echo {
public:
    Echo(IHttpContext *context, IWebSocketContext *socket) : context_(context), socket_(socket) {}

    // Reads as long as something is there at once; what comes later, OnRead is told.
    void Read() {
        for (;;) {
            DWORD size = sizeof buffer_;
            BOOL utf8 = FALSE, last = FALSE, close = FALSE, later = FALSE;
            const HRESULT result =
                socket_->ReadFragment(buffer_, &size, TRUE, &utf8, &last, &close, OnRead, this, &later);
            if (FAILED(result)) {
                return End();
            }
            if (later || !Answer(size, utf8, last, close)) {
                return;
            }
        }
    }

private:
    static VOID WINAPI OnRead(HRESULT error, VOID *argument, DWORD size, BOOL utf8, BOOL last, BOOL close) {
        Echo *echo = static_cast<Echo *>(argument);
        if (FAILED(error)) {
            echo->End();  // the client has gone, or broken the rules
        } else if (echo->Answer(size, utf8, last, close)) {
            echo->Read();
        }
    }

    static VOID WINAPI OnWritten(HRESULT error, VOID *argument, DWORD, BOOL, BOOL, BOOL) {
        Echo *echo = static_cast<Echo *>(argument);
        if (FAILED(error)) {
            echo->End();
        } else {
            echo->Read();
        }
    }

    // Whether to read on at once.
    bool Answer(DWORD size, BOOL utf8, BOOL last, BOOL close) {
        if (close) {
            USHORT status = 0, length = 0;
            LPCWSTR reason = nullptr;
            socket_->GetCloseStatus(&status, &reason, &length);
            socket_->SendConnectionClose(FALSE, status, reason);
            End();
            return false;
        }
        BOOL later = FALSE;
        const HRESULT result = socket_->WriteFragment(buffer_, &size, TRUE, utf8, last, OnWritten, this, &later);
        if (FAILED(result)) {
            End();
            return false;
        }
        return !later;
    }

    void End() {
        IHttpContext *context = context_;
        delete this;
        std::printf("a WebSocket has ended\n");
        std::fflush(stdout);
        context->IndicateCompletion(RQ_NOTIFICATION_FINISH_REQUEST);
    }

    IHttpContext *context_;
    IWebSocketContext *socket_;
    char buffer_[16384];
};

class WebSocketEcho : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IN IHttpContext *context, IN IHttpEventProvider *provider) {
        if (std::wcscmp(context->GetScriptName(), L"/echo") != 0) {
            return RQ_NOTIFICATION_CONTINUE;  // the next handler's: the files
        }
        PCSTR value = nullptr;
        DWORD length = 0;
        const HRESULT found = context->GetServerVariable("IIS_WEBSOCK", &value, &length);
        const HRESULT result = SUCCEEDED(found) && length > 0 ? Upgrade(context) : Page(context);
        if (FAILED(result)) {
            provider->SetErrorStatus(result);
            return RQ_NOTIFICATION_FINISH_REQUEST;
        }
        return result == S_FALSE ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_FINISH_REQUEST;
    }

private:
    static HRESULT Page(IHttpContext *context) {
        IHttpResponse *response = context->GetResponse();
        HTTP_DATA_CHUNK chunk = {};
        DWORD sent = 0;
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(PAGE);
        chunk.FromMemory.BufferLength = sizeof PAGE - 1;
        const HRESULT result = response->SetHeader(HttpHeaderContentType, "text/html", 9, TRUE);
        return FAILED(result) ? result : response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
    }

    // S_FALSE: the request waits for the end of its WebSocket.
    static HRESULT Upgrade(IHttpContext *context) {
        IHttpContext3 *newer = nullptr;
        HRESULT result = HttpGetExtendedInterface(g_server, context, &newer);
        if (FAILED(result)) {
            return result;
        }
        // The module of IIS behind the name "websockets" makes a WebSocket of this answer when it is sent.
        DWORD sent = 0;
        BOOL later = FALSE;
        result = context->GetResponse()->SetStatus(101, "Switching Protocols");
        if (SUCCEEDED(result)) {
            result = context->GetResponse()->Flush(FALSE, TRUE, &sent, &later);
        }
        if (FAILED(result)) {
            return result;
        }
        IWebSocketContext *socket =
            static_cast<IWebSocketContext *>(newer->GetNamedContextContainer()->GetNamedContext(L"websockets"));
        Echo *echo = socket ? new (std::nothrow) Echo(context, socket) : nullptr;
        if (!echo) {
            return HRESULT_FROM_WIN32(socket ? ERROR_NOT_ENOUGH_MEMORY : ERROR_NOT_SUPPORTED);
        }
        echo->Read();
        return S_FALSE;
    }

};

class WebSocketEchoFactory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(OUT CHttpModule **module, IN IModuleAllocator *) {
        *module = new (std::nothrow) WebSocketEcho;
        return *module ? S_OK : HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }

    void Terminate() { delete this; }

    virtual ~WebSocketEchoFactory() {}
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_server = server;
    IHttpModuleFactory *factory = new (std::nothrow) WebSocketEchoFactory;
    if (!factory) {
        return HRESULT_FROM_WIN32(ERROR_NOT_ENOUGH_MEMORY);
    }
    return info->SetRequestNotifications(factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
}
