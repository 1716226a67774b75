#ifndef PORTICO_CONIO_H
#define PORTICO_CONIO_H

#include "minwindef.h"

/* _getch and its kin stand here when they are exported. */

#endif
