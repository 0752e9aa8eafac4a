use std::fmt;

/// The phone's own error number (`MBErrorDomain`), docs/protocol.md 5.6.
///
/// Only what Unstuck acts upon has a name here; any other number is carried as it came.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ErrorCode(pub i64);

impl ErrorCode {
    /// All went well.
    pub const NONE: Self = Self(0);
    /// Internal error, bad or unknown request.
    pub const INTERNAL: Self = Self(1);
    /// A leftover snapshot of an interrupted run stands in the way; a restart clears it.
    pub const EXISTS: Self = Self(3);
    /// A restore from iCloud is still running.
    pub const RESTORE_IN_PROGRESS: Self = Self(25);
    /// The phone could not write to itself.
    pub const PHONE_WRITE: Self = Self(102);
    /// The phone could not read what it asked the host for.
    pub const HOST_READ: Self = Self(103);
    /// Files could not be stored on the host, or not be read on the phone.
    pub const HOST_WRITE: Self = Self(104);
    /// No room on the host.
    pub const HOST_FULL: Self = Self(105);
    /// No room on the phone.
    pub const PHONE_FULL: Self = Self(106);
    /// Cancelled by the person.
    pub const CANCELLED: Self = Self(202);
    /// The format of the existing backup is unknown to the phone.
    pub const VERSION: Self = Self(203);
    /// The existing backup is damaged, as the phone sees it.
    pub const DAMAGED: Self = Self(205);
    /// Backup password wrong or missing, or management demands one.
    pub const PASSWORD: Self = Self(207);
    /// Locked, or its passcode was not entered.
    pub const LOCKED: Self = Self(208);
    /// Find My is on (restore only).
    pub const FIND_MY: Self = Self(211);
    /// The setup assistant was never finished.
    pub const NOT_SET_UP: Self = Self(212);

    /// Whether this is success.
    pub fn is_none(self) -> bool {
        self.0 == 0
    }
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}
