#ifndef PORTICO_MSTCPIP_H
#define PORTICO_MSTCPIP_H

#include "winsock2.h"

/* The argument of SIO_KEEPALIVE_VALS. */
struct tcp_keepalive {
    ULONG onoff;
    ULONG keepalivetime;
    ULONG keepaliveinterval;
};

@declare windows::tcp_info

#endif
