// Interlocked functions in C++ on LONG, plain long and unsigned counters.
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>

struct Counter {
    long references = 0;
    ULONG AddRef() { return static_cast<ULONG>(InterlockedIncrement(&references)); }
};

int main() {
    Counter counter;
    volatile LONG a = 1;
    unsigned long b = 1;
    DWORD c = 1;
    ULONGLONG d = 1;
    if (counter.AddRef() != 1 || InterlockedIncrement(&a) != 2 || InterlockedIncrement(&b) != 2) return 1;
    if (InterlockedIncrement(&c) != 2 || InterlockedIncrement64(&d) != 2) return 2;
    if (InterlockedCompareExchange(&a, 5, 2) != 2 || InterlockedExchange(&c, 9u) != 2) return 3;
    return min(1, 2u) == 1u && max(1LL, 2) == 2 ? 0 : 4;
}
