//! GetFileInformationByHandleEx and SetFileInformationByHandle.

use crate::abi::windows::*;
use crate::exports::boundary::boundary;
use crate::exports::result::{bool_of, set};
use crate::win32::error::Win32Error;
use crate::win32::file::{File, Kind};
use crate::win32::file_attributes::{Facts, Times};
use crate::win32::file_copy::Progress;
use crate::win32::file_names;
use crate::win32::handle_table::HANDLES;
use crate::win32::path;
use crate::win32::text::{exact, to_wide};
use core::mem::offset_of;
use std::os::unix::fs::MetadataExt;

fn number(value: u64) -> LARGE_INTEGER {
    LARGE_INTEGER { QuadPart: value.cast_signed() }
}

/// Writes one structure where it has room.
///
/// # Safety
/// The information has so many bytes.
unsafe fn answer<T>(value: T, information: LPVOID, size: DWORD) -> Result<(), Win32Error> {
    if (size as usize) < size_of::<T>() {
        return Err(Win32Error(ERROR_BAD_LENGTH));
    }
    // SAFETY: by contract there is room.
    unsafe { information.cast::<T>().write_unaligned(value) };
    Ok(())
}

/// # Safety
/// The information has so many bytes.
unsafe fn answer_name(file: &File, information: LPVOID, size: DWORD) -> Result<(), Win32Error> {
    let name = to_wide(&file.name()?.to_string_lossy());
    let start = offset_of!(FILE_NAME_INFO, FileName);
    let bytes = name.len() * size_of::<WCHAR>();
    if (size as usize) < size_of::<FILE_NAME_INFO>() {
        return Err(Win32Error(ERROR_BAD_LENGTH));
    }
    let room = (size as usize - start) / size_of::<WCHAR>();
    // SAFETY: by contract there is room for what fits.
    unsafe {
        information.cast::<DWORD>().write_unaligned(bytes as DWORD);
        let to = information.cast::<u8>().add(start);
        name.as_ptr().cast::<u8>().copy_to(to, room.min(name.len()) * size_of::<WCHAR>());
    }
    if room < name.len() { Err(Win32Error(ERROR_MORE_DATA)) } else { Ok(()) }
}

/// # Safety
/// The information has so many bytes.
unsafe fn get(
    file: &File,
    class: FILE_INFO_BY_HANDLE_CLASS,
    information: LPVOID,
    size: DWORD,
) -> Result<(), Win32Error> {
    let facts = Facts::of_file(file)?;
    let metadata = file.metadata()?;
    // SAFETY: by contract.
    unsafe {
        match class {
            FileBasicInfo => {
                let basic = FILE_BASIC_INFO {
                    CreationTime: number(facts.creation),
                    LastAccessTime: number(facts.access),
                    LastWriteTime: number(facts.write),
                    ChangeTime: number(facts.change),
                    FileAttributes: facts.attributes,
                };
                answer(basic, information, size)
            }
            FileStandardInfo => {
                let standard = FILE_STANDARD_INFO {
                    AllocationSize: number(file.allocated()?),
                    EndOfFile: number(facts.size),
                    NumberOfLinks: metadata.nlink() as DWORD,
                    DeletePending: file.is_delete_at_end().into(),
                    Directory: (file.kind() == Kind::Directory).into(),
                };
                answer(standard, information, size)
            }
            FileNameInfo | FileNormalizedNameInfo => answer_name(file, information, size),
            FileAttributeTagInfo => {
                let link = facts.attributes & FILE_ATTRIBUTE_REPARSE_POINT != 0;
                let tag = FILE_ATTRIBUTE_TAG_INFO {
                    FileAttributes: facts.attributes,
                    ReparseTag: if link { IO_REPARSE_TAG_SYMLINK } else { 0 },
                };
                answer(tag, information, size)
            }
            FileIdInfo => {
                let mut identifier = [0; 16];
                identifier[..8].copy_from_slice(&metadata.ino().to_le_bytes());
                let id =
                    FILE_ID_INFO { VolumeSerialNumber: metadata.dev(), FileId: FILE_ID_128 { Identifier: identifier } };
                answer(id, information, size)
            }
            _ => Err(Win32Error(ERROR_INVALID_PARAMETER)),
        }
    }
}

/// What is known of an open file: FileBasicInfo, FileStandardInfo, FileNameInfo, FileAttributeTagInfo and
/// FileIdInfo. Other classes are ERROR_INVALID_PARAMETER, too little room is ERROR_BAD_LENGTH.
///
/// # Safety
/// The information has so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn GetFileInformationByHandleEx(
    hFile: HANDLE,
    FileInformationClass: FILE_INFO_BY_HANDLE_CLASS,
    lpFileInformation: LPVOID,
    dwBufferSize: DWORD,
) -> BOOL {
    boundary!(bool, "GetFileInformationByHandleEx", {
        match HANDLES.get_as::<File>(hFile) {
            Ok(_) if lpFileInformation.is_null() => set(ERROR_INVALID_PARAMETER),
            // SAFETY: by contract.
            Ok(file) => bool_of(unsafe { get(&file, FileInformationClass, lpFileInformation, dwBufferSize) }),
            Err(error) => bool_of(Err(error)),
        }
    })
}

/// # Safety
/// The information has so many bytes.
unsafe fn taken<T: Copy>(information: LPVOID, size: DWORD) -> Result<T, Win32Error> {
    if (size as usize) < size_of::<T>() {
        return Err(Win32Error(ERROR_BAD_LENGTH));
    }
    // SAFETY: by contract.
    Ok(unsafe { information.cast::<T>().read_unaligned() })
}

fn given(time: LARGE_INTEGER) -> Option<u64> {
    // SAFETY: every member of the union is a number.
    Times::given(unsafe { time.QuadPart }.cast_unsigned())
}

fn length(value: LARGE_INTEGER) -> Result<u64, Win32Error> {
    // SAFETY: every member of the union is a number.
    u64::try_from(unsafe { value.QuadPart }).map_err(|_| Win32Error(ERROR_INVALID_PARAMETER))
}

/// # Safety
/// The information has so many bytes.
unsafe fn rename(file: &File, information: LPVOID, size: DWORD) -> Result<(), Win32Error> {
    // SAFETY: by contract.
    let head: FILE_RENAME_INFO = unsafe { taken(information, size)? };
    let start = offset_of!(FILE_RENAME_INFO, FileName);
    let bytes = head.FileNameLength as usize;
    if bytes == 0 || !bytes.is_multiple_of(size_of::<WCHAR>()) || bytes > size as usize - start {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    if !head.RootDirectory.is_null() {
        return Err(Win32Error(ERROR_INVALID_PARAMETER));
    }
    let mut name: Vec<WCHAR> = vec![0; bytes / size_of::<WCHAR>()];
    // SAFETY: by contract the name is there; the copy has as much room.
    unsafe { information.cast::<u8>().add(start).copy_to(name.as_mut_ptr().cast(), bytes) };
    let name = exact(&name).ok_or(Win32Error(ERROR_INVALID_NAME))?;
    let flags = if head.Flags & 0xFF != 0 { MOVEFILE_REPLACE_EXISTING } else { 0 };
    file.needs(DELETE)?;
    let progress: &mut Progress<'_> = &mut |_, _| PROGRESS_CONTINUE;
    file_names::rename_open(file, &path::map(name.as_bytes())?, flags, progress)
}

/// # Safety
/// The information has so many bytes.
unsafe fn put(
    file: &File,
    class: FILE_INFO_BY_HANDLE_CLASS,
    information: LPVOID,
    size: DWORD,
) -> Result<(), Win32Error> {
    // SAFETY: by contract, in all of these.
    unsafe {
        match class {
            FileBasicInfo => {
                let basic: FILE_BASIC_INFO = taken(information, size)?;
                let times = Times {
                    creation: given(basic.CreationTime),
                    access: given(basic.LastAccessTime),
                    write: given(basic.LastWriteTime),
                };
                // 0 leaves the attributes as they are.
                if basic.FileAttributes != 0 {
                    file.set_attributes(basic.FileAttributes)?;
                }
                file.set_times(times)
            }
            FileDispositionInfo => {
                let disposition: FILE_DISPOSITION_INFO = taken(information, size)?;
                file.needs(DELETE)?;
                if disposition.DeleteFile != 0 {
                    file_names::may_remove(file)?;
                }
                file.set_delete_at_end(disposition.DeleteFile != 0);
                Ok(())
            }
            FileEndOfFileInfo => {
                let end: FILE_END_OF_FILE_INFO = taken(information, size)?;
                file.set_length(length(end.EndOfFile)?)
            }
            FileAllocationInfo => {
                let allocation: FILE_ALLOCATION_INFO = taken(information, size)?;
                let wanted = length(allocation.AllocationSize)?;
                file.needs(FILE_WRITE_DATA)?;
                // Room ahead is the file system's own business; less room than bytes cuts the file.
                if wanted < file.length()? { file.set_length(wanted) } else { Ok(()) }
            }
            FileRenameInfo => rename(file, information, size),
            _ => Err(Win32Error(ERROR_INVALID_PARAMETER)),
        }
    }
}

/// Changes an open file: FileBasicInfo, FileDispositionInfo, FileEndOfFileInfo, FileAllocationInfo and
/// FileRenameInfo. Other classes are ERROR_INVALID_PARAMETER.
///
/// # Safety
/// The information has so many bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn SetFileInformationByHandle(
    hFile: HANDLE,
    FileInformationClass: FILE_INFO_BY_HANDLE_CLASS,
    lpFileInformation: LPVOID,
    dwBufferSize: DWORD,
) -> BOOL {
    boundary!(bool, "SetFileInformationByHandle", {
        match HANDLES.get_as::<File>(hFile).map_err(Win32Error::from) {
            Ok(_) if lpFileInformation.is_null() => set(ERROR_INVALID_PARAMETER),
            // SAFETY: by contract.
            Ok(file) => bool_of(unsafe { put(&file, FileInformationClass, lpFileInformation, dwBufferSize) }),
            Err(error) => bool_of(Err::<(), _>(error)),
        }
    })
}
