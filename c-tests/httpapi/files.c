/* Responses from files: whole, in ranges, between memory, and larger than any buffer of the way. */
#include "http_check.h"

#define LARGE (5u << 20)

static struct service service;

/* Byte N of the file. */
static char byte_at(size_t place)
{
    return (char)('a' + (place * 7 + place / 251) % 26);
}

static HTTP_DATA_CHUNK file_chunk(HANDLE file, ULONGLONG start, ULONGLONG length)
{
    HTTP_DATA_CHUNK chunk;
    memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromFileHandle;
    chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = start;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = length;
    chunk.FromFileHandle.FileHandle = file;
    return chunk;
}

static ULONG send_chunks(HTTP_REQUEST_ID id, HTTP_DATA_CHUNK *chunks, USHORT count, LPOVERLAPPED overlapped)
{
    static HTTP_RESPONSE_V1 response;
    memset(&response, 0, sizeof response);
    response.StatusCode = 200;
    response.EntityChunkCount = count;
    response.pEntityChunks = chunks;
    return HttpSendHttpResponse(service.queue, id, 0, (PHTTP_RESPONSE)&response, NULL, NULL, NULL, 0, overlapped, NULL);
}

/* Reads a whole answer of a client that is slow to do so; its body. */
static char *hear_all(int from, size_t length, size_t *head)
{
    char *text = malloc(length + 4096), *end = NULL;
    size_t got = 0;
    for (;;) {
        ssize_t count = recv(from, text + got, length + 4095 - got, 0);
        CHECK(count > 0);
        if (count <= 0)
            break;
        got += (size_t)count;
        text[got] = 0;
        end = strstr(text, "\r\n\r\n");
        if (end && got >= (size_t)(end + 4 - text) + length)
            break;
    }
    *head = end ? (size_t)(end + 4 - text) : 0;
    CHECK(got == *head + length);
    return text;
}

static void ranges(HANDLE file)
{
    union request request;
    HTTP_DATA_CHUNK chunks[4];
    size_t head;
    char *text;
    int one = client(service.port);

    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    chunks[0] = file_chunk(file, 10, 5);
    memset(&chunks[1], 0, sizeof chunks[1]);
    chunks[1].DataChunkType = HttpDataChunkFromMemory;
    chunks[1].FromMemory.pBuffer = (PVOID) "between";
    chunks[1].FromMemory.BufferLength = 7;
    chunks[2] = file_chunk(file, LARGE - 3, HTTP_BYTE_RANGE_TO_EOF);
    chunks[3] = file_chunk(file, 0, 0);
    RETURNS(send_chunks(request.v1.RequestId, chunks, 4, NULL), NO_ERROR);
    text = hear_all(one, 15, &head);
    CHECK(strstr(text, "\r\nContent-Length: 15\r\n") != NULL);
    for (int at = 0; at < 5; ++at)
        CHECK(text[head + at] == byte_at(10 + at));
    CHECK(memcmp(text + head + 5, "between", 7) == 0);
    for (int at = 0; at < 3; ++at)
        CHECK(text[head + 12 + at] == byte_at(LARGE - 3 + at));
    free(text);

    /* What is not there, or not a file, costs nothing: the request is still there to be answered. */
    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    chunks[0] = file_chunk(file, LARGE, 1);
    RETURNS(send_chunks(request.v1.RequestId, chunks, 1, NULL), ERROR_INVALID_PARAMETER);
    chunks[0] = file_chunk(file, LARGE + 1, HTTP_BYTE_RANGE_TO_EOF);
    RETURNS(send_chunks(request.v1.RequestId, chunks, 1, NULL), ERROR_INVALID_PARAMETER);
    chunks[0] = file_chunk(BAD_HANDLE, 0, 1);
    RETURNS(send_chunks(request.v1.RequestId, chunks, 1, NULL), ERROR_INVALID_HANDLE);
    chunks[0] = file_chunk(service.queue, 0, 1);
    RETURNS(send_chunks(request.v1.RequestId, chunks, 1, NULL), ERROR_INVALID_HANDLE);
    RETURNS(answer(service.queue, request.v1.RequestId, "still", 0, NULL), NO_ERROR);
    free(hear_all(one, 5, &head));
    close(one);
}

/* Five megabytes to a client that reads late, in a call that blocks and in one that does not. */
static DWORD WINAPI read_late(LPVOID parameter)
{
    int one = client(service.port);
    for (int turn = 0; turn < 2; ++turn) {
        size_t head, wrong = 0;
        char *text;
        say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
        WaitForSingleObject((HANDLE)parameter, PATIENCE);
        text = hear_all(one, LARGE, &head);
        for (size_t at = 0; at < LARGE; ++at)
            wrong += text[head + at] != byte_at(at);
        CHECK(wrong == 0);
        free(text);
    }
    close(one);
    return 0;
}

static void large(HANDLE file)
{
    union request request;
    HTTP_DATA_CHUNK chunk = file_chunk(file, 0, HTTP_BYTE_RANGE_TO_EOF);
    OVERLAPPED overlapped;
    DWORD bytes = 0;
    HANDLE go = CreateEventA(NULL, FALSE, FALSE, NULL);
    HANDLE reader = CreateThread(NULL, 0, read_late, go, 0, NULL);

    receive(service.queue, &request);
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(send_chunks(request.v1.RequestId, &chunk, 1, &overlapped), ERROR_IO_PENDING);
    RETURNS(answer(service.queue, request.v1.RequestId, "again", 0, NULL), ERROR_CONNECTION_INVALID);
    CHECK(!HasOverlappedIoCompleted(&overlapped));
    SetEvent(go);
    CHECK(GetOverlappedResult(service.queue, &overlapped, &bytes, TRUE));
    CHECK(bytes > LARGE && bytes < LARGE + 1000);
    CloseHandle(overlapped.hEvent);

    receive(service.queue, &request);
    SetEvent(go);
    RETURNS(send_chunks(request.v1.RequestId, &chunk, 1, NULL), NO_ERROR);
    CHECK(WaitForSingleObject(reader, PATIENCE) == WAIT_OBJECT_0);
    CloseHandle(reader);
    CloseHandle(go);
}

/* A client that goes in the middle ends the send, without a signal. */
static void abandoned(HANDLE file)
{
    union request request;
    HTTP_DATA_CHUNK chunk = file_chunk(file, 0, HTTP_BYTE_RANGE_TO_EOF);
    OVERLAPPED overlapped;
    DWORD bytes;
    int one = client(service.port);

    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    memset(&overlapped, 0, sizeof overlapped);
    overlapped.hEvent = CreateEventA(NULL, TRUE, FALSE, NULL);
    RETURNS(send_chunks(request.v1.RequestId, &chunk, 1, &overlapped), ERROR_IO_PENDING);
    reset(one);
    SetLastError(NO_ERROR);
    CHECK(!GetOverlappedResult(service.queue, &overlapped, &bytes, TRUE));
    CHECK(GetLastError() == ERROR_NETNAME_DELETED || GetLastError() == ERROR_CONNECTION_INVALID);

    /* Cancelled by the program, which closes the connection. */
    one = client(service.port);
    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    RETURNS(send_chunks(request.v1.RequestId, &chunk, 1, &overlapped), ERROR_IO_PENDING);
    CHECK(CancelIoEx(service.queue, &overlapped));
    CHECK(!GetOverlappedResult(service.queue, &overlapped, &bytes, TRUE));
    CHECK(GetLastError() == ERROR_OPERATION_ABORTED);
    CloseHandle(overlapped.hEvent);
    close(one);
}

int main(void)
{
    char path[MAX_PATH], name[MAX_PATH];
    DWORD written = 0;
    HANDLE file, unreadable;
    char *bytes = malloc(LARGE);
    union request request;
    HTTP_DATA_CHUNK chunk;
    int one;

    for (size_t at = 0; at < LARGE; ++at)
        bytes[at] = byte_at(at);
    CHECK(GetTempPathA(sizeof path, path) > 0);
    CHECK(GetTempFileNameA(path, "prt", 0, name) != 0);
    file = CreateFileA(name, GENERIC_READ | GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, CREATE_ALWAYS, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    CHECK(WriteFile(file, bytes, LARGE, &written, NULL) && written == LARGE);
    free(bytes);

    service = serve();
    ranges(file);
    large(file);
    abandoned(file);

    unreadable = CreateFileA(name, GENERIC_WRITE, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(unreadable != INVALID_HANDLE_VALUE);
    one = client(service.port);
    say(one, "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    receive(service.queue, &request);
    chunk = file_chunk(unreadable, 0, 1);
    RETURNS(send_chunks(request.v1.RequestId, &chunk, 1, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(unreadable));
    close(one);
    end_service(&service);
    CHECK(CloseHandle(file));
    CHECK(DeleteFileA(name));
    return check_failures;
}
