//! Who is attached.

use std::collections::HashMap;

use crate::phone::{SharedPhone, Trusted, bundled_pair_record};
use crate::scenario::{LinkFaultKind, Scenario, TrustAnswer};
use crate::services::LOCKDOWN_PORT;

/// Something that listeners of the daemon hear of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BusEvent {
    /// A phone came, under this number.
    Attached(u32),
    /// The phone of this number went.
    Detached(u32),
}

/// A phone on the bus.
#[derive(Clone, Debug)]
pub struct Attachment {
    /// Number the daemon gave it; another one each time it comes.
    pub device_id: u32,
    /// Number of the phone in its scenario.
    pub phone: usize,
    /// UDID.
    pub udid: String,
    /// Over Wi-Fi.
    pub network: bool,
}

/// What is behind a port.
#[derive(Clone, Debug)]
pub struct Port {
    /// Name of the service.
    pub service: String,
    /// The host whose session opened it; `None` for one that speaks in the clear.
    pub host: Option<Box<Trusted>>,
}

/// All that is attached, and what the daemon keeps.
#[derive(Debug)]
pub struct Bus {
    phones: Vec<SharedPhone>,
    attached: Vec<Attachment>,
    next_device_id: u32,
    pair_records: HashMap<String, Vec<u8>>,
    ports: HashMap<(u32, u16), Port>,
    next_port: u16,
    /// Answers nobody: it is being restarted.
    pub down: bool,
}

impl Bus {
    /// The phones of a scenario, all attached.
    pub fn new(scenario: &Scenario) -> Self {
        let phones: Vec<_> =
            (0..scenario.phones.max(1)).map(|n| SharedPhone::new(scenario, n)).collect();
        let mut pair_records = HashMap::new();
        if scenario.trust.answer == TrustAnswer::Given {
            for phone in &phones {
                let phone = phone.lock();
                let record = bundled_pair_record(&phone.identity, scenario.seed);
                pair_records.insert(phone.identity.udid.clone(), record);
            }
        }
        let mut bus = Self {
            phones,
            attached: Vec::new(),
            next_device_id: 1,
            pair_records,
            ports: HashMap::new(),
            next_port: 49_152,
            down: false,
        };
        let unseen = scenario.link_faults.iter().any(|f| f.kind == LinkFaultKind::NoDevice);
        for phone in 0..bus.phones.len() {
            if !unseen && !scenario.announced {
                bus.attach(phone);
            }
        }
        bus
    }

    /// The phones, attached or not.
    pub fn phones(&self) -> &[SharedPhone] {
        &self.phones
    }

    /// What is attached now.
    pub fn attached(&self) -> &[Attachment] {
        &self.attached
    }

    /// The attachment with this number.
    pub fn find(&self, device_id: u32) -> Option<&Attachment> {
        self.attached.iter().find(|attachment| attachment.device_id == device_id)
    }

    /// Attaches a phone under a new number.
    pub fn attach(&mut self, phone: usize) -> BusEvent {
        let device_id = self.next_device_id;
        self.next_device_id += 1;
        let state = self.phones[phone].lock();
        let (udid, network) = (state.identity.udid.clone(), state.scenario.network);
        drop(state);
        self.attached.push(Attachment { device_id, phone, udid, network });
        BusEvent::Attached(device_id)
    }

    /// Detaches a phone; `None` when it was not attached.
    pub fn detach(&mut self, phone: usize) -> Option<BusEvent> {
        let at = self.attached.iter().position(|attachment| attachment.phone == phone)?;
        let gone = self.attached.remove(at);
        self.ports.retain(|(device_id, _), _| *device_id != gone.device_id);
        Some(BusEvent::Detached(gone.device_id))
    }

    /// Opens a port of a phone for one connection to a service.
    pub fn open_port(&mut self, device_id: u32, service: &str, host: Option<&Trusted>) -> u16 {
        let port = self.next_port;
        self.next_port = self.next_port.checked_add(1).unwrap_or(49_152);
        let host = host.cloned().map(Box::new);
        self.ports.insert((device_id, port), Port { service: service.into(), host });
        port
    }

    /// The service behind a port. A port takes one connection; lockdown's takes any.
    pub fn take_port(&mut self, device_id: u32, port: u16) -> Option<Port> {
        self.find(device_id)?;
        if port == LOCKDOWN_PORT {
            return Some(Port { service: "lockdown".into(), host: None });
        }
        self.ports.remove(&(device_id, port))
    }

    pub(super) fn pair_record(&self, udid: &str) -> Option<&Vec<u8>> {
        self.pair_records.get(udid)
    }

    pub(super) fn save_pair_record(&mut self, udid: &str, record: Vec<u8>) {
        self.pair_records.insert(udid.into(), record);
    }

    pub(super) fn delete_pair_record(&mut self, udid: &str) -> bool {
        self.pair_records.remove(udid).is_some()
    }
}
