#ifndef PORTICO_STRINGAPISET_H
#define PORTICO_STRINGAPISET_H

#include "winnt.h"

/* The flags of conversions between code pages are in winnls.h. */

#ifdef __cplusplus
extern "C" {
#endif

@functions stringapiset

#ifdef __cplusplus
}
#endif

#endif
