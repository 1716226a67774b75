#ifndef PORTICO_WINTERNL_H
#define PORTICO_WINTERNL_H

#include "windef.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions winternl

#ifdef __cplusplus
}
#endif

#endif
