/* What our servers answer: the same from every one of them, whichever way it waits. */
#ifndef SITE_H
#define SITE_H

#include <windows.h>
#include <http.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Room for a request with all that it points to. */
union request {
    HTTP_REQUEST_V1 v1;
    char room[4096];
};

static HANDLE site_queue;

/* The bodies, by their paths. */
static struct body {
    const char *path;
    ULONG length;
    char *memory;
    HANDLE file;
} site_bodies[] = {
    {"/hello", 13, NULL, NULL},
    {"/slow", 13, NULL, NULL},
    {"/memory/16k", 16 << 10, NULL, NULL},
    {"/memory/1m", 1 << 20, NULL, NULL},
    {"/file/16k", 16 << 10, NULL, NULL},
    {"/file/1m", 1 << 20, NULL, NULL},
};

/* A response and what it points to; it stays until it is sent. */
struct answer {
    HTTP_RESPONSE_V1 response;
    HTTP_DATA_CHUNK chunk;
};

/* Ends the program when a call has failed that cannot. */
static void must(BOOL good, const char *what)
{
    if (!good) {
        fprintf(stderr, "%s: %u\n", what, (unsigned)GetLastError());
        exit(1);
    }
}

static void must_be(ULONG code, const char *what)
{
    SetLastError(code);
    must(code == NO_ERROR, what);
}

static void site_add(const char *scheme, int port)
{
    char text[64];
    WCHAR url[64];

    snprintf(text, sizeof text, "%s://localhost:%d/", scheme, port);
    MultiByteToWideChar(CP_UTF8, 0, text, -1, url, 64);
    must_be(HttpAddUrl(site_queue, url, NULL), "HttpAddUrl");
}

/* Makes the queue and its URL, and opens the files below the folder. Behind the port may stand a comma and one for
   https, for which the service configuration has a certificate. */
static void site_open(const char *ports, const char *folder)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_1;
    const char *secure = strchr(ports, ',');
    char text[512];

    for (size_t i = 0; i < sizeof site_bodies / sizeof *site_bodies; i++) {
        struct body *body = &site_bodies[i];
        if (strncmp(body->path, "/file/", 6) == 0) {
            snprintf(text, sizeof text, "%s%s", folder, body->path);
            body->file = CreateFileA(text, GENERIC_READ, FILE_SHARE_READ, NULL, OPEN_EXISTING, 0, NULL);
            must(body->file != INVALID_HANDLE_VALUE, text);
        } else {
            body->memory = malloc(body->length);
            memset(body->memory, 'x', body->length);
            if (body->length == 13)
                memcpy(body->memory, "Hello, World!", 13);
        }
    }
    must_be(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), "HttpInitialize");
    must_be(HttpCreateHttpHandle(&site_queue, 0), "HttpCreateHttpHandle");
    site_add("http", atoi(ports));
    if (secure != NULL)
        site_add("https", atoi(secure + 1));
}

/* Prepares the answer to a request; /slow works for 10 ms before it. */
static void site_answer(const HTTP_REQUEST_V1 *request, struct answer *answer)
{
    const struct body *body = site_bodies;

    for (size_t i = 1; i < sizeof site_bodies / sizeof *site_bodies; i++)
        if (strcmp(request->pRawUrl, site_bodies[i].path) == 0)
            body = &site_bodies[i];
    if (body == &site_bodies[1])
        Sleep(10);
    memset(answer, 0, sizeof *answer);
    answer->response.StatusCode = 200;
    answer->response.pReason = "OK";
    answer->response.ReasonLength = 2;
    answer->response.Headers.KnownHeaders[HttpHeaderContentType].pRawValue = "text/plain";
    answer->response.Headers.KnownHeaders[HttpHeaderContentType].RawValueLength = 10;
    answer->response.EntityChunkCount = 1;
    answer->response.pEntityChunks = &answer->chunk;
    if (body->file) {
        answer->chunk.DataChunkType = HttpDataChunkFromFileHandle;
        answer->chunk.FromFileHandle.FileHandle = body->file;
        answer->chunk.FromFileHandle.ByteRange.Length.QuadPart = body->length;
    } else {
        answer->chunk.DataChunkType = HttpDataChunkFromMemory;
        answer->chunk.FromMemory.pBuffer = body->memory;
        answer->chunk.FromMemory.BufferLength = body->length;
    }
}

#endif
