#ifndef PORTICO_IN6ADDR_H
#define PORTICO_IN6ADDR_H

#include "portico_sockets.h"

/* IN6_ADDR is the platform's struct in6_addr. */

#endif
