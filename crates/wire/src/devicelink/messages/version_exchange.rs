use plist::Value;

use crate::devicelink::codec::{Fields, MessageFault};

/// `DLMessageVersionExchange`: the phone's first words, and the host's answer to them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VersionExchange {
    /// 400 on all phones of the last years, 300 before.
    pub major: u64,
    /// 0.
    pub minor: u64,
}

impl VersionExchange {
    /// Name on the wire.
    pub const NAME: &'static str = "DLMessageVersionExchange";

    pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Self, MessageFault> {
        let major = fields.next().and_then(|value| value.as_unsigned_integer());
        let major = major.ok_or_else(|| fields.fault("major version"))?;
        Ok(Self { major, minor: fields.count() })
    }

    pub(crate) fn encode(self) -> Vec<Value> {
        vec![self.major.into(), self.minor.into()]
    }

    /// Reads the host's `DLVersionsOk` and the version it claims.
    pub(crate) fn decode_ok(fields: &mut Fields<'_>) -> Result<u64, MessageFault> {
        if fields.string("answer")? != "DLVersionsOk" {
            return Err(fields.fault("DLVersionsOk"));
        }
        let version = fields.next().and_then(|value| value.as_unsigned_integer());
        version.ok_or_else(|| fields.fault("version"))
    }
}
