use super::*;
use crate::here::Kind;

fn mac(answers: &[(&str, &str)]) -> (tempfile::TempDir, Here) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("answers")).unwrap();
    for (name, answer) in answers {
        std::fs::write(folder.path().join("answers").join(name), answer).unwrap();
    }
    let here = Here::recorded(folder.path(), Kind::Mac);
    (folder, here)
}

#[test]
fn the_volume_and_what_can_be_purged_are_read() {
    let (_folder, here) = mac(&[
        (
            "df -P _Volumes_Old",
            "Filesystem 512-blocks Used Available Capacity Mounted on\n\
             /dev/disk4s1 1 1 1 1% /Volumes/Old\n",
        ),
        (
            "mount",
            "/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)\n\
             /dev/disk4s1 on /Volumes/Old (msdos, local, nodev, read-only)\n",
        ),
        (
            "diskutil info _Volumes_Old",
            "   Volume Free Space:   20.0 GB (20000000000 Bytes) (exactly 1 512-Byte-Units)\n\
             \x20  Available Space:     90.0 GB (90000000000 Bytes) (exactly 1 512-Byte-Units)\n",
        ),
    ]);
    let folder = Path::new("/Volumes/Old");
    let volume = Mac.volume(&here, folder).unwrap();
    assert_eq!(volume, Volume { format: "vfat".to_owned(), read_only: true });
    assert_eq!(Mac.purgeable_bytes(&here, folder), Some(70e9));
}

#[test]
fn sleep_is_told_with_what_prevents_it() {
    let awake = |settings: &str| {
        let (_folder, here) = mac(&[
            ("pmset -g ps", "Now drawing from 'Battery Power'\n -InternalBattery-0\t88%\n"),
            ("pmset -g", settings),
        ]);
        Mac.wakefulness(&here)
    };
    let told = awake(" hibernatemode        3\n sleep                10\n");
    assert_eq!(told, Wakefulness { sleeps_after_minutes: Some(10.0), on_battery: Some(true) });
    let told = awake(" sleep                1 (sleep prevented by powerd)\n");
    assert_eq!(told.sleeps_after_minutes, None);
}

#[test]
fn a_phone_is_found_in_the_registry_and_a_keyboard_is_not() {
    let tree = r#"+-o Root  <class IORegistryEntry>
  +-o AppleUSBXHCI Root Hub Simulation@14000000  <class AppleUSBRootHubDevice>
    | { "idVendor" = 1452 }
    +-o Keyboard@14100000  <class IOUSBHostDevice>
    |   { "idProduct" = 591 "idVendor" = 1452 "Device Speed" = 1 "locationID" = 336592896 }
    +-o iPhone@14230000  <class IOUSBHostDevice>
        { "idProduct" = 4776 "idVendor" = 1452 "Device Speed" = 2 "locationID" = 337838080 }
"#;
    let phones = phones_in(tree);
    assert_eq!(phones.len(), 1);
    assert_eq!((phones[0].mbit, phones[0].hubs), (Some(480.0), 1));
    assert!(phones_in("").is_empty());
}

#[test]
fn programs_and_the_system_have_names() {
    let (_folder, here) = mac(&[
        ("sw_vers -productVersion", "15.3.1\n"),
        (
            "ps -axo pid=,comm=",
            "  412 /usr/libexec/usbmuxd\n 97 /Applications/iMazing.app/iMazing\n",
        ),
    ]);
    assert_eq!(Mac.name(&here).as_deref(), Some("macOS 15.3.1"));
    assert_eq!(Mac.service_runs(&here), Some(true));
    assert_eq!(Mac.processes(&here)[1], Process { id: 97, name: "iMazing".to_owned() });
}

#[test]
fn a_folder_that_can_be_read_means_full_disk_access() {
    let (folder, here) = mac(&[]);
    let here = here.with_variable("HOME", "/h");
    assert!(Mac.permissions(&here).is_empty());
    std::fs::create_dir_all(folder.path().join("h/Library/Application Support/MobileSync"))
        .unwrap();
    assert!(Mac.permissions(&here)[0].granted);
}
