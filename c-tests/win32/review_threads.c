/* What a thread does before its routine, and a stack that cannot be had. */
#include "check.h"

static int calls, calls_before_routine;

static void WINAPI call(ULONG_PTR data)
{
    calls += (int)data;
}

static DWORD WINAPI routine(LPVOID unused)
{
    (void)unused;
    calls_before_routine = calls;
    return 0;
}

static void a_call_queued_before_a_thread_begins_runs_first(void)
{
    HANDLE thread = CreateThread(NULL, 0, routine, NULL, CREATE_SUSPENDED, NULL);

    CHECK(thread != NULL);
    CHECK(QueueUserAPC(call, thread, 1) != 0);
    CHECK(QueueUserAPC(call, thread, 10) != 0);
    CHECK(ResumeThread(thread) == 1);
    CHECK(WaitForSingleObject(thread, 10000) == WAIT_OBJECT_0);
    CHECK(calls_before_routine == 11);
    CHECK(CloseHandle(thread));
}

static void a_stack_as_large_as_memory_is_refused(void)
{
    FAILS_WITH(CreateThread(NULL, (SIZE_T)-1, routine, NULL, 0, NULL), ERROR_NOT_ENOUGH_MEMORY);
    FAILS_WITH(CreateThread(NULL, (SIZE_T)-1 / 4, routine, NULL, 0, NULL), ERROR_NOT_ENOUGH_MEMORY);
}

int main(void)
{
    a_call_queued_before_a_thread_begins_runs_first();
    a_stack_as_large_as_memory_is_refused();
    return check_failures != 0;
}
