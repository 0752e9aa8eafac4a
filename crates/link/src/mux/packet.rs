//! One packet: header, XML plist.
//!
//! ```text
//! u32le whole length, u32le version 1, u32le message 8, u32le tag, plist
//! ```

use std::io;

use plist::{Dictionary, Value};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use crate::error::Fault;
use crate::stream::Stream;

const HEADER_BYTES: usize = 16;
/// A list of a thousand phones is shorter.
const PACKET_BYTES_MAX: usize = 1 << 20;
const VERSION_PLIST: u32 = 1;
const MESSAGE_PLIST: u32 = 8;

/// Sends a request, with the keys every client sends.
pub(super) async fn send(
    stream: &mut dyn Stream,
    tag: u32,
    mut request: Dictionary,
) -> Result<(), Fault> {
    request.insert("ClientVersionString".into(), "unstuck".into());
    request.insert("ProgName".into(), "unstuck".into());
    request.insert("kLibUSBMuxVersion".into(), 3.into());
    let mut packet = vec![0; HEADER_BYTES];
    let written = Value::Dictionary(request).to_writer_xml(&mut packet);
    written.map_err(|error| Fault::Nonsense(error.to_string()))?;
    let length = u32::try_from(packet.len())
        .map_err(|_| io::ErrorKind::InvalidInput)
        .map_err(io::Error::from)?;
    let fields = [length, VERSION_PLIST, MESSAGE_PLIST, tag];
    for (at, field) in fields.iter().enumerate() {
        packet[at * 4..at * 4 + 4].copy_from_slice(&field.to_le_bytes());
    }
    stream.write_all(&packet).await?;
    Ok(stream.flush().await?)
}

/// Receives a packet: tag and content.
pub(super) async fn receive(stream: &mut dyn Stream) -> Result<(u32, Dictionary), Fault> {
    let mut header = [0; HEADER_BYTES];
    stream.read_exact(&mut header).await?;
    let field = |at: usize| {
        let mut bytes = [0; 4];
        bytes.copy_from_slice(&header[at..at + 4]);
        u32::from_le_bytes(bytes)
    };
    let (length, tag) = (field(0) as usize, field(12));
    let body = length.checked_sub(HEADER_BYTES).filter(|body| *body <= PACKET_BYTES_MAX);
    let Some(body) = body else {
        return Err(Fault::Nonsense(format!("a packet of {length} bytes")));
    };
    let mut bytes = vec![0; body];
    stream.read_exact(&mut bytes).await?;
    let message = unstuck_plist::from_bytes(&bytes, unstuck_plist::Bounds::MESSAGE)
        .map_err(|fault| Fault::Nonsense(fault.to_string()))?;
    let message = message.into_dictionary();
    message.map(|message| (tag, message)).ok_or_else(|| Fault::Nonsense("no dictionary".into()))
}
