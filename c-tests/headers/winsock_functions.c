/* Winsock's own functions: start, errors, addresses as text and back. */
#define PORTICO_NO_WCHAR_GUARD
#include <winsock2.h>
#include <ws2tcpip.h>
#include <windows.h>
#include <stdio.h>
#include <string.h>

static int failures;
#define CHECK(condition)                                            \
    do {                                                            \
        if (!(condition)) {                                         \
            printf("line %d: %s\n", __LINE__, #condition);          \
            failures++;                                             \
        }                                                           \
    } while (0)

static int same(const WCHAR *a, const WCHAR *b) {
    while (*a && *a == *b) a++, b++;
    return *a == *b;
}

static void starts_and_errors(void) {
    WSADATA data;
    SOCKET s;
    CHECK(WSAStartup(MAKEWORD(2, 2), &data) == 0 && data.wVersion == MAKEWORD(2, 2) && data.wHighVersion == MAKEWORD(2, 2));
    CHECK(WSAStartup(MAKEWORD(1, 1), &data) == 0 && data.wVersion == MAKEWORD(1, 1));
    CHECK(WSAStartup(MAKEWORD(3, 0), &data) == 0 && data.wVersion == MAKEWORD(2, 2));
    CHECK(WSAStartup(0, &data) == WSAVERNOTSUPPORTED && WSAStartup(MAKEWORD(2, 2), NULL) == WSAEFAULT);
    s = (SOCKET)socket(AF_INET, SOCK_STREAM, 0);
    CHECK(s != INVALID_SOCKET && listen((int)s, 1) == 0 && recv((int)s, &data, 1, 0) == SOCKET_ERROR && WSAGetLastError() == WSAENOTCONN);
    CHECK(closesocket(s) == 0 && closesocket(s) == SOCKET_ERROR && WSAGetLastError() == WSAENOTSOCK);
    CHECK(closesocket(INVALID_SOCKET) == SOCKET_ERROR && WSAGetLastError() == WSAENOTSOCK);
    WSASetLastError(WSAHOST_NOT_FOUND);
    CHECK(WSAGetLastError() == WSAHOST_NOT_FOUND && WSACleanup() == 0);
    WSASetLastError(0);
    CHECK(WSAGetLastError() == 0);
}

static void addresses(void) {
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
    char a[64];
    WCHAR w[64];
    DWORD size = sizeof a;
    INT length = sizeof v4;
    memset(&v4, 0, sizeof v4);
    memset(&v6, 0, sizeof v6);
    v4.sin_family = AF_INET;
    CHECK(InetPtonA(AF_INET, "192.0.2.7", &v4.sin_addr) == 1 && InetPtonW(AF_INET6, L"2001:db8::1", &v6.sin6_addr) == 1);
    CHECK(InetPtonA(AF_INET, "192.0.2", &v4.sin_addr) == 0 && InetPtonW(AF_INET, L"1\u20AC", &v4.sin_addr) == 0);
    CHECK(InetPtonA(AF_INET, NULL, a) == -1 && WSAGetLastError() == WSAEFAULT && InetPtonA(AF_UNIX, "1", a) == -1 && WSAGetLastError() == WSAEAFNOSUPPORT);
    CHECK(InetNtopA(AF_INET, &v4.sin_addr, a, sizeof a) == a && strcmp(a, "192.0.2.7") == 0);
    CHECK(InetNtopW(AF_INET6, &v6.sin6_addr, w, 64) == w && same(w, L"2001:db8::1"));
    CHECK(InetNtopA(AF_INET, &v4.sin_addr, a, 9) == NULL && WSAGetLastError() == WSAEINVAL);

    CHECK(WSAAddressToStringA((LPSOCKADDR)&v4, sizeof v4, NULL, a, &size) == 0 && strcmp(a, "192.0.2.7") == 0 && size == 10);
    v4.sin_port = htons(8080);
    size = 14;
    CHECK(WSAAddressToStringA((LPSOCKADDR)&v4, sizeof v4, NULL, a, &size) == SOCKET_ERROR && WSAGetLastError() == WSAEFAULT && size == 15);
    CHECK(WSAAddressToStringA((LPSOCKADDR)&v4, sizeof v4, NULL, a, &size) == 0 && strcmp(a, "192.0.2.7:8080") == 0);
    v6.sin6_family = AF_INET6;
    size = 64;
    CHECK(WSAAddressToStringW((LPSOCKADDR)&v6, sizeof v6, NULL, w, &size) == 0 && same(w, L"2001:db8::1") && size == 12);
    v6.sin6_port = htons(443);
    v6.sin6_scope_id = 12;
    size = 64;
    CHECK(WSAAddressToStringW((LPSOCKADDR)&v6, sizeof v6, NULL, w, &size) == 0 && same(w, L"[2001:db8::1%12]:443"));
    CHECK(WSAAddressToStringA((LPSOCKADDR)&v6, sizeof v4, NULL, a, &size) == SOCKET_ERROR && WSAGetLastError() == WSAEINVAL);

    memset(&v4, 0xFF, sizeof v4);
    CHECK(WSAStringToAddressA((LPSTR) "198.51.100.1:65535", AF_INET, NULL, (LPSOCKADDR)&v4, &length) == 0 && v4.sin_port == 0xFFFF);
    CHECK(v4.sin_family == AF_INET && v4.sin_addr.S_un.S_un_b.s_b4 == 1 && length == sizeof v4);
    CHECK(WSAStringToAddressA((LPSTR) "198.51.100.1", AF_INET, NULL, (LPSOCKADDR)&v4, &length) == 0 && v4.sin_port == 0);
    CHECK(WSAStringToAddressA((LPSTR) "198.51.100.1:65536", AF_INET, NULL, (LPSOCKADDR)&v4, &length) == SOCKET_ERROR && WSAGetLastError() == WSAEINVAL);
    CHECK(WSAStringToAddressA((LPSTR) "198.51.100.1:", AF_INET, NULL, (LPSOCKADDR)&v4, &length) == SOCKET_ERROR);
    CHECK(WSAStringToAddressW((LPWSTR)w, AF_INET6, NULL, (LPSOCKADDR)&v6, &length) == SOCKET_ERROR && WSAGetLastError() == WSAEFAULT && length == sizeof v6);
    memset(&v6, 0, sizeof v6);
    CHECK(WSAStringToAddressW((LPWSTR)w, AF_INET6, NULL, (LPSOCKADDR)&v6, &length) == 0 && v6.sin6_port == htons(443) && v6.sin6_scope_id == 12);
    CHECK(WSAStringToAddressA((LPSTR) "::1", AF_INET6, NULL, (LPSOCKADDR)&v6, &length) == 0 && v6.sin6_port == 0 && v6.sin6_scope_id == 0);
    CHECK(WSAStringToAddressA((LPSTR) "[::1", AF_INET6, NULL, (LPSOCKADDR)&v6, &length) == SOCKET_ERROR);
}

int main(void) {
    starts_and_errors();
    addresses();
    return failures != 0;
}
