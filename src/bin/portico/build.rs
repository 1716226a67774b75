//! Where libhttpapi.so is, when the program is linked: CMake says so. Checks and lints need no library.

fn main() {
    println!("cargo::rerun-if-env-changed=PORTICO_LIBRARY_DIR");
    println!("cargo::rerun-if-env-changed=PORTICO_RPATH");
    let Ok(folder) = std::env::var("PORTICO_LIBRARY_DIR") else { return };
    println!("cargo::rustc-link-search=native={folder}");
    println!("cargo::rustc-link-lib=dylib=httpapi");
    let rpath = std::env::var("PORTICO_RPATH").unwrap_or_else(|_| "$ORIGIN/../lib".to_owned());
    println!("cargo::rustc-link-arg-bins=-Wl,-rpath,{rpath}");
}
