#ifndef PORTICO_WS2IPDEF_H
#define PORTICO_WS2IPDEF_H

#include "portico_sockets.h"

/* SOCKADDR_IN6 is the platform's. */

#endif
