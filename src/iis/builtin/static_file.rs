//! StaticFileModule: files as they are.

use crate::abi::iis::RQ_EXECUTE_REQUEST_HANDLER;
use crate::iis::content::{self, Unservable};
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
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
        match content.file.read_to_end(&mut bytes) {
            Ok(_) => context.response.write(&bytes),
            Err(_) => context.response.set_status(500, "Internal Server Error", 0),
        }
        Status::Finish
    }
}
