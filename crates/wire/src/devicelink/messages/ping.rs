use plist::Value;

use crate::devicelink::codec::Fields;

/// `DLMessagePing`: gets no answer and proves nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ping {
    /// Free text.
    pub text: String,
}

impl Ping {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessagePing";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Self {
        Self { text: fields.next().and_then(Value::into_string).unwrap_or_default() }
    }

    pub(crate) fn encode(&self) -> Vec<Value> {
        vec![self.text.clone().into()]
    }
}
