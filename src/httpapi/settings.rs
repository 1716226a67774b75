//! Properties that server sessions and URL groups have in common.

use super::authentication::Authentication;
use super::bandwidth::Bandwidth;
use super::channel_bind::ChannelBind;
use super::logging::property::{self as logging, Logging};
use super::queue::RequestQueue;
use super::timeouts::Timeouts;
use crate::abi::http::*;
use crate::abi::windows::*;
use crate::win32::error::Win32Error;
use parking_lot::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A property with its value, as it is set or was asked for.
pub enum Property {
    State(HTTP_STATE_INFO),
    Timeouts(HTTP_TIMEOUT_LIMIT_INFO),
    Bandwidth(HTTP_BANDWIDTH_LIMIT_INFO),
    ConnectionLimit(HTTP_CONNECTION_LIMIT_INFO),
    FlowRate(HTTP_FLOWRATE_INFO),
    /// Of both kinds; None where there is to be none.
    Authentication(Option<Authentication>),
    ChannelBind(ChannelBind),
    Logging(logging::Wish),
    /// A group's alone, from here on. The queue is None where the group is to have none.
    Binding(Option<Arc<RequestQueue>>),
    ListenEndpoint(HTTP_LISTEN_ENDPOINT_INFO),
    ProtectionLevel(HTTP_PROTECTION_LEVEL_INFO),
    Delegation(HTTP_BINDING_INFO),
    FastForwarding(HTTP_FAST_FORWARD_INFO),
    RequestInfo(HTTP_REQUEST_INFO_PROPERTY_INFO),
}

/// What is asked for: a property, and for Qos which kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Question {
    pub property: HTTP_SERVER_PROPERTY,
    pub qos: HTTP_QOS_SETTING_TYPE,
}

/// Whose properties they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    Session,
    Group,
}

#[derive(Default)]
pub struct Settings {
    level: Level,
    inactive: AtomicBool,
    timeouts: Timeouts,
    bandwidth: Bandwidth,
    logging: Logging,
    /// There is something for requests in `others`.
    concerns_requests: AtomicBool,
    others: Mutex<Others>,
}

/// Those that are not looked at for every request.
#[derive(Default)]
struct Others {
    state_is_set: bool,
    authentication: Option<Arc<Authentication>>,
    channel_bind: Option<ChannelBind>,
}

pub(super) const INVALID: Win32Error = Win32Error(ERROR_INVALID_PARAMETER);
pub(super) const NOT_SUPPORTED: Win32Error = Win32Error(ERROR_NOT_SUPPORTED);

pub(super) const ABSENT: HTTP_PROPERTY_FLAGS = HTTP_PROPERTY_FLAGS { Bits: 0 };

pub(super) fn flags(present: bool) -> HTTP_PROPERTY_FLAGS {
    HTTP_PROPERTY_FLAGS { Bits: present.into() }
}

impl Settings {
    pub fn of(level: Level) -> Self {
        Self { level, ..Self::default() }
    }

    pub fn is_active(&self) -> bool {
        !self.inactive.load(Ordering::Relaxed)
    }

    pub fn bandwidth(&self) -> &Bandwidth {
        &self.bandwidth
    }

    pub fn timeouts(&self) -> &Timeouts {
        &self.timeouts
    }

    pub fn authentication(&self) -> Option<Arc<Authentication>> {
        if self.concerns_requests.load(Ordering::Relaxed) { self.others.lock().authentication.clone() } else { None }
    }

    /// The flags of channel binding, where it was set.
    pub fn channel_bind_flags(&self) -> Option<ULONG> {
        if !self.concerns_requests.load(Ordering::Relaxed) {
            return None;
        }
        self.others.lock().channel_bind.as_ref().map(|bind| bind.flags)
    }

    pub fn logging(&self) -> &Logging {
        &self.logging
    }

    /// Sets a property of those that both levels have.
    pub fn set(&self, property: Property) -> Result<(), Win32Error> {
        match property {
            Property::State(info) => {
                if !matches!(info.State, HttpEnabledStateActive | HttpEnabledStateInactive) {
                    return Err(INVALID);
                }
                let present = info.Flags.present();
                self.others.lock().state_is_set = present;
                self.inactive.store(present && info.State == HttpEnabledStateInactive, Ordering::Relaxed);
            }
            Property::Timeouts(info) => self.timeouts.set(info.Flags.present().then_some(&info)),
            Property::Bandwidth(info) => self.bandwidth.set(&info)?,
            Property::FlowRate(info) if self.level == Level::Group => self.bandwidth.set_flow(&info)?,
            Property::Authentication(settings) => {
                self.others.lock().authentication = settings.map(Arc::new);
                self.concerns_requests.store(true, Ordering::Relaxed);
            }
            Property::ChannelBind(bind) => {
                self.others.lock().channel_bind = Some(bind);
                self.concerns_requests.store(true, Ordering::Relaxed);
            }
            Property::Logging(wish) => self.logging.set(wish, self.level)?,
            _ => return Err(INVALID),
        }
        Ok(())
    }

    /// The value of a property of those that both levels have.
    pub fn query(&self, question: Question) -> Result<Property, Win32Error> {
        let others = self.others.lock();
        Ok(match (question.property, question.qos) {
            (HttpServerStateProperty, _) => Property::State(HTTP_STATE_INFO {
                Flags: flags(others.state_is_set),
                State: if self.is_active() { HttpEnabledStateActive } else { HttpEnabledStateInactive },
            }),
            (HttpServerTimeoutsProperty, _) => Property::Timeouts(self.timeouts.query()),
            (HttpServerQosProperty, HttpQosSettingTypeBandwidth) => Property::Bandwidth(self.bandwidth.query()),
            (HttpServerQosProperty, HttpQosSettingTypeFlowRate) if self.level == Level::Group => {
                Property::FlowRate(self.bandwidth.query_flow())
            }
            (HttpServerAuthenticationProperty, _) => {
                Property::Authentication(others.authentication.as_deref().cloned())
            }
            (HttpServerChannelBindProperty, _) => {
                Property::ChannelBind(others.channel_bind.clone().unwrap_or_default())
            }
            _ => return Err(INVALID),
        })
    }
}
