//! What lockdown answers, behind a daemon that is in order.

#![no_main]

use std::pin::Pin;

use libfuzzer_sys::fuzz_target;
use plist::{Dictionary, Value};
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use unstuck_link::deadline::Deadlines;
use unstuck_link::mux::{Dial, Muxer};
use unstuck_link::{Fault, Lockdown, Phone, Stream};

const UDID: &str = "00008110-000E4D2A1E83001E";

/// A daemon with one phone, which says these bytes to whatever it is asked.
struct Says(Vec<u8>);

impl Dial for Says {
    fn dial(&self) -> Pin<Box<dyn Future<Output = Result<Box<dyn Stream>, Fault>> + Send>> {
        let (near, far) = tokio::io::duplex(64 * 1024);
        tokio::spawn(daemon(far, self.0.clone()));
        Box::pin(async move { Ok(Box::new(near) as Box<dyn Stream>) })
    }
}

/// Serves one connection: lists, or connects and becomes lockdown.
async fn daemon(mut stream: DuplexStream, answer: Vec<u8>) {
    while let Some((tag, request)) = request(&mut stream).await {
        let kind = request.get("MessageType").and_then(Value::as_string).unwrap_or_default();
        let reply = match kind {
            "ListDevices" => devices(),
            "ReadPairRecord" => number(2),
            _ => number(0),
        };
        if send(&mut stream, tag, &reply).await.is_none() {
            return;
        }
        if kind == "Connect" {
            return lockdown(stream, answer).await;
        }
    }
}

async fn lockdown(mut stream: DuplexStream, answer: Vec<u8>) {
    let mut asked = [0; 4096];
    let _ = stream.read(&mut asked).await;
    let _ = stream.write_all(&answer).await;
    while stream.read(&mut asked).await.is_ok_and(|bytes| bytes > 0) {}
}

async fn request(stream: &mut DuplexStream) -> Option<(u32, Dictionary)> {
    let mut header = [0; 16];
    stream.read_exact(&mut header).await.ok()?;
    let field = |at: usize| u32::from_le_bytes(header[at..at + 4].try_into().unwrap_or_default());
    let mut body = vec![0; (field(0) as usize).checked_sub(16)?];
    stream.read_exact(&mut body).await.ok()?;
    Some((field(12), plist::from_bytes::<Value>(&body).ok()?.into_dictionary()?))
}

async fn send(stream: &mut DuplexStream, tag: u32, reply: &Dictionary) -> Option<()> {
    let mut packet = vec![0; 16];
    Value::Dictionary(reply.clone()).to_writer_xml(&mut packet).ok()?;
    let fields = [u32::try_from(packet.len()).ok()?, 1, 8, tag];
    for (at, field) in fields.iter().enumerate() {
        packet[at * 4..at * 4 + 4].copy_from_slice(&field.to_le_bytes());
    }
    stream.write_all(&packet).await.ok()
}

fn number(code: u64) -> Dictionary {
    let pairs = [("MessageType", Value::from("Result")), ("Number", code.into())];
    pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

fn devices() -> Dictionary {
    let mut properties = Dictionary::new();
    properties.insert("ConnectionType".into(), "USB".into());
    properties.insert("DeviceID".into(), 7.into());
    properties.insert("SerialNumber".into(), UDID.into());
    let mut device = Dictionary::new();
    device.insert("DeviceID".into(), 7.into());
    device.insert("MessageType".into(), "Attached".into());
    device.insert("Properties".into(), Value::Dictionary(properties));
    let list = Value::Array(vec![Value::Dictionary(device)]);
    Dictionary::from_iter([("DeviceList".to_owned(), list)])
}

fuzz_target!(|bytes: &[u8]| {
    let Some((&call, answer)) = bytes.split_first() else { return };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build()
        .expect("a runtime without sockets");
    runtime.block_on(async {
        let muxer = Muxer::new(Says(answer.to_vec()), Deadlines::default());
        let attached = muxer.list().await.expect("the daemon is in order").remove(0);
        match call % 3 {
            0 => drop(Phone::ask_lock_state(&muxer, UDID).await),
            1 => drop(Phone::open(&muxer, UDID).await),
            _ => {
                if let Ok(mut lockdown) = Lockdown::open(&muxer, &attached).await {
                    let _ = lockdown.value("ProductVersion").await;
                }
            }
        }
    });
});
