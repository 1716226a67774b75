/* Strings and variants of Automation, and the blocks that COM hands over. */
#include "check.h"

#include <oleauto.h>
#include <wchar.h>

static UINT length_before(BSTR text) {
    UINT length;
    memcpy(&length, (char *)text - 4, 4);
    return length;
}

static void strings(void) {
    static const WCHAR inner[] = {'a', 0, 'b'};
    BSTR text = SysAllocString(L"hello"), other;
    CHECK(text != NULL && wcscmp(text, L"hello") == 0);
    CHECK(SysStringLen(text) == 5 && SysStringByteLen(text) == 5 * sizeof(WCHAR) && length_before(text) == 5 * sizeof(WCHAR));
    CHECK(SysReAllocString(&text, text + 3) && wcscmp(text, L"lo") == 0 && SysStringLen(text) == 2);
    CHECK(SysReAllocStringLen(&text, L"longer text", 6) && wcscmp(text, L"longer") == 0);
    CHECK(SysReAllocStringLen(&text, NULL, 2) && wcscmp(text, L"lo") == 0);
    CHECK(SysReAllocStringLen(&text, NULL, 10) && SysStringLen(text) == 10 && text[1] == 'o' && text[10] == 0);
    CHECK(SysReAllocString(&text, NULL) && text == NULL);
    CHECK(!SysReAllocString(NULL, L"a") && !SysReAllocStringLen(NULL, L"a", 1));

    text = SysAllocStringLen(inner, 3);
    CHECK(SysStringLen(text) == 3 && memcmp(text, inner, sizeof(inner)) == 0 && text[3] == 0);
    SysFreeString(text);
    text = SysAllocStringLen(NULL, 4);
    CHECK(SysStringLen(text) == 4 && text[4] == 0);
    text[0] = text[1] = text[2] = text[3] = 'x';
    SysFreeString(text);
    text = SysAllocStringLen(L"", 0);
    CHECK(text != NULL && SysStringLen(text) == 0 && text[0] == 0);
    SysFreeString(text);

    /* Bytes that are no whole number of units still end with a whole NUL. */
    text = SysAllocStringByteLen("abcde", 5);
    CHECK(SysStringByteLen(text) == 5 && SysStringLen(text) == 5 / sizeof(WCHAR));
    CHECK(memcmp(text, "abcde\0\0", 5 + sizeof(WCHAR) > 7 ? 7 : 5 + sizeof(WCHAR)) == 0);
    SysFreeString(text);
    other = SysAllocStringByteLen(NULL, 3);
    CHECK(SysStringByteLen(other) == 3);
    SysFreeString(other);

    CHECK(SysAllocString(NULL) == NULL && SysStringLen(NULL) == 0 && SysStringByteLen(NULL) == 0);
    SysFreeString(NULL);
    CHECK(SysAllocStringByteLen(NULL, 0xFFFFFFFF) == NULL);
}

static void task_memory(void) {
    char *block = CoTaskMemAlloc(10);
    CHECK(block != NULL);
    memset(block, 7, 10);
    block = CoTaskMemRealloc(block, 10000);
    CHECK(block != NULL && block[9] == 7);
    CHECK(CoTaskMemRealloc(block, 0) == NULL);
    block = CoTaskMemRealloc(NULL, 5);
    CHECK(block != NULL);
    CoTaskMemFree(block);
    block = CoTaskMemAlloc(0);
    CHECK(block != NULL);
    CoTaskMemFree(block);
    CoTaskMemFree(NULL);
    CHECK(CoTaskMemAlloc((SIZE_T)-1) == NULL);
}

static LONG references = 1;
static HRESULT STDMETHODCALLTYPE query(IUnknown *This, REFIID iid, void **object) {
    (void)This, (void)iid;
    *object = NULL;
    return E_NOINTERFACE;
}
static ULONG STDMETHODCALLTYPE add_ref(IUnknown *This) {
    (void)This;
    return (ULONG)InterlockedIncrement(&references);
}
static ULONG STDMETHODCALLTYPE release(IUnknown *This) {
    (void)This;
    return (ULONG)InterlockedDecrement(&references);
}

static void copies(void) {
    static IUnknownVtbl table = {query, add_ref, release};
    IUnknown object = {&table};
    VARIANT first, second;
    VariantInit(&first);
    VariantInit(&second);
    CHECK(V_VT(&first) == VT_EMPTY);
    V_VT(&first) = VT_BSTR;
    V_BSTR(&first) = SysAllocStringLen(L"a\0b", 3);
    CHECK(VariantCopy(&second, &first) == S_OK && V_VT(&second) == VT_BSTR && V_BSTR(&second) != V_BSTR(&first));
    CHECK(SysStringLen(V_BSTR(&second)) == 3 && memcmp(V_BSTR(&second), L"a\0b", 4 * sizeof(WCHAR)) == 0);
    CHECK(VariantCopy(&second, &second) == S_OK && SysStringLen(V_BSTR(&second)) == 3);
    CHECK(VariantClear(&first) == S_OK && V_VT(&first) == VT_EMPTY && VariantClear(&first) == S_OK);

    V_VT(&first) = VT_UNKNOWN;
    V_UNKNOWN(&first) = &object;
    CHECK(VariantCopy(&second, &first) == S_OK && references == 2);
    CHECK(VariantClear(&first) == S_OK && references == 1);
    CHECK(VariantClear(&second) == S_OK && references == 0);
    V_VT(&first) = VT_DISPATCH;
    V_DISPATCH(&first) = NULL;
    CHECK(VariantClear(&first) == S_OK);

    /* By reference nothing is freed. */
    {
        BSTR text = SysAllocString(L"kept");
        V_VT(&first) = VT_BSTR | VT_BYREF;
        V_BSTRREF(&first) = &text;
        CHECK(VariantCopy(&second, &first) == S_OK && V_BSTRREF(&second) == &text);
        CHECK(VariantClear(&first) == S_OK && VariantClear(&second) == S_OK);
        SysFreeString(text);
    }

    /* What was never set is left alone. */
    memset(&first, 0xCC, sizeof(first));
    CHECK(VariantClear(&first) == DISP_E_BADVARTYPE && V_VT(&first) == 0xCCCC);
    CHECK(VariantCopy(&second, &first) == DISP_E_BADVARTYPE);
    CHECK(VariantClear(NULL) == E_INVALIDARG && VariantCopy(NULL, &first) == E_INVALIDARG);
    CHECK(VariantCopy(&first, NULL) == E_INVALIDARG);
}

static VARIANT from_text(const WCHAR *text) {
    VARIANT variant;
    VariantInit(&variant);
    V_VT(&variant) = VT_BSTR;
    V_BSTR(&variant) = SysAllocString(text);
    return variant;
}

static HRESULT text_to(const WCHAR *text, VARTYPE kind, VARIANT *result) {
    VARIANT source = from_text(text);
    HRESULT hr;
    VariantInit(result);
    hr = VariantChangeType(result, &source, 0, kind);
    VariantClear(&source);
    return hr;
}

static BOOL becomes(VARIANT source, USHORT flags, const WCHAR *wanted) {
    VARIANT result;
    BOOL same;
    VariantInit(&result);
    if (VariantChangeType(&result, &source, flags, VT_BSTR) != S_OK || V_VT(&result) != VT_BSTR) {
        return FALSE;
    }
    same = wcscmp(V_BSTR(&result), wanted) == 0;
    VariantClear(&result);
    return same;
}

static void conversions(void) {
    VARIANT v, result;
    CHECK(text_to(L"  -42 ", VT_I4, &result) == S_OK && V_VT(&result) == VT_I4 && V_I4(&result) == -42);
    CHECK(text_to(L"4294967295", VT_UI4, &result) == S_OK && V_UI4(&result) == 4294967295u);
    CHECK(text_to(L"4294967296", VT_UI4, &result) == DISP_E_OVERFLOW && V_VT(&result) == VT_EMPTY);
    CHECK(text_to(L"-1", VT_UI4, &result) == DISP_E_OVERFLOW);
    CHECK(text_to(L"9223372036854775807", VT_I8, &result) == S_OK && V_I8(&result) == 9223372036854775807LL);
    CHECK(text_to(L"18446744073709551615", VT_UI8, &result) == S_OK && V_UI8(&result) == 18446744073709551615ULL);
    CHECK(text_to(L"2.5", VT_I4, &result) == S_OK && V_I4(&result) == 2);
    CHECK(text_to(L"3.5", VT_I2, &result) == S_OK && V_I2(&result) == 4);
    CHECK(text_to(L"1e3", VT_R8, &result) == S_OK && V_R8(&result) == 1000.0);
    CHECK(text_to(L"words", VT_I4, &result) == DISP_E_TYPEMISMATCH);
    CHECK(text_to(L"", VT_I4, &result) == DISP_E_TYPEMISMATCH);
    CHECK(text_to(L"inf", VT_R8, &result) == DISP_E_TYPEMISMATCH);
    CHECK(text_to(L"TRUE", VT_BOOL, &result) == S_OK && V_BOOL(&result) == VARIANT_TRUE);
    CHECK(text_to(L"false", VT_BOOL, &result) == S_OK && V_BOOL(&result) == VARIANT_FALSE);
    CHECK(text_to(L"7", VT_BOOL, &result) == S_OK && V_BOOL(&result) == VARIANT_TRUE);
    CHECK(text_to(L"maybe", VT_BOOL, &result) == DISP_E_TYPEMISMATCH);

    VariantInit(&v);
    V_VT(&v) = VT_I4;
    V_I4(&v) = -5;
    CHECK(becomes(v, 0, L"-5"));
    CHECK(VariantChangeType(&result, &v, 0, VT_UI4) == DISP_E_OVERFLOW);
    VariantInit(&result);
    CHECK(VariantChangeType(&result, &v, 0, VT_I8) == S_OK && V_VT(&result) == VT_I8 && V_I8(&result) == -5);
    CHECK(VariantChangeType(&result, &v, 0, VT_BOOL) == S_OK && V_BOOL(&result) == VARIANT_TRUE);
    CHECK(VariantChangeType(&result, &v, 0, VT_I4) == S_OK && V_I4(&result) == -5);
    /* In place. */
    V_I4(&v) = 300;
    CHECK(VariantChangeType(&v, &v, 0, VT_UI1) == DISP_E_OVERFLOW && V_VT(&v) == VT_I4);
    CHECK(VariantChangeType(&v, &v, 0, VT_BSTR) == S_OK && V_VT(&v) == VT_BSTR && wcscmp(V_BSTR(&v), L"300") == 0);
    CHECK(VariantChangeTypeEx(&v, &v, LOCALE_INVARIANT, 0, VT_UI8) == S_OK && V_VT(&v) == VT_UI8 && V_UI8(&v) == 300);

    V_VT(&v) = VT_BOOL;
    V_BOOL(&v) = VARIANT_TRUE;
    CHECK(becomes(v, 0, L"-1") && becomes(v, VARIANT_ALPHABOOL, L"True"));
    CHECK(VariantChangeType(&result, &v, 0, VT_I4) == S_OK && V_I4(&result) == -1);
    CHECK(VariantChangeType(&result, &v, 0, VT_UI1) == S_OK && V_UI1(&result) == 255);
    V_BOOL(&v) = VARIANT_FALSE;
    CHECK(becomes(v, 0, L"0") && becomes(v, VARIANT_ALPHABOOL, L"False"));
    V_VT(&v) = VT_R8;
    V_R8(&v) = 1.5;
    CHECK(becomes(v, 0, L"1.5"));
    V_VT(&v) = VT_EMPTY;
    CHECK(becomes(v, 0, L""));
    CHECK(VariantChangeType(&result, &v, 0, VT_I4) == S_OK && V_I4(&result) == 0);
    V_VT(&v) = VT_NULL;
    CHECK(VariantChangeType(&result, &v, 0, VT_I4) == DISP_E_TYPEMISMATCH);
    V_VT(&v) = 0xCCCC;
    CHECK(VariantChangeType(&result, &v, 0, VT_I4) == DISP_E_BADVARTYPE);
    V_VT(&v) = VT_I4;
    CHECK(VariantChangeType(&result, &v, 0, 0x7FF) == DISP_E_BADVARTYPE);
    CHECK(VariantChangeType(&result, &v, 0, VT_UNKNOWN) == DISP_E_TYPEMISMATCH);
    CHECK(VariantChangeType(NULL, &v, 0, VT_I4) == E_INVALIDARG && VariantChangeType(&result, NULL, 0, VT_I4) == E_INVALIDARG);
    {
        LONG number = 77;
        VARIANT inner;
        V_VT(&v) = VT_I4 | VT_BYREF;
        V_I4REF(&v) = &number;
        CHECK(VariantChangeType(&result, &v, 0, VT_I8) == S_OK && V_I8(&result) == 77);
        VariantInit(&inner);
        V_VT(&inner) = VT_UI2;
        V_UI2(&inner) = 9;
        V_VT(&v) = VT_VARIANT | VT_BYREF;
        V_VARIANTREF(&v) = &inner;
        CHECK(becomes(v, 0, L"9"));
    }
}

int main(void) {
    strings();
    task_memory();
    copies();
    conversions();
    return check_failures;
}
