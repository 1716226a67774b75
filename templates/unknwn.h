#ifndef PORTICO_UNKNWN_H
#define PORTICO_UNKNWN_H

#include "unknwnbase.h"

/* IUnknown and IClassFactory are in unknwnbase.h. */

#endif
