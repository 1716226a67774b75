//! `portico`: serves what IIS modules and folders have to say.

mod arguments;
mod library;
mod ports;
mod signals;

use arguments::{Arguments, Command, Run};
use clap::Parser;
use library::Host;
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let result = match &arguments.command {
        Command::Run(run) => serve(run),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(reason) => {
            let _ = writeln!(std::io::stderr(), "portico: {reason}");
            ExitCode::FAILURE
        }
    }
}

/// Serves until a signal says that it is enough.
fn serve(run: &Run) -> Result<(), String> {
    // Before any thread is there, so that all of them leave these signals alone.
    let signals = signals::block()?;
    let root = std::path::absolute(&run.root).map_err(|error| format!("{}: {error}", run.root.display()))?;
    let (host, urls) = ports::with_urls(run, |urls| Host::start(&root, urls, &run.modules))?;
    for url in urls {
        say(&format!("listening on {url}"))?;
    }
    signals.wait_for_end();
    host.stop();
    Ok(())
}

fn say(line: &str) -> Result<(), String> {
    let mut out = std::io::stdout();
    writeln!(out, "{line}").and_then(|()| out.flush()).map_err(|error| format!("standard output: {error}"))
}
