//! No text breaks the reading of a configuration, and each fault says what to do.
#![no_main]

use httpapi::iis::configuration::{Configuration, Defaults, Options, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let source = Source::Text { name: "text".into(), text: text.to_owned() };
    let defaults = if first & 1 == 0 { Defaults::Inherited } else { Defaults::WhereAbsent };
    let options = Options { defaults, folder: Some("/nowhere".into()), ..Options::default() };
    let errors = match Configuration::load(source, options) {
        Ok(configuration) => {
            for site in configuration.sites().iter() {
                let _ = site.map_path("/a/b/../c");
                let _ = configuration.at(site, "/a/b");
            }
            // Folders of this machine are none of the input's business.
            if configuration.sites().iter().next().is_none() { configuration.check() } else { Vec::new() }
        }
        Err(error) => vec![error],
    };
    for error in errors {
        assert!(error.to_string().contains("; "), "{error}");
    }
});
