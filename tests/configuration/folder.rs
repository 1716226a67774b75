//! A folder with configuration files that is gone at the end of a test.

use httpapi::iis::configuration::{Configuration, ConfigurationError, Element, Metadata, Options, Source};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

pub struct Folder {
    path: PathBuf,
}

impl Folder {
    pub fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("portico-configuration-{}-{number}", std::process::id()));
        for folder in ["www/a/b", "app/sub", "images/small"] {
            fs::create_dir_all(path.join(folder)).unwrap();
        }
        Self { path }
    }

    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes a file; `{dir}` in it is this folder.
    pub fn write(&self, name: &str, text: &str) -> &Self {
        let path = self.path.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text.replace("{dir}", self.path.to_str().unwrap())).unwrap();
        self
    }

    /// Writes a web.config with this inside `configuration`, from its second line on.
    pub fn web(&self, folder: &str, inside: &str) -> &Self {
        self.write(&format!("{folder}/web.config"), &format!("<configuration>\n{inside}\n</configuration>"))
    }

    /// Writes applicationHost.config with the sites of [`SITES`], and this behind them from line 2 on.
    pub fn host(&self, inside: &str) -> &Self {
        self.write("host.config", &format!("<configuration>\n{inside}\n{SITES}\n</configuration>"))
    }

    pub fn load_with(&self, options: Options) -> Result<Configuration, ConfigurationError> {
        Configuration::load(Source::File(self.path.join("host.config")), options)
    }

    pub fn load(&self) -> Configuration {
        self.load_with(Options::default()).unwrap_or_else(|error| panic!("{error}"))
    }

    /// An error's text, with `{dir}` for this folder.
    pub fn told(&self, error: &ConfigurationError) -> String {
        error.to_string().replace(self.path.to_str().unwrap(), "{dir}")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// One site with an application, `/app`, and a directory, `/images`.
pub const SITES: &str = r#"<system.applicationHost><sites><site name="Site" id="7">
<bindings><binding protocol="http" bindingInformation="*:80:" /></bindings>
<application path="/"><virtualDirectory path="/" physicalPath="{dir}/www" />
<virtualDirectory path="/images" physicalPath="{dir}/images" /></application>
<application path="/app"><virtualDirectory path="/" physicalPath="{dir}/app" /></application>
</site></sites></system.applicationHost>"#;

pub fn at(configuration: &Configuration, path: &str) -> Arc<Metadata> {
    let site = configuration.sites().by_name("Site").expect("the site is there").clone();
    configuration.at(&site, path).expect("the site is there")
}

pub fn section(configuration: &Configuration, path: &str, name: &str) -> Arc<Element> {
    at(configuration, path).section(&format!("system.webServer/{name}")).unwrap_or_else(|error| panic!("{error}"))
}

/// The first attribute of each entry.
pub fn entries(element: &Element) -> String {
    let first = |item: &Arc<Element>| item.properties().next().map(|property| property.text()).unwrap_or_default();
    element.items().iter().map(first).collect::<Vec<_>>().join(" ")
}
