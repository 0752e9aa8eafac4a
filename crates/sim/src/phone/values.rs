//! What lockdown says about a simulated phone (docs/protocol.md 3.2).

use std::time::Duration;

use plist::{Dictionary, Value};
use unstuck_wire::Moment;

use super::{DEVICE_PUBLIC_KEY, Phone};

/// Bytes of the simulated storage.
const STORAGE_BYTES: u64 = 128_000_000_000;

/// From 1970 to 2001, the two beginnings of time.
const SECONDS_TO_2001: i64 = 978_307_200;

/// Root keys that a host may ask for without a session.
const PUBLIC_KEYS: [&str; 13] = [
    "BuildVersion",
    "DeviceClass",
    "DeviceName",
    "DevicePublicKey",
    "HardwareModel",
    "PasswordProtected",
    "ProductName",
    "ProductType",
    "ProductVersion",
    "TelephonyCapability",
    "UniqueChipID",
    "UniqueDeviceID",
    "WiFiAddress",
];

impl Phone {
    /// The value of `key` in `domain`, or the whole domain when `key` is `None`; `Err` is a
    /// lockdown error.
    pub fn value(
        &self,
        now: Moment,
        domain: Option<&str>,
        key: Option<&str>,
        in_session: bool,
    ) -> Result<Value, &'static str> {
        if !in_session && domain.is_some() {
            return Err("GetProhibited");
        }
        let mut values = match domain {
            None => self.root_values(now),
            Some(domain) => self.domain_values(now, domain),
        };
        if !in_session {
            values =
                values.into_iter().filter(|(key, _)| PUBLIC_KEYS.contains(&key.as_str())).collect();
        }
        match key {
            None => Ok(values.into()),
            Some(key) => values.remove(key).ok_or("MissingValue"),
        }
    }

    fn root_values(&self, now: Moment) -> Dictionary {
        let identity = &self.identity;
        let mut values = Dictionary::new();
        let mut put = |key: &str, value: Value| {
            values.insert(key.into(), value);
        };
        put("ActivationState", "Activated".into());
        put("BluetoothAddress", identity.wifi_address().into());
        put("BuildVersion", identity.build_version.clone().into());
        put("DeviceClass", "iPhone".into());
        put("DeviceName", identity.name.clone().into());
        put("DevicePublicKey", Value::Data(DEVICE_PUBLIC_KEY.to_vec()));
        put("HardwareModel", identity.hardware_model.clone().into());
        put("HostAttached", true.into());
        put("InternationalMobileEquipmentIdentity", "350000000000017".into());
        put("ModelNumber", "SIM01".into());
        put("PasswordProtected", (self.locked || self.screen_locked).into());
        put("PhoneNumber", "+1 555 0100".into());
        put("ProductName", "iPhone OS".into());
        put("ProductType", identity.product_type.clone().into());
        put("ProductVersion", identity.product_version.clone().into());
        put("RegionInfo", "LL/A".into());
        put("SerialNumber", identity.serial_number.clone().into());
        put("TelephonyCapability", true.into());
        put("TimeIntervalSince1970", Value::Real(self.unix_time(now) as f64));
        put("TimeZone", "Europe/Berlin".into());
        put("TimeZoneOffsetFromUTC", Value::Real(3600.0));
        put("TrustedHostAttached", true.into());
        put("UniqueChipID", identity.ecid().into());
        put("UniqueDeviceID", identity.udid.clone().into());
        put("WiFiAddress", identity.wifi_address().into());
        values
    }

    fn domain_values(&self, now: Moment, domain: &str) -> Dictionary {
        let mut values = Dictionary::new();
        let mut put = |key: &str, value: Value| {
            values.insert(key.into(), value);
        };
        match domain {
            "com.apple.mobile.backup" => return self.backup_values(now),
            "com.apple.disk_usage" | "com.apple.disk_usage.factory" => {
                let used: u64 = self.content.regular_files().map(|file| file.bytes).sum();
                let free = STORAGE_BYTES.saturating_sub(used + 20_000_000_000);
                let free = self.scenario.values.free_bytes.unwrap_or(free);
                let restore = &self.scenario.restore;
                let told = restore.free_bytes.filter(|_| restore.tells_free_bytes);
                put("AmountRestoreAvailable", told.unwrap_or(free + used).into());
                put("TotalDiskCapacity", STORAGE_BYTES.into());
                put("TotalDataCapacity", (STORAGE_BYTES - 14_000_000_000).into());
                put("TotalDataAvailable", free.into());
                put("AmountDataAvailable", free.into());
                put("AmountDataReserved", 200_000_000u64.into());
            }
            "com.apple.mobile.battery" => {
                put("BatteryCurrentCapacity", self.battery.into());
                let powered = self.scenario.values.powered.unwrap_or(!self.scenario.network);
                put("BatteryIsCharging", powered.into());
                put("ExternalConnected", powered.into());
                put("ExternalChargeCapable", true.into());
                put("FullyCharged", false.into());
                put("HasBattery", true.into());
            }
            "com.apple.mobile.wireless_lockdown" => {
                put("EnableWifiConnections", self.wifi_connections.into());
                put("SupportsWifiSyncing", true.into());
                put("SupportsWifi", true.into());
            }
            "com.apple.mobile.iTunes" => put("MinITunesVersion", "12.12.4".into()),
            "com.apple.iTunes" => put("AutomaticDeviceBackupsDisabled", true.into()),
            "com.apple.fmip" => put("IsAssociated", self.scenario.find_my.into()),
            "com.apple.international" => {
                put("Language", "en".into());
                put("Locale", "en_US".into());
            }
            "com.apple.mobile.chaperone" => {
                put("DeviceIsChaperoned", self.scenario.values.supervised.into());
            }
            "com.apple.purplebuddy" => {
                put("SetupDone", (!self.scenario.values.setup_unfinished).into());
            }
            "com.apple.mobile.restriction" => put("ProhibitAppInstall", false.into()),
            _ => {}
        }
        values
    }

    fn backup_values(&self, now: Moment) -> Dictionary {
        let said = &self.scenario.values;
        let mut values = Dictionary::new();
        let mut put = |key: &str, value: Value| {
            values.insert(key.into(), value);
        };
        put("WillEncrypt", self.keybag.is_some().into());
        put("CloudBackupEnabled", said.cloud_backup.unwrap_or(false).into());
        put("Version", "4.0".into());
        if self.scenario.encryption.required {
            put("RequiresEncryption", true.into());
        }
        let ago = |days: f64| self.epoch - (days * 86_400.0) as i64;
        let local = said.local_days_ago.map(|days| ago(days) - SECONDS_TO_2001);
        if let Some(at) = self.last_backup.or(local) {
            put("LastiTunesBackupDate", at.into());
            put("LastiTunesBackupTZ", "Europe/Berlin".into());
        }
        if let Some(at) = self.cloud_done(now).or(said.cloud_days_ago.map(ago)) {
            let shift = if said.cloud_epoch_2001 { SECONDS_TO_2001 } else { 0 };
            put("LastCloudBackupDate", (at - shift).into());
            put("LastCloudBackupTZ", "Europe/Berlin".into());
        }
        values
    }

    /// When the story of the log completed an iCloud backup, in seconds since 1970.
    fn cloud_done(&self, now: Moment) -> Option<i64> {
        let began = self.log_began?;
        let told = self.scenario.log_story.iter().filter(|line| line.cloud_done);
        let times = told.map(|line| began + Duration::from_secs_f64(line.after_s));
        times.filter(|at| *at <= now).max().map(|at| self.unix_time(at))
    }
}
