//! Keeping the phone awake while it works (docs/protocol.md 7).

use std::time::Duration;

use plist::{Dictionary, Value};
use tokio::io::AsyncWriteExt;

use crate::deadline::within;
use crate::error::{Fault, LinkError};
use crate::phone::Phone;
use crate::stream::Stream;

/// The phone stays awake as long as this lives, and no longer than it was asked for.
#[derive(Debug)]
pub struct Awake(
    #[expect(dead_code, reason = "the assertion lives with the connection")] Box<dyn Stream>,
);

/// Asks the phone to stay awake for `time`. Old phones do not know the service; a backup
/// works without.
///
/// # Errors
/// Whatever broke.
pub async fn keep_awake(
    phone: &mut Phone,
    limit: Duration,
    time: Duration,
) -> Result<Awake, LinkError> {
    let act = "asking the iPhone to stay awake";
    let mut stream = phone.open_service("com.apple.mobile.assertion_agent", false).await?;
    let mut request = Dictionary::new();
    let entries = [
        ("CommandKey", "CommandCreateAssertion"),
        ("AssertionTypeKey", "AMDPowerAssertionTypeWirelessSync"),
        ("AssertionNameKey", "unstuck"),
        ("AssertionDetailKey", "backup"),
    ];
    for (key, value) in entries {
        request.insert(key.into(), value.into());
    }
    request.insert("AssertionTimeoutKey".into(), time.as_secs().into());
    let mut frame = vec![0; 4];
    let written = Value::Dictionary(request).to_writer_xml(&mut frame);
    written.map_err(|error| LinkError::new(act, Fault::Nonsense(error.to_string())))?;
    let length = u32::try_from(frame.len() - 4).unwrap_or(0);
    frame[..4].copy_from_slice(&length.to_be_bytes());
    within(limit, act, async {
        stream.write_all(&frame).await?;
        stream.flush().await
    })
    .await?;
    Ok(Awake(stream))
}
