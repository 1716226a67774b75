//! IHttpServer.

use super::missing::missing;
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::iis::worker::Worker;
use std::sync::Weak;

pub struct ServerState {
    #[expect(dead_code, reason = "its methods come next")]
    worker: Weak<Worker>,
}

/// There is one in a worker, from before the first module to after the last one.
pub type ServerObject = Object<IHttpServer3, ServerState>;

pub fn new(worker: &Weak<Worker>) -> ServerObject {
    Object::new(&VTABLE, ServerState { worker: worker.clone() })
}

method!(IHttpServer::IsCommandLineLaunch as is_command_line_launch(this: ServerObject) -> BOOL, || FALSE, {
    let _ = this;
    TRUE
});

static VTABLE: Vtable<IHttpServer3> = Vtable::new(IHttpServer3Vtbl {
    base: IHttpServer2Vtbl {
        base: IHttpServerVtbl {
            IsCommandLineLaunch: is_command_line_launch,
            GetAppPoolName: missing(),
            AssociateWithThreadPool: missing(),
            IncrementThreadCount: missing(),
            DecrementThreadCount: missing(),
            ReportUnhealthy: missing(),
            RecycleProcess: missing(),
            GetAdminManager: missing(),
            GetFileInfo: missing(),
            FlushKernelCache: missing(),
            DoCacheOperation: missing(),
            NotifyCustomNotification: missing(),
            GetPerfCounterInfo: missing(),
            RecycleApplication: missing(),
            NotifyConfigurationChange: missing(),
            NotifyFileChange: missing(),
            DispenseContainer: missing(),
            AddFragmentToCache: missing(),
            ReadFragmentFromCache: missing(),
            RemoveFragmentFromCache: missing(),
            GetWorkerProcessSettings: missing(),
            GetProtocolManagerCustomInterface: missing(),
            SatisfiesPrecondition: missing(),
            GetTraceContext: missing(),
            RegisterFileChangeMonitor: missing(),
            GetExtendedInterface: missing(),
        },
        GetToken: missing(),
        GetAppPoolConfigFile: missing(),
        GetExtendedInterface: missing(),
        GetMetadata: missing(),
        GetWorkerProcessFramework: missing(),
    },
    QueryRequestProperty: missing(),
});
