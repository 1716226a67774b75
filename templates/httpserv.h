/* httpserv.h: the IIS native module API. */

#ifndef PORTICO_HTTPSERV_H
#define PORTICO_HTTPSERV_H

#ifndef __cplusplus
#error "httpserv.h declares C++ classes; compile this file as C++"
#endif

#include "windows.h"
#include "http.h"
#include "ahadmin.h"
#include "debugapi.h"
#include "portico_interface.h"
#include "portico_uuid.h"

@forward iis::stored_context
@forward iis::site
@forward iis::request
@forward iis::response
@forward iis::connection
@forward iis::context
@forward iis::trace
@forward iis::cache
@forward iis::server
@forward iis::provider
@forward iis::global_provider
@forward iis::module

class IWpfSettings;
class IWorkerProcessFramework;

typedef IHttpApplicationProvider IHttpApplicationStartProvider;
typedef IHttpApplicationProvider IHttpApplicationStopProvider;

/* Names a module to the server. */
typedef PVOID HTTP_MODULE_ID;

/* Notifications, results, flags and versions */

@declare iis::notification

/* The enum has no enumerators. */
enum HTTP_CONTEXT_INTERFACE_VERSION {
};

/* Priorities for SetPriorityForRequestNotification; reversed for RQ_SEND_RESPONSE. */
#define PRIORITY_ALIAS_FIRST  L"FIRST"
#define PRIORITY_ALIAS_HIGH   L"HIGH"
#define PRIORITY_ALIAS_MEDIUM L"MEDIUM"
#define PRIORITY_ALIAS_LOW    L"LOW"
#define PRIORITY_ALIAS_LAST   L"LAST"

/* Names for IHttpUser::GetUserVariable. */
#define HTTP_USER_VARIABLE_SID         "SID"
#define HTTP_USER_VARIABLE_CTXT_HANDLE "CtxtHandle"
#define HTTP_USER_VARIABLE_CRED_HANDLE "CredHandle"

/* Completes an operation that was started with a callback; the result drives the pipeline. */
typedef REQUEST_NOTIFICATION_STATUS(WINAPI *PFN_ASYNC_COMPLETION)(IHttpContext3 *pHttpContext,
                                                                  IHttpCompletionInfo2 *pCompletionInfo,
                                                                  VOID *pvCompletionContext);

#include "httptrace.h"

/* Newer versions of an interface hide methods of the older ones, as on Windows. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Woverloaded-virtual"

/* Contexts and containers */

@classes iis::stored_context

/* Sites, applications, URLs and handlers */

@classes iis::site

/* The request */

@classes iis::request

/* The response */

@classes iis::response

/* The connection and the user */

@classes iis::connection

/* The request context */

@classes iis::context

/* Tracing */

@classes iis::trace

/* Cache records */

@classes iis::cache

/* The server */

@classes iis::server

/* Arguments of request notifications */

@classes iis::provider

/* Arguments of global notifications */

@classes iis::global_provider

/* What a module implements */

/* A module that registers for a notification and does not override its method ends here. */
inline void PorticoUnhandled(const char *method) {
    OutputDebugStringA("This module subscribed to an event but did not override the method in its class: ");
    OutputDebugStringA(method);
    OutputDebugStringA("\n");
    DebugBreak();
}

inline REQUEST_NOTIFICATION_STATUS PorticoUnhandledRequest(const char *method) {
    PorticoUnhandled(method);
    return RQ_NOTIFICATION_CONTINUE;
}

inline GLOBAL_NOTIFICATION_STATUS PorticoUnhandledGlobal(const char *method) {
    PorticoUnhandled(method);
    return GL_NOTIFICATION_CONTINUE;
}

/* Base of request modules: one instance for each request that needs the module. */
class IIS_API CHttpModule {
public:
@slots CHttpModule

protected:
    CHttpModule() {}

    /* Last, so that it takes the two slots behind all others; the server calls Dispose. */
    virtual ~CHttpModule() {}
};

/* Base of global modules. */
class IIS_API CGlobalModule {
public:
@slots CGlobalModule
};

@class IModuleAllocator

@class IHttpModuleFactory

@class IHttpModuleRegistrationInfo

@class IHttpModuleRegistrationInfo2

#pragma GCC diagnostic pop

/* IIDs, for __uuidof */

@uuids iis::stored_context
@uuids iis::site
@uuids iis::request
@uuids iis::response
@uuids iis::connection
@uuids iis::context
@uuids iis::trace
@uuids iis::cache
@uuids iis::server
@uuids iis::provider
@uuids iis::global_provider
@uuids iis::module

/* The newer version `T2` of an object that is known as `T1`. */
template <class T1, class T2>
inline HRESULT HttpGetExtendedInterface(IHttpServer *pHttpServer, T1 *pInput, T2 **ppOutput) {
    IHttpServer2 *pHttpServer2 = NULL;
    HRESULT hr = pHttpServer->GetExtendedInterface(HTTP_SERVER_INTERFACE_V2, (PVOID *)&pHttpServer2);
    if (SUCCEEDED(hr)) {
        hr = pHttpServer2->GetExtendedInterface(__uuidof(T1), pInput, __uuidof(T2), (PVOID *)ppOutput);
    }
    return hr;
}

/* What a module exports. Declared here so that a plain definition is exported unmangled. */
#define MODULE_REGISTERMODULE "RegisterModule"

extern "C" __attribute__((visibility("default"))) HRESULT WINAPI
RegisterModule(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *pGlobalInfo);

typedef HRESULT(WINAPI *PFN_REGISTERMODULE)(DWORD dwServerVersion, IHttpModuleRegistrationInfo *pModuleInfo,
                                            IHttpServer *pGlobalInfo);

#endif
