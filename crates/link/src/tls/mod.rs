//! TLS to the phone: we are the client, and we know exactly which certificate it has to show
//! (docs/protocol.md 3.3).

mod stream;

use std::io;
use std::sync::Arc;

use rsa::RsaPublicKey;
use rsa::pkcs1v15::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::sha2::Sha256;
use rsa::signature::Verifier;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::{
    CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName, UnixTime};
use tokio_rustls::rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, SignatureScheme,
};
use x509_cert::Certificate;
use x509_cert::der::{Decode, Encode};

use crate::error::Fault;
use crate::pairing::PairRecord;
use crate::stream::Stream;

use stream::TlsStream;

/// Settings for connections to one phone, made once from its pair record.
#[derive(Clone, Debug)]
pub(crate) struct Tls(Arc<ClientConfig>);

impl Tls {
    /// Settings from a pair record.
    ///
    /// # Errors
    /// The record holds no usable certificates.
    pub(crate) fn new(record: &PairRecord) -> Result<Self, Fault> {
        let unusable = |what: &str| Fault::Tls(format!("the pair record holds no usable {what}"));
        let certificate = |pem: &[u8]| CertificateDer::from_pem_slice(pem).ok();
        let (own, key) = record.identity();
        let own = certificate(own).ok_or_else(|| unusable("certificate of this computer"))?;
        let key = PrivateKeyDer::from_pem_slice(key);
        let key = key.map_err(|_| unusable("key of this computer"))?;
        let phone = certificate(&record.device_certificate);
        let phone = phone.ok_or_else(|| unusable("certificate of the iPhone"))?;
        let root = certificate(&record.root_certificate);
        let provider = Arc::new(ring::default_provider());
        let verifier = KnownPhone { phone, root, provider: Arc::clone(&provider) };
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| Fault::Tls(error.to_string()))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(verifier))
            .with_client_auth_cert(vec![own], key)
            .map_err(|error| Fault::Tls(error.to_string()))?;
        Ok(Self(Arc::new(config)))
    }

    /// Shakes hands on a stream.
    ///
    /// # Errors
    /// [`Fault::Tls`] when record and phone do not fit, [`Fault::Broken`] when the stream
    /// ends.
    pub(crate) async fn connect(&self, stream: Box<dyn Stream>) -> Result<Box<dyn Stream>, Fault> {
        // There is no name to check: the certificate is compared as a whole.
        let name = ServerName::try_from("Device").map_err(|error| Fault::Tls(error.to_string()))?;
        let connected = TlsStream::connect(Arc::clone(&self.0), name, stream).await;
        connected.map(|stream| Box::new(stream) as Box<dyn Stream>).map_err(|error| {
            match error.kind() {
                io::ErrorKind::InvalidData => Fault::Tls(error.to_string()),
                _ => Fault::Broken(error),
            }
        })
    }
}

/// Accepts the certificate we issued when we were trusted, or another one issued by the same
/// root of ours. Its names and dates mean nothing: it was made by hand.
#[derive(Debug)]
struct KnownPhone {
    phone: CertificateDer<'static>,
    root: Option<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for KnownPhone {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let issued_by_us =
            || self.root.as_ref().is_some_and(|root| is_issued_by(end_entity, root).is_some());
        if *end_entity == self.phone || issued_by_us() {
            Ok(ServerCertVerified::assertion())
        } else {
            Err(Error::InvalidCertificate(CertificateError::UnknownIssuer))
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls12_signature(message, cert, dss, algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let algorithms = &self.provider.signature_verification_algorithms;
        verify_tls13_signature(message, cert, dss, algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

/// `Some` when the root's key signed the certificate (RSA with SHA-256, as every pairing of
/// the last ten years).
fn is_issued_by(certificate: &[u8], root: &[u8]) -> Option<()> {
    let certificate = Certificate::from_der(certificate).ok()?;
    let root = Certificate::from_der(root).ok()?;
    let root_key = root.tbs_certificate.subject_public_key_info.to_der().ok()?;
    let root_key = RsaPublicKey::from_public_key_der(&root_key).ok()?;
    let signed = certificate.tbs_certificate.to_der().ok()?;
    let signature = Signature::try_from(certificate.signature.as_bytes()?).ok()?;
    VerifyingKey::<Sha256>::new(root_key).verify(&signed, &signature).ok()
}
