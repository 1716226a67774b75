#ifndef PORTICO_COMIP_H
#define PORTICO_COMIP_H

/* _com_ptr_t: a pointer to an interface that counts its references. */

#ifndef __cplusplus
#error "comip.h is for C++"
#endif

#include "windows.h"
#include "portico_com_error.h"

extern "C++" {

template <typename Interface_> struct _com_IIID {
    typedef Interface_ Interface;
    static const IID &GetIID() throw() { return __uuidof(Interface_); }
};

template <typename Id> class _com_ptr_t {
public:
    typedef typename Id::Interface Interface;

private:
    Interface *object;

    void add() const throw() {
        if (object != NULL) object->AddRef();
    }
    void release() throw() {
        Interface *before = object;
        object = NULL;
        if (before != NULL) before->Release();
    }

public:
    _com_ptr_t() throw() : object(NULL) {}
    _com_ptr_t(const _com_ptr_t &other) throw() : object(other.object) { add(); }
    _com_ptr_t(Interface *other) throw() : object(other) { add(); }
    _com_ptr_t(Interface *other, bool adds) throw() : object(other) {
        if (adds) add();
    }
    /* Of another interface: by QueryInterface. */
    template <typename Other> explicit _com_ptr_t(const _com_ptr_t<Other> &other) : object(NULL) { *this = (IUnknown *)other.GetInterfacePtr(); }
    ~_com_ptr_t() throw() { release(); }

    static const IID &GetIID() throw() { return Id::GetIID(); }

    _com_ptr_t &operator=(const _com_ptr_t &other) throw() { return *this = other.object; }
    _com_ptr_t &operator=(Interface *other) throw() {
        if (other != NULL) other->AddRef();
        release();
        object = other;
        return *this;
    }
    template <typename Other> _com_ptr_t &operator=(Other *other) {
        Interface *found = NULL;
        if (other != NULL) {
            HRESULT hr = other->QueryInterface(GetIID(), (void **)&found);
            if (FAILED(hr) && hr != E_NOINTERFACE) _com_issue_error(hr);
        }
        release();
        object = found;
        return *this;
    }

    operator Interface *() const throw() { return object; }
    Interface &operator*() const {
        if (object == NULL) _com_issue_error(E_POINTER);
        return *object;
    }
    /* For functions that give an interface: what was there goes. */
    Interface **operator&() throw() {
        release();
        return &object;
    }
    Interface *operator->() const {
        if (object == NULL) _com_issue_error(E_POINTER);
        return object;
    }
    bool operator!() const throw() { return object == NULL; }
    bool operator==(Interface *other) const throw() { return object == other; }
    bool operator!=(Interface *other) const throw() { return object != other; }

    Interface *GetInterfacePtr() const throw() { return object; }
    Interface *&GetInterfacePtr() throw() { return object; }
    void Attach(Interface *other) throw() {
        release();
        object = other;
    }
    void Attach(Interface *other, bool adds) throw() {
        Attach(other);
        if (adds) add();
    }
    Interface *Detach() throw() {
        Interface *given = object;
        object = NULL;
        return given;
    }
    void AddRef() {
        if (object == NULL) _com_issue_error(E_POINTER);
        object->AddRef();
    }
    void Release() {
        if (object == NULL) _com_issue_error(E_POINTER);
        release();
    }
    template <typename Other> HRESULT QueryInterface(const IID &iid, Other *&other) const {
        return object ? object->QueryInterface(iid, (void **)&other) : E_POINTER;
    }
    template <typename Other> HRESULT QueryInterface(const IID &iid, Other **other) const {
        return object ? object->QueryInterface(iid, (void **)other) : E_POINTER;
    }
};

}

#endif
