//! StaticFileModule: files as they are.

use crate::abi::iis::{E_FAIL, RQ_EXECUTE_REQUEST_HANDLER};
use crate::iis::configuration::views::StaticContent;
use crate::iis::content::{self, Unservable};
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use crate::iis::site_errors;
use std::io::Read;
use std::sync::Arc;

pub struct StaticFile;

impl BuiltIn for StaticFile {
    fn registered(&self) -> Registered {
        Registered { events: RQ_EXECUTE_REQUEST_HANDLER, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        if !matches!(&*context.verb(), "GET" | "HEAD") {
            context.response.set_status(405, "Method Not Allowed", 1);
            return Status::Finish;
        }
        let mut content = match content::open(context, &context.url_path(), &context.physical()) {
            Ok(content) if content.metadata.is_file() => content,
            // The next module's.
            Ok(_) => return Status::Continue,
            Err(Unservable::Missing) => {
                context.response.set_status(404, "Not Found", 0);
                return Status::Finish;
            }
            Err(Unservable::Denied) => {
                context.response.set_status(401, "Unauthorized", 3);
                return Status::Finish;
            }
            Err(Unservable::Failed(_)) => {
                context.response.set_status(500, "Internal Server Error", 0);
                return Status::Finish;
            }
        };
        let mut bytes = Vec::new();
        let kind = match context.application.metadata(&context.url_path()).view::<StaticContent>() {
            Ok(settings) => settings.mime_type(&context.url_path()).map(|kind| kind.to_string()),
            Err(error) => return site_errors::configuration(context, &error),
        };
        let Some(kind) = kind else {
            // What has no type is nobody's business.
            context.response.set_status(404, "Not Found", 3);
            return Status::Finish;
        };
        let written = content.file.read_to_end(&mut bytes).map_err(|_| E_FAIL).and_then(|_| {
            context.response.set_header("Content-Type", &kind)?;
            context.response.write(&bytes)
        });
        if written.is_err() {
            context.response.set_status(500, "Internal Server Error", 0);
        }
        Status::Finish
    }
}
