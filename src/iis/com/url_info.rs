//! IHttpUrlInfo: a URL with what modules keep for it.

use super::containers::{Container, container};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::urls::Hits;
use crate::win32::boundary::pointer;
use std::sync::Arc;

pub struct UrlState {
    pub hits: Hits,
    container: Container,
}

pub type UrlInfo = Object<IHttpUrlInfo, UrlState>;

pub fn new(hits: Hits) -> Arc<UrlInfo> {
    Arc::new(Object::new(&VTABLE, UrlState { hits, container: container() }))
}

method!(IHttpUrlInfo::GetModuleContextContainer as get_container(this: UrlInfo)
    -> *mut IHttpModuleContextContainer, pointer, { this.container.as_interface() });
method!(IHttpUrlInfo::IsFrequentlyHit as is_frequently_hit(this: UrlInfo) -> BOOL, || FALSE, {
    BOOL::from(this.hits.are_frequent())
});

static VTABLE: Vtable<IHttpUrlInfo> =
    Vtable::new(IHttpUrlInfoVtbl { GetModuleContextContainer: get_container, IsFrequentlyHit: is_frequently_hit });
