/* Interlocked functions in C: every width, values returned, plain integers. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <intrin.h>

int main(void) {
    LONG volatile a = 5;
    long plain = 0x100000000L - 1;
    LONG64 wide = 0x7fffffffffLL;
    SHORT s = 1;
    char c = 2;
    int x = 0, y = 0;
    PVOID p = &x;
    if (InterlockedIncrement(&a) != 6 || InterlockedDecrement(&a) != 5 || InterlockedExchangeAdd(&a, 3) != 5) return 1;
    if (InterlockedAdd(&a, 2) != 10 || InterlockedExchange(&a, 1) != 10) return 2;
    if (InterlockedCompareExchange(&a, 7, 1) != 1 || InterlockedCompareExchange(&a, 9, 1) != 7 || a != 7) return 3;
    if (InterlockedOr(&a, 8) != 7 || InterlockedAnd(&a, 3) != 15 || InterlockedXor(&a, 1) != 3 || a != 2) return 4;
    if (InterlockedIncrement(&plain) != 0x100000000L) return 5;
    if (InterlockedIncrement64(&wide) != 0x8000000000LL || InterlockedCompareExchange64(&wide, 1, 2) == 2) return 6;
    if (InterlockedIncrement16(&s) != 2 || InterlockedExchange8(&c, 9) != 2 || InterlockedIncrementAcquire(&a) != 3) return 7;
    if (InterlockedExchangePointer(&p, &y) != &x || InterlockedCompareExchangePointer(&p, &x, &y) != &y || p != &x) return 8;
    MemoryBarrier();
    YieldProcessor();
    if (_byteswap_ulong(0x01020304) != 0x04030201 || _rotl(0x80000001u, 1) != 3 || _rotr64(1, 1) != 0x8000000000000000ULL) return 9;
    {
        DWORD index = 99;
        if (!_BitScanReverse(&index, 0x10) || index != 4 || _BitScanForward(&index, 0)) return 10;
    }
    {
        LONG64 volatile both[2] __attribute__((aligned(16))) = {1, 2};
        LONG64 expected[2] = {1, 3};
        if (InterlockedCompareExchange128(both, 9, 8, expected) || expected[0] != 1 || expected[1] != 2) return 12;
        if (!InterlockedCompareExchange128(both, 9, 8, expected) || both[0] != 8 || both[1] != 9) return 13;
    }
    return InterlockedBitTestAndSet(&a, 4) == 0 && a == 19 && InterlockedBitTestAndReset(&a, 4) == 1 ? 0 : 11;
}
