#ifndef PORTICO_WINSOCK_FUNCTIONS_H
#define PORTICO_WINSOCK_FUNCTIONS_H

/*
 * What Winsock has and the platform's sockets have not. A socket's error is errno,
 * told with Winsock's number. Names that a program has as macros of its own, for
 * systems other than Windows, stay the program's.
 */

#include <errno.h>
#include <string.h>
#include <unistd.h>
#include "portico_sockets.h"
#include "winerror.h"

/* Winsock's number for one of errno; what has none is told as it is. */
static __inline__ int portico_winsock_error(int error) {
    switch (error) {
    case EINTR: return WSAEINTR;
    case EBADF: return WSAENOTSOCK;
    case EACCES: case EPERM: return WSAEACCES;
    case EFAULT: return WSAEFAULT;
    case EINVAL: return WSAEINVAL;
    case EMFILE: case ENFILE: return WSAEMFILE;
    case EAGAIN: return WSAEWOULDBLOCK;
    /* A connect that has begun; the others of Windows' WSAEINPROGRESS do not come here. */
    case EINPROGRESS: return WSAEWOULDBLOCK;
    case EALREADY: return WSAEALREADY;
    case ENOTSOCK: return WSAENOTSOCK;
    case EDESTADDRREQ: return WSAEDESTADDRREQ;
    case EMSGSIZE: return WSAEMSGSIZE;
    case EPROTOTYPE: return WSAEPROTOTYPE;
    case ENOPROTOOPT: return WSAENOPROTOOPT;
    case EPROTONOSUPPORT: return WSAEPROTONOSUPPORT;
    case ESOCKTNOSUPPORT: return WSAESOCKTNOSUPPORT;
    case EOPNOTSUPP: return WSAEOPNOTSUPP;
    case EPFNOSUPPORT: return WSAEPFNOSUPPORT;
    case EAFNOSUPPORT: return WSAEAFNOSUPPORT;
    case EADDRINUSE: return WSAEADDRINUSE;
    case EADDRNOTAVAIL: return WSAEADDRNOTAVAIL;
    case ENETDOWN: return WSAENETDOWN;
    case ENETUNREACH: return WSAENETUNREACH;
    case ENETRESET: return WSAENETRESET;
    case ECONNABORTED: return WSAECONNABORTED;
    case ECONNRESET: case EPIPE: return WSAECONNRESET;
    case ENOBUFS: case ENOMEM: return WSAENOBUFS;
    case EISCONN: return WSAEISCONN;
    case ENOTCONN: return WSAENOTCONN;
    case ESHUTDOWN: return WSAESHUTDOWN;
    case ETIMEDOUT: return WSAETIMEDOUT;
    case ECONNREFUSED: return WSAECONNREFUSED;
    case EHOSTDOWN: return WSAEHOSTDOWN;
    case EHOSTUNREACH: return WSAEHOSTUNREACH;
    default: return error;
    }
}

/* A number that was set is none of errno's, which end far below Winsock's. */
#ifndef WSAGetLastError
static __inline__ int WSAGetLastError(void) { return portico_winsock_error(errno); }
#endif
#ifndef WSASetLastError
static __inline__ void WSASetLastError(int iError) { errno = iError; }
#endif

/* Sockets are there without it, so there is nothing to count. */
#ifndef WSAStartup
static __inline__ int WSAStartup(WORD wVersionRequested, LPWSADATA lpWSAData) {
    if (LOBYTE(wVersionRequested) == 0) return WSAVERNOTSUPPORTED;
    if (lpWSAData == NULL) return WSAEFAULT;
    memset(lpWSAData, 0, sizeof *lpWSAData);
    /* 1.0, 1.1, 2.0, 2.1 and 2.2 are taken as they are, others are the nearest below. */
    lpWSAData->wVersion = wVersionRequested;
    if (LOBYTE(wVersionRequested) == 1 && HIBYTE(wVersionRequested) > 1) lpWSAData->wVersion = MAKEWORD(1, 1);
    if (LOBYTE(wVersionRequested) > 2 || (LOBYTE(wVersionRequested) == 2 && HIBYTE(wVersionRequested) > 2))
        lpWSAData->wVersion = MAKEWORD(2, 2);
    lpWSAData->wHighVersion = MAKEWORD(2, 2);
    strcpy(lpWSAData->szDescription, "Sockets of the system");
    strcpy(lpWSAData->szSystemStatus, "Running");
    return 0;
}
#endif
#ifndef WSACleanup
static __inline__ int WSACleanup(void) { return 0; }
#endif
#ifndef closesocket
static __inline__ int closesocket(SOCKET s) {
    if (s > 0x7FFFFFFF) {
        errno = WSAENOTSOCK;
        return SOCKET_ERROR;
    }
    return close((int)s);
}
#endif

#endif
