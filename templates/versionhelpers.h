#ifndef PORTICO_VERSIONHELPERS_H
#define PORTICO_VERSIONHELPERS_H

/* What GetVersionEx says: Windows 10, a workstation. */

#include "winnt.h"

static __inline__ BOOL IsWindowsVersionOrGreater(WORD wMajorVersion, WORD wMinorVersion, WORD wServicePackMajor) {
    return wMajorVersion < 10 || (wMajorVersion == 10 && wMinorVersion == 0 && wServicePackMajor == 0);
}
static __inline__ BOOL IsWindowsXPOrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsXPSP1OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsXPSP2OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsXPSP3OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsVistaOrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsVistaSP1OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsVistaSP2OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindows7OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindows7SP1OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindows8OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindows8Point1OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindows10OrGreater(void) { return TRUE; }
static __inline__ BOOL IsWindowsServer(void) { return FALSE; }

#endif
