//! `winnt.h`, `winsvc.h`: services.

use crate::abi::windows::*;

crate::declare! {
    /// Kinds, starts and error handling.
    constants values {
        SERVICE_BOOT_START: DWORD = 0;
        SERVICE_ERROR_IGNORE: DWORD = 0;
        SERVICE_ERROR_NORMAL: DWORD = 1;
        SERVICE_KERNEL_DRIVER: DWORD = 1;
        SERVICE_SYSTEM_START: DWORD = 1;
        SERVICE_AUTO_START: DWORD = 2;
        SERVICE_ERROR_SEVERE: DWORD = 2;
        SERVICE_DEMAND_START: DWORD = 3;
        SERVICE_ERROR_CRITICAL: DWORD = 3;
        SERVICE_DISABLED: DWORD = 4;
        SERVICE_WIN32_OWN_PROCESS: DWORD = 0x10;
        SERVICE_WIN32_SHARE_PROCESS: DWORD = 0x20;
        SERVICE_WIN32: DWORD = 0x30;
        SERVICE_INTERACTIVE_PROCESS: DWORD = 0x100;
    }

    /// States.
    constants values {
        SERVICE_ACTIVE: DWORD = 1;
        SERVICE_STOPPED: DWORD = 1;
        SERVICE_INACTIVE: DWORD = 2;
        SERVICE_START_PENDING: DWORD = 2;
        SERVICE_STATE_ALL: DWORD = 3;
        SERVICE_STOP_PENDING: DWORD = 3;
        SERVICE_RUNNING: DWORD = 4;
        SERVICE_CONTINUE_PENDING: DWORD = 5;
        SERVICE_PAUSE_PENDING: DWORD = 6;
        SERVICE_PAUSED: DWORD = 7;
    }

    /// Controls.
    constants values {
        SERVICE_CONTROL_STOP: DWORD = 1;
        SERVICE_CONTROL_PAUSE: DWORD = 2;
        SERVICE_CONTROL_CONTINUE: DWORD = 3;
        SERVICE_CONTROL_INTERROGATE: DWORD = 4;
        SERVICE_CONTROL_SHUTDOWN: DWORD = 5;
        SERVICE_CONTROL_PARAMCHANGE: DWORD = 6;
        SERVICE_CONTROL_DEVICEEVENT: DWORD = 0xB;
        SERVICE_CONTROL_POWEREVENT: DWORD = 0xD;
        SERVICE_CONTROL_SESSIONCHANGE: DWORD = 0xE;
        SERVICE_CONTROL_PRESHUTDOWN: DWORD = 0xF;
        SERVICE_ACCEPT_STOP: DWORD = 1;
        SERVICE_ACCEPT_PAUSE_CONTINUE: DWORD = 2;
        SERVICE_ACCEPT_SHUTDOWN: DWORD = 4;
        SERVICE_ACCEPT_PARAMCHANGE: DWORD = 8;
        SERVICE_ACCEPT_POWEREVENT: DWORD = 0x40;
        SERVICE_ACCEPT_SESSIONCHANGE: DWORD = 0x80;
        SERVICE_ACCEPT_PRESHUTDOWN: DWORD = 0x100;
    }

    /// Access rights and configuration.
    constants values {
        SC_MANAGER_CONNECT: DWORD = 1;
        SC_MANAGER_CREATE_SERVICE: DWORD = 2;
        SC_MANAGER_ENUMERATE_SERVICE: DWORD = 4;
        SC_MANAGER_LOCK: DWORD = 8;
        SC_MANAGER_QUERY_LOCK_STATUS: DWORD = 0x10;
        SC_MANAGER_ALL_ACCESS: DWORD = 0xF003F;
        SERVICE_QUERY_CONFIG: DWORD = 1;
        SERVICE_CHANGE_CONFIG: DWORD = 2;
        SERVICE_QUERY_STATUS: DWORD = 4;
        SERVICE_ENUMERATE_DEPENDENTS: DWORD = 8;
        SERVICE_START: DWORD = 0x10;
        SERVICE_STOP: DWORD = 0x20;
        SERVICE_PAUSE_CONTINUE: DWORD = 0x40;
        SERVICE_INTERROGATE: DWORD = 0x80;
        SERVICE_USER_DEFINED_CONTROL: DWORD = 0x100;
        SERVICE_ALL_ACCESS: DWORD = 0xF01FF;
        SERVICE_CONFIG_DESCRIPTION: DWORD = 1;
        SERVICE_CONFIG_FAILURE_ACTIONS: DWORD = 2;
        SERVICE_CONFIG_DELAYED_AUTO_START_INFO: DWORD = 3;
        SERVICE_CONFIG_PRESHUTDOWN_INFO: DWORD = 7;
        SERVICE_NO_CHANGE: DWORD = 0xFFFFFFFF;
    }

    enumeration SC_STATUS_TYPE {
        SC_STATUS_PROCESS_INFO = 0;
    }

    enumeration SC_ENUM_TYPE {
        SC_ENUM_PROCESS_INFO = 0;
    }

    enumeration SC_ACTION_TYPE {
        SC_ACTION_NONE = 0;
        SC_ACTION_RESTART = 1;
        SC_ACTION_REBOOT = 2;
        SC_ACTION_RUN_COMMAND = 3;
    }

    structure SERVICE_STATUS, LPSERVICE_STATUS {
        dwServiceType: DWORD;
        dwCurrentState: DWORD;
        dwControlsAccepted: DWORD;
        dwWin32ExitCode: DWORD;
        dwServiceSpecificExitCode: DWORD;
        dwCheckPoint: DWORD;
        dwWaitHint: DWORD;
    }

    structure SERVICE_STATUS_PROCESS, LPSERVICE_STATUS_PROCESS {
        dwServiceType: DWORD;
        dwCurrentState: DWORD;
        dwControlsAccepted: DWORD;
        dwWin32ExitCode: DWORD;
        dwServiceSpecificExitCode: DWORD;
        dwCheckPoint: DWORD;
        dwWaitHint: DWORD;
        dwProcessId: DWORD;
        dwServiceFlags: DWORD;
    }

    structure ENUM_SERVICE_STATUSA, LPENUM_SERVICE_STATUSA {
        lpServiceName: LPSTR;
        lpDisplayName: LPSTR;
        ServiceStatus: SERVICE_STATUS;
    }

    structure ENUM_SERVICE_STATUSW, LPENUM_SERVICE_STATUSW {
        lpServiceName: LPWSTR;
        lpDisplayName: LPWSTR;
        ServiceStatus: SERVICE_STATUS;
    }

    structure SC_ACTION, LPSC_ACTION {
        Type: DWORD;
        Delay: DWORD;
    }

    structure SERVICE_DESCRIPTIONA, LPSERVICE_DESCRIPTIONA {
        lpDescription: LPSTR;
    }

    structure SERVICE_DESCRIPTIONW, LPSERVICE_DESCRIPTIONW {
        lpDescription: LPWSTR;
    }

    structure SERVICE_FAILURE_ACTIONSA, LPSERVICE_FAILURE_ACTIONSA {
        dwResetPeriod: DWORD;
        lpRebootMsg: LPSTR;
        lpCommand: LPSTR;
        cActions: DWORD;
        lpsaActions: LPSC_ACTION;
    }

    structure SERVICE_FAILURE_ACTIONSW, LPSERVICE_FAILURE_ACTIONSW {
        dwResetPeriod: DWORD;
        lpRebootMsg: LPWSTR;
        lpCommand: LPWSTR;
        cActions: DWORD;
        lpsaActions: LPSC_ACTION;
    }
}
