/* A panic behind each family of functions ends at the boundary. */
#include <windows.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

ULONG portico_private_test_panic_ulong(void);
HRESULT portico_private_test_panic_hresult(void);
BOOL portico_private_test_panic_bool(void);
PVOID portico_private_test_panic_pointer(void);
void portico_private_test_panic_void(void);

static int wrong;

static void check(int holds, const char *what) {
    if (!holds) {
        printf("panics: %s\n", what);
        ++wrong;
    }
}

int main(void) {
    check(portico_private_test_panic_ulong() == ERROR_INTERNAL_ERROR, "ULONG gives ERROR_INTERNAL_ERROR");
    check(portico_private_test_panic_hresult() == E_UNEXPECTED, "HRESULT gives E_UNEXPECTED");

    SetLastError(NO_ERROR);
    check(portico_private_test_panic_bool() == FALSE, "BOOL gives FALSE");
    check(GetLastError() == ERROR_INTERNAL_ERROR, "BOOL sets the last error");

    SetLastError(NO_ERROR);
    check(portico_private_test_panic_pointer() == NULL, "a pointer gives NULL");
    check(GetLastError() == ERROR_INTERNAL_ERROR, "a pointer sets the last error");

    SetLastError(ERROR_MORE_DATA);
    portico_private_test_panic_void();
    check(GetLastError() == ERROR_MORE_DATA, "VOID leaves the last error alone");

    /* Nobody reads what is written there any more. */
    int nobody[2];
    signal(SIGPIPE, SIG_IGN);
    if (pipe(nobody) == 0 && dup2(nobody[1], STDERR_FILENO) >= 0) {
        close(nobody[0]);
        close(nobody[1]);
        check(portico_private_test_panic_ulong() == ERROR_INTERNAL_ERROR, "a line that cannot be written is let go");
    }
    return wrong;
}
