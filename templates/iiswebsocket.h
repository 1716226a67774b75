/* iiswebsocket.h: the WebSocket behind a request. */

#ifndef PORTICO_IISWEBSOCKET_H
#define PORTICO_IISWEBSOCKET_H

#include "httpserv.h"

#include <type_traits>

/* The name for INamedContextContainer::GetNamedContext, and the server variable that marks a
 * WebSocket handshake. */
#define IIS_WEBSOCKET                 L"websockets"
#define IIS_WEBSOCKET_SERVER_VARIABLE "IIS_WEBSOCK"

/* Completes a read, a write or a close. */
typedef VOID(WINAPI *PFN_WEBSOCKET_COMPLETION)(HRESULT hrError, VOID *pvCompletionContext, DWORD cbIO,
                                               BOOL fUTF8Encoded, BOOL fFinalFragment, BOOL fClose);

/* Got by name once the 101 response has been flushed. One read and one write may be outstanding. */
class IIS_API IWebSocketContext : public IHttpStoredContext {
public:
@slots IWebSocketContext

    /* The published spellings of SendConnectionClose: the status as a number of any integer or
     * enum type, by pointer, or left out. No status, NULL and 0 send a close without a code.
     * These are not virtual. */
    template <class Status, typename std::enable_if<std::is_integral<Status>::value || std::is_enum<Status>::value,
                                                    int>::type = 0>
    HRESULT SendConnectionClose(BOOL fAsync, Status status, LPCWSTR pszReason = NULL,
                                PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL,
                                BOOL *pfCompletionExpected = NULL) {
        return SendConnectionClose(fAsync, static_cast<USHORT>(status), pszReason, pfnCompletion, pvCompletionContext,
                                   pfCompletionExpected);
    }

    template <class Status, typename std::enable_if<
                                std::is_same<typename std::remove_cv<Status>::type, USHORT>::value, int>::type = 0>
    HRESULT SendConnectionClose(BOOL fAsync, Status *pStatusCode, LPCWSTR pszReason = NULL,
                                PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL,
                                BOOL *pfCompletionExpected = NULL) {
        USHORT status = 0;
        if (pStatusCode != NULL) {
            status = *pStatusCode;
        }
        return SendConnectionClose(fAsync, status, pszReason, pfnCompletion, pvCompletionContext, pfCompletionExpected);
    }

    HRESULT SendConnectionClose(BOOL fAsync, std::nullptr_t = nullptr, LPCWSTR pszReason = NULL,
                                PFN_WEBSOCKET_COMPLETION pfnCompletion = NULL, VOID *pvCompletionContext = NULL,
                                BOOL *pfCompletionExpected = NULL) {
        const USHORT none = 0;
        return SendConnectionClose(fAsync, none, pszReason, pfnCompletion, pvCompletionContext, pfCompletionExpected);
    }
};

#endif
