#ifndef PORTICO_SECEXT_H
#define PORTICO_SECEXT_H

#include "sspi.h"

/* EXTENDED_NAME_FORMAT is in sspi.h. */

#endif
