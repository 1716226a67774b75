/* What every program here uses: CHECK tells the line of what does not hold, and main returns how many. */
#ifndef CHECK_H
#define CHECK_H

#include <windows.h>
#include <stdio.h>

static int check_failures;

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            printf("%s:%d: %s (last error %u)\n", __FILE__, __LINE__, #condition, (unsigned)GetLastError()); \
            ++check_failures;                                               \
        }                                                                   \
    } while (0)

/* The call fails with this last error. */
#define FAILS_WITH(call, code)      \
    do {                            \
        SetLastError(0xDEAD);       \
        CHECK(!(call));             \
        CHECK(GetLastError() == (DWORD)(code)); \
    } while (0)

/* The wait fails with this last error. */
#define WAIT_FAILS_WITH(call, code) \
    do {                            \
        SetLastError(0xDEAD);       \
        CHECK((call) == WAIT_FAILED); \
        CHECK(GetLastError() == (DWORD)(code)); \
    } while (0)

#define BAD_HANDLE ((HANDLE)(ULONG_PTR)0x7FFFFFF8)

#endif
