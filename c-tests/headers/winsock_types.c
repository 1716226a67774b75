/* Socket types are the platform's own, with Windows' names. */
#define PORTICO_NO_WCHAR_GUARD
#include <winsock2.h>
#include <ws2tcpip.h>
#include <mstcpip.h>
#include <unistd.h>
#include <windows.h>

int main(void) {
    SOCKADDR_IN address;
    SOCKADDR_IN6 address6 = {0};
    SOCKADDR_STORAGE storage;
    PSOCKADDR any = (PSOCKADDR)&storage;
    SOCKADDR_INET both;
    WSADATA data;
    SOCKET s = INVALID_SOCKET;
    memset(&data, 0, sizeof data);
    memset(&address, 0, sizeof address);
    address.sin_family = AF_INET;
    address.sin_port = htons(80);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    memcpy(&storage, &address, sizeof address);
    both.Ipv4 = address;
    if (any->sa_family != AF_INET || SS_PORT(&storage) != htons(80) || both.si_family != AF_INET) return 1;
    if (sizeof(SOCKADDR) != 16 || sizeof(SOCKADDR_IN6) != 28 || sizeof(SOCKADDR_STORAGE) != 128) return 2;
    s = (SOCKET)socket(AF_INET6, SOCK_STREAM, 0);
    if (s != INVALID_SOCKET) close((int)s);
    s = (SOCKET)socket(-1, -1, -1);
    return s == INVALID_SOCKET && WSAEWOULDBLOCK == 10035 && MAKEWORD(2, 2) == 0x0202 && address6.sin6_port == 0 ? 0 : 3;
}
