//! Info.plist: what the computer noted about the phone (docs/backup-format.md 2).

use std::time::SystemTime;

use plist::Value;
use unstuck_plist::Bounds;

use super::{PlistFault, read, string};

/// The texts of Info.plist. Icons, settings and app records are not kept: a list of
/// backups needs none of them, and they are megabytes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InfoPlist {
    /// "Build Version".
    pub build_version: Option<String>,
    /// "Device Name", chosen by the owner.
    pub device_name: Option<String>,
    /// "GUID": random, one per backup folder.
    pub guid: Option<String>,
    /// "ICCID" of the SIM.
    pub iccid: Option<String>,
    /// "IMEI".
    pub imei: Option<String>,
    /// "Phone Number".
    pub phone_number: Option<String>,
    /// "Last Backup Date": when a run was begun, no proof that one ended.
    pub last_backup_date: Option<SystemTime>,
    /// "Product Name", for people.
    pub product_name: Option<String>,
    /// "Product Type", such as "iPhone14,5".
    pub product_type: Option<String>,
    /// "Product Version", such as "17.0".
    pub product_version: Option<String>,
    /// "Serial Number".
    pub serial_number: Option<String>,
    /// "Target Identifier": the UDID.
    pub target_identifier: Option<String>,
    /// "Unique Identifier": the UDID in upper case.
    pub unique_identifier: Option<String>,
    /// "iTunes Version": what made the backup, or what it claims to be.
    pub itunes_version: Option<String>,
    /// "Installed Applications": bundle ids.
    pub installed_applications: Vec<String>,
}

impl InfoPlist {
    /// Reads the file.
    ///
    /// # Errors
    /// [`PlistFault`] when it is no dictionary.
    pub fn parse(bytes: &[u8]) -> Result<Self, PlistFault> {
        let list = read(bytes, Bounds::FILE)?;
        let text = |key| string(&list, key);
        let applications = list.get("Installed Applications").and_then(Value::as_array);
        Ok(Self {
            build_version: text("Build Version"),
            device_name: text("Device Name").or_else(|| text("Display Name")),
            guid: text("GUID"),
            iccid: text("ICCID"),
            imei: text("IMEI"),
            phone_number: text("Phone Number"),
            last_backup_date: list
                .get("Last Backup Date")
                .and_then(Value::as_date)
                .map(SystemTime::from),
            product_name: text("Product Name"),
            product_type: text("Product Type"),
            product_version: text("Product Version"),
            serial_number: text("Serial Number"),
            target_identifier: text("Target Identifier"),
            unique_identifier: text("Unique Identifier"),
            itunes_version: text("iTunes Version"),
            installed_applications: applications
                .into_iter()
                .flatten()
                .filter_map(|id| id.as_string().map(str::to_owned))
                .collect(),
        })
    }
}

/// "Applications" of an Info.plist: what a phone needs to fetch the apps of a backup again, by
/// bundle id. `None` when there is no such entry.
///
/// # Errors
/// [`PlistFault`] when the file is no dictionary.
pub fn applications(bytes: &[u8]) -> Result<Option<plist::Dictionary>, PlistFault> {
    let mut list = read(bytes, Bounds::FILE)?;
    Ok(list.remove("Applications").and_then(Value::into_dictionary))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_read_and_other_types_are_not_mistaken_for_them() {
        let text = "<plist><dict><key>Display Name</key><string>Ada's iPhone</string>
            <key>GUID</key><data>AAAA</data>
            <key>Target Identifier</key><string>U</string>
            <key>Installed Applications</key><array><string>a.b</string><integer>1</integer></array>
            </dict></plist>";
        let info = InfoPlist::parse(text.as_bytes()).unwrap();
        assert_eq!(info.device_name.as_deref(), Some("Ada's iPhone"));
        assert_eq!((info.guid, info.target_identifier.as_deref()), (None, Some("U")));
        assert_eq!(info.installed_applications, ["a.b"]);
    }
}
