//! Info.plist: the host's file about the phone (docs/backup-format.md 2).
//!
//! The phone ignores it for a backup; restore tools and Apple's programs show it. A failure
//! to collect an icon or a store record must therefore never fail a backup: whatever is
//! missing is left out.

use std::time::{Duration, SystemTime};

use plist::{Date, Dictionary, Value};

/// What the file says. Every field may be missing but the UDID.
#[derive(Clone, Debug, Default)]
pub struct InfoPlist {
    /// The phone.
    pub udid: String,
    /// 32 hex digits, random per backup folder and kept from then on.
    pub guid: Option<String>,
    /// `BuildVersion`
    pub build_version: Option<String>,
    /// `DeviceName`
    pub device_name: Option<String>,
    /// `ProductType`, for example `iPhone14,5`.
    pub product_type: Option<String>,
    /// Marketing name.
    pub product_name: Option<String>,
    /// `ProductVersion`
    pub product_version: Option<String>,
    /// `SerialNumber`
    pub serial_number: Option<String>,
    /// `InternationalMobileEquipmentIdentity`
    pub imei: Option<String>,
    /// `InternationalMobileEquipmentIdentity2`
    pub imei2: Option<String>,
    /// `MobileEquipmentIdentifier`
    pub meid: Option<String>,
    /// `IntegratedCircuitCardIdentity`
    pub iccid: Option<String>,
    /// `PhoneNumber`
    pub phone_number: Option<String>,
    /// `com.apple.mobile.iTunes` / `MinITunesVersion`
    pub itunes_version: Option<String>,
    /// Domain `com.apple.iTunes`
    pub itunes_settings: Option<Dictionary>,
    /// Files of the media partition by name.
    pub itunes_files: Vec<(String, Vec<u8>)>,
    /// `/Books/iBooksData2.plist`
    pub ibooks_data: Option<Vec<u8>>,
    /// The person's apps.
    pub apps: Vec<App>,
    /// Time of the backup, in seconds since 1970.
    pub last_backup: i64,
}

/// One app of the person's.
#[derive(Clone, Debug, Default)]
pub struct App {
    /// Bundle identifier.
    pub bundle_id: String,
    /// `ApplicationSINF`
    pub sinf: Option<Vec<u8>>,
    /// `iTunesMetadata`
    pub metadata: Option<Vec<u8>>,
    /// Icon as PNG.
    pub icon: Option<Vec<u8>>,
}

impl InfoPlist {
    /// The file, as XML.
    pub fn to_xml(&self) -> Vec<u8> {
        let mut out = Vec::new();
        let written = Value::Dictionary(self.to_dictionary()).to_writer_xml(&mut out);
        written.expect("writing a plist of our own making into memory cannot fail");
        out
    }

    fn to_dictionary(&self) -> Dictionary {
        let mut info = Dictionary::new();
        let texts = [
            ("Build Version", &self.build_version),
            ("Device Name", &self.device_name),
            ("Display Name", &self.device_name),
            ("GUID", &self.guid),
            ("ICCID", &self.iccid),
            ("IMEI", &self.imei),
            ("IMEI 2", &self.imei2),
            ("MEID", &self.meid),
            ("Phone Number", &self.phone_number),
            ("Product Name", &self.product_name),
            ("Product Type", &self.product_type),
            ("Product Version", &self.product_version),
            ("Serial Number", &self.serial_number),
        ];
        for (key, text) in texts {
            if let Some(text) = text {
                info.insert(key.into(), text.clone().into());
            }
        }
        info.insert("Target Identifier".into(), self.udid.clone().into());
        info.insert("Target Type".into(), "Device".into());
        info.insert("Unique Identifier".into(), self.udid.to_uppercase().into());
        info.insert("Last Backup Date".into(), date(self.last_backup).into());
        // The default other hosts write for phones that do not name a version.
        let version = self.itunes_version.clone().unwrap_or_else(|| "10.0.1".into());
        info.insert("iTunes Version".into(), version.into());
        info.insert(
            "iTunes Settings".into(),
            self.itunes_settings.clone().unwrap_or_default().into(),
        );
        let files = self.itunes_files.iter();
        let files: Dictionary =
            files.map(|(name, data)| (name.clone(), Value::Data(data.clone()))).collect();
        info.insert("iTunes Files".into(), files.into());
        if let Some(data) = &self.ibooks_data {
            info.insert("iBooks Data 2".into(), Value::Data(data.clone()));
        }
        self.put_apps(&mut info);
        info
    }

    fn put_apps(&self, info: &mut Dictionary) {
        let (mut installed, mut applications) = (Vec::new(), Dictionary::new());
        for app in &self.apps {
            installed.push(Value::from(app.bundle_id.clone()));
            let mut entry = Dictionary::new();
            let parts = [
                ("ApplicationSINF", &app.sinf),
                ("iTunesMetadata", &app.metadata),
                ("PlaceholderIcon", &app.icon),
            ];
            for (key, data) in parts {
                if let Some(data) = data {
                    entry.insert(key.into(), Value::Data(data.clone()));
                }
            }
            applications.insert(app.bundle_id.clone(), entry.into());
        }
        info.insert("Installed Applications".into(), installed.into());
        info.insert("Applications".into(), applications.into());
    }
}

fn date(seconds: i64) -> Date {
    let since = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    Date::from(SystemTime::UNIX_EPOCH + since)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_left_out_and_what_readers_need_is_there() {
        let info = InfoPlist {
            udid: "00008110-000a".into(),
            device_name: Some("Ada's <iPhone>".into()),
            apps: vec![App {
                bundle_id: "org.example.notes".into(),
                icon: Some(vec![1, 2]),
                ..App::default()
            }],
            last_backup: 1_790_000_000,
            ..InfoPlist::default()
        };
        let read: Value = plist::from_bytes(&info.to_xml()).unwrap();
        let read = read.as_dictionary().unwrap();
        let text = |key: &str| read.get(key).and_then(Value::as_string);
        assert_eq!(text("Unique Identifier"), Some("00008110-000A"));
        assert_eq!(text("Display Name"), Some("Ada's <iPhone>"));
        assert_eq!(text("iTunes Version"), Some("10.0.1"));
        assert_eq!(text("IMEI"), None);
        assert!(read.get("Last Backup Date").unwrap().as_date().is_some());
        let apps = read.get("Applications").unwrap().as_dictionary().unwrap();
        let app = apps.get("org.example.notes").unwrap().as_dictionary().unwrap();
        assert_eq!(app.keys().collect::<Vec<_>>(), ["PlaceholderIcon"]);
    }
}
