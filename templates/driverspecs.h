#ifndef PORTICO_DRIVERSPECS_H
#define PORTICO_DRIVERSPECS_H

/* Annotations of driver code, read and dropped. */
#include "sal.h"

#define __drv_aliasesMem
#define __drv_inTry
#define __drv_notInTry
#define __drv_sameIRQL
#define __drv_interlocked
#define __drv_useCancelIRQL
#define __drv_when(...)
#define __drv_at(...)
#define __drv_arg(...)
#define __drv_ret(...)
#define __drv_out(...)
#define __drv_in(...)
#define __drv_out_deref(...)
#define __drv_in_deref(...)
#define __drv_fun(...)
#define __drv_valueIs(...)
#define __drv_allocatesMem(...)
#define __drv_freesMem(...)
#define __drv_acquiresResource(...)
#define __drv_releasesResource(...)
#define __drv_acquiresResourceGlobal(...)
#define __drv_releasesResourceGlobal(...)
#define __drv_mustHold(...)
#define __drv_neverHold(...)
#define __drv_maxIRQL(...)
#define __drv_minIRQL(...)
#define __drv_requiresIRQL(...)
#define __drv_setsIRQL(...)
#define __drv_raisesIRQL(...)
#define __drv_restoresIRQL(...)
#define __drv_savesIRQL(...)
#define __drv_functionClass(...)
#define __drv_reportError(...)
#define __drv_preferredFunction(...)
#define __drv_formatString(...)
#define __drv_strictTypeMatch(...)
#define __drv_strictType(...)
#define __drv_mode(...)

#endif
