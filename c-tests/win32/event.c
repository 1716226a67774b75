/* Events, semaphores and mutexes, by name and without; seen from one thread and from two. */
#include "check.h"

static void manual_and_automatic(void) {
    HANDLE manual = CreateEventW(NULL, TRUE, TRUE, NULL), automatic = CreateEventA(NULL, FALSE, TRUE, NULL);
    CHECK(WaitForSingleObject(manual, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(manual, 0) == WAIT_OBJECT_0);
    CHECK(ResetEvent(manual));
    CHECK(WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);

    CHECK(WaitForSingleObject(automatic, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(automatic, 0) == WAIT_TIMEOUT);
    CHECK(SetEvent(automatic) && SetEvent(automatic));
    CHECK(WaitForSingleObject(automatic, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(automatic, 20) == WAIT_TIMEOUT);

    CHECK(PulseEvent(manual));
    CHECK(WaitForSingleObject(manual, 0) == WAIT_TIMEOUT);
    CHECK(CloseHandle(manual) && CloseHandle(automatic));

    manual = CreateEventExW(NULL, NULL, CREATE_EVENT_MANUAL_RESET | CREATE_EVENT_INITIAL_SET, EVENT_ALL_ACCESS);
    CHECK(WaitForSingleObject(manual, 0) == WAIT_OBJECT_0 && WaitForSingleObject(manual, 0) == WAIT_OBJECT_0);
    CHECK(CloseHandle(manual));
    FAILS_WITH(CreateEventExW(NULL, NULL, 0x10, EVENT_ALL_ACCESS), ERROR_INVALID_PARAMETER);
}

static void names(void) {
    HANDLE first, second, opened;
    SetLastError(0xDEAD);
    first = CreateEventW(NULL, TRUE, FALSE, L"portico-test");
    CHECK(first != NULL && GetLastError() == ERROR_SUCCESS);
    second = CreateEventA(NULL, FALSE, TRUE, "portico-test");
    CHECK(second != NULL && second != first && GetLastError() == ERROR_ALREADY_EXISTS);
    CHECK(CompareObjectHandles(first, second));
    /* The state is that of the one that was there. */
    CHECK(WaitForSingleObject(second, 0) == WAIT_TIMEOUT);
    opened = OpenEventW(EVENT_ALL_ACCESS, FALSE, L"Local\\portico-test");
    CHECK(opened != NULL && CompareObjectHandles(first, opened));
    CHECK(SetEvent(opened) && WaitForSingleObject(first, 0) == WAIT_OBJECT_0);

    FAILS_WITH(OpenEventW(EVENT_ALL_ACCESS, FALSE, L"Portico-Test"), ERROR_FILE_NOT_FOUND);
    FAILS_WITH(OpenEventW(EVENT_ALL_ACCESS, FALSE, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateMutexW(NULL, FALSE, L"portico-test"), ERROR_INVALID_HANDLE);
    FAILS_WITH(OpenSemaphoreA(SEMAPHORE_ALL_ACCESS, FALSE, "portico-test"), ERROR_INVALID_HANDLE);
    FAILS_WITH(CreateEventW(NULL, TRUE, FALSE, L"no\\such\\space"), ERROR_PATH_NOT_FOUND);

    CHECK(CloseHandle(first) && CloseHandle(second) && CloseHandle(opened));
    FAILS_WITH(OpenEventW(EVENT_ALL_ACCESS, FALSE, L"portico-test"), ERROR_FILE_NOT_FOUND);
}

static DWORD WINAPI wait_for_it(LPVOID event) {
    return WaitForSingleObject(event, 3000);
}

/* The name ends with the last handle, though a thread still waits for the object. */
static void names_end_with_the_last_handle(void) {
    DWORD code = 0;
    HANDLE again, first = CreateEventW(NULL, TRUE, FALSE, L"portico-last"), second = NULL;
    HANDLE thread = CreateThread(NULL, 0, wait_for_it, first, 0, NULL);
    Sleep(50);
    CHECK(DuplicateHandle(GetCurrentProcess(), first, GetCurrentProcess(), &second, 0, FALSE, DUPLICATE_SAME_ACCESS));
    CHECK(CloseHandle(first));
    again = OpenEventW(EVENT_ALL_ACCESS, FALSE, L"portico-last");
    CHECK(again != NULL && CompareObjectHandles(again, second));
    CHECK(SetEvent(second) && WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code) && code == WAIT_OBJECT_0 && CloseHandle(thread));
    CHECK(ResetEvent(second));
    thread = CreateThread(NULL, 0, wait_for_it, second, 0, NULL);
    Sleep(50);
    CHECK(CloseHandle(again) && CloseHandle(second));
    FAILS_WITH(OpenEventW(EVENT_ALL_ACCESS, FALSE, L"portico-last"), ERROR_FILE_NOT_FOUND);
    again = CreateEventW(NULL, TRUE, TRUE, L"portico-last");
    CHECK(again != NULL && GetLastError() == ERROR_SUCCESS);
    CHECK(WaitForSingleObject(thread, 20) == WAIT_TIMEOUT);
    CHECK(CloseHandle(again) && CloseHandle(thread));
}

static void semaphores(void) {
    LONG before = -1;
    HANDLE semaphore = CreateSemaphoreW(NULL, 1, 3, NULL);
    CHECK(WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(semaphore, 0) == WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 2, &before) && before == 0);
    FAILS_WITH(ReleaseSemaphore(semaphore, 2, &before), ERROR_TOO_MANY_POSTS);
    CHECK(ReleaseSemaphore(semaphore, 1, &before) && before == 2);
    FAILS_WITH(ReleaseSemaphore(semaphore, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReleaseSemaphore(semaphore, -1, NULL), ERROR_INVALID_PARAMETER);
    CHECK(WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(semaphore, 0) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(semaphore, 0) == WAIT_TIMEOUT);
    CHECK(CloseHandle(semaphore));
    FAILS_WITH(CreateSemaphoreW(NULL, 2, 1, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateSemaphoreW(NULL, 0, 0, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(CreateSemaphoreA(NULL, -1, 1, NULL), ERROR_INVALID_PARAMETER);
}

static DWORD WINAPI try_mutex(LPVOID mutex) {
    if (ReleaseMutex((HANDLE)mutex) || GetLastError() != ERROR_NOT_OWNER) {
        return 100;
    }
    return WaitForSingleObject((HANDLE)mutex, 0);
}

static DWORD WINAPI leave_mutex_owned(LPVOID mutex) {
    return WaitForSingleObject((HANDLE)mutex, INFINITE);
}

static DWORD in_thread(LPTHREAD_START_ROUTINE routine, LPVOID parameter) {
    DWORD code = 0xDEAD;
    HANDLE thread = CreateThread(NULL, 0, routine, parameter, 0, NULL);
    CHECK(thread != NULL);
    CHECK(WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK(CloseHandle(thread));
    return code;
}

static void mutexes(void) {
    HANDLE mutex = CreateMutexW(NULL, TRUE, NULL);
    CHECK(WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0);
    CHECK(in_thread(try_mutex, mutex) == WAIT_TIMEOUT);
    CHECK(ReleaseMutex(mutex));
    CHECK(in_thread(try_mutex, mutex) == WAIT_TIMEOUT);
    CHECK(ReleaseMutex(mutex));
    FAILS_WITH(ReleaseMutex(mutex), ERROR_NOT_OWNER);

    /* The thread ends as its owner: the next wait is told, once. */
    CHECK(in_thread(leave_mutex_owned, mutex) == WAIT_OBJECT_0);
    CHECK(WaitForSingleObject(mutex, INFINITE) == WAIT_ABANDONED);
    CHECK(ReleaseMutex(mutex));
    CHECK(WaitForSingleObject(mutex, 0) == WAIT_OBJECT_0);
    CHECK(ReleaseMutex(mutex));
    CHECK(CloseHandle(mutex));

    mutex = CreateMutexExW(NULL, NULL, CREATE_MUTEX_INITIAL_OWNER, MUTEX_ALL_ACCESS);
    CHECK(ReleaseMutex(mutex));
    CHECK(CloseHandle(mutex));
    FAILS_WITH(CreateMutexExW(NULL, NULL, 2, MUTEX_ALL_ACCESS), ERROR_INVALID_PARAMETER);
}

int main(void) {
    manual_and_automatic();
    names();
    names_end_with_the_last_handle();
    semaphores();
    mutexes();
    return check_failures;
}
