/* Arithmetic that says when the result does not fit. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <intsafe.h>

int main(void) {
    DWORD d;
    USHORT u;
    SIZE_T s;
    int i;
    if (DWordAdd(1, 2, &d) != S_OK || d != 3) return 1;
    if (DWordAdd(0xffffffff, 1, &d) != INTSAFE_E_ARITHMETIC_OVERFLOW || d != DWORD_ERROR) return 2;
    if (DWordSub(1, 2, &d) == S_OK || SizeTMult((SIZE_T)1 << 63, 2, &s) == S_OK) return 3;
    if (DWordToUShort(65535, &u) != S_OK || u != 65535 || DWordToUShort(65536, &u) == S_OK) return 4;
    return SizeTToInt((SIZE_T)1 << 31, &i) == INTSAFE_E_ARITHMETIC_OVERFLOW && SizeTToDWord(7, &d) == S_OK ? 0 : 5;
}
