/* The members that Windows has in addresses are the platform's, under other names. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <winsock2.h>
#include <ws2tcpip.h>
#include <string.h>

C_ASSERT(sizeof(IN_ADDR) == 4);
C_ASSERT(sizeof(IN6_ADDR) == 16);
C_ASSERT(sizeof(SOCKADDR_IN) == 16);
C_ASSERT(sizeof(SOCKADDR_IN6) == 28);
C_ASSERT(FIELD_OFFSET(SOCKADDR_IN, sin_addr.S_un.S_addr) == 4);
C_ASSERT(FIELD_OFFSET(SOCKADDR_IN, sin_addr.s_addr) == 4);
C_ASSERT(FIELD_OFFSET(SOCKADDR_IN6, sin6_addr.u.Byte) == 8);

int main(void) {
    SOCKADDR_IN in;
    SOCKADDR_IN6 in6;
    struct in_addr address;
    IN6_ADDR loopback = IN6ADDR_LOOPBACK_INIT;

    memset(&in, 0, sizeof(in));
    memset(&in6, 0, sizeof(in6));
    if (inet_pton(AF_INET, "1.2.3.4", &in.sin_addr) != 1) return 1;
    if (in.sin_addr.S_un.S_un_b.s_b1 != 1 || in.sin_addr.S_un.S_un_b.s_b4 != 4) return 2;
    if (in.sin_addr.S_un.S_addr != in.sin_addr.s_addr) return 3;
    if (in.sin_addr.S_un.S_un_w.s_w1 != htons(0x0102)) return 4;
    in.sin_addr.S_un.S_addr = htonl(INADDR_LOOPBACK);
    if (strcmp(inet_ntoa(in.sin_addr), "127.0.0.1") != 0) return 5;
    address.s_addr = in.sin_addr.S_un.S_addr;
    if (inet_netof(address) != 127) return 6;

    in6.sin6_addr = loopback;
    if (!IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr) || in6.sin6_addr.u.Byte[15] != 1) return 7;
    if (in6.sin6_addr.s6_addr[15] != 1 || in6.sin6_addr.u.Word[7] != htons(1)) return 8;
    in6.sin6_addr.u.Byte[15] = 0;
    if (memcmp(&in6.sin6_addr, &in6addr_any, sizeof(in6addr_any)) != 0) return 9;
    return IN6_IS_ADDR_UNSPECIFIED(&in6.sin6_addr) ? 0 : 10;
}
