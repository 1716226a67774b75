//! An XML text as a tree that owns its parts and knows where each of them stood.

use super::error::{ConfigurationError, Fault, Position, Result};
use roxmltree::{Document, ParsingOptions};
use std::sync::Arc;

/// How deep elements may stand in one another; a configuration needs less than ten.
const DEEPEST: usize = 64;
/// How many elements, attributes and texts a file may have.
const MOST_NODES: u32 = 2_000_000;

#[derive(Debug)]
pub struct Node {
    /// Without a namespace's prefix.
    pub name: Box<str>,
    pub attributes: Vec<NodeAttribute>,
    pub children: Vec<Node>,
    at: (u32, u32),
}

#[derive(Debug)]
pub struct NodeAttribute {
    pub name: Box<str>,
    pub value: Box<str>,
    at: (u32, u32),
}

/// A parsed text.
#[derive(Debug)]
pub struct Xml {
    pub file: Arc<str>,
    pub root: Node,
}

/// Something that stands somewhere.
pub trait Placed {
    fn place(&self) -> (u32, u32);
}

impl Placed for Node {
    fn place(&self) -> (u32, u32) {
        self.at
    }
}

impl Placed for NodeAttribute {
    fn place(&self) -> (u32, u32) {
        self.at
    }
}

impl Node {
    pub fn attribute(&self, name: &str) -> Option<&NodeAttribute> {
        self.attributes.iter().find(|attribute| &*attribute.name == name)
    }

    pub fn value(&self, name: &str) -> Option<&str> {
        Some(&self.attribute(name)?.value)
    }
}

impl Xml {
    pub fn parse(file: &Arc<str>, text: &str) -> Result<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let options = ParsingOptions { nodes_limit: MOST_NODES, ..ParsingOptions::default() };
        let document = Document::parse_with_options(text, options).map_err(|error| {
            let place = error.pos();
            let whole = error.to_string();
            let reason = whole.strip_suffix(&format!(" at {place}")).unwrap_or(&whole);
            ConfigurationError {
                at: Position { file: file.clone(), line: place.row, column: place.col },
                fault: Fault::Invalid,
                reason: format!("not well-formed XML: {reason}"),
                advice: "mend the text there or just before".into(),
            }
        })?;
        let lines = Lines::of(text);
        let root = document.root_element();
        // The depth is known before anything walks the tree by calling itself.
        let (mut depth, mut edge) = (0_usize, Some(root));
        while let Some(node) = edge {
            if depth > DEEPEST {
                let (line, column) = lines.place(node.range().start);
                return Err(ConfigurationError {
                    at: Position { file: file.clone(), line, column },
                    fault: Fault::Invalid,
                    reason: format!("elements stand more than {DEEPEST} deep in one another"),
                    advice: "close the elements above".into(),
                });
            }
            edge = next_element(node, root, &mut depth);
        }
        Ok(Self { file: file.clone(), root: owned(root, &lines) })
    }

    pub fn position(&self, of: &impl Placed) -> Position {
        let (line, column) = of.place();
        Position { file: self.file.clone(), line, column }
    }

    pub fn error(&self, of: &impl Placed, reason: impl Into<String>, advice: impl Into<String>) -> ConfigurationError {
        self.fault(Fault::Invalid, of, reason, advice)
    }

    pub fn fault(
        &self,
        fault: Fault,
        of: &impl Placed,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> ConfigurationError {
        ConfigurationError { at: self.position(of), fault, reason: reason.into(), advice: advice.into() }
    }
}

/// The element behind this one in the order of the text.
fn next_element<'a, 'i>(
    node: roxmltree::Node<'a, 'i>,
    root: roxmltree::Node<'a, 'i>,
    depth: &mut usize,
) -> Option<roxmltree::Node<'a, 'i>> {
    if let Some(child) = node.first_element_child() {
        *depth += 1;
        return Some(child);
    }
    let mut from = node;
    while from != root {
        if let Some(next) = from.next_sibling_element() {
            return Some(next);
        }
        from = from.parent()?;
        *depth -= 1;
    }
    None
}

fn owned(node: roxmltree::Node<'_, '_>, lines: &Lines) -> Node {
    Node {
        name: node.tag_name().name().into(),
        // What belongs to a namespace belongs to a tool, such as xdt:Transform.
        attributes: node
            .attributes()
            .filter(|attribute| attribute.namespace().is_none())
            .map(|attribute| NodeAttribute {
                name: attribute.name().into(),
                value: attribute.value().into(),
                at: lines.place(attribute.range().start),
            })
            .collect(),
        children: node.children().filter(|child| child.is_element()).map(|child| owned(child, lines)).collect(),
        at: lines.place(node.range().start),
    }
}

/// Where lines begin: asking the parser for each place would count from the start each time.
struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    fn of(text: &'t str) -> Self {
        let behind = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(behind).collect() }
    }

    fn place(&self, offset: usize) -> (u32, u32) {
        let line = self.starts.partition_point(|start| *start <= offset);
        let before = &self.text[self.starts[line - 1]..offset];
        (u32::try_from(line).unwrap_or(u32::MAX), u32::try_from(before.chars().count() + 1).unwrap_or(u32::MAX))
    }
}
