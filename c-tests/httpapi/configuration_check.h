/* What the programs about the service configuration share: a file of their own, and short calls. */
#ifndef CONFIGURATION_CHECK_H
#define CONFIGURATION_CHECK_H

#include "../win32/scratch.h"
#include "http_check.h"

#define SET(id, set) HttpSetServiceConfiguration(NULL, id, &(set), sizeof(set), NULL)
#define UPDATE(id, set) HttpUpdateServiceConfiguration(NULL, id, &(set), sizeof(set), NULL)
#define DELETE_RECORD(id, set) HttpDeleteServiceConfiguration(NULL, id, &(set), sizeof(set), NULL)
#define QUERY(id, query) query_into_room(id, &(query), sizeof(query))

/* Where answers go, aligned for every structure. */
static union {
    ULONGLONG aligned;
    BYTE bytes[65536];
} answer_room;
static ULONG answer_length;

static inline ULONG query_into_room(HTTP_SERVICE_CONFIG_ID id, PVOID query, ULONG length)
{
    return HttpQueryServiceConfiguration(NULL, id, query, length, answer_room.bytes, sizeof answer_room.bytes,
                                         &answer_length, NULL);
}

/* A folder of the program's own with the store in it, where there is no store yet. */
static inline void configuration_enter(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    char path[128];
    scratch_enter();
    snprintf(path, sizeof path, "%s/service.conf", scratch_path);
    setenv("PORTICO_CONFIG", path, 1);
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_CONFIG, NULL), NO_ERROR);
}

static inline void configuration_leave(void)
{
    RETURNS(HttpTerminate(HTTP_INITIALIZE_CONFIG, NULL), NO_ERROR);
    scratch_leave();
}

static inline void put_file(const char *text)
{
    FILE *file = fopen("service.conf.mine", "w");
    CHECK(file != NULL && fputs(text, file) >= 0 && fclose(file) == 0);
    CHECK(rename("service.conf.mine", "service.conf") == 0);
}

/* The file holds just this; what it holds else is shown. */
static inline int file_is(const char *name, const char *text)
{
    static char found[65536];
    FILE *file = fopen(name, "r");
    size_t length = file ? fread(found, 1, sizeof found - 1, file) : 0;
    if (file)
        fclose(file);
    found[length] = 0;
    if (strcmp(found, text) != 0)
        printf("%s:\n%s\n", name, found);
    return strcmp(found, text) == 0;
}

static inline SOCKADDR_STORAGE ipv4(const char *address, int port)
{
    SOCKADDR_STORAGE storage;
    struct sockaddr_in *in = (struct sockaddr_in *)&storage;
    memset(&storage, 0, sizeof storage);
    in->sin_family = AF_INET;
    in->sin_port = htons((unsigned short)port);
    CHECK(inet_pton(AF_INET, address, &in->sin_addr) == 1);
    return storage;
}

static inline SOCKADDR_STORAGE ipv6(const char *address, int port)
{
    SOCKADDR_STORAGE storage;
    struct sockaddr_in6 *in = (struct sockaddr_in6 *)&storage;
    memset(&storage, 0, sizeof storage);
    in->sin6_family = AF_INET6;
    in->sin6_port = htons((unsigned short)port);
    CHECK(inet_pton(AF_INET6, address, &in->sin6_addr) == 1);
    return storage;
}

/* Exactly the length that a query told is enough, one byte less is not, and nothing is written then. */
static inline void check_room(HTTP_SERVICE_CONFIG_ID id, PVOID query, ULONG length)
{
    ULONG needed = 0;
    BYTE untouched = 0x5A, *room;
    RETURNS(HttpQueryServiceConfiguration(NULL, id, query, length, NULL, 0, &needed, NULL), ERROR_INSUFFICIENT_BUFFER);
    CHECK(needed == answer_length);
    room = malloc(needed);
    memset(room, untouched, needed);
    RETURNS(HttpQueryServiceConfiguration(NULL, id, query, length, room, needed - 1, &needed, NULL),
            ERROR_INSUFFICIENT_BUFFER);
    for (ULONG at = 0; at < needed; ++at)
        CHECK(room[at] == untouched);
    RETURNS(HttpQueryServiceConfiguration(NULL, id, query, length, room, needed, NULL, NULL), NO_ERROR);
    RETURNS(HttpQueryServiceConfiguration(NULL, id, query, length, NULL, needed, &needed, NULL),
            ERROR_INVALID_PARAMETER);
    free(room);
}

#endif
