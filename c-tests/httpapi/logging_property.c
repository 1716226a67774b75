/* HttpServerLoggingProperty: at which level which formats are, lengths, bounds, what is refused. */
#include "logging_check.h"

static HTTP_SERVER_SESSION_ID session;
static HTTP_URL_GROUP_ID group;

enum level { SERVER_SESSION, URL_GROUP, LEVELS };

static ULONG set(enum level level, HTTP_LOGGING_INFO *info, ULONG length)
{
    return level == SERVER_SESSION ? HttpSetServerSessionProperty(session, HttpServerLoggingProperty, info, length)
                                   : HttpSetUrlGroupProperty(group, HttpServerLoggingProperty, info, length);
}

/* With one member changed the property is refused with this code. */
#define CHANGED(level, member, value, code)                        \
    do {                                                           \
        HTTP_LOGGING_INFO changed = log_info(HttpLoggingTypeW3C, "logs"); \
        changed.member = (value);                                  \
        RETURNS(set(level, &changed, sizeof changed), code);       \
    } while (0)

static WCHAR long_name[400];

static void directory(enum level level, const WCHAR *name, ULONG code)
{
    HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, "logs");
    info.DirectoryName = name;
    info.DirectoryNameLength = (USHORT)(wcslen(name) * sizeof(WCHAR));
    RETURNS(set(level, &info, sizeof info), code);
}

static void software(enum level level, const WCHAR *name, USHORT units, ULONG code)
{
    HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, "logs");
    info.SoftwareName = name;
    info.SoftwareNameLength = (USHORT)(units * sizeof(WCHAR));
    RETURNS(set(level, &info, sizeof info), code);
}

static void lengths(enum level level)
{
    struct {
        HTTP_LOGGING_INFO info;
        ULONGLONG more[4];
    } room;
    ULONG needed = 0;

    memset(&room, 0, sizeof room);
    room.info = log_info(HttpLoggingTypeW3C, "logs");
    RETURNS(set(level, &room.info, sizeof room.info - 1), ERROR_INVALID_PARAMETER);
    RETURNS(set(level, NULL, sizeof room.info), ERROR_INVALID_PARAMETER);
    RETURNS(set(level, &room.info, sizeof room.info), NO_ERROR);
    RETURNS(set(level, &room.info, sizeof room), NO_ERROR);
    /* It cannot be asked for. */
    RETURNS(level == SERVER_SESSION
                ? HttpQueryServerSessionProperty(session, HttpServerLoggingProperty, &room, sizeof room, &needed)
                : HttpQueryUrlGroupProperty(group, HttpServerLoggingProperty, &room, sizeof room, &needed),
            ERROR_INVALID_PARAMETER);
    /* Taken away, whatever the rest says, and once more. */
    memset(&room, 0xFF, sizeof room);
    room.info.Flags.Present = 0;
    RETURNS(set(level, &room.info, sizeof room.info), NO_ERROR);
    RETURNS(set(level, &room.info, sizeof room.info), NO_ERROR);
}

static void members(enum level level)
{
    CHANGED(level, LoggingFlags, 0, NO_ERROR);
    CHANGED(level, LoggingFlags, HTTP_LOGGING_FLAG_LOCAL_TIME_ROLLOVER | HTTP_LOGGING_FLAG_USE_UTF8_CONVERSION, NO_ERROR);
    CHANGED(level, LoggingFlags, HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY, NO_ERROR);
    CHANGED(level, LoggingFlags, HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY, NO_ERROR);
    CHANGED(level, LoggingFlags, HTTP_LOGGING_FLAG_LOG_ERRORS_ONLY | HTTP_LOGGING_FLAG_LOG_SUCCESS_ONLY,
            ERROR_INVALID_PARAMETER);
    CHANGED(level, LoggingFlags, 0x10, ERROR_INVALID_PARAMETER);
    CHANGED(level, pExtFields, &session, ERROR_INVALID_PARAMETER);
    CHANGED(level, NumOfExtFields, 1, ERROR_INVALID_PARAMETER);
    CHANGED(level, MaxRecordSize, 1, ERROR_INVALID_PARAMETER);
    CHANGED(level, pSecurityDescriptor, &session, NO_ERROR);

    CHANGED(level, Fields, 0, ERROR_INVALID_PARAMETER);
    CHANGED(level, Fields, HTTP_LOG_FIELD_DATE, NO_ERROR);
    /* Fields of the log of errors, and those that no document describes. */
    CHANGED(level, Fields, ALL_FIELDS | HTTP_LOG_FIELD_REASON, ERROR_INVALID_PARAMETER);
    CHANGED(level, Fields, ALL_FIELDS | HTTP_LOG_FIELD_CORRELATION_ID, ERROR_NOT_SUPPORTED);
    CHANGED(level, Fields, ALL_FIELDS | HTTP_LOG_FIELD_FAULT_CODE, ERROR_NOT_SUPPORTED);

    CHANGED(level, RolloverSize, HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE, NO_ERROR);
    CHANGED(level, RolloverSize, HTTP_MIN_ALLOWED_LOG_FILE_ROLLOVER_SIZE - 1, ERROR_INVALID_PARAMETER);
    CHANGED(level, RolloverSize, 0, ERROR_INVALID_PARAMETER);
    CHANGED(level, RolloverType, (HTTP_LOGGING_ROLLOVER_TYPE)5, ERROR_INVALID_PARAMETER);
    for (int type = HttpLoggingRolloverDaily; type <= HttpLoggingRolloverHourly; ++type) {
        HTTP_LOGGING_INFO info = log_info(HttpLoggingTypeW3C, "logs");
        info.RolloverType = (HTTP_LOGGING_ROLLOVER_TYPE)type;
        info.RolloverSize = 0;
        RETURNS(set(level, &info, sizeof info), NO_ERROR);
    }
}

static void names(enum level level)
{
    size_t at;
    CHANGED(level, DirectoryName, NULL, ERROR_INVALID_PARAMETER);
    CHANGED(level, DirectoryNameLength, 0, ERROR_INVALID_PARAMETER);
    CHANGED(level, DirectoryNameLength, 2 * sizeof(WCHAR) + 1, ERROR_INVALID_PARAMETER);
    directory(level, L"logs", ERROR_INVALID_PARAMETER);
    directory(level, L"./logs", ERROR_INVALID_PARAMETER);
    directory(level, L"C:logs", ERROR_INVALID_PARAMETER);
    directory(level, L"/logs/<here>", ERROR_INVALID_PARAMETER);
    directory(level, L"\\\\server\\share\\logs", ERROR_BAD_NETPATH);
    directory(level, L"C:\\logs", NO_ERROR);
    directory(level, L"/nowhere/at all", NO_ERROR);
    for (at = 0; at < 399; ++at)
        long_name[at] = at % 2 ? 'a' : '/';
    long_name[212] = 0;
    directory(level, long_name, NO_ERROR);
    long_name[212] = '/';
    long_name[213] = 0;
    directory(level, long_name, ERROR_INVALID_PARAMETER);

    software(level, NULL, 0, NO_ERROR);
    software(level, NULL, 1, ERROR_INVALID_PARAMETER);
    software(level, L"Program", 7, NO_ERROR);
    software(level, L"Pro\ngram", 8, ERROR_INVALID_PARAMETER);
    for (at = 0; at < 399; ++at)
        long_name[at] = 'a';
    software(level, long_name, 130, NO_ERROR);
    software(level, long_name, 131, ERROR_INVALID_PARAMETER);
}

static void formats(void)
{
    /* A session has the two that are for all its groups, of which the binary one is not there. */
    CHANGED(SERVER_SESSION, Format, HttpLoggingTypeIIS, ERROR_INVALID_PARAMETER);
    CHANGED(SERVER_SESSION, Format, HttpLoggingTypeNCSA, ERROR_INVALID_PARAMETER);
    CHANGED(SERVER_SESSION, Format, HttpLoggingTypeRaw, ERROR_NOT_SUPPORTED);
    CHANGED(URL_GROUP, Format, HttpLoggingTypeIIS, NO_ERROR);
    CHANGED(URL_GROUP, Format, HttpLoggingTypeNCSA, NO_ERROR);
    CHANGED(URL_GROUP, Format, HttpLoggingTypeRaw, ERROR_INVALID_PARAMETER);
    CHANGED(SERVER_SESSION, Format, (HTTP_LOGGING_TYPE)4, ERROR_INVALID_PARAMETER);
    CHANGED(URL_GROUP, Format, (HTTP_LOGGING_TYPE)-1, ERROR_INVALID_PARAMETER);
}

int main(void)
{
    HTTPAPI_VERSION version = HTTPAPI_VERSION_2;
    scratch_enter();
    RETURNS(HttpInitialize(version, HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    RETURNS(HttpCreateServerSession(version, &session, 0), NO_ERROR);
    RETURNS(HttpCreateUrlGroup(session, &group, 0), NO_ERROR);
    for (int level = 0; level < LEVELS; ++level) {
        lengths(level);
        members(level);
        names(level);
    }
    formats();
    RETURNS(HttpCloseServerSession(session), NO_ERROR);
    CHECK(set(URL_GROUP, NULL, 0) == ERROR_INVALID_PARAMETER);
    RETURNS(HttpTerminate(HTTP_INITIALIZE_SERVER, NULL), NO_ERROR);
    /* Without a request there is no file. */
    CHECK(access("logs", F_OK) != 0);
    scratch_leave();
    return check_failures;
}
