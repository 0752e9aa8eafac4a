//! `DLMessageProcessMessage`: a mobilebackup2 dictionary in a DeviceLink envelope.

use plist::Dictionary;

use crate::devicelink::codec::{Fields, MessageFault};

/// Name on the wire.
pub(crate) const NAME: &str = "DLMessageProcessMessage";

pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Dictionary, MessageFault> {
    fields.dictionary("message")
}
