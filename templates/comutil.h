#ifndef PORTICO_COMUTIL_H
#define PORTICO_COMUTIL_H

/* _bstr_t and _variant_t: texts and VARIANTs that free themselves. */

#ifndef __cplusplus
#error "comutil.h is for C++"
#endif

#include <new>
#include "windows.h"
#include "oleauto.h"
#include "portico_com_error.h"

extern "C++" {

/* A BSTR that copies share. */
class _bstr_t {
    struct Text {
        BSTR wide;
        char *narrow;
        LONG references;
    };
    Text *text;

    static Text *take(BSTR wide) {
        Text *made = new Text;
        made->wide = wide;
        made->narrow = NULL;
        made->references = 1;
        return made;
    }
    static BSTR allocate(const wchar_t *units, UINT count) {
        BSTR made = SysAllocStringLen(units, count);
        if (made == NULL) _com_issue_error(E_OUTOFMEMORY);
        return made;
    }
    static BSTR of(const wchar_t *units) { return units == NULL ? NULL : allocate(units, (UINT)wcslen(units)); }
    static BSTR of(const char *bytes) {
        if (bytes == NULL) return NULL;
        int count = MultiByteToWideChar(CP_ACP, 0, bytes, -1, NULL, 0);
        BSTR made = allocate(NULL, (UINT)(count > 0 ? count - 1 : 0));
        if (count > 0) MultiByteToWideChar(CP_ACP, 0, bytes, -1, made, count);
        return made;
    }
    void release() {
        if (text != NULL && InterlockedDecrement(&text->references) == 0) {
            SysFreeString(text->wide);
            delete[] text->narrow;
            delete text;
        }
        text = NULL;
    }

public:
    _bstr_t() throw() : text(NULL) {}
    _bstr_t(const _bstr_t &other) throw() : text(other.text) {
        if (text != NULL) InterlockedIncrement(&text->references);
    }
    _bstr_t(const char *bytes) : text(take(of(bytes))) {}
    _bstr_t(const wchar_t *units) : text(take(of(units))) {}
    _bstr_t(BSTR wide, bool copies) : text(NULL) {
        text = take(copies && wide != NULL ? allocate(wide, SysStringLen(wide)) : wide);
    }
    inline _bstr_t(const VARIANT &value);
    ~_bstr_t() throw() { release(); }

    _bstr_t &operator=(const _bstr_t &other) throw() {
        if (other.text != NULL) InterlockedIncrement(&other.text->references);
        release();
        text = other.text;
        return *this;
    }
    _bstr_t &operator=(const char *bytes) { return *this = _bstr_t(bytes); }
    _bstr_t &operator=(const wchar_t *units) { return *this = _bstr_t(units); }

    _bstr_t &operator+=(const _bstr_t &other) { return *this = *this + other; }
    _bstr_t operator+(const _bstr_t &other) const {
        BSTR made = allocate(NULL, length() + other.length());
        if (length() > 0) memcpy(made, text->wide, length() * sizeof(wchar_t));
        if (other.length() > 0) memcpy(made + length(), other.text->wide, other.length() * sizeof(wchar_t));
        return _bstr_t(made, false);
    }
    _bstr_t operator+(const char *bytes) const { return *this + _bstr_t(bytes); }
    _bstr_t operator+(const wchar_t *units) const { return *this + _bstr_t(units); }

    operator const wchar_t *() const throw() { return text ? text->wide : NULL; }
    operator wchar_t *() const throw() { return text ? text->wide : NULL; }
    operator const char *() const { return narrow(); }
    operator char *() const { return narrow(); }
    bool operator!() const throw() { return text == NULL || text->wide == NULL; }

    int compare(const _bstr_t &other) const throw() {
        unsigned int i, least = length() < other.length() ? length() : other.length();
        for (i = 0; i < least; i++)
            if (text->wide[i] != other.text->wide[i]) return text->wide[i] < other.text->wide[i] ? -1 : 1;
        return length() < other.length() ? -1 : length() > other.length();
    }
    bool operator==(const _bstr_t &other) const throw() { return compare(other) == 0; }
    bool operator!=(const _bstr_t &other) const throw() { return compare(other) != 0; }
    bool operator<(const _bstr_t &other) const throw() { return compare(other) < 0; }
    bool operator>(const _bstr_t &other) const throw() { return compare(other) > 0; }
    bool operator==(const wchar_t *units) const { return compare(_bstr_t(units)) == 0; }
    bool operator!=(const wchar_t *units) const { return compare(_bstr_t(units)) != 0; }
    bool operator==(const char *bytes) const { return compare(_bstr_t(bytes)) == 0; }
    bool operator!=(const char *bytes) const { return compare(_bstr_t(bytes)) != 0; }

    unsigned int length() const throw() { return text ? SysStringLen(text->wide) : 0; }
    /* The caller's to free. */
    BSTR copy(bool copies = true) const { return text == NULL ? NULL : !copies ? text->wide : text->wide ? allocate(text->wide, length()) : NULL; }
    BSTR &GetBSTR() {
        if (text == NULL) text = take(NULL);
        return text->wide;
    }
    /* For functions that give a BSTR: what was there goes. */
    BSTR *GetAddress() {
        release();
        text = take(NULL);
        return &text->wide;
    }
    void Assign(BSTR wide) { *this = _bstr_t(wide, true); }
    void Attach(BSTR wide) { *this = _bstr_t(wide, false); }
    BSTR Detach() {
        BSTR wide = copy();
        release();
        return wide;
    }

private:
    /* As UTF-8, made when it is asked for first. */
    char *narrow() const {
        if (text == NULL || text->wide == NULL) return NULL;
        char *known = (char *)InterlockedCompareExchangePointer((PVOID volatile *)&text->narrow, NULL, NULL);
        if (known != NULL) return known;
        int size = WideCharToMultiByte(CP_ACP, 0, text->wide, (int)length() + 1, NULL, 0, NULL, NULL);
        char *made = new char[size > 0 ? size : 1];
        made[0] = 0;
        if (size > 0) WideCharToMultiByte(CP_ACP, 0, text->wide, (int)length() + 1, made, size, NULL, NULL);
        known = (char *)InterlockedCompareExchangePointer((PVOID volatile *)&text->narrow, made, NULL);
        if (known == NULL) return made;
        delete[] made;
        return known;
    }
};

inline _bstr_t operator+(const char *bytes, const _bstr_t &text) { return _bstr_t(bytes) + text; }
inline _bstr_t operator+(const wchar_t *units, const _bstr_t &text) { return _bstr_t(units) + text; }

class _variant_t : public ::tagVARIANT {
    void set(VARTYPE kind) {
        VariantInit(this);
        vt = kind;
    }
    void copy(const VARIANT &other) {
        VariantInit(this);
        _com_util::CheckError(VariantCopy(this, const_cast<VARIANT *>(&other)));
    }

public:
    _variant_t() throw() { VariantInit(this); }
    _variant_t(const VARIANT &other) { copy(other); }
    _variant_t(const VARIANT *other) { copy(*other); }
    _variant_t(const _variant_t &other) : tagVARIANT() { copy(other); }
    _variant_t(VARIANT &other, bool copies) {
        if (copies) {
            copy(other);
        } else {
            *static_cast<VARIANT *>(this) = other;
            V_VT(&other) = VT_EMPTY;
        }
    }
    _variant_t(short value, VARTYPE kind = VT_I2) {
        set(kind);
        if (kind == VT_BOOL) V_BOOL(this) = value ? VARIANT_TRUE : VARIANT_FALSE;
        else V_I2(this) = value;
    }
    _variant_t(int value) { set(VT_INT), V_INT(this) = value; }
    _variant_t(unsigned int value) { set(VT_UI4), V_UI4(this) = value; }
    _variant_t(long value) { set(VT_I4), V_I4(this) = (LONG)value; }
    _variant_t(unsigned long value) { set(VT_UI4), V_UI4(this) = (ULONG)value; }
    _variant_t(long long value) { set(VT_I8), V_I8(this) = value; }
    _variant_t(unsigned long long value) { set(VT_UI8), V_UI8(this) = value; }
    _variant_t(double value) { set(VT_R8), V_R8(this) = value; }
    _variant_t(bool value) { set(VT_BOOL), V_BOOL(this) = value ? VARIANT_TRUE : VARIANT_FALSE; }
    _variant_t(const _bstr_t &text) { set(VT_BSTR), V_BSTR(this) = text.copy(); }
    _variant_t(const wchar_t *text) { set(VT_BSTR), V_BSTR(this) = _bstr_t(text).copy(); }
    _variant_t(const char *text) { set(VT_BSTR), V_BSTR(this) = _bstr_t(text).copy(); }
    _variant_t(IUnknown *object, bool adds = true) {
        set(VT_UNKNOWN), V_UNKNOWN(this) = object;
        if (object != NULL && adds) object->AddRef();
    }
    ~_variant_t() throw() { VariantClear(this); }

    _variant_t &operator=(const _variant_t &other) { return *this = static_cast<const VARIANT &>(other); }
    _variant_t &operator=(const VARIANT &other) {
        _com_util::CheckError(VariantCopy(this, const_cast<VARIANT *>(&other)));
        return *this;
    }
    template <typename Value> _variant_t &operator=(const Value &value) { return *this = _variant_t(value); }

    operator short() const { return V_I2(&Changed(*this, VT_I2)); }
    operator int() const { return (int)V_I4(&Changed(*this, VT_I4)); }
    operator unsigned int() const { return V_UI4(&Changed(*this, VT_UI4)); }
    operator long() const { return V_I4(&Changed(*this, VT_I4)); }
    operator unsigned long() const { return V_UI4(&Changed(*this, VT_UI4)); }
    operator long long() const { return V_I8(&Changed(*this, VT_I8)); }
    operator unsigned long long() const { return V_UI8(&Changed(*this, VT_UI8)); }
    operator double() const { return V_R8(&Changed(*this, VT_R8)); }
    operator bool() const { return V_BOOL(&Changed(*this, VT_BOOL)) != VARIANT_FALSE; }
    operator _bstr_t() const { return _bstr_t(static_cast<const VARIANT &>(*this)); }

    void Clear() { _com_util::CheckError(VariantClear(this)); }
    void Attach(VARIANT &other) {
        Clear();
        *static_cast<VARIANT *>(this) = other;
        V_VT(&other) = VT_EMPTY;
    }
    VARIANT Detach() {
        VARIANT given = *this;
        V_VT(this) = VT_EMPTY;
        return given;
    }
    VARIANT &GetVARIANT() throw() { return *this; }
    /* For functions that give a VARIANT: what was there goes. */
    VARIANT *GetAddress() {
        Clear();
        return this;
    }
    void ChangeType(VARTYPE kind, const _variant_t *from = NULL) {
        _com_util::CheckError(VariantChangeType(this, const_cast<_variant_t *>(from ? from : this), 0, kind));
    }
    void SetString(const char *text) { *this = _variant_t(text); }

private:
    /* A temporary's life is the whole expression's. */
    struct Changed {
        VARIANT value;
        Changed(const VARIANT &from, VARTYPE kind) {
            VariantInit(&value);
            _com_util::CheckError(VariantChangeType(&value, const_cast<VARIANT *>(&from), 0, kind));
        }
        ~Changed() { VariantClear(&value); }
        const VARIANT *operator&() const { return &value; }

    private:
        Changed(const Changed &);
        Changed &operator=(const Changed &);
    };
};

inline _bstr_t::_bstr_t(const VARIANT &value) : text(NULL) {
    if (V_VT(&value) == VT_BSTR) {
        text = take(V_BSTR(&value) == NULL ? NULL : allocate(V_BSTR(&value), SysStringLen(V_BSTR(&value))));
        return;
    }
    VARIANT changed;
    VariantInit(&changed);
    _com_util::CheckError(VariantChangeType(&changed, const_cast<VARIANT *>(&value), 0, VT_BSTR));
    text = take(V_BSTR(&changed));
}

}

#endif
