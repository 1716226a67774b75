/* flags: -fshort-wchar */
// Narrow parts of the C++ library work with a 2-byte wchar_t.
#define PORTICO_NO_WCHAR_GUARD
#include <iostream>
#include <map>
#include <windows.h>
#include <sstream>
#include <string>
#include <cwchar>

int main() {
    std::map<std::string, int> map;
    map["a"] = 1;
    std::ostringstream out;
    out << map["a"] << std::string("b");
    std::u16string wide = u"text";
    return out.str() == "1b" && wide.size() == 4 && wcslen(L"four") == 4 && std::wcslen(L"abc") == 3 ? 0 : 1;
}
