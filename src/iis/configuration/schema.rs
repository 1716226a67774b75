//! What may stand in a section: its attributes with types and defaults, its elements, its collection.
//!
//! Schemas are read from files in the form that IIS has for them, the built-in ones too.

use super::error::{ConfigurationError, Fault, Position, Result};
use super::value::{self, Value};
use super::variables::Variables;
use super::xml::{Node, Placed, Xml};
use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

/// Every section that has a schema, by its name in small letters.
#[derive(Clone, Debug, Default)]
pub struct Schema {
    sections: HashMap<String, Arc<ElementSchema>>,
}

#[derive(Clone, Debug, Default)]
pub struct ElementSchema {
    pub name: Box<str>,
    pub attributes: Vec<AttributeSchema>,
    pub elements: Vec<Arc<ElementSchema>>,
    pub collection: Option<CollectionSchema>,
    /// Other attributes may stand there, as texts.
    pub unrecognized_attributes: bool,
    pub is_collection_default: bool,
}

#[derive(Clone, Debug)]
pub struct CollectionSchema {
    pub add: Vec<Box<str>>,
    pub remove: Option<Box<str>>,
    pub clear: Option<Box<str>>,
    /// The element of the same parent, or of one above, that holds defaults of entries.
    pub default_element: Option<Box<str>>,
    /// New entries stand behind those from above, or before them.
    pub merge_append: bool,
    pub allow_duplicates: bool,
    pub item: Arc<ElementSchema>,
}

#[derive(Clone, Debug)]
pub struct AttributeSchema {
    pub name: Box<str>,
    pub kind: Kind,
    pub default: Option<Value>,
    pub required: bool,
    pub unique_key: bool,
    pub combined_key: bool,
    /// `%NAME%` in it is replaced.
    pub expanded: bool,
    pub case_sensitive: bool,
    pub encrypted: bool,
    pub allow_infinite: bool,
    pub validation: Validation,
    /// As the schema has them.
    pub validation_type: Box<str>,
    pub validation_parameter: Box<str>,
}

#[derive(Clone, Debug)]
pub enum Kind {
    Bool,
    Int,
    UInt,
    Int64,
    String,
    TimeSpan(TimeFormat),
    Enum(Vec<(Box<str>, i32)>),
    Flags(Vec<(Box<str>, u32)>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimeFormat {
    Text,
    Seconds,
    Minutes,
}

#[derive(Clone, Debug)]
pub enum Validation {
    None,
    Range {
        least: i64,
        most: i64,
        outside: bool,
    },
    NotEmpty,
    Trimmed,
    /// A name without these characters.
    Name(&'static str),
    VirtualPath,
}

impl ElementSchema {
    pub fn attribute(&self, name: &str) -> Option<&AttributeSchema> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    pub fn element(&self, name: &str) -> Option<&Arc<ElementSchema>> {
        self.elements.iter().find(|element| &*element.name == name)
    }

    pub fn keys(&self) -> impl Iterator<Item = &AttributeSchema> {
        self.attributes.iter().filter(|attribute| attribute.unique_key || attribute.combined_key)
    }
}

impl AttributeSchema {
    /// Its type by the schema's name.
    pub fn type_name(&self) -> &'static str {
        match self.kind {
            Kind::Bool => "bool",
            Kind::Int => "int",
            Kind::UInt => "uint",
            Kind::Int64 => "int64",
            Kind::String => "string",
            Kind::TimeSpan(_) => "timeSpan",
            Kind::Enum(_) => "enum",
            Kind::Flags(_) => "flags",
        }
    }

    /// An attribute that the schema does not name, where it allows such.
    pub fn unrecognized(name: &str) -> Self {
        Self {
            name: name.into(),
            kind: Kind::String,
            default: None,
            required: false,
            unique_key: false,
            combined_key: false,
            expanded: false,
            case_sensitive: false,
            encrypted: false,
            allow_infinite: false,
            validation: Validation::None,
            validation_type: "".into(),
            validation_parameter: "".into(),
        }
    }
}

impl Schema {
    /// The sections of IIS that are known without a file.
    pub fn built_in(variables: &Variables) -> Result<Self> {
        let mut schema = Self::default();
        schema.add(&"built-in schema".into(), include_str!("schema.xml"), variables)?;
        Ok(schema)
    }

    pub fn section(&self, name: &str) -> Option<&Arc<ElementSchema>> {
        self.sections.get(&name.to_ascii_lowercase())
    }

    /// Reads all `*.xml` of a folder, in the order of their names.
    pub fn add_folder(&mut self, folder: &Path, variables: &Variables) -> Result<()> {
        let error = |path: &Path, error: std::io::Error| ConfigurationError {
            at: Position { file: path.to_string_lossy().into(), line: 0, column: 0 },
            fault: if error.kind() == std::io::ErrorKind::PermissionDenied { Fault::Denied } else { Fault::Missing },
            reason: format!("the schema cannot be read: {error}"),
            advice: "name a folder with the schema files of the modules".into(),
        };
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(|fault| error(folder, fault))? {
            files.push(entry.map_err(|fault| error(folder, fault))?.path());
        }
        files.retain(|file| file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml")));
        files.sort();
        for file in files {
            let text = super::text_file::read(&file, u64::MAX).map_err(|fault| error(&file, fault))?;
            self.add(&file.to_string_lossy().into(), &text, variables)?;
        }
        Ok(())
    }

    /// Adds the sections of one schema file; what it says of a section that is known is added to it.
    pub fn add(&mut self, file: &Arc<str>, text: &str, variables: &Variables) -> Result<()> {
        let xml = Source { xml: &Xml::parse(file, text)?, variables };
        let root = &xml.xml.root;
        if &*root.name != "configSchema" {
            return Err(xml.error(root, "not a schema", "begin it with <configSchema>"));
        }
        for node in &root.children {
            if &*node.name != "sectionSchema" {
                let reason = format!("unrecognized element '{}'", node.name);
                return Err(xml.error(node, reason, "write sectionSchema there"));
            }
            let name = required(&xml, node, "name")?;
            let key = name.to_ascii_lowercase();
            let mut section = match self.sections.remove(&key) {
                Some(known) => Arc::unwrap_or_clone(known),
                None => ElementSchema { name: name.into(), ..ElementSchema::default() },
            };
            read_element(&xml, node, &mut section)?;
            self.sections.insert(key, Arc::new(section));
        }
        Ok(())
    }
}

/// A schema file that is being read.
struct Source<'a> {
    xml: &'a Xml,
    variables: &'a Variables,
}

impl Source<'_> {
    fn error(&self, of: &impl Placed, reason: impl Into<String>, advice: impl Into<String>) -> ConfigurationError {
        self.xml.error(of, reason, advice)
    }
}

fn required<'n>(xml: &Source<'_>, node: &'n Node, name: &str) -> Result<&'n str> {
    match node.value(name) {
        Some(value) if !value.is_empty() => Ok(value),
        _ => Err(xml.error(node, format!("'{}' without the attribute '{name}'", node.name), "add it")),
    }
}

fn flag(xml: &Source<'_>, node: &Node, name: &str, default: bool) -> Result<bool> {
    match node.attribute(name) {
        None => Ok(default),
        Some(attribute) if attribute.value.eq_ignore_ascii_case("true") => Ok(true),
        Some(attribute) if attribute.value.eq_ignore_ascii_case("false") => Ok(false),
        Some(attribute) => {
            Err(xml.error(attribute, format!("'{name}' is neither true nor false"), "write one of them"))
        }
    }
}

fn read_element(xml: &Source<'_>, node: &Node, into: &mut ElementSchema) -> Result<()> {
    into.unrecognized_attributes |= flag(xml, node, "allowUnrecognizedAttributes", false)?;
    into.is_collection_default |= flag(xml, node, "isCollectionDefault", false)?;
    for child in &node.children {
        match &*child.name {
            "attribute" => {
                let attribute = read_attribute(xml, child)?;
                if into.attribute(&attribute.name).is_some() {
                    let reason = format!("the attribute '{}' is there already", attribute.name);
                    return Err(xml.xml.fault(Fault::Duplicate, child, reason, "take one of them away"));
                }
                into.attributes.push(attribute);
            }
            "element" => {
                let name = required(xml, child, "name")?;
                let at = into.elements.iter().position(|known| &*known.name == name).unwrap_or_else(|| {
                    into.elements.push(Arc::new(ElementSchema { name: name.into(), ..ElementSchema::default() }));
                    into.elements.len() - 1
                });
                read_element(xml, child, Arc::make_mut(&mut into.elements[at]))?;
            }
            "collection" => match &mut into.collection {
                Some(known) => read_element(xml, child, Arc::make_mut(&mut known.item))?,
                None => into.collection = Some(read_collection(xml, child)?),
            },
            // Methods run in the process that administers; there is none here.
            "method" => {}
            other => {
                let reason = format!("unrecognized element '{other}'");
                return Err(xml.error(child, reason, "write attribute, element, collection or method there"));
            }
        }
    }
    Ok(())
}

fn read_collection(xml: &Source<'_>, node: &Node) -> Result<CollectionSchema> {
    let optional = |name| node.value(name).filter(|value| !value.is_empty()).map(Box::from);
    let add: Vec<Box<str>> = required(xml, node, "addElement")?.split(',').map(|name| name.trim().into()).collect();
    let mut item = ElementSchema { name: add[0].clone(), ..ElementSchema::default() };
    read_element(xml, node, &mut item)?;
    Ok(CollectionSchema {
        add,
        remove: optional("removeElement"),
        clear: optional("clearElement"),
        default_element: optional("defaultElement"),
        merge_append: flag(xml, node, "mergeAppend", true)?,
        allow_duplicates: flag(xml, node, "allowDuplicates", false)?,
        item: Arc::new(item),
    })
}

fn read_attribute(xml: &Source<'_>, node: &Node) -> Result<AttributeSchema> {
    let text = |name| Box::<str>::from(node.value(name).unwrap_or_default());
    let kind = match required(xml, node, "type")? {
        "bool" => Kind::Bool,
        "int" => Kind::Int,
        "uint" => Kind::UInt,
        "int64" => Kind::Int64,
        "string" => Kind::String,
        "timeSpan" => Kind::TimeSpan(match node.value("timeSpanFormat") {
            Some("seconds") => TimeFormat::Seconds,
            Some("minutes") => TimeFormat::Minutes,
            _ => TimeFormat::Text,
        }),
        "enum" => Kind::Enum(read_names(xml, node, "enum", |text| text.parse().ok())?),
        "flags" => Kind::Flags(read_names(xml, node, "flag", |text| match text.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => text.parse().ok(),
        })?),
        other => {
            let advice = "write bool, int, uint, int64, string, timeSpan, enum or flags";
            return Err(xml.error(node, format!("unrecognized type '{other}'"), advice));
        }
    };
    let (validation_type, validation_parameter) = (text("validationType"), text("validationParameter"));
    let mut attribute = AttributeSchema {
        name: required(xml, node, "name")?.into(),
        kind,
        default: None,
        required: flag(xml, node, "required", false)?,
        unique_key: flag(xml, node, "isUniqueKey", false)?,
        combined_key: flag(xml, node, "isCombinedKey", false)?,
        expanded: flag(xml, node, "expanded", false)?,
        case_sensitive: flag(xml, node, "caseSensitive", false)?,
        encrypted: flag(xml, node, "encrypted", false)?,
        allow_infinite: flag(xml, node, "allowInfinite", false)?,
        validation: Validation::None,
        validation_type,
        validation_parameter,
    };
    // A default need not pass the check that what is written must pass.
    if let Some(default) = node.attribute("defaultValue") {
        let text = match attribute.expanded {
            true => &*xml.variables.expand(&default.value),
            false => &*default.value,
        };
        let value = value::parse(&attribute, text);
        attribute.default = Some(value.map_err(|advice| {
            let reason = format!("the default of '{}' is not of its type", attribute.name);
            xml.error(default, reason, advice)
        })?);
    }
    attribute.validation = read_validation(&attribute.validation_type, &attribute.validation_parameter);
    Ok(attribute)
}

fn read_names<N>(
    xml: &Source<'_>,
    node: &Node,
    element: &str,
    number: impl Fn(&str) -> Option<N>,
) -> Result<Vec<(Box<str>, N)>> {
    let named = node.children.iter().filter(|child| &*child.name == element);
    named
        .map(|child| {
            let value = number(required(xml, child, "value")?)
                .ok_or_else(|| xml.error(child, "'value' is not a number of 32 bits", "write one"))?;
            Ok((required(xml, child, "name")?.into(), value))
        })
        .collect()
}

/// Checks that are not known check nothing: IIS has them from its own libraries.
fn read_validation(kind: &str, parameter: &str) -> Validation {
    let mut numbers = parameter.split(',').map(|part| part.trim());
    let (least, most) =
        (numbers.next().and_then(|text| text.parse().ok()), numbers.next().and_then(|t| t.parse().ok()));
    match kind {
        "integerRange" | "timeSpanRange" => match (least, most) {
            (Some(least), Some(most)) => {
                Validation::Range { least, most, outside: numbers.any(|part| part == "exclude") }
            }
            _ => Validation::None,
        },
        "nonEmptyString" => Validation::NotEmpty,
        "requireTrimmedString" => Validation::Trimmed,
        "siteName" => Validation::Name("\\/?;:@&=+$,|\"<>*"),
        "applicationPoolName" => Validation::Name("\\/\"|<>:*?]+=;,@&"),
        "applicationPath" | "vdirPath" => Validation::VirtualPath,
        _ => Validation::None,
    }
}
