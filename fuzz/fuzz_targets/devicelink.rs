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
        let again = FromPhone::decode(body(&said)).expect("what was said is understood");
        let mut twice = Vec::new();
        again.encode(&mut twice);
        // Bytes and not values: a number that is none is not even equal to itself.
        assert_eq!(said, twice);
    }
    if let Ok(message) = FromHost::decode(bytes) {
        if let FromHost::Status(status) = &message {
            let _ = status.item_statuses();
            let _ = status.payload.as_ref().and_then(listing::from_value);
        }
        let mut said = Vec::new();
        message.encode(&mut said);
        let again = FromHost::decode(body(&said)).expect("what was said is understood");
        let mut twice = Vec::new();
        again.encode(&mut twice);
        assert_eq!(said, twice);
    }
});

/// A message without the length in front of it.
fn body(unit: &[u8]) -> &[u8] {
    &unit[4..]
}
