//! The same without TLS: https bindings are refused where they are listened to.

use crate::iis::configuration::Configuration;
use crate::iis::configuration::views::Site;
use std::convert::Infallible;
use std::path::PathBuf;
use std::sync::Arc;

/// There is none that could have one.
pub type NoCertificate = Infallible;
pub type Bound = Infallible;

pub fn bind_own(_: &Configuration, _: &[Arc<Site>]) -> Result<Vec<Bound>, NoCertificate> {
    Ok(Vec::new())
}

pub fn check_all(_: &Configuration, _: &[Arc<Site>]) -> Vec<NoCertificate> {
    Vec::new()
}

pub fn missing(_: &[Arc<Site>]) -> Vec<NoCertificate> {
    Vec::new()
}

#[derive(Clone, Debug)]
pub struct Files {
    pub chain: PathBuf,
    pub key: PathBuf,
}

#[derive(Debug)]
pub enum Held {}

impl Held {
    pub fn read(_: &Files) -> Result<Arc<Self>, String> {
        Err("this library was built without TLS (the feature tls)".to_owned())
    }

    pub fn reload(&self) -> Result<(), String> {
        match *self {}
    }
}
