// Threads of the C runtime.
#include "check.h"

#include <errno.h>
#include <process.h>

static int destroyed;

struct Guard {
    ~Guard() { ++destroyed; }
};

static unsigned __stdcall plain(void *value) { return *static_cast<unsigned *>(value); }

static unsigned __stdcall leaves(void *) {
    Guard guard;
    _endthreadex(9);
    return 1;
}

static HANDLE done;

static void __cdecl sets_done(void *leave) {
    Guard guard;
    SetEvent(done);
    if (leave != NULL) {
        _endthread();
    }
}

static DWORD code_of(uintptr_t thread) {
    DWORD code = 0xDEAD;
    CHECK(thread != 0);
    HANDLE handle = reinterpret_cast<HANDLE>(thread);
    CHECK(WaitForSingleObject(handle, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(handle, &code));
    CHECK(CloseHandle(handle));
    return code;
}

// The handle of a thread of _beginthread is closed when the thread has ended.
static void wait_until_closed(uintptr_t thread) {
    DWORD flags;
    CHECK(WaitForSingleObject(done, INFINITE) == WAIT_OBJECT_0);
    for (int i = 0; i < 1000 && GetHandleInformation(reinterpret_cast<HANDLE>(thread), &flags); ++i) {
        Sleep(10);
    }
    FAILS_WITH(GetHandleInformation(reinterpret_cast<HANDLE>(thread), &flags), ERROR_INVALID_HANDLE);
}

int main() {
    unsigned id = 0, value = 77;
    CHECK(code_of(_beginthreadex(NULL, 0, plain, &value, 0, &id)) == 77 && id != 0);
    CHECK(code_of(_beginthreadex(NULL, 1 << 20, leaves, NULL, 0, NULL)) == 9);
    CHECK(destroyed == 1);

    uintptr_t suspended = _beginthreadex(NULL, 0, plain, &value, CREATE_SUSPENDED, &id);
    CHECK(WaitForSingleObject(reinterpret_cast<HANDLE>(suspended), 20) == WAIT_TIMEOUT);
    CHECK(ResumeThread(reinterpret_cast<HANDLE>(suspended)) == 1);
    CHECK(code_of(suspended) == 77);

    done = CreateEventW(NULL, FALSE, FALSE, NULL);
    wait_until_closed(_beginthread(sets_done, 0, NULL));
    wait_until_closed(_beginthread(sets_done, 0, &value));
    CHECK(destroyed == 3);
    CHECK(CloseHandle(done));

    errno = 0;
    CHECK(_beginthreadex(NULL, 0, NULL, NULL, 0, NULL) == 0 && errno == EINVAL);
    errno = 0;
    CHECK(_beginthread(NULL, 0, NULL) == static_cast<uintptr_t>(-1) && errno == EINVAL);
    return check_failures;
}
