//! HttpLoggingModule: a line for each request, in the log of its site.

use crate::abi::iis::RQ_SEND_RESPONSE;
use crate::httpapi::logging::access_log::{Format, Settings, Wanted};
use crate::httpapi::logging::period::{Rollover, UNLIMITED};
use crate::httpapi::logging::property::Wish;
use crate::httpapi::logging::w3c;
use crate::iis::configuration::views::{CentralLog, CustomField, FieldSource, HttpLogging as View, LogFile, Site};
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::{Priorities, Priority, Registered};
use std::sync::Arc;

const SOFTWARE: &str = "Microsoft Internet Information Services 10.0";

pub struct HttpLogging;

impl BuiltIn for HttpLogging {
    fn registered(&self) -> Registered {
        // The first class is told last of a send: whoever else has a say of the line has had it.
        let priorities = Priorities { events: vec![(RQ_SEND_RESPONSE, Priority::First)], ..Priorities::default() };
        Registered { events: RQ_SEND_RESPONSE, priorities, ..Registered::default() }
    }

    fn is_concerned(&self, context: &Context, _: Event) -> bool {
        // Of its site, or of all.
        context.wire.as_ref().is_some_and(|wire| wire.log.is_some())
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let response = &context.response;
        let is_end = response.current_send().is_some_and(|send| send.last) && context.child().is_none();
        if is_end && is_wanted(context) {
            let log = &context.application.settings().log_file;
            response
                .write_log(log.custom_fields.iter().map(|field| value(context, field, log.custom_length)).collect());
        }
        Status::Continue
    }
}

/// The value of a field of the configuration's, as long as it may be; empty where there is none.
fn value(context: &Context, field: &CustomField, longest: usize) -> Vec<u8> {
    let mut value = match &field.source {
        FieldSource::RequestHeader(name) => context.request.header(name.as_bytes()).unwrap_or_default().to_vec(),
        FieldSource::ResponseHeader(name) => context.response.header(name).unwrap_or_default().to_vec(),
        FieldSource::ServerVariable(name) => context.server_variable(name).unwrap_or_default().into_owned(),
    };
    value.truncate(longest);
    value
}

/// Whether there is a log at all.
fn is_kept(log: &LogFile) -> bool {
    log.enabled && log.format <= 2 && !(log.format == 2 && log.fields & w3c::KNOWN == 0)
}

fn is_wanted(context: &Arc<Context>) -> bool {
    let is_error = context.response.status() >= 400;
    // A web.config that cannot be used is no reason to lose the line that tells of it.
    let metadata = context.configuration();
    metadata
        .read::<View>()
        .map_or(true, |view| !view.dont_log && if is_error { view.log_errors } else { view.log_successful })
}

/// What the log of a site is to be.
pub fn log_of(site: &Site) -> Wish {
    log_in(&site.log_file, &format!("W3SVC{}", site.id))
}

/// What the log of all sites is to be, where they have one together.
pub fn central_log(central: &CentralLog) -> Option<Wish> {
    (central.mode == CENTRAL_W3C).then(|| log_in(&central.w3c, "W3SVC"))
}

/// Numbers of centralLogFileMode.
pub const CENTRAL_BINARY: i64 = 1;
const CENTRAL_W3C: i64 = 2;

fn log_in(log: &LogFile, folder: &str) -> Wish {
    let LogFile { format, directory, period, truncate_size, local_time_rollover, fields, custom_fields, .. } = log;
    let format = match format {
        0 => Format::Iis,
        1 => Format::Ncsa,
        2 => Format::W3c {
            fields: fields & w3c::KNOWN,
            // A blank would make two of a name.
            custom: custom_fields.iter().map(|field| Box::from(field.name.replace([' ', '\t'], "+"))).collect(),
        },
        // A component of somebody else's.
        _ => return Wish::None,
    };
    if !is_kept(log) {
        return Wish::None;
    }
    Wish::Log(Settings {
        directory: directory.join(folder),
        format,
        rollover: match period {
            0 => Rollover::Size(size(*truncate_size)),
            2 => Rollover::Weekly,
            3 => Rollover::Monthly,
            4 => Rollover::Hourly,
            _ => Rollover::Daily,
        },
        local: *local_time_rollover,
        utf8: true,
        wanted: Wanted::All,
        software: SOFTWARE.to_owned(),
    })
}

/// The largest number is no limit.
fn size(bytes: i64) -> u64 {
    u64::try_from(bytes).ok().filter(|bytes| *bytes < u32::MAX.into()).unwrap_or(UNLIMITED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_size_may_have_no_limit() {
        assert_eq!(size(20_971_520), 20_971_520);
        assert_eq!(size(4_294_967_295), UNLIMITED);
        assert_eq!(size(-1), UNLIMITED);
    }
}
