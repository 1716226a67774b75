#ifndef PORTICO_WS2TCPIP_H
#define PORTICO_WS2TCPIP_H

#include "winsock2.h"
#include "ws2ipdef.h"

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
#define IN6ADDR_SETANY(address) (memset((address), 0, sizeof(*(address))), (address)->sin6_family = AF_INET6)

#endif
