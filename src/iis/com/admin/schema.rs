//! What may stand in a section, as modules ask for it: IAppHostElementSchema, IAppHostCollectionSchema, and the
//! run-time methods of elements, of which there are none.

use super::unknown::{hand_out, unknown};
use super::{
    INVALID_INDEX, attribute_schema, give_count, give_flag, give_object, give_text, item, no_metadata, text_of,
};
use crate::abi::admin::*;
use crate::iis::com::hresult;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::{AttributeSchema, CollectionSchema, ElementSchema};
use crate::win32::boundary::hresult as failed;
use core::ptr::null_mut;
use std::sync::Arc;

type ElementSchemaObject = Object<IAppHostElementSchema, Arc<ElementSchema>>;
type ElementSchemas = Object<IAppHostElementSchemaCollection, Arc<ElementSchema>>;
type AttributeSchemas = Object<IAppHostPropertySchemaCollection, Arc<ElementSchema>>;
type CollectionSchemaObject = Object<IAppHostCollectionSchema, CollectionSchema>;
type Methods = Object<IAppHostMethodCollection, ()>;

/// The schema of an element, for the caller.
pub fn of_element(schema: &Arc<ElementSchema>) -> *mut IAppHostElementSchema {
    hand_out(Object::new(&ELEMENT, schema.clone()))
}

/// The schema of its collection; NULL where it has none.
pub fn of_collection(schema: &ElementSchema) -> *mut IAppHostCollectionSchema {
    schema.collection.clone().map_or(null_mut(), |collection| hand_out(Object::new(&COLLECTION, collection)))
}

/// Run-time methods of an element.
pub fn methods() -> *mut IAppHostMethodCollection {
    hand_out(Object::new(&METHODS, ()))
}

method!(IAppHostElementSchema::get_Name as element_name(this: ElementSchemaObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, &this.name)
});
method!(IAppHostElementSchema::get_DoesAllowUnschematizedProperties as allows_others(
    this: ElementSchemaObject, out: *mut VARIANT_BOOL) -> HRESULT, failed, {
    give_flag(out, this.unrecognized_attributes)
});
method!(IAppHostElementSchema::GetMetadata as element_metadata(
    this: ElementSchemaObject, name: BSTR, value: *mut VARIANT) -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostElementSchema::get_CollectionSchema as collection_schema(
    this: ElementSchemaObject, out: *mut *mut IAppHostCollectionSchema) -> HRESULT, failed, {
    give_object(out, || Ok(of_collection(this)))
});
method!(IAppHostElementSchema::get_ChildElementSchemas as child_schemas(
    this: ElementSchemaObject, out: *mut *mut IAppHostElementSchemaCollection) -> HRESULT, failed, {
    give_object(out, || Ok(hand_out(Object::new(&ELEMENTS, Arc::clone(this)))))
});
method!(IAppHostElementSchema::get_PropertySchemas as property_schemas(
    this: ElementSchemaObject, out: *mut *mut IAppHostPropertySchemaCollection) -> HRESULT, failed, {
    give_object(out, || Ok(hand_out(Object::new(&ATTRIBUTES, Arc::clone(this)))))
});
method!(IAppHostElementSchema::get_IsCollectionDefault as is_collection_default(
    this: ElementSchemaObject, out: *mut VARIANT_BOOL) -> HRESULT, failed, {
    give_flag(out, this.is_collection_default)
});

static ELEMENT: Vtable<IAppHostElementSchema> = Vtable::new(IAppHostElementSchemaVtbl {
    base: unknown::<IAppHostElementSchema, Arc<ElementSchema>>(),
    get_Name: element_name,
    get_DoesAllowUnschematizedProperties: allows_others,
    GetMetadata: element_metadata,
    get_CollectionSchema: collection_schema,
    get_ChildElementSchemas: child_schemas,
    get_PropertySchemas: property_schemas,
    get_IsCollectionDefault: is_collection_default,
});

method!(IAppHostElementSchemaCollection::get_Count as elements_count(this: ElementSchemas, out: *mut DWORD)
    -> HRESULT, failed, { give_count(out, this.elements.len()) });
method!(IAppHostElementSchemaCollection::get_Item as elements_item(
    this: ElementSchemas, index: VARIANT, out: *mut *mut IAppHostElementSchema) -> HRESULT, failed, {
    give_object(out, || {
        let named = |name: &str| this.elements.iter().position(|own| own.name.eq_ignore_ascii_case(name));
        Ok(of_element(&this.elements[item(&this.elements, &index, named)?]))
    })
});

static ELEMENTS: Vtable<IAppHostElementSchemaCollection> = Vtable::new(IAppHostElementSchemaCollectionVtbl {
    base: unknown::<IAppHostElementSchemaCollection, Arc<ElementSchema>>(),
    get_Count: elements_count,
    get_Item: elements_item,
});

method!(IAppHostPropertySchemaCollection::get_Count as attributes_count(this: AttributeSchemas, out: *mut DWORD)
    -> HRESULT, failed, { give_count(out, this.attributes.len()) });
method!(IAppHostPropertySchemaCollection::get_Item as attributes_item(
    this: AttributeSchemas, index: VARIANT, out: *mut *mut IAppHostPropertySchema) -> HRESULT, failed, {
    give_object(out, || {
        let named = |name: &str| this.attributes.iter().position(|own| own.name.eq_ignore_ascii_case(name));
        let at = item(&this.attributes, &index, named)?;
        Ok(attribute_schema::of_attribute(this.attributes[at].clone()))
    })
});

static ATTRIBUTES: Vtable<IAppHostPropertySchemaCollection> = Vtable::new(IAppHostPropertySchemaCollectionVtbl {
    base: unknown::<IAppHostPropertySchemaCollection, Arc<ElementSchema>>(),
    get_Count: attributes_count,
    get_Item: attributes_item,
});

method!(IAppHostCollectionSchema::get_AddElementNames as add_names(this: CollectionSchemaObject, out: *mut BSTR)
    -> HRESULT, failed, { give_text(out, &this.add.join(",")) });
method!(IAppHostCollectionSchema::GetAddElementSchema as add_schema(
    this: CollectionSchemaObject, name: BSTR, out: *mut *mut IAppHostElementSchema) -> HRESULT, failed, {
    give_object(out, || {
        let name = text_of(name).ok_or(hresult::of(ERROR_INVALID_PARAMETER))?;
        let is_known = this.add.iter().any(|own| **own == *name);
        if is_known { Ok(of_element(&this.item)) } else { Err(INVALID_INDEX) }
    })
});
method!(IAppHostCollectionSchema::get_RemoveElementSchema as remove_schema(
    this: CollectionSchemaObject, out: *mut *mut IAppHostElementSchema) -> HRESULT, failed, {
    // An entry is removed by its keys.
    let attributes = || this.item.keys().cloned().collect();
    give_object(out, || Ok(of_part(this.remove.as_deref(), attributes)))
});
method!(IAppHostCollectionSchema::get_ClearElementSchema as clear_schema(
    this: CollectionSchemaObject, out: *mut *mut IAppHostElementSchema) -> HRESULT, failed, {
    give_object(out, || Ok(of_part(this.clear.as_deref(), Vec::new)))
});
method!(IAppHostCollectionSchema::get_IsMergeAppend as is_merge_append(
    this: CollectionSchemaObject, out: *mut VARIANT_BOOL) -> HRESULT, failed, { give_flag(out, this.merge_append) });
method!(IAppHostCollectionSchema::GetMetadata as collection_metadata(
    this: CollectionSchemaObject, name: BSTR, value: *mut VARIANT) -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostCollectionSchema::get_DoesAllowDuplicates as allows_duplicates(
    this: CollectionSchemaObject, out: *mut VARIANT_BOOL) -> HRESULT, failed, {
    give_flag(out, this.allow_duplicates)
});

/// The schema of `remove` or `clear`; NULL where the collection has none.
fn of_part(name: Option<&str>, attributes: impl FnOnce() -> Vec<AttributeSchema>) -> *mut IAppHostElementSchema {
    name.map_or(null_mut(), |name| {
        of_element(&Arc::new(ElementSchema { name: name.into(), attributes: attributes(), ..ElementSchema::default() }))
    })
}

static COLLECTION: Vtable<IAppHostCollectionSchema> = Vtable::new(IAppHostCollectionSchemaVtbl {
    base: unknown::<IAppHostCollectionSchema, CollectionSchema>(),
    get_AddElementNames: add_names,
    GetAddElementSchema: add_schema,
    get_RemoveElementSchema: remove_schema,
    get_ClearElementSchema: clear_schema,
    get_IsMergeAppend: is_merge_append,
    GetMetadata: collection_metadata,
    get_DoesAllowDuplicates: allows_duplicates,
});

method!(IAppHostMethodCollection::get_Count as methods_count(this: Methods, out: *mut DWORD) -> HRESULT, failed, {
    let _ = this;
    give_count(out, 0)
});
method!(IAppHostMethodCollection::get_Item as methods_item(
    this: Methods, index: VARIANT, out: *mut *mut IAppHostMethod) -> HRESULT, failed, {
    let _ = (this, index);
    give_object(out, || Err(INVALID_INDEX))
});

static METHODS: Vtable<IAppHostMethodCollection> = Vtable::new(IAppHostMethodCollectionVtbl {
    base: unknown::<IAppHostMethodCollection, ()>(),
    get_Count: methods_count,
    get_Item: methods_item,
});
