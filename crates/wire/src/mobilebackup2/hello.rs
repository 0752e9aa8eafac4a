use plist::{Dictionary, Value};

/// Protocol versions we speak, newest last.
pub const VERSIONS: [f64; 2] = [2.0, 2.1];

/// The host's greeting: the versions it speaks (docs/protocol.md 5.1).
#[derive(Clone, Debug, PartialEq)]
pub struct Hello {
    /// Versions, as reals.
    pub versions: Vec<f64>,
}

impl Default for Hello {
    fn default() -> Self {
        Self { versions: VERSIONS.to_vec() }
    }
}

impl Hello {
    /// Name on the wire.
    pub const NAME: &'static str = "Hello";

    /// The message.
    pub fn to_dictionary(&self) -> Dictionary {
        let versions = self.versions.iter().copied().map(Value::Real).collect();
        let mut message = Dictionary::new();
        message.insert("MessageName".into(), Self::NAME.into());
        message.insert("SupportedProtocolVersions".into(), Value::Array(versions));
        message
    }

    /// Reads the message; `None` when it is another one.
    pub fn from_dictionary(message: &Dictionary) -> Option<Self> {
        if message.get("MessageName")?.as_string()? != Self::NAME {
            return None;
        }
        let versions = message.get("SupportedProtocolVersions")?.as_array()?;
        let version = |value: &Value| match value {
            Value::Real(real) => Some(*real),
            Value::Integer(integer) => integer.as_signed().map(|i| i as f64),
            _ => None,
        };
        Some(Self { versions: versions.iter().filter_map(version).collect() })
    }

    /// The newest version both ends know.
    pub fn best_common(&self) -> Option<f64> {
        let known = |version: &f64| VERSIONS.contains(version);
        self.versions.iter().copied().filter(known).max_by(f64::total_cmp)
    }
}
