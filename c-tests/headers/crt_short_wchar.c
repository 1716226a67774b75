// flags: -fshort-wchar
#include "crt.h"
