// Says in the program's memory what of it still runs when it is told of its end.
#include <httpserv.h>

#include "stop_state.h"

#include <cstdlib>
#include <cstring>
#include <string>
#include <unistd.h>

namespace {

stop_state *g_state = nullptr;
IHttpServer *g_server = nullptr;
HTTP_MODULE_ID g_id = nullptr;
IHttpFileMonitor *g_monitor = nullptr;

int load(int &value) { return __atomic_load_n(&value, __ATOMIC_SEQ_CST); }
void add(int &value, int by = 1) { __atomic_add_fetch(&value, by, __ATOMIC_SEQ_CST); }

// A call of the host's.
class Inside {
public:
    Inside() {
        add(g_state->inside);
        look();
    }
    ~Inside() {
        look();
        add(g_state->inside, -1);
    }

private:
    static void look() {
        if (load(g_state->terminated)) {
            add(g_state->late);
        }
    }
};

// A notification that takes a while, so that the end comes in the middle of it.
void slow(int &begun, int &ended) {
    Inside inside;
    add(begun);
    usleep(400 * 1000);
    add(ended);
}

class Kept : public IHttpConnectionStoredContext {
public:
    virtual ~Kept() {}
    void NotifyDisconnect() {
        Inside inside;
        add(g_state->notified);
    }
    void CleanupStoredContext() {
        Inside inside;
        add(g_state->cleaned);
        delete this;
    }
};

void CALLBACK completed(DWORD, DWORD, LPOVERLAPPED) {
    Inside inside;
    add(g_state->completions);
}

class Module : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnExecuteRequestHandler(IHttpContext *context, IHttpEventProvider *) {
        Inside inside;
        PCSTR query = nullptr;
        DWORD length = 0;
        context->GetServerVariable("QUERY_STRING", &query, &length);
        const std::string what = query ? query : "";
        context->SetRequestHandled();
        if (what == "hang") {
            add(g_state->hangs);
            while (!load(g_state->released)) {
                usleep(1000);
            }
        } else if (what == "keep") {
            context->GetConnection()->GetModuleContextContainer()->SetConnectionModuleContext(new Kept, g_id);
        } else if (what.compare(0, 6, "watch:") == 0) {
            g_server->RegisterFileChangeMonitor(std::wstring(what.begin() + 6, what.end()).c_str(), nullptr, &g_monitor);
        } else if (what.compare(0, 10, "associate:") == 0) {
            associate(std::wstring(what.begin() + 10, what.end()));
        }
        HTTP_DATA_CHUNK chunk = {};
        chunk.DataChunkType = HttpDataChunkFromMemory;
        chunk.FromMemory.pBuffer = const_cast<char *>("text");
        chunk.FromMemory.BufferLength = 4;
        DWORD sent = 0;
        context->GetResponse()->WriteEntityChunks(&chunk, 1, FALSE, FALSE, &sent, nullptr);
        return RQ_NOTIFICATION_CONTINUE;
    }

    REQUEST_NOTIFICATION_STATUS OnEndRequest(IHttpContext *, IHttpEventProvider *) {
        Inside inside;
        return RQ_NOTIFICATION_CONTINUE;
    }

    void Dispose() {
        {
            Inside inside;
            add(g_state->disposed);
        }
        delete this;
    }

private:
    // Ten handles, one function.
    static void associate(const std::wstring &path) {
        for (int i = 0; i < 10; ++i) {
            HANDLE file = CreateFileW(path.c_str(), GENERIC_READ, FILE_SHARE_READ, nullptr, OPEN_EXISTING,
                                      FILE_FLAG_OVERLAPPED, nullptr);
            if (g_server->AssociateWithThreadPool(file, completed) == S_OK) {
                add(g_state->associated);
            }
            static OVERLAPPED overlapped[10];
            static char buffers[10][4];
            std::memset(&overlapped[i], 0, sizeof overlapped[i]);
            ReadFile(file, buffers[i], 4, nullptr, &overlapped[i]);
            CloseHandle(file);
        }
    }
};

class Global : public CGlobalModule {
public:
    virtual ~Global() {}
    GLOBAL_NOTIFICATION_STATUS OnGlobalThreadCleanup(IGlobalThreadCleanupProvider *) {
        slow(g_state->thread_cleanup, g_state->thread_cleanup_ended);
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalConfigurationChange(IGlobalConfigurationChangeProvider *) {
        slow(g_state->configuration_change, g_state->configuration_change_ended);
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalFileChange(IGlobalFileChangeProvider *) {
        slow(g_state->file_change, g_state->file_change_ended);
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStart(IHttpApplicationStartProvider *) {
        Inside inside;
        add(g_state->application_starts);
        return GL_NOTIFICATION_CONTINUE;
    }
    GLOBAL_NOTIFICATION_STATUS OnGlobalApplicationStop(IHttpApplicationStopProvider *) {
        Inside inside;
        add(g_state->application_stops);
        return GL_NOTIFICATION_CONTINUE;
    }
    void Terminate() {
        if (g_monitor) {
            g_monitor->DereferenceFileMonitor();
            // Under ThreadSanitizer the module stays mapped, and is what it was when it is loaded again.
            g_monitor = nullptr;
        }
        delete this;
    }
};

class Factory : public IHttpModuleFactory {
public:
    virtual ~Factory() {}
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) {
        Inside inside;
        *module = new Module;
        return S_OK;
    }
    void Terminate() {
        // Whoever is inside now comes too late, however it goes on.
        add(g_state->late, load(g_state->inside));
        add(g_state->terminated);
        delete this;
    }
};

}  // namespace

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *info, IHttpServer *server) {
    g_state = reinterpret_cast<stop_state *>(std::strtoull(std::getenv(STOP_STATE), nullptr, 16));
    g_server = server;
    g_id = info->GetId();
    const HRESULT result = info->SetGlobalNotifications(
        new Global, GL_THREAD_CLEANUP | GL_CONFIGURATION_CHANGE | GL_FILE_CHANGE | GL_APPLICATION_START |
                        GL_APPLICATION_STOP);
    return FAILED(result) ? result
                          : info->SetRequestNotifications(new Factory, RQ_EXECUTE_REQUEST_HANDLER | RQ_END_REQUEST, 0);
}
