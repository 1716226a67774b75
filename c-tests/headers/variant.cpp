// VARIANT, its accessors, and interfaces in C++.
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>
#include <oleauto.h>

class Document : public IDispatch {
    LONG references_ = 1;

public:
    STDMETHOD(QueryInterface)(REFIID, void **object) override { *object = nullptr; return E_NOINTERFACE; }
    STDMETHOD_(ULONG, AddRef)() override { return static_cast<ULONG>(InterlockedIncrement(&references_)); }
    STDMETHOD_(ULONG, Release)() override { return static_cast<ULONG>(InterlockedDecrement(&references_)); }
    STDMETHOD(GetTypeInfoCount)(UINT *count) override { *count = 0; return S_OK; }
    STDMETHOD(GetTypeInfo)(UINT, LCID, ITypeInfo **) override { return E_NOTIMPL; }
    STDMETHOD(GetIDsOfNames)(REFIID, LPOLESTR *, UINT, LCID, DISPID *) override { return DISP_E_UNKNOWNNAME; }
    STDMETHOD(Invoke)(DISPID, REFIID, LCID, WORD, DISPPARAMS *, VARIANT *, EXCEPINFO *, UINT *) override { return S_OK; }
};

int main() {
    static_assert(sizeof(VARIANT) == 24 && sizeof(DECIMAL) == 16 && sizeof(SAFEARRAY) == 32 && sizeof(CY) == 8, "sizes");
    VARIANT v = {};
    Document document;
    V_VT(&v) = VT_BOOL;
    V_BOOL(&v) = VARIANT_TRUE;
    if (v.vt != 11 || v.boolVal != -1) return 1;
    v.vt = VT_DISPATCH;
    v.pdispVal = &document;
    UINT count = 7;
    if (v.pdispVal->GetTypeInfoCount(&count) != S_OK || count != 0 || V_ISBYREF(&v)) return 2;
    return document.AddRef() == 2 && document.Release() == 1 && HRESULT_FROM_WIN32(5) == E_ACCESSDENIED ? 0 : 3;
}
