//! IHttpUser: the users that the host knows.

use super::context::ContextObject;
use super::foreign::User;
use super::hresult::{self, S_OK};
use super::object::{Object, method};
use super::vtable::Vtable;
use crate::abi::iis::*;
use crate::win32::arguments::store;
use crate::win32::boundary::{hresult as failed, pointer, text, void};
use crate::win32::text as wide_text;
use core::ptr::null_mut;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering, fence};

pub struct UserState {
    references: AtomicUsize,
    remote_name: Box<[WCHAR]>,
    name: Box<[WCHAR]>,
    scheme: Box<[WCHAR]>,
    password: Box<[WCHAR]>,
    is_anonymous: bool,
}

pub type UserObject = Object<IHttpUser, UserState>;

/// Nobody in particular: one for all requests.
static ANONYMOUS: LazyLock<UserObject> = LazyLock::new(|| make("", "", "", "", true));

/// The anonymous user, with a reference for the caller.
pub fn anonymous() -> User {
    ANONYMOUS.references.fetch_add(1, Ordering::Relaxed);
    // SAFETY: the object is there for good.
    unsafe { User::new(ANONYMOUS.as_interface()) }.expect("an object has an address")
}

/// A user by name and password, as sent and as it is known here; the only reference is the caller's.
pub fn basic(remote_name: &str, name: &str, password: &str) -> User {
    let user = Box::new(make(remote_name, name, "Basic", password, false));
    // SAFETY: the object goes with its last reference.
    unsafe { User::new(Box::into_raw(user).cast()) }.expect("an object has an address")
}

fn make(remote_name: &str, name: &str, scheme: &str, password: &str, is_anonymous: bool) -> UserObject {
    let wide = |text: &str| {
        let mut units = wide_text::to_wide(text);
        units.push(0);
        units.into()
    };
    let state = UserState {
        references: AtomicUsize::new(1),
        remote_name: wide(remote_name),
        name: wide(name),
        scheme: wide(scheme),
        password: wide(password),
        is_anonymous,
    };
    Object::new(&VTABLE, state)
}

method!(IHttpUser::GetRemoteUserName as get_remote_user_name(this: UserObject) -> PCWSTR, text, {
    this.remote_name.as_ptr()
});
method!(IHttpUser::GetUserName as get_user_name(this: UserObject) -> PCWSTR, text, { this.name.as_ptr() });
method!(IHttpUser::GetAuthenticationType as get_authentication_type(this: UserObject) -> PCWSTR, text, {
    this.scheme.as_ptr()
});
method!(IHttpUser::GetPassword as get_password(this: UserObject) -> PCWSTR, text, { this.password.as_ptr() });
// Nobody here is an account of the system's.
method!(IHttpUser::GetImpersonationToken as get_impersonation_token(this: UserObject) -> HANDLE, pointer, {
    let _ = this;
    null_mut()
});
method!(IHttpUser::GetPrimaryToken as get_primary_token(this: UserObject) -> HANDLE, pointer, {
    let _ = this;
    null_mut()
});
method!(IHttpUser::ReferenceUser as reference_user(this: UserObject), void, {
    this.references.fetch_add(1, Ordering::Relaxed);
});
method!(IHttpUser::DereferenceUser as dereference_user(this: UserObject), void, {
    if this.references.fetch_sub(1, Ordering::Release) == 1 && !this.is_anonymous {
        fence(Ordering::Acquire);
        let user = core::ptr::from_ref(this).cast_mut();
        // SAFETY: the last reference to what `basic` has boxed is gone.
        drop(unsafe { Box::from_raw(user) });
    }
});
method!(IHttpUser::SupportsIsInRole as supports_is_in_role(this: UserObject) -> BOOL, || FALSE, {
    BOOL::from(this.is_anonymous)
});
method!(IHttpUser::IsInRole as is_in_role(this: UserObject, role: PCWSTR, result: *mut BOOL) -> HRESULT, failed, {
    if !this.is_anonymous {
        return E_NOTIMPL;
    }
    if result.is_null() {
        return hresult::of(ERROR_INVALID_PARAMETER);
    }
    // SAFETY: C++ gives text that ends with a NUL, or NULL, and a place that may be written.
    unsafe { store(result, BOOL::from(role.is_null() || *role == 0)) };
    S_OK
});
method!(IHttpUser::GetUserVariable as get_user_variable(this: UserObject, name: PCSTR) -> PVOID, pointer, {
    let _ = (this, name);
    null_mut()
});

static VTABLE: Vtable<IHttpUser> = Vtable::new(IHttpUserVtbl {
    GetRemoteUserName: get_remote_user_name,
    GetUserName: get_user_name,
    GetAuthenticationType: get_authentication_type,
    GetPassword: get_password,
    GetImpersonationToken: get_impersonation_token,
    GetPrimaryToken: get_primary_token,
    ReferenceUser: reference_user,
    DereferenceUser: dereference_user,
    SupportsIsInRole: supports_is_in_role,
    IsInRole: is_in_role,
    GetUserVariable: get_user_variable,
});

method!(pub(super) IHttpContext2::GetOriginalUser as get_original_user(this: ContextObject) -> *mut IHttpUser, pointer, {
    this.original_user().map_or(null_mut(), User::as_ptr)
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_is_what_its_request_has_said() {
        let user = basic("sent", "known", "secret");
        let texts = (user.remote_name(), user.name(), user.authentication_type(), user.password());
        assert_eq!(texts, ("sent".into(), "known".into(), "Basic".into(), "secret".into()));
        user.reference().dereference();
        user.dereference();
    }

    #[test]
    fn the_anonymous_user_outlives_its_references() {
        let user = anonymous();
        assert_eq!((user.name(), user.authentication_type()), (String::new(), String::new()));
        user.dereference();
        assert_eq!(anonymous().as_ptr(), user.as_ptr());
        user.dereference();
    }
}
