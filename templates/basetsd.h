#ifndef PORTICO_BASETSD_H
#define PORTICO_BASETSD_H

/* Integers by width. `long` has 64 bits here and 32 on Windows, so nothing that
 * must have 32 bits is spelt with it. */

#include <stddef.h>
#include "portico_language.h"

typedef signed char INT8, *PINT8;
typedef signed short INT16, *PINT16;
typedef signed int INT32, *PINT32;
typedef long long INT64, *PINT64;
typedef unsigned char UINT8, *PUINT8;
typedef unsigned short UINT16, *PUINT16;
typedef unsigned int UINT32, *PUINT32;
typedef unsigned long long UINT64, *PUINT64;

typedef signed int LONG32, *PLONG32;
typedef unsigned int ULONG32, *PULONG32;
typedef unsigned int DWORD32, *PDWORD32;
typedef long long LONG64, *PLONG64;
typedef unsigned long long ULONG64, *PULONG64;
typedef unsigned long long DWORD64, *PDWORD64;

/* As wide as a pointer; SIZE_T is the platform's size_t. */
typedef long INT_PTR, *PINT_PTR;
typedef unsigned long UINT_PTR, *PUINT_PTR;
typedef long LONG_PTR, *PLONG_PTR;
typedef unsigned long ULONG_PTR, *PULONG_PTR;
typedef ULONG_PTR DWORD_PTR, *PDWORD_PTR;
typedef ULONG_PTR SIZE_T, *PSIZE_T;
typedef LONG_PTR SSIZE_T, *PSSIZE_T;
typedef ULONG_PTR KAFFINITY, *PKAFFINITY;
typedef int HALF_PTR, *PHALF_PTR;
typedef unsigned int UHALF_PTR, *PUHALF_PTR;


#define MAXUINT8 ((UINT8)~((UINT8)0))
#define MAXINT8 ((INT8)(MAXUINT8 >> 1))
#define MININT8 ((INT8)~MAXINT8)
#define MAXUINT16 ((UINT16)~((UINT16)0))
#define MAXINT16 ((INT16)(MAXUINT16 >> 1))
#define MININT16 ((INT16)~MAXINT16)
#define MAXUINT32 ((UINT32)~((UINT32)0))
#define MAXINT32 ((INT32)(MAXUINT32 >> 1))
#define MININT32 ((INT32)~MAXINT32)
#define MAXUINT64 ((UINT64)~((UINT64)0))
#define MAXINT64 ((INT64)(MAXUINT64 >> 1))
#define MININT64 ((INT64)~MAXINT64)
#define MAXULONG32 ((ULONG32)~((ULONG32)0))
#define MAXLONG32 ((LONG32)(MAXULONG32 >> 1))
#define MAXULONG64 ((ULONG64)~((ULONG64)0))
#define MAXLONG64 ((LONG64)(MAXULONG64 >> 1))
#define MAXULONG_PTR (~((ULONG_PTR)0))
#define MAXULONG ((unsigned int)~0u)
#define MAXSIZE_T (~((SIZE_T)0))
#define MAXSSIZE_T ((SSIZE_T)(MAXSIZE_T >> 1))
#define MAXUINT (~0u)
#define MAXINT ((int)(MAXUINT >> 1))
#define MININT (~MAXINT)
#define MAXDWORD32 (~0u)
#define MAXDWORD64 (~0ULL)

#define HandleToULong(handle) ((unsigned int)(ULONG_PTR)(handle))
#define HandleToLong(handle) ((int)(LONG_PTR)(handle))
#define ULongToHandle(value) ((void *)(ULONG_PTR)(value))
#define LongToHandle(value) ((void *)(LONG_PTR)(value))
#define PtrToUlong(pointer) ((unsigned int)(ULONG_PTR)(pointer))
#define PtrToULong(pointer) ((unsigned int)(ULONG_PTR)(pointer))
#define PtrToLong(pointer) ((int)(LONG_PTR)(pointer))
#define PtrToUint(pointer) ((unsigned int)(ULONG_PTR)(pointer))
#define PtrToInt(pointer) ((int)(LONG_PTR)(pointer))
#define UlongToPtr(value) ((void *)(ULONG_PTR)(unsigned int)(value))
#define ULongToPtr(value) ((void *)(ULONG_PTR)(unsigned int)(value))
#define LongToPtr(value) ((void *)(LONG_PTR)(int)(value))
#define UIntToPtr(value) ((void *)(ULONG_PTR)(unsigned int)(value))
#define IntToPtr(value) ((void *)(LONG_PTR)(int)(value))

#endif
