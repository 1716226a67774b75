#define UNICODE
#define _UNICODE
#include "wmain.h"

#include <tchar.h>

int _tmain(int argc, TCHAR *argv[], TCHAR *envp[]) { return check(argc, argv, envp); }
