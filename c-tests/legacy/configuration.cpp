// configuration.cpp: a module's own section, read with the IAppHost interfaces.
#define _WIN32_DCOM
#include <windows.h>
#include <oleauto.h>
#include <ahadmin.h>
#include <httpserv.h>

#pragma comment(lib, "oleaut32.lib")

#ifndef SAFE_RELEASE
#define SAFE_RELEASE(p) if ((p) != NULL) { (p)->Release(); (p) = NULL; }
#endif

#define CHECK_HR(expr) if (FAILED(hr = (expr))) { goto Error; }

class CModuleConfiguration : public IHttpStoredContext
{
public:
    CModuleConfiguration() : m_dwMax(0), m_fEnabled(FALSE), m_bstrName(NULL) {}

    virtual void CleanupStoredContext() { delete this; }

    static HRESULT Load(IHttpServer *pServer, IHttpContext *pContext, CModuleConfiguration **ppConfiguration);

private:
    static HRESULT GetString(IAppHostElement *pElement, LPCWSTR pszName, OUT BSTR *pbstrValue);
    static HRESULT GetDWORD(IAppHostElement *section, BSTR propertyName, DWORD *value);
    static HRESULT GetBOOL(IAppHostElement *section, LPCWSTR propertyName, BOOL *value, BOOL defaultValue);
    HRESULT Enumerate(IAppHostElementCollection *pCollection);

    DWORD m_dwMax;
    BOOL  m_fEnabled;
    BSTR  m_bstrName;
};

// A BSTR that lives on the stack.
struct STATIC_BSTR
{
    DWORD cb;
    WCHAR sz[64];
};

HRESULT CModuleConfiguration::GetDWORD(IAppHostElement *section, BSTR propertyName, DWORD *value)
{
    HRESULT hr = S_OK;
    IAppHostProperty *prop = NULL;
    VARIANT var;

    V_VT(&var) = VT_EMPTY;
    CHECK_HR(section->GetPropertyByName(propertyName, &prop));
    CHECK_HR(prop->get_Value(&var));
    if (var.vt != VT_UI4 && V_VT(&var) != VT_I4)
    {
        hr = HRESULT_FROM_WIN32(ERROR_INVALID_DATA);
        goto Error;
    }
    *value = var.ulVal;

Error:
    SAFE_RELEASE(prop);
    return hr;
}

HRESULT CModuleConfiguration::GetString(IAppHostElement *pElement, LPCWSTR pszName, BSTR *pbstrValue)
{
    IAppHostProperty *pProperty = NULL;
    STATIC_BSTR name = { 0 };
    HRESULT hr;

    wcsncpy(name.sz, pszName, ARRAYSIZE(name.sz) - 1);
    name.cb = (DWORD) (wcslen(name.sz) * sizeof(WCHAR));
    hr = pElement->GetPropertyByName(name.sz, &pProperty);
    if (hr == HRESULT_FROM_WIN32(ERROR_INVALID_INDEX))
        return S_FALSE;
    if (SUCCEEDED(hr))
    {
        hr = pProperty->get_StringValue(pbstrValue);
        pProperty->Release();
    }
    return hr;
}

HRESULT CModuleConfiguration::GetBOOL(IAppHostElement *section, LPCWSTR propertyName, BOOL *value, BOOL defaultValue)
{
    IAppHostProperty *pProperty = NULL;
    VARIANT v = { { { VT_EMPTY } } };
    HRESULT hr = section->GetPropertyByName(const_cast<BSTR>(propertyName), &pProperty);
    *value = defaultValue;
    if (SUCCEEDED(hr) && SUCCEEDED(hr = pProperty->get_Value(&v)) && V_VT(&v) == VT_BOOL)
        *value = V_BOOL(&v) == VARIANT_TRUE;
    SAFE_RELEASE(pProperty);
    return hr;
}

HRESULT CModuleConfiguration::Enumerate(IAppHostElementCollection *pCollection)
{
    HRESULT hr = S_OK;
    DWORD cElements = 0;
    IAppHostElement *pElement = NULL;
    IAppHostChildElementCollection *pChildren = NULL;
    IAppHostPropertyCollection *pProperties = NULL;
    IAppHostElementSchema *pSchema = NULL;
    VARIANT vtIndex;

    CHECK_HR(pCollection->get_Count(&cElements));
    for (DWORD i = 0; i < cElements; i++)
    {
        vtIndex.vt = VT_UI4;
        vtIndex.ulVal = i;
        CHECK_HR(pCollection->get_Item(vtIndex, &pElement));
        CHECK_HR(GetString(pElement, L"name", &m_bstrName));
        CHECK_HR(pElement->get_ChildElements(&pChildren));
        CHECK_HR(pElement->get_Properties(&pProperties));
        CHECK_HR(pElement->get_Schema(&pSchema));
        SAFE_RELEASE(pSchema);
        SAFE_RELEASE(pProperties);
        SAFE_RELEASE(pChildren);
        SAFE_RELEASE(pElement);
    }

Error:
    SAFE_RELEASE(pElement);
    SAFE_RELEASE(pChildren);
    SAFE_RELEASE(pProperties);
    return hr;
}

HRESULT CModuleConfiguration::Load(IHttpServer *pServer, IHttpContext *pContext, CModuleConfiguration **ppConfiguration)
{
    HRESULT hr = S_OK;
    IAppHostAdminManager *pManager = pServer->GetAdminManager();
    IAppHostElement *pSection = NULL;
    IAppHostElement *pChild = NULL;
    IAppHostElementCollection *pCollection = NULL;
    IUnknown *pUnknown = NULL;
    PCWSTR pszPath = pContext->GetMetadata()->GetMetaPath();
    CModuleConfiguration *pConfiguration = new CModuleConfiguration;
    WCHAR szMax[] = L"max";
    OLECHAR szSection[] = OLESTR("system.webServer/contoso");

    CHECK_HR(pManager->GetAdminSection(szSection, const_cast<BSTR>(pszPath), &pSection));
    CHECK_HR(pSection->QueryInterface(IID_IUnknown, (void **) &pUnknown));
    CHECK_HR(pSection->QueryInterface(__uuidof(IAppHostElement), reinterpret_cast<void **>(&pChild)));
    SAFE_RELEASE(pChild);
    CHECK_HR(GetDWORD(pSection, szMax, &pConfiguration->m_dwMax));
    CHECK_HR(GetBOOL(pSection, L"enabled", &pConfiguration->m_fEnabled, TRUE));
    CHECK_HR(pSection->GetElementByName(const_cast<BSTR>(L"rules"), &pChild));
    CHECK_HR(pChild->get_Collection(&pCollection));
    CHECK_HR(pConfiguration->Enumerate(pCollection));
    *ppConfiguration = pConfiguration;
    pConfiguration = NULL;

Error:
    delete pConfiguration;
    SAFE_RELEASE(pUnknown);
    SAFE_RELEASE(pCollection);
    SAFE_RELEASE(pChild);
    SAFE_RELEASE(pSection);
    return hr;
}

class CChangeHandler : public IAppHostChangeHandler
{
public:
    CChangeHandler() : m_cRefs(1) {}
    virtual ~CChangeHandler() {}

    STDMETHODIMP QueryInterface(REFIID riid, void **ppv)
    {
        if (IsEqualIID(riid, IID_IUnknown) || riid == __uuidof(IAppHostChangeHandler))
        {
            *ppv = static_cast<IAppHostChangeHandler *>(this);
            AddRef();
            return S_OK;
        }
        *ppv = NULL;
        return E_NOINTERFACE;
    }
    STDMETHODIMP_(ULONG) AddRef() { return InterlockedIncrement(&m_cRefs); }
    STDMETHODIMP_(ULONG) Release()
    {
        ULONG c = InterlockedDecrement(&m_cRefs);
        if (c == 0)
            delete this;
        return c;
    }
    STDMETHOD(OnSectionChanges)(BSTR bstrSectionName, BSTR bstrConfigPath)
    {
        UNREFERENCED_PARAMETER(bstrSectionName);
        UNREFERENCED_PARAMETER(bstrConfigPath);
        return S_OK;
    }

private:
    LONG m_cRefs;
};

// For CoCreateInstance.
const CLSID *ManagerClass(BOOL fWritable)
{
    static const CLSID &readable = __uuidof(AppHostAdminManager);
    return fWritable ? &CLSID_AppHostWritableAdminManager : &readable;
}
IUnknown *NewHandler() { return new CChangeHandler; }
