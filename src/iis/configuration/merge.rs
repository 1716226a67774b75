//! What one file says of a section, laid over what the levels above say.

use super::element::{Attribute, Element, Locked};
use super::error::{Fault, Result};
use super::schema::{AttributeSchema, CollectionSchema, ElementSchema};
use super::value::{self, Value};
use super::variables::Variables;
use super::xml::{Node, NodeAttribute, Xml};
use std::borrow::Cow;
use std::sync::Arc;

/// One file's part.
pub struct Layer<'a> {
    pub xml: &'a Xml,
    /// How many files stand above: locks bind those of higher rank.
    pub rank: usize,
    pub variables: &'a Variables,
}

impl Layer<'_> {
    /// Merges an element of the file.
    pub fn merge(&self, into: &mut Element, node: &Node) -> Result<()> {
        into.at = Some(self.xml.position(node));
        for attribute in &node.attributes {
            self.set_attribute(into, node, attribute)?;
        }
        let mut first = 0;
        for child in &node.children {
            self.merge_child(into, child, &mut first)?;
        }
        for attribute in &node.attributes {
            self.lock(into, attribute)?;
        }
        Ok(())
    }

    fn set_attribute(&self, into: &mut Element, node: &Node, attribute: &NodeAttribute) -> Result<()> {
        let name = &*attribute.name;
        if is_lock(name) {
            return Ok(());
        }
        let Some(schema) = attribute_schema(&into.schema, name) else {
            let reason = format!("unrecognized attribute '{name}' on '{}'", node.name);
            return Err(self.xml.error(attribute, reason, known_attributes(&into.schema)));
        };
        if into.locks.attribute(name, self.rank) {
            let reason = format!("the attribute '{name}' of '{}' is locked by a level above", node.name);
            return Err(self.xml.fault(Fault::Locked, attribute, reason, "take it away here, or the lock there"));
        }
        let value = self.value(&schema, attribute)?;
        into.attributes.retain(|other| *other.name != *name);
        into.attributes.push(Attribute { name: name.into(), value, at: self.xml.position(attribute) });
        Ok(())
    }

    fn value(&self, schema: &AttributeSchema, attribute: &NodeAttribute) -> Result<Value> {
        let text = match schema.expanded {
            true => Cow::Owned(self.variables.expand(&attribute.value)),
            false => Cow::Borrowed(&*attribute.value),
        };
        value::parse(schema, &text).map_err(|advice| {
            let reason = format!("'{}' is no value for the {} '{}'", attribute.value, schema.type_name(), schema.name);
            self.xml.error(attribute, reason, advice)
        })
    }

    /// `first` is where the next entry goes that is to stand before those from above.
    fn merge_child(&self, into: &mut Element, child: &Node, first: &mut usize) -> Result<()> {
        let name = &*child.name;
        let schema = into.schema.clone();
        let is = |other: &Option<Box<str>>| other.as_deref() == Some(name);
        let collection = schema.collection.as_ref();
        let is_entry = collection.is_some_and(|collection| {
            collection.add.iter().any(|add| **add == *name) || is(&collection.remove) || is(&collection.clear)
        });
        let known = into.children.iter().position(|element| *element.name == *name);
        if !is_entry && known.is_none() {
            let reason = format!("unrecognized element '{name}' in '{}'", short(&schema.name));
            return Err(self.xml.error(child, reason, known_elements(&schema)));
        }
        if into.locks.element(name, self.rank) {
            let reason = format!("the element '{name}' of '{}' is locked by a level above", short(&schema.name));
            return Err(self.xml.fault(Fault::Locked, child, reason, "take it away here, or the lock there"));
        }
        match (collection, known) {
            (Some(collection), _) if is(&collection.clear) && is_entry => self.clear(into, child, first),
            (Some(collection), _) if is(&collection.remove) && is_entry => self.remove(into, collection, child, first),
            (Some(collection), _) if is_entry => self.add(into, collection, child, first),
            (_, Some(at)) => self.merge(Arc::make_mut(&mut into.children[at]), child),
            _ => Ok(()),
        }
    }

    fn clear(&self, into: &mut Element, node: &Node, first: &mut usize) -> Result<()> {
        if let Some(item) = into.items.iter().find(|item| item.locks.item(self.rank)) {
            return Err(self.locked_item(item, node));
        }
        into.items.clear();
        *first = 0;
        Ok(())
    }

    fn locked_item(&self, item: &Element, node: &Node) -> super::ConfigurationError {
        let reason = format!("the entry {} is locked by a level above", key_text(item));
        self.xml.fault(Fault::Locked, node, reason, "let it stay, or take away the lock there")
    }

    fn remove(&self, into: &mut Element, collection: &CollectionSchema, node: &Node, first: &mut usize) -> Result<()> {
        let schema = &*collection.item;
        let has_keys = schema.keys().next().is_some();
        let mut wanted: Vec<(Cow<'_, AttributeSchema>, Value)> = Vec::new();
        for attribute in node.attributes.iter().filter(|attribute| !is_lock(&attribute.name)) {
            let known = attribute_schema(schema, &attribute.name);
            match known.filter(|known| !has_keys || known.unique_key || known.combined_key) {
                Some(known) => {
                    let value = self.value(&known, attribute)?;
                    wanted.push((known, value));
                }
                None => {
                    let reason = format!("unrecognized attribute '{}' on '{}'", attribute.name, node.name);
                    return Err(self.xml.error(attribute, reason, key_advice(schema)));
                }
            }
        }
        for key in schema.keys() {
            match (wanted.iter().any(|(known, _)| known.name == key.name), &key.default) {
                (true, _) => {}
                (false, Some(default)) => wanted.push((Cow::Borrowed(key), default.clone())),
                (false, None) if !key.required => wanted.push((Cow::Borrowed(key), Value::none(&key.kind))),
                (false, None) => {
                    let reason = format!("'{}' without the attribute '{}'", node.name, key.name);
                    return Err(self.xml.error(node, reason, key_advice(schema)));
                }
            }
        }
        let matches = |item: &Element| {
            wanted.iter().all(|(schema, value)| {
                item.property(&schema.name).is_some_and(|property| same(schema, &property.value, value))
            })
        };
        let mut at = 0;
        while at < into.items.len() {
            if !matches(&into.items[at]) {
                at += 1;
                continue;
            }
            if into.items[at].locks.item(self.rank) {
                return Err(self.locked_item(&into.items[at], node));
            }
            into.items.remove(at);
            *first -= usize::from(at < *first);
        }
        Ok(())
    }

    fn add(&self, into: &mut Element, collection: &CollectionSchema, node: &Node, first: &mut usize) -> Result<()> {
        let schema = &collection.item;
        let mut item = Element::new((*node.name).into(), schema);
        self.merge(&mut item, node)?;
        if let Some(missing) = schema.attributes.iter().find(|known| known.required && !item.is_set(&known.name)) {
            let reason = format!("'{}' without the attribute '{}'", node.name, missing.name);
            return Err(self.xml.error(node, reason, "add it"));
        }
        let twin = into.items.iter().find(|other| !collection.allow_duplicates && same_key(schema, other, &item));
        if let Some(twin) = twin {
            let place = twin.at.as_ref().map_or_else(String::new, |at| format!(", from {at}"));
            let reason =
                format!("the collection '{}' has an entry {} already{place}", short(&into.name), key_text(&item));
            let advice = match &collection.remove {
                Some(remove) => format!("take one of them away, or write <{remove}> before this one"),
                None => "take one of them away".into(),
            };
            return Err(self.xml.fault(Fault::Duplicate, node, reason, advice));
        }
        if collection.merge_append {
            into.items.push(Arc::new(item));
        } else {
            into.items.insert(*first, Arc::new(item));
            *first += 1;
        }
        Ok(())
    }

    fn lock(&self, into: &mut Element, attribute: &NodeAttribute) -> Result<()> {
        let names = || attribute.value.split(',').map(|name| name.trim().into()).collect::<Vec<Box<str>>>();
        match &*attribute.name {
            "lockAttributes" => into.locks.attributes.push((self.rank, Locked::Names(names()))),
            "lockAllAttributesExcept" => into.locks.attributes.push((self.rank, Locked::AllExcept(names()))),
            "lockElements" => into.locks.elements.push((self.rank, Locked::Names(names()))),
            "lockAllElementsExcept" => into.locks.elements.push((self.rank, Locked::AllExcept(names()))),
            "lockItem" => match &*attribute.value {
                // What a level above has locked stays so.
                "true" => into.locks.item = into.locks.item.or(Some(self.rank)),
                "false" => into.locks.item = into.locks.item.filter(|rank| *rank < self.rank),
                _ => {
                    return Err(self.xml.error(attribute, "'lockItem' is neither true nor false", "write one of them"));
                }
            },
            _ => {}
        }
        Ok(())
    }
}

/// A section's name as its element has it.
fn short(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn is_lock(name: &str) -> bool {
    matches!(name, "lockAttributes" | "lockAllAttributesExcept" | "lockElements" | "lockAllElementsExcept" | "lockItem")
}

fn attribute_schema<'s>(schema: &'s ElementSchema, name: &str) -> Option<Cow<'s, AttributeSchema>> {
    match schema.attribute(name) {
        Some(known) => Some(Cow::Borrowed(known)),
        None => schema.unrecognized_attributes.then(|| Cow::Owned(AttributeSchema::unrecognized(name))),
    }
}

fn same(schema: &AttributeSchema, one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(one), Value::String(other)) if !schema.case_sensitive => {
            one.len() == other.len() && one.to_lowercase() == other.to_lowercase()
        }
        _ => one == other,
    }
}

/// Entries without a key are never the same.
fn same_key(schema: &ElementSchema, one: &Element, other: &Element) -> bool {
    let mut keys = schema.keys().peekable();
    let value = |element: &Element, key: &AttributeSchema| {
        element.property(&key.name).map(|property| property.value.into_owned())
    };
    keys.peek().is_some()
        && keys.all(|key| match (value(one, key), value(other, key)) {
            (Some(one), Some(other)) => same(key, &one, &other),
            _ => false,
        })
}

/// `name="x"` of each key.
fn key_text(item: &Element) -> String {
    let keys = item.schema.keys().filter_map(|key| item.property(&key.name));
    let keys: Vec<String> = keys.map(|key| format!("{}=\"{}\"", key.name(), key.text())).collect();
    if keys.is_empty() { item.name.to_string() } else { keys.join(" ") }
}

fn key_advice(schema: &ElementSchema) -> String {
    let keys: Vec<&str> = schema.keys().map(|key| &*key.name).collect();
    format!("name the entry by {}", keys.join(" and "))
}

fn known_attributes(schema: &ElementSchema) -> String {
    let names: Vec<&str> = schema.attributes.iter().map(|known| &*known.name).collect();
    match names.len() {
        0 => "take it away: there are none".into(),
        _ => format!("take it away, or write one of {}", names.join(", ")),
    }
}

fn known_elements(schema: &ElementSchema) -> String {
    let mut names: Vec<&str> = schema.elements.iter().map(|known| &*known.name).collect();
    if let Some(collection) = &schema.collection {
        names.extend(collection.add.iter().chain(&collection.remove).chain(&collection.clear).map(|name| &**name));
    }
    match names.len() {
        0 => "take it away: there are none".into(),
        _ => format!("take it away, or write one of {}", names.join(", ")),
    }
}

/// Gives entries what their default elements, such as siteDefaults, say.
///
/// The nearest counts: that of the collection's own element first, then those of the elements around it.
pub fn apply_defaults(element: &mut Element, around: &[Arc<Element>]) {
    let mut scope = vec![Arc::new(Element { items: Vec::new(), ..element.clone() })];
    scope.extend_from_slice(around);
    for child in &mut element.children {
        if has_entries(child) {
            apply_defaults(Arc::make_mut(child), &scope);
        }
    }
    let name = element.schema.collection.as_ref().and_then(|collection| collection.default_element.clone());
    let defaults: Vec<Arc<Element>> = match name {
        Some(name) => scope.iter().filter_map(|element| element.child(&name)).cloned().collect(),
        None => Vec::new(),
    };
    for item in &mut element.items {
        let item = Arc::make_mut(item);
        for default in &defaults {
            inherit(item, default);
        }
        apply_defaults(item, &scope);
    }
}

fn has_entries(element: &Element) -> bool {
    !element.items.is_empty() || element.children.iter().any(|child| has_entries(child))
}

fn inherit(item: &mut Element, default: &Element) {
    for attribute in &default.attributes {
        if !item.is_set(&attribute.name) {
            item.defaults.push(attribute.clone());
        }
    }
    if item.items.is_empty() {
        item.items.clone_from(&default.items);
    }
    for child in &mut item.children {
        if let Some(default) = default.child(&child.name).filter(|default| default.at.is_some()) {
            inherit(Arc::make_mut(child), default);
        }
    }
}
