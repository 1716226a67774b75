// OnReadEntity of a module that changes what is read: in place, by a buffer of its own that is
// larger, by nothing at all.
#include "request_module.h"

#include <cctype>

namespace {

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnReadEntity(IHttpContext *context, IReadEntityProvider *provider) override {
        PVOID buffer = nullptr;
        DWORD bytes = 77, room = 77;
        provider->GetEntity(&buffer, &bytes, &room);
        say(context, "entity [%.*s] room %d", int(bytes), static_cast<char *>(buffer), room >= bytes && room > 0);
        if (asks(context, "upper")) {
            for (DWORD i = 0; i < bytes; i++) {
                static_cast<char *>(buffer)[i] = char(std::toupper(static_cast<char *>(buffer)[i]));
            }
        } else if (asks(context, "double")) {
            char *own = static_cast<char *>(context->AllocateRequestMemory(bytes * 2 + 1));
            for (DWORD i = 0; i < bytes; i++) {
                own[2 * i] = own[2 * i + 1] = static_cast<char *>(buffer)[i];
            }
            provider->SetEntity(own, bytes * 2, bytes * 2 + 1);
        } else if (asks(context, "shorter")) {
            // Nothing is left of the first piece.
            if (first_) {
                provider->SetEntity(buffer, 0, room);
            }
        } else if (asks(context, "more") && bytes == 0 && first_at_end_) {
            // Something behind the end.
            first_at_end_ = false;
            static char more[] = "more";
            provider->SetEntity(more, 4, 4);
        } else if (asks(context, "inner")) {
            // Who reads while a piece is shown has the body as it came.
            char inner[4];
            DWORD count = 0;
            HRESULT result = context->GetRequest()->ReadEntityBody(inner, sizeof inner, FALSE, &count);
            say(context, "inner 0x%08X [%.*s]", unsigned(result), int(count), inner);
        }
        first_ = false;
        provider->SetErrorStatus(E_FAIL);
        return asks(context, "finish") ? RQ_NOTIFICATION_FINISH_REQUEST : RQ_NOTIFICATION_CONTINUE;
    }

private:
    bool first_ = true, first_at_end_ = true;
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *) {
    return info->SetRequestNotifications(new ModuleFactory<Module>, RQ_READ_ENTITY, 0);
}
