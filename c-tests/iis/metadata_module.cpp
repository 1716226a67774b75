// Asks for the metadata of URLs while applications start and in requests.
#include <httpserv.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <atomic>
#include <string>
#include <thread>

namespace {

IHttpServer2 *g_server = nullptr;

std::string narrow(PCWSTR text) {
    std::string result;
    for (; text && *text; ++text) {
        result += static_cast<char>(*text);
    }
    return result;
}

std::string hex(HRESULT result) {
    char text[16];
    std::snprintf(text, sizeof(text), "%08x", static_cast<unsigned>(result));
    return text;
}

class Global : public CGlobalModule {
public:
    virtual ~Global() {}

    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationStartProvider *provider) {
        std::fprintf(stderr, "metadata: start %s\n", narrow(provider->GetApplication()->GetApplicationId()).c_str());
        std::string text;
        std::atomic<bool> came{false};
        std::thread asks([&text, &came] {
            IReferencedMetadataInfo *info = nullptr;
            const HRESULT result = g_server->GetMetadata(L"Site", L"/", &info);
            std::string told = hex(result);
            if (info) {
                told += " " + narrow(info->GetMetaPath());
                info->DereferenceMetadata();
            }
            text = told;
            came = true;
        });
        for (int tries = 0; tries < 2000 && !came; ++tries) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        if (!came) {
            std::fprintf(stderr, "metadata: within no answer\n");
            std::abort();
        }
        asks.join();
        std::fprintf(stderr, "metadata: within %s\n", text.c_str());
        return GL_NOTIFICATION_CONTINUE;
    }

    void Terminate() { delete this; }
};

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        context->SetRequestHandled();
        PCSTR query = "";
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        std::string text;
        if (std::string(query) == "keep") {
            IReferencedMetadataInfo *info = nullptr;
            g_server->GetMetadata(L"Site", L"/other/page", &info);
            text = "kept " + std::to_string(info && info->GetModuleContextContainer() ==
                                                        context->GetMetadata()->GetModuleContextContainer()) + "\n";
            if (info) {
                info->DereferenceMetadata();
            }
        } else {
            for (PCWSTR url : {L"/other/page", L"/OTHER", L"/page"}) {
                text += of(url);
            }
            IReferencedMetadataInfo *info = nullptr;
            text += "none " + hex(g_server->GetMetadata(L"None", L"/", &info)) + "\n";
        }
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>(text.data());
        chunk.FromMemory.BufferLength = static_cast<ULONG>(text.size());
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, TRUE, &sent, nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() { delete this; }

private:
    static std::string of(PCWSTR url) {
        IReferencedMetadataInfo *info = nullptr, *again = nullptr;
        const HRESULT result = g_server->GetMetadata(L"site", url, &info);
        if (result != S_OK) {
            return narrow(url) + " " + hex(result) + "\n";
        }
        g_server->GetMetadata(L"Site", url, &again);
        const std::string text = narrow(url) + " " + narrow(info->GetMetaPath()) + " " + narrow(info->GetVrPath()) +
                                 " same " + std::to_string(info == again) + "\n";
        info->DereferenceMetadata();
        again->DereferenceMetadata();
        return text;
    }
};

class Factory : public IHttpModuleFactory {
public:
    virtual ~Factory() {}

    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        *module = new Module;
        return S_OK;
    }

    void Terminate() { delete this; }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_server = static_cast<IHttpServer2 *>(server);
    HRESULT result = info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER, 0);
    if (result == S_OK) {
        result = info->SetGlobalNotifications(new Global, GL_APPLICATION_START);
    }
    return result;
}
