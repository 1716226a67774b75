//! Properties that server sessions and URL groups have in common.

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
    Authentication(HTTP_SERVER_AUTHENTICATION_INFO),
    ExtendedAuthentication(HTTP_SERVER_AUTHENTICATION_INFO),
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
    logging: Logging,
    others: Mutex<Others>,
}

/// Those that are not looked at for every request.
#[derive(Default)]
struct Others {
    state_is_set: bool,
    bandwidth: Option<ULONG>,
    flow_rate: Option<HTTP_FLOWRATE_INFO>,
    authentication: Option<Authentication>,
    channel_bind: ChannelBind,
}

/// HTTP_SERVER_AUTHENTICATION_INFO without what belongs to schemes, since there are none yet.
#[derive(Clone, Copy)]
struct Authentication {
    receive_mutual_auth: BOOLEAN,
    receive_context_handle: BOOLEAN,
    disable_ntlm_credential_caching: BOOLEAN,
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

    pub fn timeouts(&self) -> &Timeouts {
        &self.timeouts
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
            Property::Bandwidth(info) => {
                let present = info.Flags.present();
                if present {
                    check_rate(info.MaxBandwidth)?;
                }
                self.others.lock().bandwidth = present.then_some(info.MaxBandwidth);
            }
            Property::FlowRate(info) if self.level == Level::Group => {
                let present = info.Flags.present();
                if present {
                    check_rate(info.MaxBandwidth)?;
                    check_rate(info.MaxPeakBandwidth)?;
                    if info.MaxPeakBandwidth < info.MaxBandwidth {
                        return Err(INVALID);
                    }
                }
                self.others.lock().flow_rate = present.then_some(info);
            }
            Property::Authentication(info) => self.set_authentication(&info, HTTP_AUTH_ENABLE_KERBEROS)?,
            Property::ExtendedAuthentication(info) => self.set_authentication(&info, 0)?,
            Property::ChannelBind(bind) => self.others.lock().channel_bind = bind,
            Property::Logging(wish) => self.logging.set(wish, self.level)?,
            _ => return Err(INVALID),
        }
        Ok(())
    }

    fn set_authentication(&self, info: &HTTP_SERVER_AUTHENTICATION_INFO, others: ULONG) -> Result<(), Win32Error> {
        if !info.Flags.present() {
            self.others.lock().authentication = None;
            return Ok(());
        }
        if info.AuthSchemes & (!HTTP_AUTH_ENABLE_ALL | others) != 0 {
            return Err(INVALID);
        }
        // Nobody here could check a credential.
        if info.AuthSchemes != 0 {
            return Err(NOT_SUPPORTED);
        }
        self.others.lock().authentication = Some(Authentication {
            receive_mutual_auth: info.ReceiveMutualAuth,
            receive_context_handle: info.ReceiveContextHandle,
            disable_ntlm_credential_caching: info.DisableNTLMCredentialCaching,
        });
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
            (HttpServerQosProperty, HttpQosSettingTypeBandwidth) => Property::Bandwidth(HTTP_BANDWIDTH_LIMIT_INFO {
                Flags: flags(others.bandwidth.is_some()),
                MaxBandwidth: others.bandwidth.unwrap_or(HTTP_LIMIT_INFINITE),
            }),
            (HttpServerQosProperty, HttpQosSettingTypeFlowRate) if self.level == Level::Group => {
                let absent = HTTP_FLOWRATE_INFO {
                    Flags: ABSENT,
                    MaxBandwidth: HTTP_LIMIT_INFINITE,
                    MaxPeakBandwidth: HTTP_LIMIT_INFINITE,
                    BurstSize: 0,
                };
                Property::FlowRate(others.flow_rate.unwrap_or(absent))
            }
            (HttpServerAuthenticationProperty, _) => Property::Authentication(told(others.authentication)),
            (HttpServerChannelBindProperty, _) => Property::ChannelBind(others.channel_bind.clone()),
            _ => return Err(INVALID),
        })
    }
}

/// A rate in bytes per second, or none.
fn check_rate(rate: ULONG) -> Result<(), Win32Error> {
    if rate < HTTP_MIN_ALLOWED_BANDWIDTH_THROTTLING_RATE { Err(INVALID) } else { Ok(()) }
}

fn told(authentication: Option<Authentication>) -> HTTP_SERVER_AUTHENTICATION_INFO {
    let set = |of: fn(Authentication) -> BOOLEAN| authentication.map_or(0, of);
    HTTP_SERVER_AUTHENTICATION_INFO {
        Flags: flags(authentication.is_some()),
        AuthSchemes: 0,
        ReceiveMutualAuth: set(|authentication| authentication.receive_mutual_auth),
        ReceiveContextHandle: set(|authentication| authentication.receive_context_handle),
        DisableNTLMCredentialCaching: set(|authentication| authentication.disable_ntlm_credential_caching),
        ExFlags: 0,
        DigestParams: HTTP_SERVER_AUTHENTICATION_DIGEST_PARAMS {
            DomainNameLength: 0,
            DomainName: core::ptr::null_mut(),
            RealmLength: 0,
            Realm: core::ptr::null_mut(),
        },
        BasicParams: HTTP_SERVER_AUTHENTICATION_BASIC_PARAMS { RealmLength: 0, Realm: core::ptr::null_mut() },
    }
}
