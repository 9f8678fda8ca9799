//! Whether a peer's certificate is accepted. Peers in substations are known by their certificates, not by host names
//! (IEC 62351-3): names are not compared.

use std::cell::RefCell;
use std::time::Duration;

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{WebPkiSupportedAlgorithms, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, TrustAnchor, UnixTime};
use rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, OtherError, SignatureScheme,
};
use thiserror::Error;
use webpki::{
    CertRevocationList, EndEntityCert, ExpirationPolicy, KeyUsage, OwnedCertRevocationList,
    RevocationCheckDepth, RevocationOptionsBuilder, UnknownStatusPolicy,
};
use x509_cert::certificate::{CertificateInner, Raw, Version};
use x509_cert::crl::CertificateList;
use x509_cert::der::Decode;
use x509_cert::ext::pkix::BasicConstraints;
use x509_cert::name::Name;

use super::event::{TlsEvent, TlsEventCode};
use super::rules::{Material, TlsRules};

/// A revocation list that counts, and is out of its time.
#[derive(Debug, Error)]
#[error("the certificate revocation list {0}")]
struct ListOutOfTime(&'static str);

/// A certificate for something else.
#[derive(Debug, Error)]
#[error("its extended key usage is not for this side of a connection")]
struct WrongPurpose;

thread_local! {
    /// The certificate that was last verified on this thread, for the event about it.
    static SEEN: RefCell<Option<Vec<u8>>> = const { RefCell::new(None) };
}

/// The certificate that the handshake on this thread has shown, if any.
pub(super) fn seen() -> Option<Vec<u8>> {
    SEEN.take()
}

/// Accepts or refuses certificates by the rules of a configuration.
#[derive(Debug)]
pub(super) struct Verifier {
    rules: TlsRules,
    authorities: Vec<CertificateDer<'static>>,
    anchors: Vec<TrustAnchor<'static>>,
    allowed: Vec<CertificateDer<'static>>,
    /// The revocation lists, in rows with one of each issuer at most: webpki asks only the first that fits.
    crls: Vec<Vec<CertRevocationList<'static>>>,
    lists: Vec<List>,
    hints: Vec<DistinguishedName>,
    algorithms: WebPkiSupportedAlgorithms,
}

/// What is to be known of a revocation list beside what webpki does.
#[derive(Debug)]
struct List {
    issuer: Name,
    validity: Validity,
}

/// Seconds since the epoch.
#[derive(Debug, Clone, Copy)]
struct Validity {
    from: u64,
    until: u64,
}

impl Validity {
    fn of(certificate: &CertificateDer<'_>) -> Option<Self> {
        let validity = *CertificateInner::<Raw>::from_der(certificate).ok()?.tbs_certificate().validity();
        let seconds = |time: x509_cert::time::Time| time.to_unix_duration().as_secs();
        Some(Self { from: seconds(validity.not_before), until: seconds(validity.not_after) })
    }

    fn check(self, now: UnixTime) -> Result<(), CertificateError> {
        if now.as_secs() < self.from {
            let not_before = UnixTime::since_unix_epoch(Duration::from_secs(self.from));
            return Err(CertificateError::NotValidYetContext { time: now, not_before });
        }
        if now.as_secs() > self.until {
            let not_after = UnixTime::since_unix_epoch(Duration::from_secs(self.until));
            return Err(CertificateError::ExpiredContext { time: now, not_after });
        }
        Ok(())
    }
}

impl Verifier {
    /// The verifier of these rules; an error for an authority or a revocation list that is none.
    pub(super) fn new(rules: &TlsRules, material: &Material) -> Result<Self, String> {
        let mut anchors = Vec::new();
        let mut hints = Vec::new();
        for authority in material.authorities.iter().filter(|one| may_issue(one)) {
            let anchor = webpki::anchor_from_trusted_cert(authority)
                .map_err(|error| format!("certificate of an authority: {error}"))?;
            hints.push(DistinguishedName::in_sequence(anchor.subject.as_ref()));
            anchors.push(anchor.to_owned());
        }
        let mut crls: Vec<Vec<CertRevocationList<'static>>> = Vec::new();
        let mut lists: Vec<List> = Vec::new();
        for der in &material.crls {
            let crl = OwnedCertRevocationList::from_der(der).map_err(|error| format!("CRL: {error}"))?;
            let list = CertificateList::<Raw>::from_der(der).map_err(|error| format!("CRL: {error}"))?;
            let from = list.tbs_cert_list.this_update.to_unix_duration().as_secs();
            let until =
                list.tbs_cert_list.next_update.map_or(u64::MAX, |time| time.to_unix_duration().as_secs());
            let issuer = &list.tbs_cert_list.issuer;
            let row = lists.iter().filter(|other| other.issuer == *issuer).count();
            if row == crls.len() {
                crls.push(Vec::new());
            }
            crls[row].push(CertRevocationList::from(crl));
            lists
                .push(List { issuer: list.tbs_cert_list.issuer.clone(), validity: Validity { from, until } });
        }
        Ok(Self {
            rules: rules.clone(),
            authorities: material.authorities.clone(),
            anchors,
            allowed: material.allowed.clone(),
            crls,
            lists,
            hints,
            algorithms: ring::default_provider().signature_verification_algorithms,
        })
    }

    fn verify(
        &self,
        certificate: &CertificateDer<'_>,
        issuers: &[CertificateDer<'_>],
        now: UnixTime,
        usage: KeyUsage,
    ) -> Result<(), Error> {
        SEEN.set(Some(certificate.to_vec()));
        self.accept(certificate, issuers, now, usage).map_err(Error::InvalidCertificate)
    }

    fn accept(
        &self,
        certificate: &CertificateDer<'_>,
        issuers: &[CertificateDer<'_>],
        now: UnixTime,
        usage: KeyUsage,
    ) -> Result<(), CertificateError> {
        let parsed =
            CertificateInner::<Raw>::from_der(certificate).map_err(|_| CertificateError::BadEncoding)?;
        if self.rules.only_known {
            if !self.allowed.iter().any(|allowed| allowed == certificate) {
                return Err(CertificateError::ApplicationVerificationFailure);
            }
            if !self.rules.chain_validation {
                return Ok(());
            }
        }
        if self.rules.time_validation {
            Validity::of(certificate).ok_or(CertificateError::BadEncoding)?.check(now)?;
        }
        self.chain(certificate, issuers, now, usage)?;
        if self.rules.time_validation {
            self.check_lists(parsed.tbs_certificate().issuer(), now)
        } else {
            Ok(())
        }
    }

    /// Whether the revocation lists of an issuer are in their time.
    fn check_lists(&self, issuer: &Name, now: UnixTime) -> Result<(), CertificateError> {
        for list in self.lists.iter().filter(|list| list.issuer == *issuer) {
            match list.validity.check(now) {
                Ok(()) => {}
                Err(CertificateError::ExpiredContext { .. }) => {
                    return Err(other(ListOutOfTime("has expired")));
                }
                Err(_) => return Err(other(ListOutOfTime("is not valid yet"))),
            }
        }
        Ok(())
    }

    /// Whether an authority that is trusted issued the certificate, directly or by others.
    fn chain(
        &self,
        certificate: &CertificateDer<'_>,
        issuers: &[CertificateDer<'_>],
        now: UnixTime,
        usage: KeyUsage,
    ) -> Result<(), CertificateError> {
        // A device's certificate that is trusted by itself; webpki takes no authority for an end entity.
        if self.authorities.iter().any(|authority| authority == certificate) {
            return Ok(());
        }
        let end = EndEntityCert::try_from(certificate).map_err(certificate_error)?;
        // Authorities between the root and the device may be configured instead of sent.
        let configured = self.authorities.iter().filter(|one| may_issue(one));
        let between: Vec<CertificateDer<'_>> =
            issuers.iter().chain(configured).map(|one| CertificateDer::from(one.as_ref())).collect();
        if self.rules.time_validation {
            return self.path(&end, &between, now, usage);
        }
        // At some time all certificates of a good chain were valid: at the latest beginning of them.
        let first = self.path(&end, &between, now, usage);
        let Err(CertificateError::ExpiredContext { .. } | CertificateError::NotValidYetContext { .. }) =
            first
        else {
            return first;
        };
        let beginnings =
            between.iter().chain([certificate]).filter_map(Validity::of).map(|validity| validity.from);
        beginnings
            .map(|from| {
                self.path(&end, &between, UnixTime::since_unix_epoch(Duration::from_secs(from)), usage)
            })
            .find(Result::is_ok)
            .unwrap_or(first)
    }

    fn path(
        &self,
        end: &EndEntityCert<'_>,
        between: &[CertificateDer<'_>],
        time: UnixTime,
        usage: KeyUsage,
    ) -> Result<(), CertificateError> {
        if self.crls.is_empty() {
            return self.path_with(&[], end, between, time, usage);
        }
        self.crls.iter().try_for_each(|row| self.path_with(row, end, between, time, usage))
    }

    fn path_with(
        &self,
        crls: &[CertRevocationList<'_>],
        end: &EndEntityCert<'_>,
        between: &[CertificateDer<'_>],
        time: UnixTime,
        usage: KeyUsage,
    ) -> Result<(), CertificateError> {
        let crls: Vec<&CertRevocationList<'_>> = crls.iter().collect();
        let revocation = RevocationOptionsBuilder::new(&crls).ok().map(|options| {
            options
                .with_depth(RevocationCheckDepth::Chain)
                // Not every authority has a list here. Whether a list is in its time is looked at apart.
                .with_status_policy(UnknownStatusPolicy::Allow)
                .with_expiration_policy(ExpirationPolicy::Ignore)
                .build()
        });
        let in_time = |path: &webpki::VerifiedPath<'_>| self.anchor_in_time(path.anchor(), time);
        end.verify_for_usage(
            self.algorithms.all,
            &self.anchors,
            between,
            time,
            usage,
            revocation,
            Some(&in_time),
        )
        .map(|_| ())
        .map_err(certificate_error)
    }

    /// webpki does not look at the validity of a root.
    fn anchor_in_time(&self, anchor: &TrustAnchor<'_>, time: UnixTime) -> Result<(), webpki::Error> {
        let of_anchor = |authority: &&CertificateDer<'static>| {
            webpki::anchor_from_trusted_cert(authority).is_ok_and(|other| other == *anchor)
        };
        let validity = self.authorities.iter().find(of_anchor).and_then(Validity::of);
        match validity.map(|validity| validity.check(time)) {
            Some(Err(CertificateError::ExpiredContext { time, not_after })) => {
                Err(webpki::Error::CertExpired { time, not_after })
            }
            Some(Err(CertificateError::NotValidYetContext { time, not_before })) => {
                Err(webpki::Error::CertNotValidYet { time, not_before })
            }
            _ => Ok(()),
        }
    }

    /// What is to be warned of although the peer was accepted.
    pub(super) fn warnings(&self, certificate: &[u8]) -> Vec<TlsEvent> {
        let now = UnixTime::now();
        let mut warnings = Vec::new();
        let mut warn =
            |validity: Validity, what: &str, expired: TlsEventCode, early: TlsEventCode| match validity
                .check(now)
            {
                Err(CertificateError::ExpiredContext { .. }) => {
                    warnings.push(TlsEvent::new(expired, format!("{what} has expired")));
                }
                Err(_) => warnings.push(TlsEvent::new(early, format!("{what} is not valid yet"))),
                Ok(()) => {}
            };
        if let Some(validity) = Validity::of(&CertificateDer::from(certificate)) {
            let (expired, early) =
                (TlsEventCode::AcceptedCertificateExpired, TlsEventCode::AcceptedCertificateNotYetValid);
            warn(validity, "the peer's certificate", expired, early);
        }
        for list in &self.lists {
            warn(
                list.validity,
                "a certificate revocation list",
                TlsEventCode::CrlExpired,
                TlsEventCode::CrlNotYetValid,
            );
        }
        warnings
    }
}

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        self.verify(end_entity, intermediates, now, KeyUsage::server_auth())?;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

impl ClientCertVerifier for Verifier {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &self.hints
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        self.verify(end_entity, intermediates, now, KeyUsage::client_auth())?;
        Ok(ClientCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(message, cert, dss, &self.algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(message, cert, dss, &self.algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Whether a certificate is that of an authority. That of a device which is trusted by itself must not issue others.
fn may_issue(certificate: &CertificateDer<'_>) -> bool {
    let Ok(parsed) = CertificateInner::<Raw>::from_der(certificate) else { return false };
    let constraints = parsed.tbs_certificate().get_extension::<BasicConstraints>();
    match constraints {
        Ok(Some((_, constraints))) => constraints.ca,
        Ok(None) => parsed.tbs_certificate().version() == Version::V1,
        Err(_) => false,
    }
}

fn other(error: impl std::error::Error + Send + Sync + 'static) -> CertificateError {
    CertificateError::Other(OtherError(std::sync::Arc::new(error)))
}

fn certificate_error(error: webpki::Error) -> CertificateError {
    match error {
        webpki::Error::BadDer | webpki::Error::BadDerTime | webpki::Error::TrailingData(_) => {
            CertificateError::BadEncoding
        }
        webpki::Error::CertExpired { time, not_after } => {
            CertificateError::ExpiredContext { time, not_after }
        }
        webpki::Error::CertNotValidYet { time, not_before } => {
            CertificateError::NotValidYetContext { time, not_before }
        }
        webpki::Error::CertRevoked => CertificateError::Revoked,
        webpki::Error::UnknownIssuer => CertificateError::UnknownIssuer,
        webpki::Error::InvalidSignatureForPublicKey => CertificateError::BadSignature,
        webpki::Error::RequiredEkuNotFoundContext(_) => other(WrongPurpose),
        error => other(error),
    }
}
