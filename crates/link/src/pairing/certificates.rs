//! Keys and certificates for a new trust, in the form every phone of the last ten years
//! accepts (docs/protocol.md 3.3): RSA 2048, SHA-256, empty names, ten years.

use std::time::Duration;

use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::{EncodePrivateKey, LineEnding};
use rsa::rand_core::OsRng;
use rsa::sha2::Sha256;
use rsa::signature::Keypair;
use rsa::{RsaPrivateKey, RsaPublicKey};
use x509_cert::Certificate;
use x509_cert::builder::{Builder, CertificateBuilder, Profile};
use x509_cert::der::EncodePem;
use x509_cert::der::referenced::OwnedToRef;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::Validity;

use crate::error::Fault;

const KEY_BITS: usize = 2048;
const VALID: Duration = Duration::from_secs(10 * 365 * 24 * 3600);

/// Everything a new trust needs. Keys and certificates are PEM.
pub(super) struct Certificates {
    pub(super) root_certificate: Vec<u8>,
    pub(super) root_private_key: Vec<u8>,
    pub(super) host_certificate: Vec<u8>,
    pub(super) host_private_key: Vec<u8>,
    pub(super) device_certificate: Vec<u8>,
}

/// Makes them for the phone with this public key (PEM, PKCS#1). Takes a second or two of
/// processor time: not for a thread that others wait on.
pub(super) fn make(device_public_key: &[u8]) -> Result<Certificates, Fault> {
    let device = std::str::from_utf8(device_public_key).ok();
    let device = device.and_then(|pem| RsaPublicKey::from_pkcs1_pem(pem).ok());
    let device = device.ok_or_else(|| Fault::Nonsense("the iPhone's public key".into()))?;
    build(&device).map_err(|error| Fault::Nonsense(format!("making certificates: {error}")))
}

type BuildError = Box<dyn std::error::Error + Send + Sync>;

fn build(device: &RsaPublicKey) -> Result<Certificates, BuildError> {
    let root_key = RsaPrivateKey::new(&mut OsRng, KEY_BITS)?;
    let host_key = RsaPrivateKey::new(&mut OsRng, KEY_BITS)?;
    let signer = SigningKey::<Sha256>::new(root_key.clone());
    let root = certificate(&signer, &public(&root_key)?, Role::Root)?;
    let host = certificate(&signer, &public(&host_key)?, Role::Host)?;
    let device_key = SubjectPublicKeyInfoOwned::from_key(device.clone())?;
    let device = certificate(&signer, &device_key, Role::Device)?;
    let pem = |certificate: &Certificate| certificate.to_pem(LineEnding::LF);
    let key_pem = |key: &RsaPrivateKey| key.to_pkcs8_pem(LineEnding::LF);
    Ok(Certificates {
        root_certificate: pem(&root)?.into_bytes(),
        root_private_key: key_pem(&root_key)?.as_bytes().to_vec(),
        host_certificate: pem(&host)?.into_bytes(),
        host_private_key: key_pem(&host_key)?.as_bytes().to_vec(),
        device_certificate: pem(&device)?.into_bytes(),
    })
}

fn public(key: &RsaPrivateKey) -> Result<SubjectPublicKeyInfoOwned, BuildError> {
    let key = SigningKey::<Sha256>::new(key.clone()).verifying_key();
    Ok(SubjectPublicKeyInfoOwned::from_key(key)?)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Root,
    Host,
    Device,
}

fn certificate(
    signer: &SigningKey<Sha256>,
    key: &SubjectPublicKeyInfoOwned,
    role: Role,
) -> Result<Certificate, BuildError> {
    let profile = Profile::Manual { issuer: Some(Name::default()) };
    let serial = SerialNumber::new(&[1])?;
    let validity = Validity::from_now(VALID)?;
    let name = Name::default();
    let mut builder =
        CertificateBuilder::new(profile, serial, validity, name, key.clone(), signer)?;
    builder
        .add_extension(&BasicConstraints { ca: role == Role::Root, path_len_constraint: None })?;
    if role != Role::Root {
        let usage = KeyUsages::DigitalSignature | KeyUsages::KeyEncipherment;
        builder.add_extension(&KeyUsage(usage))?;
    }
    if role == Role::Device {
        builder.add_extension(&SubjectKeyIdentifier::try_from(key.owned_to_ref())?)?;
    }
    Ok(builder.build()?)
}

/// Whether these bytes are a certificate at all.
#[cfg(test)]
pub(super) fn parses(pem: &[u8]) -> bool {
    use x509_cert::der::DecodePem;
    Certificate::from_pem(pem).is_ok()
}
