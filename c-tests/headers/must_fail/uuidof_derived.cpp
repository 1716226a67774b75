// expect: PORTICO_DECLARE_UUID
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <unknwn.h>
struct Derived : IUnknown {};
const GUID *f() { return &__uuidof(Derived); }
