//! The command line.

use clap::{Args, Parser, Subcommand};
use std::net::SocketAddr;
use std::path::PathBuf;

/// Runs IIS native modules and serves sites, on the HTTP Server API.
#[derive(Parser)]
#[command(name = "portico", version, arg_required_else_help = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Serves until SIGTERM or SIGINT; SIGHUP reads the configuration again.
    Run(Run),
    /// Says what is wrong with a configuration: file:line:column, the reason, what to do.
    Check(Check),
    /// Shows and changes the service configuration, by the words of netsh http.
    #[command(disable_help_flag = true)]
    Http(Http),
}

#[derive(Args)]
pub struct Http {
    /// show, add, update or delete, then what; `--help` behind them tells more.
    #[arg(value_name = "WORD", trailing_var_arg = true, allow_hyphen_values = true)]
    pub words: Vec<String>,
}

#[derive(Args)]
pub struct Run {
    /// Serves what this applicationHost.config says.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["port", "bind", "root", "modules", "browse", "tls_cert"])]
    pub config: Option<PathBuf>,
    /// Of the configuration's sites this one alone.
    #[arg(long, value_name = "NAME", requires = "config")]
    pub site: Option<String>,
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
    /// Lists folders that have no default document.
    #[arg(long)]
    pub browse: bool,
    /// Serves https with this certificate and those that have signed it, in PEM; SIGHUP reads both files again.
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The key of the certificate, in PEM, which nobody else may read.
    #[arg(long, value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
}

#[derive(Args)]
pub struct Check {
    /// The applicationHost.config.
    #[arg(long, value_name = "FILE")]
    pub config: PathBuf,
    /// Of its sites this one alone.
    #[arg(long, value_name = "NAME")]
    pub site: Option<String>,
}

#[derive(Clone)]
pub struct Module {
    pub name: String,
    pub path: PathBuf,
}

fn module(text: &str) -> Result<Module, String> {
    match text.split_once('=') {
        Some((name, path)) if !name.is_empty() && !path.is_empty() => {
            let path = std::path::absolute(path).map_err(|error| error.to_string())?;
            Ok(Module { name: name.to_owned(), path })
        }
        _ => Err("a module is given as NAME=PATH.so".to_owned()),
    }
}
