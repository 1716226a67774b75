// async_server_v2.cpp : a server on version 2 of the HTTP Server API with one
// OVERLAPPED-derived context for each outstanding operation and a completion port.
//
#ifndef UNICODE
#define UNICODE
#endif
#define NOMINMAX
#include <windows.h>
#include <http.h>

#include <algorithm>
#include <new>
#include <string>
#include <vector>

#pragma comment(lib, "httpapi")
#pragma warning(push)
#pragma warning(disable: 4127 4100)

#define OUTSTANDING_REQUESTS        5
#define REQUESTS_PER_PROCESSOR      4
#define REQUEST_BUFFER_SIZE         4096

typedef struct _HTTP_IO_CONTEXT HTTP_IO_CONTEXT, *PHTTP_IO_CONTEXT;
typedef void (CALLBACK *HTTP_COMPLETION_FUNCTION)(PHTTP_IO_CONTEXT pIoContext, DWORD dwBytes, ULONG IoResult);

typedef struct _SERVER_CONTEXT
{
    HTTPAPI_VERSION         Version;
    HTTP_SERVER_SESSION_ID  sessionId;
    HTTP_URL_GROUP_ID       urlGroupId;
    HANDLE                  hRequestQueue;
    HANDLE                  hCompletionPort;
    PTP_IO                  Io;
    BOOL                    bHttpInit;
    BOOL                    bStopServer;
    volatile LONG           nOutstanding;
    CRITICAL_SECTION        Lock;
    SLIST_HEADER            FreeContexts;
} SERVER_CONTEXT, *PSERVER_CONTEXT;

struct _HTTP_IO_CONTEXT
{
    OVERLAPPED               Overlapped;
    HTTP_COMPLETION_FUNCTION pfCompletionFunction;
    PSERVER_CONTEXT          pServerContext;
};

struct HTTP_IO_REQUEST
{
    HTTP_IO_CONTEXT ioContext;
    PHTTP_REQUEST   pHttpRequest;
    UCHAR           RequestBuffer[REQUEST_BUFFER_SIZE];
};

struct HTTP_IO_RESPONSE
{
    HTTP_IO_CONTEXT ioContext;
    HTTP_RESPONSE   HttpResponse;
    HTTP_DATA_CHUNK HttpDataChunk;
};

// A context that is an OVERLAPPED itself.
class CPendingOperation : public OVERLAPPED
{
public:
    CPendingOperation() : m_requestId(HTTP_NULL_ID), m_cbBuffer(0), m_pBuffer(NULL)
    {
        Internal = InternalHigh = 0;
        Offset = OffsetHigh = 0;
        hEvent = 0;
    }
    virtual ~CPendingOperation() { delete [] m_pBuffer; }
    virtual void Complete(DWORD dwError, ULONG_PTR cbTransferred) = 0;

    static void OnCompletion(LPOVERLAPPED pOverlapped, DWORD dwError, DWORD cb)
    {
        CPendingOperation *pThis = static_cast<CPendingOperation *>(pOverlapped);
        pThis->Complete(dwError, cb);
    }

protected:
    HTTP_REQUEST_ID m_requestId;
    ULONG           m_cbBuffer;
    BYTE *          m_pBuffer;

private:
    CPendingOperation(const CPendingOperation &);
    CPendingOperation &operator=(const CPendingOperation &);
};

class CReceiveOperation final : public CPendingOperation
{
public:
    explicit CReceiveOperation(HANDLE hQueue) : m_hQueue(hQueue) {}

    void Complete(DWORD dwError, ULONG_PTR cbTransferred) override
    {
        if (dwError == ERROR_MORE_DATA)
        {
            m_cbBuffer = static_cast<ULONG>(std::max<ULONG_PTR>(cbTransferred, m_cbBuffer * 2));
            delete [] m_pBuffer;
            m_pBuffer = new (std::nothrow) BYTE[m_cbBuffer];
        }
        else if (dwError != NO_ERROR)
        {
            ::SetLastError(dwError);
        }
        m_requestId = reinterpret_cast<PHTTP_REQUEST>(m_pBuffer)->RequestId;
    }

private:
    HANDLE m_hQueue;

public:
    HANDLE Queue() const { return m_hQueue; }
};

static CHAR g_szResponse[] = "<html><body>Thank you for using this server.</body></html>";
static CHAR g_szReason[] = "OK";

static VOID CALLBACK
IoCompletionCallback(
    PTP_CALLBACK_INSTANCE Instance,
    PVOID                 pContext,
    PVOID                 pOverlapped,
    ULONG                 IoResult,
    ULONG_PTR             NumberOfBytesTransferred,
    PTP_IO                Io
    )
{
    PSERVER_CONTEXT  pServerContext;
    PHTTP_IO_CONTEXT pIoContext = CONTAINING_RECORD(pOverlapped, HTTP_IO_CONTEXT, Overlapped);

    UNREFERENCED_PARAMETER(Instance);
    UNREFERENCED_PARAMETER(NumberOfBytesTransferred);
    UNREFERENCED_PARAMETER(Io);

    pServerContext = pIoContext->pServerContext;
    InterlockedDecrement(&pServerContext->nOutstanding);
    (pIoContext->pfCompletionFunction)(pIoContext, (DWORD) NumberOfBytesTransferred, IoResult);
    DBG_UNREFERENCED_PARAMETER(pContext);
}

static void CALLBACK ReceiveCompletionCallback(PHTTP_IO_CONTEXT pIoContext, DWORD, ULONG IoResult)
{
    HTTP_IO_REQUEST *pIoRequest = CONTAINING_RECORD(pIoContext, HTTP_IO_REQUEST, ioContext);
    if (pIoContext->pServerContext->bStopServer == FALSE)
    {
        switch (IoResult)
        {
        case NO_ERROR:
            pIoRequest->pHttpRequest = (PHTTP_REQUEST) pIoRequest->RequestBuffer;
            break;
        case ERROR_MORE_DATA:
        case ERROR_OPERATION_ABORTED:
        case ERROR_NETNAME_DELETED:
        default:
            break;
        }
    }
}

HTTP_IO_RESPONSE *CreateMessageResponse(PSERVER_CONTEXT pServerContext, USHORT code, PCHAR pReason, PCHAR pMessage)
{
    HTTP_IO_RESPONSE *pIoResponse = new (std::nothrow) HTTP_IO_RESPONSE();
    CHAR *pContentType = const_cast<CHAR *>("text/html");

    if (pIoResponse == NULL)
        return nullptr;

    ZeroMemory(pIoResponse, sizeof(HTTP_IO_RESPONSE));
    pIoResponse->ioContext.pServerContext = pServerContext;
    pIoResponse->HttpResponse.EntityChunkCount = 1;
    pIoResponse->HttpResponse.pEntityChunks = &pIoResponse->HttpDataChunk;
    pIoResponse->HttpDataChunk.DataChunkType = HttpDataChunkFromMemory;
    pIoResponse->HttpDataChunk.FromMemory.pBuffer = pMessage;
    pIoResponse->HttpDataChunk.FromMemory.BufferLength = (ULONG) strlen(pMessage);
    pIoResponse->HttpResponse.StatusCode = code;
    pIoResponse->HttpResponse.pReason = pReason;
    pIoResponse->HttpResponse.ReasonLength = (USHORT) strlen(pReason);

    HTTP_KNOWN_HEADER *pContentTypeHeader = &pIoResponse->HttpResponse.Headers.KnownHeaders[HttpHeaderContentType];
    pContentTypeHeader->pRawValue = pContentType;
    pContentTypeHeader->RawValueLength = (USHORT) strlen(pContentType);
    return pIoResponse;
}

// Worker of the completion port.
static DWORD WINAPI WorkerThread(LPVOID lpParameter)
{
    SERVER_CONTEXT *pContext = static_cast<SERVER_CONTEXT *>(lpParameter);
    for (;;)
    {
        DWORD cb = 0;
        ULONG_PTR key = 0;
        LPOVERLAPPED pOverlapped = NULL;
        BOOL fOk = ::GetQueuedCompletionStatus(pContext->hCompletionPort, &cb, &key, &pOverlapped, INFINITE);
        DWORD dwError = fOk ? ERROR_SUCCESS : ::GetLastError();
        if (pOverlapped == NULL)
            break;
        CPendingOperation::OnCompletion(pOverlapped, dwError, cb);
    }
    return 0;
}

bool StartWorkers(SERVER_CONTEXT &context, std::vector<HANDLE> &threads, unsigned cThreads)
{
    context.hCompletionPort = ::CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0);
    if (!context.hCompletionPort)
        return false;
    if (::CreateIoCompletionPort(context.hRequestQueue, context.hCompletionPort, (ULONG_PTR) &context, 0) == NULL)
        return false;
    ::SetFileCompletionNotificationModes(context.hRequestQueue,
                                         FILE_SKIP_COMPLETION_PORT_ON_SUCCESS | FILE_SKIP_SET_EVENT_ON_HANDLE);
    for (unsigned i = 0; i < std::min(cThreads, (unsigned) MAXIMUM_WAIT_OBJECTS); ++i)
    {
        DWORD dwThreadId;
        HANDLE hThread = ::CreateThread(NULL, 0, WorkerThread, &context, 0, &dwThreadId);
        if (hThread == NULL)
            return false;
        threads.push_back(hThread);
    }
    ::WaitForMultipleObjects(static_cast<DWORD>(threads.size()), &threads[0], TRUE, INFINITE);
    std::for_each(threads.begin(), threads.end(), ::CloseHandle);
    return true;
}

int main(int argc, char *argv[])
{
    SERVER_CONTEXT ctx = {};
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    ctx.Version = version;
    HTTP_IO_REQUEST *pRequest = new HTTP_IO_REQUEST;
    pRequest->ioContext.pfCompletionFunction = ReceiveCompletionCallback;
    pRequest->ioContext.pServerContext = &ctx;
    PTP_WIN32_IO_CALLBACK pfn = IoCompletionCallback;
    std::vector<HANDLE> threads;
    CReceiveOperation op(ctx.hRequestQueue);
    return StartWorkers(ctx, threads, 4) && pfn != nullptr && CreateMessageResponse(&ctx, 200, g_szReason, g_szResponse)
        ? EXIT_SUCCESS : EXIT_FAILURE;
}
#pragma warning(pop)
