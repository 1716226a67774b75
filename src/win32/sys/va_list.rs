//! The variable arguments of a C function, as the platform's calling convention lays them out.

/// Arguments that a C function has collected by `va_start`.
#[cfg(target_arch = "x86_64")]
#[repr(C)]
pub struct va_list {
    general_offset: u32,
    floating_offset: u32,
    on_stack: *const u8,
    in_registers: *const u8,
}

/// Arguments that a C function has collected by `va_start`.
#[cfg(target_arch = "aarch64")]
#[repr(C)]
pub struct va_list {
    on_stack: *const u8,
    general_end: *const u8,
    floating_end: *const u8,
    general_offset: i32,
    floating_offset: i32,
}

impl va_list {
    /// The next argument, an integer or a pointer.
    ///
    /// # Safety
    /// The function was called with one more argument.
    #[cfg(target_arch = "x86_64")]
    pub unsafe fn next(&mut self) -> usize {
        // Six registers hold the first arguments.
        const REGISTERS: u32 = 6 * 8;
        let place = if self.general_offset < REGISTERS {
            let place = self.in_registers.wrapping_add(self.general_offset as usize);
            self.general_offset += 8;
            place
        } else {
            let place = self.on_stack;
            self.on_stack = place.wrapping_add(8);
            place
        };
        // SAFETY: by contract the argument is there.
        unsafe { place.cast::<usize>().read() }
    }

    /// The next argument, an integer or a pointer.
    ///
    /// # Safety
    /// The function was called with one more argument.
    #[cfg(target_arch = "aarch64")]
    pub unsafe fn next(&mut self) -> usize {
        let place = if self.general_offset < 0 {
            let place = self.general_end.wrapping_offset(self.general_offset as isize);
            self.general_offset += 8;
            place
        } else {
            let place = self.on_stack;
            self.on_stack = place.wrapping_add(8);
            place
        };
        // SAFETY: by contract the argument is there.
        unsafe { place.cast::<usize>().read() }
    }
}
