#include "wmain.h"

int _cdecl wmain(int argc, wchar_t **argv) { return check(argc, argv, NULL); }
