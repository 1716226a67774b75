#ifndef PORTICO_ACCCTRL_H
#define PORTICO_ACCCTRL_H

#include "winnt.h"

@declare windows::access_control

#define TRUSTEE_OF(Name, Text)                                 \
    typedef struct _##Name {                                   \
        struct _##Name *pMultipleTrustee;                      \
        MULTIPLE_TRUSTEE_OPERATION MultipleTrusteeOperation;   \
        TRUSTEE_FORM TrusteeForm;                              \
        TRUSTEE_TYPE TrusteeType;                              \
        Text ptstrName;                                        \
    } Name, *P##Name
TRUSTEE_OF(TRUSTEE_A, LPSTR);
TRUSTEE_OF(TRUSTEE_W, LPWSTR);
#undef TRUSTEE_OF

#define EXPLICIT_ACCESS_OF(Name, Trustee_)   \
    typedef struct _##Name {                 \
        DWORD grfAccessPermissions;          \
        ACCESS_MODE grfAccessMode;           \
        DWORD grfInheritance;                \
        Trustee_ Trustee;                    \
    } Name, *P##Name
EXPLICIT_ACCESS_OF(EXPLICIT_ACCESS_A, TRUSTEE_A);
EXPLICIT_ACCESS_OF(EXPLICIT_ACCESS_W, TRUSTEE_W);
#undef EXPLICIT_ACCESS_OF

typedef TRUSTEE_A TRUSTEEA, *PTRUSTEEA;
typedef TRUSTEE_W TRUSTEEW, *PTRUSTEEW;
typedef EXPLICIT_ACCESS_A EXPLICIT_ACCESSA, *PEXPLICIT_ACCESSA;
typedef EXPLICIT_ACCESS_W EXPLICIT_ACCESSW, *PEXPLICIT_ACCESSW;
#ifdef UNICODE
typedef TRUSTEE_W TRUSTEE, *PTRUSTEE;
typedef EXPLICIT_ACCESS_W EXPLICIT_ACCESS, *PEXPLICIT_ACCESS;
#else
typedef TRUSTEE_A TRUSTEE, *PTRUSTEE;
typedef EXPLICIT_ACCESS_A EXPLICIT_ACCESS, *PEXPLICIT_ACCESS;
#endif

#endif
