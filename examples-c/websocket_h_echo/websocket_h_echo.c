/*
 * websocket_h_echo PORT: WebSockets on the HTTP Server API. A request for one is answered with 101, and
 * from there on its bytes go through the protocol component of websocket.h, on a thread of its
 * own: what a client sends it gets back. Other requests get a page to try it with.
 *
 * Any page may open a WebSocket to this server: one that tells secrets looks at Origin first.
 */
#define UNICODE
#include <windows.h>
#include <http.h>
#include <websocket.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAX_HEADERS 64

static HANDLE g_hQueue;

static const char g_Page[] =
    "<!DOCTYPE html><title>WebSocket echo</title>\n"
    "<input id=text placeholder='Say something'><pre id=log></pre>\n"
    "<script>\n"
    "const log = line => document.getElementById('log').append(line + '\\n');\n"
    "const socket = new WebSocket(`${location.protocol.replace('http', 'ws')}//${location.host}/`, 'echo');\n"
    "socket.onopen = () => log('open');\n"
    "socket.onmessage = event => log('< ' + event.data);\n"
    "socket.onclose = event => log(`closed with ${event.code} ${event.reason}`);\n"
    "document.getElementById('text').onchange = event => {\n"
    "    log('> ' + event.target.value);\n"
    "    socket.send(event.target.value);\n"
    "    event.target.value = '';\n"
    "};\n"
    "</script>\n";

static void SetUnknown(PHTTP_UNKNOWN_HEADER pHeader, PCSTR pName, USHORT NameLength, PCSTR pValue, USHORT ValueLength)
{
    pHeader->pName = pName;
    pHeader->NameLength = NameLength;
    pHeader->pRawValue = pValue;
    pHeader->RawValueLength = ValueLength;
}

static ULONG SendText(HTTP_REQUEST_ID RequestId, USHORT Status, PCSTR pReason, PCSTR pType, PCSTR pText)
{
    HTTP_RESPONSE Response;
    HTTP_DATA_CHUNK Chunk;
    HTTP_UNKNOWN_HEADER Version;

    ZeroMemory(&Response, sizeof(Response));
    Response.StatusCode = Status;
    Response.pReason = pReason;
    Response.ReasonLength = (USHORT)strlen(pReason);
    Response.Headers.KnownHeaders[HttpHeaderContentType].pRawValue = pType;
    Response.Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = (USHORT)strlen(pType);
    if (Status == 426) {
        SetUnknown(&Version, "Sec-WebSocket-Version", 21, "13", 2);
        Response.Headers.pUnknownHeaders = &Version;
        Response.Headers.UnknownHeaderCount = 1;
    }
    ZeroMemory(&Chunk, sizeof(Chunk));
    Chunk.DataChunkType = HttpDataChunkFromMemory;
    Chunk.FromMemory.pBuffer = (PVOID)pText;
    Chunk.FromMemory.BufferLength = (ULONG)strlen(pText);
    Response.EntityChunkCount = 1;
    Response.pEntityChunks = &Chunk;
    return HttpSendHttpResponse(g_hQueue, RequestId, 0, &Response, NULL, NULL, NULL, 0, NULL, NULL);
}

static BOOL IsNamed(const WEB_SOCKET_HTTP_HEADER *pHeader, PCSTR pName)
{
    CHAR Name[64];

    if (pHeader->ulNameLength >= sizeof(Name)) {
        return FALSE;
    }
    CopyMemory(Name, pHeader->pcName, pHeader->ulNameLength);
    Name[pHeader->ulNameLength] = 0;
    return lstrcmpiA(Name, pName) == 0;
}

/* Whether a header is there with this value. */
static BOOL HasHeader(const WEB_SOCKET_HTTP_HEADER *pHeaders, ULONG Count, PCSTR pName, PCSTR pValue)
{
    ULONG i;

    for (i = 0; i < Count; ++i) {
        if (IsNamed(&pHeaders[i], pName)) {
            return pHeaders[i].ulValueLength == strlen(pValue)
                   && memcmp(pHeaders[i].pcValue, pValue, strlen(pValue)) == 0;
        }
    }
    return FALSE;
}

/* The request's headers as the component wants them: those it looks at. */
static ULONG GetHeaders(PHTTP_REQUEST pRequest, WEB_SOCKET_HTTP_HEADER *pHeaders)
{
    static const struct {
        HTTP_HEADER_ID Id;
        PCSTR pName;
    } Known[] = {{HttpHeaderConnection, "Connection"}, {HttpHeaderUpgrade, "Upgrade"}};
    ULONG Count = 0, i;

    for (i = 0; i < ARRAYSIZE(Known); ++i) {
        PHTTP_KNOWN_HEADER pHeader = &pRequest->Headers.KnownHeaders[Known[i].Id];

        if (pHeader->RawValueLength != 0) {
            pHeaders[Count].pcName = (PCHAR)Known[i].pName;
            pHeaders[Count].ulNameLength = (ULONG)strlen(Known[i].pName);
            pHeaders[Count].pcValue = (PCHAR)pHeader->pRawValue;
            pHeaders[Count++].ulValueLength = pHeader->RawValueLength;
        }
    }
    for (i = 0; i < pRequest->Headers.UnknownHeaderCount && Count < MAX_HEADERS; ++i) {
        PHTTP_UNKNOWN_HEADER pHeader = &pRequest->Headers.pUnknownHeaders[i];

        pHeaders[Count].pcName = (PCHAR)pHeader->pName;
        pHeaders[Count].ulNameLength = pHeader->NameLength;
        pHeaders[Count].pcValue = (PCHAR)pHeader->pRawValue;
        pHeaders[Count++].ulValueLength = pHeader->RawValueLength;
    }
    return Count;
}

/* Answers with 101 and the component's headers, after which the bytes are the WebSocket's. */
static ULONG Upgrade(HTTP_REQUEST_ID RequestId, const WEB_SOCKET_HTTP_HEADER *pHeaders, ULONG Count)
{
    HTTP_RESPONSE Response;
    HTTP_UNKNOWN_HEADER Unknown[8];
    ULONG i;

    ZeroMemory(&Response, sizeof(Response));
    ZeroMemory(Unknown, sizeof(Unknown));
    Response.StatusCode = 101;
    Response.pReason = "Switching Protocols";
    Response.ReasonLength = (USHORT)strlen(Response.pReason);
    Response.Headers.pUnknownHeaders = Unknown;
    for (i = 0; i < Count && i < ARRAYSIZE(Unknown); ++i) {
        if (IsNamed(&pHeaders[i], "Upgrade")) {
            Response.Headers.KnownHeaders[HttpHeaderUpgrade].pRawValue = pHeaders[i].pcValue;
            Response.Headers.KnownHeaders[HttpHeaderUpgrade].RawValueLength = (USHORT)pHeaders[i].ulValueLength;
        } else {
            SetUnknown(&Unknown[Response.Headers.UnknownHeaderCount++], pHeaders[i].pcName,
                       (USHORT)pHeaders[i].ulNameLength, pHeaders[i].pcValue, (USHORT)pHeaders[i].ulValueLength);
        }
    }
    return HttpSendHttpResponse(g_hQueue, RequestId, HTTP_SEND_RESPONSE_FLAG_OPAQUE | HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
                                &Response, NULL, NULL, NULL, 0, NULL, NULL);
}

/* Sends the buffers of an action; how many bytes, 0 if the client has gone. */
static ULONG SendBuffers(HTTP_REQUEST_ID RequestId, const WEB_SOCKET_BUFFER *pBuffers, ULONG Count)
{
    HTTP_DATA_CHUNK Chunks[2];
    ULONG Total = 0, i;

    ZeroMemory(Chunks, sizeof(Chunks));
    for (i = 0; i < Count; ++i) {
        Chunks[i].DataChunkType = HttpDataChunkFromMemory;
        Chunks[i].FromMemory.pBuffer = pBuffers[i].Data.pbBuffer;
        Chunks[i].FromMemory.BufferLength = pBuffers[i].Data.ulBufferLength;
        Total += pBuffers[i].Data.ulBufferLength;
    }
    if (HttpSendResponseEntityBody(g_hQueue, RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA, (USHORT)Count, Chunks, NULL,
                                   NULL, 0, NULL, NULL) != NO_ERROR) {
        return 0;
    }
    return Total;
}

/* Does what the component says until there is nothing left to do. */
static void Echo(HTTP_REQUEST_ID RequestId, WEB_SOCKET_HANDLE hWebSocket)
{
    static const USHORT ProtocolError = WEB_SOCKET_PROTOCOL_ERROR_CLOSE_STATUS;
    BYTE Data[16384], Reason[WEB_SOCKET_MAX_CLOSE_REASON_LENGTH];
    WEB_SOCKET_BUFFER Room, Answer;
    BOOL fClosing = FALSE;

    Room.Data.pbBuffer = Data;
    Room.Data.ulBufferLength = sizeof(Data);
    if (FAILED(WebSocketReceive(hWebSocket, &Room, NULL))) {
        return;
    }
    for (;;) {
        WEB_SOCKET_BUFFER Buffers[2];
        ULONG Count = ARRAYSIZE(Buffers), Bytes = 0;
        WEB_SOCKET_ACTION Action = WEB_SOCKET_NO_ACTION;
        WEB_SOCKET_BUFFER_TYPE Type;
        PVOID pContext, pAction;
        HRESULT Result;

        Result = WebSocketGetAction(hWebSocket, WEB_SOCKET_ALL_ACTION_QUEUE, Buffers, &Count, &Action, &Type, &pContext,
                                    &pAction);
        if (FAILED(Result)) {
            /* The client has broken the rules: it is told, and that is all. */
            if (fClosing) {
                return;
            }
            fClosing = TRUE;
            ZeroMemory(&Answer, sizeof(Answer));
            Answer.CloseStatus.usStatus = ProtocolError;
            if (FAILED(WebSocketSend(hWebSocket, WEB_SOCKET_CLOSE_BUFFER_TYPE, &Answer, NULL))) {
                return;
            }
            continue;
        }
        switch (Action) {
        case WEB_SOCKET_NO_ACTION:
            return;
        case WEB_SOCKET_SEND_TO_NETWORK_ACTION:
            Bytes = SendBuffers(RequestId, Buffers, Count);
            break;
        case WEB_SOCKET_RECEIVE_FROM_NETWORK_ACTION:
            /* No bytes tell the component that the connection has ended. */
            if (HttpReceiveRequestEntityBody(g_hQueue, RequestId, 0, Buffers[0].Data.pbBuffer,
                                             Buffers[0].Data.ulBufferLength, &Bytes, NULL) != NO_ERROR) {
                Bytes = 0;
            }
            break;
        case WEB_SOCKET_INDICATE_RECEIVE_COMPLETE_ACTION:
            if (Count == 0) {
                return;
            }
            Answer = Buffers[0];
            if (Type == WEB_SOCKET_CLOSE_BUFFER_TYPE) {
                fClosing = TRUE;
                if (Answer.CloseStatus.ulReasonLength > 0) {
                    CopyMemory(Reason, Answer.CloseStatus.pbReason, Answer.CloseStatus.ulReasonLength);
                }
                Answer.CloseStatus.pbReason = Reason;
            }
            /* What came goes back as what it was, from where it is. */
            if (FAILED(WebSocketSend(hWebSocket, Type, &Answer, NULL))) {
                return;
            }
            break;
        case WEB_SOCKET_INDICATE_SEND_COMPLETE_ACTION:
            if (!fClosing && FAILED(WebSocketReceive(hWebSocket, &Room, NULL))) {
                return;
            }
            break;
        default:
            break;
        }
        WebSocketCompleteAction(hWebSocket, pAction, Bytes);
    }
}

/* One WebSocket, from its request on. */
static DWORD WINAPI Serve(LPVOID pParameter)
{
    PHTTP_REQUEST pRequest = pParameter;
    WEB_SOCKET_HTTP_HEADER Headers[MAX_HEADERS];
    ULONG Count = GetHeaders(pRequest, Headers), ResponseCount;
    PWEB_SOCKET_HTTP_HEADER pResponse;
    WEB_SOCKET_HANDLE hWebSocket = NULL;
    PCSTR pProtocol = HasHeader(Headers, Count, "Sec-WebSocket-Protocol", "echo") ? "echo" : NULL;

    if (FAILED(WebSocketCreateServerHandle(NULL, 0, &hWebSocket))) {
        SendText(pRequest->RequestId, 503, "Service Unavailable", "text/plain", "No memory\n");
    } else if (FAILED(WebSocketBeginServerHandshake(hWebSocket, pProtocol, NULL, 0, Headers, Count, &pResponse,
                                                    &ResponseCount))) {
        if (HasHeader(Headers, Count, "Sec-WebSocket-Version", "13")) {
            SendText(pRequest->RequestId, 400, "Bad Request", "text/plain", "That is no WebSocket\n");
        } else {
            SendText(pRequest->RequestId, 426, "Upgrade Required", "text/plain", "Version 13 only\n");
        }
    } else if (Upgrade(pRequest->RequestId, pResponse, ResponseCount) == NO_ERROR) {
        WebSocketEndServerHandshake(hWebSocket);
        Echo(pRequest->RequestId, hWebSocket);
        HttpSendResponseEntityBody(g_hQueue, pRequest->RequestId, HTTP_SEND_RESPONSE_FLAG_DISCONNECT, 0, NULL, NULL,
                                   NULL, 0, NULL, NULL);
        printf("a WebSocket has ended\n");
        fflush(stdout);
    }
    if (hWebSocket != NULL) {
        WebSocketDeleteHandle(hWebSocket);
    }
    free(pRequest);
    return 0;
}

static ULONG Listen(void)
{
    const ULONG Size = sizeof(HTTP_REQUEST) + 16384;

    for (;;) {
        PHTTP_REQUEST pRequest = malloc(Size);
        HANDLE hThread;
        ULONG Bytes, Result;

        if (pRequest == NULL) {
            return ERROR_NOT_ENOUGH_MEMORY;
        }
        Result = HttpReceiveHttpRequest(g_hQueue, HTTP_NULL_ID, 0, pRequest, Size, &Bytes, NULL);
        if (Result == ERROR_MORE_DATA) {
            SendText(pRequest->RequestId, 431, "Request Header Fields Too Large", "text/plain", "Too many headers\n");
        } else if (Result != NO_ERROR) {
            free(pRequest);
            return Result;
        } else if (pRequest->Verb != HttpVerbGET) {
            SendText(pRequest->RequestId, 405, "Method Not Allowed", "text/plain", "Only GET\n");
        } else if (pRequest->Headers.KnownHeaders[HttpHeaderUpgrade].RawValueLength == 0) {
            SendText(pRequest->RequestId, 200, "OK", "text/html; charset=utf-8", g_Page);
        } else if ((hThread = CreateThread(NULL, 0, Serve, pRequest, 0, NULL)) != NULL) {
            /* The request is the thread's. */
            CloseHandle(hThread);
            continue;
        }
        free(pRequest);
    }
}

int main(int argc, char **argv)
{
    HTTPAPI_VERSION Version = HTTPAPI_VERSION_1;
    WCHAR Url[64];
    ULONG Result;

    if (argc != 2) {
        fprintf(stderr, "websocket_h_echo PORT\n");
        return 2;
    }
    swprintf(Url, ARRAYSIZE(Url), L"http://localhost:%d/", atoi(argv[1]));

    Result = HttpInitialize(Version, HTTP_INITIALIZE_SERVER, NULL);
    if (Result != NO_ERROR) {
        fprintf(stderr, "HttpInitialize: %u\n", (unsigned)Result);
        return 1;
    }
    Result = HttpCreateHttpHandle(&g_hQueue, 0);
    if (Result == NO_ERROR) {
        Result = HttpAddUrl(g_hQueue, Url, NULL);
    }
    if (Result == NO_ERROR) {
        printf("listening on http://localhost:%d/\n", atoi(argv[1]));
        fflush(stdout);
        Result = Listen();
        HttpRemoveUrl(g_hQueue, Url);
    }
    if (g_hQueue != NULL) {
        CloseHandle(g_hQueue);
    }
    HttpTerminate(HTTP_INITIALIZE_SERVER, NULL);
    fprintf(stderr, "ended with %u\n", (unsigned)Result);
    return Result == NO_ERROR ? 0 : 1;
}
