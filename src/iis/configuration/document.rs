//! One configuration file: what it declares, its sections, its locations.

use super::error::{ConfigurationError, Fault, Position, Result};
use super::text_file::{self, Seen};
use super::xml::{Node, NodeAttribute, Xml};
use std::collections::HashMap;
use std::path::{Component, Path};
use std::sync::Arc;

/// Who may read a section that a level above has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OverrideMode {
    Allow,
    Deny,
}

/// Which files may have a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AllowDefinition {
    Everywhere,
    /// applicationHost.config and the files above it.
    AppHostOnly,
    /// Those, and web.config at the root of an application.
    MachineToApplication,
}

#[derive(Clone, Debug)]
pub struct Declaration {
    pub override_mode_default: OverrideMode,
    pub allow_definition: AllowDefinition,
    pub allow_location: bool,
    pub at: Position,
}

/// The sections and the groups that are declared, by their whole names.
#[derive(Clone, Debug, Default)]
pub struct Declarations {
    pub sections: HashMap<Box<str>, Declaration>,
    /// With where each was declared.
    pub groups: HashMap<Box<str>, Position>,
}

/// A section as it stands in a file; the text may come from the file that its configSource names.
#[derive(Debug)]
pub struct SectionText {
    pub name: Box<str>,
    pub xml: Xml,
    /// Where it is in the configuration file itself.
    pub at: Position,
}

/// The sections that a file has for one path.
#[derive(Debug)]
pub struct Placement {
    /// Below the level of the file, with small letters, without slashes around it; empty for the level.
    pub path: Box<str>,
    pub override_mode: Option<OverrideMode>,
    pub inherit_in_child_applications: bool,
    pub sections: Vec<SectionText>,
    /// As it is written, and where; none for what stands in no location.
    pub location: Option<(Box<str>, Position)>,
}

#[derive(Debug)]
pub struct ConfigurationFile {
    pub file: Arc<str>,
    pub declarations: Arc<Declarations>,
    pub placements: Vec<Placement>,
    /// What configSource names.
    pub sources: Vec<Seen>,
}

/// What decides how a file is read.
pub struct Reading<'a> {
    /// Declared by the files above.
    pub declared: &'a Arc<Declarations>,
    /// Where configSource is looked for; none for a text in memory.
    pub folder: Option<&'a Path>,
    /// applicationHost.config may declare again what the built-in defaults declare.
    pub may_redeclare: bool,
    /// The most bytes that a file of configSource may have.
    pub most_bytes: u64,
}

/// Groups and sections that belong to .NET: whatever they hold is passed over.
const DOTNET: &[&str] = &[
    "assemblyBinding",
    "configProtectedData",
    "dataConfiguration",
    "entityFramework",
    "mscorlib",
    "runtime",
    "satelliteassemblies",
    "startup",
    "uri",
];

fn is_dotnet(name: &str) -> bool {
    DOTNET.contains(&name)
        || (name.starts_with("system.")
            && !matches!(name, "system.webServer" | "system.applicationHost" | "system.ftpServer"))
}

impl ConfigurationFile {
    pub fn parse(file: &Arc<str>, text: &str, reading: &Reading<'_>) -> Result<Self> {
        let Xml { file, root } = Xml::parse(file, text)?;
        let mut reader = Reader {
            file: file.clone(),
            declared: reading.declared.clone(),
            reading,
            own: HashMap::new(),
            placements: Vec::new(),
            sources: Vec::new(),
        };
        if &*root.name != "configuration" {
            return Err(reader.error(&root, "not a configuration file", "begin it with <configuration>"));
        }
        reader.read(root)?;
        Ok(Self { file, declarations: reader.declared, placements: reader.placements, sources: reader.sources })
    }

    /// The sections of a name for a path, in the order of the file.
    pub fn at<'f>(&'f self, path: &'f str) -> impl Iterator<Item = &'f Placement> {
        self.placements.iter().filter(move |placement| *placement.path == *path)
    }
}

impl Placement {
    pub fn section(&self, name: &str) -> Option<&SectionText> {
        self.sections.iter().find(|section| *section.name == *name)
    }
}

struct Reader<'a> {
    file: Arc<str>,
    declared: Arc<Declarations>,
    reading: &'a Reading<'a>,
    /// What this file has declared itself.
    own: HashMap<String, Position>,
    placements: Vec<Placement>,
    sources: Vec<Seen>,
}

impl Reader<'_> {
    fn error(
        &self,
        of: &impl super::xml::Placed,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> ConfigurationError {
        self.fault(Fault::Invalid, of, reason, advice)
    }

    fn fault(
        &self,
        fault: Fault,
        of: &impl super::xml::Placed,
        reason: impl Into<String>,
        advice: impl Into<String>,
    ) -> ConfigurationError {
        ConfigurationError { at: self.position(of), fault, reason: reason.into(), advice: advice.into() }
    }

    fn position(&self, of: &impl super::xml::Placed) -> Position {
        let (line, column) = of.place();
        Position { file: self.file.clone(), line, column }
    }

    fn read(&mut self, root: Node) -> Result<()> {
        let mut own = Placement {
            path: "".into(),
            override_mode: None,
            inherit_in_child_applications: true,
            sections: Vec::new(),
            location: None,
        };
        for (at, child) in root.children.into_iter().enumerate() {
            match &*child.name {
                "configSections" if at == 0 => self.declare(&child, "")?,
                "configSections" => {
                    return Err(self.error(&child, "configSections behind other elements", "move it to the start"));
                }
                "location" => {
                    let placement = self.location(child)?;
                    self.placements.push(placement);
                }
                _ => self.section(child, "", &mut own)?,
            }
        }
        // What stands in no location counts before the locations that are for the same level.
        self.placements.insert(0, own);
        Ok(())
    }

    fn declare(&mut self, node: &Node, group: &str) -> Result<()> {
        for child in &node.children {
            let kind = &*child.name;
            if !matches!(kind, "section" | "sectionGroup") {
                // .NET lets a file take declarations back.
                if group.is_empty() && matches!(kind, "clear" | "remove") {
                    continue;
                }
                let reason = format!("unrecognized element '{kind}' in '{}'", node.name);
                return Err(self.error(child, reason, "write section or sectionGroup there"));
            }
            let Some(name) = child.value("name").filter(|name| !name.is_empty() && !name.contains('/')) else {
                return Err(self.error(child, format!("'{kind}' without a name"), "add the attribute 'name'"));
            };
            let name = if group.is_empty() { name.to_owned() } else { format!("{group}/{name}") };
            let at = self.position(child);
            let declared = Arc::make_mut(&mut self.declared);
            if kind == "sectionGroup" {
                declared.groups.entry((*name).into()).or_insert(at);
                self.declare(child, &name)?;
                continue;
            }
            let own = self.own.insert(name.clone(), at.clone());
            let above = declared.sections.get(&*name).map(|known| known.at.clone());
            if let Some(known) = own.or(above.filter(|_| !self.reading.may_redeclare)) {
                let reason = format!("the section '{name}' is declared already, at {known}");
                return Err(self.fault(Fault::Duplicate, child, reason, "take one of the declarations away"));
            }
            let declaration = self.declaration(child, at)?;
            Arc::make_mut(&mut self.declared).sections.insert(name.into(), declaration);
        }
        Ok(())
    }

    fn declaration(&self, node: &Node, at: Position) -> Result<Declaration> {
        let override_mode_default = match node.attribute("overrideModeDefault") {
            None => OverrideMode::Allow,
            Some(attribute) => self.override_mode(attribute)?.unwrap_or(OverrideMode::Allow),
        };
        let allow_definition = match node.attribute("allowDefinition").map(|attribute| (&*attribute.value, attribute)) {
            None | Some(("Everywhere", _)) => AllowDefinition::Everywhere,
            Some(("AppHostOnly" | "MachineOnly" | "MachineToWebRoot" | "MachineToRootWeb", _)) => {
                AllowDefinition::AppHostOnly
            }
            Some(("MachineToApplication", _)) => AllowDefinition::MachineToApplication,
            Some((other, attribute)) => {
                let advice = "write Everywhere, MachineOnly, MachineToWebRoot, AppHostOnly or MachineToApplication";
                return Err(self.error(attribute, format!("'{other}' is no value for 'allowDefinition'"), advice));
            }
        };
        let allow_location = self.flag(node, "allowLocation", true)?;
        Ok(Declaration { override_mode_default, allow_definition, allow_location, at })
    }

    fn flag(&self, node: &Node, name: &str, default: bool) -> Result<bool> {
        match node.attribute(name) {
            None => Ok(default),
            Some(attribute) if attribute.value.eq_ignore_ascii_case("true") => Ok(true),
            Some(attribute) if attribute.value.eq_ignore_ascii_case("false") => Ok(false),
            Some(attribute) => {
                Err(self.error(attribute, format!("'{name}' is neither true nor false"), "write one of them"))
            }
        }
    }

    /// None is Inherit.
    fn override_mode(&self, attribute: &NodeAttribute) -> Result<Option<OverrideMode>> {
        match &*attribute.value {
            "Allow" => Ok(Some(OverrideMode::Allow)),
            "Deny" => Ok(Some(OverrideMode::Deny)),
            "Inherit" => Ok(None),
            other => {
                let reason = format!("'{other}' is no value for '{}'", attribute.name);
                Err(self.error(attribute, reason, "write Allow, Deny or Inherit"))
            }
        }
    }

    fn location(&mut self, node: Node) -> Result<Placement> {
        let mut override_mode = None;
        for attribute in &node.attributes {
            match &*attribute.name {
                "path" | "inheritInChildApplications" => {}
                "overrideMode" => override_mode = self.override_mode(attribute)?.or(override_mode),
                "allowOverride" => {
                    let mode = match self.flag(&node, "allowOverride", true)? {
                        true => OverrideMode::Allow,
                        false => OverrideMode::Deny,
                    };
                    if node.attribute("overrideMode").is_some() {
                        let reason = "a location with both 'overrideMode' and 'allowOverride'";
                        return Err(self.error(attribute, reason, "take 'allowOverride' away"));
                    }
                    override_mode = Some(mode);
                }
                other => {
                    let reason = format!("unrecognized attribute '{other}' on 'location'");
                    let advice = "write path, overrideMode, allowOverride or inheritInChildApplications";
                    return Err(self.error(attribute, reason, advice));
                }
            }
        }
        let inherit_in_child_applications = self.flag(&node, "inheritInChildApplications", true)?;
        let written = node.value("path").unwrap_or_default();
        let path = if written == "." { "" } else { written };
        let bad = path.starts_with('/')
            || path.contains(['\\', '?', '*', '%'])
            || path.split('/').any(|segment| matches!(segment, "." | ".."));
        if bad {
            let attribute = node.attribute("path");
            let reason = format!("'{path}' is no path of a location");
            let advice =
                "write a path below this file's level, such as Default Web Site/app, without a slash at its start";
            return Err(match attribute {
                Some(attribute) => self.error(attribute, reason, advice),
                None => self.error(&node, reason, advice),
            });
        }
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        let mut placement = Placement {
            path: segments.join("/").to_lowercase().into(),
            override_mode,
            inherit_in_child_applications,
            sections: Vec::new(),
            location: Some((written.into(), self.position(&node))),
        };
        for child in node.children {
            self.section(child, "", &mut placement)?;
        }
        Ok(placement)
    }

    /// A section, or a group with sections in it.
    fn section(&mut self, node: Node, group: &str, into: &mut Placement) -> Result<()> {
        let name = if group.is_empty() { node.name.to_string() } else { format!("{group}/{}", node.name) };
        if let Some(declaration) = self.declared.sections.get(&*name) {
            if into.location.is_some() && !into.path.is_empty() && !declaration.allow_location {
                let reason = format!("the section '{name}' may not stand in a location");
                return Err(self.error(&node, reason, "move it to where the file's own sections are"));
            }
            let here = |placement: &Placement| Some(placement.section(&name)?.at.clone());
            let same = |placement: &&Placement| {
                placement.path == into.path && placement.location.is_some() == into.location.is_some()
            };
            let twin = here(into).or_else(|| self.placements.iter().filter(same).find_map(here));
            if let Some(known) = twin {
                let reason = format!("the section '{name}' is there already for this path, at {known}");
                return Err(self.fault(Fault::Duplicate, &node, reason, "put both together"));
            }
            let at = self.position(&node);
            let xml = self.section_text(node)?;
            into.sections.push(SectionText { name: name.into(), xml, at });
            return Ok(());
        }
        if self.declared.groups.contains_key(&*name) && !(group.is_empty() && is_dotnet(&name)) {
            for child in node.children {
                self.section(child, &name, into)?;
            }
            return Ok(());
        }
        if group.is_empty() && is_dotnet(&name) {
            return Ok(());
        }
        let reason = format!("the section '{name}' is not declared");
        let advice =
            "declare it in configSections of applicationHost.config, install what it belongs to, or take it away";
        Err(self.error(&node, reason, advice))
    }

    fn section_text(&mut self, node: Node) -> Result<Xml> {
        if let Some(attribute) = node.attribute("configProtectionProvider") {
            let reason = "encrypted sections cannot be read";
            return Err(self.error(
                attribute,
                reason,
                "write the section in clear, and let only the server read the file",
            ));
        }
        let Some(attribute) = node.attribute("configSource") else {
            return Ok(Xml { file: self.file.clone(), root: node });
        };
        if node.attributes.len() > 1 || !node.children.is_empty() {
            let reason = "a section with 'configSource' and something else";
            return Err(self.error(attribute, reason, "move all of it to the file"));
        }
        let source = attribute.value.replace('\\', "/");
        let plain = Path::new(&source).components().all(|part| matches!(part, Component::Normal(_)));
        let Some(folder) = self.reading.folder.filter(|_| plain && !source.is_empty()) else {
            let reason = format!("'{}' is no file of 'configSource'", attribute.value);
            return Err(self.error(attribute, reason, "write a path below the folder of this file"));
        };
        let path = folder.join(source);
        self.sources.push(Seen::now(&path));
        let text = text_file::read(&path, self.reading.most_bytes).map_err(|error| {
            let reason = format!("{} cannot be read: {error}", path.display());
            self.error(attribute, reason, "mend the path or the file")
        })?;
        let xml = Xml::parse(&path.to_string_lossy().into(), &text)?;
        if xml.root.name != node.name {
            let reason = format!("the file begins with '{}' and not with '{}'", xml.root.name, node.name);
            return Err(xml.error(&xml.root, reason, "begin it with the section"));
        }
        Ok(xml)
    }
}
