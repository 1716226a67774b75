// Tells events as modules do: at its start, and for a request with what the client has sent.
#include <httpserv.h>

class Source {
public:
    Source() : m_hEventLog(RegisterEventSourceW(NULL, L"IIS Test Module V2")) {}
    ~Source() { DeregisterEventSource(m_hEventLog); }

    BOOL Report(WORD type, DWORD id, LPCWSTR text) const {
        LPCWSTR texts[] = {text};
        return ReportEventW(m_hEventLog, type, 0, id, NULL, _countof(texts), 0, texts, NULL);
    }

private:
    HANDLE m_hEventLog;
};

class Events : public CHttpModule {
public:
    REQUEST_NOTIFICATION_STATUS OnBeginRequest(IHttpContext *pHttpContext, IHttpEventProvider *) override {
        USHORT length = 0;
        PCSTR said = pHttpContext->GetRequest()->GetHeader("X-Say", &length);
        if (said == NULL) {
            return RQ_NOTIFICATION_CONTINUE;
        }
        // Bytes of clients, as far as they are text.
        WCHAR text[256];
        int letters = MultiByteToWideChar(CP_UTF8, 0, said, -1, text, _countof(text));
        BOOL told = letters > 0 && Source().Report(EVENTLOG_WARNING_TYPE, 0x80000002, text);
        pHttpContext->GetResponse()->SetStatus(told ? 200 : 500, told ? "Told" : "Not told");
        return RQ_NOTIFICATION_FINISH_REQUEST;
    }
};

class Factory final : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **ppModule, IModuleAllocator *) override {
        *ppModule = new Events;
        return S_OK;
    }
    void Terminate() override { delete this; }
};

HRESULT __stdcall RegisterModule(DWORD, IHttpModuleRegistrationInfo *pModuleInfo, IHttpServer *) {
    Source().Report(EVENTLOG_INFORMATION_TYPE, 1, L"Modul geladen: gr\u00FCn");
    return pModuleInfo->SetRequestNotifications(new Factory, RQ_BEGIN_REQUEST, 0);
}
