#ifndef PORTICO_WS2TCPIP_H
#define PORTICO_WS2TCPIP_H

#include "winsock2.h"
#include "ws2ipdef.h"
#include <arpa/inet.h>
#include "portico_crt_functions.h"

typedef struct addrinfoW {
    int ai_flags;
    int ai_family;
    int ai_socktype;
    int ai_protocol;
    size_t ai_addrlen;
    PWSTR ai_canonname;
    struct sockaddr *ai_addr;
    struct addrinfoW *ai_next;
} ADDRINFOW, *PADDRINFOW;
#ifdef UNICODE
typedef ADDRINFOW ADDRINFOT, *PADDRINFOT;
#else
typedef ADDRINFOA ADDRINFOT, *PADDRINFOT;
#endif
#ifndef PORTICO_NO_MICROSOFT_CRT
#define InetNtopA inet_ntop
#define InetPtonA inet_pton
static __inline__ PCWSTR InetNtopW(INT Family, const void *pAddr, PWSTR pStringBuf, size_t StringBufSize) {
    char text[INET6_ADDRSTRLEN];
    if (inet_ntop(Family, pAddr, text, sizeof text) == NULL) return NULL;
    return mbstowcs_s(NULL, pStringBuf, StringBufSize, text, sizeof text) == 0 ? pStringBuf : NULL;
}
static __inline__ INT InetPtonW(INT Family, PCWSTR pszAddrString, PVOID pAddrBuf) {
    char text[INET6_ADDRSTRLEN];
    return wcstombs_s(NULL, text, sizeof text, pszAddrString, sizeof text) == 0 ? inet_pton(Family, text, pAddrBuf) : 0;
}
#ifdef UNICODE
#define InetNtop InetNtopW
#define InetPton InetPtonW
#else
#define InetNtop InetNtopA
#define InetPton InetPtonA
#endif
#endif

#define IN6ADDR_SETANY(address) (memset((address), 0, sizeof(*(address))), (address)->sin6_family = AF_INET6)

#endif
