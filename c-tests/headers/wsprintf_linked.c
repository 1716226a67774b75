/* wsprintf: Microsoft's conversions, and never more than 1024 units. */
#include <windows.h>
#include <string.h>
#include <wchar.h>

int main(void)
{
    char narrow[1100];
    WCHAR wide[1100], long_text[2000];
    size_t at;

    if (wsprintfA(narrow, "%s-%05d-%lX-%c", "text", 42, 0xBEEFul, 'c') != 17 || strcmp(narrow, "text-00042-BEEF-c"))
        return 1;
    if (wsprintfW(wide, L"%s %S %hs", L"wide", "narrow", "too") != 15 || wcscmp(wide, L"wide narrow too"))
        return 2;
    if (wsprintfA(narrow, "%S|%ls", L"wide", L"too") != 8 || strcmp(narrow, "wide|too"))
        return 3;
    for (at = 0; at < 1999; ++at)
        long_text[at] = L'x';
    long_text[1999] = 0;
    wide[1024] = L'!';
    if (wsprintfW(wide, L"%s", long_text) != 1023 || wide[1022] != L'x' || wide[1023] != 0 || wide[1024] != L'!')
        return 4;
    narrow[0] = 'a';
    if (wsprintf(narrow, "") != 0 || narrow[0] != 0)
        return 5;
    return 0;
}
