#ifndef PORTICO_TIMEZONEAPI_H
#define PORTICO_TIMEZONEAPI_H

#include "minwinbase.h"

@declare windows::time

#endif
