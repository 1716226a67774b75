/* SIDs as data: making, copying, comparing, text. */
#include "check.h"
#include <sddl.h>
#include <string.h>

int main(void) {
    SID_IDENTIFIER_AUTHORITY authority = {SECURITY_NT_AUTHORITY};
    PSID sid = NULL, other = NULL, none;
    BYTE buffer[SECURITY_MAX_SID_SIZE];
    LPSTR text = NULL;
    LPWSTR wide = NULL;

    CHECK(AllocateAndInitializeSid(&authority, 2, SECURITY_BUILTIN_DOMAIN_RID, DOMAIN_ALIAS_RID_ADMINS, 0, 0, 0, 0, 0, 0, &sid));
    CHECK(IsValidSid(sid) && GetLengthSid(sid) == 16 && GetSidLengthRequired(2) == 16);
    CHECK(*GetSidSubAuthorityCount(sid) == 2 && *GetSidSubAuthority(sid, 1) == DOMAIN_ALIAS_RID_ADMINS);
    CHECK(memcmp(GetSidIdentifierAuthority(sid), &authority, sizeof authority) == 0);
    CHECK(ConvertSidToStringSidA(sid, &text) && strcmp(text, "S-1-5-32-544") == 0);
    CHECK(ConvertSidToStringSidW(sid, &wide) && wcscmp(wide, L"S-1-5-32-544") == 0);
    CHECK(ConvertStringSidToSidA(text, &other) && EqualSid(sid, other));
    CHECK(LocalFree(text) == NULL && LocalFree(wide) == NULL && LocalFree(other) == NULL);
    CHECK(ConvertStringSidToSidW(L"S-1-1-0", &other) && IsValidSid(other) && GetLengthSid(other) == 12);
    CHECK(!EqualSid(sid, other) && GetLastError() == ERROR_SUCCESS);
    LocalFree(other);

    CHECK(CopySid(sizeof buffer, buffer, sid) && EqualSid(buffer, sid));
    FAILS_WITH(CopySid(15, buffer, sid), ERROR_INSUFFICIENT_BUFFER);
    FAILS_WITH(CopySid(sizeof buffer, NULL, sid), ERROR_INVALID_PARAMETER);
    CHECK(InitializeSid(buffer, &authority, 1));
    *GetSidSubAuthority(buffer, 0) = SECURITY_LOCAL_SYSTEM_RID;
    CHECK(ConvertSidToStringSidA(buffer, &text) && strcmp(text, "S-1-5-18") == 0);
    LocalFree(text);
    FAILS_WITH(InitializeSid(buffer, &authority, 16), ERROR_INVALID_PARAMETER);
    FAILS_WITH(InitializeSid(buffer, NULL, 1), ERROR_INVALID_PARAMETER);
    FAILS_WITH(AllocateAndInitializeSid(&authority, 9, 0, 0, 0, 0, 0, 0, 0, 0, &none), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ConvertStringSidToSidA("S-1-5-", &none), ERROR_INVALID_SID);
    FAILS_WITH(ConvertStringSidToSidA("BA", &none), ERROR_INVALID_SID);
    FAILS_WITH(ConvertStringSidToSidA(NULL, &none), ERROR_INVALID_PARAMETER);
    FAILS_WITH(ConvertSidToStringSidA(NULL, &text), ERROR_INVALID_SID);
    FAILS_WITH(ConvertSidToStringSidA(sid, NULL), ERROR_INVALID_PARAMETER);
    ((SID *)(void *)buffer)->Revision = 2;
    FAILS_WITH(IsValidSid(buffer), ERROR_INVALID_SID);
    CHECK(!IsValidSid(NULL) && GetLengthSid(buffer) == 0 && FreeSid(sid) == NULL);
    return check_failures;
}
