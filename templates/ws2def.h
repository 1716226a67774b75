#ifndef PORTICO_WS2DEF_H
#define PORTICO_WS2DEF_H

#include "portico_sockets.h"

/* SOCKADDR and SOCKADDR_IN are the platform's. */

#endif
