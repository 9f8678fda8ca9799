//! Keys, certificates and revocation lists.

use std::ffi::{OsStr, c_char, c_int};
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use super::TLSConfiguration;
use super::handle::with;
use crate::ffi::support::{CBool, text};
use crate::net::{MaterialError, TlsConfiguration};

/// Files larger than this are none of certificates or keys.
const FILE_MAX: u64 = 64 * 1024 * 1024;

type Use = fn(&TlsConfiguration, &[u8]) -> Result<(), MaterialError>;

/// Uses `length` octets of C's.
fn buffer(self_: TLSConfiguration, octets: *const u8, length: c_int, what: &str, take: Use) -> CBool {
    with(self_, |configuration| {
        let Some(length) = usize::try_from(length).ok().filter(|_| !octets.is_null()) else {
            return CBool::FALSE;
        };
        // SAFETY: C passes that many octets.
        let octets = unsafe { std::slice::from_raw_parts(octets, length) };
        told(take(configuration, octets), what)
    })
}

/// Uses the content of a file.
fn file(self_: TLSConfiguration, name: *const c_char, what: &str, take: Use) -> CBool {
    with(self_, |configuration| match content(name) {
        Some(octets) => told(take(configuration, &octets), what),
        None => CBool::FALSE,
    })
}

fn told(outcome: Result<(), MaterialError>, what: &str) -> CBool {
    if let Err(error) = &outcome {
        tracing::error!(%error, "{what} refused");
    }
    outcome.is_ok().into()
}

fn content(name: *const c_char) -> Option<Vec<u8>> {
    // SAFETY: NULL or a C string.
    let name = unsafe { text::bytes(name) }?;
    let path = Path::new(OsStr::from_bytes(name));
    let size = std::fs::metadata(path).map(|metadata| metadata.len());
    let content = size.and_then(|size| {
        if size > FILE_MAX { Err(std::io::ErrorKind::FileTooLarge.into()) } else { std::fs::read(path) }
    });
    match content {
        Ok(content) => Some(content),
        Err(error) => {
            tracing::error!(%error, "{}", path.display());
            None
        }
    }
}

/// Sets this side's certificate (X.509, version 3): PEM or DER. Certificates of its issuers may follow it in PEM; they are
/// sent with it.
///
/// @param self the configuration
/// @param certificate the certificate, which is copied
/// @param certLen its octets; a NUL at the end of PEM may be counted or not
/// @return false for what is no certificate
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setOwnCertificate(
    self_: TLSConfiguration,
    certificate: *mut u8,
    certLen: c_int,
) -> CBool {
    buffer(self_, certificate, certLen, "own certificate", TlsConfiguration::set_own_certificate)
}

/// Sets this side's certificate (X.509, version 3) from a file: PEM or DER. Certificates of its issuers may follow it in PEM;
/// they are sent with it.
///
/// @param self the configuration
/// @param filename the file
/// @return false for a file that cannot be read or is no certificate
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setOwnCertificateFromFile(
    self_: TLSConfiguration,
    filename: *const c_char,
) -> CBool {
    file(self_, filename, "own certificate", TlsConfiguration::set_own_certificate)
}

/// Sets the private key of this side's certificate: RSA of 2 048 bits at least, ECDSA on P-256 or P-384, or Ed25519, as PKCS#8,
/// PKCS#1 or SEC 1, PEM or DER, encrypted or not.
///
/// @param self the configuration
/// @param key the key, which is copied
/// @param keyLen its octets; a NUL at the end of PEM may be counted or not
/// @param keyPassword the password of an encrypted key; NULL for another
/// @return false for what is no such key, and for a wrong password
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setOwnKey(
    self_: TLSConfiguration,
    key: *mut u8,
    keyLen: c_int,
    keyPassword: *const c_char,
) -> CBool {
    with(self_, |configuration| {
        let Some(length) = usize::try_from(keyLen).ok().filter(|_| !key.is_null()) else {
            return CBool::FALSE;
        };
        // SAFETY: C passes that many octets.
        own_key(configuration, unsafe { std::slice::from_raw_parts(key, length) }, keyPassword)
    })
}

/// Sets the private key of this side's certificate from a file; see [`TLSConfiguration_setOwnKey`].
///
/// @param self the configuration
/// @param filename the file
/// @param keyPassword the password of an encrypted key; NULL for another
/// @return false for a file that cannot be read or is no such key, and for a wrong password
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setOwnKeyFromFile(
    self_: TLSConfiguration,
    filename: *const c_char,
    keyPassword: *const c_char,
) -> CBool {
    with(self_, |configuration| match content(filename) {
        Some(octets) => own_key(configuration, &octets, keyPassword),
        None => CBool::FALSE,
    })
}

fn own_key(configuration: &TlsConfiguration, octets: &[u8], password: *const c_char) -> CBool {
    // SAFETY: NULL or a C string.
    let password = unsafe { text::bytes(password) };
    told(configuration.set_own_key(octets, password), "own key")
}

/// Adds a certificate to those that a peer may have, see TLSConfiguration_setAllowOnlyKnownCertificates.
///
/// @param self the configuration
/// @param certificate the certificate, PEM or DER, which is copied
/// @param certLen its octets
/// @return false for what is no certificate
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addAllowedCertificate(
    self_: TLSConfiguration,
    certificate: *mut u8,
    certLen: c_int,
) -> CBool {
    buffer(self_, certificate, certLen, "allowed certificate", TlsConfiguration::add_allowed)
}

/// Adds the certificates of a file to those that a peer may have, see TLSConfiguration_setAllowOnlyKnownCertificates.
///
/// @param self the configuration
/// @param filename the file, PEM or DER
/// @return false for a file that cannot be read or is no certificate
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addAllowedCertificateFromFile(
    self_: TLSConfiguration,
    filename: *const c_char,
) -> CBool {
    file(self_, filename, "allowed certificate", TlsConfiguration::add_allowed)
}

/// Adds the certificate of an authority that is trusted. A certificate that is a peer's own is trusted by itself.
///
/// @param self the configuration
/// @param certificate the certificate, PEM or DER, which is copied
/// @param certLen its octets
/// @return false for what is no certificate
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addCACertificate(
    self_: TLSConfiguration,
    certificate: *mut u8,
    certLen: c_int,
) -> CBool {
    buffer(self_, certificate, certLen, "certificate of an authority", TlsConfiguration::add_authority)
}

/// Adds the certificates of a file to those of authorities that are trusted.
///
/// @param self the configuration
/// @param filename the file, PEM or DER
/// @return false for a file that cannot be read or is no certificate
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addCACertificateFromFile(
    self_: TLSConfiguration,
    filename: *const c_char,
) -> CBool {
    file(self_, filename, "certificate of an authority", TlsConfiguration::add_authority)
}

/// Adds a certificate revocation list (X.509, version 2). A list counts if the authority signed it that issued the certificate in
/// question; out of its time, it makes its authority's certificates unacceptable unless time is not validated.
///
/// @param self the configuration
/// @param crl the list, PEM or DER, which is copied
/// @param crlLen its octets
/// @return false for what is no list
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addCRL(self_: TLSConfiguration, crl: *mut u8, crlLen: c_int) -> CBool {
    buffer(self_, crl, crlLen, "revocation list", TlsConfiguration::add_crl)
}

/// Adds the certificate revocation lists of a file; see TLSConfiguration_addCRL.
///
/// @param self the configuration
/// @param filename the file, PEM or DER
/// @return false for a file that cannot be read or is no list
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addCRLFromFile(self_: TLSConfiguration, filename: *const c_char) -> CBool {
    file(self_, filename, "revocation list", TlsConfiguration::add_crl)
}

/// Forgets the certificate revocation lists.
///
/// @param self the configuration
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_resetCRL(self_: TLSConfiguration) {
    with(self_, |configuration| configuration.reset_crls());
}
