#ifndef PORTICO_LANGUAGE_H
#define PORTICO_LANGUAGE_H

/*
 * What Microsoft's compiler has in the language, for GCC and Clang.
 *
 * `_WIN32`, `WIN32` and `_MSC_VER` are not defined: other people's headers key
 * their Windows code off them. A source that insists on one defines it for
 * itself, on its command line.
 */

#if !defined(__GNUC__)
#error "These headers are for GCC and Clang."
#endif

/* `#pragma comment(lib, ...)`, `#pragma warning(...)` and `#pragma region` mean
 * nothing here. g++ before 13 reads pragmas too early to heed this line: the
 * CMake targets give it -Wno-unknown-pragmas. */
#pragma GCC diagnostic ignored "-Wunknown-pragmas"

/* Calling conventions: there is one. */
#define __cdecl
#define __stdcall
#define __fastcall
#define __thiscall
#define __vectorcall
#define __clrcall
#define _cdecl
#define _stdcall
#define _fastcall
#define __pascal
#define __export

/* Sized integers. As macros, because `unsigned __int64` is common. */
#define __int8 char
#define __int16 short
#define __int32 int
#define __int64 long long
#define _int64 long long

#define __forceinline __inline__ __attribute__((always_inline))
#define _forceinline __forceinline
#define _inline __inline__
#define __w64
#define __ptr32
#define __ptr64
#define __sptr
#define __uptr
#define __unaligned
#define __single_inheritance
#define __multiple_inheritance
#define __virtual_inheritance
#define __assume(condition) ((condition) ? (void)0 : __builtin_unreachable())
#define __noop(...) ((void)0)
#ifndef __pragma
#define __pragma(text)
#endif
#define __annotation(...) ((void)0)
#define __debugbreak() __builtin_trap()

/*
 * Literals such as `10i64` and `0xFFui64`: g++ takes them as they are, Clang
 * with -fms-extensions. C has no suffixes of one's own making, so C code for GCC
 * writes `_I64_C(10)` and `_UI64_C(0xFF)`.
 */
#define PORTICO_PASTE_LITERAL(value, suffix) value##suffix
#define _I64_C(value) PORTICO_PASTE_LITERAL(value, LL)
#define _UI64_C(value) PORTICO_PASTE_LITERAL(value, ULL)

/*
 * Structured exception handling does not exist here, and nothing imitates it:
 * C++ code uses try and catch, C code checks beforehand.
 */
#define __except(...) structured_exceptions_are_not_available__see_docs_porting_md(__VA_ARGS__)
#define __finally structured_exceptions_are_not_available__see_docs_porting_md
#define __leave structured_exceptions_are_not_available__see_docs_porting_md
#define GetExceptionCode structured_exceptions_are_not_available__see_docs_porting_md
#define GetExceptionInformation structured_exceptions_are_not_available__see_docs_porting_md
#ifndef __cplusplus
#define __try structured_exceptions_are_not_available__see_docs_porting_md
#endif

/*
 * `__declspec(...)` with up to three attributes, in the places where a GCC
 * attribute can stand. Each known attribute is a macro of the form `text ,`;
 * what follows the comma is looked up in the same way. An unknown one leaves its
 * macro's name in the source, which says where to read on.
 */
#define __declspec(attributes) PORTICO_DECLSPEC_1(attributes)
#define _declspec(attributes) PORTICO_DECLSPEC_1(attributes)
#define PORTICO_DECLSPEC_1(x) PORTICO_DECLSPEC_2(portico_unknown_declspec__see_docs_porting_md__##x, , )
#define PORTICO_DECLSPEC_2(text, rest, ...) PORTICO_DECLSPEC_3(text, , )
#define PORTICO_DECLSPEC_3(text, rest, ...) text PORTICO_DECLSPEC_4(rest)
#define PORTICO_DECLSPEC_4(x) PORTICO_DECLSPEC_5(portico_unknown_declspec__see_docs_porting_md__##x, , )
#define PORTICO_DECLSPEC_5(text, rest, ...) PORTICO_DECLSPEC_6(text, , )
#define PORTICO_DECLSPEC_6(text, rest, ...) text PORTICO_DECLSPEC_7(rest)
#define PORTICO_DECLSPEC_7(x) PORTICO_DECLSPEC_8(portico_unknown_declspec__see_docs_porting_md__##x, , )
#define PORTICO_DECLSPEC_8(text, rest, ...) PORTICO_DECLSPEC_9(text, , )
#define PORTICO_DECLSPEC_9(text, rest, ...) text PORTICO_DECLSPEC_10(rest)
#define PORTICO_DECLSPEC_10(x) PORTICO_DECLSPEC_11(portico_more_than_three_declspec_attributes__write_two_declspecs__##x, , )
#define PORTICO_DECLSPEC_11(text, rest, ...) PORTICO_DECLSPEC_12(text, , )
#define PORTICO_DECLSPEC_12(text, rest, ...) text
#define portico_more_than_three_declspec_attributes__write_two_declspecs__ ,

#define portico_unknown_declspec__see_docs_porting_md__ ,
#define portico_unknown_declspec__see_docs_porting_md__dllexport __attribute__((visibility("default"))) ,
#define portico_unknown_declspec__see_docs_porting_md__dllimport ,
#define portico_unknown_declspec__see_docs_porting_md__novtable ,
#define portico_unknown_declspec__see_docs_porting_md__uuid(text) ,
#define portico_unknown_declspec__see_docs_porting_md__noalias ,
#define portico_unknown_declspec__see_docs_porting_md__empty_bases ,
#define portico_unknown_declspec__see_docs_porting_md__noinline __attribute__((noinline)) ,
#define portico_unknown_declspec__see_docs_porting_md__noreturn __attribute__((noreturn)) ,
#define portico_unknown_declspec__see_docs_porting_md___Noreturn __attribute__((noreturn)) ,
#if defined(__clang__) && defined(__cplusplus)
/* Clang wants the definition to repeat it, which Microsoft's compiler does not. */
#define portico_unknown_declspec__see_docs_porting_md__nothrow ,
#else
#define portico_unknown_declspec__see_docs_porting_md__nothrow __attribute__((nothrow)) ,
#endif
#define portico_unknown_declspec__see_docs_porting_md__selectany __attribute__((weak)) ,
#define portico_unknown_declspec__see_docs_porting_md__restrict __attribute__((malloc)) ,
#define portico_unknown_declspec__see_docs_porting_md____restrict __attribute__((malloc)) ,
#define portico_unknown_declspec__see_docs_porting_md__allocate(section) ,
#define portico_unknown_declspec__see_docs_porting_md__safebuffers ,
#define portico_unknown_declspec__see_docs_porting_md__align(bytes) __attribute__((aligned(bytes))) ,
/* With or without a text, which is not shown. */
#define portico_unknown_declspec__see_docs_porting_md__deprecated __attribute__((deprecated)) , PORTICO_DECLSPEC_TEXT
#define portico_unknown_declspec__see_docs_porting_md__PORTICO_DECLSPEC_TEXT ,
#define PORTICO_DECLSPEC_TEXT(text)
#if defined(__cplusplus) && __cplusplus >= 201103L
#define portico_unknown_declspec__see_docs_porting_md__thread thread_local ,
#else
#define portico_unknown_declspec__see_docs_porting_md__thread __thread ,
#endif
/* Known, and without a counterpart. */
#define portico_unknown_declspec__see_docs_porting_md__naked \
    portico_declspec_naked_is_not_available__write_an_assembly_file__see_docs_porting_md ,
#define portico_unknown_declspec__see_docs_porting_md__property(...) \
    portico_declspec_property_is_not_available__call_the_get_and_put_functions__see_docs_porting_md ,

/*
 * `__declspec(align(n)) struct X { ... };` would leave X unaligned with no more
 * than a warning; that warning is an error here. Write
 * `struct __declspec(align(n)) X { ... };`, which Windows accepts as well.
 * (GCC's C compiler, unlike its C++ compiler and Clang, has no such warning.)
 */
#if defined(__clang__)
#pragma GCC diagnostic error "-Wignored-attributes"
#elif defined(__cplusplus)
#pragma GCC diagnostic error "-Wattributes"
#endif

#ifdef __cplusplus
#define EXTERN_C extern "C"
#define EXTERN_C_START extern "C" {
#define EXTERN_C_END }
#else
#define EXTERN_C extern
#define EXTERN_C_START
#define EXTERN_C_END
#endif

#if defined(__cplusplus) && __cplusplus >= 201103L
#include "portico_literals.h"
#endif

#endif
