//! IAppHostElement.

use super::unknown::{self, unknown};
use super::{
    INVALID_INDEX, collections, give_object, give_text, give_variant, is_locked_metadata, no_metadata, property,
    schema, text_of,
};
use crate::abi::admin::*;
use crate::iis::com::hresult;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::Element;
use crate::win32::boundary::hresult as failed;
use crate::win32::variant::Value;
use core::ptr::null_mut;
use std::sync::Arc;

type ElementObject = Object<IAppHostElement, Arc<Element>>;

/// An element for the caller.
pub fn hand_out(element: Arc<Element>) -> *mut IAppHostElement {
    unknown::hand_out(Object::new(&VTABLE, element))
}

method!(IAppHostElement::get_Name as get_name(this: ElementObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, this.name())
});
// An element that has no collection gives none, which is no error.
method!(IAppHostElement::get_Collection as get_collection(
    this: ElementObject, out: *mut *mut IAppHostElementCollection) -> HRESULT, failed, {
    give_object(out, || Ok(if this.has_collection() { collections::items(this) } else { null_mut() }))
});
method!(IAppHostElement::get_Properties as get_properties(
    this: ElementObject, out: *mut *mut IAppHostPropertyCollection) -> HRESULT, failed, {
    give_object(out, || Ok(collections::properties(this)))
});
method!(IAppHostElement::get_ChildElements as get_child_elements(
    this: ElementObject, out: *mut *mut IAppHostChildElementCollection) -> HRESULT, failed, {
    give_object(out, || Ok(collections::children(this)))
});
method!(IAppHostElement::GetMetadata as get_metadata(this: ElementObject, name: BSTR, value: *mut VARIANT)
    -> HRESULT, failed, {
    match is_locked_metadata(name) {
        true => give_variant(value, VT_BOOL, &Value::Bool(this.is_locked())),
        false => no_metadata(),
    }
});
method!(IAppHostElement::SetMetadata as set_metadata(this: ElementObject, name: BSTR, value: VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostElement::GetElementByName as get_element_by_name(
    this: ElementObject, name: BSTR, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    give_object(out, || {
        let name = text_of(name).ok_or(hresult::of(ERROR_INVALID_PARAMETER))?;
        this.child(&name).cloned().map(hand_out).ok_or(INVALID_INDEX)
    })
});
method!(IAppHostElement::GetPropertyByName as get_property_by_name(
    this: ElementObject, name: BSTR, out: *mut *mut IAppHostProperty) -> HRESULT, failed, {
    give_object(out, || {
        let name = text_of(name).ok_or(hresult::of(ERROR_INVALID_PARAMETER))?;
        property::hand_out(this, &name).ok_or(INVALID_INDEX)
    })
});
method!(IAppHostElement::Clear as clear(this: ElementObject) -> HRESULT, failed, {
    let _ = this;
    E_ACCESSDENIED
});

method!(IAppHostElement::get_Schema as get_schema(this: ElementObject, out: *mut *mut IAppHostElementSchema)
    -> HRESULT, failed, { give_object(out, || Ok(schema::of_element(this.schema()))) });
method!(IAppHostElement::get_Methods as get_methods(this: ElementObject, out: *mut *mut IAppHostMethodCollection)
    -> HRESULT, failed, {
    let _ = this;
    give_object(out, || Ok(schema::methods()))
});

static VTABLE: Vtable<IAppHostElement> = Vtable::new(IAppHostElementVtbl {
    base: unknown::<IAppHostElement, Arc<Element>>(),
    get_Name: get_name,
    get_Collection: get_collection,
    get_Properties: get_properties,
    get_ChildElements: get_child_elements,
    GetMetadata: get_metadata,
    SetMetadata: set_metadata,
    get_Schema: get_schema,
    GetElementByName: get_element_by_name,
    GetPropertyByName: get_property_by_name,
    Clear: clear,
    get_Methods: get_methods,
});
