// expect: portico_declspec_property_is_not_available
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
struct X { int get(); __declspec(property(get = get)) int value; };
