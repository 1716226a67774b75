//! `std::type_info` of the interface classes.
//!
//! Vtables that Rust makes point here, so that `dynamic_cast` and `typeid` in a
//! module work on our objects. The symbols are exported under their C++ names:
//! modules bind to them, and one class has one type in the whole process.

use crate::abi::admin::*;
use crate::abi::iis::*;
use crate::abi::interface::Class;
use core::sync::atomic::{AtomicUsize, Ordering};

/// `__cxxabiv1::__class_type_info`, or `__si_class_type_info` where there is a base.
///
/// The first word is the C++ runtime's and is stored when the first module has
/// brought one (see `cxx_runtime`), which is why these stand in writable data.
#[repr(C)]
pub struct TypeInfo {
    vtable: AtomicUsize,
    name: *const u8,
    base: *const TypeInfo,
}

// SAFETY: name and base point to statics that never change; the vtable word is atomic.
unsafe impl Sync for TypeInfo {}

impl TypeInfo {
    const fn new(name: &'static [u8], base: Option<&'static TypeInfo>) -> Self {
        let base = match base {
            Some(base) => core::ptr::from_ref(base),
            None => core::ptr::null(),
        };
        Self { vtable: AtomicUsize::new(0), name: name.as_ptr(), base }
    }
}

/// A class whose type information is below.
pub trait Typed: Class {
    const TYPE_INFO: *const TypeInfo;
}

macro_rules! type_infos {
    ($( $length:literal $class:ident $(: $base_length:literal $base:ident)? ; )*) => {
        $(
            const _: () = {
                #[unsafe(export_name = concat!("_ZTS", $length, stringify!($class)))]
                static NAME: [u8; concat!($length, stringify!($class), "\0").len()] =
                    *concat!($length, stringify!($class), "\0").as_bytes().as_array().unwrap();

                $(
                    unsafe extern "C" {
                        #[link_name = concat!("_ZTI", $base_length, stringify!($base))]
                        safe static BASE: TypeInfo;
                    }
                )?

                #[unsafe(export_name = concat!("_ZTI", $length, stringify!($class)))]
                static INFO: TypeInfo = TypeInfo::new(&NAME, type_infos!(@base $($base)?));

                impl Typed for $class {
                    const TYPE_INFO: *const TypeInfo = &raw const INFO;
                }
            };
        )*

        /// All of them, with whether they have a base.
        static ALL: &[(&str, &TypeInfoPointer)] = &[
            $( (concat!($length, stringify!($class)), &TypeInfoPointer(<$class as Typed>::TYPE_INFO)) ),*
        ];
    };
    (@base) => { None };
    (@base $base:ident) => { Some(&BASE) };
}

/// A pointer to one of the statics above.
struct TypeInfoPointer(*const TypeInfo);

// SAFETY: it points to a static that is itself Sync.
unsafe impl Sync for TypeInfoPointer {}

type_infos! {
    "8" IUnknown;
    "18" IHttpStoredContext;
    "27" IHttpModuleContextContainer;
    "22" INamedContextContainer;
    "36" IDispensedHttpModuleContextContainer: "27" IHttpModuleContextContainer;
    "20" IHttpPerfCounterInfo;
    "16" IHttpApplication;
    "17" IHttpApplication2: "16" IHttpApplication;
    "12" IHttpUrlInfo;
    "14" IScriptMapInfo;
    "13" IMetadataInfo;
    "23" IReferencedMetadataInfo: "13" IMetadataInfo;
    "12" IHttpRequest;
    "13" IHttpRequest2: "12" IHttpRequest;
    "13" IHttpRequest3: "13" IHttpRequest2;
    "13" IHttpRequest4: "13" IHttpRequest3;
    "16" IHttpCachePolicy;
    "17" IHttpCachePolicy2: "16" IHttpCachePolicy;
    "13" IHttpResponse;
    "14" IHttpResponse2: "13" IHttpResponse;
    "14" IHttpResponse3: "14" IHttpResponse2;
    "14" IHttpResponse4: "14" IHttpResponse3;
    "9" IHttpUser;
    "28" IHttpConnectionStoredContext: "18" IHttpStoredContext;
    "37" IHttpConnectionModuleContextContainer: "27" IHttpModuleContextContainer;
    "15" IHttpConnection;
    "12" IHttpContext;
    "13" IHttpContext2: "12" IHttpContext;
    "13" IHttpContext3: "13" IHttpContext2;
    "13" IHttpContext4: "13" IHttpContext3;
    "17" IHttpTraceContext;
    "13" IHttpCacheKey;
    "22" IHttpCacheSpecificData;
    "9" IHttpSite;
    "16" IHttpFileMonitor;
    "13" IHttpFileInfo: "22" IHttpCacheSpecificData;
    "15" IHttpTokenEntry: "22" IHttpCacheSpecificData;
    "11" IHttpServer;
    "12" IHttpServer2: "11" IHttpServer;
    "12" IHttpServer3: "12" IHttpServer2;
    "18" IHttpEventProvider;
    "19" IHttpCompletionInfo;
    "20" IHttpCompletionInfo2: "19" IHttpCompletionInfo;
    "27" ICustomNotificationProvider: "18" IHttpEventProvider;
    "23" IAuthenticationProvider: "18" IHttpEventProvider;
    "19" IMapHandlerProvider: "18" IHttpEventProvider;
    "16" IMapPathProvider: "18" IHttpEventProvider;
    "21" ISendResponseProvider: "18" IHttpEventProvider;
    "19" IReadEntityProvider: "18" IHttpEventProvider;
    "24" IPreBeginRequestProvider: "18" IHttpEventProvider;
    "24" IHttpApplicationProvider: "18" IHttpEventProvider;
    "38" IHttpApplicationResolveModulesProvider: "24" IHttpApplicationProvider;
    "24" IGlobalRSCAQueryProvider: "18" IHttpEventProvider;
    "28" IGlobalStopListeningProvider: "18" IHttpEventProvider;
    "14" ICacheProvider: "18" IHttpEventProvider;
    "34" IGlobalConfigurationChangeProvider: "18" IHttpEventProvider;
    "25" IGlobalFileChangeProvider: "18" IHttpEventProvider;
    "25" IGlobalTraceEventProvider: "18" IHttpEventProvider;
    "28" IGlobalThreadCleanupProvider: "18" IHttpEventProvider;
    "33" IGlobalApplicationPreloadProvider: "18" IHttpEventProvider;
    "34" IGlobalApplicationPreloadProvider2: "33" IGlobalApplicationPreloadProvider;
    "29" IGlobalSuspendProcessCallback: "18" IHttpEventProvider;
    "11" CHttpModule;
    "13" CGlobalModule;
    "16" IModuleAllocator;
    "18" IHttpModuleFactory;
    "27" IHttpModuleRegistrationInfo;
    "28" IHttpModuleRegistrationInfo2: "27" IHttpModuleRegistrationInfo;
    "7" IUriKey: "13" IHttpCacheKey;
    "8" IFileKey: "13" IHttpCacheKey;
    "13" IHttpTokenKey: "13" IHttpCacheKey;
    "17" IWebSocketContext: "18" IHttpStoredContext;
    "20" IWpfReferencedObject;
    "23" IWorkerProcessFramework: "20" IWpfReferencedObject;
    "23" IWpfApplicationInfoUtil: "20" IWpfReferencedObject;
    "12" IWpfSettings: "20" IWpfReferencedObject;
    "11" IWpfActions: "20" IWpfReferencedObject;
    "40" IWpfExposeProtocolManagerCustomInterface: "20" IWpfReferencedObject;
    "26" IWpfApplicationPreloadUtil: "20" IWpfReferencedObject;
    "20" IAppHostAdminManager: "8" IUnknown;
    "21" IAppHostChangeHandler: "8" IUnknown;
    "30" IAppHostChildElementCollection: "8" IUnknown;
    "24" IAppHostCollectionSchema: "8" IUnknown;
    "23" IAppHostConfigException: "8" IUnknown;
    "18" IAppHostConfigFile: "8" IUnknown;
    "22" IAppHostConfigLocation: "8" IUnknown;
    "32" IAppHostConfigLocationCollection: "8" IUnknown;
    "21" IAppHostConfigManager: "8" IUnknown;
    "21" IAppHostConstantValue: "8" IUnknown;
    "31" IAppHostConstantValueCollection: "8" IUnknown;
    "15" IAppHostElement: "8" IUnknown;
    "25" IAppHostElementCollection: "8" IUnknown;
    "24" IAppHostElementExtension: "8" IUnknown;
    "21" IAppHostElementSchema: "8" IUnknown;
    "31" IAppHostElementSchemaCollection: "8" IUnknown;
    "24" IAppHostMappingExtension: "8" IUnknown;
    "14" IAppHostMethod: "8" IUnknown;
    "24" IAppHostMethodCollection: "8" IUnknown;
    "23" IAppHostMethodExtension: "8" IUnknown;
    "22" IAppHostMethodInstance: "8" IUnknown;
    "20" IAppHostMethodSchema: "8" IUnknown;
    "18" IAppHostPathMapper: "8" IUnknown;
    "19" IAppHostPathMapper2: "8" IUnknown;
    "16" IAppHostProperty: "8" IUnknown;
    "26" IAppHostPropertyCollection: "8" IUnknown;
    "25" IAppHostPropertyException: "23" IAppHostConfigException;
    "25" IAppHostPropertyExtension: "8" IUnknown;
    "22" IAppHostPropertySchema: "8" IUnknown;
    "32" IAppHostPropertySchemaCollection: "8" IUnknown;
    "25" IAppHostSectionDefinition: "8" IUnknown;
    "35" IAppHostSectionDefinitionCollection: "8" IUnknown;
    "20" IAppHostSectionGroup: "8" IUnknown;
    "28" IAppHostWritableAdminManager: "20" IAppHostAdminManager;
}

/// The mangled name of every class that has type information.
pub fn names() -> impl Iterator<Item = &'static str> {
    ALL.iter().map(|(name, _)| *name)
}

/// Gives every class the runtime's two kinds of type information: without and with a base.
pub fn set_vtables(class_type_info: usize, si_class_type_info: usize) {
    for (_, pointer) in ALL {
        // SAFETY: the pointer is that of a static.
        let info = unsafe { &*pointer.0 };
        let vtable = if info.base.is_null() { class_type_info } else { si_class_type_info };
        info.vtable.store(vtable, Ordering::Release);
    }
}
