//! What must be known of a phone before it is restored.

use plist::{Dictionary, Value};
use unstuck_link::{LinkError, Muxer, Phone};

use super::facts::domain;

/// Facts for the preflight of a restore. Absent means that the phone does not say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readiness {
    /// Find My is on (docs/protocol.md 3.2).
    pub(crate) find_my: Option<bool>,
    /// Bytes a restore may take.
    pub(crate) room_bytes: Option<u64>,
    /// Percent of the battery.
    pub(crate) battery: Option<u8>,
    /// It is connected to power.
    pub(crate) powered: Option<bool>,
    /// Its screen is locked.
    pub(crate) locked: Option<bool>,
    /// Somebody manages it.
    pub(crate) supervised: Option<bool>,
    /// When a computer backed it up last, in seconds since 1970.
    pub(crate) last_backup: Option<i64>,
}

/// 2001-01-01 in seconds since 1970: phones count from there.
const EPOCH_2001: i64 = 978_307_200;

impl Readiness {
    /// Asks a phone.
    ///
    /// # Errors
    /// It does not answer.
    pub(crate) async fn ask(muxer: &Muxer, udid: &str) -> Result<Self, LinkError> {
        let mut phone = Phone::open(muxer, udid).await?;
        let session = phone.session();
        let find_my = domain(session, "com.apple.fmip").await?;
        let usage = domain(session, "com.apple.disk_usage").await?;
        let battery = domain(session, "com.apple.mobile.battery").await?;
        let backup = domain(session, "com.apple.mobile.backup").await?;
        let managed = domain(session, "com.apple.mobile.chaperone").await?;
        let locked = session.value(None, Some("PasswordProtected")).await?;
        let percent = number(&battery, "BatteryCurrentCapacity");
        Ok(Self {
            find_my: flag(&find_my, "IsAssociated"),
            room_bytes: number(&usage, "AmountRestoreAvailable")
                .or_else(|| number(&usage, "TotalDataCapacity")),
            battery: percent.and_then(|percent| u8::try_from(percent).ok()),
            powered: flag(&battery, "ExternalConnected"),
            locked: locked.as_ref().and_then(Value::as_boolean),
            supervised: flag(&managed, "DeviceIsChaperoned"),
            last_backup: backup
                .get("LastiTunesBackupDate")
                .and_then(Value::as_signed_integer)
                .map(|seconds| seconds.saturating_add(EPOCH_2001)),
        })
    }
}

fn flag(values: &Dictionary, key: &str) -> Option<bool> {
    values.get(key).and_then(Value::as_boolean)
}

fn number(values: &Dictionary, key: &str) -> Option<u64> {
    values.get(key).and_then(Value::as_unsigned_integer)
}
