use plist::{Dictionary, Value};

use super::ErrorCode;

/// The phone's last word on a request (docs/protocol.md 5.3).
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// 0 is success.
    pub code: ErrorCode,
    /// The phone's text for a failure.
    pub description: Option<String>,
    /// Text asked for (`Info`, `List`).
    pub content: Option<String>,
    /// Version chosen, in the answer to the greeting.
    pub protocol_version: Option<f64>,
}

impl Response {
    /// Name on the wire.
    pub const NAME: &'static str = "Response";

    /// Success.
    pub fn ok() -> Self {
        Self { code: ErrorCode::NONE, description: None, content: None, protocol_version: None }
    }

    /// Failure.
    pub fn error(code: ErrorCode, description: impl Into<String>) -> Self {
        Self { code, description: Some(description.into()), ..Self::ok() }
    }

    /// The message.
    pub fn to_dictionary(&self) -> Dictionary {
        let mut message = Dictionary::new();
        message.insert("MessageName".into(), Self::NAME.into());
        message.insert("ErrorCode".into(), self.code.0.into());
        if let Some(description) = &self.description {
            message.insert("ErrorDescription".into(), description.clone().into());
        }
        if let Some(content) = &self.content {
            message.insert("Content".into(), content.clone().into());
        }
        if let Some(version) = self.protocol_version {
            message.insert("ProtocolVersion".into(), Value::Real(version));
        }
        message
    }

    /// Reads the message; `None` when it has no error code, and so says nothing.
    pub fn from_dictionary(message: &Dictionary) -> Option<Self> {
        let text = |key: &str| message.get(key).and_then(Value::as_string).map(String::from);
        let version = message.get("ProtocolVersion");
        Some(Self {
            code: ErrorCode(message.get("ErrorCode")?.as_signed_integer()?),
            description: text("ErrorDescription"),
            content: text("Content"),
            protocol_version: version.and_then(Value::as_real),
        })
    }
}
