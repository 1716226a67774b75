#ifndef PORTICO_LMERR_H
#define PORTICO_LMERR_H

#include "winerror.h"

#define NERR_Success 0
#define NERR_BASE 2100
#define NERR_UserNotFound (NERR_BASE + 121)
#define NERR_GroupNotFound (NERR_BASE + 120)

#endif
