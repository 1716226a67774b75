//! One error type inside; Win32 codes, NTSTATUS and HRESULT outside.

use super::completion_port::AlreadyBound;
use super::handle_table::{CloseError, InvalidHandle, TooManyHandles};
use super::names::NameError;
use super::wait::NotWaitable;
use crate::abi::windows::*;

/// A Win32 error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Win32Error(pub DWORD);

impl From<InvalidHandle> for Win32Error {
    fn from(_: InvalidHandle) -> Self {
        Self(ERROR_INVALID_HANDLE)
    }
}

impl From<NotWaitable> for Win32Error {
    fn from(_: NotWaitable) -> Self {
        Self(ERROR_INVALID_HANDLE)
    }
}

impl From<CloseError> for Win32Error {
    fn from(_: CloseError) -> Self {
        // A handle protected from closing gives the same code.
        Self(ERROR_INVALID_HANDLE)
    }
}

impl From<TooManyHandles> for Win32Error {
    fn from(_: TooManyHandles) -> Self {
        Self(ERROR_NO_SYSTEM_RESOURCES)
    }
}

impl From<AlreadyBound> for Win32Error {
    fn from(_: AlreadyBound) -> Self {
        Self(ERROR_INVALID_PARAMETER)
    }
}

impl From<NameError> for Win32Error {
    fn from(error: NameError) -> Self {
        Self(match error {
            NameError::OtherKind => ERROR_INVALID_HANDLE,
            NameError::NotFound => ERROR_FILE_NOT_FOUND,
            NameError::Backslash => ERROR_PATH_NOT_FOUND,
            NameError::TooLong => ERROR_FILENAME_EXCED_RANGE,
        })
    }
}
