#ifndef PORTICO_LITERALS_H
#define PORTICO_LITERALS_H

/* The literal suffixes i64, ui64, i32 and ui32 of Microsoft's C++. */
#pragma GCC system_header
#if defined(__cplusplus) && __cplusplus >= 201103L
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wuser-defined-literals"
#endif

constexpr long long operator"" i64(unsigned long long value) { return static_cast<long long>(value); }
constexpr long long operator"" I64(unsigned long long value) { return static_cast<long long>(value); }
constexpr unsigned long long operator"" ui64(unsigned long long value) { return value; }
constexpr unsigned long long operator"" UI64(unsigned long long value) { return value; }
constexpr unsigned long long operator"" uI64(unsigned long long value) { return value; }
constexpr int operator"" i32(unsigned long long value) { return static_cast<int>(value); }
constexpr unsigned int operator"" ui32(unsigned long long value) { return static_cast<unsigned int>(value); }
constexpr short operator"" i16(unsigned long long value) { return static_cast<short>(value); }
constexpr unsigned short operator"" ui16(unsigned long long value) { return static_cast<unsigned short>(value); }

#ifdef __clang__
#pragma clang diagnostic pop
#endif
#endif

#endif
