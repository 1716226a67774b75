//! Request queues and delegation.

use crate::abi::windows::*;

crate::declare! {
    /// Flags of HttpCreateRequestQueue.
    constants QUEUE_FLAGS {
        HTTP_CREATE_REQUEST_QUEUE_FLAG_OPEN_EXISTING: ULONG = 0x00000001;
        HTTP_CREATE_REQUEST_QUEUE_FLAG_CONTROLLER: ULONG = 0x00000002;
        HTTP_CREATE_REQUEST_QUEUE_FLAG_DELEGATION: ULONG = 0x00000008;
    }

    enumeration HTTP_DELEGATE_REQUEST_PROPERTY_ID, PHTTP_DELEGATE_REQUEST_PROPERTY_ID {
        DelegateRequestReservedProperty = 0;
        DelegateRequestDelegateUrlProperty = 1;
    }

    /// A property of HttpDelegateRequestEx.
    structure HTTP_DELEGATE_REQUEST_PROPERTY_INFO, PHTTP_DELEGATE_REQUEST_PROPERTY_INFO {
        PropertyId: HTTP_DELEGATE_REQUEST_PROPERTY_ID;
        PropertyInfoLength: ULONG;
        PropertyInfo: PVOID;
    }

    enumeration HTTP_CREATE_REQUEST_QUEUE_PROPERTY_ID, PHTTP_CREATE_REQUEST_QUEUE_PROPERTY_ID {
        CreateRequestQueueExternalIdProperty = 1;
        CreateRequestQueueMax = 2;
    }

    /// A property of HttpCreateRequestQueueEx.
    structure HTTP_CREATE_REQUEST_QUEUE_PROPERTY_INFO, PHTTP_CREATE_REQUEST_QUEUE_PROPERTY_INFO {
        PropertyId: HTTP_CREATE_REQUEST_QUEUE_PROPERTY_ID;
        PropertyInfoLength: ULONG;
        PropertyInfo: PVOID;
    }
}
