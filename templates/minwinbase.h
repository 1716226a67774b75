#ifndef PORTICO_MINWINBASE_H
#define PORTICO_MINWINBASE_H

#include "minwindef.h"

#ifdef __cplusplus
extern "C" {
#endif

@declare windows::handles

#ifdef __cplusplus
}
#endif

#endif
