/* Whoever has a main keeps it. */
#include "wmain.h"

int wmain(int argc, wchar_t *argv[]) { return 10 + check(argc, argv, NULL); }

int main(void) { return 0; }
