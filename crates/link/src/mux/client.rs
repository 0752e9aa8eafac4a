//! One connection to the daemon.

use plist::{Dictionary, Value};

use super::packet;
use crate::air::InTheAir;
use crate::error::Fault;
use crate::stream::Stream;

/// How a phone is attached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Transport {
    /// By cable.
    Usb {
        /// Negotiated speed, where the daemon says so: 480,000,000 is USB 2.
        bits_per_second: Option<u64>,
    },
    /// Over the network.
    Network,
}

/// A phone the daemon knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attached {
    /// Number the daemon gave it. Another one each time it is plugged in.
    pub device_id: u32,
    /// UDID, with its dash.
    pub udid: String,
    /// How it is attached.
    pub transport: Transport,
    /// Where on the bus, by cable.
    pub location_id: Option<u64>,
}

impl Attached {
    /// A phone the daemon does not know.
    pub(super) fn in_the_air(phone: &InTheAir) -> Self {
        Self {
            device_id: phone.device_id,
            udid: phone.udid.clone(),
            transport: Transport::Network,
            location_id: None,
        }
    }
}

/// Something comes or goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MuxEvent {
    /// A phone came.
    Attached(Attached),
    /// The phone with this number went.
    Detached(u32),
    /// A pair record was stored for the phone with this number.
    Paired(u32),
}

/// Results of the daemon (docs/protocol.md 2.4).
const BAD_DEVICE: u64 = 2;
const REFUSED: u64 = 3;
/// For pair records the number is an errno: no such record.
const NO_RECORD: u64 = 2;

pub(super) struct Client {
    stream: Box<dyn Stream>,
    tag: u32,
}

impl Client {
    pub(super) fn new(stream: Box<dyn Stream>) -> Self {
        Self { stream, tag: 0 }
    }

    /// Sends a request and waits for the answer with its tag.
    async fn ask(&mut self, name: &str, extra: Vec<(&str, Value)>) -> Result<Dictionary, Fault> {
        self.tag += 1;
        let mut request = Dictionary::new();
        request.insert("MessageType".into(), name.into());
        for (key, value) in extra {
            request.insert(key.into(), value);
        }
        packet::send(&mut *self.stream, self.tag, request).await?;
        loop {
            let (tag, answer) = packet::receive(&mut *self.stream).await?;
            // Notifications carry tag 0 and are none of ours here.
            if tag == self.tag {
                return Ok(answer);
            }
        }
    }

    pub(super) async fn list(&mut self) -> Result<Vec<Attached>, Fault> {
        let answer = self.ask("ListDevices", vec![]).await?;
        let list = answer.get("DeviceList").and_then(Value::as_array);
        let list = list.ok_or_else(|| Fault::Nonsense("no list of phones".into()))?;
        // An entry that makes no sense must not hide the others.
        Ok(list.iter().filter_map(Value::as_dictionary).filter_map(attached).collect())
    }

    pub(super) async fn listen(mut self) -> Result<Listener, Fault> {
        let answer = self.ask("Listen", vec![]).await?;
        match number(&answer) {
            0 => Ok(Listener { stream: self.stream }),
            other => Err(Fault::Daemon(other)),
        }
    }

    pub(super) async fn buid(&mut self) -> Result<String, Fault> {
        let answer = self.ask("ReadBUID", vec![]).await?;
        let buid = answer.get("BUID").and_then(Value::as_string);
        buid.map(String::from).ok_or_else(|| Fault::Nonsense("no BUID".into()))
    }

    pub(super) async fn pair_record(&mut self, udid: &str) -> Result<Option<Vec<u8>>, Fault> {
        let answer = self.ask("ReadPairRecord", vec![("PairRecordID", udid.into())]).await?;
        match answer.get("PairRecordData").and_then(Value::as_data) {
            Some(record) => Ok(Some(record.to_vec())),
            None if number(&answer) == NO_RECORD => Ok(None),
            None => Err(Fault::Daemon(number(&answer))),
        }
    }

    pub(super) async fn save_pair_record(
        &mut self,
        udid: &str,
        device_id: u32,
        record: Vec<u8>,
    ) -> Result<(), Fault> {
        let extra = vec![
            ("PairRecordID", udid.into()),
            ("PairRecordData", Value::Data(record)),
            ("DeviceID", device_id.into()),
        ];
        match number(&self.ask("SavePairRecord", extra).await?) {
            0 => Ok(()),
            other => Err(Fault::Daemon(other)),
        }
    }

    /// The port goes with its two bytes swapped (docs/protocol.md 2.3).
    pub(super) async fn connect(
        mut self,
        device_id: u32,
        port: u16,
    ) -> Result<Box<dyn Stream>, Fault> {
        let port = port.swap_bytes();
        let extra = vec![("DeviceID", device_id.into()), ("PortNumber", port.into())];
        match number(&self.ask("Connect", extra).await?) {
            0 => Ok(self.stream),
            BAD_DEVICE => Err(Fault::Detached),
            REFUSED => Err(Fault::Refused),
            other => Err(Fault::Daemon(other)),
        }
    }
}

/// What comes and goes.
#[derive(Debug)]
pub struct Listener {
    stream: Box<dyn Stream>,
}

impl Listener {
    /// The next thing that happens; it may take for ever. Dropping the future in the
    /// middle loses the listener's place: use it in a task of its own.
    ///
    /// # Errors
    /// The daemon is gone. That is not the phone being gone.
    pub async fn next(&mut self) -> Result<MuxEvent, Fault> {
        loop {
            let (_, message) = packet::receive(&mut *self.stream).await?;
            let id = message.get("DeviceID").and_then(Value::as_unsigned_integer);
            let id = id.and_then(|id| u32::try_from(id).ok());
            let event = match (message.get("MessageType").and_then(Value::as_string), id) {
                (Some("Attached"), _) => attached(&message).map(MuxEvent::Attached),
                (Some("Detached"), Some(id)) => Some(MuxEvent::Detached(id)),
                (Some("Paired"), Some(id)) => Some(MuxEvent::Paired(id)),
                _ => None,
            };
            if let Some(event) = event {
                return Ok(event);
            }
        }
    }
}

fn number(answer: &Dictionary) -> u64 {
    answer.get("Number").and_then(Value::as_unsigned_integer).unwrap_or(u64::MAX)
}

fn attached(message: &Dictionary) -> Option<Attached> {
    let properties = message.get("Properties")?.as_dictionary()?;
    let id = message.get("DeviceID").or_else(|| properties.get("DeviceID"));
    let number = |key: &str| properties.get(key).and_then(Value::as_unsigned_integer);
    let transport = match properties.get("ConnectionType").and_then(Value::as_string) {
        Some("Network") => Transport::Network,
        _ => Transport::Usb { bits_per_second: number("ConnectionSpeed").filter(|n| *n > 0) },
    };
    Some(Attached {
        device_id: u32::try_from(id?.as_unsigned_integer()?).ok()?,
        udid: properties
            .get("SerialNumber")?
            .as_string()
            .filter(|udid| is_udid(udid))
            .map(with_dash)?,
        transport,
        location_id: number("LocationID"),
    })
}

/// A UDID names folders, so it must look like one: 40 hex digits, or 8 and 16 with or without
/// their dash.
fn is_udid(serial: &str) -> bool {
    let known_length = [24, 25, 40].contains(&serial.len());
    known_length && serial.bytes().all(|byte| byte.is_ascii_hexdigit() || byte == b'-')
}

/// Newer phones' serial numbers come as 24 characters; the dash belongs behind the eighth.
fn with_dash(serial: &str) -> String {
    if serial.len() == 24 && serial.is_ascii() {
        format!("{}-{}", &serial[..8], &serial[8..])
    } else {
        serial.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(xml: &str) -> Dictionary {
        plist::from_bytes(format!("<plist><dict>{xml}</dict></plist>").as_bytes()).unwrap()
    }

    #[test]
    fn a_phone_by_cable_and_one_over_wifi_are_told_apart() {
        let usb = message(
            "<key>DeviceID</key><integer>3</integer><key>Properties</key><dict>\
             <key>SerialNumber</key><string>00008110000A1234567890AB</string>\
             <key>ConnectionType</key><string>USB</string>\
             <key>ConnectionSpeed</key><integer>480000000</integer></dict>",
        );
        let usb = attached(&usb).unwrap();
        assert_eq!(usb.udid, "00008110-000A1234567890AB");
        assert_eq!(usb.transport, Transport::Usb { bits_per_second: Some(480_000_000) });
        let network = message(
            "<key>DeviceID</key><integer>4</integer><key>Properties</key><dict>\
             <key>SerialNumber</key><string>3e6f0a9dd5e7a1c44f1b0e9b1a7b0d1c6c2f8e55</string>\
             <key>ConnectionType</key><string>Network</string></dict>",
        );
        assert_eq!(attached(&network).unwrap().transport, Transport::Network);
        assert_eq!(attached(&message("<key>DeviceID</key><integer>1</integer>")), None);
    }
}
