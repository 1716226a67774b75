// Forgets memory: the driver has to say so.
#include <httpserv.h>

int *volatile portico_forgotten;

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *, IHttpServer *) {
    portico_forgotten = new int[1000];
    portico_forgotten = nullptr;
    return S_OK;
}
