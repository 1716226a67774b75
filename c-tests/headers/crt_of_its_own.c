// flags: -DPORTICO_NO_MICROSOFT_CRT
/* A program that has such functions of its own, for systems other than Windows. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <tchar.h>
#include <io.h>
#include <direct.h>
#include <intrin.h>
#include <stdio.h>
#include <strings.h>

#define _stricmp strcasecmp
#define sprintf_s snprintf

int strcpy_s(char *to, size_t size, const char *from);
int strcpy_s(char *to, size_t size, const char *from) {
    return snprintf(to, size, "%s", from) < (int)size ? 0 : ERANGE;
}
void *memcpy_s(void *to, const void *from);
void *memcpy_s(void *to, const void *from) { return *(char *)to = *(const char *)from, to; }
static char *itoa(int value) {
    static char text[12];
    sprintf_s(text, sizeof text, "%d", value);
    return text;
}

int main(void) {
    char text[4];
    if (strcpy_s(text, 4, "abc") != 0 || _stricmp(text, "ABC") != 0) return 1;
    return itoa(7)[0] == '7' && *(char *)memcpy_s(text, "x") == 'x' && _byteswap_ushort(1) == 256 ? 0 : 2;
}
