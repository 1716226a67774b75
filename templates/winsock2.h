#ifndef PORTICO_WINSOCK2_H
#define PORTICO_WINSOCK2_H

#include "windef.h"
#include "winerror.h"
#include "minwinbase.h"
#include "portico_sockets.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WSAAPI
#define WINSOCK_API_LINKAGE

#define WSADESCRIPTION_LEN 256
#define WSASYS_STATUS_LEN 128

/* What WSAStartup tells. */
typedef struct WSAData {
    WORD wVersion;
    WORD wHighVersion;
    unsigned short iMaxSockets;
    unsigned short iMaxUdpDg;
    char *lpVendorInfo;
    char szDescription[WSADESCRIPTION_LEN + 1];
    char szSystemStatus[WSASYS_STATUS_LEN + 1];
} WSADATA, *LPWSADATA;

typedef OVERLAPPED WSAOVERLAPPED, *LPWSAOVERLAPPED;
typedef HANDLE WSAEVENT, *LPWSAEVENT;
typedef void (CALLBACK *LPWSAOVERLAPPED_COMPLETION_ROUTINE)(DWORD dwError, DWORD cbTransferred,
                                                            LPWSAOVERLAPPED lpOverlapped, DWORD dwFlags);
#define WSA_INVALID_EVENT ((WSAEVENT)NULL)

@declare windows::winsock

typedef struct _WSANETWORKEVENTS {
    LONG lNetworkEvents;
    int iErrorCode[FD_MAX_EVENTS];
} WSANETWORKEVENTS, *LPWSANETWORKEVENTS;

#define MAX_PROTOCOL_CHAIN 7
#define WSAPROTOCOL_LEN 255
typedef struct _WSAPROTOCOLCHAIN {
    int ChainLen;
    DWORD ChainEntries[MAX_PROTOCOL_CHAIN];
} WSAPROTOCOLCHAIN, *LPWSAPROTOCOLCHAIN;

#define PORTICO_WSAPROTOCOL_INFO(Char)                                                                     \
    {                                                                                                      \
        DWORD dwServiceFlags1, dwServiceFlags2, dwServiceFlags3, dwServiceFlags4, dwProviderFlags;         \
        GUID ProviderId;                                                                                   \
        DWORD dwCatalogEntryId;                                                                            \
        WSAPROTOCOLCHAIN ProtocolChain;                                                                    \
        int iVersion, iAddressFamily, iMaxSockAddr, iMinSockAddr, iSocketType, iProtocol;                  \
        int iProtocolMaxOffset, iNetworkByteOrder, iSecurityScheme;                                        \
        DWORD dwMessageSize, dwProviderReserved;                                                           \
        Char szProtocol[WSAPROTOCOL_LEN + 1];                                                              \
    }
typedef struct _WSAPROTOCOL_INFOA PORTICO_WSAPROTOCOL_INFO(CHAR) WSAPROTOCOL_INFOA, *LPWSAPROTOCOL_INFOA;
typedef struct _WSAPROTOCOL_INFOW PORTICO_WSAPROTOCOL_INFO(WCHAR) WSAPROTOCOL_INFOW, *LPWSAPROTOCOL_INFOW;
#ifdef UNICODE
typedef WSAPROTOCOL_INFOW WSAPROTOCOL_INFO;
typedef LPWSAPROTOCOL_INFOW LPWSAPROTOCOL_INFO;
#else
typedef WSAPROTOCOL_INFOA WSAPROTOCOL_INFO;
typedef LPWSAPROTOCOL_INFOA LPWSAPROTOCOL_INFO;
#endif

#ifdef __cplusplus
}
#endif

#include "portico_winsock_functions.inc"
#include "portico_winsock_text.inc"

#endif
