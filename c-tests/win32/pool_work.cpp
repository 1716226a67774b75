// The thread pool: work, what callbacks ask for at their end, pools, and callbacks that end their thread.
#include "check.h"

#include <process.h>

static HANDLE event_of(BOOL manual) { return CreateEventW(NULL, manual, FALSE, NULL); }

static void NTAPI count(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    InterlockedIncrement(static_cast<LONG *>(context));
}

static void work() {
    LONG counted = 0;
    PTP_WORK work = CreateThreadpoolWork(count, &counted, NULL);
    CHECK(work != NULL);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    for (int i = 0; i < 1000; ++i) {
        SubmitThreadpoolWork(work);
    }
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(counted == 1000);
    CloseThreadpoolWork(work);
    // A pointer that is closed names nothing.
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CloseThreadpoolWork(work);
    CHECK(counted == 1000);
    FAILS_WITH(CreateThreadpoolWork(NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
    SubmitThreadpoolWork(NULL);
    CloseThreadpoolWork(NULL);
}

static void NTAPI free_module(PTP_CALLBACK_INSTANCE instance, PVOID module, PTP_WORK) {
    FreeLibraryWhenCallbackReturns(instance, static_cast<HMODULE>(module));
}

static BOOL is_loaded(HMODULE module) {
    char name[MAX_PATH];
    return GetModuleFileNameA(module, name, sizeof(name)) != 0;
}

static void modules() {
    TP_CALLBACK_ENVIRON environment;
    LONG counted = 0;
    HMODULE module = LoadLibraryA("libm.so.6");
    CHECK(module != NULL);
    PTP_WORK work = CreateThreadpoolWork(free_module, module, NULL);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CloseThreadpoolWork(work);
    CHECK(!is_loaded(module));
    // A module stays as long as the work that names it.
    module = LoadLibraryA("libm.so.6");
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackLibrary(&environment, module);
    work = CreateThreadpoolWork(count, &counted, &environment);
    CHECK(FreeLibrary(module) && is_loaded(module));
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(is_loaded(module) && counted == 1);
    CloseThreadpoolWork(work);
    for (int i = 0; i < 1000 && is_loaded(module); ++i) {
        Sleep(5);
    }
    CHECK(!is_loaded(module));
}

struct Gate {
    HANDLE entered, open;
    LONG calls;
    PTP_WORK seen;
};

static void NTAPI pass(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK work) {
    Gate *gate = static_cast<Gate *>(context);
    InterlockedExchangePointer(reinterpret_cast<PVOID volatile *>(&gate->seen), work);
    InterlockedIncrement(&gate->calls);
    SetEvent(gate->entered);
    WaitForSingleObject(gate->open, INFINITE);
}

static void closed_while_it_runs() {
    Gate gate = {event_of(FALSE), event_of(TRUE), 0, NULL};
    PTP_WORK work = CreateThreadpoolWork(pass, &gate, NULL);
    SubmitThreadpoolWork(work);
    SubmitThreadpoolWork(work);
    CHECK(WaitForSingleObject(gate.entered, 10000) == WAIT_OBJECT_0);
    // What is queued still runs.
    CloseThreadpoolWork(work);
    CHECK(SetEvent(gate.open));
    for (int i = 0; i < 1000 && ReadAcquire(&gate.calls) < 2; ++i) {
        Sleep(10);
    }
    CHECK(gate.calls == 2 && gate.seen == work);
    CHECK(CloseHandle(gate.entered));
    Sleep(50);
    CHECK(CloseHandle(gate.open));
}

// A pool of one thread, which a callback holds: what is queued behind it can be taken back.
static void cancelled() {
    TP_CALLBACK_ENVIRON environment;
    Gate gate = {event_of(FALSE), event_of(TRUE), 0, NULL};
    LONG counted = 0;
    PTP_POOL pool = CreateThreadpool(NULL);
    CHECK(pool != NULL);
    SetThreadpoolThreadMaximum(pool, 1);
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    PTP_WORK holds = CreateThreadpoolWork(pass, &gate, &environment);
    PTP_WORK waits = CreateThreadpoolWork(count, &counted, &environment);
    SubmitThreadpoolWork(holds);
    CHECK(WaitForSingleObject(gate.entered, 10000) == WAIT_OBJECT_0);
    for (int i = 0; i < 10; ++i) {
        SubmitThreadpoolWork(waits);
    }
    WaitForThreadpoolWorkCallbacks(waits, TRUE);
    CHECK(counted == 0);
    SubmitThreadpoolWork(waits);
    CHECK(SetEvent(gate.open));
    WaitForThreadpoolWorkCallbacks(waits, FALSE);
    CHECK(counted == 1);
    WaitForThreadpoolWorkCallbacks(holds, FALSE);
    CloseThreadpoolWork(holds);
    CloseThreadpoolWork(waits);
    DestroyThreadpoolEnvironment(&environment);
    CloseThreadpool(pool);
    FAILS_WITH(CreateThreadpoolWork(count, NULL, &environment), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(gate.entered) && CloseHandle(gate.open));
}

static LONG order[3], place;

static void NTAPI note(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    order[place++] = static_cast<LONG>(reinterpret_cast<ULONG_PTR>(context));
}

static void priorities() {
    TP_CALLBACK_ENVIRON environment;
    Gate gate = {event_of(FALSE), event_of(TRUE), 0, NULL};
    PTP_POOL pool = CreateThreadpool(NULL);
    PTP_WORK work[3];
    SetThreadpoolThreadMaximum(pool, 1);
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    PTP_WORK holds = CreateThreadpoolWork(pass, &gate, &environment);
    SubmitThreadpoolWork(holds);
    CHECK(WaitForSingleObject(gate.entered, 10000) == WAIT_OBJECT_0);
    for (int i = 2; i >= 0; --i) {
        SetThreadpoolCallbackPriority(&environment, static_cast<TP_CALLBACK_PRIORITY>(i));
        work[i] = CreateThreadpoolWork(note, reinterpret_cast<PVOID>(static_cast<ULONG_PTR>(i)), &environment);
        SubmitThreadpoolWork(work[i]);
    }
    SetThreadpoolCallbackPriority(&environment, TP_CALLBACK_PRIORITY_INVALID);
    FAILS_WITH(CreateThreadpoolWork(note, NULL, &environment), ERROR_INVALID_PARAMETER);
    environment.Version = 2;
    FAILS_WITH(CreateThreadpoolWork(note, NULL, &environment), ERROR_INVALID_PARAMETER);
    CHECK(SetEvent(gate.open));
    for (int i = 0; i < 3; ++i) {
        WaitForThreadpoolWorkCallbacks(work[i], FALSE);
        CloseThreadpoolWork(work[i]);
    }
    CHECK(order[0] == 0 && order[1] == 1 && order[2] == 2);
    CloseThreadpoolWork(holds);
    CloseThreadpool(pool);
    CHECK(CloseHandle(gate.entered) && CloseHandle(gate.open));
}

// Far more callbacks block than there are processors; each needs all of them to run.
enum { BLOCKED = 100 };
static LONG blocked;
static HANDLE all_blocked;

static void NTAPI block(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK) {
    if (InterlockedIncrement(&blocked) == BLOCKED) {
        SetEvent(all_blocked);
    }
    WaitForSingleObject(all_blocked, INFINITE);
}

static void grows_when_threads_block() {
    all_blocked = event_of(TRUE);
    PTP_WORK work = CreateThreadpoolWork(block, NULL, NULL);
    for (int i = 0; i < BLOCKED; ++i) {
        SubmitThreadpoolWork(work);
    }
    CHECK(WaitForSingleObject(all_blocked, 60000) == WAIT_OBJECT_0);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CloseThreadpoolWork(work);
    CHECK(CloseHandle(all_blocked));
}

// Threads of this process, as the system counts them.
static int threads() {
    int found = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof(line), status) != NULL) {
        sscanf(line, "Threads: %d", &found);
    }
    if (status != NULL) {
        fclose(status);
    }
    return found;
}

static void shrinks_when_nothing_is_to_do() {
    CHECK(threads() > 0);
    for (int i = 0; i < 3000 && threads() > BLOCKED / 4; ++i) {
        Sleep(10);
    }
    CHECK(threads() <= BLOCKED / 4);
}

// Threads that block where the library cannot see it.
static LONG spinning;

static void NTAPI spin(PTP_CALLBACK_INSTANCE, PVOID, PTP_WORK) {
    InterlockedIncrement(&spinning);
    while (ReadAcquire(&spinning) < 8) {
        YieldProcessor();
    }
}

static void grows_when_nothing_moves() {
    PTP_WORK work = CreateThreadpoolWork(spin, NULL, NULL);
    for (int i = 0; i < 8; ++i) {
        SubmitThreadpoolWork(work);
    }
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(spinning == 8);
    CloseThreadpoolWork(work);
}

static void NTAPI simple(PTP_CALLBACK_INSTANCE instance, PVOID context) {
    CHECK(instance != NULL);
    SetEventWhenCallbackReturns(instance, context);
}

static DWORD WINAPI item(LPVOID context) {
    CHECK(SetEvent(context));
    return 0;
}

static void single_callbacks() {
    HANDLE done = event_of(FALSE);
    CHECK(TrySubmitThreadpoolCallback(simple, done, NULL));
    CHECK(WaitForSingleObject(done, 10000) == WAIT_OBJECT_0);
    CHECK(SubmitThreadpoolCallback(simple, done, NULL));
    CHECK(WaitForSingleObject(done, 10000) == WAIT_OBJECT_0);
    FAILS_WITH(TrySubmitThreadpoolCallback(NULL, NULL, NULL), ERROR_INVALID_PARAMETER);
    const ULONG all_flags[] = {WT_EXECUTEDEFAULT, WT_EXECUTELONGFUNCTION, WT_EXECUTEINPERSISTENTTHREAD, WT_EXECUTEINIOTHREAD};
    for (ULONG flags : all_flags) {
        CHECK(QueueUserWorkItem(item, done, flags));
        CHECK(WaitForSingleObject(done, 10000) == WAIT_OBJECT_0);
    }
    FAILS_WITH(QueueUserWorkItem(NULL, NULL, 0), ERROR_INVALID_PARAMETER);
    FAILS_WITH(QueueUserWorkItem(item, done, 0x8000), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(done));
}

struct Ends {
    HANDLE event, mutex, semaphore;
    CRITICAL_SECTION section;
    BOOL in_callback;
};

static void NTAPI ask(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK) {
    Ends *ends = static_cast<Ends *>(context);
    PTP_CALLBACK_INSTANCE other = reinterpret_cast<PTP_CALLBACK_INSTANCE>(ends);
    CHECK(WaitForSingleObject(ends->mutex, 0) == WAIT_OBJECT_0);
    EnterCriticalSection(&ends->section);
    LeaveCriticalSectionWhenCallbackReturns(instance, &ends->section);
    ReleaseMutexWhenCallbackReturns(instance, ends->mutex);
    ReleaseSemaphoreWhenCallbackReturns(instance, ends->semaphore, 2);
    SetEventWhenCallbackReturns(instance, ends->event);
    CHECK(WaitForSingleObject(ends->event, 0) == WAIT_TIMEOUT);
    CHECK(WaitForSingleObject(ends->semaphore, 0) == WAIT_TIMEOUT);
    // Another kind of handle, and an instance that is none.
    SetLastError(0);
    SetEventWhenCallbackReturns(instance, ends->mutex);
    CHECK(GetLastError() == ERROR_INVALID_HANDLE);
    SetLastError(0);
    SetEventWhenCallbackReturns(other, ends->event);
    CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
    FAILS_WITH(CallbackMayRunLong(other), ERROR_INVALID_PARAMETER);
    CHECK(CallbackMayRunLong(instance));
    ends->in_callback = TRUE;
}

static void at_the_end() {
    Ends ends = {event_of(TRUE), CreateMutexW(NULL, FALSE, NULL), CreateSemaphoreW(NULL, 0, 5, NULL), {}, FALSE};
    InitializeCriticalSection(&ends.section);
    PTP_WORK work = CreateThreadpoolWork(ask, &ends, NULL);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(ends.in_callback);
    CHECK(WaitForSingleObject(ends.event, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(ends.mutex, 0) == WAIT_OBJECT_0 && ReleaseMutex(ends.mutex));
    CHECK(WaitForSingleObject(ends.semaphore, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(ends.semaphore, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(ends.semaphore, 0) == WAIT_TIMEOUT);
    CHECK(TryEnterCriticalSection(&ends.section));
    LeaveCriticalSection(&ends.section);
    CloseThreadpoolWork(work);
    DeleteCriticalSection(&ends.section);
    CHECK(CloseHandle(ends.event) && CloseHandle(ends.mutex) && CloseHandle(ends.semaphore));
}

static void NTAPI disassociate(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK) {
    Gate *gate = static_cast<Gate *>(context);
    DisassociateCurrentThreadFromCallback(instance);
    SetLastError(0);
    DisassociateCurrentThreadFromCallback(instance);
    CHECK(GetLastError() == ERROR_INVALID_PARAMETER);
    SetEventWhenCallbackReturns(instance, gate->entered);
    WaitForSingleObject(gate->open, INFINITE);
}

static void disassociated() {
    Gate gate = {event_of(FALSE), event_of(TRUE), 0, NULL};
    PTP_WORK work = CreateThreadpoolWork(disassociate, &gate, NULL);
    SubmitThreadpoolWork(work);
    // It does not wait for the callback, which waits for this thread.
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(WaitForSingleObject(gate.entered, 0) == WAIT_TIMEOUT);
    CloseThreadpoolWork(work);
    CHECK(SetEvent(gate.open));
    CHECK(WaitForSingleObject(gate.entered, 10000) == WAIT_OBJECT_0);
    CHECK(CloseHandle(gate.entered) && CloseHandle(gate.open));
}

static LONG destroyed;
struct Guard {
    ~Guard() { InterlockedIncrement(&destroyed); }
};

static void NTAPI end_thread(PTP_CALLBACK_INSTANCE instance, PVOID context, PTP_WORK) {
    Guard guard;
    SetEventWhenCallbackReturns(instance, context);
    ExitThread(3);
}

static DWORD WINAPI end_item(LPVOID context) {
    Guard guard;
    SetEvent(context);
    _endthreadex(4);
    return 0;
}

static void callbacks_may_end_their_thread() {
    HANDLE done = event_of(FALSE);
    LONG counted = 0;
    PTP_WORK work = CreateThreadpoolWork(end_thread, done, NULL);
    for (int i = 0; i < 20; ++i) {
        SubmitThreadpoolWork(work);
        CHECK(WaitForSingleObject(done, 10000) == WAIT_OBJECT_0);
    }
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(destroyed == 20);
    CloseThreadpoolWork(work);
    CHECK(QueueUserWorkItem(end_item, done, 0));
    CHECK(WaitForSingleObject(done, 10000) == WAIT_OBJECT_0);
    // The pool goes on.
    work = CreateThreadpoolWork(count, &counted, NULL);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    for (int i = 0; i < 2000 && ReadAcquire(&destroyed) < 21; ++i) {
        Sleep(5);
    }
    CHECK(counted == 1 && destroyed == 21);
    CloseThreadpoolWork(work);
    CHECK(CloseHandle(done));
}

static void NTAPI deep(PTP_CALLBACK_INSTANCE, PVOID context, PTP_WORK) {
    volatile char large[3 << 20];
    large[0] = large[sizeof(large) - 1] = 1;
    *static_cast<LONG *>(context) = large[0] + large[sizeof(large) - 1];
}

static void pools() {
    TP_CALLBACK_ENVIRON environment;
    TP_POOL_STACK_INFORMATION stack = {4 << 20, 64 << 10}, told = {0, 0};
    LONG result = 0;
    PTP_POOL pool = CreateThreadpool(NULL);
    CHECK(QueryThreadpoolStackInformation(pool, &told) && told.StackReserve == 0);
    CHECK(SetThreadpoolStackInformation(pool, &stack));
    CHECK(QueryThreadpoolStackInformation(pool, &told) && told.StackReserve == 4 << 20 && told.StackCommit == 64 << 10);
    CHECK(SetThreadpoolThreadMinimum(pool, 3));
    InitializeThreadpoolEnvironment(&environment);
    SetThreadpoolCallbackPool(&environment, pool);
    SetThreadpoolCallbackRunsLong(&environment);
    PTP_WORK work = CreateThreadpoolWork(deep, &result, &environment);
    // The pool lives as long as its work.
    CloseThreadpool(pool);
    CloseThreadpool(pool);
    SubmitThreadpoolWork(work);
    WaitForThreadpoolWorkCallbacks(work, FALSE);
    CHECK(result == 2);
    CloseThreadpoolWork(work);
    FAILS_WITH(CreateThreadpool(&environment), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetThreadpoolThreadMinimum(pool, 1), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetThreadpoolThreadMinimum(NULL, 1), ERROR_INVALID_PARAMETER);
    FAILS_WITH(SetThreadpoolStackInformation(NULL, &stack), ERROR_INVALID_PARAMETER);
    FAILS_WITH(QueryThreadpoolStackInformation(pool, &told), ERROR_INVALID_PARAMETER);
    pool = CreateThreadpool(NULL);
    FAILS_WITH(SetThreadpoolStackInformation(pool, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(QueryThreadpoolStackInformation(pool, NULL), ERROR_INVALID_PARAMETER);
    CloseThreadpool(pool);
    SetThreadpoolThreadMaximum(NULL, 1);
}

int main() {
    work();
    modules();
    closed_while_it_runs();
    cancelled();
    priorities();
    grows_when_threads_block();
    grows_when_nothing_moves();
    single_callbacks();
    at_the_end();
    disassociated();
    callbacks_may_end_their_thread();
    pools();
    shrinks_when_nothing_is_to_do();
    return check_failures;
}
