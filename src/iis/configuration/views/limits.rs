//! `system.applicationHost/webLimits`.

use super::{Context, View};
use crate::iis::configuration::element::Element;
use crate::iis::configuration::error::Result;
use std::time::Duration;

/// None where no file says anything; a time of None is one without an end.
#[derive(Debug)]
pub struct WebLimits {
    pub connection_timeout: Option<Option<Duration>>,
    pub header_wait_timeout: Option<Option<Duration>>,
    pub min_bytes_per_second: Option<u32>,
    pub max_global_bandwidth: Option<u32>,
}

impl View for WebLimits {
    const SECTION: &'static str = "system.applicationHost/webLimits";

    fn read(section: &Element, _: &Context<'_>) -> Result<Self> {
        let time = |name| section.is_set(name).then(|| section.time(name));
        let number = |name| section.is_set(name).then(|| section.uint(name));
        Ok(Self {
            connection_timeout: time("connectionTimeout"),
            header_wait_timeout: time("headerWaitTimeout"),
            min_bytes_per_second: number("minBytesPerSecond"),
            max_global_bandwidth: number("maxGlobalBandwidth"),
        })
    }
}
