#ifndef PORTICO_INTRIN_H
#define PORTICO_INTRIN_H

/* Intrinsics of Microsoft's compiler by GCC's builtins. */

#include "winnt.h"
#include "portico_byteswap.h"
#if defined(__x86_64__) || defined(__i386__)
#include <immintrin.h>
#include <x86intrin.h>
#endif

/* GCC's x86 headers have _rotl and _rotr as macros, and _rotl64 as another width. */
#undef _rotl
#undef _rotr
#undef _lrotl
#undef _lrotr
static __inline__ unsigned char _rotl8(unsigned char value, unsigned char shift) {
    return (unsigned char)((value << (shift & 7)) | (value >> (-shift & 7)));
}
static __inline__ unsigned char _rotr8(unsigned char value, unsigned char shift) {
    return (unsigned char)((value >> (shift & 7)) | (value << (-shift & 7)));
}
static __inline__ unsigned short _rotl16(unsigned short value, unsigned char shift) {
    return (unsigned short)((value << (shift & 15)) | (value >> (-shift & 15)));
}
static __inline__ unsigned short _rotr16(unsigned short value, unsigned char shift) {
    return (unsigned short)((value >> (shift & 15)) | (value << (-shift & 15)));
}
static __inline__ unsigned int portico_rotl(unsigned int value, int shift) {
    return (value << (shift & 31)) | (value >> (-shift & 31));
}
static __inline__ unsigned int portico_rotr(unsigned int value, int shift) {
    return (value >> (shift & 31)) | (value << (-shift & 31));
}
static __inline__ unsigned __int64 _rotl64(unsigned __int64 value, int shift) {
    return (value << (shift & 63)) | (value >> (-shift & 63));
}
static __inline__ unsigned __int64 _rotr64(unsigned __int64 value, int shift) {
    return (value >> (shift & 63)) | (value << (-shift & 63));
}
#define _rotl(value, shift) portico_rotl((value), (shift))
#define _rotr(value, shift) portico_rotr((value), (shift))
#define _lrotl(value, shift) portico_rotl((value), (shift))
#define _lrotr(value, shift) portico_rotr((value), (shift))

/* The index of the lowest or highest set bit; FALSE where there is none. */
static __inline__ unsigned char portico_BitScanForward(DWORD *index, DWORD mask) {
    if (mask == 0) return 0;
    *index = (DWORD)__builtin_ctz(mask);
    return 1;
}
static __inline__ unsigned char portico_BitScanReverse(DWORD *index, DWORD mask) {
    if (mask == 0) return 0;
    *index = 31 - (DWORD)__builtin_clz(mask);
    return 1;
}
static __inline__ unsigned char _BitScanForward64(DWORD *index, unsigned __int64 mask) {
    if (mask == 0) return 0;
    *index = (DWORD)__builtin_ctzll(mask);
    return 1;
}
static __inline__ unsigned char _BitScanReverse64(DWORD *index, unsigned __int64 mask) {
    if (mask == 0) return 0;
    *index = 63 - (DWORD)__builtin_clzll(mask);
    return 1;
}
#define _BitScanForward(index, mask) portico_BitScanForward((DWORD *)(index), (DWORD)(mask))
#define _BitScanReverse(index, mask) portico_BitScanReverse((DWORD *)(index), (DWORD)(mask))
#define BitScanForward _BitScanForward
#define BitScanReverse _BitScanReverse
#define BitScanForward64 _BitScanForward64
#define BitScanReverse64 _BitScanReverse64

static __inline__ unsigned short __popcnt16(unsigned short value) { return (unsigned short)__builtin_popcount(value); }
static __inline__ unsigned int __popcnt(unsigned int value) { return (unsigned int)__builtin_popcount(value); }
static __inline__ unsigned __int64 __popcnt64(unsigned __int64 value) { return (unsigned __int64)__builtin_popcountll(value); }

#define _ReadWriteBarrier() __asm__ __volatile__("" : : : "memory")
#define _ReadBarrier() _ReadWriteBarrier()
#define _WriteBarrier() _ReadWriteBarrier()
#define _ReturnAddress() __builtin_return_address(0)
#define _AddressOfReturnAddress() __builtin_frame_address(0)
#define __fastfail(code) __builtin_trap()

#if defined(__SIZEOF_INT128__)
static __inline__ unsigned __int64 _umul128(unsigned __int64 a, unsigned __int64 b, unsigned __int64 *high) {
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    *high = (unsigned __int64)(product >> 64);
    return (unsigned __int64)product;
}
static __inline__ unsigned __int64 __umulh(unsigned __int64 a, unsigned __int64 b) {
    __extension__ unsigned __int128 product = (unsigned __int128)a * b;
    return (unsigned __int64)(product >> 64);
}
#endif

#endif
