#ifndef PORTICO_INTERLOCKEDAPI_H
#define PORTICO_INTERLOCKEDAPI_H

/*
 * Atomic operations, in every width and ordering. Each is a full barrier unless
 * its name says otherwise.
 *
 * LONG is `int` here, and much code counts in plain `long`. C++ has an overload
 * for that; in C the names are macros that take a pointer to any integer.
 */

#include "winnt.h"

/* Return the new value: Increment, Decrement, Add.
 * Return the old value: Exchange, ExchangeAdd, CompareExchange, And, Or, Xor. */
#define PORTICO_INTERLOCKED(Type, Width, Suffix, order)                                                              \
    static __inline__ Type InterlockedExchange##Width##Suffix(Type volatile *Target, Type Value) {                   \
        return __atomic_exchange_n(Target, Value, order);                                                            \
    }                                                                                                                \
    static __inline__ Type InterlockedExchangeAdd##Width##Suffix(Type volatile *Addend, Type Value) {                \
        return __atomic_fetch_add(Addend, Value, order);                                                             \
    }                                                                                                                \
    static __inline__ Type InterlockedAdd##Width##Suffix(Type volatile *Addend, Type Value) {                        \
        return __atomic_add_fetch(Addend, Value, order);                                                             \
    }                                                                                                                \
    static __inline__ Type InterlockedIncrement##Width##Suffix(Type volatile *Addend) {                              \
        return __atomic_add_fetch(Addend, (Type)1, order);                                                           \
    }                                                                                                                \
    static __inline__ Type InterlockedDecrement##Width##Suffix(Type volatile *Addend) {                              \
        return __atomic_sub_fetch(Addend, (Type)1, order);                                                           \
    }                                                                                                                \
    static __inline__ Type InterlockedAnd##Width##Suffix(Type volatile *Destination, Type Value) {                   \
        return __atomic_fetch_and(Destination, Value, order);                                                        \
    }                                                                                                                \
    static __inline__ Type InterlockedOr##Width##Suffix(Type volatile *Destination, Type Value) {                    \
        return __atomic_fetch_or(Destination, Value, order);                                                         \
    }                                                                                                                \
    static __inline__ Type InterlockedXor##Width##Suffix(Type volatile *Destination, Type Value) {                   \
        return __atomic_fetch_xor(Destination, Value, order);                                                        \
    }                                                                                                                \
    static __inline__ Type InterlockedCompareExchange##Width##Suffix(Type volatile *Destination, Type ExChange,      \
                                                                     Type Comperand) {                              \
        __atomic_compare_exchange_n(Destination, &Comperand, ExChange, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
        return Comperand;                                                                                            \
    }

#define PORTICO_INTERLOCKED_ORDERS(Type, Width)                    \
    PORTICO_INTERLOCKED(Type, Width, , __ATOMIC_SEQ_CST)           \
    PORTICO_INTERLOCKED(Type, Width, Acquire, __ATOMIC_ACQ_REL)    \
    PORTICO_INTERLOCKED(Type, Width, Release, __ATOMIC_ACQ_REL)    \
    PORTICO_INTERLOCKED(Type, Width, NoFence, __ATOMIC_RELAXED)

PORTICO_INTERLOCKED_ORDERS(char, 8)
PORTICO_INTERLOCKED_ORDERS(SHORT, 16)
PORTICO_INTERLOCKED_ORDERS(LONG, )
PORTICO_INTERLOCKED_ORDERS(LONGLONG, 64)

#define PORTICO_INTERLOCKED_POINTER(Suffix, order)                                                                   \
    static __inline__ PVOID InterlockedExchangePointer##Suffix(PVOID volatile *Target, PVOID Value) {                \
        return __atomic_exchange_n(Target, Value, order);                                                            \
    }                                                                                                                \
    static __inline__ PVOID InterlockedCompareExchangePointer##Suffix(PVOID volatile *Destination, PVOID Exchange,   \
                                                                      PVOID Comperand) {                             \
        __atomic_compare_exchange_n(Destination, &Comperand, Exchange, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);       \
        return Comperand;                                                                                            \
    }

PORTICO_INTERLOCKED_POINTER(, __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED_POINTER(Acquire, __ATOMIC_ACQ_REL)
PORTICO_INTERLOCKED_POINTER(Release, __ATOMIC_ACQ_REL)
PORTICO_INTERLOCKED_POINTER(NoFence, __ATOMIC_RELAXED)

static __inline__ BOOLEAN InterlockedBitTestAndSet(LONG volatile *Base, LONG Bit) {
    LONG mask = (LONG)(1u << (Bit & 31));
    return (__atomic_fetch_or(Base + (Bit >> 5), mask, __ATOMIC_SEQ_CST) & mask) != 0;
}
static __inline__ BOOLEAN InterlockedBitTestAndReset(LONG volatile *Base, LONG Bit) {
    LONG mask = (LONG)(1u << (Bit & 31));
    return (__atomic_fetch_and(Base + (Bit >> 5), ~mask, __ATOMIC_SEQ_CST) & mask) != 0;
}
static __inline__ LONG ReadAcquire(LONG const volatile *Source) { return __atomic_load_n(Source, __ATOMIC_ACQUIRE); }
static __inline__ LONG ReadNoFence(LONG const volatile *Source) { return __atomic_load_n(Source, __ATOMIC_RELAXED); }
static __inline__ void WriteRelease(LONG volatile *Destination, LONG Value) {
    __atomic_store_n(Destination, Value, __ATOMIC_RELEASE);
}
static __inline__ void WriteNoFence(LONG volatile *Destination, LONG Value) {
    __atomic_store_n(Destination, Value, __ATOMIC_RELAXED);
}

static __inline__ void MemoryBarrier(void) { __atomic_thread_fence(__ATOMIC_SEQ_CST); }
static __inline__ void YieldProcessor(void) {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
    __asm__ __volatile__("yield" : : : "memory");
#endif
}

#ifdef __cplusplus
extern "C++" {
PORTICO_INTERLOCKED(unsigned int, , , __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED(long, , , __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED(unsigned long, , , __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED(unsigned long long, 64, , __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED(long, 64, , __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED(unsigned long, 64, , __ATOMIC_SEQ_CST)
PORTICO_INTERLOCKED(unsigned long long, , , __ATOMIC_SEQ_CST)
}
#else
#define InterlockedIncrement(addend) (__atomic_add_fetch((addend), 1, __ATOMIC_SEQ_CST))
#define InterlockedDecrement(addend) (__atomic_sub_fetch((addend), 1, __ATOMIC_SEQ_CST))
#define InterlockedAdd(addend, value) (__atomic_add_fetch((addend), (value), __ATOMIC_SEQ_CST))
#define InterlockedExchangeAdd(addend, value) (__atomic_fetch_add((addend), (value), __ATOMIC_SEQ_CST))
#define InterlockedExchange(target, value) (__atomic_exchange_n((target), (value), __ATOMIC_SEQ_CST))
#define InterlockedAnd(target, value) (__atomic_fetch_and((target), (value), __ATOMIC_SEQ_CST))
#define InterlockedOr(target, value) (__atomic_fetch_or((target), (value), __ATOMIC_SEQ_CST))
#define InterlockedXor(target, value) (__atomic_fetch_xor((target), (value), __ATOMIC_SEQ_CST))
#define InterlockedCompareExchange(target, value, comperand) \
    (__sync_val_compare_and_swap((target), (comperand), (value)))
#endif

#if defined(__x86_64__)
/* All 16 bytes at once, aligned to as many. What is there comes back in `comparand`. */
static __inline__ unsigned char InterlockedCompareExchange128(LONG64 volatile *target, LONG64 high, LONG64 low,
                                                              LONG64 *comparand) {
    unsigned char equal;
    __asm__ __volatile__("lock cmpxchg16b %0\n\tsete %1"
                         : "+m"(*(LONG64 volatile(*)[2])target), "=q"(equal), "+a"(comparand[0]), "+d"(comparand[1])
                         : "b"(low), "c"(high)
                         : "cc", "memory");
    return equal;
}
#define _InterlockedCompareExchange128 InterlockedCompareExchange128
#endif

#define InterlockedExchangeSubtract(addend, value) InterlockedExchangeAdd((addend), 0 - (value))
#define _InterlockedIncrement InterlockedIncrement
#define _InterlockedDecrement InterlockedDecrement
#define _InterlockedExchange InterlockedExchange
#define _InterlockedExchangeAdd InterlockedExchangeAdd
#define _InterlockedCompareExchange InterlockedCompareExchange
#define _InterlockedAnd InterlockedAnd
#define _InterlockedOr InterlockedOr
#define _InterlockedXor InterlockedXor
#define _InterlockedIncrement64 InterlockedIncrement64
#define _InterlockedDecrement64 InterlockedDecrement64
#define _InterlockedExchange64 InterlockedExchange64
#define _InterlockedExchangeAdd64 InterlockedExchangeAdd64
#define _InterlockedCompareExchange64 InterlockedCompareExchange64
#define _InterlockedExchangePointer InterlockedExchangePointer
#define _InterlockedCompareExchangePointer InterlockedCompareExchangePointer

#ifdef __cplusplus
extern "C" {
#endif

@functions interlockedapi

#ifdef __cplusplus
}
#endif

#endif
