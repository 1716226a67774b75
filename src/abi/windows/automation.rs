//! `wtypes.h`, `oaidl.h`: strings, variants and arrays of Automation.

use super::basetypes::*;

pub type OLECHAR = WCHAR;
pub type BSTR = *mut OLECHAR;
pub type VARTYPE = USHORT;
pub type VARIANT_BOOL = SHORT;
pub type DATE = f64;
pub type SCODE = LONG;
pub type DISPID = LONG;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct CY_WORDS {
    pub Lo: ULONG,
    pub Hi: LONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub union CY {
    pub words: CY_WORDS,
    pub int64: LONGLONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct DECIMAL {
    pub wReserved: USHORT,
    pub scale: BYTE,
    pub sign: BYTE,
    pub Hi32: ULONG,
    pub Lo64: ULONGLONG,
}

/// The contents of a VARIANT, by the names that C gives to the members.
#[repr(C)]
#[derive(Clone, Copy)]
pub union VARIANT_VALUE {
    pub llVal: LONGLONG,
    pub ullVal: ULONGLONG,
    pub lVal: LONG,
    pub ulVal: ULONG,
    pub intVal: INT,
    pub uintVal: UINT,
    pub iVal: SHORT,
    pub uiVal: USHORT,
    pub cVal: CHAR,
    pub bVal: BYTE,
    pub fltVal: f32,
    pub dblVal: f64,
    pub boolVal: VARIANT_BOOL,
    pub scode: SCODE,
    pub date: DATE,
    pub cyVal: CY,
    pub bstrVal: BSTR,
    pub punkVal: PVOID,
    pub pdispVal: PVOID,
    pub parray: PVOID,
    pub byref: PVOID,
    pub record: [PVOID; 2],
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct VARIANT {
    pub vt: VARTYPE,
    pub wReserved1: USHORT,
    pub wReserved2: USHORT,
    pub wReserved3: USHORT,
    pub value: VARIANT_VALUE,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SAFEARRAYBOUND {
    pub cElements: ULONG,
    pub lLbound: LONG,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct SAFEARRAY {
    pub cDims: USHORT,
    pub fFeatures: USHORT,
    pub cbElements: ULONG,
    pub cLocks: ULONG,
    pub pvData: PVOID,
    pub rgsabound: [SAFEARRAYBOUND; 1],
}

crate::declare! {
    /// A currency amount in ten-thousandths.
    shape CY, LPCY {
        "Lo" => words.Lo;
        "Hi" => words.Hi;
        "int64" => int64;
        c "
typedef union tagCY {
    __extension__ struct {
        ULONG Lo;
        LONG Hi;
    };
    LONGLONG int64;
} CY, *LPCY;
"
    }

    /// A 96-bit integer scaled by a power of ten.
    shape DECIMAL, LPDECIMAL {
        "wReserved" => wReserved;
        "scale" => scale;
        "sign" => sign;
        "Hi32" => Hi32;
        "Lo64" => Lo64;
        c "
typedef struct tagDEC {
    USHORT wReserved;
    __extension__ union {
        __extension__ struct {
            BYTE scale;
            BYTE sign;
        };
        USHORT signscale;
    };
    ULONG Hi32;
    __extension__ union {
        __extension__ struct {
            ULONG Lo32;
            ULONG Mid32;
        };
        ULONGLONG Lo64;
    };
} DECIMAL, *LPDECIMAL;
"
    }

    shape SAFEARRAYBOUND, LPSAFEARRAYBOUND {
        "cElements" => cElements;
        "lLbound" => lLbound;
        c "
typedef struct tagSAFEARRAYBOUND {
    ULONG cElements;
    LONG lLbound;
} SAFEARRAYBOUND, *LPSAFEARRAYBOUND;
"
    }

    /// An array of any number of dimensions; the last one stands first.
    shape SAFEARRAY, LPSAFEARRAY {
        "cDims" => cDims;
        "fFeatures" => fFeatures;
        "cbElements" => cbElements;
        "cLocks" => cLocks;
        "pvData" => pvData;
        "rgsabound" => rgsabound;
        c "
typedef struct tagSAFEARRAY {
    USHORT cDims;
    USHORT fFeatures;
    ULONG cbElements;
    ULONG cLocks;
    PVOID pvData;
    SAFEARRAYBOUND rgsabound[1];
} SAFEARRAY, *LPSAFEARRAY;
"
    }

    /// A value that knows its kind. DECIMAL overlays the whole structure.
    shape VARIANT, LPVARIANT {
        "vt" => vt;
        "wReserved1" => wReserved1;
        "wReserved2" => wReserved2;
        "wReserved3" => wReserved3;
        "llVal" => value.llVal;
        "lVal" => value.lVal;
        "ulVal" => value.ulVal;
        "iVal" => value.iVal;
        "bVal" => value.bVal;
        "dblVal" => value.dblVal;
        "boolVal" => value.boolVal;
        "bstrVal" => value.bstrVal;
        "punkVal" => value.punkVal;
        "pdispVal" => value.pdispVal;
        "parray" => value.parray;
        "byref" => value.byref;
        c "
typedef struct tagVARIANT VARIANT, *LPVARIANT;

struct tagVARIANT {
    __extension__ union {
        __extension__ struct {
            VARTYPE vt;
            WORD wReserved1;
            WORD wReserved2;
            WORD wReserved3;
            __extension__ union {
                LONGLONG llVal;
                LONG lVal;
                BYTE bVal;
                SHORT iVal;
                FLOAT fltVal;
                DOUBLE dblVal;
                VARIANT_BOOL boolVal;
                SCODE scode;
                CY cyVal;
                DATE date;
                BSTR bstrVal;
                IUnknown *punkVal;
                IDispatch *pdispVal;
                SAFEARRAY *parray;
                BYTE *pbVal;
                SHORT *piVal;
                LONG *plVal;
                LONGLONG *pllVal;
                FLOAT *pfltVal;
                DOUBLE *pdblVal;
                VARIANT_BOOL *pboolVal;
                SCODE *pscode;
                CY *pcyVal;
                DATE *pdate;
                BSTR *pbstrVal;
                IUnknown **ppunkVal;
                IDispatch **ppdispVal;
                SAFEARRAY **pparray;
                VARIANT *pvarVal;
                PVOID byref;
                CHAR cVal;
                USHORT uiVal;
                ULONG ulVal;
                ULONGLONG ullVal;
                INT intVal;
                UINT uintVal;
                DECIMAL *pdecVal;
                CHAR *pcVal;
                USHORT *puiVal;
                ULONG *pulVal;
                ULONGLONG *pullVal;
                INT *pintVal;
                UINT *puintVal;
                __extension__ struct {
                    PVOID pvRecord;
                    struct IRecordInfo *pRecInfo;
                };
            };
        };
        DECIMAL decVal;
    };
};
"
    }
}

pub type VARIANTARG = VARIANT;
