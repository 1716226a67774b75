//! The standby thread in models: the model itself ticks and serves.

use super::completion_port::CompletionPort;
use std::io;
use std::sync::Arc;

pub type Adoption = ();

pub fn arm(_port: &Arc<CompletionPort>) -> io::Result<()> {
    Ok(())
}

pub fn adopt(port: &Arc<CompletionPort>) -> io::Result<Adoption> {
    assert!(port.poller().is_some(), "a port with sources has a set");
    Ok(())
}

pub fn release(_port: &CompletionPort, _adoption: Adoption) {}
