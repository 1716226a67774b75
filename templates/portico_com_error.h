#ifndef PORTICO_COM_ERROR_H
#define PORTICO_COM_ERROR_H

/* _com_error: a failed HRESULT as a C++ exception. */

#include "windows.h"

extern "C++" {

class _com_error {
    HRESULT code;
    /* Made when it is asked for. */
    mutable TCHAR message[128];

public:
    _com_error(HRESULT hr) throw() : code(hr) { message[0] = 0; }
    virtual ~_com_error() throw() {}

    HRESULT Error() const throw() { return code; }
    WORD WCode() const throw() { return HRESULT_FACILITY(code) == FACILITY_ITF ? (WORD)(HRESULT_CODE(code) - 0x200) : 0; }
    const TCHAR *ErrorMessage() const throw() {
        if (message[0] == 0) {
            DWORD length = FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, (DWORD)code, 0, message,
                                         ARRAYSIZE(message), NULL);
            while (length > 0 && (message[length - 1] == '\n' || message[length - 1] == '\r' || message[length - 1] == '.')) length--;
            message[length] = 0;
            if (length == 0) wsprintf(message, TEXT("Unknown error 0x%08lX"), (DWORD)code);
        }
        return message;
    }
};

inline void _com_raise_error(HRESULT hr) { throw _com_error(hr); }
inline void _com_issue_error(HRESULT hr) { throw _com_error(hr); }

namespace _com_util {
inline void CheckError(HRESULT hr) {
    if (FAILED(hr)) _com_issue_error(hr);
}
}

}

#endif
