#ifndef PORTICO_UUID_H
#define PORTICO_UUID_H

/*
 * `__uuidof` in C++: of a class, a pointer to one, or an expression of either.
 *
 * The compiler keeps no identifier for a class, so each has a line
 *
 *     PORTICO_DECLARE_UUID(IMyInterface, "12345678-1234-1234-1234-123456789abc")
 *
 * in the namespace of the class, outside other classes; a forward declaration of
 * the class is enough. The interfaces of these headers have theirs.
 */

#include "guiddef.h"

#if defined(__cplusplus) && __cplusplus >= 201103L

extern "C++" {

template <typename T> struct PorticoUuidTag {};

template <typename T> struct PorticoUuidClass { typedef T type; };
template <typename T> struct PorticoUuidClass<T *> { typedef typename PorticoUuidClass<T>::type type; };
template <typename T> struct PorticoUuidClass<T &> { typedef typename PorticoUuidClass<T>::type type; };
template <typename T> struct PorticoUuidClass<T &&> { typedef typename PorticoUuidClass<T>::type type; };
template <typename T> struct PorticoUuidClass<const T> { typedef typename PorticoUuidClass<T>::type type; };
template <typename T> struct PorticoUuidClass<volatile T> { typedef typename PorticoUuidClass<T>::type type; };
template <typename T> struct PorticoUuidClass<const volatile T> { typedef typename PorticoUuidClass<T>::type type; };

/* What is found for a class that has no line of its own. */
template <typename T> constexpr GUID PorticoUuidOf(PorticoUuidTag<T>) {
    static_assert(sizeof(PorticoUuidTag<T>) == 0,
                  "__uuidof: this class has no identifier; write PORTICO_DECLARE_UUID(Class, \"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx\") after its declaration");
    return GUID{0, 0, 0, {0, 0, 0, 0, 0, 0, 0, 0}};
}

constexpr unsigned PorticoUuidDigit(char c) {
    return c >= '0' && c <= '9'   ? static_cast<unsigned>(c - '0')
           : c >= 'a' && c <= 'f' ? static_cast<unsigned>(c - 'a' + 10)
           : c >= 'A' && c <= 'F' ? static_cast<unsigned>(c - 'A' + 10)
                                  : throw "PORTICO_DECLARE_UUID: not a hexadecimal digit";
}
constexpr unsigned PorticoUuidHex(const char *text, int digits, unsigned value) {
    return digits == 0 ? value : PorticoUuidHex(text + 1, digits - 1, value * 16 + PorticoUuidDigit(*text));
}
constexpr BYTE PorticoUuidByte(const char *text) { return static_cast<BYTE>(PorticoUuidHex(text, 2, 0)); }
constexpr GUID PorticoUuidParseBare(const char *t) {
    return t[8] == '-' && t[13] == '-' && t[18] == '-' && t[23] == '-'
               ? GUID{PorticoUuidHex(t, 8, 0), static_cast<WORD>(PorticoUuidHex(t + 9, 4, 0)),
                      static_cast<WORD>(PorticoUuidHex(t + 14, 4, 0)),
                      {PorticoUuidByte(t + 19), PorticoUuidByte(t + 21), PorticoUuidByte(t + 24),
                       PorticoUuidByte(t + 26), PorticoUuidByte(t + 28), PorticoUuidByte(t + 30),
                       PorticoUuidByte(t + 32), PorticoUuidByte(t + 34)}}
               : throw "PORTICO_DECLARE_UUID: the form is 12345678-1234-1234-1234-123456789abc";
}
template <unsigned long Size> constexpr GUID PorticoUuidParse(const char (&text)[Size]) {
    static_assert(Size == 37 || Size == 39, "PORTICO_DECLARE_UUID: the form is 12345678-1234-1234-1234-123456789abc");
    return PorticoUuidParseBare(text[0] == '{' ? text + 1 : text);
}

/* One object per class in the program, so that `&__uuidof(T)` is one address. */
template <typename T> struct PorticoUuidValue {
    static constexpr GUID value = PorticoUuidOf(PorticoUuidTag<T>());
};
template <typename T> constexpr GUID PorticoUuidValue<T>::value;

template <typename T> struct PorticoUuid : PorticoUuidValue<typename PorticoUuidClass<T>::type> {};

}

#define PORTICO_DECLARE_UUID(Class, text)                                  \
    extern "C++" constexpr GUID PorticoUuidOf(PorticoUuidTag<Class>) {     \
        return PorticoUuidParse(text);                                     \
    }

/* The form that other toolchains' headers use for the same purpose. */
#define __CRT_UUID_DECL(Class, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)               \
    extern "C++" constexpr GUID PorticoUuidOf(PorticoUuidTag<Class>) {                  \
        return GUID{l, w1, w2, {b1, b2, b3, b4, b5, b6, b7, b8}};                       \
    }

#undef __uuidof
#define __uuidof(...) (PorticoUuid<__typeof__(__VA_ARGS__)>::value)

#else
#define PORTICO_DECLARE_UUID(Class, text)
#define __CRT_UUID_DECL(Class, l, w1, w2, b1, b2, b3, b4, b5, b6, b7, b8)
#endif

#endif
