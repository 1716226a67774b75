#ifndef PORTICO_WINSOCK_H
#define PORTICO_WINSOCK_H

#include "winsock2.h"

/* There is one version of sockets here. */

#endif
