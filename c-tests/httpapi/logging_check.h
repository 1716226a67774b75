/* What the programs about logs share: a folder of their own, the property, log data, and reading files. */
#ifndef LOGGING_CHECK_H
#define LOGGING_CHECK_H

#include "../win32/scratch.h"
#include "http_check.h"

/* All fields that a W3C log can have. */
#define ALL_FIELDS                                                                                                  \
    (HTTP_LOG_FIELD_DATE | HTTP_LOG_FIELD_TIME | HTTP_LOG_FIELD_CLIENT_IP | HTTP_LOG_FIELD_USER_NAME                \
     | HTTP_LOG_FIELD_SITE_NAME | HTTP_LOG_FIELD_COMPUTER_NAME | HTTP_LOG_FIELD_SERVER_IP | HTTP_LOG_FIELD_METHOD   \
     | HTTP_LOG_FIELD_URI_STEM | HTTP_LOG_FIELD_URI_QUERY | HTTP_LOG_FIELD_STATUS | HTTP_LOG_FIELD_WIN32_STATUS     \
     | HTTP_LOG_FIELD_BYTES_SENT | HTTP_LOG_FIELD_BYTES_RECV | HTTP_LOG_FIELD_TIME_TAKEN | HTTP_LOG_FIELD_SERVER_PORT \
     | HTTP_LOG_FIELD_USER_AGENT | HTTP_LOG_FIELD_COOKIE | HTTP_LOG_FIELD_REFERER | HTTP_LOG_FIELD_VERSION          \
     | HTTP_LOG_FIELD_HOST | HTTP_LOG_FIELD_SUB_STATUS | HTTP_LOG_FIELD_STREAM_ID | HTTP_LOG_FIELD_STREAM_ID_EX   \
     | HTTP_LOG_FIELD_TRANSPORT_TYPE)

/* A log in a folder below the program's own, which is not there yet. */
static inline HTTP_LOGGING_INFO log_info(HTTP_LOGGING_TYPE format, const char *folder)
{
    static WCHAR directory[256];
    char text[256];
    HTTP_LOGGING_INFO info;
    memset(&info, 0, sizeof info);
    snprintf(text, sizeof text, "%s/%s", scratch_path, folder);
    info.Flags.Present = 1;
    info.DirectoryName = directory;
    info.DirectoryNameLength =
        (USHORT)((MultiByteToWideChar(CP_UTF8, 0, text, -1, directory, 256) - 1) * sizeof(WCHAR));
    info.Format = format;
    info.Fields = format == HttpLoggingTypeW3C ? ALL_FIELDS : 0;
    info.RolloverType = HttpLoggingRolloverSize;
    info.RolloverSize = HTTP_LIMIT_INFINITE;
    return info;
}

#define LOG_GROUP(group, info) HttpSetUrlGroupProperty(group, HttpServerLoggingProperty, &(info), sizeof(info))
#define LOG_SESSION(session, info) HttpSetServerSessionProperty(session, HttpServerLoggingProperty, &(info), sizeof(info))

#define TEXT_FIELD(data, name, text) ((data).name = (text), (data).name##Length = (USHORT)strlen(text))

/* Something in every place. */
static inline HTTP_LOG_FIELDS_DATA log_data(void)
{
    static WCHAR user[] = L"DOMAIN\\J\u00FCrgen B", stem[] = L"/a b/\u00FC";
    HTTP_LOG_FIELDS_DATA data;
    memset(&data, 0, sizeof data);
    data.Base.Type = HttpLogDataTypeFields;
    data.UserName = user;
    data.UserNameLength = sizeof user - sizeof(WCHAR);
    data.UriStem = stem;
    data.UriStemLength = sizeof stem - sizeof(WCHAR);
    TEXT_FIELD(data, ClientIp, "192.0.2.1");
    TEXT_FIELD(data, ServerName, "SALES1");
    TEXT_FIELD(data, ServiceName, "W3SVC1");
    TEXT_FIELD(data, ServerIp, "192.0.2.2");
    TEXT_FIELD(data, UriQuery, "x=1");
    TEXT_FIELD(data, Host, "localhost");
    TEXT_FIELD(data, UserAgent, "Test/1 (x)");
    TEXT_FIELD(data, Cookie, "a=b; c=d");
    TEXT_FIELD(data, Referrer, "http://r/");
    data.ServerPort = 8080;
    data.ProtocolStatus = 200;
    data.MethodNum = HttpVerbGET;
    return data;
}

/* Answers with a status and a text, and with log data where there are some. */
static inline ULONG answer_logged(HANDLE queue, HTTP_REQUEST_ID id, USHORT status, const char *text, ULONG flags,
                                  HTTP_LOG_FIELDS_DATA *data)
{
    HTTP_RESPONSE response;
    HTTP_DATA_CHUNK chunk;
    memset(&response, 0, sizeof response);
    memset(&chunk, 0, sizeof chunk);
    response.StatusCode = status;
    response.pReason = "OK";
    response.ReasonLength = 2;
    chunk.DataChunkType = HttpDataChunkFromMemory;
    chunk.FromMemory.pBuffer = (PVOID)text;
    chunk.FromMemory.BufferLength = (ULONG)strlen(text);
    response.EntityChunkCount = 1;
    response.pEntityChunks = &chunk;
    return HttpSendHttpResponse(queue, id, flags, &response, NULL, NULL, NULL, 0, NULL, (PHTTP_LOG_DATA)data);
}

static char file_text[4 << 20];

/* The whole text of a file; empty where there is none. */
static inline const char *text_of(const char *name)
{
    FILE *file = fopen(name, "r");
    size_t length = file ? fread(file_text, 1, sizeof file_text - 1, file) : 0;
    if (file)
        fclose(file);
    file_text[length] = 0;
    return file_text;
}

static inline int count_of(const char *text, const char *what)
{
    int count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        ++count;
    return count;
}

/* Whether a line is this, where # stands for digits, at least one. */
static inline BOOL is_like(const char *line, const char *pattern)
{
    for (; *pattern; ++pattern) {
        if (*pattern == '#') {
            if (*line < '0' || *line > '9')
                return FALSE;
            while (*line >= '0' && *line <= '9')
                ++line;
        } else if (*line++ != *pattern) {
            return FALSE;
        }
    }
    return *line == 0 || *line == '\r';
}

/* The last line of a text, with its end. */
static inline const char *last_line(const char *text)
{
    size_t at = strlen(text);
    if (at < 2 || strcmp(text + at - 2, "\r\n") != 0)
        return "(no line)";
    for (at -= 2; at > 0 && text[at - 1] != '\n'; --at)
        ;
    return text + at;
}

#define LAST_LINE_IS(name, pattern)                                                          \
    do {                                                                                     \
        const char *line = last_line(text_of(name));                                         \
        if (!is_like(line, pattern)) {                                                       \
            printf("%s:%d: %s ends with\n%snot with\n%s\n", __FILE__, __LINE__, name, line, pattern); \
            ++check_failures;                                                                \
        }                                                                                    \
    } while (0)

#endif
