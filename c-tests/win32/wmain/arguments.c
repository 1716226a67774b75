#include "wmain.h"

int __cdecl wmain(int argc, wchar_t *argv[]) { return check(argc, argv, NULL); }
