//! `wpframework.h`: names of worker-process settings and interfaces.

crate::declare! {
    plain_enumeration WPF_INTERFACE_ID_ENUM {
        WPF_CONFIG_API_ID = 1;
        WPF_APPLICATION_INFO_UTIL_ID = 2;
        WPF_SETTINGS_ID = 3;
        WPF_ACTIONS_ID = 4;
        WPF_EXPOSE_PROTOCOL_MANAGER_CUSTOM_INTERFACE_ID = 5;
        WPF_APPLICATION_PRELOAD_INFO_UTIL_ID = 6;
    }

    plain_enumeration WPF_SETTINGS_STRING_ENUM {
        CLR_VERSION = 0;
        APP_POOL_NAME = 1;
        APP_HOST_FILE_NAME = 2;
        ROOT_WEB_CONFIG_FILE_NAME = 3;
        CLR_CONFIG_FILE_NAME = 4;
    }

    plain_enumeration WPF_SETTINGS_DWORD_ENUM {
        PERIODIC_RESTART_REQUESTS = 1;
        PERIODIC_RESTART_TIME = 2;
        IDLE_TIMEOUT = 3;
        MANAGED_PIPELINE_MODE = 4;
        THREAD_AFFINITY_POLICY = 5;
        IDLE_TIMEOUT_ACTION = 6;
    }

    plain_enumeration WPF_SETTINGS_ULONGLONG_ENUM {
        PERIODIC_RESTART_VIRTUAL_MEMORY = 0;
        PERIODIC_RESTART_PRIVATE_MEMORY = 1;
    }

    plain_enumeration WPF_SETTINGS_BOOL_ENUM {
        ENABLED_CENTRAL_BINARY_LOGGING = 0;
        ENABLED_HOSTABLE_WEB_CORE = 1;
    }

    plain_enumeration WPF_SETTINGS_HANDLE_ENUM {
        ANONYMOUS_USER_TOKEN = 0;
    }
}
