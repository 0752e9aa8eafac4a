//! One client of the daemon.
//!
//! ```text
//! packet = u32le whole length, u32le version 1, u32le message 8, u32le tag, XML plist
//! ```

use plist::{Dictionary, Value};

use super::bus::{Attachment, Bus, BusEvent, Port};
use crate::phone::{SYSTEM_BUID, Trusted};

const HEADER_BYTES: usize = 16;
/// The open daemon closes a client that sends more.
const PACKET_BYTES_MAX: usize = 64 * 1024;

const OK: u64 = 0;
const BAD_COMMAND: u64 = 1;
const BAD_DEVICE: u64 = 2;
const REFUSED: u64 = 3;
/// `errno`: no such record.
const NO_RECORD: u64 = 2;

/// What a connection turned into.
#[derive(Clone, Debug)]
pub struct Tunnel {
    /// The phone.
    pub device_id: u32,
    /// The service behind the port.
    pub service: String,
    /// The host whose session opened the port; `None` for one that speaks in the clear.
    pub host: Option<Box<Trusted>>,
    /// Bytes the client sent behind its last packet already.
    pub early: Vec<u8>,
}

/// The client's conversation.
#[derive(Debug, Default)]
pub struct MuxClient {
    received: Vec<u8>,
    out: Vec<u8>,
    listening: bool,
    tunnel: Option<Tunnel>,
    refused: bool,
}

impl MuxClient {
    /// Bytes of the client.
    pub fn handle_received(&mut self, bytes: &[u8], bus: &mut Bus) {
        self.received.extend_from_slice(bytes);
        while self.tunnel.is_none() {
            let Some((tag, request)) = self.packet() else { return };
            self.request(tag, &request, bus);
        }
    }

    /// A phone came or went.
    pub fn handle_event(&mut self, event: &BusEvent, bus: &Bus) {
        if !self.listening {
            return;
        }
        match event {
            BusEvent::Attached(id) => {
                if let Some(attachment) = bus.find(*id) {
                    self.say(0, attached(attachment));
                }
            }
            BusEvent::Detached(id) => {
                let mut message = Dictionary::new();
                message.insert("MessageType".into(), "Detached".into());
                message.insert("DeviceID".into(), (*id).into());
                self.say(0, message);
            }
        }
    }

    /// Bytes for the client.
    pub fn take_output(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.out)
    }

    /// The tunnel this connection has become.
    pub fn tunnel(&self) -> Option<&Tunnel> {
        self.tunnel.as_ref()
    }

    /// Whether the client broke the protocol and is to be closed.
    pub fn is_refused(&self) -> bool {
        self.refused
    }

    fn packet(&mut self) -> Option<(u32, Dictionary)> {
        let header = self.received.get(..HEADER_BYTES)?;
        let field = |at: usize| {
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&header[at..at + 4]);
            u32::from_le_bytes(bytes)
        };
        let (length, message, tag) = (field(0) as usize, field(8), field(12));
        if !(HEADER_BYTES..=PACKET_BYTES_MAX).contains(&length) || message != 8 {
            self.refused = true;
            return None;
        }
        let packet: Vec<u8> =
            (self.received.len() >= length).then(|| self.received.drain(..length).collect())?;
        let bounds = unstuck_plist::Bounds::MESSAGE;
        let request = unstuck_plist::from_bytes(&packet[HEADER_BYTES..], bounds).ok();
        match request.and_then(Value::into_dictionary) {
            Some(request) => Some((tag, request)),
            None => {
                self.refused = true;
                None
            }
        }
    }

    fn request(&mut self, tag: u32, request: &Dictionary, bus: &mut Bus) {
        let text = |key: &str| request.get(key).and_then(Value::as_string).unwrap_or_default();
        match text("MessageType") {
            "ListDevices" => {
                let devices = bus.attached().iter().map(|one| Value::from(attached(one)));
                let mut reply = Dictionary::new();
                reply.insert("DeviceList".into(), Value::Array(devices.collect()));
                self.say(tag, reply);
            }
            "Listen" => {
                self.listening = true;
                self.result(tag, OK);
                for attachment in bus.attached() {
                    self.say(0, attached(attachment));
                }
            }
            "Connect" => self.connect(tag, request, bus),
            "ReadBUID" => {
                let mut reply = Dictionary::new();
                reply.insert("BUID".into(), SYSTEM_BUID.into());
                self.say(tag, reply);
            }
            "ReadPairRecord" => match bus.pair_record(text("PairRecordID")) {
                Some(record) => {
                    let mut reply = Dictionary::new();
                    reply.insert("PairRecordData".into(), Value::Data(record.clone()));
                    self.say(tag, reply);
                }
                None => self.result(tag, NO_RECORD),
            },
            "SavePairRecord" => {
                let record = request.get("PairRecordData").and_then(Value::as_data);
                let record = record.map(<[u8]>::to_vec).unwrap_or_default();
                bus.save_pair_record(text("PairRecordID"), record);
                self.result(tag, OK);
            }
            "DeletePairRecord" => {
                let deleted = bus.delete_pair_record(text("PairRecordID"));
                self.result(tag, if deleted { OK } else { NO_RECORD });
            }
            _ => self.result(tag, BAD_COMMAND),
        }
    }

    /// The port number comes with its two bytes swapped.
    fn connect(&mut self, tag: u32, request: &Dictionary, bus: &mut Bus) {
        let number = |key: &str| request.get(key).and_then(Value::as_unsigned_integer);
        let device_id = number("DeviceID").and_then(|id| u32::try_from(id).ok()).unwrap_or(0);
        let port = number("PortNumber").and_then(|port| u16::try_from(port).ok());
        let port = port.unwrap_or(0).swap_bytes();
        if bus.find(device_id).is_none() {
            return self.result(tag, BAD_DEVICE);
        }
        match bus.take_port(device_id, port) {
            None => self.result(tag, REFUSED),
            Some(Port { service, host }) => {
                self.result(tag, OK);
                let early = std::mem::take(&mut self.received);
                self.tunnel = Some(Tunnel { device_id, service, host, early });
            }
        }
    }

    fn result(&mut self, tag: u32, number: u64) {
        let mut reply = Dictionary::new();
        reply.insert("MessageType".into(), "Result".into());
        reply.insert("Number".into(), number.into());
        self.say(tag, reply);
    }

    fn say(&mut self, tag: u32, message: Dictionary) {
        let mut body = Vec::new();
        let written = Value::Dictionary(message).to_writer_xml(&mut body);
        written.expect("writing a plist of our own making into memory cannot fail");
        let length = u32::try_from(HEADER_BYTES + body.len()).unwrap_or(u32::MAX);
        for field in [length, 1, 8, tag] {
            self.out.extend_from_slice(&field.to_le_bytes());
        }
        self.out.extend_from_slice(&body);
    }
}

fn attached(attachment: &Attachment) -> Dictionary {
    let mut properties = Dictionary::new();
    let mut put = |key: &str, value: Value| {
        properties.insert(key.into(), value);
    };
    put("DeviceID", attachment.device_id.into());
    put("SerialNumber", attachment.udid.clone().into());
    if attachment.network {
        put("ConnectionType", "Network".into());
        put("InterfaceIndex", 2.into());
        put(
            "EscapedFullServiceName",
            "02:00:00:00:00:01@fe80::1._apple-mobdev2._tcp.local.".into(),
        );
        // sockaddr_in of 192.0.2.1, a documentation address: nothing listens there.
        let mut address = vec![2, 0, 0, 0, 192, 0, 2, 1];
        address.resize(16, 0);
        put("NetworkAddress", Value::Data(address));
    } else {
        put("ConnectionType", "USB".into());
        put("ConnectionSpeed", 480_000_000u64.into());
        put("LocationID", 0x0002_0000.into());
        put("ProductID", 0x12A8.into());
    }
    let mut message = Dictionary::new();
    message.insert("MessageType".into(), "Attached".into());
    message.insert("DeviceID".into(), attachment.device_id.into());
    message.insert("Properties".into(), properties.into());
    message
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::Scenario;

    fn ask(client: &mut MuxClient, bus: &mut Bus, entries: &[(&str, Value)]) -> Dictionary {
        let entries = entries.iter().map(|(key, value)| ((*key).to_owned(), value.clone()));
        let mut body = Vec::new();
        Value::Dictionary(entries.collect()).to_writer_xml(&mut body).unwrap();
        let length = u32::try_from(16 + body.len()).unwrap();
        let mut packet: Vec<u8> = [length, 1, 8, 7].iter().flat_map(|n| n.to_le_bytes()).collect();
        packet.extend(body);
        let (first, second) = packet.split_at(9);
        client.handle_received(first, bus);
        assert!(client.take_output().is_empty());
        client.handle_received(second, bus);
        let reply = client.take_output();
        assert_eq!(reply[12], 7, "the tag comes back");
        plist::from_bytes(&reply[16..]).unwrap()
    }

    #[test]
    fn a_client_lists_reads_records_and_connects_with_a_swapped_port() {
        let mut bus = Bus::new(&Scenario::named("healthy").unwrap());
        let mut client = MuxClient::default();
        let list = ask(&mut client, &mut bus, &[("MessageType", "ListDevices".into())]);
        assert_eq!(list.get("DeviceList").unwrap().as_array().unwrap().len(), 1);
        let udid = bus.attached()[0].udid.clone();
        let read = [("MessageType", "ReadPairRecord".into()), ("PairRecordID", udid.into())];
        assert!(ask(&mut client, &mut bus, &read).contains_key("PairRecordData"));
        let connect = |port: u16| {
            [
                ("MessageType", Value::from("Connect")),
                ("DeviceID", 1.into()),
                ("PortNumber", port.into()),
            ]
        };
        let refused = ask(&mut client, &mut bus, &connect(62_078));
        assert_eq!(refused.get("Number").unwrap().as_unsigned_integer(), Some(3));
        let opened = ask(&mut client, &mut bus, &connect(32_498));
        assert_eq!(opened.get("Number").unwrap().as_unsigned_integer(), Some(0));
        assert_eq!(client.tunnel().unwrap().service, "lockdown");
    }

    #[test]
    fn a_packet_shorter_than_its_header_ends_the_client() {
        let mut bus = Bus::new(&Scenario::named("healthy").unwrap());
        let mut client = MuxClient::default();
        let packet: Vec<u8> = [4u32, 1, 8, 0].iter().flat_map(|n| n.to_le_bytes()).collect();
        client.handle_received(&packet, &mut bus);
        assert!(client.is_refused());
    }
}
