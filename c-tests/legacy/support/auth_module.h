#ifndef __AUTH_MODULE_H__
#define __AUTH_MODULE_H__

#if _MSC_VER > 1000
#pragma once
#endif

// Only names are needed here.
class CHttpModule;

#include <httpserv.h>

class CAuthModule : public CHttpModule
{
public:
    CAuthModule() {}
    virtual ~CAuthModule() {}

    virtual REQUEST_NOTIFICATION_STATUS OnAuthenticateRequest(
        IN IHttpContext *            pHttpContext,
        IN IAuthenticationProvider * pProvider
        );

    virtual REQUEST_NOTIFICATION_STATUS OnAuthorizeRequest(
        IN IHttpContext *       pHttpContext,
        IN IHttpEventProvider * pProvider
        );

private:
    REQUEST_NOTIFICATION_STATUS Challenge(IHttpResponse * pResponse, HRESULT hrReason);
};

#endif // __AUTH_MODULE_H__
