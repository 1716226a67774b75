#ifndef PORTICO_SECURITYBASEAPI_H
#define PORTICO_SECURITYBASEAPI_H

#include "winnt.h"

/* The types of tokens, identities and access control are in winnt.h. */

#endif
