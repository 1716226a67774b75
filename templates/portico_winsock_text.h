#ifndef PORTICO_WINSOCK_TEXT_H
#define PORTICO_WINSOCK_TEXT_H

/* Addresses of sockets as text and back, in both widths. */

#include "portico_winsock_functions.h"

/* ASCII text of either width as ASCII text of the other. 0 where it does not fit, or is none. */
#define PORTICO_ASCII(Name, From, To)                                                       \
    static __inline__ int Name(const From *from, To *to, size_t size) {                     \
        size_t at = 0;                                                                      \
        for (; from[at]; at++) {                                                            \
            if (at + 1 >= size || from[at] < 0 || from[at] > 126) return 0;                 \
            to[at] = (To)from[at];                                                          \
        }                                                                                   \
        to[at] = 0;                                                                         \
        return 1;                                                                           \
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wtype-limits"
PORTICO_ASCII(portico_ascii_to_a, char, char)
PORTICO_ASCII(portico_ascii_to_w, char, wchar_t)
PORTICO_ASCII(portico_ascii_of_a, char, char)
PORTICO_ASCII(portico_ascii_of_w, wchar_t, char)
#pragma GCC diagnostic pop
#undef PORTICO_ASCII

#define PORTICO_ADDRESS_SIZE 96

/* `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1%2]:80`: the port only where it is not 0. */
static __inline__ int portico_address_text(LPSOCKADDR lpsaAddress, DWORD length, char *text) {
    char host[INET6_ADDRSTRLEN], digits[12];
    unsigned long scope = 0;
    unsigned int port, at = sizeof digits;
    const struct sockaddr_in *v4 = (const struct sockaddr_in *)(const void *)lpsaAddress;
    const struct sockaddr_in6 *v6 = (const struct sockaddr_in6 *)(const void *)lpsaAddress;
    int family = lpsaAddress == NULL || length < sizeof(struct sockaddr_in) ? -1 : lpsaAddress->sa_family;
    if (family == AF_INET) {
        port = ntohs(v4->sin_port);
        if (inet_ntop(AF_INET, &v4->sin_addr, host, sizeof host) == NULL) return errno;
    } else if (family == AF_INET6 && length >= sizeof(struct sockaddr_in6)) {
        port = ntohs(v6->sin6_port);
        scope = v6->sin6_scope_id;
        if (inet_ntop(AF_INET6, &v6->sin6_addr, host, sizeof host) == NULL) return errno;
    } else {
        return lpsaAddress == NULL ? WSAEFAULT : WSAEINVAL;
    }
    *text = 0;
    if (family == AF_INET6 && port != 0) strcat(text, "[");
    strcat(text, host);
    digits[--at] = 0;
    if (scope != 0) {
        do digits[--at] = (char)('0' + scope % 10);
        while ((scope /= 10) != 0);
        strcat(strcat(text, "%"), digits + at);
        at = sizeof digits - 1;
    }
    if (family == AF_INET6 && port != 0) strcat(text, "]");
    if (port != 0) {
        do digits[--at] = (char)('0' + port % 10);
        while ((port /= 10) != 0);
        strcat(strcat(text, ":"), digits + at);
    }
    return 0;
}

/* A number in decimal digits to the end of the text, or -1. */
static __inline__ long long portico_address_number(const char *text, long long largest) {
    long long value = 0;
    if (*text == 0) return -1;
    for (; *text; text++) {
        if (*text < '0' || *text > '9' || (value = value * 10 + (*text - '0')) > largest) return -1;
    }
    return value;
}

/* What portico_address_text writes, read. The text is changed. */
static __inline__ int portico_address_parse(char *text, INT family, LPSOCKADDR lpAddress, LPINT lpAddressLength) {
    char *host = text, *behind = NULL, *percent;
    long long port = 0, scope = 0;
    INT needed = family == AF_INET6 ? (INT)sizeof(struct sockaddr_in6) : (INT)sizeof(struct sockaddr_in);
    if (family != AF_INET && family != AF_INET6) return WSAEINVAL;
    if (*lpAddressLength < needed) {
        *lpAddressLength = needed;
        return WSAEFAULT;
    }
    if (family == AF_INET6 && *text == '[') {
        host = text + 1;
        behind = strchr(host, ']');
        if (behind == NULL || (behind[1] != 0 && behind[1] != ':')) return WSAEINVAL;
        *behind++ = 0;
        if (*behind == 0) behind = NULL;
    } else if (family == AF_INET) {
        behind = strchr(host, ':');
    }
    if (behind != NULL) {
        *behind = 0;
        port = portico_address_number(behind + 1, 65535);
    }
    memset(lpAddress, 0, (size_t)needed);
    if (family == AF_INET6) {
        struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)(void *)lpAddress;
        percent = strchr(host, '%');
        if (percent != NULL) {
            *percent = 0;
            scope = portico_address_number(percent + 1, 0xFFFFFFFFLL);
        }
        if (port < 0 || scope < 0 || inet_pton(AF_INET6, host, &v6->sin6_addr) != 1) return WSAEINVAL;
        v6->sin6_family = AF_INET6;
        v6->sin6_port = htons((unsigned short)port);
        v6->sin6_scope_id = (ULONG)scope;
    } else {
        struct sockaddr_in *v4 = (struct sockaddr_in *)(void *)lpAddress;
        if (port < 0 || inet_pton(AF_INET, host, &v4->sin_addr) != 1) return WSAEINVAL;
        v4->sin_family = AF_INET;
        v4->sin_port = htons((unsigned short)port);
    }
    *lpAddressLength = needed;
    return 0;
}

#define PORTICO_CHAR CHAR
#define PORTICO_TEXT(name) name##A
#define PORTICO_PROTOCOL LPWSAPROTOCOL_INFOA
#define PORTICO_FROM_ASCII portico_ascii_to_a
#define PORTICO_TO_ASCII portico_ascii_of_a
#include "portico_winsock_text_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_TEXT
#undef PORTICO_PROTOCOL
#undef PORTICO_FROM_ASCII
#undef PORTICO_TO_ASCII

#define PORTICO_CHAR WCHAR
#define PORTICO_TEXT(name) name##W
#define PORTICO_PROTOCOL LPWSAPROTOCOL_INFOW
#define PORTICO_FROM_ASCII portico_ascii_to_w
#define PORTICO_TO_ASCII portico_ascii_of_w
#include "portico_winsock_text_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_TEXT
#undef PORTICO_PROTOCOL
#undef PORTICO_FROM_ASCII
#undef PORTICO_TO_ASCII

#ifdef UNICODE
#define InetNtop InetNtopW
#define InetPton InetPtonW
#define WSAAddressToString WSAAddressToStringW
#define WSAStringToAddress WSAStringToAddressW
#else
#define InetNtop InetNtopA
#define InetPton InetPtonA
#define WSAAddressToString WSAAddressToStringA
#define WSAStringToAddress WSAStringToAddressA
#endif

#endif
