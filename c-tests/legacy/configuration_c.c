/* configuration_c.c - the configuration interfaces from C. */
#define COBJMACROS
#define CINTERFACE
#define INITGUID
#include <windows.h>
#include <initguid.h>
#include <ole2.h>
#include <ahadmin.h>

/* {0E6F3B48-6F10-4B53-9B23-1E5F0C7A9D11} */
DEFINE_GUID(IID_IContosoReader, 0x0e6f3b48, 0x6f10, 0x4b53, 0x9b, 0x23, 0x1e, 0x5f, 0x0c, 0x7a, 0x9d, 0x11);

#undef INTERFACE
#define INTERFACE IContosoReader
DECLARE_INTERFACE_(IContosoReader, IUnknown)
{
    STDMETHOD(QueryInterface)(THIS_ REFIID riid, void **ppv) PURE;
    STDMETHOD_(ULONG, AddRef)(THIS) PURE;
    STDMETHOD_(ULONG, Release)(THIS) PURE;
    STDMETHOD(Read)(THIS_ LPCOLESTR pszSection, DWORD *pdwValue) PURE;
};

typedef struct CReader
{
    IContosoReader       reader;
    LONG                 cRefs;
    IAppHostAdminManager *pManager;
} CReader;

static HRESULT STDMETHODCALLTYPE Reader_QueryInterface(IContosoReader *This, REFIID riid, void **ppv)
{
    if (IsEqualIID(riid, &IID_IUnknown) || IsEqualGUID(riid, &IID_IContosoReader))
    {
        *ppv = This;
        This->lpVtbl->AddRef(This);
        return NOERROR;
    }
    *ppv = NULL;
    return ResultFromScode(E_NOINTERFACE);
}

static ULONG STDMETHODCALLTYPE Reader_AddRef(IContosoReader *This)
{
    return InterlockedIncrement(&((CReader *) This)->cRefs);
}

static ULONG STDMETHODCALLTYPE Reader_Release(IContosoReader *This)
{
    CReader *pReader = CONTAINING_RECORD(This, CReader, reader);
    LONG cRefs = InterlockedDecrement(&pReader->cRefs);
    if (cRefs == 0)
    {
        pReader->pManager->lpVtbl->Release(pReader->pManager);
    }
    return cRefs;
}

static HRESULT STDMETHODCALLTYPE Reader_Read(IContosoReader *This, LPCOLESTR pszSection, DWORD *pdwValue)
{
    CReader *pReader = (CReader *) This;
    IAppHostElement *pElement = NULL;
    IAppHostProperty *pProperty = NULL;
    VARIANT value;
    HRESULT hr;

    value.vt = VT_EMPTY;
    hr = pReader->pManager->lpVtbl->GetAdminSection(pReader->pManager, (BSTR) pszSection,
                                                    (BSTR) L"MACHINE/WEBROOT/APPHOST", &pElement);
    if (SUCCEEDED(hr))
    {
        hr = pElement->lpVtbl->GetPropertyByName(pElement, (BSTR) L"max", &pProperty);
    }
    if (SUCCEEDED(hr) && SUCCEEDED(hr = pProperty->lpVtbl->get_Value(pProperty, &value)))
    {
        *pdwValue = V_UI4(&value);
        V_VT(&value) = VT_EMPTY;
    }
    if (pProperty) pProperty->lpVtbl->Release(pProperty);
    if (pElement) pElement->lpVtbl->Release(pElement);
    return hr;
}

static CONST_VTBL IContosoReaderVtbl c_ReaderVtbl =
{
    Reader_QueryInterface,
    Reader_AddRef,
    Reader_Release,
    Reader_Read
};

void InitReader(CReader *pReader, IAppHostAdminManager *pManager)
{
    pReader->reader.lpVtbl = &c_ReaderVtbl;
    pReader->cRefs = 1;
    pReader->pManager = pManager;
    pManager->lpVtbl->AddRef(pManager);
    {
        IUnknown *pUnknown = NULL;
        if (SUCCEEDED(IUnknown_QueryInterface((IUnknown *) pManager, &IID_IUnknown, (void **) &pUnknown)))
        {
            IUnknown_Release(pUnknown);
        }
        if (SUCCEEDED(pManager->lpVtbl->QueryInterface(pManager, &IID_IAppHostAdminManager, (LPVOID *) &pUnknown)))
        {
            pUnknown->lpVtbl->Release(pUnknown);
        }
    }
}
