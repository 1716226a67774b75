/* ReadDirectoryChangesW: each kind of change, each way to be told, limits, cancelling and closing. */
#include "scratch.h"
#include "check.h"

#include <dirent.h>
#include <sys/stat.h>

#define PATIENCE 10000

static union {
    DWORD align;
    char bytes[16384];
} buffer;

static HANDLE open_directory(const char *name, DWORD flags) {
    return CreateFileA(name, FILE_LIST_DIRECTORY, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | flags, NULL);
}

static void make(const char *name) {
    HANDLE file = CreateFileA(name, GENERIC_WRITE, 7, NULL, CREATE_NEW, 0, NULL);
    CHECK(file != INVALID_HANDLE_VALUE && CloseHandle(file));
}

static void add_bytes(const char *name) {
    DWORD bytes;
    HANDLE file = CreateFileA(name, FILE_APPEND_DATA, 7, NULL, OPEN_EXISTING, 0, NULL);
    CHECK(WriteFile(file, "x", 1, &bytes, NULL) && CloseHandle(file));
}

/* The records as text: "+name", "-name", "*name", "<old", ">new", each with a blank behind. */
static const char *told(DWORD bytes) {
    static char text[4096];
    size_t at = 0, used = 0;
    text[0] = 0;
    while (bytes != 0) {
        const FILE_NOTIFY_INFORMATION *record = (const FILE_NOTIFY_INFORMATION *)(const void *)(buffer.bytes + at);
        DWORD i;
        CHECK(record->Action >= 1 && record->Action <= 5 && record->FileNameLength % sizeof(WCHAR) == 0);
        CHECK(at + sizeof(DWORD) * 3 + record->FileNameLength <= bytes && record->NextEntryOffset % sizeof(DWORD) == 0);
        if (used + record->FileNameLength / sizeof(WCHAR) + 3 >= sizeof(text)) {
            break;
        }
        text[used++] = " +-*<>"[record->Action];
        for (i = 0; i < record->FileNameLength / sizeof(WCHAR); ++i) {
            text[used++] = (char)record->FileName[i];
        }
        text[used++] = ' ';
        text[used] = 0;
        if (record->NextEntryOffset == 0) {
            break;
        }
        at += record->NextEntryOffset;
    }
    return text;
}

static HANDLE directory;
static OVERLAPPED overlapped;

static void begin(BOOL subtree, DWORD filter) {
    CHECK(ReadDirectoryChangesW(directory, buffer.bytes, sizeof(buffer), subtree, filter, NULL, &overlapped, NULL));
}

/* What has happened, in as many calls as it takes to hear of all of it. */
static BOOL hears(const char *wanted, BOOL subtree, DWORD filter) {
    char heard[4096] = "";
    int calls;
    for (calls = 0; calls < 50; ++calls) {
        DWORD bytes = 0;
        if (!GetOverlappedResultEx(directory, &overlapped, &bytes, PATIENCE, FALSE)) {
            printf("nothing came; heard: %s\n", heard);
            return FALSE;
        }
        strncat(heard, told(bytes), sizeof(heard) - strlen(heard) - 1);
        begin(subtree, filter);
        if (strcmp(heard, wanted) == 0) {
            return TRUE;
        }
        if (strncmp(heard, wanted, strlen(heard)) != 0) {
            break;
        }
    }
    printf("heard: %s\n", heard);
    return FALSE;
}

static void start(const char *name) {
    directory = open_directory(name, FILE_FLAG_OVERLAPPED);
    memset(&overlapped, 0, sizeof(overlapped));
    overlapped.hEvent = CreateEventW(NULL, FALSE, FALSE, NULL);
}

/* Closing ends the call that waits. */
static void finish(void) {
    DWORD bytes = 99;
    CHECK(!HasOverlappedIoCompleted(&overlapped));
    CHECK(CloseHandle(directory));
    CHECK(WaitForSingleObject(overlapped.hEvent, PATIENCE) == WAIT_OBJECT_0 && HasOverlappedIoCompleted(&overlapped));
    FAILS_WITH(GetOverlappedResult(directory, &overlapped, &bytes, FALSE), ERROR_OPERATION_ABORTED);
    CHECK(bytes == 0 && CloseHandle(overlapped.hEvent));
}

static void each_change(void) {
    const DWORD filter = FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_LAST_WRITE;
    DWORD bytes;
    CHECK(mkdir("d", 0777) == 0 && mkdir("outside", 0777) == 0);
    start("d");
    begin(FALSE, filter);
    CHECK(!GetOverlappedResult(directory, &overlapped, &bytes, FALSE) && GetLastError() == ERROR_IO_INCOMPLETE);
    CHECK(WaitForSingleObject(directory, 0) == WAIT_TIMEOUT);
    make("d/a");
    CHECK(hears("+a ", FALSE, filter));
    add_bytes("d/a");
    CHECK(hears("*a ", FALSE, filter));
    CHECK(MoveFileA("d/a", "d/b") && hears("<a >b ", FALSE, filter));
    CHECK(MoveFileA("d/b", "outside/b") && hears("-b ", FALSE, filter));
    CHECK(MoveFileA("outside/b", "d/c") && hears("+c ", FALSE, filter));
    CHECK(DeleteFileA("d/c") && hears("-c ", FALSE, filter));
    /* Directories are another filter, and what is below is not asked for. */
    CHECK(mkdir("d/sub", 0777) == 0);
    make("d/sub/x");
    make("d/y");
    CHECK(hears("+y ", FALSE, filter));
    finish();

    start("d");
    begin(FALSE, FILE_NOTIFY_CHANGE_DIR_NAME | FILE_NOTIFY_CHANGE_ATTRIBUTES);
    CHECK(chmod("d/y", 0600) == 0 && hears("*y ", FALSE, FILE_NOTIFY_CHANGE_ATTRIBUTES));
    CHECK(DeleteFileA("d/y") && mkdir("d/other", 0777) == 0 && hears("+other ", FALSE, FILE_NOTIFY_CHANGE_ATTRIBUTES));
    finish();
}

static void trees(void) {
    const DWORD filter = FILE_NOTIFY_CHANGE_FILE_NAME | FILE_NOTIFY_CHANGE_DIR_NAME;
    CHECK(mkdir("t", 0777) == 0 && mkdir("t/one", 0777) == 0 && mkdir("t/one/two", 0777) == 0);
    start("t");
    begin(TRUE, filter);
    make("t/one/two/a");
    CHECK(hears("+one/two/a ", TRUE, filter));
    CHECK(MoveFileA("t/one/two/a", "t/one/a") && hears("-one/two/a +one/a ", TRUE, filter));
    CHECK(MoveFileA("t/one", "t/new") && hears("<one >new ", TRUE, filter));
    make("t/new/two/b");
    CHECK(hears("+new/two/b ", TRUE, filter));
    /* What is made in a new directory is told of, whoever is faster. */
    CHECK(mkdir("t/x", 0777) == 0 && mkdir("t/x/y", 0777) == 0);
    make("t/x/y/z");
    CHECK(hears("+x +x/y +x/y/z ", TRUE, filter));
    /* What has left is followed no more. */
    CHECK(MoveFileA("t/new", "outside/new") && hears("-new ", TRUE, filter));
    make("outside/new/unheard");
    CHECK(DeleteFileA("t/x/y/z") && hears("-x/y/z ", TRUE, filter));
    CHECK(RemoveDirectoryA("t/x/y") && RemoveDirectoryA("t/x") && hears("-x/y -x ", TRUE, filter));
    finish();
}

/* Between calls changes are kept; what the first buffer would not hold is lost, and that is told. */
static void limits(void) {
    const DWORD filter = FILE_NOTIFY_CHANGE_FILE_NAME;
    DWORD bytes, size = 64 * sizeof(WCHAR);
    char name[64];
    int i;
    CHECK(mkdir("l", 0777) == 0);
    start("l");
    begin(FALSE, filter);
    make("l/first");
    CHECK(hears("+first ", FALSE, filter));
    make("l/second");
    CHECK(GetOverlappedResultEx(directory, &overlapped, &bytes, PATIENCE, FALSE) && strcmp(told(bytes), "+second ") == 0);
    make("l/third");
    make("l/fourth");
    begin(FALSE, filter);
    CHECK(hears("+third +fourth ", FALSE, filter));
    finish();

    start("l");
    CHECK(ReadDirectoryChangesW(directory, buffer.bytes, size, FALSE, filter, NULL, &overlapped, NULL));
    make("l/short");
    CHECK(GetOverlappedResultEx(directory, &overlapped, &bytes, PATIENCE, FALSE) && strcmp(told(bytes), "+short ") == 0);
    for (i = 0; i < 100; ++i) {
        snprintf(name, sizeof(name), "l/a-long-name-of-a-file-%d", i);
        make(name);
    }
    do {
        CHECK(ReadDirectoryChangesW(directory, buffer.bytes, size, FALSE, filter, NULL, &overlapped, NULL));
        if (!GetOverlappedResultEx(directory, &overlapped, &bytes, PATIENCE, FALSE)) {
            CHECK(!"nothing was told of what was lost");
            break;
        }
    } while (bytes != 0);
    CHECK(CloseHandle(directory));
    directory = open_directory("l", FILE_FLAG_OVERLAPPED);
    CHECK(ReadDirectoryChangesW(directory, NULL, 0, FALSE, filter, NULL, &overlapped, NULL));
    make("l/none");
    CHECK(GetOverlappedResultEx(directory, &overlapped, &bytes, PATIENCE, FALSE) && bytes == 0);
    CHECK(CloseHandle(directory) && CloseHandle(overlapped.hEvent));
}

static void errors(void) {
    HANDLE other;
    DWORD bytes;
    start("d");
    FAILS_WITH(ReadDirectoryChangesW(directory, buffer.bytes, 1024, FALSE, 0, NULL, &overlapped, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReadDirectoryChangesW(directory, buffer.bytes, 1024, FALSE, 0x1000, NULL, &overlapped, NULL), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ReadDirectoryChangesW(directory, buffer.bytes + 1, 1024, FALSE, 1, NULL, &overlapped, NULL), ERROR_NOACCESS);
    FAILS_WITH(ReadDirectoryChangesW(directory, NULL, 1024, FALSE, 1, NULL, &overlapped, NULL), ERROR_NOACCESS);
    FAILS_WITH(ReadDirectoryChangesW(BAD_HANDLE, buffer.bytes, 1024, FALSE, 1, NULL, &overlapped, NULL), ERROR_INVALID_HANDLE);
    FAILS_WITH(ReadDirectoryChangesW(overlapped.hEvent, buffer.bytes, 1024, FALSE, 1, NULL, &overlapped, NULL), ERROR_INVALID_HANDLE);
    CHECK(CloseHandle(directory));
    directory = CreateFileA("d", FILE_READ_ATTRIBUTES, 7, NULL, OPEN_EXISTING, FILE_FLAG_BACKUP_SEMANTICS | FILE_FLAG_OVERLAPPED, NULL);
    FAILS_WITH(ReadDirectoryChangesW(directory, buffer.bytes, 1024, FALSE, 1, NULL, &overlapped, NULL), ERROR_ACCESS_DENIED);
    CHECK(CloseHandle(directory));
    make("f");
    other = CreateFileA("f", GENERIC_READ, 7, NULL, OPEN_EXISTING, FILE_FLAG_OVERLAPPED, NULL);
    FAILS_WITH(ReadDirectoryChangesW(other, buffer.bytes, 1024, FALSE, 1, &bytes, &overlapped, NULL), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(other) && CloseHandle(overlapped.hEvent));
}

static void cancelling(void) {
    OVERLAPPED second;
    DWORD bytes;
    memset(&second, 0, sizeof(second));
    start("d");
    second.hEvent = CreateEventW(NULL, TRUE, TRUE, NULL);
    begin(FALSE, 1);
    CHECK(ReadDirectoryChangesW(directory, buffer.bytes, 1024, FALSE, 1, NULL, &second, NULL));
    CHECK(WaitForSingleObject(second.hEvent, 0) == WAIT_TIMEOUT);
    CHECK(CancelIoEx(directory, &second));
    FAILS_WITH(GetOverlappedResult(directory, &second, &bytes, TRUE), ERROR_OPERATION_ABORTED);
    FAILS_WITH(CancelIoEx(directory, &second), ERROR_NOT_FOUND);
    CHECK(!HasOverlappedIoCompleted(&overlapped));
    CHECK(CancelIo(directory) && HasOverlappedIoCompleted(&overlapped));
    begin(FALSE, 1);
    CHECK(CancelIoEx(directory, NULL) && HasOverlappedIoCompleted(&overlapped));
    begin(FALSE, 1);
    CHECK(CloseHandle(second.hEvent));
    finish();
}

static DWORD routine_code, routine_bytes, routine_times;

static void WINAPI routine(DWORD code, DWORD bytes, LPOVERLAPPED which) {
    CHECK(which == &overlapped);
    routine_code = code;
    routine_bytes = bytes;
    ++routine_times;
}

static void by_port_and_routine(void) {
    HANDLE port;
    OVERLAPPED *which;
    ULONG_PTR key;
    DWORD bytes;
    CHECK(mkdir("p", 0777) == 0);
    directory = open_directory("p", FILE_FLAG_OVERLAPPED);
    memset(&overlapped, 0, sizeof(overlapped));
    port = CreateIoCompletionPort(directory, NULL, 7, 0);
    begin(FALSE, 1);
    FAILS_WITH(GetQueuedCompletionStatus(port, &bytes, &key, &which, 0), WAIT_TIMEOUT);
    make("p/a");
    CHECK(GetQueuedCompletionStatus(port, &bytes, &key, &which, PATIENCE) && key == 7 && which == &overlapped);
    CHECK(strcmp(told(bytes), "+a ") == 0);
    begin(FALSE, 1);
    CHECK(CloseHandle(directory));
    FAILS_WITH(GetQueuedCompletionStatus(port, &bytes, &key, &which, PATIENCE), ERROR_OPERATION_ABORTED);
    CHECK(which == &overlapped && CloseHandle(port));

    directory = open_directory("p", FILE_FLAG_OVERLAPPED);
    overlapped.hEvent = (HANDLE)(ULONG_PTR)0x1234567;
    CHECK(ReadDirectoryChangesW(directory, buffer.bytes, sizeof(buffer), FALSE, 1, NULL, &overlapped, routine));
    make("p/b");
    CHECK(SleepEx(PATIENCE, TRUE) == WAIT_IO_COMPLETION && routine_times == 1 && routine_code == 0);
    CHECK(strcmp(told(routine_bytes), "+b ") == 0);
    CHECK(ReadDirectoryChangesW(directory, buffer.bytes, sizeof(buffer), FALSE, 1, NULL, &overlapped, routine));
    CHECK(CancelIoEx(directory, &overlapped) && routine_times == 1);
    CHECK(SleepEx(PATIENCE, TRUE) == WAIT_IO_COMPLETION && routine_times == 2 && routine_code == ERROR_OPERATION_ABORTED);
    CHECK(CloseHandle(directory));
    directory = open_directory("p", 0);
    FAILS_WITH(ReadDirectoryChangesW(directory, buffer.bytes, 1024, FALSE, 1, &bytes, NULL, routine), ERROR_INVALID_PARAMETER);
    CHECK(CloseHandle(directory));
    CHECK(SleepEx(0, TRUE) == 0 && routine_times == 2);
}

static LONG waiting;

static DWORD WINAPI wait_for_changes(LPVOID unused) {
    DWORD bytes = 99;
    (void)unused;
    CHECK(ReadDirectoryChangesW(directory, buffer.bytes, sizeof(buffer), FALSE, 1, &bytes, NULL, NULL));
    CHECK(bytes != 0 && strncmp(told(bytes), "+a", 2) == 0);
    InterlockedIncrement(&waiting);
    /* Files that were made in the meantime come first. */
    while (ReadDirectoryChangesW(directory, buffer.bytes, sizeof(buffer), FALSE, 1, &bytes, NULL, NULL)) {
        CHECK(strncmp(told(bytes), "+a", 2) == 0);
    }
    CHECK(GetLastError() == ERROR_OPERATION_ABORTED);
    return 0;
}

static void synchronous(void) {
    HANDLE thread;
    char name[32];
    int i;
    CHECK(mkdir("w", 0777) == 0);
    directory = open_directory("w", 0);
    thread = CreateThread(NULL, 0, wait_for_changes, NULL, 0, NULL);
    /* The thread has to be there first, which nobody tells: files are made until it has heard of one. */
    for (i = 0; i < 1000 && InterlockedCompareExchange(&waiting, 0, 0) == 0; ++i) {
        snprintf(name, sizeof(name), "w/a%d", i);
        make(name);
        Sleep(10);
    }
    CHECK(InterlockedCompareExchange(&waiting, 0, 0) == 1);
    for (i = 0; i < 1000 && !CancelIoEx(directory, NULL); ++i) {
        Sleep(10);
    }
    CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0 && CloseHandle(thread) && CloseHandle(directory));
}

/* Whoever comes first, a change, a cancel or a close: each call ends once. */
static DWORD WINAPI cancel_soon(LPVOID handle) {
    CancelIoEx((HANDLE)handle, NULL);
    return 0;
}

static void races(void) {
    HANDLE port = CreateIoCompletionPort(INVALID_HANDLE_VALUE, NULL, 0, 0), thread;
    OVERLAPPED calls[4], *which;
    static DWORD buffers[4][256];
    ULONG_PTR key;
    DWORD bytes;
    int round, i, ended[4];
    CHECK(mkdir("r", 0777) == 0);
    for (round = 0; round < 100; ++round) {
        directory = open_directory("r", FILE_FLAG_OVERLAPPED);
        CHECK(CreateIoCompletionPort(directory, port, 1, 0) == port);
        memset(calls, 0, sizeof(calls));
        memset(ended, 0, sizeof(ended));
        for (i = 0; i < 4; ++i) {
            CHECK(ReadDirectoryChangesW(directory, buffers[i], sizeof(buffers[i]), round % 2, 1, NULL, &calls[i], NULL));
        }
        thread = CreateThread(NULL, 0, cancel_soon, directory, 0, NULL);
        make("r/a");
        CHECK(DeleteFileA("r/a") && CloseHandle(directory));
        for (i = 0; i < 4; ++i) {
            BOOL good = GetQueuedCompletionStatus(port, &bytes, &key, &which, PATIENCE);
            CHECK(which >= calls && which < calls + 4 && ended[which - calls]++ == 0);
            CHECK(good ? bytes != 0 : GetLastError() == ERROR_OPERATION_ABORTED && bytes == 0);
        }
        CHECK(WaitForSingleObject(thread, PATIENCE) == WAIT_OBJECT_0 && CloseHandle(thread));
        FAILS_WITH(GetQueuedCompletionStatus(port, &bytes, &key, &which, 0), WAIT_TIMEOUT);
    }
    CHECK(CloseHandle(port));
}

static int own_threads(void) {
    DIR *tasks = opendir("/proc/self/task");
    struct dirent *task;
    int count = 0;
    while ((task = readdir(tasks)) != NULL) {
        char path[300], name[32] = "";
        FILE *file;
        snprintf(path, sizeof(path), "/proc/self/task/%s/comm", task->d_name);
        file = fopen(path, "r");
        if (file != NULL) {
            count += fgets(name, sizeof(name), file) != NULL && strncmp(name, "portico-changes", 15) == 0;
            fclose(file);
        }
    }
    closedir(tasks);
    return count;
}

/* A thread has its name a moment after its beginning, and is there a moment after its end. */
static BOOL comes_to(int count) {
    int i;
    for (i = 0; i < 1000 && own_threads() != count; ++i) {
        Sleep(10);
    }
    return own_threads() == count;
}

/* The library's thread is one, and gone when nothing is watched. */
static void threads(void) {
    HANDLE more[8];
    OVERLAPPED calls[8];
    int i;
    CHECK(comes_to(0));
    memset(calls, 0, sizeof(calls));
    start("d");
    begin(FALSE, 1);
    for (i = 0; i < 8; ++i) {
        more[i] = open_directory("d", FILE_FLAG_OVERLAPPED);
        CHECK(ReadDirectoryChangesW(more[i], buffer.bytes, 1024, FALSE, 1, NULL, &calls[i], NULL));
    }
    CHECK(comes_to(1));
    for (i = 0; i < 8; ++i) {
        CHECK(CloseHandle(more[i]) && HasOverlappedIoCompleted(&calls[i]));
    }
    finish();
    CHECK(comes_to(0));
}

int main(void) {
    scratch_enter();
    each_change();
    trees();
    limits();
    errors();
    cancelling();
    by_port_and_routine();
    synchronous();
    races();
    threads();
    scratch_leave();
    return check_failures;
}
