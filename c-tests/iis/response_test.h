/* What the modules share that try IHttpResponse: checks, and a function for each path. */
#pragma once
#include <httpserv.h>

#include <cstdio>
#include <cstring>
#include <string>

/* The test files look for FAILED in what the host prints. */
#define CHECK(condition)                                                                   \
    do {                                                                                   \
        if (!(condition))                                                                  \
            std::fprintf(stderr, "FAILED %s:%d: %s\n", __FILE__, __LINE__, #condition);    \
    } while (0)

#define RETURNS(call, expected)                                                                             \
    do {                                                                                                    \
        HRESULT result_ = (call), expected_ = (expected);                                                   \
        if (result_ != expected_)                                                                           \
            std::fprintf(stderr, "FAILED %s:%d: %s is 0x%08x and not 0x%08x\n", __FILE__, __LINE__, #call, \
                         static_cast<unsigned>(result_), static_cast<unsigned>(expected_));                 \
    } while (0)

inline std::string path_of(IHttpContext *context) {
    HTTP_REQUEST *request = context->GetRequest()->GetRawHttpRequest();
    std::string url(request->pRawUrl, request->RawUrlLength);
    return url.substr(0, url.find('?'));
}

inline HTTP_DATA_CHUNK memory_chunk(const void *bytes, size_t length) {
    HTTP_DATA_CHUNK chunk;
    std::memset(&chunk, 0, sizeof chunk);
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = const_cast<void *>(bytes);
    chunk.FromMemory.BufferLength = static_cast<ULONG>(length);
    return chunk;
}

inline HTTP_DATA_CHUNK text_chunk(const char *text) {
    return memory_chunk(text, std::strlen(text));
}

inline HRESULT write(IHttpResponse *response, const char *text) {
    HTTP_DATA_CHUNK chunk = text_chunk(text);
    DWORD sent = 0;
    return response->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent);
}

inline HRESULT set(IHttpResponse *response, const char *name, const char *value, BOOL replace = TRUE) {
    return response->SetHeader(name, value, static_cast<USHORT>(std::strlen(value)), replace);
}

/* What a module is asked for by its path. */
struct Scenario {
    const char *path;
    REQUEST_NOTIFICATION_STATUS (*run)(IHttpContext *context, IHttpResponse *response);
};

template <class Module>
class Factory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module;
        return S_OK;
    }

    void Terminate() {
        delete this;
    }

    virtual ~Factory() {}
};
