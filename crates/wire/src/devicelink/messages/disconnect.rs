use plist::Value;

use crate::devicelink::codec::Fields;
use crate::devicelink::status::EMPTY;

/// `DLMessageDisconnect`: goodbye, from either end. Gets no answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Disconnect {
    /// Why, when the sender says so.
    pub reason: Option<String>,
}

impl Disconnect {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageDisconnect";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Self {
        Self { reason: fields.next().and_then(Value::into_string) }
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        vec![self.reason.clone().unwrap_or_else(|| EMPTY.into()).into()]
    }
}
