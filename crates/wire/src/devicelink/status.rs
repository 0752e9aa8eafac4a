//! Answers of the host: one status per request, with true error codes.

use std::fmt;
use std::io::ErrorKind;

use plist::{Dictionary, Value};

/// What the phone sends, and expects, where a parameter is left empty.
pub const EMPTY: &str = "___EmptyParameterString___";

/// A DeviceLink status code: zero, or a negative number made from an errno
/// (docs/protocol.md 4.4).
///
/// The phone turns it into an error of its own and, from that, into what it does
/// with the backup: a wrong code here becomes "damaged backup" there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct StatusCode(pub i32);

impl StatusCode {
    /// Done.
    pub const OK: Self = Self(0);
    /// Any error without a code of its own.
    pub const GENERIC: Self = Self(-1);
    /// Not known to this version.
    pub const NOT_IMPLEMENTED: Self = Self(-2);
    /// The request makes no sense.
    pub const BAD_ARGUMENT: Self = Self(-3);
    /// ENOENT.
    pub const NOT_FOUND: Self = Self(-6);
    /// EEXIST.
    pub const EXISTS: Self = Self(-7);
    /// ENOTDIR.
    pub const NOT_A_DIRECTORY: Self = Self(-8);
    /// EISDIR.
    pub const IS_A_DIRECTORY: Self = Self(-9);
    /// ELOOP.
    pub const TOO_MANY_LINKS: Self = Self(-10);
    /// EIO.
    pub const IO: Self = Self(-11);
    /// Several items, each with a status of its own in the payload.
    pub const MULTI: Self = Self(-13);
    /// ENOSPC, EDQUOT.
    pub const NO_SPACE: Self = Self(-15);

    /// The code for an error of the host's disk.
    ///
    /// Codes the phone does not know (no permission, read-only) become
    /// [`GENERIC`](Self::GENERIC); the text says what it was.
    pub fn from_error_kind(kind: ErrorKind) -> Self {
        match kind {
            ErrorKind::NotFound => Self::NOT_FOUND,
            ErrorKind::AlreadyExists => Self::EXISTS,
            ErrorKind::NotADirectory => Self::NOT_A_DIRECTORY,
            ErrorKind::IsADirectory => Self::IS_A_DIRECTORY,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::NO_SPACE,
            ErrorKind::InvalidInput => Self::BAD_ARGUMENT,
            ErrorKind::Unsupported => Self::NOT_IMPLEMENTED,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::GENERIC,
            _ => Self::IO,
        }
    }

    /// The byte that ends a file in a stream: the code without its sign. `0x0C` is
    /// taken by "data follows", so that one is never produced.
    pub fn final_byte(self) -> u8 {
        match u8::try_from(self.0.unsigned_abs()) {
            Ok(0x0C) | Err(_) => 0x01,
            Ok(byte) => byte,
        }
    }

    /// The code a final byte of a stream stands for.
    pub fn from_final_byte(byte: u8) -> Self {
        Self(-i32::from(byte))
    }

    /// Whether the code says "done".
    pub fn is_ok(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

/// What became of one item of a request that names several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemStatus {
    /// The path as the phone named it.
    pub path: String,
    /// What went wrong.
    pub code: StatusCode,
    /// The same in words.
    pub text: String,
}

/// The one answer to a request: `DLMessageStatusResponse`.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    /// Zero or what went wrong.
    pub code: StatusCode,
    /// Words for a log; the phone does not act on them.
    pub text: Option<String>,
    /// The value asked for, or the per-item statuses.
    pub payload: Option<Value>,
}

impl Status {
    /// Done, nothing to tell.
    pub fn ok() -> Self {
        Self { code: StatusCode::OK, text: None, payload: None }
    }

    /// Done, with the value asked for.
    pub fn value(payload: Value) -> Self {
        Self { code: StatusCode::OK, text: None, payload: Some(payload) }
    }

    /// Not done.
    pub fn error(code: StatusCode, text: impl Into<String>) -> Self {
        Self { code, text: Some(text.into()), payload: None }
    }

    /// Done when `failed` is empty, else "multi status" with one entry per failed item.
    pub fn items(failed: &[ItemStatus]) -> Self {
        if failed.is_empty() {
            return Self::ok();
        }
        let mut payload = Dictionary::new();
        for item in failed {
            let mut entry = Dictionary::new();
            entry.insert("DLFileErrorString".into(), item.text.clone().into());
            entry.insert("DLFileErrorCode".into(), i64::from(item.code.0).into());
            payload.insert(item.path.clone(), entry.into());
        }
        Self {
            code: StatusCode::MULTI,
            text: Some("Multi status".into()),
            payload: Some(payload.into()),
        }
    }

    /// The per-item statuses of a "multi status" answer.
    pub fn item_statuses(&self) -> Vec<ItemStatus> {
        let Some(Value::Dictionary(entries)) = &self.payload else {
            return Vec::new();
        };
        let item = |(path, value): (&String, &Value)| {
            let entry = value.as_dictionary()?;
            let code = entry.get("DLFileErrorCode")?.as_signed_integer()?;
            let text = entry.get("DLFileErrorString").and_then(Value::as_string);
            Some(ItemStatus {
                path: path.clone(),
                code: StatusCode(i32::try_from(code).ok()?),
                text: text.unwrap_or_default().into(),
            })
        };
        entries.iter().filter_map(item).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_as_such_and_permission_as_generic() {
        assert_eq!(StatusCode::from_error_kind(ErrorKind::StorageFull).0, -15);
        assert_eq!(StatusCode::from_error_kind(ErrorKind::QuotaExceeded).0, -15);
        assert_eq!(StatusCode::from_error_kind(ErrorKind::PermissionDenied).0, -1);
        assert_eq!(StatusCode::from_error_kind(ErrorKind::NotFound).final_byte(), 6);
    }

    #[test]
    fn no_status_looks_like_more_data() {
        assert_eq!(StatusCode(-12).final_byte(), 1);
        assert_eq!(StatusCode(-4000).final_byte(), 1);
    }
}
