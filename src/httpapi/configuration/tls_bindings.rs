//! What the service configuration says of certificates.

use super::document::Document;
use super::record::{Binding, CertEntry, Key, PropertyData, PropertyType, TlsParameters, Value};
use super::store;
use crate::win32::error::Win32Error;
use std::sync::Arc;

/// The bindings at one time.
#[derive(Clone, Default)]
pub struct TlsBindings(Arc<Document>);

pub fn tls_bindings() -> Result<TlsBindings, Win32Error> {
    store::current().map(TlsBindings)
}

impl TlsBindings {
    /// The first binding of a kind.
    pub fn find(&self, is_wanted: impl Fn(&Binding) -> bool) -> Option<(&Binding, &TlsParameters)> {
        self.0.records().find_map(|record| match (&record.key, &record.value) {
            (Key::Tls(binding), Value::Tls(parameters)) if is_wanted(binding) => Some((binding, parameters)),
            _ => None,
        })
    }

    /// Certificates of a binding besides its first one: ExParamTypeCertConfig.
    pub fn more_certificates(&self, binding: &Binding) -> impl Iterator<Item = &CertEntry> {
        let key = Key::TlsProperty(binding.clone(), PropertyType::CertConfig);
        let entries = self.0.find(&key).and_then(|record| match &record.value {
            Value::TlsProperty(property) => match &property.data {
                PropertyData::CertConfig(entries) => Some(entries),
                _ => None,
            },
            _ => None,
        });
        entries.into_iter().flatten()
    }
}
