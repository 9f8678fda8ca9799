//! Keys and certificates of all forms; configurations against each other, without a socket.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use super::rules::{MaterialError, TlsConfiguration, TlsRules};
use super::stream::{TlsStream, Unsealed};
use super::{TlsEventCode, TlsVersion};
use crate::error::Failure;

#[path = "../../../ctests/certificates/make.rs"]
mod make;

const RSA: &str = include_str!("../../../ctests/certificates/keys/rsa.pem");
const EC: &str = include_str!("../../../ctests/certificates/keys/ec.pem");

/// The files of one run: each run makes others.
struct Files(Vec<make::File>);

impl Files {
    fn new() -> Self {
        Self(make::all())
    }

    fn get(&self, name: &str) -> &[u8] {
        &self.0.iter().find(|(file, _)| file == name).unwrap_or_else(|| panic!("no {name}")).1
    }

    /// A configuration with a certificate and its key that trusts the root.
    fn configuration(&self, name: &str, change: impl FnOnce(&mut TlsRules)) -> Arc<TlsConfiguration> {
        let configuration = TlsConfiguration::new();
        configuration.set_own_certificate(self.get(&format!("{name}.pem"))).unwrap();
        configuration.set_own_key(self.get(&format!("{name}.key.pem")), None).unwrap();
        configuration.add_authority(self.get("ca.pem")).unwrap();
        configuration.change(change);
        configuration
    }
}

fn address() -> SocketAddr {
    ([127, 0, 0, 1], 102).into()
}

/// Both ends of a connection, and what came of the handshake.
struct Pair {
    client: TlsStream,
    server: TlsStream,
    outcome: Result<(), Failure>,
}

/// Carries octets to and fro until nobody has any, or one end fails. What arrives for the associations is returned.
fn exchange(client: &TlsStream, server: &TlsStream) -> Result<(Vec<u8>, Vec<u8>), Failure> {
    let (mut at_client, mut at_server) = (Vec::new(), Vec::new());
    loop {
        let mut idle = true;
        for (from, to, arrived) in [(client, server, &mut at_server), (server, client, &mut at_client)] {
            let mut sealed = Vec::new();
            from.seal(&[], &mut sealed).unwrap();
            // one octet at a time is what the network may do as well
            for octet in &sealed {
                idle = false;
                to.unseal(std::slice::from_ref(octet), arrived)?;
            }
        }
        if idle {
            return Ok((at_client, at_server));
        }
    }
}

fn pair(client: &Arc<TlsConfiguration>, server: &Arc<TlsConfiguration>) -> Pair {
    let (client, server) =
        (TlsStream::client(client, address()).unwrap(), TlsStream::server(server, address()).unwrap());
    let outcome = exchange(&client, &server).map(|_| ());
    Pair { client, server, outcome }
}

#[test]
fn keys_of_all_forms_are_taken_and_wrong_passwords_are_not() {
    let keys: [(&[u8], Option<&str>); 11] = [
        (EC.as_bytes(), None),
        (include_bytes!("../../../ctests/certificates/keys/ec.sec1.pem"), None),
        (include_bytes!("../../../ctests/certificates/keys/ec.der"), None),
        (RSA.as_bytes(), Some("not needed")),
        (include_bytes!("../../../ctests/certificates/keys/rsa.pkcs1.pem"), None),
        (include_bytes!("../../../ctests/certificates/keys/rsa.pkcs1.der"), None),
        (include_bytes!("../../../ctests/certificates/keys/rsa.encrypted.pem"), Some("secret")),
        (include_bytes!("../../../ctests/certificates/keys/rsa.encrypted.der"), Some("secret")),
        (include_bytes!("../../../ctests/certificates/keys/rsa.traditional-des3.pem"), Some("secret")),
        (include_bytes!("../../../ctests/certificates/keys/rsa.traditional-aes128.pem"), Some("secret")),
        (include_bytes!("../../../ctests/certificates/keys/ec.traditional-aes256.pem"), Some("secret")),
    ];
    let configuration = TlsConfiguration::new();
    for (at, (key, password)) in keys.into_iter().enumerate() {
        assert_eq!(configuration.set_own_key(key, password.map(str::as_bytes)), Ok(()), "key {at}");
        if password == Some("secret") {
            for wrong in [None, Some(b"wrong".as_slice()), Some(b"")] {
                assert_eq!(configuration.set_own_key(key, wrong), Err(MaterialError::Password), "key {at}");
            }
        }
    }
    let malformed: [&[u8]; 5] =
        [b"", b"-----BEGIN PRIVATE KEY-----\n", &[0x30, 0x03, 1, 2, 3], &[0; 100], b"\x30\x82\xff\xff"];
    for key in malformed {
        assert_eq!(configuration.set_own_key(key, None), Err(MaterialError::Malformed));
        assert_eq!(configuration.set_own_certificate(key), Err(MaterialError::Malformed));
        assert_eq!(configuration.add_crl(key), Err(MaterialError::Malformed));
    }
}

#[test]
fn a_key_that_is_not_that_of_the_certificate_is_refused_before_anything_is_sent() {
    let files = Files::new();
    let configuration = files.configuration("client", |_| {});
    configuration.set_own_key(RSA.as_bytes(), None).unwrap();
    assert!(TlsStream::client(&configuration, address()).is_err());
    assert!(configuration.check_server().is_err());
    assert!(TlsConfiguration::new().check_server().is_err());
}

#[test]
fn octets_go_through_sealed_whatever_the_pieces_and_the_end_is_told() {
    let files = Files::new();
    for version in [TlsVersion::Tls12, TlsVersion::Tls13] {
        let only =
            |rules: &mut TlsRules| (rules.min_version, rules.max_version) = (Some(version), Some(version));
        let (client, server) = (files.configuration("client", only), files.configuration("server", only));
        let (client, server) =
            (TlsStream::client(&client, address()).unwrap(), TlsStream::server(&server, address()).unwrap());
        let message: Vec<u8> = (0..100_000_u32).map(|number| number as u8).collect();
        let mut sealed = Vec::new();
        // before the handshake, it is kept for later
        client.seal(&message, &mut sealed).unwrap();
        let mut arrived = Vec::new();
        assert_eq!(server.unseal(&sealed, &mut arrived), Ok(Unsealed::Octets(0)));
        let (_, got) = exchange(&client, &server).unwrap();
        assert!(got == message && client.is_established() && server.is_established());
        assert_eq!(client.peer().version(), Some(version));
        assert_eq!(server.peer().certificate(), Some(files.get("client.der")));
        client.close();
        sealed.clear();
        client.seal(&[], &mut sealed).unwrap();
        assert_eq!(server.unseal(&sealed, &mut arrived), Ok(Unsealed::End));
    }
}

#[test]
fn a_session_is_resumed_within_its_interval_and_not_after_the_rules_changed() {
    let files = Files::new();
    let only = |rules: &mut TlsRules| rules.max_version = Some(TlsVersion::Tls12);
    let (client, server) = (files.configuration("client", only), files.configuration("server", only));
    let kind = |pair: &Pair| {
        assert_eq!(pair.outcome, Ok(()));
        pair.client.is_resumed() && pair.server.is_resumed()
    };
    assert!(!kind(&pair(&client, &server)));
    assert!(kind(&pair(&client, &server)));
    server.add_crl(files.get("crl-empty.pem")).unwrap();
    assert!(!kind(&pair(&client, &server)));
    for configuration in [&client, &server] {
        configuration.change(|rules| rules.resumption_interval = Duration::ZERO);
        pair(&client, &server);
        std::thread::sleep(Duration::from_millis(2));
        assert!(!kind(&pair(&client, &server)));
    }
    client.change(|rules| rules.resumption = false);
    pair(&client, &server);
    assert!(!kind(&pair(&client, &server)));
}

#[test]
fn a_revocation_counts_whatever_other_lists_of_the_authority_there_are() {
    let files = Files::new();
    let client = files.configuration("revoked", |_| {});
    for lists in [["crl.pem", "crl-empty.pem"], ["crl-empty.der", "crl.der"], ["crl-foreign.pem", "crl.pem"]]
    {
        let server = files.configuration("server", |_| {});
        lists.iter().for_each(|list| server.add_crl(files.get(list)).unwrap());
        let pair = pair(&client, &server);
        assert!(pair.outcome.is_err());
        assert_eq!(pair.server.events()[0].code, TlsEventCode::CertificateRevoked);
        server.reset_crls();
        assert_eq!(super::tests::pair(&client, &server).outcome, Ok(()));
    }
}

#[test]
fn a_device_that_is_trusted_by_itself_cannot_vouch_for_others() {
    let files = Files::new();
    let device = files.configuration("selfsigned", |_| {});
    let server = files.configuration("server", |_| {});
    server.add_authority(files.get("selfsigned.pem")).unwrap();
    assert_eq!(pair(&device, &server).outcome, Ok(()));
    let refused = pair(&files.configuration("by-selfsigned", |_| {}), &server);
    assert!(refused.outcome.is_err());
    assert_eq!(refused.server.events()[0].code, TlsEventCode::CertificateNotTrusted);
    // an authority may
    server.add_authority(files.get("selfsigned-ca.pem")).unwrap();
    assert_eq!(pair(&files.configuration("by-selfsigned-ca", |_| {}), &server).outcome, Ok(()));
}

#[test]
fn garbage_instead_of_a_handshake_fails_once_and_for_all() {
    let files = Files::new();
    let server = TlsStream::server(&files.configuration("server", |_| {}), address()).unwrap();
    let mut arrived = Vec::new();
    let failure = server.unseal(&[3, 0, 0, 22, 17, 0xe0, 0, 0], &mut arrived).unwrap_err();
    assert_eq!(server.unseal(&[1, 2, 3], &mut arrived), Err(failure));
    let codes: Vec<_> = server.events().into_iter().map(|event| event.code).collect();
    assert_eq!(codes, [TlsEventCode::UnsecureCommunication]);
    assert!(arrived.is_empty());
}

#[test]
fn no_lock_is_held_while_the_handler_runs() {
    let configuration = Files::new().configuration("server", |_| {});
    let server = Arc::new(TlsStream::server(&configuration, address()).unwrap());
    let (send, receive) = std::sync::mpsc::channel();
    let (inside, send) = (Arc::downgrade(&server), std::sync::Mutex::new(send));
    configuration.set_handler(Some(Arc::new(move |_, _| {
        let has_events = inside.upgrade().is_some_and(|server| server.has_events());
        send.lock().unwrap().send(has_events).unwrap();
    })));
    assert!(server.unseal(&[3, 0, 0, 22, 17, 0xe0, 0, 0], &mut Vec::new()).is_err());
    server.tell();
    assert_eq!(receive.try_recv(), Ok(false));
}
