//! A network on loopback: who answers for names, servers, and what stands in between.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use unstuck_diagnosis::case::Case;
use unstuck_diagnosis::{Cause, Diagnosis, Options, diagnose};
use unstuck_probe::network::{Plan, Resolver, Upload, Way, probes};
use unstuck_probe::{Found, Here, Kind, Probes};

/// How names are answered.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Names {
    Truly,
    Refuse(&'static str),
    /// With an address of nobody.
    Lie(&'static str),
    /// With this address.
    At([u8; 4]),
}

/// What stands in front of the servers.
#[derive(Clone, Copy, Debug, Default)]
struct Relay {
    delay: Duration,
    /// Every so many connections are kept waiting as if their first packet was lost.
    lose_every: Option<u32>,
    bits_per_second: Option<f64>,
    /// Delays of connections in turn, as a queue that another flow fills and empties.
    hogged: bool,
}

const HELD_UP: Duration = Duration::from_millis(1000);

pub(crate) struct House {
    plan: Plan,
    origin: SocketAddr,
}

/// What was found, and what the rules make of it.
#[derive(Debug)]
pub(crate) struct Looked {
    case: Case,
    diagnosis: Diagnosis,
}

impl Looked {
    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.case.get(&format!("facts.{name}"))?.as_number()
    }

    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let value = self.case.get(&format!("facts.{name}"))?;
        Some(value.as_text().map_or_else(|| value.to_json().to_string(), str::to_owned))
    }

    pub(crate) fn probability(&self, cause: Cause) -> f64 {
        self.diagnosis.probability(cause)
    }

    pub(crate) fn likeliest(&self) -> Cause {
        self.diagnosis.likeliest().cause
    }
}

impl House {
    pub(crate) async fn new() -> Self {
        let origin = serve(page).await;
        let tls = serve_tls("authority").await;
        let push = serve(page).await;
        let resolver = Resolver::Server(name_server(Names::Truly).await);
        let way = |host: &str, port, tls| Way { host: host.to_owned(), port, tls };
        let plan = Plan {
            ways: vec![
                way("gateway.icloud.test", tls.port(), true),
                way("setup.icloud.test", tls.port(), true),
                way("push.apple.test", push.port(), false),
            ],
            resolver,
            portal: ("captive.apple.test".to_owned(), origin.port()),
            upload: Some(Upload {
                host: "captive.apple.test".to_owned(),
                port: origin.port(),
                path: "/slurp".to_owned(),
                tls: false,
            }),
            pending_bytes: None,
            public_only: false,
        };
        Self { plan, origin }
    }

    pub(crate) async fn names(&mut self, names: Names) {
        self.plan.resolver = Resolver::Server(name_server(names).await);
        // Only the one lie is told; the others' true addresses are on this computer.
        if matches!(names, Names::Lie(_)) {
            self.plan.public_only = true;
            self.plan.ways.truncate(1);
        }
    }

    pub(crate) async fn sign_in_page(&mut self) {
        let portal = serve(sign_in).await;
        self.plan.portal.1 = portal.port();
    }

    pub(crate) fn close_push_port(&mut self) {
        // A port that was ours a moment ago and listens no more.
        let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        self.plan.ways[2].port = free.local_addr().unwrap().port();
    }

    pub(crate) async fn inspect(&mut self) {
        let port = serve_tls("inspecting-box").await.port();
        self.plan.ways[0].port = port;
    }

    async fn behind(&mut self, what: Relay) {
        let port = relay(self.origin, what).await.port();
        self.plan.portal.1 = port;
        self.plan.upload.as_mut().unwrap().port = port;
    }

    pub(crate) async fn limit(&mut self, bits_per_second: f64) {
        self.behind(Relay { bits_per_second: Some(bits_per_second), ..Relay::default() }).await;
    }

    pub(crate) async fn lose_every(&mut self, every: u32) {
        self.behind(Relay { lose_every: Some(every), ..Relay::default() }).await;
    }

    pub(crate) async fn delay_ms(&mut self, ms: u64) {
        self.behind(Relay { delay: Duration::from_millis(ms), ..Relay::default() }).await;
    }

    pub(crate) async fn hog(&mut self) {
        self.behind(Relay { hogged: true, ..Relay::default() }).await;
    }

    pub(crate) fn pending(mut self, bytes: f64) -> Self {
        self.plan.pending_bytes = Some(bytes);
        self
    }

    /// Probes and diagnoses.
    pub(crate) async fn look(self) -> Looked {
        let nowhere = tempfile::tempdir().unwrap();
        let here = Here::recorded(nowhere.path(), Kind::Linux);
        look(&here, self.plan).await
    }
}

pub(crate) async fn look(here: &Here, plan: Plan) -> Looked {
    let mut all = Probes::new();
    all.extend(probes(here, plan));
    let mut running = all.run();
    let mut case = Case::new();
    while let Some(found) = running.next().await {
        if let Found::Evidence(fact) = found {
            case.record(fact);
        }
    }
    let diagnosis = diagnose(&case, &Options::default());
    Looked { case, diagnosis }
}

/// Answers every name with this computer, but for what it was told.
pub(crate) async fn name_server(names: Names) -> SocketAddr {
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let address = socket.local_addr().unwrap();
    tokio::spawn(async move {
        let mut message = [0; 512];
        while let Ok((length, from)) = socket.recv_from(&mut message).await {
            let mut answer = message[..length].to_vec();
            let name = name_in(&answer);
            let (code, ip) = match names {
                Names::Refuse(host) if host == name => (5, None),
                Names::Lie(host) if host == name => (0, Some([0, 0, 0, 0])),
                Names::At(ip) => (0, Some(ip)),
                _ => (0, Some([127, 0, 0, 1])),
            };
            answer[2] |= 0x80;
            answer[3] = 0x80 | code;
            if let Some(ip) = ip {
                answer[7] = 1;
                answer.extend_from_slice(&[0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 9, 0, 4]);
                answer.extend_from_slice(&ip);
            }
            let _ = socket.send_to(&answer, from).await;
        }
    });
    address
}

fn name_in(message: &[u8]) -> String {
    let mut labels = Vec::new();
    let mut at = 12;
    while message[at] != 0 {
        let length = usize::from(message[at]);
        labels.push(String::from_utf8_lossy(&message[at + 1..=at + length]).into_owned());
        at += length + 1;
    }
    labels.join(".")
}

fn page() -> String {
    let body = "<HTML><BODY>Success</BODY></HTML>";
    let length = body.len();
    let date = date();
    format!("HTTP/1.1 200 OK\r\nDate: {date}\r\nContent-Length: {length}\r\n\r\n{body}")
}

fn sign_in() -> String {
    "HTTP/1.1 302 Found\r\nLocation: http://hotel.test/login\r\nContent-Length: 0\r\n\r\n"
        .to_owned()
}

/// Now, as servers write it; the day of the week is not read.
fn date() -> String {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let mut days = seconds / 86_400;
    let mut year = 1970;
    let by = |year: u64, number| year.is_multiple_of(number);
    let leap = |year| by(year, 4) && (!by(year, 100) || by(year, 400));
    while days >= 365 + u64::from(leap(year)) {
        days -= 365 + u64::from(leap(year));
        year += 1;
    }
    let lengths = [31, 28 + u64::from(leap(year)), 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut month = 0;
    while days >= lengths[month] {
        days -= lengths[month];
        month += 1;
    }
    let names =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (hours, minutes) = (seconds / 3600 % 24, seconds / 60 % 60);
    let (day, name, seconds) = (days + 1, names[month], seconds % 60);
    format!("Mon, {day:02} {name} {year} {hours:02}:{minutes:02}:{seconds:02} GMT")
}

/// A server that answers every request with a page, uploads when they are whole.
pub(crate) async fn serve(answer: fn() -> String) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(converse(stream, answer));
        }
    });
    address
}

async fn converse(mut stream: TcpStream, answer: fn() -> String) {
    let mut bytes = Vec::new();
    loop {
        let mut piece = vec![0; 1 << 16];
        let Ok(length) = stream.read(&mut piece).await else { return };
        if length == 0 {
            return;
        }
        bytes.extend_from_slice(&piece[..length]);
        let Some(end) = bytes.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let body = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let body: usize = body.map_or(0, |length| length.parse().unwrap());
        if bytes.len() < end + 4 + body {
            continue;
        }
        bytes.drain(..end + 4 + body);
        if stream.write_all(answer().as_bytes()).await.is_err() || head.contains("close") {
            return;
        }
    }
}

async fn serve_tls(name: &str) -> SocketAddr {
    let folder = format!("{}/tests/fixtures", env!("CARGO_MANIFEST_DIR"));
    let certificate = std::fs::read(format!("{folder}/{name}.der")).unwrap();
    let key = std::fs::read(format!("{folder}/{name}.key.der")).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key));
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![CertificateDer::from(certificate)], key)
        .unwrap();
    let acceptor = TlsAcceptor::from(Arc::new(config));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let acceptor = acceptor.clone();
            tokio::spawn(async move {
                let _ = acceptor.accept(stream).await;
            });
        }
    });
    address
}

async fn relay(origin: SocketAddr, what: Relay) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let count = Arc::new(AtomicU32::new(0));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let number = count.fetch_add(1, Relaxed);
            tokio::spawn(carry(stream, origin, what, number));
        }
    });
    address
}

async fn carry(stream: TcpStream, origin: SocketAddr, what: Relay, number: u32) {
    let mut wait = what.delay;
    if what.lose_every.is_some_and(|every| number % every == every - 1) {
        wait += HELD_UP;
    }
    if what.hogged {
        wait += Duration::from_millis(u64::from(number % 5) * 250);
    }
    tokio::time::sleep(wait).await;
    let Ok(there) = TcpStream::connect(origin).await else { return };
    let (mut from_here, mut to_here) = stream.into_split();
    let (mut from_there, mut to_there) = there.into_split();
    let up = async move {
        let mut piece = vec![0; 2048];
        loop {
            let Ok(length) = from_here.read(&mut piece).await else { return };
            if length == 0 || to_there.write_all(&piece[..length]).await.is_err() {
                return;
            }
            if let Some(bits) = what.bits_per_second {
                let takes = Duration::from_secs_f64(length as f64 * 8.0 / bits);
                tokio::time::sleep(takes).await;
            }
        }
    };
    let down = async move {
        let _ = tokio::io::copy(&mut from_there, &mut to_here).await;
    };
    tokio::join!(up, down);
}
