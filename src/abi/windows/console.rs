//! `consoleapi.h`, `wincon.h`: consoles.

use crate::abi::windows::*;

crate::declare! {
    /// Control events.
    constants values {
        CTRL_C_EVENT: DWORD = 0;
        CTRL_BREAK_EVENT: DWORD = 1;
        CTRL_CLOSE_EVENT: DWORD = 2;
        CTRL_LOGOFF_EVENT: DWORD = 5;
        CTRL_SHUTDOWN_EVENT: DWORD = 6;
    }

    /// Modes, colours and attachment.
    constants values {
        ENABLE_PROCESSED_INPUT: DWORD = 1;
        ENABLE_PROCESSED_OUTPUT: DWORD = 1;
        ENABLE_LINE_INPUT: DWORD = 2;
        ENABLE_WRAP_AT_EOL_OUTPUT: DWORD = 2;
        ENABLE_ECHO_INPUT: DWORD = 4;
        ENABLE_VIRTUAL_TERMINAL_PROCESSING: DWORD = 4;
        ENABLE_WINDOW_INPUT: DWORD = 8;
        ENABLE_MOUSE_INPUT: DWORD = 0x10;
        ENABLE_INSERT_MODE: DWORD = 0x20;
        ENABLE_QUICK_EDIT_MODE: DWORD = 0x40;
        ENABLE_EXTENDED_FLAGS: DWORD = 0x80;
        ENABLE_VIRTUAL_TERMINAL_INPUT: DWORD = 0x200;
        FOREGROUND_BLUE: DWORD = 1;
        FOREGROUND_GREEN: DWORD = 2;
        FOREGROUND_RED: DWORD = 4;
        FOREGROUND_INTENSITY: DWORD = 8;
        BACKGROUND_BLUE: DWORD = 0x10;
        BACKGROUND_GREEN: DWORD = 0x20;
        BACKGROUND_RED: DWORD = 0x40;
        BACKGROUND_INTENSITY: DWORD = 0x80;
        ATTACH_PARENT_PROCESS: DWORD = 0xFFFFFFFF;
    }

    structure COORD, PCOORD {
        X: SHORT;
        Y: SHORT;
    }

    structure SMALL_RECT, PSMALL_RECT {
        Left: SHORT;
        Top: SHORT;
        Right: SHORT;
        Bottom: SHORT;
    }

    structure CONSOLE_SCREEN_BUFFER_INFO, PCONSOLE_SCREEN_BUFFER_INFO {
        dwSize: COORD;
        dwCursorPosition: COORD;
        wAttributes: WORD;
        srWindow: SMALL_RECT;
        dwMaximumWindowSize: COORD;
    }
}
