//! One message of DeviceLink, in either direction: what is understood is said again alike.

#![no_main]

use libfuzzer_sys::fuzz_target;
use unstuck_wire::devicelink::{FromHost, FromPhone, listing};

fuzz_target!(|bytes: &[u8]| {
    if let Ok(message) = FromPhone::decode(bytes)
        // What was not understood is answered and never said again.
        && !matches!(message, FromPhone::Unknown { .. })
    {
        let mut said = Vec::new();
        message.encode(&mut said);
        assert_eq!(FromPhone::decode(body(&said)).ok().as_ref(), Some(&message));
    }
    if let Ok(message) = FromHost::decode(bytes) {
        if let FromHost::Status(status) = &message {
            let _ = status.item_statuses();
            let _ = status.payload.as_ref().and_then(listing::from_value);
        }
        let mut said = Vec::new();
        message.encode(&mut said);
        assert_eq!(FromHost::decode(body(&said)).ok().as_ref(), Some(&message));
    }
});

/// A message without the length in front of it.
fn body(unit: &[u8]) -> &[u8] {
    &unit[4..]
}
