#ifndef PORTICO_IOAPISET_H
#define PORTICO_IOAPISET_H

#include "winnt.h"
#include "minwinbase.h"

#ifdef __cplusplus
extern "C" {
#endif

@functions ioapiset

#ifdef __cplusplus
}
#endif

#endif
