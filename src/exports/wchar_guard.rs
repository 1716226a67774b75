//! The name by which a program finds out that it has the wrong library.
//!
//! `portico_wide_characters.h` refers to it from every object file.

/// Present where WCHAR has four bytes.
#[cfg(not(feature = "utf16"))]
#[unsafe(no_mangle)]
pub static portico_this_program_has_a_4_byte_wchar_t_and_needs_libhttpapi: i32 = 4;

/// Present where WCHAR has two bytes.
#[cfg(feature = "utf16")]
#[unsafe(no_mangle)]
pub static portico_this_program_has_a_2_byte_wchar_t_and_needs_libhttpapi_u16: i32 = 2;
