#ifndef PORTICO_SOCKETS_H
#define PORTICO_SOCKETS_H

/*
 * Sockets and their addresses are the platform's own: AF_INET6 and the SO_ and
 * IPPROTO_ numbers are Linux's, addresses pass to and from getaddrinfo unchanged.
 * Their structures have the members of both (see netinet/in.h): `s_addr` and
 * `S_un`, `s6_addr` and `u`.
 */

#include "winnt.h"

#include <sys/types.h>
#include <sys/time.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <arpa/inet.h>
#include <netdb.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef USHORT ADDRESS_FAMILY;

@declare windows::addresses

typedef SOCKADDR_IN6 SOCKADDR_IN6_LH, *PSOCKADDR_IN6_LH;
typedef SOCKADDR_STORAGE SOCKADDR_STORAGE_LH, *PSOCKADDR_STORAGE_LH;
typedef struct addrinfo ADDRINFO, ADDRINFOA, *PADDRINFOA, *LPADDRINFO;
typedef struct hostent HOSTENT, *PHOSTENT, *LPHOSTENT;
typedef struct servent SERVENT, *PSERVENT, *LPSERVENT;
typedef struct protoent PROTOENT, *PPROTOENT, *LPPROTOENT;
typedef struct linger LINGER, *PLINGER, *LPLINGER;
typedef struct timeval TIMEVAL, *PTIMEVAL, *LPTIMEVAL;
typedef fd_set *PFD_SET, *LPFD_SET;
typedef struct ip_mreq IP_MREQ, *PIP_MREQ;
typedef struct ipv6_mreq IPV6_MREQ, *PIPV6_MREQ;
typedef IPV6_MREQ *LPIPV6_MREQ;

/* As wide as on Windows; a descriptor converts to it and back. */
typedef UINT_PTR SOCKET;
typedef unsigned int GROUP;
#define INVALID_SOCKET ((SOCKET)(~0))
#define SOCKET_ERROR (-1)

#define SS_PORT(address) (((struct sockaddr_in *)(address))->sin_port)

#ifdef __cplusplus
}
#endif

#endif
