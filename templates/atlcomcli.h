#ifndef PORTICO_ATLCOMCLI_H
#define PORTICO_ATLCOMCLI_H

/* CComPtr, CComQIPtr, CComBSTR and CComVariant. The rest of ATL is not there. */

#ifndef __cplusplus
#error "atlcomcli.h is for C++"
#endif

#include <assert.h>
#include "windows.h"
#include "oleauto.h"

#ifndef ATLASSERT
#define ATLASSERT(condition) assert(condition)
#endif

extern "C++" {
namespace ATL {

template <typename T> class CComPtr {
public:
    T *p;

    CComPtr() throw() : p(NULL) {}
    CComPtr(decltype(nullptr)) throw() : p(NULL) {}
    CComPtr(T *other) throw() : p(other) {
        if (p != NULL) p->AddRef();
    }
    CComPtr(const CComPtr &other) throw() : p(other.p) {
        if (p != NULL) p->AddRef();
    }
    ~CComPtr() throw() { Release(); }

    CComPtr &operator=(const CComPtr &other) throw() { return *this = other.p; }
    CComPtr &operator=(T *other) throw() {
        if (other != NULL) other->AddRef();
        Release();
        p = other;
        return *this;
    }

    operator T *() const throw() { return p; }
    T &operator*() const {
        ATLASSERT(p != NULL);
        return *p;
    }
    /* For functions that give an interface; as on Windows there must not be one yet. */
    T **operator&() throw() {
        ATLASSERT(p == NULL);
        return &p;
    }
    T *operator->() const throw() {
        ATLASSERT(p != NULL);
        return p;
    }
    bool operator!() const throw() { return p == NULL; }
    bool operator==(T *other) const throw() { return p == other; }
    bool operator!=(T *other) const throw() { return p != other; }
    bool operator<(T *other) const throw() { return p < other; }

    void Release() throw() {
        T *before = p;
        p = NULL;
        if (before != NULL) before->Release();
    }
    void Attach(T *other) throw() {
        Release();
        p = other;
    }
    T *Detach() throw() {
        T *given = p;
        p = NULL;
        return given;
    }
    HRESULT CopyTo(T **other) throw() {
        if (other == NULL) return E_POINTER;
        *other = p;
        if (p != NULL) p->AddRef();
        return S_OK;
    }
    bool IsEqualObject(IUnknown *other) throw() {
        CComPtr<IUnknown> mine, theirs;
        if (p == NULL || other == NULL) return p == NULL && other == NULL;
        p->QueryInterface(__uuidof(IUnknown), (void **)&mine);
        other->QueryInterface(__uuidof(IUnknown), (void **)&theirs);
        return mine.p == theirs.p;
    }
    template <typename Q> HRESULT QueryInterface(Q **other) const throw() { return p->QueryInterface(__uuidof(Q), (void **)other); }
};

template <typename T> class CComQIPtr : public CComPtr<T> {
public:
    CComQIPtr() throw() {}
    CComQIPtr(T *other) throw() : CComPtr<T>(other) {}
    CComQIPtr(const CComQIPtr &other) throw() : CComPtr<T>(other.p) {}
    template <typename Other> CComQIPtr(Other *other) throw() { *this = other; }

    CComQIPtr &operator=(const CComQIPtr &other) throw() { return *this = other.p; }
    CComQIPtr &operator=(T *other) throw() {
        CComPtr<T>::operator=(other);
        return *this;
    }
    template <typename Other> CComQIPtr &operator=(Other *other) throw() {
        T *found = NULL;
        if (other != NULL && FAILED(other->QueryInterface(__uuidof(T), (void **)&found))) found = NULL;
        this->Attach(found);
        return *this;
    }
};

class CComBSTR {
public:
    BSTR m_str;

    CComBSTR() throw() : m_str(NULL) {}
    CComBSTR(const wchar_t *text) : m_str(SysAllocString(text)) {}
    CComBSTR(int length, const wchar_t *text) : m_str(SysAllocStringLen(text, (UINT)length)) {}
    CComBSTR(const char *text) : m_str(NULL) { Append(text); }
    CComBSTR(const CComBSTR &other) : m_str(other.Copy()) {}
    ~CComBSTR() throw() { SysFreeString(m_str); }

    CComBSTR &operator=(const CComBSTR &other) {
        if (m_str != other.m_str) Attach(other.Copy());
        return *this;
    }
    CComBSTR &operator=(const wchar_t *text) {
        if (m_str != text) Attach(SysAllocString(text));
        return *this;
    }
    CComBSTR &operator=(const char *text) {
        Empty();
        Append(text);
        return *this;
    }

    operator BSTR() const throw() { return m_str; }
    BSTR *operator&() throw() {
        ATLASSERT(m_str == NULL);
        return &m_str;
    }
    bool operator!() const throw() { return m_str == NULL; }
    bool operator==(const CComBSTR &other) const throw() {
        return Length() == other.Length() && (Length() == 0 || memcmp(m_str, other.m_str, ByteLength()) == 0);
    }
    bool operator!=(const CComBSTR &other) const throw() { return !(*this == other); }

    unsigned int Length() const throw() { return SysStringLen(m_str); }
    unsigned int ByteLength() const throw() { return SysStringByteLen(m_str); }
    BSTR Copy() const { return m_str == NULL ? NULL : SysAllocStringLen(m_str, Length()); }
    HRESULT CopyTo(BSTR *other) const {
        if (other == NULL) return E_POINTER;
        *other = Copy();
        return *other == NULL && m_str != NULL ? E_OUTOFMEMORY : S_OK;
    }
    void Attach(BSTR other) throw() {
        if (m_str != other) SysFreeString(m_str);
        m_str = other;
    }
    BSTR Detach() throw() {
        BSTR given = m_str;
        m_str = NULL;
        return given;
    }
    void Empty() throw() { Attach(NULL); }
    HRESULT Append(const wchar_t *text, int length) {
        unsigned int before = Length();
        BSTR made = SysAllocStringLen(NULL, before + (UINT)length);
        if (made == NULL) return E_OUTOFMEMORY;
        if (before > 0) memcpy(made, m_str, before * sizeof(wchar_t));
        if (length > 0) memcpy(made + before, text, (size_t)length * sizeof(wchar_t));
        Attach(made);
        return S_OK;
    }
    HRESULT Append(const wchar_t *text) { return text == NULL ? S_OK : Append(text, (int)wcslen(text)); }
    HRESULT Append(const CComBSTR &other) { return Append(other.m_str, (int)other.Length()); }
    HRESULT Append(const char *text) {
        if (text == NULL) return S_OK;
        int count = MultiByteToWideChar(CP_ACP, 0, text, -1, NULL, 0);
        if (count <= 0) return E_INVALIDARG;
        wchar_t *wide = (wchar_t *)malloc((size_t)count * sizeof(wchar_t));
        if (wide == NULL) return E_OUTOFMEMORY;
        MultiByteToWideChar(CP_ACP, 0, text, -1, wide, count);
        HRESULT hr = Append(wide, count - 1);
        free(wide);
        return hr;
    }
    CComBSTR &operator+=(const wchar_t *text) {
        Append(text);
        return *this;
    }
    CComBSTR &operator+=(const CComBSTR &other) {
        Append(other);
        return *this;
    }
};

class CComVariant : public ::tagVARIANT {
    void set(VARTYPE kind) {
        VariantInit(this);
        vt = kind;
    }

public:
    CComVariant() throw() { VariantInit(this); }
    CComVariant(const VARIANT &other) : tagVARIANT() { VariantInit(this), Copy(&other); }
    CComVariant(const CComVariant &other) : tagVARIANT() { VariantInit(this), Copy(&other); }
    CComVariant(const wchar_t *text) { set(VT_BSTR), V_BSTR(this) = SysAllocString(text); }
    CComVariant(const char *text) { set(VT_BSTR), V_BSTR(this) = CComBSTR(text).Detach(); }
    CComVariant(bool value) { set(VT_BOOL), V_BOOL(this) = value ? VARIANT_TRUE : VARIANT_FALSE; }
    CComVariant(int value, VARTYPE kind = VT_I4) { set(kind), V_I4(this) = value; }
    CComVariant(unsigned int value) { set(VT_UI4), V_UI4(this) = value; }
    CComVariant(long value) { set(VT_I4), V_I4(this) = (LONG)value; }
    CComVariant(long long value) { set(VT_I8), V_I8(this) = value; }
    CComVariant(unsigned long long value) { set(VT_UI8), V_UI8(this) = value; }
    CComVariant(double value) { set(VT_R8), V_R8(this) = value; }
    CComVariant(IUnknown *object) {
        set(VT_UNKNOWN), V_UNKNOWN(this) = object;
        if (object != NULL) object->AddRef();
    }
    ~CComVariant() throw() { VariantClear(this); }

    CComVariant &operator=(const CComVariant &other) {
        Copy(&other);
        return *this;
    }
    CComVariant &operator=(const VARIANT &other) {
        Copy(&other);
        return *this;
    }
    template <typename Value> CComVariant &operator=(const Value &value) { return *this = CComVariant(value); }

    HRESULT Clear() throw() { return VariantClear(this); }
    HRESULT Copy(const VARIANT *other) { return VariantCopy(this, const_cast<VARIANT *>(other)); }
    HRESULT ChangeType(VARTYPE kind, const VARIANT *from = NULL) {
        return VariantChangeType(this, const_cast<VARIANT *>(from ? from : this), 0, kind);
    }
    HRESULT Attach(VARIANT *other) {
        HRESULT hr = Clear();
        if (SUCCEEDED(hr)) *static_cast<VARIANT *>(this) = *other, V_VT(other) = VT_EMPTY;
        return hr;
    }
    HRESULT Detach(VARIANT *other) {
        HRESULT hr = VariantClear(other);
        if (SUCCEEDED(hr)) *other = *this, V_VT(this) = VT_EMPTY;
        return hr;
    }
};

}

#ifndef _ATL_NO_AUTOMATIC_NAMESPACE
using namespace ATL;
#endif
}

#endif
