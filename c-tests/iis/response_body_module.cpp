// The body of the response: chunks of all kinds, buffered or not.
#include "response_test.h"

#include <vector>

namespace {

const HRESULT INVALID = HRESULT_FROM_WIN32(ERROR_INVALID_PARAMETER);
const HRESULT OVERFLOW_ = HRESULT_FROM_WIN32(ERROR_ARITHMETIC_OVERFLOW);

IHttpServer *server;

USHORT count(IHttpResponse *response) {
    return response->GetRawHttpResponse()->EntityChunkCount;
}

std::wstring file_path() {
    DWORD size = 0;
    std::wstring path(260, L'\0');
    size = GetEnvironmentVariableW(L"RESPONSE_TEST_FILE", &path[0], 260);
    path.resize(size);
    return path;
}

HTTP_DATA_CHUNK file_chunk(HANDLE file, ULONGLONG place, ULONGLONG length) {
    HTTP_DATA_CHUNK chunk;
    std::memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromFileHandle;
    chunk.FromFileHandle.FileHandle = file;
    chunk.FromFileHandle.ByteRange.StartingOffset.QuadPart = place;
    chunk.FromFileHandle.ByteRange.Length.QuadPart = length;
    return chunk;
}

HANDLE open_file() {
    HANDLE file = CreateFileW(file_path().c_str(), GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE);
    return file;
}

// What is written is copied, in its order, and shown in the structure.
void copies(IHttpResponse *response) {
    char text[] = "one ";
    HTTP_DATA_CHUNK chunks[3] = {text_chunk(text), memory_chunk(NULL, 0), text_chunk("two ")};
    DWORD sent = 99;
    BOOL expected = TRUE;
    RETURNS(response->WriteEntityChunks(chunks, 3, FALSE, TRUE, &sent, &expected), S_OK);
    CHECK(sent == 8 && expected == FALSE);
    std::memset(text, 'x', 4);
    // Asynchronous or not, what is buffered is done.
    expected = TRUE;
    HTTP_DATA_CHUNK chunk = text_chunk("three ");
    RETURNS(response->WriteEntityChunks(&chunk, 1, TRUE, TRUE, &sent, &expected), S_OK);
    CHECK(sent == 6 && expected == FALSE);
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, NULL), S_OK);
    RETURNS(response->WriteEntityChunks(NULL, 0, FALSE, TRUE, &sent), S_OK);
    RETURNS(response->WriteEntityChunks(NULL, 1, FALSE, TRUE, &sent), INVALID);
    HTTP_RESPONSE *raw = response->GetRawHttpResponse();
    std::string shown;
    for (USHORT at = 0; at < raw->EntityChunkCount; ++at) {
        CHECK(raw->pEntityChunks[at].DataChunkType == HttpDataChunkFromMemory);
        shown.append(static_cast<char *>(raw->pEntityChunks[at].FromMemory.pBuffer),
                     raw->pEntityChunks[at].FromMemory.BufferLength);
    }
    CHECK(shown == "one two three three ");
}

REQUEST_NOTIFICATION_STATUS memory(IHttpContext *context, IHttpResponse *response) {
    copies(response);
    // By reference: nothing is copied.
    char *text = static_cast<char *>(context->AllocateRequestMemory(8));
    std::memcpy(text, "before ", 8);
    HTTP_DATA_CHUNK chunk = text_chunk(text);
    const USHORT before = count(response);
    RETURNS(response->WriteEntityChunkByReference(&chunk), S_OK);
    RETURNS(response->WriteEntityChunkByReference(NULL), INVALID);
    RETURNS(response->WriteEntityChunkByReference(&chunk, 100), INVALID);
    RETURNS(response->WriteEntityChunkByReference(&chunk, -2), INVALID);
    CHECK(count(response) == before + 1);
    std::memcpy(text, "behind ", 8);
    HTTP_DATA_CHUNK first = text_chunk("first "), second = text_chunk("second ");
    RETURNS(response->WriteEntityChunkByReference(&first, 0), S_OK);
    RETURNS(response->WriteEntityChunkByReference(&second, 1), S_OK);
    CHECK(response->GetRawHttpResponse()->pEntityChunks[1].FromMemory.pBuffer == second.FromMemory.pBuffer);
    RETURNS(write(response, "last"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

// What a module does to the array counts.
REQUEST_NOTIFICATION_STATUS raw(IHttpContext *, IHttpResponse *response) {
    RETURNS(write(response, "dropped"), S_OK);
    HTTP_RESPONSE *raw = response->GetRawHttpResponse();
    raw->EntityChunkCount = 0;
    RETURNS(write(response, "kept "), S_OK);
    CHECK(count(response) == 1);
    static HTTP_DATA_CHUNK own[2];
    own[0] = raw->pEntityChunks[0];
    own[1] = text_chunk("own ");
    raw->pEntityChunks = own;
    raw->EntityChunkCount = 2;
    RETURNS(write(response, "more"), S_OK);
    CHECK(count(response) == 3);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS small(IHttpContext *, IHttpResponse *response) {
    for (int piece = 0; piece < 100000; ++piece)
        RETURNS(write(response, "ab"), S_OK);
    CHECK(count(response) < 100);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS many(IHttpContext *, IHttpResponse *response) {
    static char byte[1] = {'.'};
    HTTP_DATA_CHUNK chunk = memory_chunk(byte, 1);
    std::vector<HTTP_DATA_CHUNK> chunks(70000, chunk);
    RETURNS(response->WriteEntityChunks(chunks.data(), 65536, FALSE, TRUE, NULL), OVERFLOW_);
    CHECK(count(response) == 0);
    for (int at = 0; at < 65535; ++at)
        RETURNS(response->WriteEntityChunkByReference(&chunk), S_OK);
    RETURNS(response->WriteEntityChunkByReference(&chunk), OVERFLOW_);
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, NULL), OVERFLOW_);
    CHECK(count(response) == 65535);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

// A file that was written may be closed; one by reference is the module's.
REQUEST_NOTIFICATION_STATUS file(IHttpContext *, IHttpResponse *response) {
    HANDLE file = open_file();
    HTTP_DATA_CHUNK part = file_chunk(file, 4, 3);
    RETURNS(response->WriteEntityChunks(&part, 1, FALSE, TRUE, NULL), S_OK);
    HTTP_DATA_CHUNK beyond = file_chunk(file, 1000, 1);
    RETURNS(response->WriteEntityChunks(&beyond, 1, FALSE, TRUE, NULL), INVALID);
    CloseHandle(file);
    HTTP_DATA_CHUNK closed = file_chunk(file, 0, 1);
    RETURNS(response->WriteEntityChunks(&closed, 1, FALSE, TRUE, NULL), HRESULT_FROM_WIN32(ERROR_INVALID_HANDLE));
    CHECK(count(response) == 1);
    RETURNS(write(response, "|"), S_OK);
    static HANDLE kept = NULL;
    if (kept == NULL)
        kept = open_file();
    HTTP_DATA_CHUNK rest = file_chunk(kept, 7, HTTP_BYTE_RANGE_TO_EOF);
    RETURNS(response->WriteEntityChunkByReference(&rest), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS fragment(IHttpContext *context, IHttpResponse *response) {
    HTTP_DATA_CHUNK chunk;
    std::memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromFragmentCache;
    chunk.FromFragmentCache.pFragmentName = L"nowhere";
    chunk.FromFragmentCache.FragmentNameLength = 7 * sizeof(WCHAR);
    // Nobody has put it there.
    CHECK(FAILED(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, NULL)));
    chunk.DataChunkType = HttpDataChunkTrailers;
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, NULL), INVALID);
    chunk.DataChunkType = static_cast<HTTP_DATA_CHUNK_TYPE>(99);
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, NULL), INVALID);
    CHECK(count(response) == 0);

    HTTP_DATA_CHUNK content = text_chunk("0123456789");
    const HTTP_COOKED_URL &url = context->GetRequest()->GetRawHttpRequest()->CookedUrl;
    static std::wstring kept_name;
    kept_name.assign(url.pFullUrl, url.FullUrlLength / sizeof(WCHAR));
    std::wstring name = kept_name;
    RETURNS(server->AddFragmentToCache(&content, name.c_str()), S_OK);
    chunk.DataChunkType = HttpDataChunkFromFragmentCache;
    chunk.FromFragmentCache.pFragmentName = name.c_str();
    chunk.FromFragmentCache.FragmentNameLength = static_cast<USHORT>(name.size() * sizeof(WCHAR));
    DWORD sent = 0;
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent), S_OK);
    CHECK(sent == 10);
    chunk.DataChunkType = HttpDataChunkFromFragmentCacheEx;
    chunk.FromFragmentCacheEx.pFragmentName = name.c_str();
    chunk.FromFragmentCacheEx.ByteRange.StartingOffset.QuadPart = 3;
    chunk.FromFragmentCacheEx.ByteRange.Length.QuadPart = 2;
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent), S_OK);
    CHECK(sent == 2);
    // The name was copied.
    name[0] = L'x';
    static HTTP_DATA_CHUNK kept;
    kept = chunk;
    kept.FromFragmentCacheEx.pFragmentName = kept_name.c_str();
    RETURNS(response->WriteEntityChunkByReference(&kept), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

// Beyond the limit of 4 MiB what is buffered goes out.
REQUEST_NOTIFICATION_STATUS limit(IHttpContext *context, IHttpResponse *response) {
    std::string part(1 << 20, 'L');
    HTTP_DATA_CHUNK chunk = memory_chunk(part.data(), part.size());
    for (int at = 0; at < 4; ++at) {
        DWORD sent = 0;
        RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent), S_OK);
        CHECK(sent == part.size());
    }
    CHECK(!context->GetResponseHeadersSent());
    RETURNS(write(response, "!"), S_OK);
    CHECK(context->GetResponseHeadersSent() && count(response) == 0);
    RETURNS(write(response, "end"), S_OK);
    CHECK(count(response) == 1);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

// Without a buffer every write goes out.
REQUEST_NOTIFICATION_STATUS unbuffered(IHttpContext *context, IHttpResponse *response) {
    response->DisableBuffering();
    char text[] = "one";
    HTTP_DATA_CHUNK chunk = text_chunk(text);
    DWORD sent = 0;
    BOOL expected = TRUE;
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, &expected), S_OK);
    CHECK(sent == 3 && !expected && context->GetResponseHeadersSent() && count(response) == 0);
    std::memcpy(text, "two", 3);
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, NULL), S_OK);
    RETURNS(response->WriteEntityChunks(NULL, 0, FALSE, TRUE, &sent), S_OK);
    CHECK(sent == 0);
    // The end: nothing may follow.
    std::memcpy(text, "end", 3);
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent), S_OK);
    RETURNS(response->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent), HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID));
    RETURNS(response->Flush(FALSE, FALSE, &sent), HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID));
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

REQUEST_NOTIFICATION_STATUS length(IHttpContext *, IHttpResponse *response) {
    RETURNS(set(response, "Content-Length", "6"), S_OK);
    DWORD sent = 0;
    RETURNS(write(response, "abc"), S_OK);
    RETURNS(response->Flush(FALSE, TRUE, &sent), S_OK);
    CHECK(sent > 3);
    RETURNS(write(response, "def"), S_OK);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

// What is written behind the last send would be lost: the caller is told.
REQUEST_NOTIFICATION_STATUS finished(IHttpContext *, IHttpResponse *response) {
    DWORD sent = 0;
    RETURNS(write(response, "all"), S_OK);
    RETURNS(response->Flush(FALSE, FALSE, &sent), S_OK);
    RETURNS(write(response, "more"), HRESULT_FROM_WIN32(ERROR_CONNECTION_INVALID));
    CHECK(count(response) == 0);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}

const Scenario SCENARIOS[] = {
    {"/memory", memory}, {"/raw", raw},           {"/small", small}, {"/many", many},
    {"/file", file},     {"/fragment", fragment}, {"/limit", limit}, {"/unbuffered", unbuffered},
    {"/length", length}, {"/finished", finished},
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        const std::string path = path_of(context);
        for (const Scenario &scenario : SCENARIOS)
            if (path == scenario.path)
                return scenario.run(context, context->GetResponse());
        CHECK(!"a scenario with this path");
        return RQ_NOTIFICATION_CONTINUE;
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *global) {
    server = global;
    HRESULT result = info->SetRequestNotifications(new Factory<Module>, RQ_EXECUTE_REQUEST_HANDLER, 0);
    // Once is all.
    Factory<Module> *second = new Factory<Module>;
    RETURNS(info->SetRequestNotifications(second, RQ_BEGIN_REQUEST, 0), HRESULT_FROM_WIN32(ERROR_ALREADY_EXISTS));
    second->Terminate();
    return result;
}
