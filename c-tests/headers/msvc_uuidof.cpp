// `__uuidof` of classes, pointers and expressions.
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <oaidl.h>

class OnlyForward;
PORTICO_DECLARE_UUID(OnlyForward, "12345678-9abc-def0-0123-456789abcdef")

namespace inner {
struct Nested {};
PORTICO_DECLARE_UUID(Nested, "{ABCDEF01-2345-6789-abcd-ef0123456789}")
}

MIDL_INTERFACE("00000000-0000-0000-0000-000000000001") IMine : public IUnknown {
    virtual HRESULT STDMETHODCALLTYPE Mine() = 0;
};
__CRT_UUID_DECL(IMine, 0x11111111, 0x2222, 0x3333, 0x44, 0x44, 0x55, 0x55, 0x55, 0x55, 0x55, 0x55)

struct Implementation : IMine {
    LONG references = 1;
    STDMETHODIMP QueryInterface(REFIID riid, void **object) override {
        if (riid == __uuidof(IUnknown) || IsEqualIID(riid, __uuidof(IMine))) {
            *object = static_cast<IMine *>(this);
            AddRef();
            return S_OK;
        }
        *object = nullptr;
        return E_NOINTERFACE;
    }
    STDMETHODIMP_(ULONG) AddRef() override { return static_cast<ULONG>(InterlockedIncrement(&references)); }
    STDMETHODIMP_(ULONG) Release() override { return static_cast<ULONG>(InterlockedDecrement(&references)); }
    STDMETHODIMP Mine() override { return S_FALSE; }
};

template <typename T> const GUID &of() { return __uuidof(T); }
template <const GUID &Id> struct Holder { static const GUID *get() { return &Id; } };

int main() {
    const GUID wanted = {0x12345678, 0x9abc, 0xdef0, {0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef}};
    if (__uuidof(OnlyForward) != wanted || __uuidof(OnlyForward *) != wanted || of<OnlyForward>() != wanted) return 1;
    if (__uuidof(inner::Nested).Data1 != 0xabcdef01 || __uuidof(inner::Nested).Data4[7] != 0x89) return 2;
    if (__uuidof(IDispatch) != IID_IDispatch || __uuidof(IUnknown) != IID_IUnknown) return 3;
    if (Holder<__uuidof(IUnknown)>::get() != &__uuidof(IUnknown)) return 4;

    Implementation object;
    IMine *mine = nullptr;
    if (object.QueryInterface(IID_PPV_ARGS(&mine)) != S_OK || mine->Mine() != S_FALSE) return 5;
    IUnknown *unknown = nullptr;
    if (static_cast<IUnknown *>(mine)->QueryInterface(&unknown) != S_OK || unknown != mine) return 6;
    if (__uuidof(mine) != __uuidof(IMine) || __uuidof(*mine) != __uuidof(object.Mine() == 0 ? mine : mine)) return 7;
    IDispatch *dispatch = nullptr;
    if (mine->QueryInterface(__uuidof(dispatch), reinterpret_cast<void **>(&dispatch)) != E_NOINTERFACE) return 8;
    return object.references == 3 && dispatch == nullptr ? 0 : 9;
}
