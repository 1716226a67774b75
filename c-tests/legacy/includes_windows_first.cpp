// includes_windows_first.cpp: windows.h before everything, without NOMINMAX.
#include <Windows.h>
#include <WinSock2.h>
#include <Http.h>
#include <iostream>
#include <sstream>
#include <fstream>
#include <limits>
#include <algorithm>
#include <memory>
#include <functional>
#include <thread>
#include <mutex>
#include <chrono>
#include <unordered_map>
#include <filesystem>
#include <regex>
#include <cstdint>
#include <math.h>
#include <stdlib.h>
#include <assert.h>

#undef min
#undef max

using std::string;
using std::wstring;

namespace contoso
{
    namespace http
    {
        struct handle_deleter
        {
            typedef HANDLE pointer;
            void operator()(HANDLE h) const { if (h != INVALID_HANDLE_VALUE && h != nullptr) ::CloseHandle(h); }
        };
        typedef std::unique_ptr<HANDLE, handle_deleter> unique_handle;

        class error : public std::exception
        {
        public:
            explicit error(ULONG code = ::GetLastError()) : m_code(code) {}
            const char *what() const noexcept override { return "contoso::http::error"; }
            ULONG code() const { return m_code; }
        private:
            ULONG m_code;
        };

        inline void check(ULONG code)
        {
            if (code != NO_ERROR) throw error(code);
        }

        class request_buffer
        {
        public:
            request_buffer() : m_bytes(new BYTE[sizeof(HTTP_REQUEST) + 16 * 1024]()) {}
            HTTP_REQUEST *operator->() const { return reinterpret_cast<HTTP_REQUEST *>(m_bytes.get()); }
            HTTP_REQUEST &operator*() { return *operator->(); }
        private:
            std::unique_ptr<BYTE[]> m_bytes;
        };

        template <typename Property> struct property_traits;
        template <> struct property_traits<HTTP_TIMEOUT_LIMIT_INFO> { enum : int { id = HttpServerTimeoutsProperty }; };
        template <> struct property_traits<HTTP_STATE_INFO> { enum : int { id = HttpServerStateProperty }; };

        template <typename Property>
        HTTP_SERVER_PROPERTY id_of(const Property &) { return static_cast<HTTP_SERVER_PROPERTY>(property_traits<Property>::id); }

        static std::unordered_map<HTTP_CONNECTION_ID, std::shared_ptr<OVERLAPPED>> g_connections;
        static std::mutex g_lock;

        void remember(HTTP_CONNECTION_ID id)
        {
            std::lock_guard<std::mutex> hold(g_lock);
            g_connections.emplace(id, std::make_shared<OVERLAPPED>());
        }

        DWORD largest()
        {
            return std::max<DWORD>(std::numeric_limits<DWORD>::max(), (std::min)(1u, 2u));
        }

        wstring widen(const string &s) { return wstring(s.begin(), s.end()); }
    }
}

std::function<void(PHTTP_REQUEST)> g_handler = [](PHTTP_REQUEST p) { contoso::http::remember(p->ConnectionId); };

int main()
try
{
    contoso::http::request_buffer buffer;
    contoso::http::unique_handle event(::CreateEventW(nullptr, TRUE, FALSE, nullptr));
    HTTP_TIMEOUT_LIMIT_INFO timeouts = { { 1 } };
    contoso::http::check(contoso::http::id_of(timeouts) == HttpServerTimeoutsProperty ? NO_ERROR : ERROR_INVALID_PARAMETER);
    std::thread([&] { ::SetEvent(event.get()); g_handler(&*buffer); }).join();
    std::wcout << contoso::http::widen("done") << std::endl;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    if (buffer->Verb == HttpVerbGET && contoso::http::largest() == MAXDWORD)
        return ::WaitForSingleObject(event.get(), 0) == WAIT_OBJECT_0 ? 0 : 1;
    return 0;
}
catch (const contoso::http::error &e)
{
    std::cerr << e.what() << " " << e.code() << std::endl;
    return 1;
}
