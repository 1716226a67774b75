//! `portico`: serves sites with IIS native modules.

mod arguments;
mod faults;
mod http;
mod library;
mod ports;
mod signals;

use arguments::{Arguments, Check, Command, Run};
use clap::Parser;
use library::{Failed, Host, Options};
use signals::Wish;
use std::fmt::Display;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Run(run) => serve(run),
        Command::Check(check) => examine(check),
        Command::Http(http) => match http::run(&http.words) {
            Ok(text) => print(&text),
            Err(http::Failed::Refused(reason)) => Err(reason),
            Err(http::Failed::Words(reason)) => {
                complain(reason);
                return ExitCode::from(2);
            }
        },
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            complain(reason);
            ExitCode::FAILURE
        }
    }
}

/// Serves until a signal says that it is enough.
fn serve(run: &Run) -> Result<(), String> {
    // Before any thread is there, so that all of them leave these signals alone.
    let signals = signals::block()?;
    faults::name();
    let host = start(run)?;
    for url in host.urls() {
        say(&format!("listening on {url}"))?;
    }
    loop {
        match signals.wait() {
            Wish::End => break,
            Wish::Reload => match host.reload() {
                Ok(()) => complain("the configuration was read again"),
                Err(Failed { reason, .. }) => complain(format!("the configuration stays as it was: {reason}")),
            },
        }
    }
    if host.stop() { Ok(()) } else { Err("requests did not end in time and were cut off".to_owned()) }
}

fn start(run: &Run) -> Result<Host, String> {
    if let Some(config) = &run.config {
        let options = Options { config: Some(absolute(config)?), site: run.site.clone(), ..Options::default() };
        return Host::start(&options).map_err(|failed| failed.reason);
    }
    let root = absolute(&run.root)?;
    if !root.is_dir() {
        return Err(format!("{}: there is no such folder", root.display()));
    }
    let tls = match run.tls_cert.as_deref().zip(run.tls_key.as_deref()) {
        Some((certificate, key)) => Some((absolute(certificate)?, absolute(key)?)),
        None => None,
    };
    let options = Options { root, modules: run.modules.clone(), browse: run.browse, tls, ..Options::default() };
    ports::with_addresses(run, |addresses| Host::start(&Options { addresses, ..options.clone() }))
}

fn examine(check: &Check) -> Result<(), String> {
    let config = absolute(&check.config)?;
    let found = library::check(&Options { config: Some(config), site: check.site.clone(), ..Options::default() });
    let [faults, notes] = found.map_err(|Failed { reason, .. }| reason)?;
    for note in &notes {
        say(&format!("portico: {note}"))?;
    }
    if !faults.is_empty() {
        return Err(faults.join("\nportico: "));
    }
    say(&format!("{}: nothing is wrong", check.config.display()))
}

fn absolute(path: &Path) -> Result<PathBuf, String> {
    std::path::absolute(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn say(line: &str) -> Result<(), String> {
    print(&format!("{line}\n"))
}

fn print(text: &str) -> Result<(), String> {
    let mut out = std::io::stdout();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|error| format!("standard output: {error}"))
}

fn complain(what: impl Display) {
    let _ = writeln!(std::io::stderr(), "portico: {what}");
}
