#pragma GCC system_header
/*
 * -fshort-wchar and std::basic_string<wchar_t>, by whatever name: its code calls
 * these functions of the C library, and the compiler refuses the call. GCC wants
 * them declared before, Clang (since 14) wants this to be the first declaration.
 */
#define PORTICO_SHORT_WCHAR_REFUSED
#define PORTICO_REFUSE \
    __attribute__((__error__("wide characters of the C and C++ libraries have 4 bytes: remove -fshort-wchar or do not use std::basic_string<wchar_t>")))
extern "C" {
extern __SIZE_TYPE__ wcslen(const wchar_t *) noexcept PORTICO_REFUSE;
extern wchar_t *wmemcpy(wchar_t *, const wchar_t *, __SIZE_TYPE__) noexcept PORTICO_REFUSE;
extern wchar_t *wmemmove(wchar_t *, const wchar_t *, __SIZE_TYPE__) noexcept PORTICO_REFUSE;
extern wchar_t *wmemset(wchar_t *, wchar_t, __SIZE_TYPE__) noexcept PORTICO_REFUSE;
extern int wmemcmp(const wchar_t *, const wchar_t *, __SIZE_TYPE__) noexcept PORTICO_REFUSE;
}
#undef PORTICO_REFUSE
