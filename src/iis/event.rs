//! Request notifications.

use crate::abi::iis::*;

/// A request notification; the first twelve come in this order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Event {
    BeginRequest,
    AuthenticateRequest,
    AuthorizeRequest,
    ResolveRequestCache,
    MapRequestHandler,
    AcquireRequestState,
    PreExecuteRequestHandler,
    ExecuteRequestHandler,
    ReleaseRequestState,
    UpdateRequestCache,
    LogRequest,
    EndRequest,
    SendResponse,
    MapPath,
    ReadEntity,
    CustomNotification,
}

impl Event {
    pub const ALL: [Self; 16] = [
        Self::BeginRequest,
        Self::AuthenticateRequest,
        Self::AuthorizeRequest,
        Self::ResolveRequestCache,
        Self::MapRequestHandler,
        Self::AcquireRequestState,
        Self::PreExecuteRequestHandler,
        Self::ExecuteRequestHandler,
        Self::ReleaseRequestState,
        Self::UpdateRequestCache,
        Self::LogRequest,
        Self::EndRequest,
        Self::SendResponse,
        Self::MapPath,
        Self::ReadEntity,
        Self::CustomNotification,
    ];

    /// The notifications that every request goes through, each with a post-notification.
    pub const STEPS: usize = 12;

    /// The RQ_… bit.
    pub const fn bit(self) -> DWORD {
        match self {
            Self::SendResponse => RQ_SEND_RESPONSE,
            Self::MapPath => RQ_MAP_PATH,
            Self::ReadEntity => RQ_READ_ENTITY,
            Self::CustomNotification => RQ_CUSTOM_NOTIFICATION,
            step => 1 << step as u8,
        }
    }

    /// The step with a number, in the order of the pipeline.
    pub fn step(number: usize) -> Option<Self> {
        Self::ALL[..Self::STEPS].get(number).copied()
    }

    /// The method of CHttpModule.
    pub const fn method(self, post: bool) -> &'static str {
        match (self, post) {
            (Self::BeginRequest, false) => "OnBeginRequest",
            (Self::BeginRequest, true) => "OnPostBeginRequest",
            (Self::AuthenticateRequest, false) => "OnAuthenticateRequest",
            (Self::AuthenticateRequest, true) => "OnPostAuthenticateRequest",
            (Self::AuthorizeRequest, false) => "OnAuthorizeRequest",
            (Self::AuthorizeRequest, true) => "OnPostAuthorizeRequest",
            (Self::ResolveRequestCache, false) => "OnResolveRequestCache",
            (Self::ResolveRequestCache, true) => "OnPostResolveRequestCache",
            (Self::MapRequestHandler, false) => "OnMapRequestHandler",
            (Self::MapRequestHandler, true) => "OnPostMapRequestHandler",
            (Self::AcquireRequestState, false) => "OnAcquireRequestState",
            (Self::AcquireRequestState, true) => "OnPostAcquireRequestState",
            (Self::PreExecuteRequestHandler, false) => "OnPreExecuteRequestHandler",
            (Self::PreExecuteRequestHandler, true) => "OnPostPreExecuteRequestHandler",
            (Self::ExecuteRequestHandler, false) => "OnExecuteRequestHandler",
            (Self::ExecuteRequestHandler, true) => "OnPostExecuteRequestHandler",
            (Self::ReleaseRequestState, false) => "OnReleaseRequestState",
            (Self::ReleaseRequestState, true) => "OnPostReleaseRequestState",
            (Self::UpdateRequestCache, false) => "OnUpdateRequestCache",
            (Self::UpdateRequestCache, true) => "OnPostUpdateRequestCache",
            (Self::LogRequest, false) => "OnLogRequest",
            (Self::LogRequest, true) => "OnPostLogRequest",
            (Self::EndRequest, false) => "OnEndRequest",
            (Self::EndRequest, true) => "OnPostEndRequest",
            (Self::SendResponse, _) => "OnSendResponse",
            (Self::MapPath, _) => "OnMapPath",
            (Self::ReadEntity, _) => "OnReadEntity",
            (Self::CustomNotification, _) => "OnCustomRequestNotification",
        }
    }
}

/// REQUEST_NOTIFICATION_STATUS.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Continue,
    Pending,
    Finish,
}

impl From<REQUEST_NOTIFICATION_STATUS> for Status {
    /// A number that is none of them goes on, as with a module that says nothing.
    fn from(status: REQUEST_NOTIFICATION_STATUS) -> Self {
        match status {
            RQ_NOTIFICATION_PENDING => Self::Pending,
            RQ_NOTIFICATION_FINISH_REQUEST => Self::Finish,
            _ => Self::Continue,
        }
    }
}
