//! `wtypes.h`, `oaidl.h`: kinds of variants and arrays.

use crate::abi::windows::*;

crate::declare! {
    enumeration VARENUM {
        VT_EMPTY = 0;
        VT_NULL = 1;
        VT_I2 = 2;
        VT_I4 = 3;
        VT_R4 = 4;
        VT_R8 = 5;
        VT_CY = 6;
        VT_DATE = 7;
        VT_BSTR = 8;
        VT_DISPATCH = 9;
        VT_ERROR = 10;
        VT_BOOL = 11;
        VT_VARIANT = 12;
        VT_UNKNOWN = 13;
        VT_DECIMAL = 14;
        VT_I1 = 16;
        VT_UI1 = 17;
        VT_UI2 = 18;
        VT_UI4 = 19;
        VT_I8 = 20;
        VT_UI8 = 21;
        VT_INT = 22;
        VT_UINT = 23;
        VT_VOID = 24;
        VT_HRESULT = 25;
        VT_PTR = 26;
        VT_SAFEARRAY = 27;
        VT_CARRAY = 28;
        VT_USERDEFINED = 29;
        VT_LPSTR = 30;
        VT_LPWSTR = 31;
        VT_RECORD = 36;
        VT_INT_PTR = 37;
        VT_UINT_PTR = 38;
        VT_FILETIME = 64;
        VT_BLOB = 65;
        VT_STREAM = 66;
        VT_STORAGE = 67;
        VT_STREAMED_OBJECT = 68;
        VT_STORED_OBJECT = 69;
        VT_BLOB_OBJECT = 70;
        VT_CF = 71;
        VT_CLSID = 72;
        VT_VERSIONED_STREAM = 73;
        VT_BSTR_BLOB = 4095;
        VT_ILLEGALMASKED = 4095;
        VT_TYPEMASK = 4095;
        VT_VECTOR = 4096;
        VT_ARRAY = 8192;
        VT_BYREF = 16384;
        VT_RESERVED = 32768;
        VT_ILLEGAL = 65535;
    }

    /// Booleans in variants.
    constants values {
        VARIANT_TRUE: SHORT = -1;
        VARIANT_FALSE: SHORT = 0;
    }

    /// Arrays.
    constants values {
        FADF_AUTO: DWORD = 1;
        FADF_STATIC: DWORD = 2;
        FADF_EMBEDDED: DWORD = 4;
        FADF_FIXEDSIZE: DWORD = 0x10;
        FADF_RECORD: DWORD = 0x20;
        FADF_HAVEIID: DWORD = 0x40;
        FADF_HAVEVARTYPE: DWORD = 0x80;
        FADF_BSTR: DWORD = 0x100;
        FADF_UNKNOWN: DWORD = 0x200;
        FADF_DISPATCH: DWORD = 0x400;
        FADF_VARIANT: DWORD = 0x800;
        FADF_RESERVED: DWORD = 0xF008;
    }

    /// `Invoke` and comparisons.
    constants values {
        DISPATCH_METHOD: DWORD = 1;
        DISPATCH_PROPERTYGET: DWORD = 2;
        DISPATCH_PROPERTYPUT: DWORD = 4;
        DISPATCH_PROPERTYPUTREF: DWORD = 8;
        VARCMP_LT: DWORD = 0;
        VARCMP_EQ: DWORD = 1;
        VARCMP_GT: DWORD = 2;
        VARCMP_NULL: DWORD = 3;
        VARIANT_NOVALUEPROP: DWORD = 1;
        VARIANT_ALPHABOOL: DWORD = 2;
        VARIANT_NOUSEROVERRIDE: DWORD = 4;
        VARIANT_LOCALBOOL: DWORD = 0x10;
    }
}
