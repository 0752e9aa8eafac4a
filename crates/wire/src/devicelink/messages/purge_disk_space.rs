use plist::Value;

use crate::devicelink::codec::Fields;

/// `DLMessagePurgeDiskSpace`: the phone asks the host to make room. It must be
/// answered, also with "no": then the phone ends with its own error 105, which
/// carries the text for the person (docs/protocol.md 5.5).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PurgeDiskSpace {
    /// What is missing plus 2 GiB.
    pub amount_bytes: u64,
    /// 4 is what phones send.
    pub urgency: u64,
}

impl PurgeDiskSpace {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessagePurgeDiskSpace";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Self {
        Self { amount_bytes: fields.count(), urgency: fields.count() }
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        vec![self.amount_bytes.into(), self.urgency.into()]
    }
}
