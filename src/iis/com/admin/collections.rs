//! The collections of an element: its entries, its attributes, its other elements.

use super::unknown::{hand_out, unknown};
use super::{INVALID_INDEX, element, give_count, give_object, item, property, schema};
use crate::abi::admin::*;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::Element;
use crate::win32::boundary::hresult as failed;
use std::sync::Arc;

type Items = Object<IAppHostElementCollection, Arc<Element>>;
type Children = Object<IAppHostChildElementCollection, Arc<Element>>;
type Properties = Object<IAppHostPropertyCollection, PropertyList>;

/// The names of an element's attributes, in their order.
pub struct PropertyList {
    element: Arc<Element>,
    names: Vec<Box<str>>,
}

pub fn items(element: &Arc<Element>) -> *mut IAppHostElementCollection {
    hand_out(Object::new(&ITEMS, element.clone()))
}

pub fn children(element: &Arc<Element>) -> *mut IAppHostChildElementCollection {
    hand_out(Object::new(&CHILDREN, element.clone()))
}

pub fn properties(element: &Arc<Element>) -> *mut IAppHostPropertyCollection {
    let names = element.properties().map(|property| property.name().into()).collect();
    hand_out(Object::new(&PROPERTIES, PropertyList { element: element.clone(), names }))
}

method!(IAppHostElementCollection::get_Count as items_count(this: Items, out: *mut DWORD) -> HRESULT, failed, {
    give_count(out, this.items().len())
});
method!(IAppHostElementCollection::get_Item as items_item(
    this: Items, index: VARIANT, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    give_object(out, || {
        let at = item(this.items(), &index, |_| None)?;
        Ok(element::hand_out(this.items()[at].clone()))
    })
});
method!(IAppHostElementCollection::AddElement as add_element(
    this: Items, added: *mut IAppHostElement, position: INT) -> HRESULT, failed, {
    let _ = (this, added, position);
    E_ACCESSDENIED
});
method!(IAppHostElementCollection::DeleteElement as delete_element(this: Items, index: VARIANT) -> HRESULT, failed, {
    let _ = (this, index);
    E_ACCESSDENIED
});
method!(IAppHostElementCollection::Clear as clear(this: Items) -> HRESULT, failed, {
    let _ = this;
    E_ACCESSDENIED
});
method!(IAppHostElementCollection::CreateNewElement as create_new_element(
    this: Items, name: BSTR, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    let _ = (this, name);
    give_object(out, || Err(E_ACCESSDENIED))
});

method!(IAppHostElementCollection::get_Schema as items_schema(
    this: Items, out: *mut *mut IAppHostCollectionSchema) -> HRESULT, failed, {
    give_object(out, || Ok(schema::of_collection(this.schema())))
});

static ITEMS: Vtable<IAppHostElementCollection> = Vtable::new(IAppHostElementCollectionVtbl {
    base: unknown::<IAppHostElementCollection, Arc<Element>>(),
    get_Count: items_count,
    get_Item: items_item,
    AddElement: add_element,
    DeleteElement: delete_element,
    Clear: clear,
    CreateNewElement: create_new_element,
    get_Schema: items_schema,
});

method!(IAppHostChildElementCollection::get_Count as children_count(this: Children, out: *mut DWORD)
    -> HRESULT, failed, { give_count(out, this.children().len()) });
method!(IAppHostChildElementCollection::get_Item as children_item(
    this: Children, index: VARIANT, out: *mut *mut IAppHostElement) -> HRESULT, failed, {
    give_object(out, || {
        let named = |name: &str| this.children().iter().position(|child| child.name().eq_ignore_ascii_case(name));
        let at = item(this.children(), &index, named)?;
        Ok(element::hand_out(this.children()[at].clone()))
    })
});

static CHILDREN: Vtable<IAppHostChildElementCollection> = Vtable::new(IAppHostChildElementCollectionVtbl {
    base: unknown::<IAppHostChildElementCollection, Arc<Element>>(),
    get_Count: children_count,
    get_Item: children_item,
});

method!(IAppHostPropertyCollection::get_Count as properties_count(this: Properties, out: *mut DWORD)
    -> HRESULT, failed, { give_count(out, this.names.len()) });
method!(IAppHostPropertyCollection::get_Item as properties_item(
    this: Properties, index: VARIANT, out: *mut *mut IAppHostProperty) -> HRESULT, failed, {
    give_object(out, || {
        let named = |name: &str| this.names.iter().position(|own| own.eq_ignore_ascii_case(name));
        let at = item(&this.names, &index, named)?;
        property::hand_out(&this.element, &this.names[at]).ok_or(INVALID_INDEX)
    })
});

static PROPERTIES: Vtable<IAppHostPropertyCollection> = Vtable::new(IAppHostPropertyCollectionVtbl {
    base: unknown::<IAppHostPropertyCollection, PropertyList>(),
    get_Count: properties_count,
    get_Item: properties_item,
});
