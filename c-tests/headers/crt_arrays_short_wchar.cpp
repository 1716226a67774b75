// flags: -fshort-wchar -DUNICODE -D_UNICODE
#include "crt_arrays.cpp"
