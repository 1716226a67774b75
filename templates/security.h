#ifndef PORTICO_SECURITY_H
#define PORTICO_SECURITY_H

#include "sspi.h"
#include "secext.h"

/* The interface of security packages, and names of accounts. */

#endif
