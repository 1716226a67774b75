//! Which addresses a command line without a configuration listens at.

use crate::arguments::Run;
use crate::library::{Failed, Host};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// So often another free port is tried where somebody has taken it meanwhile.
const TRIES: usize = 20;

/// Starts the host with the addresses of the command line.
pub fn with_addresses(run: &Run, start: impl Fn(Vec<SocketAddr>) -> Result<Host, Failed>) -> Result<Host, String> {
    let wanted = run.bind.map_or(run.port, |address| address.port());
    let hosts = match run.bind {
        Some(address) => vec![address.ip()],
        None => {
            let all = [IpAddr::from(Ipv4Addr::LOCALHOST), Ipv6Addr::LOCALHOST.into()];
            // Not every machine has IPv6.
            all.into_iter().filter(|host| host.is_ipv4() || TcpListener::bind((*host, 0)).is_ok()).collect()
        }
    };
    for _ in 0..TRIES {
        let port = if wanted == 0 { free_port(hosts[0])? } else { wanted };
        match start(hosts.iter().map(|host| SocketAddr::new(*host, port)).collect()) {
            Ok(host) => return Ok(host),
            Err(failed) if wanted == 0 && failed.is_in_use() => {}
            Err(failed) => return Err(failed.reason),
        }
    }
    Err("no port was free".to_owned())
}

/// A port that nobody uses at the address.
fn free_port(host: IpAddr) -> Result<u16, String> {
    let found = TcpListener::bind((host, 0)).and_then(|listener| listener.local_addr());
    found.map(|found| found.port()).map_err(|error| format!("{host}: {error}"))
}
