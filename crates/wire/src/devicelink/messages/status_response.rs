//! `DLMessageStatusResponse`: the host's answer. Exactly three parameters, or the
//! phone rejects it (docs/protocol.md 4.4).

use plist::{Dictionary, Value};

use crate::devicelink::codec::{Fields, MessageFault};
use crate::devicelink::status::{EMPTY, Status, StatusCode};

/// Name on the wire.
pub(crate) const NAME: &str = "DLMessageStatusResponse";

pub(crate) fn decode(fields: &mut Fields<'_>) -> Result<Status, MessageFault> {
    if fields.left() != 3 {
        return Err(fields.fault("count of parameters (exactly 3)"));
    }
    let code = fields.next().and_then(|value| code(&value)).ok_or_else(|| fields.fault("code"))?;
    let text = fields.next().and_then(Value::into_string).filter(|text| !text.is_empty());
    Ok(Status { code, text, payload: fields.next() })
}

/// libimobiledevice and pymobiledevice3 send -13 as the unsigned 64-bit number of the
/// same bits, others as a signed one. The phone reads the low 32 bits.
fn code(value: &Value) -> Option<StatusCode> {
    let integer = value.as_signed_integer();
    let unsigned = || value.as_unsigned_integer().map(|u| u.cast_signed());
    integer.or_else(unsigned).map(|wide| StatusCode(wide as i32))
}

pub(crate) fn encode(status: &Status) -> Vec<Value> {
    let text = status.text.clone().unwrap_or_else(|| EMPTY.into());
    let payload = status.payload.clone().unwrap_or_else(|| Dictionary::new().into());
    vec![i64::from(status.code.0).into(), text.into(), payload]
}
