#ifndef PORTICO_WINBASE_H
#define PORTICO_WINBASE_H

#include "windef.h"
#include "minwinbase.h"
#include "errhandlingapi.h"
#include "handleapi.h"
#include "processenv.h"
#include "processthreadsapi.h"
#include "synchapi.h"
#include "ioapiset.h"
#include "fileapi.h"
#include "fibersapi.h"
#include "heapapi.h"
#include "memoryapi.h"
#include "sysinfoapi.h"
#include "libloaderapi.h"
#include "threadpoolapiset.h"
#include "threadpoollegacyapiset.h"
#include "interlockedapi.h"
#include "profileapi.h"
#include "namedpipeapi.h"
#include "debugapi.h"
#include "securitybaseapi.h"

/*
 * A rule of these headers: a name that is also a method of an interface
 * (GetUserName, GetObject, GetMessage, GetClassName, SendMessage, Yield …) is
 * never a macro, because a macro would rename the method in the class. Where
 * such a function has an ANSI and a wide form, its bare name is an inline
 * function that UNICODE chooses.
 */

#define MAX_COMPUTERNAME_LENGTH 15

#define MAKEINTATOM(atom) ((LPTSTR)((ULONG_PTR)((WORD)(atom))))

typedef DWORD (WINAPI *PFE_EXPORT_FUNC)(PBYTE pbData, PVOID pvCallbackContext, ULONG ulLength);
typedef void (WINAPI *PFIBER_START_ROUTINE)(LPVOID lpFiberParameter);
typedef PFIBER_START_ROUTINE LPFIBER_START_ROUTINE;

#ifdef __cplusplus
extern "C" {
#endif

@declare windows::file_information

/* Told after each piece of a copy; it answers PROGRESS_CONTINUE, PROGRESS_CANCEL, PROGRESS_STOP or PROGRESS_QUIET. */
typedef DWORD (WINAPI *LPPROGRESS_ROUTINE)(LARGE_INTEGER TotalFileSize, LARGE_INTEGER TotalBytesTransferred,
                                           LARGE_INTEGER StreamSize, LARGE_INTEGER StreamBytesTransferred,
                                           DWORD dwStreamNumber, DWORD dwCallbackReason, HANDLE hSourceFile,
                                           HANDLE hDestinationFile, LPVOID lpData);

@functions winbase

#ifdef __cplusplus
}
#endif

#endif
