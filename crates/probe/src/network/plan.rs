//! Which hosts are asked for what. Sources: Apple's "Use Apple products on enterprise networks"
//! (101555) for hosts and ports; the address of the upload is that of macOS's `networkQuality`
//! (not verified against a live answer).

use super::dns::Resolver;

/// One way an iCloud backup takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Way {
    /// Name of the host.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Whether TLS is spoken there, and its certificate is worth a look.
    pub tls: bool,
}

/// Where a few bytes are sent to measure the line upwards.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Name of the host.
    pub host: String,
    /// TCP port.
    pub port: u16,
    /// Path that takes any bytes.
    pub path: String,
    /// Whether TLS is spoken there.
    pub tls: bool,
}

/// What is asked of whom.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The ways a backup takes.
    pub ways: Vec<Way>,
    /// Who is asked for names.
    pub resolver: Resolver,
    /// Host and port that answer every page with the word Success.
    pub portal: (String, u16),
    /// Where the line upwards is measured.
    pub upload: Option<Upload>,
    /// Bytes that wait to be sent, where that is known.
    pub pending_bytes: Option<f64>,
    /// Addresses of home networks and of nobody are a lie as an answer to these names. False
    /// only where a test's hosts are on this computer.
    pub public_only: bool,
}

impl Plan {
    /// Apple's hosts.
    pub fn apple() -> Self {
        let way = |host: &str, port, tls| Way { host: host.to_owned(), port, tls };
        Self {
            ways: vec![
                way("setup.icloud.com", 443, true),
                way("gateway.icloud.com", 443, true),
                way("www.icloud-content.com", 443, true),
                way("api.apple-cloudkit.com", 443, true),
                way("gsa.apple.com", 443, true),
                way("1-courier.push.apple.com", 5223, false),
            ],
            resolver: Resolver::System,
            portal: ("captive.apple.com".to_owned(), 80),
            upload: Some(Upload {
                host: "mensura.cdn-apple.com".to_owned(),
                port: 443,
                path: "/api/v1/gm/slurp".to_owned(),
                tls: true,
            }),
            pending_bytes: None,
            public_only: true,
        }
    }
}
