//! IAppHostPropertySchema, and the names that values of enumerations have.

use super::property::variant_of;
use super::unknown::{hand_out, unknown};
use super::{give, give_count, give_flag, give_object, give_text, give_variant, item, no_metadata};
use crate::abi::admin::*;
use crate::iis::com::object::{Object, method};
use crate::iis::com::vtable::Vtable;
use crate::iis::configuration::{AttributeSchema, Kind, TimeFormat};
use crate::win32::boundary::hresult as failed;

type SchemaObject = Object<IAppHostPropertySchema, AttributeSchema>;
type Constants = Object<IAppHostConstantValueCollection, Vec<Constant>>;
type ConstantObject = Object<IAppHostConstantValue, Constant>;

/// A name and its number.
type Constant = (Box<str>, DWORD);

/// The schema of an attribute, for the caller.
pub fn of_attribute(schema: AttributeSchema) -> *mut IAppHostPropertySchema {
    hand_out(Object::new(&SCHEMA, schema))
}

fn constants(kind: &Kind) -> Vec<Constant> {
    match kind {
        Kind::Enum(values) => values.iter().map(|(name, value)| (name.clone(), value.cast_unsigned())).collect(),
        Kind::Flags(values) => values.clone(),
        _ => Vec::new(),
    }
}

/// A method that gives a text of the schema, or whether something holds.
macro_rules! told {
    ($($method:ident as $function:ident: $how:ident $out:ty, |$schema:ident| $told:expr;)*) => { $(
        method!(IAppHostPropertySchema::$method as $function(this: SchemaObject, out: *mut $out) -> HRESULT, failed, {
            let $schema: &AttributeSchema = this;
            $how(out, $told)
        });
    )* };
}

told! {
    get_Name as get_name: give_text BSTR, |schema| &schema.name;
    get_Type as get_type: give_text BSTR, |schema| schema.type_name();
    get_IsRequired as is_required: give_flag VARIANT_BOOL, |schema| schema.required;
    get_IsUniqueKey as is_unique_key: give_flag VARIANT_BOOL, |schema| schema.unique_key;
    get_IsCombinedKey as is_combined_key: give_flag VARIANT_BOOL, |schema| schema.combined_key;
    get_IsExpanded as is_expanded: give_flag VARIANT_BOOL, |schema| schema.expanded;
    get_ValidationType as validation_type: give_text BSTR, |schema| &schema.validation_type;
    get_ValidationParameter as validation_parameter: give_text BSTR, |schema| &schema.validation_parameter;
    get_IsCaseSensitive as is_case_sensitive: give_flag VARIANT_BOOL, |schema| schema.case_sensitive;
    get_DoesAllowInfinite as allows_infinite: give_flag VARIANT_BOOL, |schema| schema.allow_infinite;
    get_IsEncrypted as is_encrypted: give_flag VARIANT_BOOL, |schema| schema.encrypted;
    get_TimeSpanFormat as time_span_format: give_text BSTR, |schema| match schema.kind {
        Kind::TimeSpan(TimeFormat::Text) => "string",
        Kind::TimeSpan(TimeFormat::Seconds) => "seconds",
        Kind::TimeSpan(TimeFormat::Minutes) => "minutes",
        _ => "",
    };
}

method!(IAppHostPropertySchema::get_DefaultValue as default_value(this: SchemaObject, out: *mut VARIANT)
    -> HRESULT, failed, {
    let (kind, value) = variant_of(this.default.clone());
    give_variant(out, kind, &value)
});
method!(IAppHostPropertySchema::GetMetadata as get_metadata(this: SchemaObject, name: BSTR, value: *mut VARIANT)
    -> HRESULT, failed, {
    let _ = (this, name, value);
    no_metadata()
});
method!(IAppHostPropertySchema::get_PossibleValues as possible_values(
    this: SchemaObject, out: *mut *mut IAppHostConstantValueCollection) -> HRESULT, failed, {
    give_object(out, || Ok(hand_out(Object::new(&CONSTANTS, constants(&this.kind)))))
});

static SCHEMA: Vtable<IAppHostPropertySchema> = Vtable::new(IAppHostPropertySchemaVtbl {
    base: unknown::<IAppHostPropertySchema, AttributeSchema>(),
    get_Name: get_name,
    get_Type: get_type,
    get_DefaultValue: default_value,
    get_IsRequired: is_required,
    get_IsUniqueKey: is_unique_key,
    get_IsCombinedKey: is_combined_key,
    get_IsExpanded: is_expanded,
    get_ValidationType: validation_type,
    get_ValidationParameter: validation_parameter,
    GetMetadata: get_metadata,
    get_IsCaseSensitive: is_case_sensitive,
    get_PossibleValues: possible_values,
    get_DoesAllowInfinite: allows_infinite,
    get_IsEncrypted: is_encrypted,
    get_TimeSpanFormat: time_span_format,
});

method!(IAppHostConstantValueCollection::get_Count as constants_count(this: Constants, out: *mut DWORD)
    -> HRESULT, failed, { give_count(out, this.len()) });
method!(IAppHostConstantValueCollection::get_Item as constants_item(
    this: Constants, index: VARIANT, out: *mut *mut IAppHostConstantValue) -> HRESULT, failed, {
    give_object(out, || {
        let named = |name: &str| this.iter().position(|(own, _)| **own == *name);
        let at = item(this, &index, named)?;
        Ok(hand_out(Object::new(&CONSTANT, this[at].clone())))
    })
});

static CONSTANTS: Vtable<IAppHostConstantValueCollection> = Vtable::new(IAppHostConstantValueCollectionVtbl {
    base: unknown::<IAppHostConstantValueCollection, Vec<Constant>>(),
    get_Count: constants_count,
    get_Item: constants_item,
});

method!(IAppHostConstantValue::get_Name as constant_name(this: ConstantObject, out: *mut BSTR) -> HRESULT, failed, {
    give_text(out, &this.0)
});
method!(IAppHostConstantValue::get_Value as constant_value(this: ConstantObject, out: *mut DWORD) -> HRESULT, failed, {
    give(out, || Ok(this.1))
});

static CONSTANT: Vtable<IAppHostConstantValue> = Vtable::new(IAppHostConstantValueVtbl {
    base: unknown::<IAppHostConstantValue, Constant>(),
    get_Name: constant_name,
    get_Value: constant_value,
});
