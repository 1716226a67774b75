/* http.h: the HTTP Server API. */

#ifndef PORTICO_HTTP_H
#define PORTICO_HTTP_H

#include "winsock2.h"
#include "ws2tcpip.h"
#include "windows.h"

#ifdef __cplusplus
extern "C" {
#endif

#define HTTPAPI_LINKAGE

typedef LONG SECURITY_STATUS;

/* Opaque ids */

@declare http::ids

#define HTTP_IS_NULL_ID(pid)  (HTTP_NULL_ID == *(pid))
#define HTTP_SET_NULL_ID(pid) (*(pid) = HTTP_NULL_ID)

/* Versions and features */

@declare http::version

/* Initialisers, as in `HTTPAPI_VERSION version = HTTPAPI_VERSION_2;` */
#define HTTP_VERSION_UNKNOWN { 0, 0 }
#define HTTP_VERSION_0_9     { 0, 9 }
#define HTTP_VERSION_1_0     { 1, 0 }
#define HTTP_VERSION_1_1     { 1, 1 }
#define HTTP_VERSION_2_0     { 2, 0 }
#define HTTP_VERSION_3_0     { 3, 0 }

#define HTTPAPI_VERSION_1    { 1, 0 }
#define HTTPAPI_VERSION_2    { 2, 0 }

#define HTTP_SET_VERSION(version, major, minor) \
    ((version).MajorVersion = (major), (version).MinorVersion = (minor))

#define HTTP_EQUAL_VERSION(version, major, minor) \
    ((version).MajorVersion == (major) && (version).MinorVersion == (minor))

#define HTTP_GREATER_VERSION(version, major, minor) \
    ((version).MajorVersion > (major) || \
     ((version).MajorVersion == (major) && (version).MinorVersion > (minor)))

#define HTTP_LESS_VERSION(version, major, minor) \
    ((version).MajorVersion < (major) || \
     ((version).MajorVersion == (major) && (version).MinorVersion < (minor)))

#define HTTP_NOT_EQUAL_VERSION(version, major, minor) \
    (!HTTP_EQUAL_VERSION(version, major, minor))
#define HTTP_GREATER_EQUAL_VERSION(version, major, minor) \
    (!HTTP_LESS_VERSION(version, major, minor))
#define HTTP_LESS_EQUAL_VERSION(version, major, minor) \
    (!HTTP_GREATER_VERSION(version, major, minor))

#define HTTPAPI_EQUAL_VERSION(version, major, minor) \
    ((version).HttpApiMajorVersion == (major) && (version).HttpApiMinorVersion == (minor))

#define HTTPAPI_GREATER_VERSION(version, major, minor) \
    ((version).HttpApiMajorVersion > (major) || \
     ((version).HttpApiMajorVersion == (major) && (version).HttpApiMinorVersion > (minor)))

#define HTTPAPI_LESS_VERSION(version, major, minor) \
    ((version).HttpApiMajorVersion < (major) || \
     ((version).HttpApiMajorVersion == (major) && (version).HttpApiMinorVersion < (minor)))

#define HTTPAPI_VERSION_GREATER_OR_EQUAL(version, major, minor) \
    (!HTTPAPI_LESS_VERSION(version, major, minor))

/* Properties of sessions, URL groups and queues */

@declare http::property

/* Authentication */

@declare http::authentication

/* Verbs and headers */

@declare http::headers

/* Logging */

@declare http::logging

/* Request queues */

@declare http::queue

/* Entity data */

@declare http::chunk

/* TLS */

@declare http::tls

/* Requests */

@declare http::request

/* Responses */

@declare http::response

/* Service configuration */

@declare http::config

@declare http::config_tls

/* Request properties */

@declare http::request_property

/* Functions */

@functions http

#ifdef __cplusplus
}
#endif

#endif
