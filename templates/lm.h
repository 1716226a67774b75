#ifndef PORTICO_LM_H
#define PORTICO_LM_H

#include "lmcons.h"
#include "lmerr.h"

/* Account management is not here; its numbers are. */

#endif
