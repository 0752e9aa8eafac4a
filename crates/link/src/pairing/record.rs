//! The pair record: what trust left on this computer.

use std::fmt;

use plist::{Dictionary, Value};
use unstuck_plist::Bounds;

use crate::error::Fault;

/// What a computer keeps of a phone that trusts it. Written by any program, read tolerantly:
/// records of others may lack the host's key, the Wi-Fi address or the escrow bag.
#[derive(Clone, PartialEq, Eq)]
pub struct PairRecord {
    /// Certificate the phone shows: PEM.
    pub device_certificate: Vec<u8>,
    /// Certificate we show: PEM.
    pub host_certificate: Vec<u8>,
    /// Key to it: PEM.
    pub host_private_key: Option<Vec<u8>>,
    /// Certificate that issued both: PEM.
    pub root_certificate: Vec<u8>,
    /// Key to it: PEM.
    pub root_private_key: Option<Vec<u8>>,
    /// Name of this computer towards the phone.
    pub host_id: String,
    /// Name the daemon gives this computer.
    pub system_buid: String,
    /// Opens services of a locked phone.
    pub escrow_bag: Option<Vec<u8>>,
    /// Wi-Fi address of the phone, by which it is known on the network.
    pub wifi_address: Option<String>,
}

impl PairRecord {
    /// Reads a record.
    ///
    /// # Errors
    /// [`Fault::Nonsense`] when something is missing that no session can do without.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, Fault> {
        let record = unstuck_plist::from_bytes(bytes, Bounds::MESSAGE)
            .map_err(|fault| Fault::Nonsense(format!("the pair record is {fault}")))?;
        let record = record.into_dictionary().unwrap_or_default();
        let data = |key: &str| record.get(key).and_then(Value::as_data).map(<[u8]>::to_vec);
        let text = |key: &str| record.get(key).and_then(Value::as_string).map(String::from);
        let need = |key: &str| Fault::Nonsense(format!("the pair record has no {key}"));
        let needed = |key: &str| data(key).ok_or_else(|| need(key));
        let record = Self {
            device_certificate: needed("DeviceCertificate")?,
            host_certificate: needed("HostCertificate")?,
            host_private_key: data("HostPrivateKey"),
            root_certificate: needed("RootCertificate")?,
            root_private_key: data("RootPrivateKey"),
            host_id: text("HostID").ok_or_else(|| need("HostID"))?,
            system_buid: text("SystemBUID").unwrap_or_default(),
            escrow_bag: data("EscrowBag"),
            wifi_address: text("WiFiMACAddress"),
        };
        if record.host_private_key.is_none() && record.root_private_key.is_none() {
            return Err(need("private key"));
        }
        Ok(record)
    }

    /// The record as other programs read it, XML.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut record = Dictionary::new();
        let data = [
            ("DeviceCertificate", Some(&self.device_certificate)),
            ("EscrowBag", self.escrow_bag.as_ref()),
            ("HostCertificate", Some(&self.host_certificate)),
            ("HostPrivateKey", self.host_private_key.as_ref()),
            ("RootCertificate", Some(&self.root_certificate)),
            ("RootPrivateKey", self.root_private_key.as_ref()),
        ];
        for (key, value) in data {
            if let Some(value) = value {
                record.insert(key.into(), Value::Data(value.clone()));
            }
        }
        record.insert("HostID".into(), self.host_id.clone().into());
        record.insert("SystemBUID".into(), self.system_buid.clone().into());
        if let Some(address) = &self.wifi_address {
            record.insert("WiFiMACAddress".into(), address.clone().into());
        }
        let mut out = Vec::new();
        let written = Value::Dictionary(record).to_writer_xml(&mut out);
        written.expect("writing a plist of our own making into memory cannot fail");
        out
    }

    /// Certificate and key to show to the phone: the host's, or the root's where a record
    /// lacks the host's key. Phones take either.
    pub(crate) fn identity(&self) -> (&[u8], &[u8]) {
        match (&self.host_private_key, &self.root_private_key) {
            (Some(key), _) => (&self.host_certificate, key),
            (None, Some(key)) => (&self.root_certificate, key),
            (None, None) => (&self.host_certificate, &[]),
        }
    }
}

/// Keys and escrow bags are secrets.
impl fmt::Debug for PairRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PairRecord").field("host_id", &self.host_id).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record() -> PairRecord {
        PairRecord {
            device_certificate: b"device".to_vec(),
            host_certificate: b"host".to_vec(),
            host_private_key: None,
            root_certificate: b"root".to_vec(),
            root_private_key: Some(b"root key".to_vec()),
            host_id: "H".into(),
            system_buid: "B".into(),
            escrow_bag: None,
            wifi_address: None,
        }
    }

    #[test]
    fn a_record_without_host_key_or_escrow_bag_still_serves() {
        let read = PairRecord::from_bytes(&record().to_bytes()).unwrap();
        assert_eq!(read, record());
        assert_eq!(read.identity(), (b"root".as_slice(), b"root key".as_slice()));
    }

    #[test]
    fn a_record_without_any_key_is_refused_and_secrets_are_not_printed() {
        let bare = PairRecord { root_private_key: None, ..record() };
        assert!(PairRecord::from_bytes(&bare.to_bytes()).is_err());
        assert!(!format!("{:?}", record()).contains("root key"));
    }
}
