/*
 * A server in the shape of the documented synchronous one: version 1, a loop that receives and answers, a buffer that
 * grows and asks again by the id, and uploads that go through a temporary file and come back from it.
 */
#include "../win32/scratch.h"
#include "http_check.h"

#define LARGE 300000

static struct service service;
static volatile LONG grown;

/* Answers with a status and a text. */
static ULONG send_text(HTTP_REQUEST_ID id, USHORT status, PCSTR reason, PCSTR text)
{
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunk;
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = status;
    response.pReason = reason;
    response.ReasonLength = (USHORT)strlen(reason);
    response.Headers.KnownHeaders[HttpHeaderContentType].pRawValue = "text/html";
    response.Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = 9;
    if (text) {
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = (PVOID)text;
        chunk.FromMemory.BufferLength = (ULONG)strlen(text);
        response.EntityChunkCount = 1;
        response.pEntityChunks = &chunk;
    }
    return HttpSendHttpResponse(service.queue, id, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, NULL, NULL);
}

/* Reads the body into a file and sends it back from there: the head first, then the file. */
static ULONG send_upload(PHTTP_REQUEST_V1 request)
{
    WCHAR name[MAX_PATH];
    char length_text[32], room[4096];
    ULONG total = 0, code;
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunk;
    HANDLE file;

    CHECK(GetTempFileNameW(L".", L"upl", 0, name) != 0);
    file = CreateFileW(name, GENERIC_READ | GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, FILE_ATTRIBUTE_NORMAL, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    for (;;) {
        ULONG read = 0;
        DWORD written = 0;
        code = HttpReceiveRequestEntityBody(service.queue, request->RequestId, 0, room, sizeof room, &read, NULL);
        if (code != NO_ERROR && code != ERROR_HANDLE_EOF)
            break;
        if (code == NO_ERROR) {
            CHECK(WriteFile(file, room, read, &written, NULL) && written == read);
            total += read;
            continue;
        }
        memset(&response, 0, sizeof response);
        response.StatusCode = 200;
        response.pReason = "OK";
        response.ReasonLength = 2;
        response.Headers.KnownHeaders[HttpHeaderContentLength].pRawValue = length_text;
        response.Headers.KnownHeaders[HttpHeaderContentLength].RawValueLength =
            (USHORT)snprintf(length_text, sizeof length_text, "%u", (unsigned)total);
        code = HttpSendHttpResponse(service.queue, request->RequestId, HTTP_SEND_RESPONSE_FLAG_MORE_DATA,
                                    (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, NULL, NULL);
        if (code == NO_ERROR) {
            memset(&chunk, 0, sizeof chunk);
            chunk.DataChunkType = HttpDataChunkFromFileHandle;
            chunk.FromFileHandle.FileHandle = file;
            chunk.FromFileHandle.ByteRange.Length.QuadPart = HTTP_BYTE_RANGE_TO_EOF;
            code = HttpSendResponseEntityBody(service.queue, request->RequestId, 0, 1, &chunk, NULL, NULL, 0, NULL, NULL);
        }
        break;
    }
    CHECK(CloseHandle(file));
    CHECK(DeleteFileW(name));
    return code;
}

/* Receives and answers until somebody asks for /end. */
static DWORD WINAPI loop(LPVOID unused)
{
    ULONG size = sizeof(HTTP_REQUEST_V1) + 256, bytes;
    PHTTP_REQUEST_V1 request = malloc(size);
    HTTP_REQUEST_ID id = HTTP_NULL_ID;
    BOOL goes_on = TRUE;
    (void)unused;

    while (goes_on) {
        ULONG code;
        memset(request, 0, size);
        code = HttpReceiveHttpRequest(service.queue, id, 0, (PHTTP_REQUEST)request, size, &bytes, NULL);
        if (code == NO_ERROR) {
            switch (request->Verb) {
            case HttpVerbGET:
                goes_on = wcscmp(request->CookedUrl.pAbsPath, L"/end") != 0;
                code = send_text(request->RequestId, 200, "OK", "Hey! You hit the server");
                break;
            case HttpVerbPOST:
                code = send_upload(request);
                break;
            default:
                code = send_text(request->RequestId, 503, "Not Implemented", NULL);
            }
            CHECK(code == NO_ERROR);
            HTTP_SET_NULL_ID(&id);
        } else if (code == ERROR_MORE_DATA) {
            /* The request is kept for whoever asks with its id. */
            id = request->RequestId;
            size = bytes;
            free(request);
            request = malloc(size);
            InterlockedIncrement(&grown);
        } else if (code == ERROR_CONNECTION_INVALID && !HTTP_IS_NULL_ID(&id)) {
            HTTP_SET_NULL_ID(&id);
        } else {
            CHECK(!"a receive fails");
            break;
        }
    }
    free(request);
    return 0;
}

static void upload(int one, size_t length)
{
    static char sent[LARGE], heard[LARGE + 1024];
    char head[256];
    for (size_t at = 0; at < length; ++at)
        sent[at] = (char)('a' + at % 26);
    snprintf(head, sizeof head, "POST /upload HTTP/1.1\r\nHost: localhost\r\nContent-Length: %zu\r\n\r\n", length);
    say(one, head);
    for (size_t at = 0; at < length;) {
        ssize_t count = send(one, sent + at, length - at, MSG_NOSIGNAL);
        CHECK(count > 0);
        at += (size_t)count;
    }
    /* The head alone, and then just so many bytes. */
    memset(heard, 0, sizeof heard);
    for (size_t at = 0; at < 1024 && !strstr(heard, "\r\n\r\n"); ++at)
        if (recv(one, heard + at, 1, 0) != 1)
            break;
    CHECK(strncmp(heard, "HTTP/1.1 200 OK\r\n", 17) == 0 && strstr(heard, "\r\n\r\n"));
    /* A read of nothing would wait for something. */
    if (length > 0)
        CHECK(recv(one, heard, length, MSG_WAITALL) == (ssize_t)length && memcmp(heard, sent, length) == 0);
}

int main(void)
{
    char text[4096], asked[3000];
    HANDLE thread;
    int one;

    scratch_enter();
    service = serve();
    thread = CreateThread(NULL, 0, loop, NULL, 0, NULL);
    one = get(service.port, "/");
    hear(one, text, sizeof text, "the server");
    CHECK(strncmp(text, "HTTP/1.1 200 OK\r\n", 17) == 0);
    CHECK(strstr(text, "\r\nContent-Type: text/html\r\n") && strstr(text, "\r\nContent-Length: 23\r\n"));
    upload(one, 5);
    upload(one, LARGE);
    upload(one, 0);
    say(one, "PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
    hear(one, text, sizeof text, "\r\n\r\n");
    CHECK(strncmp(text, "HTTP/1.1 503 Not Implemented\r\n", over_http2() ? 12 : 30) == 0);
    /* More than the buffer has room for. */
    snprintf(asked, sizeof asked, "GET / HTTP/1.1\r\nHost: localhost\r\nX: %02500d\r\n\r\n", 1);
    say(one, asked);
    hear(one, text, sizeof text, "the server");
    CHECK(strncmp(text, "HTTP/1.1 200 OK\r\n", 17) == 0 && ReadAcquire(&grown) > 0);
    close(one);
    one = get(service.port, "/end");
    hear(one, text, sizeof text, "the server");
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(thread);
    close(one);
    end_service(&service);
    scratch_leave();
    return check_failures;
}
