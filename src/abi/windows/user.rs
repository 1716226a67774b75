//! `winuser.h`: the few constants that programs without windows use.

use crate::abi::windows::*;

crate::declare! {
    /// `MessageBox`.
    constants values {
        MB_DEFBUTTON1: DWORD = 0;
        MB_OK: DWORD = 0;
        MB_OKCANCEL: DWORD = 1;
        MB_ABORTRETRYIGNORE: DWORD = 2;
        MB_YESNOCANCEL: DWORD = 3;
        MB_YESNO: DWORD = 4;
        MB_RETRYCANCEL: DWORD = 5;
        MB_ICONERROR: DWORD = 0x10;
        MB_ICONHAND: DWORD = 0x10;
        MB_ICONSTOP: DWORD = 0x10;
        MB_ICONQUESTION: DWORD = 0x20;
        MB_ICONEXCLAMATION: DWORD = 0x30;
        MB_ICONWARNING: DWORD = 0x30;
        MB_ICONASTERISK: DWORD = 0x40;
        MB_ICONINFORMATION: DWORD = 0x40;
        MB_DEFBUTTON2: DWORD = 0x100;
        MB_SYSTEMMODAL: DWORD = 0x1000;
        MB_SETFOREGROUND: DWORD = 0x10000;
        MB_TOPMOST: DWORD = 0x40000;
        MB_SERVICE_NOTIFICATION: DWORD = 0x200000;
        IDOK: DWORD = 1;
        IDCANCEL: DWORD = 2;
        IDABORT: DWORD = 3;
        IDRETRY: DWORD = 4;
        IDIGNORE: DWORD = 5;
        IDYES: DWORD = 6;
        IDNO: DWORD = 7;
    }

    /// `ShowWindow`.
    constants values {
        SW_HIDE: DWORD = 0;
        SW_NORMAL: DWORD = 1;
        SW_SHOWNORMAL: DWORD = 1;
        SW_SHOWMINIMIZED: DWORD = 2;
        SW_MAXIMIZE: DWORD = 3;
        SW_SHOWMAXIMIZED: DWORD = 3;
        SW_SHOWNOACTIVATE: DWORD = 4;
        SW_SHOW: DWORD = 5;
        SW_MINIMIZE: DWORD = 6;
        SW_SHOWMINNOACTIVE: DWORD = 7;
        SW_SHOWNA: DWORD = 8;
        SW_RESTORE: DWORD = 9;
        SW_SHOWDEFAULT: DWORD = 0xA;
        SW_MAX: DWORD = 0xB;
    }

    /// Messages.
    constants values {
        WM_NULL: DWORD = 0;
        WM_CREATE: DWORD = 1;
        WM_DESTROY: DWORD = 2;
        WM_CLOSE: DWORD = 0x10;
        WM_QUERYENDSESSION: DWORD = 0x11;
        WM_QUIT: DWORD = 0x12;
        WM_ENDSESSION: DWORD = 0x16;
        WM_KEYDOWN: DWORD = 0x100;
        WM_SYSKEYDOWN: DWORD = 0x104;
        WM_COMMAND: DWORD = 0x111;
        WM_TIMER: DWORD = 0x113;
        WM_HOTKEY: DWORD = 0x312;
        WM_USER: DWORD = 0x400;
        WM_APP: DWORD = 0x8000;
        PM_NOREMOVE: DWORD = 0;
        PM_REMOVE: DWORD = 1;
    }
}
