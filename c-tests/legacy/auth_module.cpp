// auth_module.cpp : Basic authentication against a list of users: IHttpUser,
// IAuthenticationProvider, and a custom notification.
//
#include "stdafx.h"
#include "auth_module.h"

#include <httpserv.h>
#include <string.h>
#include <wchar.h>

#define REALM "contoso"
#define MAX_USER_LENGTH (256 + 1)


class MyHttpUser : public IHttpUser
{
public:
    MyHttpUser(PCWSTR pszUser, PCWSTR pszPassword) : m_refs(1)
    {
        StringCchCopyOrEmpty(m_szUser, MAX_USER_LENGTH, pszUser);
        StringCchCopyOrEmpty(m_szPassword, MAX_USER_LENGTH, pszPassword);
    }

    virtual PCWSTR GetRemoteUserName(VOID) { return m_szUser; }
    virtual PCWSTR GetUserName(VOID) { return m_szUser; }
    virtual PCWSTR GetAuthenticationType(VOID) { return L"Basic"; }
    virtual PCWSTR GetPassword(VOID) { return m_szPassword; }
    virtual HANDLE GetImpersonationToken(VOID) { return NULL; }
    virtual HANDLE GetPrimaryToken(VOID) { return NULL; }

    virtual VOID ReferenceUser(VOID) { InterlockedIncrement(&m_refs); }
    virtual VOID DereferenceUser(VOID)
    {
        if (InterlockedDecrement(&m_refs) == 0)
            delete this;
    }

    virtual BOOL SupportsIsInRole(VOID) { return FALSE; }
    virtual HRESULT IsInRole(IN PCWSTR pszRoleName, OUT BOOL * pfInRole)
    {
        UNREFERENCED_PARAMETER(pszRoleName);
        UNREFERENCED_PARAMETER(pfInRole);
        return E_NOTIMPL;
    }

    virtual PVOID GetUserVariable(IN PCSTR pszVariableName)
    {
        if (strcmp(pszVariableName, HTTP_USER_VARIABLE_SID) == 0)
            return (PVOID) (PSID) NULL;
        return NULL;
    }

private:
    // private: only DereferenceUser deletes.
    virtual ~MyHttpUser() {}

    static void StringCchCopyOrEmpty(PWSTR pszTo, size_t cch, PCWSTR pszFrom)
    {
        if (pszFrom == NULL || wcslen(pszFrom) >= cch)
            pszFrom = L"";
        wcscpy(pszTo, pszFrom);
    }

    LONG  m_refs;
    WCHAR m_szUser[MAX_USER_LENGTH];
    WCHAR m_szPassword[MAX_USER_LENGTH];
};

class CAuthNotification : public ICustomNotificationProvider
{
public:
    explicit CAuthNotification(IHttpUser * pUser) : pUser(pUser), hrStatus(S_OK) {}
    PCWSTR QueryNotificationType() override { return L"ContosoAuthenticated"; }
    VOID SetErrorStatus(HRESULT hrError) override { hrStatus = hrError; }

    IHttpUser * pUser;
    HRESULT     hrStatus;
};

REQUEST_NOTIFICATION_STATUS
CAuthModule::OnAuthenticateRequest(IHttpContext * pHttpContext, IAuthenticationProvider * pProvider)
{
    USHORT cchAuthorization = 0;
    PCSTR pszAuthorization = pHttpContext->GetRequest()->GetHeader(HttpHeaderAuthorization, &cchAuthorization);
    IHttpUser * pOld = pHttpContext->GetUser();
    IHttpUser * pUser = NULL;
    BOOL fCompletionExpected = FALSE;

    if (pOld != NULL || pszAuthorization == NULL || cchAuthorization < 6)
    {
        return RQ_NOTIFICATION_CONTINUE;
    }
    pUser = new MyHttpUser(L"alice", L"secret");
    if (pUser == NULL)
    {
        pProvider->SetErrorStatus(E_OUTOFMEMORY);
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
    pProvider->SetUser(pUser);

    CAuthNotification notification(pUser);
    HRESULT hr = pHttpContext->NotifyCustomNotification(&notification, &fCompletionExpected);
    if (FAILED(hr))
        return Challenge(pHttpContext->GetResponse(), hr);
    return fCompletionExpected ? RQ_NOTIFICATION_PENDING : RQ_NOTIFICATION_CONTINUE;
}

REQUEST_NOTIFICATION_STATUS CAuthModule::OnAuthorizeRequest(IHttpContext * pHttpContext, IHttpEventProvider * pProvider)
{
    IHttpUser * pUser = pHttpContext->GetUser();
    if (pUser == NULL || *pUser->GetUserName() == L'\0')
    {
        return Challenge(pHttpContext->GetResponse(), HRESULT_FROM_WIN32(ERROR_ACCESS_DENIED));
    }
    return RQ_NOTIFICATION_CONTINUE;
}

REQUEST_NOTIFICATION_STATUS CAuthModule::Challenge(IHttpResponse * pResponse, HRESULT hrReason)
{
    static const char szChallenge[] = "Basic realm=\"" REALM "\"";
    pResponse->SetStatus(401, "Unauthorized", 2, hrReason);
    pResponse->SetHeader(HttpHeaderWwwAuthenticate, szChallenge, (USHORT) (sizeof(szChallenge) - 1), FALSE);
    pResponse->SetHeader("WWW-Authenticate", "Negotiate", 9, FALSE);
    pResponse->DeleteHeader("Server");
    pResponse->DeleteHeader(HttpHeaderServer);
    pResponse->SetErrorDescription(L"Sign in.", 8, TRUE);
    return RQ_NOTIFICATION_FINISH_REQUEST;
}
