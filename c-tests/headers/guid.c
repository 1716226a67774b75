/* DEFINE_GUID declares, and defines after initguid.h. */
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
DEFINE_GUID(GUID_first, 0x12345678, 0x1234, 0x5678, 1, 2, 3, 4, 5, 6, 7, 8);
#include <initguid.h>
DEFINE_GUID(GUID_first, 0x12345678, 0x1234, 0x5678, 1, 2, 3, 4, 5, 6, 7, 8);
DEFINE_GUID(GUID_second, 0x12345679, 0x1234, 0x5678, 1, 2, 3, 4, 5, 6, 7, 8);

int main(void) {
    GUID copy = GUID_first;
    REFGUID reference = &GUID_first;
    if (sizeof(GUID) != 16 || GUID_second.Data1 != 0x12345679 || GUID_second.Data4[7] != 8) return 1;
    if (!IsEqualGUID(&copy, reference) || IsEqualIID(&GUID_first, &GUID_second)) return 2;
    return IsEqualGUID(&IID_NULL, &GUID_NULL) && IID_IUnknown.Data4[0] == 0xC0 ? 0 : 3;
}
