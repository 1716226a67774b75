// `__declspec` in the places where a GCC attribute can stand.
#define PORTICO_NO_WCHAR_GUARD
#include <windows.h>

#define EXPORTED __declspec(dllexport)
#define LOCAL_ATTRIBUTE noinline

struct __declspec(align(16)) Aligned { int a; };
class __declspec(dllexport) __declspec(novtable) Abstract { public: virtual int f() = 0; };
class __declspec(uuid("12345678-1234-1234-1234-123456789abc")) WithUuid;
typedef struct DECLSPEC_ALIGN(32) _Typedefed { int a; } Typedefed;

__declspec(align(16)) int aligned_variable;
static __declspec(align(32)) char aligned_static[3];
__declspec(thread) static int per_thread = 3;
static __declspec(thread) int per_thread_too = 4;
extern const __declspec(selectany) int picked;
const int picked = 7;

EXPORTED int exported();
extern "C" __declspec(dllexport) HRESULT __stdcall RegisterSomething(DWORD version);
HRESULT __declspec(dllexport) __cdecl after_the_type();
__declspec(dllimport) int imported();
__declspec(noreturn) void stops();
__declspec(noinline nothrow) int two(int a);
__declspec(dllexport noinline nothrow) int three(int a);
__declspec(LOCAL_ATTRIBUTE) int through_a_macro(int a);
__declspec(deprecated) int old_one();
__declspec(deprecated("use new_one")) int old_two();
__declspec(deprecated noinline) int old_three();
__declspec(restrict) void *allocates();
__declspec() int nothing();

int exported() { return 1; }
HRESULT __stdcall RegisterSomething(DWORD version) { return version == 0 ? E_FAIL : S_OK; }
HRESULT after_the_type() { return S_OK; }
int two(int a) { return a; }
int three(int a) { return a; }
int through_a_macro(int a) { return a; }

static __forceinline int forced(int a) { return a + 1; }

int main() {
    static_assert(alignof(Aligned) == 16 && sizeof(Aligned) == 16, "align after struct");
    static_assert(sizeof(Typedefed) == 32, "DECLSPEC_ALIGN after struct");
    static_assert(alignof(decltype(aligned_variable)) <= 16, "a variable's type stays as it is");
    if (reinterpret_cast<ULONG_PTR>(&aligned_variable) % 16 != 0) return 1;
    if (reinterpret_cast<ULONG_PTR>(&aligned_static) % 32 != 0) return 2;
    if (per_thread + per_thread_too != 7 || picked != 7) return 3;
    if (exported() != 1 || FAILED(RegisterSomething(1)) || after_the_type() != S_OK) return 4;
    if (two(2) + three(3) + through_a_macro(4) + forced(5) != 15) return 5;
#if !defined(__clang__)
    if (0x100000000i64 != 4294967296LL || 10ui64 != 10ULL) return 6;
#endif
    unsigned __int64 wide = _UI64_C(0xFFFFFFFFFFFFFFFF);
    return wide + 1 == 0 ? 0 : 7;
}
