// expect: PORTICO_DECLARE_UUID
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
struct Mine {};
const GUID *f() { return &__uuidof(Mine); }
