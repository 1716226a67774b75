// A handler of *.said: answers with the status, and all that belongs to it, that the page's name asks for. Sends of a
// request tell what its status is.
#include "response_test.h"

#include <atomic>

namespace {

// An exception that counts its references.
class Exception : public IAppHostConfigException {
public:
    std::atomic<LONG> references{1};
    HRESULT QueryInterface(REFIID, void **) { return E_NOINTERFACE; }
    ULONG AddRef() { return static_cast<ULONG>(++references); }
    ULONG Release() { return static_cast<ULONG>(--references); }
    HRESULT get_LineNumber(ULONG *) { return E_NOTIMPL; }
    HRESULT get_FileName(BSTR *) { return E_NOTIMPL; }
    HRESULT get_ConfigPath(BSTR *) { return E_NOTIMPL; }
    HRESULT get_ErrorLine(BSTR *) { return E_NOTIMPL; }
    HRESULT get_PreErrorLine(BSTR *) { return E_NOTIMPL; }
    HRESULT get_PostErrorLine(BSTR *) { return E_NOTIMPL; }
    HRESULT get_ErrorString(BSTR *) { return E_NOTIMPL; }
};

Exception exception;

std::string variable(IHttpContext *context, PCSTR name) {
    PCSTR value = NULL;
    DWORD length = 0;
    RETURNS(context->GetServerVariable(name, &value, &length), S_OK);
    return std::string(value, length);
}

std::string narrow(PCWSTR text) {
    std::string copy;
    for (; text != NULL && *text != 0; ++text)
        copy += static_cast<char>(*text);
    return copy;
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        IHttpResponse *response = context->GetResponse();
        const std::string url = variable(context, "URL"), name = url.substr(url.rfind('/') + 1);
        if (name == "keep.said") {
            RETURNS(response->SetStatus(404, "Kept", 7, E_ACCESSDENIED, &exception, TRUE), S_OK);
            RETURNS(write(response, "said by the module"), S_OK);
        } else if (name == "page.said") {
            RETURNS(response->SetStatus(404, NULL), S_OK);
            RETURNS(write(response, "not for everybody"), S_OK);
        } else if (name == "describe.said") {
            RETURNS(response->SetStatus(403, NULL, 14, E_ACCESSDENIED), S_OK);
            RETURNS(response->SetErrorDescription(L"no <entry>", 10, TRUE), S_OK);
        } else if (name == "executed.said") {
            std::fprintf(stderr, "said: executed for %s\n", variable(context, "QUERY_STRING").c_str());
            RETURNS(response->SetStatus(404, NULL), S_OK);
            RETURNS(write(response, "executed by the module"), S_OK);
        } else if (name == "references.said") {
            RETURNS(write(response, std::to_string(exception.references).c_str()), S_OK);
        } else {
            return RQ_NOTIFICATION_CONTINUE;
        }
        context->SetRequestHandled();
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnSendResponse(IHttpContext *context, ISendResponseProvider *) {
        USHORT status = 0, sub_status = 0;
        PCSTR reason = NULL;
        HRESULT error = S_OK;
        PCWSTR module = NULL;
        DWORD notification = 0;
        IAppHostConfigException *found = NULL;
        BOOL skips = FALSE;
        context->GetResponse()->GetStatus(&status, &sub_status, &reason, NULL, &error, &module, &notification, &found, &skips);
        std::fprintf(stderr, "said: %s %s is %u.%u %s 0x%08x by %s in %x, %s%s%s\n", context->GetParentContext() ? "child" : "parent",
                     variable(context, "URL").c_str(), status, sub_status, reason, static_cast<unsigned>(error),
                     narrow(module).c_str(), static_cast<unsigned>(notification), found == &exception ? "exception " : "",
                     skips ? "stays " : "goes ", narrow(context->GetResponse()->GetErrorDescription()).c_str());
        if (found != NULL)
            found->Release();
        return RQ_NOTIFICATION_CONTINUE;
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new Factory<Module>, RQ_EXECUTE_REQUEST_HANDLER | RQ_SEND_RESPONSE, 0);
}
