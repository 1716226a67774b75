#ifndef PORTICO_SPECSTRINGS_H
#define PORTICO_SPECSTRINGS_H

/* The old annotations; `sal.h` holds both generations. */
#include "sal.h"

#endif
