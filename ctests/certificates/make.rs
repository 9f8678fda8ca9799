//! Certificates for tests of TLS, made anew for each run; only some keys are files, as rcgen makes none of RSA and none
//! that is encrypted.

use rcgen::{
    BasicConstraints, CertificateParams, CertificateRevocationListParams, CustomExtension, DnType,
    ExtendedKeyUsagePurpose, IsCa, Issuer, KeyIdMethod, KeyPair, KeyUsagePurpose, PKCS_RSA_SHA256,
    RevokedCertParams, SanType, SerialNumber,
};
use time::{Duration, OffsetDateTime};

/// A file: name and content.
pub(crate) type File = (String, Vec<u8>);

/// What a certificate is like.
#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Plain,
    Authority,
    Expired,
    Early,
    Large,
    ServerOnly,
    ClientOnly,
}

/// Everything: for each name `NAME.pem`, `NAME.der` and `NAME.key.pem`, and the revocation lists.
pub(crate) fn all() -> Vec<File> {
    let mut files = Vec::new();
    let root = authority(&mut files, "ca", Kind::Authority, None);
    let foreign = authority(&mut files, "foreign-ca", Kind::Authority, None);
    let old = authority(&mut files, "expired-ca", Kind::Expired, None);
    let between = authority(&mut files, "intermediate", Kind::Authority, Some(&root));
    let issued: [(&str, Kind, &Issuer<'_, KeyPair>, KeyPair); 13] = [
        ("server", Kind::Plain, &root, stored(include_str!("keys/ec.pem"))),
        ("server-rsa", Kind::Plain, &root, rsa()),
        ("client", Kind::Plain, &root, fresh()),
        ("client-rsa", Kind::Plain, &root, rsa()),
        ("device", Kind::Plain, &between, fresh()),
        ("expired", Kind::Expired, &root, fresh()),
        ("early", Kind::Early, &root, fresh()),
        ("foreign", Kind::Plain, &foreign, fresh()),
        ("revoked", Kind::Plain, &root, fresh()),
        ("large", Kind::Large, &root, fresh()),
        ("server-only", Kind::ServerOnly, &root, fresh()),
        ("client-only", Kind::ClientOnly, &root, fresh()),
        ("under-expired", Kind::Plain, &old, fresh()),
    ];
    for (name, kind, issuer, key) in issued {
        let certificate = params(name, kind).signed_by(&key, issuer).expect("a certificate");
        put(&mut files, name, certificate.der(), &key);
    }
    for (name, kind) in [("selfsigned", Kind::Plain), ("selfsigned-ca", Kind::Authority)] {
        let key = fresh();
        let params = params(name, kind);
        put(&mut files, name, params.self_signed(&key).expect("a certificate").der(), &key);
        // what only an authority may issue
        let (issuer, key) = (Issuer::new(params, key), fresh());
        let name = format!("by-{name}");
        let certificate = self::params(&name, Kind::Plain).signed_by(&key, &issuer).expect("a certificate");
        put(&mut files, &name, certificate.der(), &key);
    }
    let pem = |name: &str| files.iter().find(|(file, _)| file == name).expect("made above").1.clone();
    let chain = [pem("device.pem"), pem("intermediate.pem")].concat();
    files.push(("device.chain.pem".to_owned(), chain));
    for (name, issuer, revoked, from, until) in [
        ("crl", &root, "revoked", -2, 30),
        ("crl-empty", &root, "", -2, 30),
        ("crl-expired", &root, "revoked", -20, -10),
        ("crl-early", &root, "revoked", 10, 30),
        ("crl-foreign", &foreign, "revoked", -2, 30),
    ] {
        let list = revocation(issuer, revoked, from, until);
        files.push((format!("{name}.pem"), list.pem().expect("PEM").into_bytes()));
        files.push((format!("{name}.der"), list.der().to_vec()));
    }
    files.push((
        "broken.pem".to_owned(),
        b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
    ));
    files.push(("broken.der".to_owned(), vec![0x30, 0x82, 0x01, 0x00, 0x30]));
    files
}

fn fresh() -> KeyPair {
    KeyPair::generate().expect("a key")
}

fn stored(pem: &str) -> KeyPair {
    KeyPair::from_pem(pem).expect("a key")
}

fn rsa() -> KeyPair {
    KeyPair::from_pem_and_sign_algo(include_str!("keys/rsa.pem"), &PKCS_RSA_SHA256).expect("an RSA key")
}

fn authority(
    files: &mut Vec<File>,
    name: &str,
    kind: Kind,
    issuer: Option<&Issuer<'_, KeyPair>>,
) -> Issuer<'static, KeyPair> {
    let key = fresh();
    let mut params = params(name, kind);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let certificate = match issuer {
        Some(issuer) => params.signed_by(&key, issuer),
        None => params.self_signed(&key),
    };
    put(files, name, certificate.expect("a certificate").der(), &key);
    Issuer::new(params, key)
}

fn params(name: &str, kind: Kind) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.distinguished_name.push(DnType::OrganizationName, "tests");
    params.serial_number = Some(serial(name));
    let (from, until) = match kind {
        Kind::Expired => (-30, -5),
        Kind::Early => (5, 30),
        _ => (-30, 30),
    };
    params.not_before = day(from);
    params.not_after = day(until);
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature, KeyUsagePurpose::KeyEncipherment];
    // for other stacks, which compare it
    params.subject_alt_names = vec![SanType::IpAddress([127, 0, 0, 1].into())];
    match kind {
        Kind::Authority => params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained),
        Kind::ServerOnly => params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth],
        Kind::ClientOnly => params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth],
        Kind::Large => {
            let octets = [&[0x04, 0x82, 0x23, 0x28], [0x55; 9000].as_slice()].concat();
            params.custom_extensions =
                vec![CustomExtension::from_oid_content(&[1, 3, 6, 1, 4, 1, 99_999, 1], octets)];
        }
        _ => {}
    }
    params
}

/// The serial number of a certificate.
fn serial(name: &str) -> SerialNumber {
    let sum = name.bytes().fold(17_u64, |sum, octet| sum.wrapping_mul(31).wrapping_add(octet.into()));
    SerialNumber::from(sum & 0x7fff_ffff)
}

fn day(offset: i64) -> OffsetDateTime {
    OffsetDateTime::now_utc() + Duration::days(offset)
}

fn revocation(
    issuer: &Issuer<'_, KeyPair>,
    name: &str,
    from: i64,
    until: i64,
) -> rcgen::CertificateRevocationList {
    let revoked = RevokedCertParams {
        serial_number: serial(name),
        revocation_time: day(-3),
        reason_code: None,
        invalidity_date: None,
    };
    CertificateRevocationListParams {
        this_update: day(from),
        next_update: day(until),
        crl_number: SerialNumber::from(1),
        issuing_distribution_point: None,
        revoked_certs: if name.is_empty() { Vec::new() } else { vec![revoked] },
        key_identifier_method: KeyIdMethod::Sha256,
    }
    .signed_by(issuer)
    .expect("a revocation list")
}

fn put(files: &mut Vec<File>, name: &str, der: &[u8], key: &KeyPair) {
    let text = pem::encode(&pem::Pem::new("CERTIFICATE", der));
    files.push((format!("{name}.pem"), text.into_bytes()));
    files.push((format!("{name}.der"), der.to_vec()));
    files.push((format!("{name}.key.pem"), key.serialize_pem().into_bytes()));
}
