// flags: -fshort-wchar -DUNICODE -D_UNICODE
#include "winsock_functions.c"
