//! How a client proves who it is.

use std::ffi::{c_char, c_int};
use std::ptr::{null, null_mut};

use super::{
    AcseAuthenticationMechanism, AcseAuthenticationParameter, sAcseAuthenticationParameter, sAcsePassword,
    uAcseAuthenticationValue,
};
use crate::ffi::enums::AcseAuthenticationMechanism as Mechanism;
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::{get, get_mut, guard, text};

/// Makes the parameters of an authentication; without password, and without mechanism.
///
/// @return the parameters, to be ended with AcseAuthenticationParameter_destroy
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_create() -> AcseAuthenticationParameter {
    guard(|| {
        let password = sAcsePassword { octetString: null_mut(), passwordLength: 0 };
        let value = uAcseAuthenticationValue { password };
        let mechanism = Mechanism::ACSE_AUTH_NONE as AcseAuthenticationMechanism;
        Box::into_raw(Box::new(sAcseAuthenticationParameter { mechanism, value }))
    })
}

/// Ends the parameters of an authentication, with their password. Connections that have them must not connect any more.
/// NULL is nothing.
///
/// @param self the parameters
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_destroy(self_: AcseAuthenticationParameter) {
    if self_.is_null() {
        return;
    }
    guard(|| {
        // SAFETY: made by AcseAuthenticationParameter_create, and not used again.
        let mut own = unsafe { Box::from_raw(self_) };
        if is_by_password(&own) || own.mechanism == Mechanism::ACSE_AUTH_NONE as AcseAuthenticationMechanism {
            forget_password(&mut own);
        }
    });
}

/// Sets how the client proves who it is. This version knows ACSE_AUTH_NONE and ACSE_AUTH_PASSWORD; with another one it
/// associates without authentication.
///
/// @param self the parameters
/// @param mechanism the mechanism
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_setAuthMechanism(
    self_: AcseAuthenticationParameter,
    mechanism: AcseAuthenticationMechanism,
) {
    get_mut(self_, |own| own.mechanism = mechanism);
}

/// How the client proves who it is.
///
/// @param self the parameters
/// @return the mechanism; ACSE_AUTH_NONE for NULL
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_getAuthMechanism(
    self_: AcseAuthenticationParameter,
) -> AcseAuthenticationMechanism {
    get(self_, |own| own.mechanism)
}

/// Sets the password. The mechanism stays as it is.
///
/// @param self the parameters
/// @param password the password, which is copied; NULL for none
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_setPassword(
    self_: AcseAuthenticationParameter,
    password: *mut c_char,
) {
    get_mut(self_, |own| {
        forget_password(own);
        // SAFETY: C passes NULL or a NUL-terminated string.
        if let Some(password) = unsafe { text::bytes(password) } {
            own.value.password = sAcsePassword {
                octetString: malloc_text(password).cast(),
                passwordLength: c_int::try_from(password.len()).unwrap_or(c_int::MAX),
            };
        }
    });
}

/// The password.
///
/// @param self the parameters
/// @return the password, which belongs to the parameters; NULL without one, or with another mechanism than
/// ACSE_AUTH_PASSWORD
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_getPassword(
    self_: AcseAuthenticationParameter,
) -> *const c_char {
    get(self_, |own| password_of(own).map_or(null(), |password| password.octetString.cast_const().cast()))
}

/// The length of the password.
///
/// @param self the parameters
/// @return its length; 0 without one, or with another mechanism than ACSE_AUTH_PASSWORD
#[unsafe(no_mangle)]
pub extern "C" fn AcseAuthenticationParameter_getPasswordLength(self_: AcseAuthenticationParameter) -> c_int {
    get(self_, |own| password_of(own).map_or(0, |password| password.passwordLength))
}

fn is_by_password(own: &sAcseAuthenticationParameter) -> bool {
    own.mechanism == Mechanism::ACSE_AUTH_PASSWORD as AcseAuthenticationMechanism
}

fn password_of(own: &sAcseAuthenticationParameter) -> Option<sAcsePassword> {
    // SAFETY: both variants are a pointer and a length.
    let password = unsafe { own.value.password };
    is_by_password(own).then_some(password)
}

/// The octets of the password; `None` without one.
pub(super) fn password(own: &sAcseAuthenticationParameter) -> Option<Vec<u8>> {
    let password = password_of(own).filter(|password| !password.octetString.is_null())?;
    let length = usize::try_from(password.passwordLength).ok()?;
    // SAFETY: C's contract of the struct: the pointer is to as many octets as the length says.
    Some(unsafe { std::slice::from_raw_parts(password.octetString, length) }.to_vec())
}

fn forget_password(own: &mut sAcseAuthenticationParameter) {
    // SAFETY: with the mechanisms of a password the pointer is NULL or what malloc_text made; a certificate's is not set by
    // any function of this library.
    unsafe { free(own.value.password.octetString.cast()) }
    own.value.password = sAcsePassword { octetString: null_mut(), passwordLength: 0 };
}
