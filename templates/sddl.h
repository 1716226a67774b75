#ifndef PORTICO_SDDL_H
#define PORTICO_SDDL_H

#include "winnt.h"

#define SDDL_REVISION_1 1
#define SDDL_REVISION SDDL_REVISION_1

#ifdef __cplusplus
extern "C" {
#endif

@functions sddl

#ifdef __cplusplus
}
#endif

#endif
