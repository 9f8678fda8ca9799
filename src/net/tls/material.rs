//! Certificates, keys and revocation lists as people have them: PEM or DER, keys maybe encrypted.

use std::borrow::Cow;

use aes::cipher::block_padding::Pkcs7;
use aes::cipher::{BlockModeDecrypt, KeyIvInit};
use md5::{Digest, Md5};
use pem::Pem;
use pkcs8::EncryptedPrivateKeyInfoRef;
use rustls::pki_types::{
    CertificateDer, CertificateRevocationListDer, PrivateKeyDer, PrivatePkcs1KeyDer, PrivatePkcs8KeyDer,
    PrivateSec1KeyDer,
};
use x509_cert::certificate::{CertificateInner, Raw};
use x509_cert::der::Decode;

use super::rules::MaterialError;
use crate::ber::read_element;

const PEM_BEGIN: &[u8] = b"-----BEGIN ";

fn is_pem(bytes: &[u8]) -> bool {
    bytes.windows(PEM_BEGIN.len()).any(|window| window == PEM_BEGIN)
}

/// The contents of the PEM sections with one of these labels, or `bytes` themselves as DER.
fn sections<'b>(bytes: &'b [u8], labels: &[&str]) -> Result<Vec<Cow<'b, [u8]>>, MaterialError> {
    if !is_pem(bytes) {
        return Ok(vec![Cow::Borrowed(der(bytes))]);
    }
    let found = pem::parse_many(text(bytes)).map_err(|_| MaterialError::Malformed)?;
    let wanted = found.into_iter().filter(|section| labels.contains(&section.tag()));
    Ok(wanted.map(|section| Cow::Owned(section.into_contents())).collect())
}

/// Without what stands behind the DER, such as a NUL that C counted.
fn der(bytes: &[u8]) -> &[u8] {
    read_element(bytes).map_or(bytes, |(_, length)| &bytes[..length])
}

/// Without the NUL that C counts as part of a PEM text.
fn text(bytes: &[u8]) -> &[u8] {
    bytes.split(|octet| *octet == 0).next().unwrap_or_default()
}

/// At least one certificate: PEM, with others behind it, or DER.
pub(super) fn certificates(bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, MaterialError> {
    let labels = ["CERTIFICATE", "X509 CERTIFICATE", "TRUSTED CERTIFICATE"];
    let mut found = Vec::new();
    for der in sections(bytes, &labels)? {
        CertificateInner::<Raw>::from_der(&der).map_err(|_| MaterialError::Malformed)?;
        found.push(CertificateDer::from(der.into_owned()));
    }
    if found.is_empty() { Err(MaterialError::Malformed) } else { Ok(found) }
}

/// At least one revocation list: PEM or DER.
pub(super) fn revocation_lists(
    bytes: &[u8],
) -> Result<Vec<CertificateRevocationListDer<'static>>, MaterialError> {
    let mut found = Vec::new();
    for der in sections(bytes, &["X509 CRL"])? {
        // What cannot be used must not be taken for granted.
        webpki::BorrowedCertRevocationList::from_der(&der).map_err(|_| MaterialError::Malformed)?;
        found.push(CertificateRevocationListDer::from(der.into_owned()));
    }
    if found.is_empty() { Err(MaterialError::Malformed) } else { Ok(found) }
}

/// A private key: PKCS#8, PKCS#1 or SEC 1, PEM or DER, encrypted by PKCS#5 or as OpenSSL did before.
pub(super) fn key(bytes: &[u8], password: Option<&[u8]>) -> Result<PrivateKeyDer<'static>, MaterialError> {
    if !is_pem(bytes) {
        let bytes = der(bytes);
        return plain_key(bytes).or_else(|error| {
            decrypted(bytes, password).map_err(|other| match other {
                MaterialError::Password => other,
                _ => error,
            })
        });
    }
    let sections = pem::parse_many(text(bytes)).map_err(|_| MaterialError::Malformed)?;
    let section = sections.iter().find(|section| section.tag().ends_with("PRIVATE KEY"));
    let section = section.ok_or(MaterialError::Malformed)?;
    if section.tag() == "ENCRYPTED PRIVATE KEY" {
        return decrypted(section.contents(), password);
    }
    match section.headers().get("DEK-Info") {
        Some(how) => {
            plain_key(&decrypted_traditional(section, how, password)?).map_err(|_| MaterialError::Password)
        }
        None => plain_key(section.contents()),
    }
}

/// A key that is not encrypted, of whichever form.
fn plain_key(der: &[u8]) -> Result<PrivateKeyDer<'static>, MaterialError> {
    let forms = [
        PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(der)),
        PrivateKeyDer::Pkcs1(PrivatePkcs1KeyDer::from(der)),
        PrivateKeyDer::Sec1(PrivateSec1KeyDer::from(der)),
    ];
    let usable = |key: &PrivateKeyDer<'_>| rustls::crypto::ring::sign::any_supported_type(key).is_ok();
    forms.iter().find(|key| usable(key)).map(PrivateKeyDer::clone_key).ok_or(MaterialError::Malformed)
}

/// PKCS#8 with PKCS#5 encryption.
fn decrypted(der: &[u8], password: Option<&[u8]>) -> Result<PrivateKeyDer<'static>, MaterialError> {
    let info = EncryptedPrivateKeyInfoRef::try_from(der).map_err(|_| MaterialError::Malformed)?;
    let password = password.ok_or(MaterialError::Password)?;
    let plain = info.decrypt(password).map_err(|_| MaterialError::Password)?;
    plain_key(plain.as_bytes())
}

/// The encryption of RFC 1421 headers, with OpenSSL's derivation of the key from MD5.
fn decrypted_traditional(
    section: &Pem,
    how: &str,
    password: Option<&[u8]>,
) -> Result<Vec<u8>, MaterialError> {
    let password = password.ok_or(MaterialError::Password)?;
    let (cipher, iv) = how.split_once(',').ok_or(MaterialError::Malformed)?;
    let iv = hex(iv.trim()).ok_or(MaterialError::Malformed)?;
    let data = section.contents();
    match cipher.trim() {
        "AES-128-CBC" => unlock::<cbc::Decryptor<aes::Aes128>>(data, &iv, password, 16),
        "AES-192-CBC" => unlock::<cbc::Decryptor<aes::Aes192>>(data, &iv, password, 24),
        "AES-256-CBC" => unlock::<cbc::Decryptor<aes::Aes256>>(data, &iv, password, 32),
        "DES-EDE3-CBC" => unlock::<cbc::Decryptor<des::TdesEde3>>(data, &iv, password, 24),
        _ => Err(MaterialError::Malformed),
    }
}

fn unlock<D: KeyIvInit + BlockModeDecrypt>(
    data: &[u8],
    iv: &[u8],
    password: &[u8],
    key_length: usize,
) -> Result<Vec<u8>, MaterialError> {
    let salt = iv.get(..8).ok_or(MaterialError::Malformed)?;
    let (mut key, mut block) = (Vec::new(), Vec::new());
    while key.len() < key_length {
        block = Md5::new().chain_update(&block).chain_update(password).chain_update(salt).finalize().to_vec();
        key.extend_from_slice(&block);
    }
    let decryptor = D::new_from_slices(&key[..key_length], iv).map_err(|_| MaterialError::Malformed)?;
    decryptor.decrypt_padded_vec::<Pkcs7>(data).map_err(|_| MaterialError::Password)
}

fn hex(text: &str) -> Option<Vec<u8>> {
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok()).collect()
}
