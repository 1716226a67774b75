#ifndef PORTICO_WINUSER_H
#define PORTICO_WINUSER_H

#include "windef.h"
#include "portico_format.h"

/* The few names of the window system that servers mention. There is none here. */

typedef struct tagMSG {
    HWND hwnd;
    UINT message;
    WPARAM wParam;
    LPARAM lParam;
    DWORD time;
    POINT pt;
} MSG, *PMSG, *NPMSG, *LPMSG;

#define MAKEINTRESOURCEA(number) ((LPSTR)((ULONG_PTR)((WORD)(number))))
#define MAKEINTRESOURCEW(number) ((LPWSTR)((ULONG_PTR)((WORD)(number))))
#ifdef UNICODE
#define MAKEINTRESOURCE MAKEINTRESOURCEW
#else
#define MAKEINTRESOURCE MAKEINTRESOURCEA
#endif
#define IS_INTRESOURCE(resource) ((((ULONG_PTR)(resource)) >> 16) == 0)

@declare windows::user

/* wsprintf writes at most 1024 units with the final zero and returns how many it wrote without it. */
#define PORTICO_WSPRINTF_MOST 1024

static __inline__ int wvsprintfA(LPSTR buffer, LPCSTR format, va_list arguments) {
    size_t length = portico_format_narrow(buffer, PORTICO_WSPRINTF_MOST, format, arguments);
    return (int)(length < PORTICO_WSPRINTF_MOST ? length : PORTICO_WSPRINTF_MOST - 1);
}

static __inline__ int wvsprintfW(LPWSTR buffer, LPCWSTR format, va_list arguments) {
    size_t length = portico_format_wide(buffer, PORTICO_WSPRINTF_MOST, format, arguments);
    return (int)(length < PORTICO_WSPRINTF_MOST ? length : PORTICO_WSPRINTF_MOST - 1);
}

static __inline__ int wsprintfA(LPSTR buffer, LPCSTR format, ...) {
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = wvsprintfA(buffer, format, arguments);
    va_end(arguments);
    return length;
}

static __inline__ int wsprintfW(LPWSTR buffer, LPCWSTR format, ...) {
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = wvsprintfW(buffer, format, arguments);
    va_end(arguments);
    return length;
}

#ifdef UNICODE
#define wsprintf wsprintfW
#define wvsprintf wvsprintfW
#else
#define wsprintf wsprintfA
#define wvsprintf wvsprintfA
#endif

#endif
