//! Notification bits, results, flags and versions.

use crate::abi::windows::*;

crate::declare! {
    /// Request notifications. The first twelve come in this order, each followed by its
    /// post-notification.
    constants REQUEST_NOTIFICATIONS {
        RQ_BEGIN_REQUEST: DWORD = 0x00000001;
        RQ_AUTHENTICATE_REQUEST: DWORD = 0x00000002;
        RQ_AUTHORIZE_REQUEST: DWORD = 0x00000004;
        RQ_RESOLVE_REQUEST_CACHE: DWORD = 0x00000008;
        RQ_MAP_REQUEST_HANDLER: DWORD = 0x00000010;
        RQ_ACQUIRE_REQUEST_STATE: DWORD = 0x00000020;
        RQ_PRE_EXECUTE_REQUEST_HANDLER: DWORD = 0x00000040;
        RQ_EXECUTE_REQUEST_HANDLER: DWORD = 0x00000080;
        RQ_RELEASE_REQUEST_STATE: DWORD = 0x00000100;
        RQ_UPDATE_REQUEST_CACHE: DWORD = 0x00000200;
        RQ_LOG_REQUEST: DWORD = 0x00000400;
        RQ_END_REQUEST: DWORD = 0x00000800;
    }

    /// These come when something happens, and have no post-notification.
    constants NON_DETERMINISTIC_NOTIFICATIONS {
        RQ_SEND_RESPONSE_STATUS_AND_HEADERS: DWORD = 0x08000000;
        RQ_CUSTOM_NOTIFICATION: DWORD = 0x10000000;
        RQ_SEND_RESPONSE: DWORD = 0x20000000;
        RQ_READ_ENTITY: DWORD = 0x40000000;
        RQ_MAP_PATH: DWORD = 0x80000000;
    }

    /// Global notifications.
    constants GLOBAL_NOTIFICATIONS {
        GL_STOP_LISTENING: DWORD = 0x00000002;
        GL_CACHE_CLEANUP: DWORD = 0x00000004;
        GL_CACHE_OPERATION: DWORD = 0x00000010;
        GL_HEALTH_CHECK: DWORD = 0x00000020;
        GL_CONFIGURATION_CHANGE: DWORD = 0x00000040;
        GL_FILE_CHANGE: DWORD = 0x00000080;
        GL_PRE_BEGIN_REQUEST: DWORD = 0x00000100;
        GL_APPLICATION_START: DWORD = 0x00000200;
        GL_APPLICATION_RESOLVE_MODULES: DWORD = 0x00000400;
        GL_APPLICATION_STOP: DWORD = 0x00000800;
        GL_RSCA_QUERY: DWORD = 0x00001000;
        GL_TRACE_EVENT: DWORD = 0x00002000;
        GL_CUSTOM_NOTIFICATION: DWORD = 0x00004000;
        GL_THREAD_CLEANUP: DWORD = 0x00008000;
        GL_APPLICATION_PRELOAD: DWORD = 0x00010000;
        GL_SUSPEND_PROCESS: DWORD = 0x00020000;
    }

    /// What a request notification returns.
    plain_enumeration REQUEST_NOTIFICATION_STATUS {
        /// Go on with the next module.
        RQ_NOTIFICATION_CONTINUE = 0;
        /// The module will complete the notification later.
        RQ_NOTIFICATION_PENDING = 1;
        /// Skip to the end of the request; logging and END_REQUEST still run.
        RQ_NOTIFICATION_FINISH_REQUEST = 2;
    }

    /// What a global notification returns.
    plain_enumeration GLOBAL_NOTIFICATION_STATUS {
        GL_NOTIFICATION_CONTINUE = 0;
        GL_NOTIFICATION_HANDLED = 1;
    }

    /// Flags of IHttpContext::CloneContext.
    constants CLONE_FLAGS {
        CLONE_FLAG_BASICS: DWORD = 0x01;
        CLONE_FLAG_HEADERS: DWORD = 0x02;
        CLONE_FLAG_ENTITY: DWORD = 0x04;
        CLONE_FLAG_NO_PRECONDITION: DWORD = 0x08;
        CLONE_FLAG_NO_DAV: DWORD = 0x10;
        CLONE_FLAG_USER_CACHE_VARY_BY: DWORD = 0x20;
        CLONE_FLAG_SERVER_VARIABLE: DWORD = 0x40;
    }

    /// Flags of IHttpContext::ExecuteRequest.
    constants EXECUTE_FLAGS {
        EXECUTE_FLAG_NO_HEADERS: DWORD = 0x01;
        EXECUTE_FLAG_IGNORE_CURRENT_INTERCEPTOR: DWORD = 0x02;
        EXECUTE_FLAG_IGNORE_APPPOOL: DWORD = 0x04;
        EXECUTE_FLAG_DISABLE_CUSTOM_ERROR: DWORD = 0x08;
        EXECUTE_FLAG_SAME_URL: DWORD = 0x10;
        EXECUTE_FLAG_BUFFER_RESPONSE: DWORD = 0x20;
        EXECUTE_FLAG_HTTP_CACHE_ELIGIBLE: DWORD = 0x40;
    }

    /// What a cache notification is asked to do.
    plain_enumeration CACHE_OPERATION {
        CACHE_OPERATION_RETRIEVE = 0;
        CACHE_OPERATION_ADD = 1;
        CACHE_OPERATION_DELETE = 2;
        CACHE_OPERATION_FLUSH_PREFIX = 3;
        CACHE_OPERATION_ENUM = 4;
    }

    /// Versions for IHttpServer::GetExtendedInterface.
    plain_enumeration HTTP_SERVER_INTERFACE_VERSION {
        HTTP_SERVER_INTERFACE_V2 = 0;
        HTTP_SERVER_INTERFACE_V3 = 1;
    }
}
