// Every published spelling of SendConnectionClose reaches the one virtual method.
#include <iiswebsocket.h>
#include <websocket.h>
#include <stdio.h>

namespace {

struct Call {
    int count;
    BOOL async;
    USHORT status;
    LPCWSTR reason;
    PFN_WEBSOCKET_COMPLETION completion;
    PVOID context;
    BOOL *expected;
};

class Socket : public IWebSocketContext {
public:
    Call call = Call();

    void CleanupStoredContext() {}
    HRESULT WriteFragment(VOID *, DWORD *, BOOL, BOOL, BOOL, PFN_WEBSOCKET_COMPLETION, VOID *, BOOL *) { return E_NOTIMPL; }
    HRESULT ReadFragment(VOID *, DWORD *, BOOL, BOOL *, BOOL *, BOOL *, PFN_WEBSOCKET_COMPLETION, VOID *, BOOL *) {
        return E_NOTIMPL;
    }
    HRESULT SendConnectionClose(BOOL async, USHORT status, LPCWSTR reason, PFN_WEBSOCKET_COMPLETION completion,
                                VOID *context, BOOL *expected) {
        const int count = call.count + 1;
        call = Call{count, async, status, reason, completion, context, expected};
        return S_OK;
    }
    HRESULT GetCloseStatus(USHORT *, LPCWSTR *, USHORT *) { return E_NOTIMPL; }
    void CloseTcpConnection() {}
    void CancelOutstandingIO() {}
    virtual ~Socket() {}
};

void WINAPI completed(HRESULT, VOID *, DWORD, BOOL, BOOL, BOOL) {}

enum Status { GOING_AWAY = 1001 };
enum class Code : short { Policy = 1008 };

int wrong;
int calls;

void sent(const Socket &socket, USHORT status, int line) {
    ++calls;
    if (socket.call.count != calls || socket.call.status != status) {
        printf("line %d: %d calls, status %u\n", line, socket.call.count, socket.call.status);
        ++wrong;
    }
}

}  // namespace

#define SENDS(status, ...) (pointer->SendConnectionClose(__VA_ARGS__), sent(socket, status, __LINE__))

int main() {
    Socket socket;
    IWebSocketContext *pointer = &socket;
    USHORT code = 1000;
    const USHORT constant = 1001;
    USHORT none = 0;
    USHORT *no_pointer = NULL;
    BOOL expected = FALSE;

    // By value.
    SENDS(1000, FALSE, code);
    SENDS(1001, FALSE, constant);
    SENDS(1000, FALSE, 1000);
    SENDS(1000, FALSE, 1000u);
    SENDS(1000, FALSE, 1000L);
    SENDS(1000, FALSE, (WORD)1000);
    SENDS(1000, FALSE, (DWORD)1000);
    SENDS(1001, FALSE, GOING_AWAY);
    SENDS(1008, FALSE, Code::Policy);
    SENDS(1000, FALSE, WEB_SOCKET_SUCCESS_CLOSE_STATUS);

    // By pointer.
    SENDS(1000, FALSE, &code);
    SENDS(1001, FALSE, &constant);
    SENDS(0, FALSE, &none);
    SENDS(0, FALSE, no_pointer);

    // No status.
    SENDS(0, FALSE, 0);
    SENDS(0, FALSE, NULL);
    SENDS(0, FALSE, nullptr);
    SENDS(0, FALSE);
    SENDS(0, TRUE);

    // With everything else, in each spelling.
    SENDS(1000, TRUE, 1000, L"done", completed, &socket, &expected);
    SENDS(1000, TRUE, code, L"done", completed, &socket, &expected);
    SENDS(1000, TRUE, &code, L"done", completed, &socket, &expected);
    SENDS(0, TRUE, NULL, NULL, completed, &socket, NULL);
    SENDS(0, TRUE, nullptr, nullptr, completed, &socket, nullptr);
    SENDS(1000, TRUE, 1000, NULL, completed);
    if (!socket.call.async || socket.call.reason != NULL || socket.call.completion != completed) {
        puts("the arguments behind the status are passed on");
        ++wrong;
    }
    return wrong;
}
