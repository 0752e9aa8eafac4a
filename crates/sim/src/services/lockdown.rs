//! lockdown: identity, values, pairing, sessions, and the way to all other services
//! (docs/protocol.md 3).

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::plists::{Answer, Handler, Plists, text};
use super::{Turn, is_known};
use crate::phone::{PairOutcome, PairRequest, SharedPhone, Trusted};
use crate::scenario::LinkFaultKind;

/// Opens a port for a service, for the host in session.
type Ports = Box<dyn FnMut(&str, Option<&Trusted>) -> u16 + Send>;

/// What a request comes to: entries of the reply, or a lockdown error.
type Result<T> = std::result::Result<T, &'static str>;
/// Entries of a reply.
type Entries = Vec<(&'static str, Value)>;

/// One connection to lockdown.
pub struct Lockdown {
    phone: SharedPhone,
    /// Opens a port for a service.
    ports: Ports,
    /// The host in session.
    session: Option<Box<Trusted>>,
}

impl Lockdown {
    /// A connection that begins now. `ports` opens a port for the service it is given the
    /// name of.
    pub fn service(
        now: Moment,
        phone: SharedPhone,
        ports: impl FnMut(&str, Option<&Trusted>) -> u16 + Send + 'static,
    ) -> Box<dyn super::Service> {
        Box::new(Plists::new(now, Self { phone, ports: Box::new(ports), session: None }))
    }

    fn get_value(&self, now: Moment, request: &Dictionary) -> Result<Entries> {
        let (domain, key) = (text(request, "Domain"), text(request, "Key"));
        let value = self.phone.lock().value(now, domain, key, self.session.is_some())?;
        Ok(vec![("Value", value)])
    }

    fn set_value(&self, request: &Dictionary) -> Result<Entries> {
        if self.session.is_none() {
            return Err("SetProhibited");
        }
        let value = request.get("Value").cloned().ok_or("MissingValue")?;
        match (text(request, "Domain"), text(request, "Key")) {
            (Some("com.apple.mobile.wireless_lockdown"), Some("EnableWifiConnections")) => {
                self.phone.lock().wifi_connections = value.as_boolean().unwrap_or(false);
            }
            // Hosts leave notes here; nobody reads them.
            (Some("com.apple.iTunes.backup"), _) => {}
            _ => return Err("SetProhibited"),
        }
        Ok(vec![("Value", value)])
    }

    fn pair(&self, now: Moment, request: &Dictionary) -> Result<Entries> {
        let record = request.get("PairRecord").and_then(Value::as_dictionary);
        let record = record.ok_or("InvalidPairRecord")?;
        let data = |key: &str| record.get(key).and_then(Value::as_data).map(<[u8]>::to_vec);
        // A phone refuses nothing here, but a host has no business sending its keys.
        let request = PairRequest {
            host_id: text(record, "HostID").ok_or("MissingHostID")?.to_owned(),
            trusted: Trusted {
                device_certificate: data("DeviceCertificate").ok_or("InvalidPairRecord")?,
                host_certificate: data("HostCertificate").ok_or("InvalidPairRecord")?,
                root_certificate: data("RootCertificate").ok_or("InvalidPairRecord")?,
                escrow_bag: Vec::new(),
            },
        };
        let mut phone = self.phone.lock();
        if phone.scenario.network {
            return Err("PairingProhibitedOverThisConnection");
        }
        let (locked, seed) = (phone.is_locked(now), phone.scenario.seed);
        match phone.trust.pair(now, locked, seed, request) {
            PairOutcome::Trusted { escrow_bag } => {
                phone.notify("com.apple.mobile.lockdown.trusted_host_attached");
                Ok(vec![("EscrowBag", Value::Data(escrow_bag))])
            }
            PairOutcome::DialogPending => Err("PairingDialogResponsePending"),
            PairOutcome::Denied => Err("UserDeniedPairing"),
            PairOutcome::Locked => Err("PasswordProtected"),
        }
    }

    fn start_session(&mut self, now: Moment, request: &Dictionary) -> Result<(Entries, Turn)> {
        if self.session.is_some() {
            return Err("SessionActive");
        }
        if self.phone.lock().link_faults.strikes(LinkFaultKind::HostUnknown, now) {
            return Err("InvalidHostID");
        }
        let host_id = text(request, "HostID").ok_or("MissingHostID")?;
        let trusted = self.phone.lock().trust.host(host_id).cloned().ok_or("InvalidHostID")?;
        let id = format!("SESSION-{host_id}");
        self.session = Some(Box::new(trusted.clone()));
        let entries = vec![("SessionID", id.into()), ("EnableSessionSSL", true.into())];
        Ok((entries, Turn::StartTls(Box::new(trusted))))
    }

    fn start_service(&mut self, now: Moment, request: &Dictionary) -> Result<Entries> {
        let name = text(request, "Service").ok_or("MissingService")?;
        if name == "com.apple.mobile.insecure_notification_proxy" && self.session.is_none() {
            let port = (self.ports)("com.apple.mobile.notification_proxy", None);
            return Ok(vec![("Service", name.into()), ("Port", port.into())]);
        }
        if self.session.is_none() {
            return Err("SessionInactive");
        }
        if !is_known(name) {
            return Err("InvalidService");
        }
        let bag = request.get("EscrowBag").and_then(Value::as_data);
        {
            let mut phone = self.phone.lock();
            let opened = bag.is_some_and(|bag| phone.trust.knows_escrow_bag(bag));
            let harmless = matches!(
                name,
                "com.apple.mobile.heartbeat" | "com.apple.mobile.notification_proxy"
            );
            if phone.is_locked(now) && !opened && !harmless {
                return Err("PasswordProtected");
            }
            let agent = name == "com.apple.mobilebackup2";
            if agent && phone.link_faults.strikes(LinkFaultKind::ServiceLimit, now) {
                return Err("ServiceLimit");
            }
            if agent && phone.link_faults.strikes(LinkFaultKind::ServiceProhibited, now) {
                return Err("ServiceProhibited");
            }
        }
        let port = (self.ports)(name, self.session.as_deref());
        Ok(vec![("Service", name.into()), ("Port", port.into()), ("EnableServiceSSL", true.into())])
    }

    fn unpair(&mut self, request: &Dictionary) -> Result<Entries> {
        let record = request.get("PairRecord").and_then(Value::as_dictionary);
        let host_id = record.and_then(|record| text(record, "HostID")).ok_or("MissingHostID")?;
        self.phone.lock().trust.forget(host_id);
        Ok(Vec::new())
    }
}

impl Handler for Lockdown {
    fn request(&mut self, now: Moment, request: Dictionary) -> Answer {
        let name = text(&request, "Request").unwrap_or_default().to_owned();
        let mut turn = None;
        let result = match name.as_str() {
            "QueryType" => Ok(vec![("Type", "com.apple.mobile.lockdown".into())]),
            "GetValue" => self.get_value(now, &request),
            "SetValue" => self.set_value(&request),
            "Pair" => self.pair(now, &request),
            "ValidatePair" => Ok(vec![]),
            "Unpair" => self.unpair(&request),
            "StartSession" => self.start_session(now, &request).map(|(entries, tls)| {
                turn = Some(tls);
                entries
            }),
            "StopSession" => {
                turn = self.session.take().map(|_| Turn::StopTls);
                turn.as_ref().map(|_| vec![]).ok_or("SessionInactive")
            }
            "StartService" => self.start_service(now, &request),
            "Goodbye" => Ok(vec![]),
            _ => Err("InvalidRequest"),
        };
        let mut reply = Dictionary::new();
        reply.insert("Request".into(), name.clone().into());
        for key in ["Key", "Domain"] {
            if let Some(value) = request.get(key) {
                reply.insert(key.into(), value.clone());
            }
        }
        match result {
            Ok(entries) => {
                reply.insert("Result".into(), "Success".into());
                reply.extend(entries.into_iter().map(|(key, value)| (key.to_owned(), value)));
            }
            Err(error) => {
                reply.insert("Result".into(), "Failure".into());
                reply.insert("Error".into(), error.into());
            }
        }
        Answer { say: vec![reply.into()], turn, close: name == "Goodbye" }
    }
}
