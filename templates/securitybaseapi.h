#ifndef PORTICO_SECURITYBASEAPI_H
#define PORTICO_SECURITYBASEAPI_H

#include "winnt.h"

/* The types of tokens, identities and access control are in winnt.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions securitybaseapi

#ifdef __cplusplus
}
#endif

#endif
