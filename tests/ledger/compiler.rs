//! Compiling and running a generated C or C++ file against the headers.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The compilers that the headers are held against.
pub const C: [&str; 2] = ["gcc", "clang"];
pub const CXX: [&str; 2] = ["g++", "clang++"];

pub fn include() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("include")
}

/// Compiles `source` with warnings as errors and runs it; what it printed, or what went wrong.
pub fn run(compiler: &str, standard: &str, name: &str, source: &str, include: &Path) -> Result<String, String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ledger");
    fs::create_dir_all(&folder).expect("a folder for the generated files");
    let extension = if standard.starts_with("c++") { "cpp" } else { "c" };
    let width = size_of::<httpapi::abi::windows::WCHAR>();
    let stem = format!("{name}-{}-{standard}-{width}", compiler.replace('+', "x"));
    let file = folder.join(format!("{stem}.{extension}"));
    let program = folder.join(&stem);
    fs::write(&file, source).expect("the generated file can be written");
    let mut command = Command::new(compiler);
    command.arg(format!("-std={standard}")).args(["-Wall", "-Wextra", "-Werror", "-O0"]);
    if width == 2 {
        command.arg("-fshort-wchar");
    }
    // The rows need no library.
    command.arg("-DPORTICO_NO_WCHAR_GUARD");
    command.arg("-I").arg(include).arg(&file).arg("-o").arg(&program);
    let output = command.output().unwrap_or_else(|error| panic!("cannot run {compiler}: {error}; install it"));
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned());
    }
    let output = Command::new(&program).output().expect("the program that was just built runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() { Ok(text) } else { Err(text) }
}
