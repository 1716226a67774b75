/* The same in C++, where functions are told apart by their parameters. */
#include <string>
#include <windows.h>
#include <tchar.h>

int wmain(int argc, wchar_t **argv) {
    return argc == 1 && !std::wstring(argv[0]).empty() && argv[1] == NULL ? 0 : 1;
}
