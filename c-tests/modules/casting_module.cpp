// A module that casts what it is given, as real modules do, and is called and disposed from Rust.
#include <httpserv.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#ifdef __GXX_RTTI
#include <typeinfo>
#endif

extern "C" PVOID portico_private_test_application(void);
extern "C" void portico_private_test_cleanup(PVOID context);

// Where a check fails its line is the status of the request.
#define CHECK(condition)                    \
    do {                                    \
        if (!(condition)) {                 \
            return __LINE__;                \
        }                                   \
    } while (0)

namespace {

int alive = 0;

class StoredContext : public IHttpStoredContext {
public:
    explicit StoredContext(int *cleaned) : cleaned_(cleaned) { ++alive; }

    void CleanupStoredContext() {
        ++*cleaned_;
        --alive;
        delete this;
    }

    virtual ~StoredContext() {}

private:
    int *cleaned_;
};

class Module : public CHttpModule {
public:
    Module() { ++alive; }
    ~Module() { --alive; }

    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *context, IHttpEventProvider *provider) {
        const int line = context != NULL ? __LINE__ : check(provider);
        if (line != 0) {
            provider->SetErrorStatus(line);
        }
        return RQ_NOTIFICATION_CONTINUE;
    }

private:
    static int check(IHttpEventProvider *provider) {
        // An object made in Rust, through the vtable.
        IHttpApplication *application = static_cast<IHttpApplication *>(portico_private_test_application());
        CHECK(wcscmp(application->GetApplicationId(), L"/LM/W3SVC/1/ROOT") == 0);
        CHECK(application->GetModuleContextContainer() == NULL);

        // The C-style cast that modules use to reach newer versions.
        IHttpApplication2 *newer = (IHttpApplication2 *)application;
        CHECK(!newer->QueryIsWarmingUp());
        newer->BeginApplicationWarmup();
        CHECK(newer->QueryIsWarmingUp());
        newer->EndApplicationWarmup();

#ifdef __GXX_RTTI
        CHECK(dynamic_cast<IHttpApplication2 *>(application) == newer);
        CHECK(typeid(*application) == typeid(IHttpApplication2));
        CHECK(typeid(*application) != typeid(IHttpApplication));
        CHECK(strstr(typeid(*application).name(), "IHttpApplication2") != NULL);
        CHECK(dynamic_cast<IPreBeginRequestProvider *>(provider) != NULL);
        CHECK(dynamic_cast<IAuthenticationProvider *>(provider) == NULL);
        CHECK(typeid(*provider) == typeid(IPreBeginRequestProvider));
#else
        (void)provider;
#endif

        // An object made here, cleaned up from Rust, once.
        int cleaned = 0;
        IHttpStoredContext *stored = new StoredContext(&cleaned);
        portico_private_test_cleanup(stored);
        CHECK(cleaned == 1);
        return 0;
    }
};

class Factory : public IHttpModuleFactory {
public:
    Factory() { ++alive; }
    virtual ~Factory() { --alive; }

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module;
        return S_OK;
    }

    void Terminate() { delete this; }
};

// Instance and factory are gone by the time the module is unloaded.
struct Leak {
    ~Leak() {
        if (alive != 0) {
            abort();
        }
    }
} leak;

}  // namespace

// Neither extern "C" nor an export attribute: httpserv.h has declared it.
HRESULT __stdcall RegisterModule(DWORD version, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    UNREFERENCED_PARAMETER(server);
    if (version != 10) {
        return E_INVALIDARG;
    }
#ifdef __GXX_RTTI
    if (dynamic_cast<IHttpModuleRegistrationInfo2 *>(info) == NULL) {
        return E_NOINTERFACE;
    }
#endif
    return info->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST, 0);
}
