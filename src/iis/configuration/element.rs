//! A section, or a part of one, as it is in effect.

use super::error::Position;
use super::schema::{AttributeSchema, ElementSchema};
use super::value::{self, Value};
use std::borrow::Cow;
use std::sync::Arc;

/// An element with its attributes, the elements in it, and the entries of its collection.
///
/// What the schema names is always there: attributes that no file sets have their defaults.
#[derive(Clone, Debug)]
pub struct Element {
    pub(super) name: Arc<str>,
    pub(super) schema: Arc<ElementSchema>,
    /// What files set.
    pub(super) attributes: Vec<Attribute>,
    /// What elements such as siteDefaults set, where nothing stands above.
    pub(super) defaults: Vec<Attribute>,
    pub(super) children: Vec<Arc<Element>>,
    pub(super) items: Vec<Arc<Element>>,
    pub(super) locks: Locks,
    pub(super) at: Option<Position>,
}

#[derive(Clone, Debug)]
pub struct Attribute {
    pub name: Box<str>,
    pub value: Value,
    /// Where it was set.
    pub at: Position,
}

/// An attribute of an element, set or not.
#[derive(Clone, Debug)]
pub struct Property<'e> {
    pub schema: Cow<'e, AttributeSchema>,
    pub value: Cow<'e, Value>,
    /// Where it was set; none for a default.
    pub at: Option<&'e Position>,
}

/// What levels below may not change. Each rule binds the files below the one of its rank.
#[derive(Clone, Debug, Default)]
pub struct Locks {
    pub(super) attributes: Vec<(usize, Locked)>,
    pub(super) elements: Vec<(usize, Locked)>,
    pub(super) item: Option<usize>,
}

#[derive(Clone, Debug)]
pub enum Locked {
    Names(Vec<Box<str>>),
    AllExcept(Vec<Box<str>>),
}

impl Locked {
    fn has(&self, name: &str) -> bool {
        match self {
            Self::Names(names) => names.iter().any(|other| &**other == name || &**other == "*"),
            Self::AllExcept(names) => names.iter().all(|other| &**other != name),
        }
    }
}

impl Locks {
    pub(super) fn attribute(&self, name: &str, below: usize) -> bool {
        self.item(below) || self.attributes.iter().any(|(rank, locked)| *rank < below && locked.has(name))
    }

    pub(super) fn element(&self, name: &str, below: usize) -> bool {
        self.item(below) || self.elements.iter().any(|(rank, locked)| *rank < below && locked.has(name))
    }

    pub(super) fn item(&self, below: usize) -> bool {
        self.item.is_some_and(|rank| rank < below)
    }
}

impl Property<'_> {
    pub fn name(&self) -> &str {
        &self.schema.name
    }

    /// The value as a file would have it.
    pub fn text(&self) -> String {
        value::text(&self.schema, &self.value)
    }

    pub fn is_default(&self) -> bool {
        self.at.is_none()
    }
}

impl Element {
    pub(super) fn new(name: Arc<str>, schema: &Arc<ElementSchema>) -> Self {
        let child = |schema: &Arc<ElementSchema>| Arc::new(Self::new((*schema.name).into(), schema));
        Self {
            name,
            schema: schema.clone(),
            attributes: Vec::new(),
            defaults: Vec::new(),
            children: schema.elements.iter().map(child).collect(),
            items: Vec::new(),
            locks: Locks::default(),
            at: None,
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    pub fn schema(&self) -> &Arc<ElementSchema> {
        &self.schema
    }

    /// Where it was last set; none when no file has it.
    pub fn position(&self) -> Option<&Position> {
        self.at.as_ref()
    }

    /// The elements in it that are not entries of its collection.
    pub fn children(&self) -> &[Arc<Self>] {
        &self.children
    }

    pub fn child(&self, name: &str) -> Option<&Arc<Self>> {
        self.children.iter().find(|child| child.name.eq_ignore_ascii_case(name))
    }

    /// The entries of its collection, in order.
    pub fn items(&self) -> &[Arc<Self>] {
        &self.items
    }

    pub fn has_collection(&self) -> bool {
        self.schema.collection.is_some()
    }

    pub fn property(&self, name: &str) -> Option<Property<'_>> {
        let set = |attribute: &&Attribute| attribute.name.eq_ignore_ascii_case(name);
        let found = self.attributes.iter().find(set);
        let schema = self.schema.attributes.iter().find(|schema| schema.name.eq_ignore_ascii_case(name));
        let schema = match (schema, found) {
            (Some(schema), _) => Cow::Borrowed(schema),
            (None, Some(attribute)) => Cow::Owned(AttributeSchema::unrecognized(&attribute.name)),
            (None, None) => return None,
        };
        if let Some(attribute) = found {
            return Some(Property { schema, value: Cow::Borrowed(&attribute.value), at: Some(&attribute.at) });
        }
        let value = match (self.defaults.iter().find(set), &schema) {
            (Some(attribute), _) => Cow::Borrowed(&attribute.value),
            (None, Cow::Borrowed(AttributeSchema { default: Some(value), .. })) => Cow::Borrowed(value),
            (None, schema) => Cow::Owned(Value::none(&schema.kind)),
        };
        Some(Property { schema, value, at: None })
    }

    /// All attributes: those of the schema in its order, then others that are set.
    pub fn properties(&self) -> impl Iterator<Item = Property<'_>> {
        let known = self.schema.attributes.iter().map(|schema| &*schema.name);
        let others = self.attributes.iter().map(|attribute| &*attribute.name);
        let others = others.filter(|name| self.schema.attribute(name).is_none());
        known.chain(others).filter_map(|name| self.property(name))
    }

    /// Whether a file sets the attribute, or an element such as siteDefaults does.
    pub fn is_set(&self, name: &str) -> bool {
        self.attributes.iter().chain(&self.defaults).any(|attribute| &*attribute.name == name)
    }

    /// A bool; false where the schema has none of this name.
    pub fn bool(&self, name: &str) -> bool {
        match self.property(name).map(|property| property.value.into_owned()) {
            Some(Value::Bool(value)) => value,
            other => unexpected(name, &other, false),
        }
    }

    /// An int, a uint, an int64, an enum or flags; 0 where the schema has none of this name.
    pub fn number(&self, name: &str) -> i64 {
        match self.property(name).map(|property| property.value.into_owned()) {
            Some(Value::Int(value) | Value::Enum(value)) => value.into(),
            Some(Value::UInt(value) | Value::Flags(value)) => value.into(),
            Some(Value::Int64(value)) => value,
            other => unexpected(name, &other, 0),
        }
    }

    /// A uint, or flags.
    pub fn uint(&self, name: &str) -> u32 {
        u32::try_from(self.number(name)).unwrap_or(u32::MAX)
    }

    /// The text of an attribute of type string; empty where the schema has none of this name.
    pub fn string(&self, name: &str) -> Arc<str> {
        match self.property(name).map(|property| property.value.into_owned()) {
            Some(Value::String(value)) => value,
            other => unexpected(name, &other, "".into()),
        }
    }

    /// A time; none is one without an end.
    pub fn time(&self, name: &str) -> Option<std::time::Duration> {
        let units = match self.property(name).map(|property| property.value.into_owned()) {
            Some(Value::TimeSpan(i64::MAX)) => return None,
            Some(Value::TimeSpan(units)) => units,
            other => unexpected(name, &other, 0),
        };
        Some(std::time::Duration::from_nanos(u64::try_from(units).unwrap_or(0).saturating_mul(100)))
    }

    /// Whether levels below may not set the attribute.
    pub fn is_attribute_locked(&self, name: &str) -> bool {
        self.locks.attribute(name, usize::MAX)
    }

    /// Whether levels below may not have this element, or this name in the collection.
    pub fn is_element_locked(&self, name: &str) -> bool {
        self.locks.element(name, usize::MAX)
    }

    /// Whether levels below may not change or remove it.
    pub fn is_locked(&self) -> bool {
        self.locks.item.is_some()
    }
}

/// A name or a type that the schema does not have is a mistake of the one who asks, not of a file.
fn unexpected<T>(name: &str, found: &Option<Value>, value: T) -> T {
    debug_assert!(false, "no such attribute, or another type: {name} {found:?}");
    value
}
