//! Which URLs the program listens to.

use crate::arguments::Run;
use crate::library::{Failed, Host};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener};

/// So often another free port is tried where somebody has taken it meanwhile.
const TRIES: usize = 20;

/// Starts the host with the URLs of the command line; gives those back that it listens to.
pub fn with_urls(run: &Run, start: impl Fn(&[String]) -> Result<Host, Failed>) -> Result<(Host, Vec<String>), String> {
    let wanted = run.bind.map_or(run.port, |address| address.port());
    for _ in 0..TRIES {
        let (addresses, port) = match run.bind {
            Some(address) => (vec![address.ip()], free_port(wanted, address.ip())?),
            None => {
                let port = free_port(wanted, Ipv4Addr::LOCALHOST.into())?;
                let mut addresses: Vec<IpAddr> = vec![Ipv4Addr::LOCALHOST.into()];
                if has_ipv6() {
                    addresses.push(Ipv6Addr::LOCALHOST.into());
                }
                (addresses, port)
            }
        };
        let urls: Vec<String> = addresses.iter().map(|&ip| format!("http://{}/", SocketAddr::new(ip, port))).collect();
        match start(&urls) {
            Ok(host) => return Ok((host, urls)),
            Err(failed) if wanted == 0 && failed.is_in_use() => {}
            Err(failed) => return Err(failed.reason),
        }
    }
    Err("no port was free".to_owned())
}

/// A port that nobody uses at the address, where none is wanted.
fn free_port(wanted: u16, address: IpAddr) -> Result<u16, String> {
    if wanted != 0 {
        return Ok(wanted);
    }
    let found = TcpListener::bind((address, 0)).and_then(|listener| listener.local_addr());
    found.map(|found| found.port()).map_err(|error| format!("{address}: {error}"))
}

fn has_ipv6() -> bool {
    TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok()
}
