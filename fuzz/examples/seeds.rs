//! Writes the first inputs of every target from a conversation with the simulated phone:
//! `cargo run --manifest-path fuzz/Cargo.toml --example seeds`.

use std::fs;
use std::path::Path;

use plist::{Dictionary, Value};
use unstuck_wire::devicelink::{FromHost, FromPhone};
use unstuck_wire::{Ask, Host, Machine, Moment, Phone, Response, feed};

fn main() -> std::io::Result<()> {
    for (number, unit) in units().into_iter().enumerate() {
        let body = &unit[4..];
        put("devicelink", number, body)?;
        put("plist", number, body)?;
    }
    for (number, value) in [answer(), devices(), record()].into_iter().enumerate() {
        let mut xml = Vec::new();
        value.to_writer_xml(&mut xml).map_err(std::io::Error::other)?;
        put("plist", 100 + number, &xml)?;
        let mut binary = Vec::new();
        value.to_writer_binary(&mut binary).map_err(std::io::Error::other)?;
        put("plist", 110 + number, &binary)?;
        for call in 0..3u8 {
            let length = u32::try_from(xml.len()).unwrap_or(0).to_be_bytes();
            let said = [&[call], &length[..], &xml].concat();
            put("lockdown", number * 3 + usize::from(call), &said)?;
        }
        for call in 0..6u8 {
            let length = u32::try_from(xml.len() + 16).unwrap_or(0).to_le_bytes();
            let header = [&length[..], &[1, 0, 0, 0, 8, 0, 0, 0, 1, 0, 0, 0]].concat();
            let said = [&[call], &header[..], &xml].concat();
            put("usbmux", number * 6 + usize::from(call), &said)?;
        }
    }
    put("file_stream", 0, &[&[3], &files()[..]].concat())?;
    put("file_stream", 1, &[&[0], &files()[..40]].concat())?;
    // Deeds of the scripted phone: a listing, a download, an upload, a climb, goodbye.
    put("conversation", 0, &[0, 4, 1, 2, 0, 1, 2])?;
    put("conversation", 1, &[0, 4, 0, 1, 2, 0, 1, 5, 6, 2, 9, 0])?;
    put("conversation", 2, &[4, 2, 3, 1, 0, 0, 4, 0, 1, 2, 1, 9, 1, 5, 1, 2, 3, 4, 5, 2])?;
    put("conversation", 3, &[0, 4, 2, 2, 0, 1, 13, 6, 1, 0])
}

fn put(target: &str, number: usize, bytes: &[u8]) -> std::io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus").join(target);
    fs::create_dir_all(&folder)?;
    fs::write(folder.join(format!("seed-{number:03}")), bytes)
}

/// One unit of every kind, from both ends.
fn units() -> Vec<Vec<u8>> {
    let now = Moment::START;
    let mut units = Vec::new();
    let asks = [
        Ask::DownloadFiles(vec!["U/Status.plist".into()]),
        Ask::ListDirectory("U".into()),
        Ask::CreateDirectory("U/Snapshot".into()),
        Ask::MoveItems(vec![("U/a".into(), "U/b".into())]),
        Ask::RemoveItems(vec!["U/a".into()]),
        Ask::CopyItem("U/a".into(), "U/b".into()),
        Ask::FreeSpace,
        Ask::PurgeSpace { amount_bytes: 1 << 30, urgency: 4 },
    ];
    for ask in asks {
        let mut phone = ready(now);
        phone.ask(Some(12.5), ask);
        units.push(phone.transmit().to_vec());
    }
    let mut phone = ready(now);
    phone.respond(&Response::ok());
    units.push(phone.transmit().to_vec());
    let mut host = Vec::new();
    FromHost::Process(Dictionary::new()).encode(&mut host);
    units.push(host);
    let mut device_ready = Vec::new();
    FromPhone::DeviceReady.encode(&mut device_ready);
    units.push(device_ready);
    units
}

/// A phone whose turn it is.
fn ready(now: Moment) -> Phone {
    let (mut host, mut phone) = (Host::new(now), Phone::new(now));
    for _ in 0..16 {
        let to_phone = feed(&mut phone, now, host.transmit());
        host.handle_transmitted(now, to_phone);
        let to_host = feed(&mut host, now, phone.transmit());
        phone.handle_transmitted(now, to_host);
        while phone.poll_output().is_some() {}
        while let Some(output) = host.poll_output() {
            if matches!(output, unstuck_wire::Output::Ready { .. }) {
                let target = "U".to_owned();
                let request = unstuck_wire::Request::Backup { target, source: None, full: false };
                host.request(now, request);
            }
        }
    }
    phone
}

/// Three files as they follow DLMessageUploadFiles.
fn files() -> Vec<u8> {
    let mut phone = ready(Moment::START);
    phone.begin_upload(None, 10);
    let before = phone.transmit().len();
    for (name, bytes) in [("U/Snapshot/ab/1", &b"hello"[..]), ("U/Snapshot/ab/2", b"")] {
        phone.upload_name("/var/file", name.as_bytes());
        phone.upload_block(bytes.len(), |out| out.copy_from_slice(bytes));
        phone.upload_end(0, "");
    }
    phone.upload_name("/var/file", b"U/../evil");
    phone.upload_end(0x0B, "Input/output error");
    phone.end_upload();
    phone.transmit()[before..].to_vec()
}

fn answer() -> Value {
    dictionary([("Request", "GetValue".into()), ("Value", "U".into()), ("Number", 0.into())])
}

fn devices() -> Value {
    let properties = dictionary([
        ("ConnectionType", "USB".into()),
        ("DeviceID", 7.into()),
        ("SerialNumber", "00008110-000E4D2A1E83001E".into()),
    ]);
    let device = dictionary([
        ("DeviceID", 7.into()),
        ("MessageType", "Attached".into()),
        ("Properties", properties),
    ]);
    dictionary([("DeviceList", Value::Array(vec![device])), ("BUID", "B".into())])
}

fn record() -> Value {
    dictionary([("PairRecordData", Value::Data(b"<plist><dict/></plist>".to_vec()))])
}

fn dictionary<const N: usize>(pairs: [(&str, Value); N]) -> Value {
    let pairs = pairs.into_iter().map(|(key, value)| (key.to_owned(), value));
    Value::Dictionary(pairs.collect())
}
