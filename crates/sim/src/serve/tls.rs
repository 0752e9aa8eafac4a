//! TLS as a phone does it: the phone is the server, the host shows the certificate it was
//! trusted with (docs/protocol.md 3.3).

use std::sync::Arc;

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::client::danger::HandshakeSignatureValid;
use tokio_rustls::rustls::crypto::{
    CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature,
};
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, UnixTime};
use tokio_rustls::rustls::server::NoServerSessionStorage;
use tokio_rustls::rustls::server::danger::{ClientCertVerified, ClientCertVerifier};
use tokio_rustls::rustls::{
    CertificateError, DigitallySignedStruct, DistinguishedName, Error, ServerConfig,
    SignatureScheme,
};

use crate::phone::{DEVICE_KEY, Trusted};

/// An acceptor for connections of one host.
///
/// # Errors
/// The certificates the host gave when it was trusted are none.
pub(super) fn acceptor(trusted: &Trusted) -> Result<TlsAcceptor, Error> {
    let provider = Arc::new(ring::default_provider());
    let certificate = |pem: &[u8]| {
        CertificateDer::from_pem_slice(pem)
            .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))
    };
    let accepted =
        vec![certificate(&trusted.host_certificate)?, certificate(&trusted.root_certificate)?];
    let device = certificate(&trusted.device_certificate)?;
    let key = PrivateKeyDer::from_pem_slice(DEVICE_KEY)
        .map_err(|_| Error::InvalidCertificate(CertificateError::BadEncoding))?;
    let verifier = Arc::new(KnownHost { accepted, provider: Arc::clone(&provider) });
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(verifier)
        .with_single_cert(vec![device], key)?;
    // Whether phones resume TLS sessions is not known: no client may profit from it here.
    config.session_storage = Arc::new(NoServerSessionStorage {});
    config.send_tls13_tickets = 0;
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Accepts the host's certificate or the root it was issued by: libimobiledevice shows the
/// root, others the host's.
#[derive(Debug)]
struct KnownHost {
    accepted: Vec<CertificateDer<'static>>,
    provider: Arc<CryptoProvider>,
}

impl ClientCertVerifier for KnownHost {
    fn root_hint_subjects(&self) -> &[DistinguishedName] {
        &[]
    }

    fn verify_client_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _now: UnixTime,
    ) -> Result<ClientCertVerified, Error> {
        if self.accepted.contains(end_entity) {
            Ok(ClientCertVerified::assertion())
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
