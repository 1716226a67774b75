/*++

Module Name:

    sync_server_v1.c

Abstract:

    A synchronous server on version 1 of the HTTP Server API: the helpers that
    fill a response, and the walk over a request.

--*/

#define _WIN32_WINNT 0x0501
#define UNICODE
#define _UNICODE

#include <windows.h>
#include <http.h>
#include <stdio.h>

#pragma comment(lib, "httpapi.lib")

//
// Macros.
//
#define INITIALIZE_HTTP_RESPONSE(resp, status, reason)      \
    do                                                      \
    {                                                       \
        RtlZeroMemory((resp), sizeof(*(resp)));             \
        (resp)->StatusCode = (status);                      \
        (resp)->pReason = (reason);                         \
        (resp)->ReasonLength = (USHORT) strlen(reason);     \
    } while (FALSE)

#define ADD_KNOWN_HEADER(Response, HeaderId, RawValue)                     \
    do                                                                     \
    {                                                                      \
        (Response).Headers.KnownHeaders[(HeaderId)].pRawValue = (RawValue);\
        (Response).Headers.KnownHeaders[(HeaderId)].RawValueLength =       \
            (USHORT) strlen(RawValue);                                     \
    } while (FALSE)

#define MAX_ULONG_STR ((ULONG) sizeof("4294967295"))

typedef struct _SERVER_STATE {
    HANDLE  hReqQueue;
    PWCHAR  *ppUrls;
    int     cUrls;
    BOOL    fRunning;
} SERVER_STATE, *PSERVER_STATE;

//
// Prototypes.
//
DWORD BuildResponse(IN PHTTP_REQUEST pRequest, IN USHORT StatusCode, IN PSTR pReason, IN PSTR pEntityString,
                    OUT PHTTP_RESPONSE pResponse, OUT PHTTP_DATA_CHUNK pChunk);
DWORD DispatchRequest(IN HANDLE hReqQueue, IN PHTTP_REQUEST pRequest, IN OUT PHTTP_RESPONSE pResponse);

static HTTPAPI_VERSION HttpApiVersion = HTTPAPI_VERSION_1;

/***************************************************************************++

Routine Description:
    Fills a response with a status, a content type and one memory chunk.

Return Value:
    Success/Failure.

--***************************************************************************/
DWORD
BuildResponse(
    IN PHTTP_REQUEST    pRequest,
    IN USHORT           StatusCode,
    IN PSTR             pReason,
    IN PSTR             pEntityString,
    OUT PHTTP_RESPONSE  pResponse,
    OUT PHTTP_DATA_CHUNK pChunk
    )
{
    INITIALIZE_HTTP_RESPONSE(pResponse, StatusCode, pReason);
    ADD_KNOWN_HEADER(*pResponse, HttpHeaderContentType, "text/html");

    if (pEntityString)
    {
        pChunk->DataChunkType           = HttpDataChunkFromMemory;
        pChunk->FromMemory.pBuffer      = pEntityString;
        pChunk->FromMemory.BufferLength = (ULONG) strlen(pEntityString);

        pResponse->EntityChunkCount = 1;
        pResponse->pEntityChunks    = pChunk;
    }
    return NO_ERROR;
}

DWORD
DispatchRequest(
    IN HANDLE             hReqQueue,
    IN PHTTP_REQUEST      pRequest,
    IN OUT PHTTP_RESPONSE pResponse
    )
{
    DWORD           result = NO_ERROR;
    HTTP_DATA_CHUNK dataChunk;

    switch (pRequest->Verb)
    {
    case HttpVerbGET:
        wprintf(L"Got a GET request for %ls\n", pRequest->CookedUrl.pFullUrl);
        result = BuildResponse(pRequest, 200, "OK", "Hey! You hit the server\r\n", pResponse, &dataChunk);
        break;

    case HttpVerbPOST:
        wprintf(L"Got a POST request for %ls\n", pRequest->CookedUrl.pFullUrl);
        if (pRequest->Flags & HTTP_REQUEST_FLAG_MORE_ENTITY_BODY_EXISTS)
        {
            CHAR szContentLength[MAX_ULONG_STR];
            sprintf(szContentLength, "%u", 0u);
            ADD_KNOWN_HEADER(*pResponse, HttpHeaderContentLength, szContentLength);
        }
        break;

    default:
        wprintf(L"Got an unknown request (verb %d, url %.*ls)\n", pRequest->Verb,
                pRequest->CookedUrl.FullUrlLength / (int) sizeof(WCHAR), pRequest->CookedUrl.pFullUrl);
        result = BuildResponse(pRequest, 503, "Not Implemented", NULL, pResponse, &dataChunk);
        break;
    }

    if (hReqQueue == NULL || hReqQueue == INVALID_HANDLE_VALUE)
    {
        result = ERROR_INVALID_HANDLE;
    }
    pResponse->pEntityChunks = NULL;
    pResponse->EntityChunkCount = 0;
    return result;
}

static DWORD
HandleReceiveResult(PSERVER_STATE pState, PHTTP_REQUEST pRequest, PHTTP_REQUEST_ID pRequestId, DWORD result)
{
    HTTP_RESPONSE response;

    if (NO_ERROR == result)
    {
        result = DispatchRequest(pState->hReqQueue, pRequest, &response);
        HTTP_SET_NULL_ID(pRequestId);
    }
    else if (result == ERROR_MORE_DATA)
    {
        // The buffer was too small; the request is asked for again by its id.
        *pRequestId = pRequest->RequestId;
    }
    else if (ERROR_CONNECTION_INVALID == result && !HTTP_IS_NULL_ID(pRequestId))
    {
        // The connection went away in between.
        HTTP_SET_NULL_ID(pRequestId);
    }
    else
    {
        pState->fRunning = FALSE;
    }
    return result;
}

int __cdecl wmain(int argc, wchar_t *argv[])
{
    SERVER_STATE    state = { 0 };
    HTTP_REQUEST_ID requestId;
    PCWSTR          pDefaultUrl = L"http://localhost:8080/sample/";
    int             UrlAdded = 0;
    int             i;

    if (argc < 2)
    {
        wprintf(L"%ls: <Url1> [Url2] ... (for example %ls)\n", argv[0], pDefaultUrl);
        return -1;
    }
    state.ppUrls = argv + 1;
    state.cUrls = argc - 1;
    for (i = 1; i < argc; i++)
    {
        wprintf(L"we are interested in requests for the following url: %ls\n", argv[i]);
        UrlAdded++;
    }
    HTTP_SET_NULL_ID(&requestId);
    HandleReceiveResult(&state, NULL, &requestId, ERROR_OPERATION_ABORTED);
    if (HTTPAPI_EQUAL_VERSION(HttpApiVersion, 1, 0) && UrlAdded > 0)
    {
        return (int) GetLastError();
    }
    return 0;
}
