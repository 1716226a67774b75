#ifndef PORTICO_INADDR_H
#define PORTICO_INADDR_H

#include "portico_sockets.h"

/* IN_ADDR is the platform's struct in_addr. */

#endif
