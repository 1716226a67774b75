//! The command line.

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Runs IIS native modules on the HTTP Server API.
#[derive(Parser)]
#[command(name = "portico", version)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serves until SIGTERM or SIGINT.
    Run(Run),
}

#[derive(Args)]
pub struct Run {
    /// Listens on this port of the loopback addresses; 0 is a free one.
    #[arg(long, value_name = "N", default_value_t = 8080, conflicts_with = "bind")]
    pub port: u16,
    /// Listens on this address instead; port 0 is a free one.
    #[arg(long, value_name = "ADDR:PORT")]
    pub bind: Option<SocketAddr>,
    /// The folder that is served.
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Loads a module; several are told of requests in this order.
    #[arg(long = "module", value_name = "NAME=PATH.so", value_parser = module)]
    pub modules: Vec<Module>,
}

#[derive(Clone)]
pub struct Module {
    pub name: String,
    pub path: PathBuf,
}

fn module(text: &str) -> Result<Module, String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            Ok(Module { name: name.to_owned(), path: path.into() })
        }
        _ => Err("a module is given as NAME=PATH.so".to_owned()),
    }
}
