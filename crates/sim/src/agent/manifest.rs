//! The manifest of a backup as the phone builds it.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use plist::Dictionary;
use unstuck_manifest::db::DbFault;
use unstuck_manifest::plists::{Lockdown, NewManifestPlist};
use unstuck_manifest::{ManifestPlist, ManifestWriter, Record, RecordKind, content};
use unstuck_wire::Moment;

use crate::content::{Content, Kind, PhoneFile};
use crate::phone::{Phone, PhoneKeybag};

/// Manifest.db as it is stored: encrypted as a whole when backups are. Files that `skip`
/// names are left out.
pub(super) fn database(
    content: &Content,
    keybag: Option<&PhoneKeybag>,
    skip: impl Fn(&PhoneFile) -> bool,
) -> Result<Vec<u8>, DbFault> {
    let mut writer = ManifestWriter::in_memory()?;
    for file in content.files().filter(|file| !skip(file)) {
        let (kind, record) = record(&file, keybag);
        writer.add(&file.domain, kind, &record)?;
    }
    if let Some(keybag) = keybag {
        writer.set_password(keybag.password(), &keybag.manifest_salt())?;
    }
    let plain = writer.into_bytes()?;
    Ok(match keybag {
        Some(keybag) => content::encrypt(&keybag.manifest_key(), &plain),
        None => plain,
    })
}

fn record<'a>(file: &'a PhoneFile, keybag: Option<&PhoneKeybag>) -> (RecordKind, Record<'a>) {
    let kind = match file.kind {
        Kind::File => RecordKind::File,
        Kind::Folder => RecordKind::Directory,
        Kind::Link(_) => RecordKind::Link,
    };
    let key = keybag.filter(|_| file.kind == Kind::File);
    let key = key.map(|keybag| keybag.wrapped_file_key(file).to_bytes().to_vec());
    let target = match &file.kind {
        Kind::Link(target) => Some(Cow::Borrowed(target.as_str())),
        _ => None,
    };
    let record = Record {
        relative_path: Cow::Borrowed(&file.path),
        mode: file.mode,
        size: file.bytes,
        inode: file.inode,
        user_id: 501,
        group_id: 501,
        last_modified: file.modified,
        last_status_change: file.modified,
        birth: file.modified,
        protection_class: file.class,
        encryption_key: key.map(Cow::Owned),
        target,
        ..Record::default()
    };
    (kind, record)
}

/// Manifest.plist.
pub(super) fn plist(phone: &Phone, now: Moment) -> Vec<u8> {
    let identity = &phone.identity;
    let lockdown = Lockdown {
        build_version: identity.build_version.clone(),
        device_class: "iPhone".into(),
        device_name: identity.name.clone(),
        product_type: identity.product_type.clone(),
        product_version: identity.product_version.clone(),
        serial_number: identity.serial_number.clone(),
        unique_device_id: identity.udid.clone(),
    };
    let keybag = phone.keybag.as_ref();
    let encryption =
        keybag.map(|keybag| (keybag.bytes(), keybag.wrapped_manifest_key().to_bytes()));
    ManifestPlist::create(NewManifestPlist {
        date: time(phone, now),
        was_passcode_set: true,
        encryption,
        lockdown: &lockdown,
        applications: applications(),
    })
    .to_bytes()
}

fn applications() -> Dictionary {
    let mut applications = Dictionary::new();
    for (bundle, version) in [("org.example.notes", "1.4"), ("com.example.app", "2.0")] {
        let mut entry = Dictionary::new();
        entry.insert("CFBundleIdentifier".into(), bundle.into());
        entry.insert("CFBundleVersion".into(), version.into());
        let kind = "Data/Application";
        entry.insert("ContainerContentClass".into(), kind.into());
        let path = format!("/var/containers/Bundle/Application/{bundle}.app");
        entry.insert("Path".into(), path.into());
        applications.insert(bundle.into(), entry.into());
    }
    applications
}

/// The phone's time of day.
pub(super) fn time(phone: &Phone, now: Moment) -> SystemTime {
    let since_1970 = u64::try_from(phone.unix_time(now)).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(since_1970)
}
