/*
 * The platform's <netinet/in.h>, with Windows' members in its two addresses. Their
 * layout is the same, and so is everything else in the header.
 */
#pragma GCC system_header
#ifdef PORTICO_INSIDE_STANDARD_HEADER
#define PORTICO_NESTED_IN_STANDARD_HEADER
#else
#define PORTICO_INSIDE_STANDARD_HEADER
#include "portico_std_enter.h"
#endif

#ifndef PORTICO_NETINET_IN_H
#define PORTICO_NETINET_IN_H

union portico_in_addr {
    struct {
        unsigned char s_b1, s_b2, s_b3, s_b4;
    } S_un_b;
    struct {
        unsigned short s_w1, s_w2;
    } S_un_w;
    unsigned int S_addr;
};

/* `in_addr_t s_addr;` in the platform's text becomes a bit-field of no width and a union. */
#define s_addr                         \
    : 0;                               \
    __extension__ union {              \
        unsigned int s_addr;           \
        union portico_in_addr S_un;    \
    }

/* The platform's macros, such as IN6_IS_ADDR_LOOPBACK and s6_addr, use its names. */
#define __in6_u u
#define __u6_addr8 Byte
#define __u6_addr16 Word

#include_next <netinet/in.h>
#undef s_addr
#else
#include_next <netinet/in.h>
#endif

#ifdef PORTICO_NESTED_IN_STANDARD_HEADER
#undef PORTICO_NESTED_IN_STANDARD_HEADER
#else
#include "portico_std_leave.h"
#undef PORTICO_INSIDE_STANDARD_HEADER
#endif
