//! HttpGetExtendedInterface: the versions of an interface are one object.

use super::hresult::{self, S_OK};
use crate::abi::iis::*;
use crate::abi::interface::Class;
use crate::iis::trace::{Id, id_of};
use crate::win32::arguments::store;
use core::ptr::null_mut;
use std::sync::LazyLock;

/// The chains of versions, each as the IIDs of its classes.
static CHAINS: LazyLock<Vec<Vec<Id>>> = LazyLock::new(|| {
    fn id<C: Class>() -> Option<Id> {
        Id::from_str_radix(&C::INTERFACE.iid.replace('-', ""), 16).ok()
    }
    let chains = [
        vec![id::<IHttpRequest>(), id::<IHttpRequest2>(), id::<IHttpRequest3>(), id::<IHttpRequest4>()],
        vec![id::<IHttpResponse>(), id::<IHttpResponse2>(), id::<IHttpResponse3>(), id::<IHttpResponse4>()],
        vec![id::<IHttpContext>(), id::<IHttpContext2>(), id::<IHttpContext3>(), id::<IHttpContext4>()],
        vec![id::<IHttpCompletionInfo>(), id::<IHttpCompletionInfo2>()],
        vec![id::<IHttpApplication>(), id::<IHttpApplication2>()],
        vec![id::<IHttpCachePolicy>(), id::<IHttpCachePolicy2>()],
        vec![id::<IHttpServer>(), id::<IHttpServer2>(), id::<IHttpServer3>()],
        vec![id::<IHttpModuleRegistrationInfo>(), id::<IHttpModuleRegistrationInfo2>()],
        vec![id::<IGlobalApplicationPreloadProvider>(), id::<IGlobalApplicationPreloadProvider2>()],
    ];
    chains.into_iter().map(|chain| chain.into_iter().flatten().collect()).collect()
});

/// The object as another version of its interface, where both are of one chain.
///
/// # Safety
/// The GUIDs are NULL or may be read; `output` is NULL or may be written.
pub unsafe fn cast(from: *const GUID, input: PVOID, to: *const GUID, output: *mut PVOID) -> HRESULT {
    // SAFETY: by contract.
    let (from, to) = unsafe {
        store(output, null_mut());
        (from.as_ref(), to.as_ref())
    };
    let (Some(from), Some(to), false, false) = (from, to, input.is_null(), output.is_null()) else {
        return E_INVALIDARG;
    };
    let (from, to) = (id_of(from), id_of(to));
    if !CHAINS.iter().any(|chain| chain.contains(&from) && chain.contains(&to)) {
        return hresult::of(ERROR_NOT_SUPPORTED);
    }
    // SAFETY: by contract.
    unsafe { store(output, input) };
    S_OK
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_class_has_its_iid() {
        assert_eq!(CHAINS.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4, 4, 2, 2, 2, 3, 2, 2]);
    }
}
