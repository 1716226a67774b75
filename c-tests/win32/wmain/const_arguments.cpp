#include "wmain.h"

int wmain(int argc, const wchar_t *argv[]) { return check(argc, const_cast<WCHAR **>(argv), NULL); }
