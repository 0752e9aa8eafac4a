//! Manifest.plist: what the backup is and how it is locked (docs/backup-format.md 4).

use std::time::SystemTime;

use plist::{Dictionary, Value};
use unstuck_plist::Bounds;

use super::{PlistFault, read, string, write_binary};

/// Manifest.plist as it was read. Keys we do not know stay in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ManifestPlist(Dictionary);

/// The scalars of the Lockdown dictionary. Missing texts read as empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lockdown {
    /// BuildVersion, such as "21A329".
    pub build_version: String,
    /// DeviceClass, such as "iPhone".
    pub device_class: String,
    /// DeviceName, chosen by the owner.
    pub device_name: String,
    /// ProductType, such as "iPhone14,5".
    pub product_type: String,
    /// ProductVersion, such as "17.0".
    pub product_version: String,
    /// SerialNumber.
    pub serial_number: String,
    /// UniqueDeviceID, the UDID.
    pub unique_device_id: String,
}

/// What a new Manifest.plist is made of.
#[derive(Clone, Debug)]
pub struct NewManifestPlist<'a> {
    /// When the backup was made.
    pub date: SystemTime,
    /// Whether a passcode was set on the phone.
    pub was_passcode_set: bool,
    /// BackupKeyBag and ManifestKey of an encrypted backup.
    pub encryption: Option<(&'a [u8], [u8; 44])>,
    /// The phone.
    pub lockdown: &'a Lockdown,
    /// Container id to dictionary.
    pub applications: Dictionary,
}

impl ManifestPlist {
    /// Reads the file.
    ///
    /// # Errors
    /// [`PlistFault`] when it is no dictionary.
    pub fn parse(bytes: &[u8]) -> Result<Self, PlistFault> {
        read(bytes, Bounds::FILE).map(Self)
    }

    /// A list as today's phones write it.
    pub fn create(new: NewManifestPlist<'_>) -> Self {
        let mut list = Dictionary::new();
        list.insert("Version".into(), "10.0".into());
        list.insert("SystemDomainsVersion".into(), "24.0".into());
        list.insert("Date".into(), Value::Date(new.date.into()));
        list.insert("IsEncrypted".into(), new.encryption.is_some().into());
        list.insert("WasPasscodeSet".into(), new.was_passcode_set.into());
        if let Some((keybag, manifest_key)) = new.encryption {
            list.insert("BackupKeyBag".into(), Value::Data(keybag.to_vec()));
            list.insert("ManifestKey".into(), Value::Data(manifest_key.to_vec()));
        }
        list.insert("Lockdown".into(), Value::Dictionary(new.lockdown.to_dictionary()));
        list.insert("Applications".into(), Value::Dictionary(new.applications));
        Self(list)
    }

    /// The file, binary as the phone writes it.
    pub fn to_bytes(&self) -> Vec<u8> {
        write_binary(self.0.clone())
    }

    /// Everything in the list.
    pub fn entries(&self) -> &Dictionary {
        &self.0
    }

    /// Everything in the list, to be changed.
    pub fn entries_mut(&mut self) -> &mut Dictionary {
        &mut self.0
    }

    /// Version: "10.0" today.
    pub fn version(&self) -> Option<&str> {
        self.0.get("Version").and_then(Value::as_string)
    }

    /// Date of the backup, by the phone's clock.
    pub fn date(&self) -> Option<SystemTime> {
        self.0.get("Date").and_then(Value::as_date).map(SystemTime::from)
    }

    /// IsEncrypted.
    pub fn is_encrypted(&self) -> Option<bool> {
        self.0.get("IsEncrypted").and_then(Value::as_boolean)
    }

    /// BackupKeyBag, for [`Keybag::parse`](crate::Keybag::parse).
    pub fn keybag(&self) -> Option<&[u8]> {
        self.0.get("BackupKeyBag").and_then(Value::as_data)
    }

    /// ManifestKey, for [`WrappedKey::parse`](crate::content::WrappedKey::parse).
    pub fn manifest_key(&self) -> Option<&[u8]> {
        self.0.get("ManifestKey").and_then(Value::as_data)
    }

    /// Whether an encrypted backup of this phone's system has a ManifestKey: since iOS
    /// 10.2. An unknown version counts as a new one.
    pub fn wants_manifest_key(&self) -> bool {
        let version = self.lockdown().and_then(|lockdown| lockdown.system_version());
        version.is_none_or(|version| version >= (10, 2))
    }

    /// Lockdown: which phone this is.
    pub fn lockdown(&self) -> Option<Lockdown> {
        let list = self.0.get("Lockdown").and_then(Value::as_dictionary)?;
        let text = |key| string(list, key).unwrap_or_default();
        Some(Lockdown {
            build_version: text("BuildVersion"),
            device_class: text("DeviceClass"),
            device_name: text("DeviceName"),
            product_type: text("ProductType"),
            product_version: text("ProductVersion"),
            serial_number: text("SerialNumber"),
            unique_device_id: text("UniqueDeviceID"),
        })
    }
}

impl Lockdown {
    fn to_dictionary(&self) -> Dictionary {
        let texts = [
            ("BuildVersion", &self.build_version),
            ("DeviceClass", &self.device_class),
            ("DeviceName", &self.device_name),
            ("ProductType", &self.product_type),
            ("ProductVersion", &self.product_version),
            ("SerialNumber", &self.serial_number),
            ("UniqueDeviceID", &self.unique_device_id),
        ];
        texts.into_iter().map(|(key, text)| (key.to_owned(), Value::from(text.as_str()))).collect()
    }

    /// ProductVersion as numbers, `None` when it does not begin with two.
    pub fn system_version(&self) -> Option<(u32, u32)> {
        let mut parts = self.product_version.split('.');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn a_new_list_reads_back_and_keeps_what_it_does_not_know() {
        let lockdown = Lockdown { product_version: "17.0.3".into(), ..Lockdown::default() };
        let date = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
        let mut list = ManifestPlist::create(NewManifestPlist {
            date,
            was_passcode_set: true,
            encryption: Some((b"bag", [4; 44])),
            lockdown: &lockdown,
            applications: Dictionary::new(),
        });
        list.entries_mut().insert("Tomorrow".into(), "unknown".into());
        let back = ManifestPlist::parse(&list.to_bytes()).unwrap();
        assert_eq!(back, list);
        assert_eq!(back.entries().get("Tomorrow").and_then(Value::as_string), Some("unknown"));
        assert_eq!((back.version(), back.is_encrypted()), (Some("10.0"), Some(true)));
        assert_eq!((back.date(), back.keybag()), (Some(date), Some(&b"bag"[..])));
        assert_eq!(back.manifest_key().map(<[u8]>::len), Some(44));
        assert_eq!(back.lockdown(), Some(lockdown.clone()));
        assert_eq!(lockdown.system_version(), Some((17, 0)));
    }

    #[test]
    fn values_of_another_type_read_as_absent() {
        let text = "<plist><dict><key>IsEncrypted</key><string>yes</string>
                    <key>Lockdown</key><array/></dict></plist>";
        let list = ManifestPlist::parse(text.as_bytes()).unwrap();
        assert_eq!((list.is_encrypted(), list.lockdown()), (None, None));
    }
}
