//! HttpWaitForDemandStart: a controller learns that a request has come which nobody receives.

use super::operation::{Answer, Ended, Style, finish, wait};
use super::queue::{RequestQueue, Role, Version};
use super::shared_queue::{AlreadyWaits, Demanded};
use crate::abi::windows::*;
use std::sync::Arc;

/// Waits for the first request that nobody receives; one wait at a time.
pub fn wait_for_demand_start(queue: &Arc<RequestQueue>, style: Style<'_>) -> Answer {
    let failed = |code| Answer::Ended(Ended::with(code));
    if queue.version == Version::One {
        return failed(ERROR_INVALID_PARAMETER);
    }
    if queue.role != Role::Controller {
        return failed(ERROR_INVALID_ID_AUTHORITY);
    }
    if queue.is_shut_down() {
        return failed(ERROR_INVALID_HANDLE);
    }
    let mut waiter = None;
    match queue.shared().demand(|| super::operation::completion(queue, style, None, None, &mut waiter)) {
        Ok(Demanded::Now) => finish(queue, style, Ended::with(NO_ERROR)),
        Err(AlreadyWaits) => failed(ERROR_ALREADY_EXISTS),
        Ok(Demanded::Waits) => {
            // A shutdown that has just gone by did not see it.
            if queue.is_shut_down() {
                queue.cancel_demands();
            }
            waiter.map_or(Answer::Pending, |waiter| wait(queue, waiter))
        }
    }
}
