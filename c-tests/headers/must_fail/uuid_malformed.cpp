// expect: not a hexadecimal digit
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
struct Mine;
PORTICO_DECLARE_UUID(Mine, "1234567x-1234-1234-1234-123456789abc")
const GUID *f() { return &__uuidof(Mine); }
