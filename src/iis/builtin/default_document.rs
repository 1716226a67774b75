//! DefaultDocumentModule: the page of a folder, by a child request for it.

use super::answer::{escaped_path, failed, handled, settings};
use crate::abi::iis::{CLONE_FLAG_BASICS, CLONE_FLAG_ENTITY, CLONE_FLAG_HEADERS, HRESULT, RQ_EXECUTE_REQUEST_HANDLER};
use crate::iis::child::{self, Executed};
use crate::iis::configuration::views::DefaultDocument as Settings;
use crate::iis::content;
use crate::iis::context::Context;
use crate::iis::event::{Event, Status};
use crate::iis::module::BuiltIn;
use crate::iis::registration::Registered;
use std::path::Path;
use std::sync::Arc;

pub struct DefaultDocument;

impl BuiltIn for DefaultDocument {
    fn registered(&self) -> Registered {
        Registered { events: RQ_EXECUTE_REQUEST_HANDLER, ..Registered::default() }
    }

    fn notify(&self, context: &Arc<Context>, _: Event, _: bool) -> Status {
        let settings = match settings::<Settings>(context) {
            Ok(settings) => settings,
            Err(status) => return status,
        };
        let url = context.url_path();
        if !settings.enabled || !url.ends_with('/') || !context.physical().is_dir() {
            return Status::Continue;
        }
        let Some(page) = settings.files.iter().map(|file| format!("{url}{file}")).find(|page| is_there(context, page))
        else {
            return Status::Continue;
        };
        match execute(context, &page) {
            Ok(Executed::Pending) => Status::Pending,
            Ok(Executed::Ended) => handled(context),
            Err(error) => {
                let status = failed(context, 500, 0);
                context.response.set_status_error(error);
                status
            }
        }
    }
}

fn is_there(context: &Context, page: &str) -> bool {
    let path = context.map_path(page);
    content::open(context, page, Path::new(&path)).is_ok_and(|found| found.metadata.is_file())
}

/// The page goes through the pipeline like any request, with the user of this one.
fn execute(context: &Arc<Context>, page: &str) -> Result<Executed, HRESULT> {
    let clone = child::clone(context, CLONE_FLAG_BASICS | CLONE_FLAG_HEADERS | CLONE_FLAG_ENTITY)?;
    let set = clone.request.set_url(&escaped_path(page), false);
    if set < 0 {
        child::release(&clone);
        return Err(set);
    }
    let executed = child::execute(context, clone.interface.as_interface(), 0, context.user(), false);
    if !matches!(executed, Ok(Executed::Pending)) {
        child::release(&clone);
    }
    executed
}
