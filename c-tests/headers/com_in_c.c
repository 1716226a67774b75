/* An interface in C: a structure that points to a table of functions. */
#define PORTICO_NO_WCHAR_GUARD
#define COBJMACROS
#include <windows.h>
#include <unknwn.h>

static LONG references = 1;
static HRESULT STDMETHODCALLTYPE query(IUnknown *This, REFIID riid, void **object) {
    *object = IsEqualIID(riid, &IID_IUnknown) ? This : NULL;
    return *object ? S_OK : E_NOINTERFACE;
}
static ULONG STDMETHODCALLTYPE add(IUnknown *This) { (void)This; return (ULONG)InterlockedIncrement(&references); }
static ULONG STDMETHODCALLTYPE release(IUnknown *This) { (void)This; return (ULONG)InterlockedDecrement(&references); }

int main(void) {
    IUnknownVtbl table = {query, add, release};
    IUnknown object = {&table};
    void *found = NULL;
    if (IUnknown_QueryInterface(&object, &IID_IUnknown, &found) != S_OK || found != &object) return 1;
    if (IUnknown_QueryInterface(&object, &IID_IClassFactory, &found) != E_NOINTERFACE) return 2;
    return IUnknown_AddRef(&object) == 2 && IUnknown_Release(&object) == 1 ? 0 : 3;
}
