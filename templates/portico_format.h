#ifndef PORTICO_FORMAT_H
#define PORTICO_FORMAT_H

/* Formatting with Microsoft's rules: portico_format_narrow and portico_format_wide. */

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include "minwindef.h"

#define PORTICO_CHAR char
#define PORTICO_WIDE 0
#define PORTICO_FORMAT portico_format_narrow
#define PORTICO_FORMAT_UNITS portico_format_narrow_units
#include "portico_format_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_WIDE
#undef PORTICO_FORMAT
#undef PORTICO_FORMAT_UNITS

#define PORTICO_CHAR wchar_t
#define PORTICO_WIDE 1
#define PORTICO_FORMAT portico_format_wide
#define PORTICO_FORMAT_UNITS portico_format_wide_units
#include "portico_format_body.inc"
#undef PORTICO_CHAR
#undef PORTICO_WIDE
#undef PORTICO_FORMAT
#undef PORTICO_FORMAT_UNITS

#endif
