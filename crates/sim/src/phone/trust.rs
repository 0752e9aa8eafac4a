//! Which hosts a phone trusts, and the dialog about the others.

use std::collections::HashMap;
use std::time::Duration;

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use crate::content::bytes::derive_bytes;
use crate::identity::Identity;
use crate::scenario::{Scenario, TrustAnswer};

/// A host the phone trusts.
#[derive(Clone, Debug)]
pub struct Trusted {
    /// Certificate of the phone, issued by the host: PEM.
    pub device_certificate: Vec<u8>,
    /// Certificate the host shows: PEM.
    pub host_certificate: Vec<u8>,
    /// Certificate that issued both: PEM. Some hosts show this one.
    pub root_certificate: Vec<u8>,
    /// What opens a locked phone's services for this host.
    pub escrow_bag: Vec<u8>,
}

/// What a host sends to be trusted.
#[derive(Clone, Debug)]
pub struct PairRequest {
    /// Name the host gives itself.
    pub host_id: String,
    /// Its certificates.
    pub trusted: Trusted,
}

/// What the phone answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PairOutcome {
    /// Trusted now.
    Trusted {
        /// For the host to keep.
        escrow_bag: Vec<u8>,
    },
    /// The dialog is on the screen.
    DialogPending,
    /// The owner said no.
    Denied,
    /// The phone must be unlocked first.
    Locked,
}

/// Trust of one phone.
#[derive(Clone, Debug)]
pub struct TrustState {
    hosts: HashMap<String, Trusted>,
    answer: TrustAnswer,
    after: Duration,
    asked_since: Option<Moment>,
}

/// The host id of the pair record every trusting phone comes with.
const BUNDLED_HOST_ID: &str = "B0D1CAFE-0000-4000-8000-00000000C0DE";
/// SystemBUID of the simulated usbmux daemon.
pub const SYSTEM_BUID: &str = "5A5A5A5A-0000-4000-8000-0000000000B1";

const ROOT_CERTIFICATE: &[u8] = include_bytes!("../../assets/root.crt.pem");
const ROOT_KEY: &[u8] = include_bytes!("../../assets/root.key.pem");
const HOST_CERTIFICATE: &[u8] = include_bytes!("../../assets/host.crt.pem");
const HOST_KEY: &[u8] = include_bytes!("../../assets/host.key.pem");
const DEVICE_CERTIFICATE: &[u8] = include_bytes!("../../assets/device.crt.pem");

/// Private key of every simulated phone. It stands in the source: it protects nothing.
pub const DEVICE_KEY: &[u8] = include_bytes!("../../assets/device.key.pem");
/// The same key's public half, as `DevicePublicKey` gives it.
pub const DEVICE_PUBLIC_KEY: &[u8] = include_bytes!("../../assets/device.pub.pem");

impl TrustState {
    /// As the scenario says.
    pub fn new(scenario: &Scenario) -> Self {
        let mut hosts = HashMap::new();
        if scenario.trust.answer == TrustAnswer::Given {
            let trusted = Trusted {
                device_certificate: DEVICE_CERTIFICATE.to_vec(),
                host_certificate: HOST_CERTIFICATE.to_vec(),
                root_certificate: ROOT_CERTIFICATE.to_vec(),
                escrow_bag: escrow_bag(scenario.seed),
            };
            hosts.insert(BUNDLED_HOST_ID.to_string(), trusted);
        }
        Self {
            hosts,
            answer: scenario.trust.answer,
            after: Duration::from_secs_f64(scenario.trust.after_s),
            asked_since: None,
        }
    }

    /// The host `host_id`, when it is trusted.
    pub fn host(&self, host_id: &str) -> Option<&Trusted> {
        self.hosts.get(host_id)
    }

    /// Whether any trusted host has this escrow bag.
    pub fn knows_escrow_bag(&self, bag: &[u8]) -> bool {
        self.hosts.values().any(|host| host.escrow_bag == bag)
    }

    /// A host is not trusted any more.
    pub fn forget(&mut self, host_id: &str) {
        self.hosts.remove(host_id);
        if self.answer == TrustAnswer::Given {
            self.answer = TrustAnswer::Trust;
        }
    }

    /// From now on the owner taps Trust when asked.
    pub fn willing(&mut self) {
        if self.answer != TrustAnswer::Given {
            self.answer = TrustAnswer::Trust;
        }
    }

    /// A host wants to be trusted.
    pub fn pair(
        &mut self,
        now: Moment,
        locked: bool,
        seed: u64,
        request: PairRequest,
    ) -> PairOutcome {
        if locked {
            return PairOutcome::Locked;
        }
        let known = self.hosts.contains_key(&request.host_id);
        let since = *self.asked_since.get_or_insert(now);
        let answered = now.since(since) >= self.after;
        match self.answer {
            _ if known => {}
            TrustAnswer::Given => {}
            TrustAnswer::Trust if answered => {}
            TrustAnswer::Refuse if answered => {
                self.asked_since = None;
                return PairOutcome::Denied;
            }
            _ => return PairOutcome::DialogPending,
        }
        self.asked_since = None;
        let escrow_bag = escrow_bag(seed);
        let trusted = Trusted { escrow_bag: escrow_bag.clone(), ..request.trusted };
        self.hosts.insert(request.host_id, trusted);
        PairOutcome::Trusted { escrow_bag }
    }
}

fn escrow_bag(seed: u64) -> Vec<u8> {
    derive_bytes::<32>(seed, "escrow bag", 0).to_vec()
}

/// The pair record of the host every trusting phone knows: what a usbmux daemon keeps.
pub fn bundled_pair_record(identity: &Identity, seed: u64) -> Vec<u8> {
    let mut record = Dictionary::new();
    let data = [
        ("DeviceCertificate", DEVICE_CERTIFICATE),
        ("HostCertificate", HOST_CERTIFICATE),
        ("HostPrivateKey", HOST_KEY),
        ("RootCertificate", ROOT_CERTIFICATE),
        ("RootPrivateKey", ROOT_KEY),
    ];
    for (key, bytes) in data {
        record.insert(key.into(), Value::Data(bytes.to_vec()));
    }
    record.insert("EscrowBag".into(), Value::Data(escrow_bag(seed)));
    record.insert("HostID".into(), BUNDLED_HOST_ID.into());
    record.insert("SystemBUID".into(), SYSTEM_BUID.into());
    record.insert("WiFiMACAddress".into(), identity.wifi_address().into());
    let mut out = Vec::new();
    let written = Value::Dictionary(record).to_writer_xml(&mut out);
    written.expect("writing a plist of our own making into memory cannot fail");
    out
}
