//! The files above the sites: the built-in defaults, the root web.config, applicationHost.config.

use super::document::{ConfigurationFile, Declarations, Reading};
use super::effective::effective;
use super::error::{ConfigurationError, Fault, Position, Result};
use super::schema::Schema;
use super::text_file::{self, Seen};
use super::variables::Variables;
use super::views::Sites;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The most bytes of the files that the administrator owns.
const MOST_BYTES: u64 = 64 << 20;
/// The most bytes of a web.config, as IIS has it.
pub const MOST_WEB_CONFIG_BYTES: u64 = 250 << 10;

/// Where a configuration comes from.
#[derive(Clone, Debug)]
pub enum Source {
    File(PathBuf),
    /// A text in memory; the name is what errors say.
    Text {
        name: String,
        text: String,
    },
}

/// What the built-in defaults are to applicationHost.config.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Defaults {
    /// They hold for the sections that the file does not have: it is the whole truth of those it has, as a
    /// file that comes from a Windows machine is.
    #[default]
    WhereAbsent,
    /// The file adds to them.
    Inherited,
}

#[derive(Clone, Debug, Default)]
pub struct Options {
    pub defaults: Defaults,
    /// The web.config above all sites, MACHINE/WEBROOT.
    pub root_web_config: Option<Source>,
    /// A folder with the schema files of modules.
    pub schema_folder: Option<PathBuf>,
    pub variables: Variables,
    /// Where relative paths begin if applicationHost.config is a text.
    pub folder: Option<PathBuf>,
}

/// Which of the files above the sites it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rank {
    Defaults,
    WebRoot,
    AppHost,
}

/// One reading of the files above the sites.
pub struct Machine {
    pub(super) schema: Schema,
    pub(super) files: Vec<(Rank, ConfigurationFile)>,
    pub(super) declarations: Arc<Declarations>,
    pub(super) variables: Variables,
    pub(super) defaults: Defaults,
    pub(super) folder: PathBuf,
    pub(super) seen: Vec<(Rank, Seen)>,
    pub(super) sites: Arc<Sites>,
}

impl Machine {
    pub fn load(source: &Source, options: &Options) -> Result<Arc<Self>> {
        let variables = options.variables.clone();
        let mut schema = Schema::built_in(&variables)?;
        if let Some(folder) = &options.schema_folder {
            schema.add_folder(folder, &variables)?;
        }
        let folder = match source {
            Source::File(path) => path.parent().unwrap_or(Path::new("")).to_owned(),
            Source::Text { .. } => options.folder.clone().unwrap_or_default(),
        };
        let defaults =
            Source::Text { name: "built-in default.config".into(), text: include_str!("default.config").into() };
        let sources = [(Rank::Defaults, Some(&defaults)), (Rank::WebRoot, options.root_web_config.as_ref())];
        let sources = sources.into_iter().chain([(Rank::AppHost, Some(source))]);
        let (mut files, mut seen) = (Vec::new(), Vec::new());
        let mut declarations = Arc::default();
        for (rank, source) in sources.filter_map(|(rank, source)| Some((rank, source?))) {
            let file = read(source, rank, &declarations, &mut seen)?;
            declarations = file.declarations.clone();
            files.push((rank, file));
        }
        let mut machine = Self {
            schema,
            files,
            declarations,
            variables,
            defaults: options.defaults,
            folder,
            seen,
            sites: Arc::default(),
        };
        let section = effective(&machine, Rank::AppHost, &[], "system.applicationHost/sites")?;
        machine.sites = Arc::new(Sites::read(&section, &machine.variables, &machine.folder)?);
        Ok(Arc::new(machine))
    }

    /// The rank of its files; that of a site's files is higher by their level.
    pub(super) fn host_rank(&self) -> usize {
        0
    }

    /// Those of its files that are no longer what was read.
    pub(super) fn changed(&self) -> Option<Rank> {
        self.seen.iter().filter(|(_, seen)| !seen.is_current()).map(|(rank, _)| *rank).min()
    }
}

fn read(
    source: &Source,
    rank: Rank,
    declared: &Arc<Declarations>,
    seen: &mut Vec<(Rank, Seen)>,
) -> Result<ConfigurationFile> {
    let (name, text, folder): (Arc<str>, _, _) = match source {
        Source::Text { name, text } => (name.as_str().into(), text.clone(), None),
        Source::File(path) => {
            seen.push((rank, Seen::now(path)));
            let name: Arc<str> = path.to_string_lossy().into();
            let text = text_file::read(path, MOST_BYTES).map_err(|error| unreadable(&name, &error))?;
            (name, text, path.parent())
        }
    };
    let reading = Reading { declared, folder, may_redeclare: rank != Rank::Defaults, most_bytes: MOST_BYTES };
    let file = ConfigurationFile::parse(&name, &text, &reading)?;
    seen.extend(file.sources.iter().map(|source| (rank, source.clone())));
    Ok(file)
}

pub fn unreadable(file: &Arc<str>, error: &std::io::Error) -> ConfigurationError {
    let fault = match error.kind() {
        std::io::ErrorKind::NotFound => Fault::Missing,
        std::io::ErrorKind::PermissionDenied => Fault::Denied,
        _ => Fault::Invalid,
    };
    ConfigurationError {
        at: Position { file: file.clone(), line: 0, column: 0 },
        fault,
        reason: format!("the file cannot be read: {error}"),
        advice: "mend its path, its content, or who may read it".into(),
    }
}
