//! Configurations, and what they allow and require.

use std::ffi::{CString, c_int, c_void};
use std::sync::Arc;
use std::time::Duration;

use super::handle::{of_peer, publish, with, withdraw};
use super::{
    TLSConfigVersion, TLSConfiguration, TLSConfiguration_EventHandler, TLSConnection, TLSEventLevel,
};
use crate::ffi::support::callback::Context;
use crate::ffi::support::{BoolArg, guard};
use crate::net::{TlsConfiguration, TlsEvent, TlsEventHandler, TlsPeer, TlsVersion};

/// Makes a configuration for clients and servers: TLS 1.2 and 1.3 with all cipher suites that are supported; the peer must show
/// a certificate that is valid now and that an authority issued which is trusted; sessions are resumed for six hours.
///
/// Any number of connections and servers may share it. A change counts for connections that are made after it.
///
/// @return the configuration, to be ended with TLSConfiguration_destroy
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_create() -> TLSConfiguration {
    guard(|| publish(TlsConfiguration::new()))
}

/// Ends a configuration. Connections and servers that were made with it keep what it holds; their security events are no longer
/// told of.
///
/// @param self the configuration; NULL and destroyed ones are nothing
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_destroy(self_: TLSConfiguration) {
    guard(|| {
        if let Some(configuration) = withdraw(self_) {
            configuration.set_handler(None);
        }
    });
}

/// Has no effect: who connects is the client.
///
/// @param self the configuration
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setClientMode(self_: TLSConfiguration) {
    with(self_, |_| ());
}

/// Sets who learns of security events: sessions that are established, and whatever was refused or is to be warned of.
///
/// The handler runs as a callback of the connection: for a connect that waits, on the calling thread before it returns, otherwise
/// on a thread of the library (or in a tick). It may call anything. `con` is valid until the connection ends.
///
/// @param self the configuration
/// @param handler the handler; NULL for none
/// @param parameter what it gets
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setEventHandler(
    self_: TLSConfiguration,
    handler: TLSConfiguration_EventHandler,
    parameter: *mut c_void,
) {
    with(self_, |configuration| {
        let context = Context::<c_void>::new(std::ptr::null_mut(), parameter);
        configuration.set_handler(handler.map(|handler| -> TlsEventHandler {
            Arc::new(move |event: &TlsEvent, peer: &Arc<TlsPeer>| {
                let message = CString::new(event.message.replace('\0', "")).unwrap_or_default();
                let connection: TLSConnection = of_peer(peer);
                let (level, code) = (event.level as TLSEventLevel, event.code as c_int);
                // SAFETY: C's contract for the handler; what it gets is valid during the call.
                unsafe { handler(context.parameter(), level, code, message.as_ptr(), connection) }
            })
        }));
    });
}

/// Sets whether sessions are resumed, which saves the check of certificates. They are by default.
///
/// @param self the configuration
/// @param enable whether they are
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_enableSessionResumption(self_: TLSConfiguration, enable: BoolArg) {
    with(self_, |configuration| configuration.change(|rules| rules.resumption = enable.get()));
}

/// Sets for how long after its full handshake a session may be resumed.
///
/// @param self the configuration
/// @param intervalInSeconds the time in s; 21 600 by default, less than 0 counts as 0
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setSessionResumptionInterval(
    self_: TLSConfiguration,
    intervalInSeconds: c_int,
) {
    let seconds = u64::try_from(intervalInSeconds).unwrap_or(0);
    with(self_, |configuration| {
        configuration.change(|rules| rules.resumption_interval = Duration::from_secs(seconds));
    });
}

/// Sets whether an authority that is trusted must have issued the certificate of a peer, and no revocation list may name it, also
/// when only known certificates are allowed. It must by default. Where others are allowed (see
/// TLSConfiguration_setAllowOnlyKnownCertificates) it must in any case; a known certificate without this is accepted as it is, with
/// a warning event when it is out of its time.
///
/// @param self the configuration
/// @param value whether it must
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setChainValidation(self_: TLSConfiguration, value: BoolArg) {
    with(self_, |configuration| configuration.change(|rules| rules.chain_validation = value.get()));
}

/// Sets whether certificates and revocation lists must be valid now. They must by default; otherwise a warning event tells.
///
/// @param self the configuration
/// @param value whether they must
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setTimeValidation(self_: TLSConfiguration, value: BoolArg) {
    with(self_, |configuration| configuration.change(|rules| rules.time_validation = value.get()));
}

/// Sets whether the certificate of the peer must be one of those that were added with TLSConfiguration_addAllowedCertificate. It
/// need not by default.
///
/// @param self the configuration
/// @param value whether it must
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setAllowOnlyKnownCertificates(self_: TLSConfiguration, value: BoolArg) {
    with(self_, |configuration| configuration.change(|rules| rules.only_known = value.get()));
}

/// Has no effect: TLS 1.3 knows no renegotiation, and that of 1.2 is refused, since it has been a way to attack. Sessions of both
/// change their keys by themselves before these are worn out.
///
/// @param self the configuration
/// @param timeInMs ignored
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setRenegotiationTime(self_: TLSConfiguration, timeInMs: c_int) {
    with(self_, |_| tracing::debug!(timeInMs, "TLS sessions are not renegotiated"));
}

/// Sets the lowest version of TLS that is allowed. Versions below 1.2 are never spoken, whether allowed or not.
///
/// @param self the configuration
/// @param version the version; TLS_VERSION_NOT_SELECTED for the lowest that is supported
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setMinTlsVersion(self_: TLSConfiguration, version: TLSConfigVersion) {
    with(self_, |configuration| configuration.change(|rules| rules.min_version = numbered(version)));
}

/// Sets the highest version of TLS that is allowed. With one below 1.2 no connection can be made.
///
/// @param self the configuration
/// @param version the version; TLS_VERSION_NOT_SELECTED for the highest that is supported
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_setMaxTlsVersion(self_: TLSConfiguration, version: TLSConfigVersion) {
    with(self_, |configuration| configuration.change(|rules| rules.max_version = numbered(version)));
}

/// The version of a number of C's; None for none.
fn numbered(number: TLSConfigVersion) -> Option<TlsVersion> {
    use TlsVersion::*;
    let known = [Ssl30, Tls10, Tls11, Tls12, Tls13];
    let found = known.into_iter().find(|version| *version as TLSConfigVersion == number);
    if found.is_none() && number != 0 {
        tracing::error!(number, "no version of TLS");
    }
    found
}

/// Adds a cipher suite to those that are used, which are all that are supported unless they were cleared before; the order is that
/// of preference. Supported are the suites of TLS 1.3 and, of 1.2, those with ECDHE and AES-GCM or ChaCha20-Poly1305; others are
/// left out, with an error in the log. Where no suite remains, no connection can be made.
///
/// @param self the configuration
/// @param ciphersuite the number of the suite (`tls_ciphers.h`)
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_addCipherSuite(self_: TLSConfiguration, ciphersuite: c_int) {
    with(self_, |configuration| {
        match u16::try_from(ciphersuite).ok().filter(|number| TlsConfiguration::has_suite(*number)) {
            Some(number) => configuration.change(|rules| {
                if !rules.suites.contains(&number) {
                    rules.suites.push(number);
                }
            }),
            None => tracing::error!(ciphersuite, "cipher suite not supported"),
        }
    });
}

/// Forgets all cipher suites: only those are used that TLSConfiguration_addCipherSuite adds from now on.
///
/// @param self the configuration
#[unsafe(no_mangle)]
pub extern "C" fn TLSConfiguration_clearCipherSuiteList(self_: TLSConfiguration) {
    with(self_, |configuration| configuration.change(|rules| rules.suites.clear()));
}
