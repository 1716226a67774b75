// What the modules of the request tests have in common: they do what a query asks for, and say on
// standard error what they have seen.
#ifndef PORTICO_TESTS_REQUEST_MODULE_H
#define PORTICO_TESTS_REQUEST_MODULE_H

#include <httpserv.h>

#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <mutex>
#include <string>

#define CODE(error) HRESULT_FROM_WIN32(error)

// A line of the log: what the client has called the request, then the text.
inline void say(IHttpContext *context, const char *format, ...) {
    char text[8192];
    va_list arguments;
    va_start(arguments, format);
    std::vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    PCSTR tag = context->GetRequest()->GetHeader("X-Tag");
    static std::mutex turn;
    std::lock_guard<std::mutex> lock(turn);
    std::fprintf(stderr, "%s: %s\n", tag ? tag : "(no tag)", text);
}

inline std::string narrow(PCWSTR text) {
    std::string result;
    while (text && *text) {
        result += char(*text++);
    }
    return text ? result : "(null)";
}

inline const char *or_null(const char *text) {
    return text ? text : "(null)";
}

// Whether the request's query has this word.
inline bool asks(IHttpContext *context, const char *word) {
    const char *url = context->GetRequest()->GetRawHttpRequest()->pRawUrl;
    const char *query = std::strchr(url, '?');
    return query && std::strstr(query, word);
}

template <class Module>
class ModuleFactory : public IHttpModuleFactory {
public:
    HRESULT GetHttpModule(CHttpModule **module, IModuleAllocator *) override {
        *module = new Module;
        return S_OK;
    }

    void Terminate() override { delete this; }

    virtual ~ModuleFactory() {}
};

#endif
