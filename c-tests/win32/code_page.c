/* Conversion between wide text and code pages. */
#include "check.h"

#include <wchar.h>

/* A face: one unit of a 4-byte WCHAR, two of a 2-byte one. */
#define FACE L"\U0001F600"
#define FACE_LENGTH ((int)(sizeof(FACE) / sizeof(WCHAR)) - 1)

static WCHAR wide[64];
static char bytes[64];

static int widen(UINT page, DWORD flags, const char *text, int length, int room) {
    memset(wide, 0x7E, sizeof(wide));
    return MultiByteToWideChar(page, flags, text, length, wide, room);
}

static int narrow(UINT page, DWORD flags, const WCHAR *text, int length, int room) {
    memset(bytes, 0x7E, sizeof(bytes));
    return WideCharToMultiByte(page, flags, text, length, bytes, room, NULL, NULL);
}

static void utf8(void) {
    static const UINT pages[] = {CP_UTF8, CP_ACP, CP_OEMCP, CP_THREAD_ACP};
    size_t i;
    for (i = 0; i < ARRAYSIZE(pages); ++i) {
        UINT page = pages[i];
        CHECK(widen(page, 0, "Gr\xC3\xBC\xC3\x9F" "e", -1, 64) == 6);
        CHECK(memcmp(wide, L"Gr\u00FC\u00DF" L"e", 6 * sizeof(WCHAR)) == 0);
        CHECK(MultiByteToWideChar(page, 0, "Gr\xC3\xBC\xC3\x9F" "e", -1, NULL, 0) == 6);
        CHECK(widen(page, MB_ERR_INVALID_CHARS, "abc", 2, 64) == 2 && wide[0] == 'a' && wide[2] != 'c' && wide[2] != 0);
        CHECK(widen(page, MB_ERR_INVALID_CHARS, "a\0b", 3, 3) == 3 && wide[1] == 0 && wide[2] == 'b');
        CHECK(widen(page, 0, "\xF0\x9F\x98\x80", 4, 64) == FACE_LENGTH);
        CHECK(memcmp(wide, FACE, FACE_LENGTH * sizeof(WCHAR)) == 0);
        CHECK(narrow(page, 0, L"Gr\u00FC\u00DF" L"e", -1, 64) == 8 && strcmp(bytes, "Gr\xC3\xBC\xC3\x9F" "e") == 0);
        CHECK(narrow(page, 0, FACE, FACE_LENGTH, 64) == 4 && memcmp(bytes, "\xF0\x9F\x98\x80~", 5) == 0);
        CHECK(WideCharToMultiByte(page, WC_ERR_INVALID_CHARS, FACE, -1, NULL, 0, NULL, NULL) == 5);
    }
    CHECK(GetACP() == CP_UTF8 && GetOEMCP() == CP_UTF8);
}

static void not_text(void) {
    static const WCHAR lone[] = {'a', 0xD800, 'b', 0};
    /* Each longest beginning of a character is one mark. */
    CHECK(widen(CP_UTF8, 0, "a\xFF" "b\xE2\x82" "c\xC0\x80", -1, 64) == 8);
    CHECK(memcmp(wide, L"a\xFFFD" L"b\xFFFD" L"c\xFFFD\xFFFD", 8 * sizeof(WCHAR)) == 0);
    /* Halves of a pair are no characters in UTF-8. */
    FAILS_WITH(widen(CP_UTF8, MB_ERR_INVALID_CHARS, "\xED\xA0\x80", 3, 64), ERROR_NO_UNICODE_TRANSLATION);
    FAILS_WITH(widen(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xFF", -1, 64), ERROR_NO_UNICODE_TRANSLATION);
    FAILS_WITH(widen(CP_UTF8, MB_ERR_INVALID_CHARS, "\xF5\x80\x80\x80", 4, 0), ERROR_NO_UNICODE_TRANSLATION);
    CHECK(narrow(CP_UTF8, 0, lone, -1, 64) == 6 && strcmp(bytes, "a\xEF\xBF\xBD" "b") == 0);
    FAILS_WITH(narrow(CP_UTF8, WC_ERR_INVALID_CHARS, lone, -1, 64), ERROR_NO_UNICODE_TRANSLATION);
#if __SIZEOF_WCHAR_T__ == 4
    {
        static const WCHAR beyond[] = {0x110000, 0};
        FAILS_WITH(narrow(CP_UTF8, WC_ERR_INVALID_CHARS, beyond, -1, 64), ERROR_NO_UNICODE_TRANSLATION);
        CHECK(narrow(CP_UTF8, 0, beyond, 1, 64) == 3);
    }
#endif
}

static void errors(void) {
    BOOL used = 77;
    FAILS_WITH(MultiByteToWideChar(CP_UTF8, 0, NULL, -1, wide, 64), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MultiByteToWideChar(CP_UTF8, 0, "a", 0, wide, 64), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MultiByteToWideChar(CP_UTF8, 0, "a", -1, NULL, 64), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MultiByteToWideChar(CP_UTF8, 0, "a", -1, wide, -1), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MultiByteToWideChar(CP_UTF8, 0, (char *)wide, -1, wide, 64), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MultiByteToWideChar(4711, 0, "a", -1, wide, 64), ERROR_INVALID_PARAMETER);
    FAILS_WITH(MultiByteToWideChar(CP_UTF8, MB_PRECOMPOSED, "a", -1, wide, 64), ERROR_INVALID_FLAGS);
    FAILS_WITH(MultiByteToWideChar(1252, MB_PRECOMPOSED | MB_COMPOSITE, "a", -1, wide, 64), ERROR_INVALID_FLAGS);
    FAILS_WITH(MultiByteToWideChar(CP_ACP, 0x40000000, "a", -1, wide, 64), ERROR_INVALID_FLAGS);
    FAILS_WITH(widen(CP_UTF8, 0, "abc", -1, 3), ERROR_INSUFFICIENT_BUFFER);
    CHECK(wide[2] == 'c' && wide[3] != 0);
    CHECK(widen(CP_UTF8, 0, "abc", -1, 4) == 4);
    CHECK(widen(CP_ACP, MB_PRECOMPOSED, "abc", -1, 4) == 4);

    FAILS_WITH(WideCharToMultiByte(CP_UTF8, 0, NULL, -1, bytes, 64, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(CP_UTF8, 0, L"a", 0, bytes, 64, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(CP_UTF8, 0, L"a", -1, NULL, 64, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(CP_UTF8, 0, L"a", -1, bytes, -1, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(4711, 0, L"a", -1, bytes, 64, NULL, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(CP_UTF8, 0, L"a", -1, bytes, 64, "?", NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(CP_UTF8, 0, L"a", -1, bytes, 64, NULL, &used), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WideCharToMultiByte(CP_UTF8, WC_NO_BEST_FIT_CHARS, L"a", -1, bytes, 64, NULL, NULL), ERROR_INVALID_FLAGS);
    FAILS_WITH(WideCharToMultiByte(1252, WC_ERR_INVALID_CHARS, L"a", -1, bytes, 64, NULL, NULL), ERROR_INVALID_FLAGS);
    FAILS_WITH(narrow(CP_UTF8, 0, L"abc", -1, 3), ERROR_INSUFFICIENT_BUFFER);
    CHECK(bytes[3] == '~');
    CHECK(WideCharToMultiByte(CP_ACP, WC_NO_BEST_FIT_CHARS, L"\u4E2D", -1, bytes, 64, "?", &used) == 4 && !used);
}

static void single_bytes(void) {
    BOOL used = 77;
    CHECK(widen(1252, 0, "\x80\x9F\xE4", -1, 64) == 4 && wide[0] == 0x20AC && wide[1] == 0x178 && wide[2] == 0xE4);
    CHECK(widen(28591, 0, "\x80\x9F\xE4", -1, 64) == 4 && wide[0] == 0x80 && wide[1] == 0x9F && wide[2] == 0xE4);
    CHECK(widen(20127, 0, "a\xE4", -1, 64) == 3 && wide[0] == 'a' && wide[1] == 0xFFFD);
    FAILS_WITH(widen(20127, MB_ERR_INVALID_CHARS, "a\xE4", -1, 64), ERROR_NO_UNICODE_TRANSLATION);

    CHECK(WideCharToMultiByte(1252, 0, L"\u20AC\u00E4", -1, bytes, 64, NULL, &used) == 3 && !used);
    CHECK(strcmp(bytes, "\x80\xE4") == 0);
    CHECK(WideCharToMultiByte(1252, 0, L"a\u4E2D", -1, bytes, 64, NULL, &used) == 3 && used && strcmp(bytes, "a?") == 0);
    CHECK(WideCharToMultiByte(28591, 0, L"a\u20AC", -1, bytes, 64, "#", &used) == 3 && used && strcmp(bytes, "a#") == 0);
    CHECK(WideCharToMultiByte(20127, WC_NO_BEST_FIT_CHARS, L"a\u00E4", -1, bytes, 64, NULL, &used) == 3 && used);

    CHECK(IsValidCodePage(CP_UTF8) && IsValidCodePage(1252) && IsValidCodePage(28591) && IsValidCodePage(20127));
    CHECK(!IsValidCodePage(CP_ACP) && !IsValidCodePage(4711));
    CHECK(!IsDBCSLeadByte(0xC3) && !IsDBCSLeadByteEx(1252, 0xC3));
}

static void information(void) {
    CPINFO info;
    CHECK(GetCPInfo(CP_ACP, &info) && info.MaxCharSize == 4 && info.DefaultChar[0] == '?' && info.LeadByte[0] == 0);
    CHECK(GetCPInfo(1252, &info) && info.MaxCharSize == 1);
    FAILS_WITH(GetCPInfo(4711, &info), ERROR_INVALID_PARAMETER);
    FAILS_WITH(GetCPInfo(1252, NULL), ERROR_INVALID_PARAMETER);
}

static void comparing(void) {
    CHECK(CompareStringOrdinal(L"abc", -1, L"abc", 3, FALSE) == CSTR_EQUAL);
    CHECK(CompareStringOrdinal(L"abc", -1, L"ABC", -1, FALSE) == CSTR_GREATER_THAN);
    CHECK(CompareStringOrdinal(L"abc", -1, L"ABC", -1, TRUE) == CSTR_EQUAL);
    CHECK(CompareStringOrdinal(L"\u00E4", -1, L"\u00C4", -1, TRUE) == CSTR_EQUAL);
    CHECK(CompareStringOrdinal(L"ab", -1, L"abc", -1, TRUE) == CSTR_LESS_THAN);
    CHECK(CompareStringOrdinal(L"", 0, L"", -1, TRUE) == CSTR_EQUAL);
    CHECK(CompareStringOrdinal(L"a_", -1, L"ab", -1, TRUE) == CSTR_GREATER_THAN);
    FAILS_WITH(CompareStringOrdinal(NULL, -1, L"", -1, FALSE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CompareStringOrdinal(L"", -1, NULL, -1, FALSE), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CompareStringOrdinal(L"", -2, L"", -1, FALSE), ERROR_INVALID_PARAMETER);
}

int main(void) {
    utf8();
    not_text();
    errors();
    single_bytes();
    information();
    comparing();
    return check_failures;
}
