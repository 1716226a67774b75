//! IAppHostProperty.

use super::unknown::{self, unknown};
use super::{INVALID_INDEX, attribute_schema, give_object, give_text, give_variant, is_locked_metadata, no_metadata};
use crate::abi::admin::*;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::{self, Element};
use crate::win32::boundary::hresult as failed;
use crate::win32::variant::Value;
use core::ptr::null_mut;
use std::sync::Arc;

/// An attribute of an element, by its name.
pub struct Attribute {
    element: Arc<Element>,
    name: Box<str>,
}

type PropertyObject = Object<IAppHostProperty, Attribute>;

/// The attribute of that name for the caller; none if the element has none.
pub fn hand_out(element: &Arc<Element>, name: &str) -> Option<*mut IAppHostProperty> {
    let name = element.property(name)?.name().into();
    Some(unknown::hand_out(Object::new(&VTABLE, Attribute { element: element.clone(), name })))
}

impl Attribute {
    fn text(&self) -> String {
        self.element.property(&self.name).map(|property| property.text()).unwrap_or_default()
    }

    fn value(&self) -> (VARENUM, Value) {
        variant_of(self.element.property(&self.name).map(|property| property.value.into_owned()))
    }
}

/// The kind of VARIANT that a value has, and what is in it.
pub fn variant_of(value: Option<configuration::Value>) -> (VARENUM, Value) {
    match value {
        Some(configuration::Value::Bool(value)) => (VT_BOOL, Value::Bool(value)),
        Some(configuration::Value::Int(value) | configuration::Value::Enum(value)) => {
            (VT_I4, Value::Integer(value.into()))
        }
        Some(configuration::Value::Flags(bits)) => (VT_I4, Value::Integer(bits.cast_signed().into())),
        Some(configuration::Value::UInt(value)) => (VT_UI4, Value::Integer(value.into())),
        Some(configuration::Value::Int64(value)) => (VT_I8, Value::Integer(value.into())),
        Some(configuration::Value::TimeSpan(units)) => (VT_UI8, Value::Integer(units.into())),
        Some(configuration::Value::String(text)) => (VT_BSTR, Value::Text(text.to_string())),
        None => (VT_EMPTY, Value::Empty),
    }
}

method!(IAppHostProperty::get_Name as get_name(this: PropertyObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, &this.name)
});
method!(IAppHostProperty::get_Value as get_value(this: PropertyObject, out: *mut VARIANT) -> HRESULT, failed, {
    let (kind, value) = this.value();
    give_variant(out, kind, &value)
});
method!(IAppHostProperty::put_Value as put_value(this: PropertyObject, value: VARIANT) -> HRESULT, failed, {
    let _ = (this, value);
    E_ACCESSDENIED
});
method!(IAppHostProperty::Clear as clear(this: PropertyObject) -> HRESULT, failed, {
    let _ = this;
    E_ACCESSDENIED
});
method!(IAppHostProperty::get_StringValue as get_string_value(this: PropertyObject, out: *mut BSTR)
    -> HRESULT, failed, { give_text(out, &this.text()) });
// A value that is no value makes its whole section one that cannot be read.
method!(IAppHostProperty::get_Exception as get_exception(
    this: PropertyObject, out: *mut *mut IAppHostPropertyException) -> HRESULT, failed, {
    let _ = this;
    give_object(out, || Ok(null_mut()))
});
method!(IAppHostProperty::GetMetadata as get_metadata(this: PropertyObject, name: BSTR, value: *mut VARIANT)
    -> HRESULT, failed, {
    match is_locked_metadata(name) {
        true => give_variant(value, VT_BOOL, &Value::Bool(this.element.is_attribute_locked(&this.name))),
        false => no_metadata(),
    }
});
method!(IAppHostProperty::SetMetadata as set_metadata(this: PropertyObject, name: BSTR, value: VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});

method!(IAppHostProperty::get_Schema as get_schema(this: PropertyObject, out: *mut *mut IAppHostPropertySchema)
    -> HRESULT, failed, {
    give_object(out, || {
        let property = this.element.property(&this.name).ok_or(INVALID_INDEX)?;
        Ok(attribute_schema::of_attribute(property.schema.into_owned()))
    })
});

static VTABLE: Vtable<IAppHostProperty> = Vtable::new(IAppHostPropertyVtbl {
    base: unknown::<IAppHostProperty, Attribute>(),
    get_Name: get_name,
    get_Value: get_value,
    put_Value: put_value,
    Clear: clear,
    get_StringValue: get_string_value,
    get_Exception: get_exception,
    GetMetadata: get_metadata,
    SetMetadata: set_metadata,
    get_Schema: get_schema,
});
