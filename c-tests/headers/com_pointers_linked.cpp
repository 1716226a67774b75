/* comdef.h and atlbase.h: pointers, texts and VARIANTs that clean up behind themselves. */
#include <comdef.h>
#include <atlbase.h>
#include <string>

static int g_objects;

struct INumber : public IUnknown {
    virtual HRESULT STDMETHODCALLTYPE get_Number(int *number) = 0;
};
PORTICO_DECLARE_UUID(INumber, "7e9456ab-c942-4c3c-9bd1-1d0b4f7b9a11")
struct IOther : public IUnknown {};
PORTICO_DECLARE_UUID(IOther, "7e9456ab-c942-4c3c-9bd1-1d0b4f7b9a12")
_COM_SMARTPTR_TYPEDEF(INumber, __uuidof(INumber));
_COM_SMARTPTR_TYPEDEF(IOther, __uuidof(IOther));

class Number : public INumber {
    ULONG references;

public:
    Number() : references(1) { g_objects++; }
    virtual ~Number() { g_objects--; }
    HRESULT STDMETHODCALLTYPE QueryInterface(REFIID iid, void **object) {
        *object = NULL;
        if (!IsEqualIID(iid, __uuidof(INumber)) && !IsEqualIID(iid, __uuidof(IUnknown))) return E_NOINTERFACE;
        *object = static_cast<INumber *>(this);
        AddRef();
        return S_OK;
    }
    ULONG STDMETHODCALLTYPE AddRef() { return ++references; }
    ULONG STDMETHODCALLTYPE Release() {
        ULONG left = --references;
        if (left == 0) delete this;
        return left;
    }
    HRESULT STDMETHODCALLTYPE get_Number(int *number) { return *number = 42, S_OK; }
};

static HRESULT make(INumber **number) { return *number = new Number, S_OK; }
static HRESULT text_of(BSTR *text) { return *text = SysAllocString(L"given"), S_OK; }

static int failures;
#define CHECK(condition)                                   \
    do {                                                   \
        if (!(condition)) {                                \
            printf("line %d: %s\n", __LINE__, #condition); \
            failures++;                                    \
        }                                                  \
    } while (0)

static void pointers() {
    INumberPtr first;
    int value = 0;
    CHECK(!first && SUCCEEDED(make(&first)) && first != NULL && SUCCEEDED(first->get_Number(&value)) && value == 42);
    INumberPtr second = first, third(first.GetInterfacePtr());
    IUnknownPtr unknown(first);
    CHECK(second == first && g_objects == 1 && unknown != NULL);
    INumberPtr back(unknown);
    IOtherPtr other(unknown);
    CHECK(back == first && other == NULL);
    INumber *bare = second.Detach();
    CHECK(second == NULL && bare != NULL);
    second.Attach(bare);
    first = NULL;
    try {
        first->get_Number(&value);
        CHECK(!"a NULL pointer throws");
    } catch (const _com_error &error) {
        CHECK(error.Error() == E_POINTER && error.ErrorMessage()[0] != 0);
    }

    CComPtr<INumber> a;
    CHECK(SUCCEEDED(make(&a)) && SUCCEEDED(a->get_Number(&value)) && g_objects == 2);
    CComPtr<INumber> b(a), c;
    c = b;
    CComQIPtr<INumber> same(static_cast<IUnknown *>(a.p));
    CComQIPtr<IOther> none(a.p);
    CHECK(same == a && !none && a.IsEqualObject(same.p) && SUCCEEDED(a.CopyTo(&bare)));
    bare->Release();
    a.Release();
    CHECK(!a && g_objects == 2);
}

static void texts() {
    _bstr_t text("n\xC3\xA4rrow"), wide(L"wide"), empty;
    CHECK(text.length() == 6 && std::wstring(text) == L"n\x00E4rrow" && std::string((const char *)text) == "n\xC3\xA4rrow");
    _bstr_t both = wide + L"-" + "narrow";
    both += _bstr_t(L"!");
    CHECK(both == L"wide-narrow!" && both != wide && wide < both + "" + L"" && empty.length() == 0 && !empty);
    _bstr_t copy = both;
    copy = "other";
    CHECK(both == L"wide-narrow!" && copy == "other");
    CHECK(SUCCEEDED(text_of(copy.GetAddress())) && copy == L"given" && SUCCEEDED(text_of(empty.GetAddress())));

    CComBSTR own(L"ab"), other, third("c");
    CHECK(SUCCEEDED(text_of(&other)) && other == CComBSTR(L"given") && SUCCEEDED(own.Append(L"cd")) && own.Length() == 4);
    own += third;
    CHECK(own == CComBSTR(L"abcdc"));
    other = own;
    other = L"new";
    CHECK(own.Length() == 5 && other.Length() == 3 && own.ByteLength() == 5 * sizeof(WCHAR));
}

static void variants() {
    _variant_t number(42L), text(L"17"), flag(true), copy(number);
    CHECK(V_VT(&number) == VT_I4 && (long)text == 17 && (bool)flag && (int)copy == 42 && (_bstr_t)number == L"42");
    copy = "text";
    CHECK(V_VT(&copy) == VT_BSTR && (_bstr_t)copy == L"text");
    copy.ChangeType(VT_BSTR);
    try {
        copy.ChangeType(VT_I4);
        CHECK(!"no number throws");
    } catch (const _com_error &error) {
        CHECK(error.Error() == DISP_E_TYPEMISMATCH);
    }
    INumber *bare = new Number;
    {
        _variant_t object(static_cast<IUnknown *>(bare));
        _variant_t twin = object;
        CComVariant third(twin), fourth(L"x"), fifth;
        fifth = third;
        bare->Release();
        CHECK(g_objects == 1 && V_VT(&fifth) == VT_UNKNOWN && SUCCEEDED(fourth.ChangeType(VT_BSTR)));
    }
    CHECK(g_objects == 0);
}

int main() {
    WCHAR guid[39];
    CLSID read;
    pointers();
    texts();
    variants();
    CHECK(g_objects == 0);
    CHECK(StringFromGUID2(__uuidof(INumber), guid, 39) == 39 && wcscmp(guid, L"{7E9456AB-C942-4C3C-9BD1-1D0B4F7B9A11}") == 0);
    CHECK(StringFromGUID2(__uuidof(INumber), guid, 38) == 0);
    CHECK(CLSIDFromString(guid, &read) == S_OK && IsEqualGUID(read, __uuidof(INumber)));
    CHECK(CLSIDFromString(L"{7E9456AB-C942-4C3C-9BD1-1D0B4F7B9A1}", &read) == CO_E_CLASSSTRING && IIDFromString(L"", &read) == CO_E_IIDSTRING);
    CHECK(SUCCEEDED(CoInitializeEx(NULL, COINIT_MULTITHREADED)));
    CoUninitialize();
    return failures != 0;
}
