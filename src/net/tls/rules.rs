//! The configuration of TLS connections: what C sets, and what rustls gets of it.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use rustls::client::Resumption;
use rustls::crypto::{CryptoProvider, ring};
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::NoServerSessionStorage;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use rustls::{ClientConfig, ServerConfig};
use thiserror::Error;

use super::event::TlsEventHandler;
use super::material;
use super::resumption::{ClientSessions, ServerSessions};
use super::suites::{self, TlsVersion};
use super::verify::Verifier;
use crate::error::{Failure, Layer};

/// Why a certificate, key or revocation list cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum MaterialError {
    /// Not PEM, not DER, or nothing that this library supports.
    #[error("neither PEM nor DER of a supported kind")]
    Malformed,
    /// The key is encrypted, and the password missing or wrong.
    #[error("the password is missing or wrong")]
    Password,
}

/// What is allowed and required.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsRules {
    /// Whether a trusted authority must have issued the certificate of a peer that is one of the allowed ones. That of any other
    /// must be from a trusted authority in any case.
    pub chain_validation: bool,
    /// Whether certificates must be valid now.
    pub time_validation: bool,
    /// Whether the peer's certificate must be one of the allowed ones.
    pub only_known: bool,
    /// The lowest version that is allowed.
    pub min_version: Option<TlsVersion>,
    /// The highest version that is allowed.
    pub max_version: Option<TlsVersion>,
    /// Cipher suites by their numbers in IANA's registry, in the order of preference.
    pub suites: Vec<u16>,
    /// Whether sessions are resumed.
    pub resumption: bool,
    /// For how long a session may be resumed.
    pub resumption_interval: Duration,
}

impl Default for TlsRules {
    fn default() -> Self {
        Self {
            chain_validation: true,
            time_validation: true,
            only_known: false,
            min_version: None,
            max_version: None,
            suites: suites::all(),
            resumption: true,
            resumption_interval: Duration::from_secs(21_600),
        }
    }
}

/// The certificates that a configuration has.
#[derive(Debug, Default)]
pub(super) struct Material {
    pub(super) own: Vec<CertificateDer<'static>>,
    pub(super) key: Option<PrivateKeyDer<'static>>,
    pub(super) authorities: Vec<CertificateDer<'static>>,
    pub(super) allowed: Vec<CertificateDer<'static>>,
    pub(super) crls: Vec<CertificateRevocationListDer<'static>>,
}

#[derive(Debug, Default)]
struct Inner {
    rules: TlsRules,
    material: Material,
    client: Option<Arc<ClientConfig>>,
    server: Option<Arc<ServerConfig>>,
    verifier: Option<Arc<Verifier>>,
}

/// Keys, certificates and rules that connections share. A change counts for the connections that are made after it.
#[derive(Default)]
pub struct TlsConfiguration {
    inner: Mutex<Inner>,
    handler: Mutex<Option<TlsEventHandler>>,
}

impl std::fmt::Debug for TlsConfiguration {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TlsConfiguration").finish_non_exhaustive()
    }
}

impl TlsConfiguration {
    /// A configuration without certificates that demands a trusted, valid certificate of the peer.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// What is allowed and required.
    pub fn rules(&self) -> TlsRules {
        self.inner.lock().rules.clone()
    }

    /// Changes what is allowed and required.
    pub fn change(&self, change: impl FnOnce(&mut TlsRules)) {
        self.update(|inner| change(&mut inner.rules));
    }

    fn update(&self, change: impl FnOnce(&mut Inner)) {
        let mut inner = self.inner.lock();
        change(&mut inner);
        // also ends the sessions that could be resumed: they were made under other rules
        (inner.client, inner.server, inner.verifier) = (None, None, None);
    }

    /// Sets this side's certificate: PEM, with the certificates of its issuers behind it if the peer may lack them, or DER.
    pub fn set_own_certificate(&self, bytes: &[u8]) -> Result<(), MaterialError> {
        let chain = material::certificates(bytes)?;
        self.update(|inner| inner.material.own = chain);
        Ok(())
    }

    /// Sets the private key of this side's certificate: PEM or DER.
    pub fn set_own_key(&self, bytes: &[u8], password: Option<&[u8]>) -> Result<(), MaterialError> {
        let key = material::key(bytes, password)?;
        self.update(|inner| inner.material.key = Some(key));
        Ok(())
    }

    /// Adds certificates that a peer may have: PEM or DER.
    pub fn add_allowed(&self, bytes: &[u8]) -> Result<(), MaterialError> {
        let certificates = material::certificates(bytes)?;
        self.update(|inner| inner.material.allowed.extend(certificates));
        Ok(())
    }

    /// Adds certificates of authorities that are trusted: PEM or DER.
    pub fn add_authority(&self, bytes: &[u8]) -> Result<(), MaterialError> {
        let certificates = material::certificates(bytes)?;
        self.update(|inner| inner.material.authorities.extend(certificates));
        Ok(())
    }

    /// Adds certificate revocation lists: PEM or DER.
    pub fn add_crl(&self, bytes: &[u8]) -> Result<(), MaterialError> {
        let lists = material::revocation_lists(bytes)?;
        self.update(|inner| inner.material.crls.extend(lists));
        Ok(())
    }

    /// Forgets the revocation lists.
    pub fn reset_crls(&self) {
        self.update(|inner| inner.material.crls.clear());
    }

    /// Whether there is a cipher suite of this number.
    pub fn has_suite(number: u16) -> bool {
        suites::suite(number).is_some()
    }

    /// Sets who learns of security events.
    pub fn set_handler(&self, handler: Option<TlsEventHandler>) {
        *self.handler.lock() = handler;
    }

    pub(super) fn handler(&self) -> Option<TlsEventHandler> {
        self.handler.lock().clone()
    }

    /// Whether a server can be run with this configuration.
    pub fn check_server(&self) -> Result<(), Failure> {
        self.server().map(|_| ())
    }

    /// How a client connects.
    pub(super) fn client(&self) -> Result<(Arc<ClientConfig>, Arc<Verifier>), Failure> {
        let mut inner = self.inner.lock();
        let verifier = inner.verifier()?;
        if inner.client.is_none() {
            let (provider, versions) = inner.protocol()?;
            let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
                .with_protocol_versions(&versions)
                .map_err(unusable)?
                .dangerous()
                .with_custom_certificate_verifier(verifier.clone());
            let mut config = match inner.identity(&provider)? {
                Some(identity) => builder.with_client_cert_resolver(Arc::new(identity)),
                None => builder.with_no_client_auth(),
            };
            // Peers are known by their certificates, and addressed by numbers.
            config.enable_sni = false;
            config.resumption = if inner.rules.resumption {
                Resumption::store(ClientSessions::new(inner.rules.resumption_interval))
            } else {
                Resumption::disabled()
            };
            inner.client = Some(Arc::new(config));
        }
        let config = inner.client.clone().ok_or_else(|| unusable("no configuration"))?;
        Ok((config, verifier))
    }

    /// How a server serves.
    pub(super) fn server(&self) -> Result<(Arc<ServerConfig>, Arc<Verifier>), Failure> {
        let mut inner = self.inner.lock();
        let verifier = inner.verifier()?;
        if inner.server.is_none() {
            let (provider, versions) = inner.protocol()?;
            let identity = inner.identity(&provider)?;
            let identity = identity.ok_or_else(|| unusable("a server needs a certificate and its key"))?;
            let mut config = ServerConfig::builder_with_provider(provider)
                .with_protocol_versions(&versions)
                .map_err(unusable)?
                .with_client_cert_verifier(verifier.clone())
                .with_cert_resolver(Arc::new(identity));
            // Clients on mbed TLS, the genuine library among them, take a ticket for the end of the session: there is
            // resumption of TLS 1.2 only.
            config.send_tls13_tickets = 0;
            config.session_storage = if inner.rules.resumption {
                ServerSessions::new(inner.rules.resumption_interval)
            } else {
                Arc::new(NoServerSessionStorage {})
            };
            inner.server = Some(Arc::new(config));
        }
        let config = inner.server.clone().ok_or_else(|| unusable("no configuration"))?;
        Ok((config, verifier))
    }
}

impl Inner {
    fn verifier(&mut self) -> Result<Arc<Verifier>, Failure> {
        if let Some(verifier) = &self.verifier {
            return Ok(Arc::clone(verifier));
        }
        let verifier = Arc::new(Verifier::new(&self.rules, &self.material).map_err(unusable)?);
        Ok(Arc::clone(self.verifier.insert(verifier)))
    }

    fn protocol(
        &self,
    ) -> Result<(Arc<CryptoProvider>, Vec<&'static rustls::SupportedProtocolVersion>), Failure> {
        let versions = suites::versions(self.rules.min_version, self.rules.max_version);
        if versions.is_empty() {
            return Err(unusable("of the chosen versions none is supported: there are TLS 1.2 and 1.3"));
        }
        let cipher_suites = suites::suites(&self.rules.suites);
        if cipher_suites.is_empty() {
            return Err(unusable("of the chosen cipher suites none is supported"));
        }
        Ok((Arc::new(CryptoProvider { cipher_suites, ..ring::default_provider() }), versions))
    }

    /// This side's certificate and key.
    fn identity(&self, provider: &CryptoProvider) -> Result<Option<SingleCertAndKey>, Failure> {
        let Some(key) = &self.material.key else { return Ok(None) };
        if self.material.own.is_empty() {
            return Ok(None);
        }
        let certified = CertifiedKey::from_der(self.material.own.clone(), key.clone_key(), provider);
        match certified {
            Ok(certified) => Ok(Some(SingleCertAndKey::from(certified))),
            Err(error) => Err(unusable(format!("own certificate and key: {error}"))),
        }
    }
}

/// A configuration that no connection can be made with.
fn unusable(reason: impl ToString) -> Failure {
    Failure::new(Layer::Tls, 0, reason.to_string())
}
