//! The diagnostics service (docs/protocol.md 7).

use std::time::Duration;

use plist::Dictionary;

use crate::deadline::within;
use crate::error::{Fault, LinkError};
use crate::lockdown::exchange;
use crate::phone::Phone;

/// Asks the phone to restart. It leaves the bus within seconds and comes back in a minute or
/// so, locked until its passcode is typed. Nothing that is stored on it is lost.
///
/// # Errors
/// It does not want to, or does not answer.
pub async fn restart(phone: &mut Phone, limit: Duration) -> Result<(), LinkError> {
    let act = "asking the iPhone to restart";
    let mut stream = phone.open_service("com.apple.mobile.diagnostics_relay", false).await?;
    let mut request = Dictionary::new();
    request.insert("Request".into(), "Restart".into());
    // The phone waits with it until this connection is over.
    request.insert("WaitForDisconnect".into(), true.into());
    let answer = within(limit, act, exchange(&mut stream, request)).await?;
    match answer.get("Status").and_then(plist::Value::as_string) {
        Some("Success") => Ok(()),
        status => {
            let status = status.unwrap_or("nothing").to_owned();
            Err(LinkError::new(act, Fault::Nonsense(format!("it answered {status}"))))
        }
    }
}
