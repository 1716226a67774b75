#ifndef PORTICO_IOAPISET_H
#define PORTICO_IOAPISET_H

#include "winnt.h"
#include "minwinbase.h"

/* OVERLAPPED and its kin are in minwinbase.h. */

#endif
