//! Asking for trust: the dialog on the phone, with a word for each step and a limit.

use std::time::Duration;

use plist::{Dictionary, Value};
use tokio::time::Instant;

use super::certificates;
use super::record::PairRecord;
use crate::error::{Fault, LinkError};
use crate::lockdown::{Lockdown, request};
use crate::mux::{Attached, Muxer};

/// What the person has to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairStep {
    /// Unlock the phone.
    Unlock,
    /// Tap Trust and type the passcode.
    TapTrust,
}

/// How often the phone is asked whether the dialog was answered.
const POLL: Duration = Duration::from_secs(1);

/// Asks an attached phone to trust this computer and stores the pair record. `tell` hears of
/// each step once.
///
/// # Errors
/// [`Fault::TrustRefused`], [`Fault::NeedsCable`], [`Fault::Timeout`] when nobody answered
/// within the deadline for trust, or whatever broke.
pub async fn pair(
    muxer: &Muxer,
    attached: &Attached,
    mut tell: impl FnMut(PairStep),
) -> Result<PairRecord, LinkError> {
    let act = "asking the iPhone for trust";
    let mut lockdown = Lockdown::open(muxer, attached).await?;
    let public_key = lockdown.value("DevicePublicKey").await?;
    let wifi_address = lockdown.value("WiFiAddress").await?.and_then(Value::into_string);
    let Some(Value::Data(public_key)) = public_key else {
        return Err(LinkError::new(act, Fault::Nonsense("no public key".into())));
    };
    drop(lockdown);
    let made = tokio::task::spawn_blocking(move || certificates::make(&public_key)).await;
    let made = made.map_err(|error| Fault::Nonsense(error.to_string())).and_then(|made| made);
    let made = made.map_err(|fault| LinkError::new(act, fault))?;
    let mut record = PairRecord {
        device_certificate: made.device_certificate,
        host_certificate: made.host_certificate,
        host_private_key: Some(made.host_private_key),
        root_certificate: made.root_certificate,
        root_private_key: Some(made.root_private_key),
        host_id: host_id().map_err(|fault| LinkError::new(act, fault))?,
        system_buid: muxer.buid().await?,
        escrow_bag: None,
        wifi_address,
    };
    record.escrow_bag = ask_until_answered(muxer, attached, &record, &mut tell).await?;
    muxer.save_pair_record(&attached.udid, attached.device_id, record.to_bytes()).await?;
    Ok(record)
}

async fn ask_until_answered(
    muxer: &Muxer,
    attached: &Attached,
    record: &PairRecord,
    tell: &mut impl FnMut(PairStep),
) -> Result<Option<Vec<u8>>, LinkError> {
    let act = "asking the iPhone for trust";
    let limit = muxer.deadlines().trust;
    let end = Instant::now() + limit;
    let mut told = None;
    loop {
        // A connection each time: the phone closes idle ones after ten seconds.
        let mut lockdown = Lockdown::open(muxer, attached).await?;
        let step = match lockdown.ask(act, pair_request(record)).await {
            Ok(answer) => {
                let bag = answer.get("EscrowBag").and_then(Value::as_data);
                return Ok(bag.map(<[u8]>::to_vec));
            }
            Err(LinkError { fault: Fault::TrustPending, .. }) => PairStep::TapTrust,
            Err(LinkError { fault: Fault::Locked, .. }) => PairStep::Unlock,
            Err(error) => return Err(error),
        };
        if told != Some(step) {
            told = Some(step);
            tell(step);
        }
        if Instant::now() + POLL > end {
            return Err(LinkError::new(act, Fault::Timeout { after: limit }));
        }
        tokio::time::sleep(POLL).await;
    }
}

/// The request holds certificates and names, never a key.
fn pair_request(record: &PairRecord) -> Dictionary {
    let mut sent = Dictionary::new();
    let data = [
        ("DeviceCertificate", &record.device_certificate),
        ("HostCertificate", &record.host_certificate),
        ("RootCertificate", &record.root_certificate),
    ];
    for (key, value) in data {
        sent.insert(key.into(), Value::Data(value.clone()));
    }
    sent.insert("HostID".into(), record.host_id.clone().into());
    sent.insert("SystemBUID".into(), record.system_buid.clone().into());
    let mut options = Dictionary::new();
    options.insert("ExtendedPairingErrors".into(), true.into());
    request(
        "Pair",
        [
            ("PairRecord", sent.into()),
            ("PairingOptions", options.into()),
            ("ProtocolVersion", "2".into()),
        ],
    )
}

/// A random UUID in capitals, as hosts name themselves.
fn host_id() -> Result<String, Fault> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).map_err(|error| Fault::Nonsense(error.to_string()))?;
    bytes[6] = bytes[6] & 0x0F | 0x40;
    bytes[8] = bytes[8] & 0x3F | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02X}")).collect();
    let parts = [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]];
    Ok(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_private_key_leaves_the_computer() {
        let device_key = include_bytes!("../../../sim/assets/device.pub.pem");
        let made = certificates::make(device_key).unwrap();
        assert!(certificates::parses(&made.device_certificate));
        let record = PairRecord {
            device_certificate: made.device_certificate,
            host_certificate: made.host_certificate,
            host_private_key: Some(made.host_private_key),
            root_certificate: made.root_certificate,
            root_private_key: Some(made.root_private_key),
            host_id: host_id().unwrap(),
            system_buid: "B".into(),
            escrow_bag: Some(b"bag".to_vec()),
            wifi_address: None,
        };
        let mut sent = Vec::new();
        Value::Dictionary(pair_request(&record)).to_writer_binary(&mut sent).unwrap();
        let sent = String::from_utf8_lossy(&sent).into_owned();
        assert!(sent.contains("BEGIN CERTIFICATE"));
        assert!(!sent.contains("PRIVATE") && !sent.contains("bag"));
    }
}
