// com_objects.cpp: interfaces and classes of a project's own beside those of the headers.
#define _WIN32_WINNT 0x0501
#include <objbase.h>
#include <unknwn.h>
#include <oleauto.h>
#include <ahadmin.h>

interface __declspec(uuid("5C3D7A10-0B1E-4C43-8F7A-0D1B0C9F3E11")) IContosoLog;

MIDL_INTERFACE("5C3D7A10-0B1E-4C43-8F7A-0D1B0C9F3E11")
IContosoLog : public IUnknown
{
public:
    virtual HRESULT STDMETHODCALLTYPE Write(
        /* [in] */ BSTR bstrText,
        /* [retval][out] */ VARIANT_BOOL *pfWritten) = 0;
};

DECLARE_INTERFACE_(IContosoSink, IUnknown)
{
    STDMETHOD(OnLine)(THIS_ LPCOLESTR pszLine) PURE;
    STDMETHOD_(DWORD, Count)(THIS) PURE;
};

EXTERN_C const IID IID_IContosoLog;
const IID IID_IContosoLog = { 0x5c3d7a10, 0x0b1e, 0x4c43, { 0x8f, 0x7a, 0x0d, 0x1b, 0x0c, 0x9f, 0x3e, 0x11 } };

template <class TBase>
class CUnknown : public TBase
{
public:
    CUnknown() : m_cRefs(1) {}
    STDMETHODIMP_(ULONG) AddRef() override { return InterlockedIncrement(&m_cRefs); }
    STDMETHODIMP_(ULONG) Release() override
    {
        LONG cRefs = InterlockedDecrement(&m_cRefs);
        if (cRefs == 0) delete this;
        return cRefs;
    }
protected:
    virtual ~CUnknown() {}
    LONG m_cRefs;
};

class CContosoLog : public CUnknown<IContosoLog>
{
public:
    IFACEMETHODIMP QueryInterface(REFIID riid, _COM_Outptr_ void **ppv) override
    {
        if (ppv == NULL)
            return E_POINTER;
        *ppv = NULL;
        if (riid == IID_IUnknown || InlineIsEqualGUID(riid, IID_IContosoLog))
            *ppv = static_cast<IContosoLog *>(this);
        else
            return E_NOINTERFACE;
        reinterpret_cast<IUnknown *>(*ppv)->AddRef();
        return S_OK;
    }

    HRESULT STDMETHODCALLTYPE Write(BSTR bstrText, VARIANT_BOOL *pfWritten) override
    {
        *pfWritten = bstrText != NULL ? VARIANT_TRUE : VARIANT_FALSE;
        return S_OK;
    }
};

class CSink : public CUnknown<IContosoSink>
{
public:
    STDMETHODIMP QueryInterface(REFIID, void **ppv) { *ppv = this; AddRef(); return S_OK; }
    STDMETHODIMP OnLine(LPCOLESTR) { ++m_c; return S_OK; }
    STDMETHODIMP_(DWORD) Count() { return m_c; }
private:
    DWORD m_c = 0;
};

struct LessGuid
{
    bool operator()(REFGUID a, REFGUID b) const { return memcmp(&a, &b, sizeof(GUID)) < 0; }
};

HRESULT Variants(VARIANT *pvar, VARIANTARG *pvarTo)
{
    VARIANT var;
    V_VT(&var) = VT_BSTR;
    V_BSTR(&var) = NULL;
    var.bstrVal = NULL;
    *pvarTo = var;
    switch (V_VT(pvar))
    {
    case VT_EMPTY:
    case VT_NULL:   return S_FALSE;
    case VT_BOOL:   return V_BOOL(pvar) ? S_OK : S_FALSE;
    case VT_I4:     return V_I4(pvar);
    case VT_UI4:    return (HRESULT) V_UI4(pvar);
    case VT_I8:     return V_I8(pvar) == pvar->llVal ? S_OK : E_FAIL;
    case VT_UI8:    return pvar->ullVal ? S_OK : E_FAIL;
    case VT_BSTR | VT_BYREF: return *V_BSTRREF(pvar) ? S_OK : E_FAIL;
    case VT_ARRAY | VT_VARIANT: return V_ARRAY(pvar)->cDims == 1 ? S_OK : E_INVALIDARG;
    case VT_UNKNOWN: return V_UNKNOWN(pvar)->Release() ? S_OK : S_FALSE;
    default:        return DISP_E_TYPEMISMATCH;
    }
}

IUnknown *CreateLog() { return new CContosoLog; }
IContosoSink *CreateSink() { return new CSink(); }
bool Less(REFGUID a, REFGUID b) { return LessGuid()(a, b) || a != b || !IsEqualIID(a, IID_NULL); }
