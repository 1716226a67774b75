//! `winnls.h`: what a code page is like.

use crate::abi::windows::*;

crate::declare! {
    structure CPINFO, LPCPINFO {
        MaxCharSize: UINT;
        DefaultChar: [BYTE; 2];
        LeadByte: [BYTE; 12];
    }
}
