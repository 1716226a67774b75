// The old annotations before, between and after standard headers.
#define PORTICO_NO_WCHAR_GUARD
#include <sal.h>
#include <string>
#include <windows.h>
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <limits>
#include <locale>
#include <map>
#include <memory>
#include <random>
#include <regex>
#include <sstream>
#include <thread>
#include <vector>

static DWORD old_style(__in PCSTR text, __in_opt PCSTR other, __out_ecount(size) PSTR to, __inout DWORD *size,
                       __deref_out_bcount(4) PVOID *result, IN OUT PDWORD more OPTIONAL) {
    UNREFERENCED_PARAMETER(other);
    UNREFERENCED_PARAMETER(more);
    *to = *text;
    *size = 1;
    *result = to;
    return ERROR_SUCCESS;
}
_Must_inspect_result_ static HRESULT new_style(_In_reads_(count) const int *from, _In_ size_t count,
                                               _Out_writes_bytes_to_(n, *n) int *to, _Inout_opt_ size_t *n) {
    if (n) *n = count;
    *to = *from;
    return S_OK;
}

int main() {
    char to[2] = {};
    DWORD size = 0;
    PVOID result = nullptr;
    int from[1] = {3}, copy = 0;
    if (old_style("x", nullptr, to, &size, &result, nullptr) != NO_ERROR || to[0] != 'x' || result != to) return 1;
    if (new_style(from, 1, &copy, nullptr) != S_OK || copy != 3) return 2;
    std::ostringstream out;
    out << std::setw(5) << std::max(1, 2) << min(3, 4) << std::numeric_limits<int>::max();
    std::wstring wide = L"text";
    std::vector<std::wstring> all(3, wide);
    std::sort(all.begin(), all.end());
    if (out.str() != "    232147483647" || all[2] != L"text" || wide.length() != 4) return 3;
    return std::regex_match("abc", std::regex("a.c")) ? 0 : 4;
}
