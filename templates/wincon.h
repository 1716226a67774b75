#ifndef PORTICO_WINCON_H
#define PORTICO_WINCON_H

#include "winnt.h"

@declare windows::console

typedef BOOL (WINAPI *PHANDLER_ROUTINE)(DWORD CtrlType);

#include "consoleapi.h"

#endif
