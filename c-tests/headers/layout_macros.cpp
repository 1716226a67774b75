// CONTAINING_RECORD and FIELD_OFFSET on a class with virtual functions.
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>

class Request {
public:
    virtual ~Request() {}
    int number = 42;
    LIST_ENTRY link = {};
};
struct Plain {
    BYTE first;
    OVERLAPPED overlapped;
};

int main() {
    Request request;
    Request *found = CONTAINING_RECORD(&request.link, Request, link);
    if (found != &request || found->number != 42) return 1;
    static_assert(FIELD_OFFSET(Plain, overlapped) == 8, "a constant");
    static_assert(RTL_NUMBER_OF("abc") == 4 && ARRAYSIZE(L"ab") == 3, "lengths");
    WCHAR text[MAX_PATH];
    return _countof(text) == 260 ? 0 : 2;
}
