//! What error codes say, in words of our own.

use crate::abi::table::Decl;
use crate::abi::windows::*;

/// The codes that programs meet most. What is not here is said by its name.
#[rustfmt::skip]
const TEXTS: &[(DWORD, &str)] = &[
    (ERROR_SUCCESS, "The operation was successful."),
    (ERROR_INVALID_FUNCTION, "This function does not exist or does not apply here."),
    (ERROR_FILE_NOT_FOUND, "There is no file of that name."),
    (ERROR_PATH_NOT_FOUND, "A folder of the path does not exist."),
    (ERROR_TOO_MANY_OPEN_FILES, "No more files can be opened."),
    (ERROR_ACCESS_DENIED, "Access was denied."),
    (ERROR_INVALID_HANDLE, "The handle names nothing, or not what the function works on."),
    (ERROR_NOT_ENOUGH_MEMORY, "There is not enough memory for this."),
    (ERROR_OUTOFMEMORY, "There is no memory left for this."),
    (ERROR_INVALID_DATA, "The data are not valid."),
    (ERROR_NOT_SAME_DEVICE, "A file cannot be moved to another device this way."),
    (ERROR_NO_MORE_FILES, "There are no more files."),
    (ERROR_BAD_COMMAND, "The device does not know the command in this state."),
    (ERROR_BAD_LENGTH, "The length does not fit the request."),
    (ERROR_GEN_FAILURE, "The operation failed."),
    (ERROR_SHARING_VIOLATION, "Somebody else has the file open and does not share it."),
    (ERROR_LOCK_VIOLATION, "Somebody else has locked a part of the file."),
    (ERROR_HANDLE_EOF, "The end of the file was reached."),
    (ERROR_HANDLE_DISK_FULL, "The disk is full."),
    (ERROR_NOT_SUPPORTED, "This is not supported."),
    (ERROR_BAD_NETPATH, "The network path was not found."),
    (ERROR_NETNAME_DELETED, "The connection at the other end is gone."),
    (ERROR_FILE_EXISTS, "The file exists already."),
    (ERROR_INVALID_PARAMETER, "A parameter is not valid."),
    (ERROR_BROKEN_PIPE, "The pipe was closed at its other end."),
    (ERROR_OPEN_FAILED, "The file or device could not be opened."),
    (ERROR_BUFFER_OVERFLOW, "The name is too long for the buffer."),
    (ERROR_DISK_FULL, "There is no room left on the disk."),
    (ERROR_CALL_NOT_IMPLEMENTED, "The function does nothing on this system."),
    (ERROR_SEM_TIMEOUT, "The time for the operation is over."),
    (ERROR_INSUFFICIENT_BUFFER, "The buffer is too small for the result."),
    (ERROR_INVALID_NAME, "The name is not well formed."),
    (ERROR_MOD_NOT_FOUND, "The module was not found."),
    (ERROR_PROC_NOT_FOUND, "The module has no function of that name."),
    (ERROR_DIR_NOT_EMPTY, "The folder is not empty."),
    (ERROR_NOT_LOCKED, "It is not locked."),
    (ERROR_BAD_PATHNAME, "The path is not valid."),
    (ERROR_BUSY, "It is in use."),
    (ERROR_ALREADY_EXISTS, "There is one of that name already."),
    (ERROR_ENVVAR_NOT_FOUND, "There is no such environment variable."),
    (ERROR_FILENAME_EXCED_RANGE, "The file name is too long."),
    (ERROR_BAD_EXE_FORMAT, "The file cannot be loaded as a program or module."),
    (ERROR_PIPE_BUSY, "All instances of the pipe are in use."),
    (ERROR_NO_DATA, "The pipe is being closed."),
    (ERROR_PIPE_NOT_CONNECTED, "Nobody is at the other end of the pipe."),
    (ERROR_MORE_DATA, "There are more data than the buffer holds."),
    (WAIT_TIMEOUT, "The time of the wait is over."),
    (ERROR_NO_MORE_ITEMS, "There are no more items."),
    (ERROR_DIRECTORY, "The name is not that of a folder."),
    (ERROR_NOT_OWNER, "The caller does not own the object."),
    (ERROR_TOO_MANY_POSTS, "The semaphore cannot count that far."),
    (ERROR_MR_MID_NOT_FOUND, "There is no text for this message number."),
    (ERROR_INVALID_ADDRESS, "The address is not valid for this."),
    (ERROR_ABANDONED_WAIT_0, "The object of the wait was closed while it was waited for."),
    (ERROR_OPERATION_ABORTED, "The operation was cancelled, or its thread has ended."),
    (ERROR_IO_INCOMPLETE, "The overlapped operation has not completed yet."),
    (ERROR_IO_PENDING, "The overlapped operation goes on."),
    (ERROR_NOACCESS, "Memory was not accessible there."),
    (ERROR_STACK_OVERFLOW, "The stack has no room for more calls."),
    (ERROR_INVALID_FLAGS, "The flags are not valid."),
    (ERROR_NO_TOKEN, "The thread or process has no such token."),
    (ERROR_NO_UNICODE_TRANSLATION, "A character has no counterpart in the other encoding."),
    (ERROR_DLL_INIT_FAILED, "The module's own initialisation failed."),
    (ERROR_SHUTDOWN_IN_PROGRESS, "A shutdown is going on."),
    (ERROR_SERVICE_NOT_ACTIVE, "The service is not running."),
    (ERROR_SERVICE_DOES_NOT_EXIST, "There is no service of that name."),
    (ERROR_NOT_FOUND, "It was not found."),
    (ERROR_CANCELLED, "The user cancelled the operation."),
    (ERROR_CONNECTION_REFUSED, "The other computer refused the connection."),
    (ERROR_GRACEFUL_DISCONNECT, "The connection was closed in good order."),
    (ERROR_CONNECTION_INVALID, "The connection does not exist any more."),
    (ERROR_CONNECTION_ABORTED, "The connection was broken off on this computer."),
    (ERROR_ALREADY_INITIALIZED, "It was initialised before."),
    (ERROR_REVISION_MISMATCH, "The two revisions do not go together."),
    (ERROR_PRIVILEGE_NOT_HELD, "The caller does not have the privilege for this."),
    (ERROR_INVALID_ID_AUTHORITY, "The identifier is not one that can be used here."),
    (ERROR_LOGON_FAILURE, "The user name or the password is wrong."),
    (ERROR_INTERNAL_ERROR, "Something went wrong inside the library."),
    (ERROR_NO_SYSTEM_RESOURCES, "The system has no resources left for this."),
    (ERROR_TIMEOUT, "The time for the operation is over, and it goes back."),
    (WSAEINTR as DWORD, "The call was interrupted."),
    (WSAEACCES as DWORD, "The socket may not be used that way."),
    (WSAEFAULT as DWORD, "The address of an argument is not valid."),
    (WSAEINVAL as DWORD, "An argument is not valid for the socket."),
    (WSAEMFILE as DWORD, "No more sockets can be opened."),
    (WSAEWOULDBLOCK as DWORD, "The socket would have to wait for this."),
    (WSAEINPROGRESS as DWORD, "A blocking call is going on."),
    (WSAENOTSOCK as DWORD, "It is not a socket."),
    (WSAEMSGSIZE as DWORD, "The message is larger than the buffer or the network allows."),
    (WSAEADDRINUSE as DWORD, "The address and port are in use."),
    (WSAEADDRNOTAVAIL as DWORD, "The address is not one of this computer's."),
    (WSAENETDOWN as DWORD, "The network is down."),
    (WSAENETUNREACH as DWORD, "The network cannot be reached."),
    (WSAECONNABORTED as DWORD, "The connection was broken off on this computer."),
    (WSAECONNRESET as DWORD, "The other end reset the connection."),
    (WSAENOBUFS as DWORD, "There is no buffer space left."),
    (WSAEISCONN as DWORD, "The socket is connected already."),
    (WSAENOTCONN as DWORD, "The socket is not connected."),
    (WSAESHUTDOWN as DWORD, "The socket was shut down in that direction."),
    (WSAETIMEDOUT as DWORD, "The other end did not answer in time."),
    (WSAECONNREFUSED as DWORD, "The other computer refused the connection."),
    (WSAEHOSTUNREACH as DWORD, "The host cannot be reached."),
    (WSAHOST_NOT_FOUND as DWORD, "There is no host of that name."),
    (E_NOTIMPL as DWORD, "This is not implemented."),
    (E_NOINTERFACE as DWORD, "The object does not have the interface."),
    (E_POINTER as DWORD, "A pointer is not valid."),
    (E_ABORT as DWORD, "The operation was broken off."),
    (E_FAIL as DWORD, "The operation failed for a reason that is not told."),
    (E_UNEXPECTED as DWORD, "Something went wrong that nobody thought of."),
    (DISP_E_TYPEMISMATCH as DWORD, "The value cannot be made one of that kind."),
    (DISP_E_BADVARTYPE as DWORD, "There is no such kind of value."),
    (DISP_E_OVERFLOW as DWORD, "The value is too large for its kind."),
];

/// Where names of codes are declared.
const TABLES: &[&[Decl]] = &[
    errors::common::DECLS,
    errors::system::DECLS,
    errors::services::DECLS,
    errors::network::DECLS,
    errors::security::DECLS,
    errors::resources::DECLS,
    errors::rpc::DECLS,
    errors::winsock::DECLS,
    errors::hresult::DECLS,
    errors::certificates::DECLS,
];

/// The text of an error code or HRESULT, without a line break behind it.
pub fn text_of(code: DWORD) -> Option<String> {
    let own = |code: DWORD| TEXTS.iter().find(|(known, _)| *known == code).map(|(_, text)| (*text).to_owned());
    const FROM_WIN32: DWORD = 0x8007_0000;
    own(code).or_else(|| named(code)).or_else(|| {
        let code = (code & 0xFFFF_0000 == FROM_WIN32).then_some(code & 0xFFFF)?;
        own(code).or_else(|| named(code))
    })
}

/// A code's name as a sentence: ERROR_TOO_MANY_LINKS is "Too many links."
fn named(code: DWORD) -> Option<String> {
    let constants = TABLES.iter().flat_map(|decls| decls.iter()).filter_map(|decl| match decl {
        Decl::Constants { items, .. } => Some(items.iter()),
        _ => None,
    });
    let words = constants.flatten().filter(|item| item.value as DWORD == code).find_map(|item| words_of(item.name))?;
    let sentence = words.replace('_', " ").to_lowercase();
    let (first, rest) = sentence.split_at_checked(1)?;
    Some(format!("{}{rest}.", first.to_uppercase()))
}

/// The part of a name that says what happened; `None` for names that are no errors.
fn words_of(name: &str) -> Option<&str> {
    if let Some(words) = name.strip_prefix("ERROR_").or_else(|| name.strip_prefix("WSAE")) {
        return Some(words);
    }
    if name.starts_with("WSA") {
        return name.strip_prefix("WSA").map(|words| words.trim_start_matches('_'));
    }
    // RPC_S_SERVER_UNAVAILABLE, DISP_E_UNKNOWNNAME, CO_E_NOTINITIALIZED …
    let at = name.find("_E_").or_else(|| name.find("_S_"))?;
    Some(&name[at + 3..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_one_text() {
        let mut codes: Vec<DWORD> = TEXTS.iter().map(|(code, _)| *code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), TEXTS.len());
    }

    #[test]
    fn a_name_is_a_text_where_there_is_no_other() {
        assert_eq!(text_of(ERROR_TOO_MANY_LINKS).as_deref(), Some("Too many links."));
        assert_eq!(text_of(0x8007_0005), text_of(5));
        assert_eq!(text_of(0x1234_5678), None);
    }
}
