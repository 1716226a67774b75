/* GUIDs as text and back, apartments. */
#include "check.h"
#include <objbase.h>
#include <rpc.h>
#include <stdlib.h>
#include <string.h>

static const GUID known = {0x0123abcd, 0x4567, 0x89ab, {0xcd, 0xef, 0x01, 0x23, 0x45, 0x67, 0x89, 0xab}};
#define KNOWN_TEXT "0123ABCD-4567-89AB-CDEF-0123456789AB"
#define WIDE_2(text) L##text
#define WIDE(text) WIDE_2(text)

static void text(void) {
    WCHAR buffer[39];
    LPOLESTR block = NULL;
    GUID guid = {0, 0, 0, {0}};
    CHECK(StringFromGUID2(&known, buffer, 39) == 39 && wcscmp(buffer, L"{" WIDE(KNOWN_TEXT) L"}") == 0);
    CHECK(StringFromGUID2(&known, buffer, 38) == 0 && StringFromGUID2(&known, NULL, 39) == 0);
    CHECK(StringFromCLSID(&known, &block) == S_OK && wcscmp(block, buffer) == 0);
    CoTaskMemFree(block);
    CHECK(StringFromIID(&known, &block) == S_OK && wcscmp(block, buffer) == 0 && StringFromIID(&known, NULL) == E_INVALIDARG);
    CoTaskMemFree(block);
    CHECK(CLSIDFromString(L"{0123abcd-4567-89AB-cdef-0123456789ab}", &guid) == NOERROR && IsEqualGUID(&guid, &known));
    CHECK(CLSIDFromString(NULL, &guid) == S_OK && IsEqualGUID(&guid, &GUID_NULL));
    CHECK(CLSIDFromString(L"Excel.Application", &guid) == CO_E_CLASSSTRING && IIDFromString(L"{0}", &guid) == CO_E_IIDSTRING);
    CHECK(CLSIDFromString(WIDE(KNOWN_TEXT), &guid) == CO_E_CLASSSTRING && CLSIDFromString(L"x", NULL) == E_INVALIDARG);
    CHECK(IIDFromString(buffer, &guid) == S_OK && IsEqualIID(&guid, &known));
}

static void rpc(void) {
    UUID uuid = {0, 0, 0, {0}};
    RPC_CSTR narrow = NULL;
    RPC_WSTR wide = NULL;
    CHECK(UuidToStringA(&known, &narrow) == RPC_S_OK && strcmp((char *)narrow, "0123abcd-4567-89ab-cdef-0123456789ab") == 0);
    CHECK(UuidFromStringA(narrow, &uuid) == RPC_S_OK && IsEqualGUID(&uuid, &known));
    CHECK(RpcStringFreeA(&narrow) == RPC_S_OK && narrow == NULL && RpcStringFreeA(&narrow) == RPC_S_OK);
    CHECK(UuidToStringW(&known, &wide) == RPC_S_OK && wcslen(wide) == 36 && UuidFromStringW(wide, &uuid) == RPC_S_OK);
    CHECK(RpcStringFreeW(&wide) == RPC_S_OK && wide == NULL);
    CHECK(UuidFromStringA((RPC_CSTR) "{" KNOWN_TEXT "}", &uuid) == RPC_S_INVALID_STRING_UUID);
    CHECK(UuidFromStringA(NULL, &uuid) == RPC_S_OK && IsEqualGUID(&uuid, &GUID_NULL));
    CHECK(UuidToStringA(NULL, &narrow) == RPC_S_INVALID_ARG && RpcStringFreeA(NULL) == RPC_S_INVALID_ARG);
}

static void fresh(void) {
    GUID one, other;
    CHECK(CoCreateGuid(&one) == S_OK && UuidCreate(&other) == RPC_S_OK && !IsEqualGUID(&one, &other));
    CHECK((one.Data3 & 0xF000) == 0x4000 && (one.Data4[0] & 0xC0) == 0x80 && CoCreateGuid(NULL) == E_INVALIDARG);
}

static DWORD WINAPI other_thread(LPVOID parameter) {
    (void)parameter;
    CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK);
    CHECK(CoInitialize(NULL) == RPC_E_CHANGED_MODE);
    return 0;
}

static void apartments(void) {
    HANDLE thread;
    CHECK(CoInitialize(NULL) == S_OK && CoInitializeEx(NULL, COINIT_APARTMENTTHREADED | COINIT_DISABLE_OLE1DDE) == S_FALSE);
    CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == RPC_E_CHANGED_MODE);
    thread = CreateThread(NULL, 0, other_thread, NULL, 0, NULL);
    CHECK(thread != NULL && WaitForSingleObject(thread, INFINITE) == WAIT_OBJECT_0);
    FAILS_WITH(TerminateThread(thread, 1), ERROR_NOT_SUPPORTED);
    FAILS_WITH(TerminateThread(BAD_HANDLE, 1), ERROR_INVALID_HANDLE);
    CloseHandle(thread);
    CoUninitialize();
    CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == RPC_E_CHANGED_MODE);
    CoUninitialize();
    CHECK(CoInitializeEx(NULL, COINIT_MULTITHREADED) == S_OK);
    CoUninitialize();
    CoUninitialize();
    CHECK(CoInitializeEx(NULL, 0x100) == E_INVALIDARG && CoInitializeEx(&thread, 0) == E_INVALIDARG);
}

int main(void) {
    text();
    rpc();
    fresh();
    apartments();
    return check_failures;
}
