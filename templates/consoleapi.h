#ifndef PORTICO_CONSOLEAPI_H
#define PORTICO_CONSOLEAPI_H

#include "wincon.h"

/* Everything of consoles is in wincon.h. */

#endif
