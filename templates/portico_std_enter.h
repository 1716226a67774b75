/*
 * Puts aside the names of these headers that the standard libraries use for
 * themselves; portico_std_leave.h brings them back. A test compiles every
 * standard header after windows.h with each library, which finds a missing name.
 */
#pragma GCC system_header
#pragma push_macro("IN")
#undef IN
#pragma push_macro("OUT")
#undef OUT
#pragma push_macro("__bcount")
#undef __bcount
#pragma push_macro("__byte_readableTo")
#undef __byte_readableTo
#pragma push_macro("__callback")
#undef __callback
#pragma push_macro("__deref")
#undef __deref
#pragma push_macro("__ecount")
#undef __ecount
#pragma push_macro("__except")
#undef __except
#pragma push_macro("__exceptthat")
#undef __exceptthat
#pragma push_macro("__fallthrough")
#undef __fallthrough
#pragma push_macro("__in")
#undef __in
#pragma push_macro("__in_opt")
#undef __in_opt
#pragma push_macro("__in_range")
#undef __in_range
#pragma push_macro("__inout")
#undef __inout
#pragma push_macro("__maybenull")
#undef __maybenull
#pragma push_macro("__maybereadonly")
#undef __maybereadonly
#pragma push_macro("__notnull")
#undef __notnull
#pragma push_macro("__notpointer")
#undef __notpointer
#pragma push_macro("__notreadonly")
#undef __notreadonly
#pragma push_macro("__notvalid")
#undef __notvalid
#pragma push_macro("__nullnullterminated")
#undef __nullnullterminated
#pragma push_macro("__nullterminated")
#undef __nullterminated
#pragma push_macro("__out")
#undef __out
#pragma push_macro("__out_opt")
#undef __out_opt
#pragma push_macro("__out_range")
#undef __out_range
#pragma push_macro("__override")
#undef __override
#pragma push_macro("__part")
#undef __part
#pragma push_macro("__post")
#undef __post
#pragma push_macro("__pre")
#undef __pre
#pragma push_macro("__range")
#undef __range
#pragma push_macro("__reserved")
#undef __reserved
#pragma push_macro("__success")
#undef __success
#pragma push_macro("__typefix")
#undef __typefix
#pragma push_macro("__valid")
#undef __valid
#pragma push_macro("__xcount")
#undef __xcount
#pragma push_macro("interface")
#undef interface
#pragma push_macro("max")
#undef max
#pragma push_macro("min")
#undef min
#if __SIZEOF_WCHAR_T__ == 2
#include "portico_short_wchar_enter.h"
#endif
