/* Texts of errors, and messages with inserts. */
#include "check.h"

#include <wchar.h>

static char text[256];
static WCHAR wide[256];

/* From a text, with variable arguments. */
static DWORD with_list(DWORD flags, const char *format, ...) {
    DWORD length;
    va_list list;
    va_start(list, format);
    length = FormatMessageA(FORMAT_MESSAGE_FROM_STRING | flags, format, 0, 0, text, sizeof(text), &list);
    va_end(list);
    return length;
}

static DWORD with_wide_list(const WCHAR *format, ...) {
    DWORD length;
    va_list list;
    va_start(list, format);
    length = FormatMessageW(FORMAT_MESSAGE_FROM_STRING, format, 0, 0, wide, 256, &list);
    va_end(list);
    return length;
}

static BOOL is(const char *wanted) {
    if (strcmp(text, wanted) != 0) {
        printf("got [%s]\n", text);
    }
    return strcmp(text, wanted) == 0;
}

static void system_texts(void) {
    const DWORD system = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
    LPSTR allocated = NULL;
    LPWSTR allocated_wide = NULL;
    DWORD length = FormatMessageA(system, NULL, ERROR_ACCESS_DENIED, 0, text, sizeof(text), NULL);
    CHECK(length > 5 && strlen(text) == length && strcmp(text + length - 2, "\r\n") == 0);
    CHECK(FormatMessageW(system, NULL, ERROR_ACCESS_DENIED, 0, wide, 256, NULL) == length && wcslen(wide) == length);
    CHECK(FormatMessageA(system, NULL, (DWORD)HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED), 0, text, sizeof(text), NULL) == length);
    CHECK(FormatMessageA(system, NULL, ERROR_CONNECTION_INVALID, MAKELANGID(LANG_ENGLISH, SUBLANG_ENGLISH_US), text, sizeof(text), NULL));
    CHECK(FormatMessageA(system | FORMAT_MESSAGE_MAX_WIDTH_MASK, NULL, 5, LANG_SYSTEM_DEFAULT, text, sizeof(text), NULL) == length - 1);
    CHECK(text[length - 2] == ' ');

    CHECK(FormatMessageA(system | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL, 5, 0, (LPSTR)&allocated, 0, NULL) == length);
    CHECK(allocated != NULL && strlen(allocated) == length && HeapSize(GetProcessHeap(), 0, allocated) == length + 1);
    CHECK(HeapFree(GetProcessHeap(), 0, allocated));
    CHECK(FormatMessageW(system | FORMAT_MESSAGE_ALLOCATE_BUFFER, NULL, 5, 0, (LPWSTR)&allocated_wide, 1000, NULL) == length);
    CHECK(HeapSize(GetProcessHeap(), 0, allocated_wide) == 1000 * sizeof(WCHAR));
    CHECK(HeapFree(GetProcessHeap(), 0, allocated_wide));

    FAILS_WITH(FormatMessageA(system, NULL, 5, 0, text, length, NULL), ERROR_INSUFFICIENT_BUFFER);
    CHECK(FormatMessageA(system, NULL, 5, 0, text, length + 1, NULL) == length);
    FAILS_WITH(FormatMessageA(system, NULL, 0x12345678, 0, text, sizeof(text), NULL), ERROR_MR_MID_NOT_FOUND);
    FAILS_WITH(FormatMessageA(system, NULL, 5, MAKELANGID(LANG_GERMAN, 1), text, sizeof(text), NULL), ERROR_RESOURCE_LANG_NOT_FOUND);
    FAILS_WITH(FormatMessageA(0, NULL, 5, 0, text, sizeof(text), NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FormatMessageA(system, NULL, 5, 0, NULL, 100, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FormatMessageA(FORMAT_MESSAGE_FROM_HMODULE, NULL, 5, 0, text, sizeof(text), NULL), ERROR_RESOURCE_TYPE_NOT_FOUND);
    CHECK(FormatMessageA(system | FORMAT_MESSAGE_FROM_HMODULE, NULL, 5, 0, text, sizeof(text), NULL) == length);
    FAILS_WITH(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, NULL, 0, 0, text, sizeof(text), NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(FormatMessageA(FORMAT_MESSAGE_FROM_STRING | system, "a", 0, 0, text, sizeof(text), NULL), ERROR_INVALID_PARAMETER);
}

static void inserts(void) {
    DWORD_PTR array[] = {(DWORD_PTR)"one", (DWORD_PTR)2, (DWORD_PTR)L"three"};
    CHECK(with_list(0, "%2 before %1", "first", "second") && is("second before first"));
    CHECK(with_list(0, "%1!d! %2!u! %3!x! %4!X! %5!08lx!", -5, 4000000000u, 0xABCDu, 0xABCDu, 0x1234) &&
          is("-5 4000000000 abcd ABCD 00001234"));
    CHECK(with_list(0, "%1!I64d! %2!llu! %3!hd!", -5000000000LL, 18446744073709551615ULL, 0x1FFFF) &&
          is("-5000000000 18446744073709551615 -1"));
    CHECK(with_list(0, "[%1!5d!] [%2!-5d!] [%3!+d!] [%4!.3d!] [%5!#x!]", 1, 2, 3, 4, 5) && is("[    1] [2    ] [+3] [004] [0x5]"));
    /* The documented example: a width and a precision take arguments. */
    CHECK(with_list(0, "%1!*.*s! %4 %5!*s!", 4, 2, "Bill", "Bob", 6, "Bill") && is("  Bi Bob   Bill"));
    CHECK(with_list(0, "%1!S! %2!ls! %3!hs! %4!c!", L"wide", L"too", "narrow", 'x') && is("wide too narrow x"));
    /* Ten arguments: more than registers hold. */
    CHECK(with_list(0, "%1%2%3%4%5%6%7%8%9%10%11!d!", "a", "b", "c", "d", "e", "f", "g", "h", "i", "j", 11) && is("abcdefghij11"));
    CHECK(with_list(0, "100%% %! %. %r|%n|%0 not this") && is("100% ! . \r|\r\n|"));
    CHECK(with_list(FORMAT_MESSAGE_IGNORE_INSERTS, "%1 and %12!d!") && is("%1 and %12!d!"));
    CHECK(with_list(0, "") == 0 && is(""));

    CHECK(FormatMessageA(FORMAT_MESSAGE_FROM_STRING | FORMAT_MESSAGE_ARGUMENT_ARRAY, "%1 %2!d! %3!ls!", 0, 0, text, sizeof(text),
                         (va_list *)array) && is("one 2 three"));
    CHECK(with_wide_list(L"%1 %2!d! %3!hs! %4!S!", L"gr\u00FC\u00DFe", 7, "narrow", "too") == 18);
    CHECK(wcscmp(wide, L"gr\u00FC\u00DFe 7 narrow too") == 0);
    FAILS_WITH(FormatMessageA(FORMAT_MESSAGE_FROM_STRING, "%1", 0, 0, text, sizeof(text), NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(with_list(0, "%1!d", 1), ERROR_INVALID_PARAMETER);
    FAILS_WITH(with_list(0, "%1!y!", 1), ERROR_INVALID_PARAMETER);
    FAILS_WITH(with_list(0, "%1!!", 1), ERROR_INVALID_PARAMETER);
}

static void lines(void) {
    CHECK(with_list(FORMAT_MESSAGE_MAX_WIDTH_MASK, "one\r\ntwo\nthree%nfour") && is("one two three\r\nfour"));
    CHECK(with_list(0, "one\r\ntwo") && is("one\r\ntwo"));
    CHECK(with_list(10, "one two three four") && is("one two\r\nthree four"));
}

int main(void) {
    system_texts();
    inserts();
    lines();
    return check_failures;
}
