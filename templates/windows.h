#ifndef PORTICO_WINDOWS_H
#define PORTICO_WINDOWS_H

/* The Win32 types, constants and functions that a ported program compiles against. */

#include <stdarg.h>

#include "windef.h"
#include "winbase.h"
#include "winerror.h"
#include "wincon.h"
#include "consoleapi.h"
#include "winuser.h"
#include "winnls.h"
#include "winreg.h"
#include "winsvc.h"
#include "stringapiset.h"
#include "timezoneapi.h"
#include "portico_uuid.h"
#include "portico_crt_functions.h"

#ifndef WIN32_LEAN_AND_MEAN
#include "rpc.h"
#include "wincrypt.h"
#ifndef NOWINSOCK
#include "winsock.h"
#endif
#include "ole2.h"
#endif

#endif
