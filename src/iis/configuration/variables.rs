//! `%NAME%` in a configuration, and Windows' paths on this system.

use crate::win32::environment;
use std::path::{Path, PathBuf};

/// What a name means that neither the host nor the process's environment has set.
const WINDOWS: &[(&str, &str)] = &[
    ("windir", "C:\\Windows"),
    ("SystemRoot", "C:\\Windows"),
    ("SystemDrive", "C:"),
    ("ProgramFiles", "C:\\Program Files"),
    ("ProgramData", "C:\\ProgramData"),
];

/// The values of `%NAME%`: the host's first, then the environment's, then Windows' own.
#[derive(Clone, Debug, Default)]
pub struct Variables {
    set: Vec<(String, String)>,
}

impl Variables {
    pub fn set(&mut self, name: &str, value: &str) {
        self.set.retain(|(other, _)| !other.eq_ignore_ascii_case(name));
        self.set.push((name.to_owned(), value.to_owned()));
    }

    fn get(&self, name: &str) -> Option<String> {
        let of = |(other, value): &(String, String)| other.eq_ignore_ascii_case(name).then(|| value.clone());
        let windows = || {
            let (_, value) = WINDOWS.iter().find(|(other, _)| other.eq_ignore_ascii_case(name))?;
            Some((*value).to_owned())
        };
        self.set.iter().find_map(of).or_else(|| environment::get(name)).or_else(windows)
    }

    /// What has no value stays as it is, as Windows leaves it.
    pub fn expand(&self, text: &str) -> String {
        let mut expanded = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, behind)) = rest.split_once('%') {
            expanded += before;
            let value = behind.split_once('%').and_then(|(name, next)| Some((self.get(name)?, next)));
            match value {
                Some((value, next)) => {
                    expanded += &value;
                    rest = next;
                }
                None => {
                    expanded.push('%');
                    rest = behind;
                }
            }
        }
        expanded + rest
    }

    /// A path of the configuration on this system: backslashes are slashes, and a drive is the folder
    /// that `PORTICO_DRIVE_X` names, or else the root. Relative ones stand below `folder`.
    pub fn path(&self, text: &str, folder: &Path) -> PathBuf {
        let path = text.replace('\\', "/");
        let path = path.strip_prefix("//?/").unwrap_or(&path);
        let bytes = path.as_bytes();
        if bytes.len() >= 2 && bytes[0].is_ascii_alphabetic() && bytes[1] == b':' {
            let letter = bytes[0].to_ascii_uppercase() as char;
            let drive = self.get(&format!("PORTICO_DRIVE_{letter}")).unwrap_or_default();
            return PathBuf::from(format!("{}/{}", drive.trim_end_matches('/'), path[2..].trim_start_matches('/')));
        }
        folder.join(path)
    }
}

/// Where a module of this image may be: `%windir%\System32\inetsrv\x.dll` is `x.so` or `libx.so` in one of
/// the folders. An image that is a path of this system is itself the first.
pub fn module_files(image: &str, variables: &Variables, folder: &Path, search: &[PathBuf]) -> Vec<PathBuf> {
    let image = variables.expand(image);
    let name = image.rsplit(['\\', '/']).next().unwrap_or_default();
    let (stem, is_library) = match name.rsplit_once('.') {
        Some((stem, extension)) if extension.eq_ignore_ascii_case("dll") => (stem, false),
        Some((_, "so")) => (name, true),
        _ => (name, name.contains(".so.")),
    };
    let names = if is_library { vec![name.to_owned()] } else { vec![format!("{stem}.so"), format!("lib{stem}.so")] };
    let mut files = Vec::new();
    if name.len() < image.len() || is_library {
        let place = variables.path(&image, folder);
        match is_library {
            true => files.push(place),
            false => files.extend(names.iter().map(|name| place.with_file_name(name))),
        }
    }
    files.extend(search.iter().flat_map(|folder| names.iter().map(|name| folder.join(name))));
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_replaced_once() {
        let mut variables = Variables::default();
        variables.set("A", "%B%");
        variables.set("B", "wrong");
        variables.set("a", "x%B%");
        let cases = [
            ("", ""),
            ("%A%", "x%B%"),
            ("%a%%A%", "x%B%x%B%"),
            ("100%", "100%"),
            ("%none of it%\\%A%", "%none of it%\\x%B%"),
            ("%%A%", "%x%B%"),
            ("%SystemDrive%\\inetpub", "C:\\inetpub"),
            ("%WINDIR%\\System32", "C:\\Windows\\System32"),
        ];
        for (text, expected) in cases {
            assert_eq!(variables.expand(text), expected, "{text}");
        }
    }

    #[test]
    fn windows_paths_are_paths_here() {
        let mut variables = Variables::default();
        variables.set("PORTICO_DRIVE_D", "/srv/data/");
        let cases = [
            ("C:\\inetpub\\wwwroot", "/inetpub/wwwroot"),
            ("c:/inetpub", "/inetpub"),
            ("C:", "/"),
            ("D:\\site", "/srv/data/site"),
            ("d:site", "/srv/data/site"),
            ("/var/www", "/var/www"),
            ("\\\\?\\C:\\x", "/x"),
            ("content\\a", "/etc/portico/content/a"),
        ];
        for (text, expected) in cases {
            assert_eq!(variables.path(text, Path::new("/etc/portico")), Path::new(expected), "{text}");
        }
    }

    #[test]
    fn images_are_looked_for_by_name() {
        let search = [PathBuf::from("/usr/lib/portico"), PathBuf::from("/opt/m")];
        let files = |image: &str| {
            let files = module_files(image, &Variables::default(), Path::new("/etc/p"), &search);
            files.iter().map(|file| file.to_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(
            files("%windir%\\System32\\inetsrv\\x.dll"),
            [
                "/Windows/System32/inetsrv/x.so",
                "/Windows/System32/inetsrv/libx.so",
                "/usr/lib/portico/x.so",
                "/usr/lib/portico/libx.so",
                "/opt/m/x.so",
                "/opt/m/libx.so"
            ]
        );
        assert_eq!(files("/srv/x.so"), ["/srv/x.so", "/usr/lib/portico/x.so", "/opt/m/x.so"]);
        assert_eq!(files("x.so"), ["/etc/p/x.so", "/usr/lib/portico/x.so", "/opt/m/x.so"]);
        assert_eq!(files("X.DLL")[..2], ["/usr/lib/portico/X.so", "/usr/lib/portico/libX.so"]);
    }
}
