#ifndef PORTICO_OLE2_H
#define PORTICO_OLE2_H

#include "objbase.h"
#include "oleauto.h"

/* What of OLE servers use: the object base and Automation. */

#endif
