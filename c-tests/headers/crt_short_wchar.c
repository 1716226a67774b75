// flags: -fshort-wchar -DUNICODE -D_UNICODE
#include "crt.c"
