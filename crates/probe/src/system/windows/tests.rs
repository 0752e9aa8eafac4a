use super::*;
use crate::here::Kind;

fn pc(answers: &[(&str, &str)]) -> (tempfile::TempDir, Here) {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("answers")).unwrap();
    for (name, answer) in answers {
        let name = name.replace(['/', '\\'], "_");
        std::fs::write(folder.path().join("answers").join(name), answer).unwrap();
    }
    let here = Here::recorded(folder.path(), Kind::Windows);
    (folder, here)
}

#[test]
fn the_system_and_the_volume_are_read() {
    let (_folder, here) = pc(&[
        ("cmd /c ver", "\r\nMicrosoft Windows [Version 10.0.26100.3194]\r\n"),
        (
            "fsutil fsinfo volumeinfo E:",
            "Volume Name : Stick\r\nFile System Name : FAT32\r\nIs ReadWrite\r\n",
        ),
    ]);
    assert_eq!(Windows.name(&here).as_deref(), Some("Windows 11 (build 26100)"));
    let volume = Windows.volume(&here, Path::new(r"E:\Backups")).unwrap();
    assert_eq!(volume, Volume { format: "vfat".to_owned(), read_only: false });
    let share = Windows.volume(&here, Path::new(r"\\nas\backups")).unwrap();
    assert_eq!(share.format, "smb");
}

#[test]
fn the_service_and_a_driver_that_does_not_work_are_told() {
    let (_folder, here) = pc(&[(
        "tasklist /fo csv /nh",
        "\"System\",\"4\",\"Services\",\"0\",\"1 K\"\r\n\
         \"AppleMobileDeviceProcess.exe\",\"712\",\"Console\",\"1\",\"9 K\"\r\n",
    )]);
    assert_eq!(Windows.service_runs(&here), Some(true));
    let line = r#""USB\VID_05AC&PID_12A8\00008110000A","Error","CM_PROB_FAILED_START""#;
    let phone = bus_phone(line).unwrap();
    assert_eq!(phone.trouble.as_deref(), Some("Error CM_PROB_FAILED_START"));
    assert_eq!(bus_phone(r#""USB\VID_05AC&PID_12A8&MI_01\6&1","OK","CM_PROB_NONE""#), None);
    assert_eq!(bus_phone(r#""USB\VID_05AC&PID_024F\6&1","OK","CM_PROB_NONE""#), None);
    assert_eq!(bus_phone("\"\u{e4}\""), None);
}

#[test]
fn sleep_is_read_from_the_power_plan() {
    let (_folder, here) = pc(&[(
        "powercfg /query SCHEME_CURRENT SUB_SLEEP STANDBYIDLE",
        "    Current AC Power Setting Index: 0x00000384\r\n\
         \x20   Current DC Power Setting Index: 0x00000000\r\n",
    )]);
    assert_eq!(Windows.wakefulness(&here).sleeps_after_minutes, Some(15.0));
}

#[test]
fn versions_come_from_the_store_and_the_registry() {
    let store = "powershell -NoProfile -NonInteractive -Command \
        (Get-AppxPackage AppleInc.AppleDevices).Version";
    let (_folder, here) = pc(&[
        (store, "1.5.13002.0\r\n"),
        (
            r"reg query HKLM\SOFTWARE\Apple Computer, Inc.\iTunes /v Version",
            "\r\nHKEY_LOCAL_MACHINE\\…\r\n    Version    REG_SZ    12.13.4.4\r\n",
        ),
    ]);
    let versions = Windows.versions(&here);
    assert_eq!(versions[0], ("here.apple_devices_version", "1.5.13002.0".to_owned()));
    assert_eq!(versions[1], ("here.itunes_version", "12.13.4.4".to_owned()));
}
