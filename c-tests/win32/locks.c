/* Critical sections, slim locks, condition variables, one-time initialisation, waits on addresses. */
#include "check.h"

enum { THREADS = 4, ROUNDS = 20000 };

static void run(LPTHREAD_START_ROUTINE routine, LPVOID parameter) {
    HANDLE threads[THREADS];
    int i;
    for (i = 0; i < THREADS; ++i) {
        threads[i] = CreateThread(NULL, 0, routine, parameter, 0, NULL);
    }
    CHECK(WaitForMultipleObjects(THREADS, threads, TRUE, INFINITE) == WAIT_OBJECT_0);
    for (i = 0; i < THREADS; ++i) {
        DWORD code = 1;
        CHECK(GetExitCodeThread(threads[i], &code) && code == 0);
        CHECK(CloseHandle(threads[i]));
    }
}

static CRITICAL_SECTION section;
static volatile LONG counter;

static DWORD WINAPI count_in_section(LPVOID parameter) {
    int i;
    (void)parameter;
    for (i = 0; i < ROUNDS; ++i) {
        EnterCriticalSection(&section);
        EnterCriticalSection(&section);
        counter = counter + 1;
        LeaveCriticalSection(&section);
        LeaveCriticalSection(&section);
    }
    return 0;
}

static DWORD WINAPI try_section(LPVOID parameter) {
    (void)parameter;
    if (TryEnterCriticalSection(&section)) {
        return 1;
    }
    /* Leaving what one does not own leaves nothing. */
    LeaveCriticalSection(&section);
    return 0;
}

static void critical_sections(void) {
    InitializeCriticalSection(&section);
    CHECK(section.LockCount == -1 && section.RecursionCount == 0);
    run(count_in_section, NULL);
    CHECK(counter == THREADS * ROUNDS);
    CHECK(TryEnterCriticalSection(&section) && TryEnterCriticalSection(&section));
    CHECK(section.RecursionCount == 2);
    CHECK(section.OwningThread == (HANDLE)(ULONG_PTR)GetCurrentThreadId());
    run(try_section, NULL);
    LeaveCriticalSection(&section);
    run(try_section, NULL);
    LeaveCriticalSection(&section);
    CHECK(section.LockCount == -1 && section.OwningThread == NULL);
    DeleteCriticalSection(&section);
    CHECK(InitializeCriticalSectionAndSpinCount(&section, 4000));
    CHECK(SetCriticalSectionSpinCount(&section, 10) == 4000);
    DeleteCriticalSection(&section);
    CHECK(InitializeCriticalSectionEx(&section, 100, 0));
    DeleteCriticalSection(&section);
}

static SRWLOCK slim = SRWLOCK_INIT;

static DWORD WINAPI count_in_slim(LPVOID parameter) {
    int i;
    (void)parameter;
    for (i = 0; i < ROUNDS; ++i) {
        AcquireSRWLockExclusive(&slim);
        counter = counter + 1;
        ReleaseSRWLockExclusive(&slim);
        AcquireSRWLockShared(&slim);
        if (counter <= 0) {
            return 1;
        }
        ReleaseSRWLockShared(&slim);
    }
    return 0;
}

static void slim_locks(void) {
    SRWLOCK made;
    counter = 0;
    run(count_in_slim, NULL);
    CHECK(counter == THREADS * ROUNDS);
    InitializeSRWLock(&made);
    CHECK(TryAcquireSRWLockExclusive(&made));
    CHECK(!TryAcquireSRWLockExclusive(&made) && !TryAcquireSRWLockShared(&made));
    ReleaseSRWLockExclusive(&made);
    CHECK(TryAcquireSRWLockShared(&made) && TryAcquireSRWLockShared(&made));
    CHECK(!TryAcquireSRWLockExclusive(&made));
    ReleaseSRWLockShared(&made);
    ReleaseSRWLockShared(&made);
    CHECK(TryAcquireSRWLockExclusive(&made));
    ReleaseSRWLockExclusive(&made);
}

/* A ring of one place between producers and consumers. */
static CONDITION_VARIABLE full = CONDITION_VARIABLE_INIT, empty = CONDITION_VARIABLE_INIT;
static int place, occupied;
static LONG sum;

static DWORD WINAPI produce(LPVOID use_section) {
    int i;
    for (i = 1; i <= 1000; ++i) {
        if (use_section) {
            EnterCriticalSection(&section);
            while (occupied) {
                SleepConditionVariableCS(&empty, &section, INFINITE);
            }
        } else {
            AcquireSRWLockExclusive(&slim);
            while (occupied) {
                SleepConditionVariableSRW(&empty, &slim, INFINITE, 0);
            }
        }
        place = i;
        occupied = 1;
        if (use_section) {
            LeaveCriticalSection(&section);
        } else {
            ReleaseSRWLockExclusive(&slim);
        }
        WakeConditionVariable(&full);
    }
    return 0;
}

static void consume(LPVOID use_section, int count) {
    while (count-- > 0) {
        if (use_section) {
            EnterCriticalSection(&section);
            while (!occupied) {
                SleepConditionVariableCS(&full, &section, INFINITE);
            }
        } else {
            AcquireSRWLockExclusive(&slim);
            while (!occupied) {
                SleepConditionVariableSRW(&full, &slim, INFINITE, 0);
            }
        }
        sum += place;
        occupied = 0;
        if (use_section) {
            LeaveCriticalSection(&section);
        } else {
            ReleaseSRWLockExclusive(&slim);
        }
        WakeAllConditionVariable(&empty);
    }
}

static void condition_variables(void) {
    CONDITION_VARIABLE never;
    int round;
    InitializeCriticalSection(&section);
    for (round = 0; round < 2; ++round) {
        LPVOID use_section = (LPVOID)(ULONG_PTR)round;
        HANDLE threads[2];
        sum = 0;
        threads[0] = CreateThread(NULL, 0, produce, use_section, 0, NULL);
        threads[1] = CreateThread(NULL, 0, produce, use_section, 0, NULL);
        consume(use_section, 2000);
        CHECK(WaitForMultipleObjects(2, threads, TRUE, INFINITE) == WAIT_OBJECT_0);
        CHECK(sum == 2 * 1000 * 1001 / 2);
        CHECK(CloseHandle(threads[0]) && CloseHandle(threads[1]));
    }
    InitializeConditionVariable(&never);
    EnterCriticalSection(&section);
    FAILS_WITH(SleepConditionVariableCS(&never, &section, 10), ERROR_TIMEOUT);
    CHECK(section.RecursionCount == 1);
    LeaveCriticalSection(&section);
    AcquireSRWLockShared(&slim);
    FAILS_WITH(SleepConditionVariableSRW(&never, &slim, 10, CONDITION_VARIABLE_LOCKMODE_SHARED), ERROR_TIMEOUT);
    FAILS_WITH(SleepConditionVariableSRW(&never, &slim, 10, 0x10), ERROR_INVALID_PARAMETER);
    ReleaseSRWLockShared(&slim);
    CHECK(TryAcquireSRWLockExclusive(&slim));
    ReleaseSRWLockExclusive(&slim);
    DeleteCriticalSection(&section);
}

static INIT_ONCE once = INIT_ONCE_STATIC_INIT;
static LONG initialised;

static BOOL CALLBACK initialise(PINIT_ONCE init_once, PVOID parameter, PVOID *context) {
    (void)init_once;
    Sleep(10);
    InterlockedIncrement(&initialised);
    *context = parameter;
    return TRUE;
}

static BOOL CALLBACK refuse(PINIT_ONCE init_once, PVOID parameter, PVOID *context) {
    (void)init_once;
    (void)parameter;
    (void)context;
    SetLastError(ERROR_NOT_READY);
    return FALSE;
}

static DWORD WINAPI use_once(LPVOID value) {
    PVOID context = NULL;
    return !(InitOnceExecuteOnce(&once, initialise, value, &context) && context == value);
}

static void one_time(void) {
    INIT_ONCE other = INIT_ONCE_STATIC_INIT;
    static int value[4];
    PVOID context = NULL;
    BOOL pending = 77;
    run(use_once, value);
    CHECK(initialised == 1);

    FAILS_WITH(InitOnceExecuteOnce(&other, refuse, NULL, NULL), ERROR_NOT_READY);
    FAILS_WITH(InitOnceBeginInitialize(&other, INIT_ONCE_CHECK_ONLY, &pending, &context), ERROR_GEN_FAILURE);
    CHECK(InitOnceBeginInitialize(&other, 0, &pending, &context) && pending);
    FAILS_WITH(InitOnceBeginInitialize(&other, INIT_ONCE_ASYNC, &pending, &context), ERROR_INVALID_PARAMETER);
    FAILS_WITH(InitOnceComplete(&other, 0, (PVOID)1), ERROR_INVALID_PARAMETER);
    CHECK(InitOnceComplete(&other, INIT_ONCE_INIT_FAILED, NULL));
    CHECK(InitOnceBeginInitialize(&other, 0, &pending, &context) && pending);
    CHECK(InitOnceComplete(&other, 0, value));
    CHECK(InitOnceBeginInitialize(&other, 0, &pending, &context) && !pending && context == value);

    InitOnceInitialize(&other);
    CHECK(InitOnceBeginInitialize(&other, INIT_ONCE_ASYNC, &pending, &context) && pending);
    CHECK(InitOnceBeginInitialize(&other, INIT_ONCE_ASYNC, &pending, &context) && pending);
    CHECK(InitOnceComplete(&other, INIT_ONCE_ASYNC, value));
    FAILS_WITH(InitOnceComplete(&other, INIT_ONCE_ASYNC, value + 1), ERROR_GEN_FAILURE);
    CHECK(InitOnceBeginInitialize(&other, INIT_ONCE_CHECK_ONLY, &pending, &context) && !pending && context == value);
    FAILS_WITH(InitOnceBeginInitialize(&other, 8, &pending, &context), ERROR_INVALID_PARAMETER);
}

static volatile LONG word;

static DWORD WINAPI wait_for_word(LPVOID parameter) {
    LONG zero = 0;
    (void)parameter;
    while (ReadAcquire(&word) == 0) {
        if (!WaitOnAddress((PVOID)&word, &zero, sizeof word, INFINITE)) {
            return 1;
        }
    }
    return 0;
}

static void addresses(void) {
    LONG zero = 0, one = 1;
    HANDLE threads[2];
    /* Another value than the compared one: no wait at all. */
    CHECK(WaitOnAddress((PVOID)&word, &one, sizeof word, INFINITE));
    FAILS_WITH(WaitOnAddress((PVOID)&word, &zero, sizeof word, 10), ERROR_TIMEOUT);
    FAILS_WITH(WaitOnAddress((PVOID)&word, &zero, 3, 10), ERROR_INVALID_PARAMETER);
    FAILS_WITH(WaitOnAddress(NULL, &zero, 4, 10), ERROR_INVALID_PARAMETER);
    threads[0] = CreateThread(NULL, 0, wait_for_word, NULL, 0, NULL);
    threads[1] = CreateThread(NULL, 0, wait_for_word, NULL, 0, NULL);
    CHECK(WaitForMultipleObjects(2, threads, FALSE, 20) == WAIT_TIMEOUT);
    InterlockedExchange(&word, 1);
    WakeByAddressSingle((PVOID)&word);
    WakeByAddressAll((PVOID)&word);
    CHECK(WaitForMultipleObjects(2, threads, TRUE, INFINITE) == WAIT_OBJECT_0);
    CHECK(CloseHandle(threads[0]) && CloseHandle(threads[1]));
}

int main(void) {
    critical_sections();
    slim_locks();
    condition_variables();
    one_time();
    addresses();
    return check_failures;
}
