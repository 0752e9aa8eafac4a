//! The ways to the servers: name, connection, TLS, whose certificate.

use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::client::danger::{
    HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier,
};
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use tokio_rustls::rustls::{ClientConfig, DigitallySignedStruct, Error, SignatureScheme};
use x509_cert::Certificate;
use x509_cert::der::Decode;

use super::dns::{Answer, is_lie};
use super::plan::{Plan, Way};
use crate::probe::Failure;
use crate::recorder::Recorder;

/// A connection is there within a second, over a bad line within three.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(3);
/// TLS takes two more ways back and forth.
const TLS_TIME_MAX: Duration = Duration::from_secs(3);

/// Authorities that sign Apple's servers, and those that sign much of the rest of the world.
/// Anybody else in between opens what should be closed; Apple's programs then refuse.
const AUTHORITIES: [&str; 10] = [
    "Apple",
    "DigiCert",
    "GeoTrust",
    "Entrust",
    "GlobalSign",
    "Sectigo",
    "Let's Encrypt",
    "Amazon",
    "Google Trust Services",
    "Baltimore",
];

#[derive(Debug)]
enum End {
    Reached,
    NameRefused,
    NameSilent,
    NameLies,
    Blocked,
    TlsSilent,
    Inspected(String),
}

/// Walks all of them side by side.
pub(super) async fn walk(plan: &Plan, out: &Recorder) -> Result<(), Failure> {
    let mut walks = JoinSet::new();
    for way in plan.ways.clone() {
        let (resolver, public_only) = (plan.resolver, plan.public_only);
        walks.spawn(async move {
            let answer = resolver.ask(&way.host).await;
            let end = walk_one(&way, answer, public_only).await;
            (way, end)
        });
    }
    out.fact("here.net_asked", plan.ways.len() as u64);
    let mut reached = 0_u64;
    let mut ends: Vec<(&str, Vec<String>)> = Vec::new();
    while let Some(Ok((way, end))) = walks.join_next().await {
        let name = way.host.clone();
        let (fact, what) = match end {
            End::Reached => {
                reached += 1;
                continue;
            }
            End::NameRefused => ("here.net_names_refused", name),
            End::NameSilent => ("here.net_names_silent", name),
            End::NameLies => ("here.net_names_lie", name),
            End::Blocked => ("here.net_ports_blocked", format!("{name} port {}", way.port)),
            End::TlsSilent => ("here.net_tls_silent", name),
            End::Inspected(by) => ("here.net_inspected_by", by),
        };
        match ends.iter_mut().find(|(known, _)| *known == fact) {
            Some((_, names)) => names.push(what),
            None => ends.push((fact, vec![what])),
        }
    }
    out.fact("here.net_reached", reached);
    for (fact, mut names) in ends {
        names.sort_unstable();
        names.dedup();
        out.fact(fact, names.join(", "));
    }
    Ok(())
}

async fn walk_one(way: &Way, answer: Answer, public_only: bool) -> End {
    let addresses = match answer {
        Answer::Refused => return End::NameRefused,
        Answer::Silent => return End::NameSilent,
        Answer::Addresses(addresses) => addresses,
    };
    if public_only && addresses.iter().all(|address| is_lie(*address)) {
        return End::NameLies;
    }
    let Some(stream) = connect(&addresses, way.port).await else { return End::Blocked };
    if !way.tls {
        return End::Reached;
    }
    match timeout(TLS_TIME_MAX, open_tls(stream, &way.host)).await {
        Ok(Some((_, issuer))) if is_authority(&issuer) => End::Reached,
        Ok(Some((_, issuer))) => End::Inspected(issuer),
        Ok(None) => End::Blocked,
        // The small packets of the connection came through, the large ones do not.
        Err(_) => End::TlsSilent,
    }
}

/// A connection to the first address that takes one; IPv4 first, since a broken IPv6 is
/// common and nobody's fault but the network's.
pub(super) async fn connect(addresses: &[IpAddr], port: u16) -> Option<TcpStream> {
    let mut addresses = addresses.to_vec();
    addresses.sort_by_key(|address| address.is_ipv6());
    for address in addresses.into_iter().take(2) {
        let address = SocketAddr::new(address, port);
        if let Ok(Ok(stream)) = timeout(CONNECT_TIME_MAX, TcpStream::connect(address)).await {
            return Some(stream);
        }
    }
    None
}

fn is_authority(issuer: &str) -> bool {
    AUTHORITIES.iter().any(|known| issuer.contains(known))
}

/// Opens TLS whoever answers, to see who signed for it. Nothing private is ever sent over such
/// a stream.
pub(super) async fn open_tls<S>(stream: S, host: &str) -> Option<(TlsStream<S>, String)>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let issuer = Arc::new(Mutex::new(String::new()));
    let looker = Looker { issuer: Arc::clone(&issuer) };
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .ok()?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(looker))
        .with_no_client_auth();
    let name = ServerName::try_from(host.to_owned()).ok()?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.ok()?;
    let issuer = issuer.lock().unwrap_or_else(PoisonError::into_inner).clone();
    Some((stream, issuer))
}

/// Takes any certificate and notes who signed the last one shown.
#[derive(Debug)]
struct Looker {
    issuer: Arc<Mutex<String>>,
}

impl ServerCertVerifier for Looker {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let last = intermediates.last().unwrap_or(end_entity);
        let issuer = Certificate::from_der(last)
            .map_or_else(|_| "nobody".to_owned(), |one| one.tbs_certificate.issuer.to_string());
        *self.issuer.lock().unwrap_or_else(PoisonError::into_inner) = issuer;
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _message: &[u8],
        _cert: &CertificateDer<'_>,
        _signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        ring::default_provider().signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_are_known_and_boxes_in_between_are_not() {
        assert!(is_authority("CN=Apple Public Server RSA CA 12 - G1,O=Apple Inc.,C=US"));
        assert!(!is_authority("CN=Contoso Web Gateway,O=Contoso"));
        assert!(!is_authority(""));
    }
}
