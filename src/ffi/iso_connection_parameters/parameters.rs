//! The addresses of both sides, and what the next connect makes of them.

use std::collections::HashMap;
use std::ffi::{c_char, c_int};
use std::ptr::{null, null_mut};
use std::sync::{Arc, LazyLock};

use parking_lot::Mutex;

use super::authentication::password;
use super::{
    AcseAuthenticationParameter, IsoConnectionParameters, PSelector, SSelector, TSelector,
    sIsoConnectionParameters,
};
use crate::ffi::support::memory::{free, malloc_text};
use crate::ffi::support::{get, get_mut, guard, text};
use crate::ffi::tls_config::{self, TLSConfiguration};
use crate::net::TlsConfiguration;
use crate::wire::{Address, ApTitle, ConnectParams, Selector};

/// Room for an AP-title in the struct.
const TITLE: usize = 10;

/// Makes parameters in which nothing is set.
///
/// @return the parameters, to be ended with IsoConnectionParameters_destroy
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_create() -> IsoConnectionParameters {
    guard(|| Box::into_raw(Box::new(unset())))
}

/// Ends parameters that IsoConnectionParameters_create made; those of a connection end with it. NULL is nothing.
///
/// @param self the parameters
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_destroy(self_: IsoConnectionParameters) {
    if self_.is_null() {
        return;
    }
    guard(|| {
        SECURED.lock().remove(&(self_ as usize));
        // SAFETY: made by IsoConnectionParameters_create, and not used again.
        let own = unsafe { Box::from_raw(self_) };
        // SAFETY: NULL or what setLocalTcpParameters made.
        unsafe { free(own.localIpAddress.cast_mut().cast()) }
    });
}

/// Sets how the client proves who it is.
///
/// @param self the parameters
/// @param acseAuthParameter the authentication, which stays the caller's and must live until the connection has made its
/// last connect; NULL for none
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setAcseAuthenticationParameter(
    self_: IsoConnectionParameters,
    acseAuthParameter: AcseAuthenticationParameter,
) {
    get_mut(self_, |own| own.acseAuthParameter = acseAuthParameter);
}

/// Sets the peer's TCP address. A connect that is given one uses that.
///
/// @param self the parameters
/// @param hostname host name or IP address, which is not copied and must live as long as the parameters; NULL for none
/// @param tcpPort the TCP port
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setTcpParameters(
    self_: IsoConnectionParameters,
    hostname: *const c_char,
    tcpPort: c_int,
) {
    get_mut(self_, |own| {
        own.hostname = hostname;
        own.tcpPort = tcpPort;
    });
}

/// Sets the own TCP address that the next connect binds to.
///
/// @param self the parameters
/// @param localIpAddress an IPv4 or IPv6 literal, which is copied; NULL for any
/// @param localTcpPort the TCP port; 0 or less lets the system choose
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setLocalTcpParameters(
    self_: IsoConnectionParameters,
    localIpAddress: *const c_char,
    localTcpPort: c_int,
) {
    get_mut(self_, |own| {
        // SAFETY: C passes NULL or a NUL-terminated string.
        let copy = unsafe { text::bytes(localIpAddress) }.map_or(null_mut(), malloc_text);
        // SAFETY: NULL or what this function made before.
        unsafe { free(own.localIpAddress.cast_mut().cast()) }
        own.localIpAddress = copy;
        own.localTcpPort = localTcpPort;
    });
}

/// Sets the peer's AP-title and AE-qualifier.
///
/// @param self the parameters
/// @param apTitle the AP-title as `1.3.9999.13`, of at most ten octets when encoded; NULL or a text that is none for no
/// AP-title, and then no AE-qualifier is sent either
/// @param aeQualifier the AE-qualifier
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setRemoteApTitle(
    self_: IsoConnectionParameters,
    apTitle: *const c_char,
    aeQualifier: c_int,
) {
    get_mut(self_, |own| {
        (own.remoteApTitle, own.remoteApTitleLen) = title(apTitle);
        own.remoteAEQualifier = aeQualifier;
    });
}

/// Sets the peer's selectors.
///
/// @param self the parameters
/// @param pSelector presentation selector; none when its size is 0
/// @param sSelector session selector; none when its size is 0
/// @param tSelector transport selector; none when its size is 0
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setRemoteAddresses(
    self_: IsoConnectionParameters,
    pSelector: PSelector,
    sSelector: SSelector,
    tSelector: TSelector,
) {
    get_mut(self_, |own| {
        own.remotePSelector = pSelector;
        own.remoteSSelector = sSelector;
        own.remoteTSelector = tSelector;
    });
}

/// Sets the own AP-title and AE-qualifier.
///
/// @param self the parameters
/// @param apTitle the AP-title as `1.3.9999.13`, of at most ten octets when encoded; NULL or a text that is none for no
/// AP-title, and then no AE-qualifier is sent either
/// @param aeQualifier the AE-qualifier
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setLocalApTitle(
    self_: IsoConnectionParameters,
    apTitle: *const c_char,
    aeQualifier: c_int,
) {
    get_mut(self_, |own| {
        (own.localApTitle, own.localApTitleLen) = title(apTitle);
        own.localAEQualifier = aeQualifier;
    });
}

/// Sets the own selectors.
///
/// @param self the parameters
/// @param pSelector presentation selector; none when its size is 0
/// @param sSelector session selector; none when its size is 0
/// @param tSelector transport selector; none when its size is 0
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setLocalAddresses(
    self_: IsoConnectionParameters,
    pSelector: PSelector,
    sSelector: SSelector,
    tSelector: TSelector,
) {
    get_mut(self_, |own| {
        own.localPSelector = pSelector;
        own.localSSelector = sSelector;
        own.localTSelector = tSelector;
    });
}

/// The AP-title that a text says, as the struct holds it.
fn title(text: *const c_char) -> ([u8; TITLE], c_int) {
    // SAFETY: C passes NULL or a NUL-terminated string.
    let text = unsafe { text::bytes(text) }.and_then(|text| std::str::from_utf8(text).ok());
    let Some(text) = text.filter(|text| !text.is_empty()) else { return encoded(None) };
    let title = ApTitle::parse(text).filter(|title| title.as_ber().len() <= TITLE);
    if title.is_none() {
        tracing::error!(text, "no AP-title, or one that is too long");
    }
    encoded(title.as_ref())
}

fn encoded(title: Option<&ApTitle>) -> ([u8; TITLE], c_int) {
    let (octets, length) = sized(title.map(ApTitle::as_ber).unwrap_or_default());
    (octets, length.into())
}

/// Octets and how many there are; more than there is room for are cut.
fn sized<const ROOM: usize>(from: &[u8]) -> ([u8; ROOM], u8) {
    let mut octets = [0; ROOM];
    octets.iter_mut().zip(from).for_each(|(to, from)| *to = *from);
    (octets, from.len().min(ROOM) as u8)
}

fn unset() -> sIsoConnectionParameters {
    let wide = PSelector { size: 0, value: [0; 16] };
    let narrow = TSelector { size: 0, value: [0; 4] };
    sIsoConnectionParameters {
        acseAuthParameter: null_mut(),
        #[cfg(feature = "tls-field")]
        tlsConfiguration: null_mut(),
        hostname: null(),
        tcpPort: 0,
        localIpAddress: null(),
        localTcpPort: 0,
        remoteApTitle: [0; TITLE],
        remoteApTitleLen: 0,
        remoteAEQualifier: 0,
        remotePSelector: wide,
        remoteSSelector: SSelector { size: wide.size, value: wide.value },
        remoteTSelector: narrow,
        localApTitle: [0; TITLE],
        localApTitleLen: 0,
        localAEQualifier: 0,
        localPSelector: wide,
        localSSelector: SSelector { size: wide.size, value: wide.value },
        localTSelector: narrow,
    }
}

/// The parameters of a connection, which end with it. C may read and write them whenever the connection does not connect.
#[derive(Debug)]
pub(in crate::ffi) struct OwnParameters(IsoConnectionParameters);

// SAFETY: the pointer is to memory of this object's own; C's contract is that it does not write while a connect reads.
unsafe impl Send for OwnParameters {}
// SAFETY: as above.
unsafe impl Sync for OwnParameters {}

/// What [`IsoConnectionParameters_setTlsConfiguration`] has set, by the address of the parameters: their struct has no place
/// for it.
static SECURED: LazyLock<Mutex<HashMap<usize, Option<Arc<TlsConfiguration>>>>> =
    LazyLock::new(Mutex::default);

/// Sets the keys and rules of TLS for the next connect of the connection that the parameters belong to.
///
/// @param self the parameters
/// @param tlsConfig keys and rules; NULL for a connection in the clear. What is no TLS configuration changes nothing
#[unsafe(no_mangle)]
pub extern "C" fn IsoConnectionParameters_setTlsConfiguration(
    self_: IsoConnectionParameters,
    tlsConfig: TLSConfiguration,
) {
    get(self_, |_| {
        if let Some(tls) = tls_config::optional(tlsConfig) {
            SECURED.lock().insert(self_ as usize, tls);
            #[cfg(feature = "tls-field")]
            // SAFETY: live parameters, which C does not use elsewhere meanwhile.
            unsafe {
                (*self_).tlsConfiguration = tlsConfig;
            }
        }
    });
}

impl Drop for OwnParameters {
    fn drop(&mut self) {
        IsoConnectionParameters_destroy(self.0);
    }
}

impl OwnParameters {
    /// What a new connection has.
    pub(in crate::ffi) fn new() -> Self {
        let ConnectParams { calling, called, .. } = ConnectParams::default();
        let mut own = unset();
        (own.remoteApTitle, own.remoteApTitleLen) = encoded(called.ap_title.as_ref());
        own.remoteAEQualifier = called.ae_qualifier.unwrap_or(0);
        (own.remotePSelector.value, own.remotePSelector.size) = sized(called.p_selector.as_bytes());
        (own.remoteSSelector.value, own.remoteSSelector.size) = sized(called.s_selector.as_bytes());
        (own.remoteTSelector.value, own.remoteTSelector.size) = sized(called.t_selector.as_bytes());
        (own.localApTitle, own.localApTitleLen) = encoded(calling.ap_title.as_ref());
        own.localAEQualifier = calling.ae_qualifier.unwrap_or(0);
        (own.localPSelector.value, own.localPSelector.size) = sized(calling.p_selector.as_bytes());
        (own.localSSelector.value, own.localSSelector.size) = sized(calling.s_selector.as_bytes());
        (own.localTSelector.value, own.localTSelector.size) = sized(calling.t_selector.as_bytes());
        Self(Box::into_raw(Box::new(own)))
    }

    /// The struct for C.
    pub(in crate::ffi) fn as_ptr(&self) -> IsoConnectionParameters {
        self.0
    }

    fn get(&self) -> sIsoConnectionParameters {
        // SAFETY: made by `new` and freed by `drop` only; C does not write while a connect reads.
        unsafe { *self.0 }
    }

    /// Takes over addresses and authentication into what a connect uses.
    pub(in crate::ffi) fn apply(&self, to: &mut ConnectParams) {
        let own = self.get();
        to.called = address(
            &own.remoteTSelector,
            &own.remoteSSelector,
            &own.remotePSelector,
            (&own.remoteApTitle, own.remoteApTitleLen, own.remoteAEQualifier),
        );
        to.calling = address(
            &own.localTSelector,
            &own.localSSelector,
            &own.localPSelector,
            (&own.localApTitle, own.localApTitleLen, own.localAEQualifier),
        );
        // SAFETY: NULL, or authentication parameters that C keeps until the connect, see the setter.
        to.password = unsafe { own.acseAuthParameter.as_ref() }.and_then(password);
    }

    /// The own TCP address, if one is set.
    pub(in crate::ffi) fn local(&self) -> Option<(*const c_char, c_int)> {
        let own = self.get();
        let set = !own.localIpAddress.is_null() || own.localTcpPort > 0;
        set.then_some((own.localIpAddress, own.localTcpPort))
    }

    /// What C has set for TLS, if it has: keys and rules, or none.
    pub(in crate::ffi) fn tls(&self) -> Option<Option<Arc<TlsConfiguration>>> {
        // What C has written into the field itself.
        #[cfg(feature = "tls-field")]
        if let Some(written @ Some(_)) = tls_config::optional(self.get().tlsConfiguration) {
            return Some(written);
        }
        SECURED.lock().get(&(self.0 as usize)).cloned()
    }

    /// The peer's host name, NULL where none is set.
    pub(in crate::ffi) fn hostname(&self) -> *const c_char {
        self.get().hostname
    }
}

fn address(t: &TSelector, s: &SSelector, p: &PSelector, title: (&[u8; TITLE], c_int, c_int)) -> Address {
    let (octets, length, qualifier) = title;
    let octets = octets.get(..usize::try_from(length).unwrap_or(0).min(TITLE)).unwrap_or_default();
    let ap_title = ApTitle::from_ber(octets);
    Address {
        t_selector: selector(&t.value, t.size),
        s_selector: selector(&s.value, s.size),
        p_selector: selector(&p.value, p.size),
        ae_qualifier: ap_title.is_some().then_some(qualifier),
        ap_title,
    }
}

/// A selector of C, whose size may say more than there is room for.
fn selector<const MAX: usize>(value: &[u8], size: u8) -> Selector<MAX> {
    value.get(..usize::from(size).min(value.len())).and_then(Selector::new).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_connection_has_the_usual_addresses() {
        let mut applied = ConnectParams { password: Some(vec![1]), ..ConnectParams::default() };
        OwnParameters::new().apply(&mut applied);
        assert_eq!(applied, ConnectParams::default());
    }

    #[test]
    fn sizes_beyond_the_room_are_cut_and_empty_titles_left_out() {
        let own = OwnParameters::new();
        let wide = PSelector { size: 20, value: [7; 16] };
        let narrow = TSelector { size: 9, value: [7; 4] };
        let none = SSelector { size: 0, value: [7; 16] };
        IsoConnectionParameters_setRemoteAddresses(own.as_ptr(), wide, none, narrow);
        IsoConnectionParameters_setRemoteApTitle(own.as_ptr(), null(), 5);
        IsoConnectionParameters_setLocalApTitle(own.as_ptr(), c"1.2.3".as_ptr(), 5);
        let mut applied = ConnectParams::default();
        own.apply(&mut applied);
        assert_eq!(applied.called.p_selector.as_bytes(), [7; 16]);
        assert_eq!(applied.called.t_selector.as_bytes(), [7; 4]);
        assert!(applied.called.s_selector.is_empty());
        assert_eq!((applied.called.ap_title, applied.called.ae_qualifier), (None, None));
        assert_eq!(applied.calling.ap_title, ApTitle::parse("1.2.3"));
        assert_eq!(applied.calling.ae_qualifier, Some(5));
    }
}
