//! What probes measure, and what is made of it: of a sound machine nothing, of each trouble its
//! cause.

#![expect(clippy::expect_used, reason = "a test that cannot go on may stop")]

use unstuck_diagnosis::case::CaseFile;
use unstuck_diagnosis::{Cause, Diagnosis, Options, diagnose};

fn found(facts: &str) -> Diagnosis {
    let case = format!(r#"{{"host_os":"Debian 12 (Linux)","facts":{{{facts}}}}}"#);
    let read: Result<serde_json::Value, _> = serde_json::from_str(&case);
    read.expect("the case is JSON");
    diagnose(&CaseFile::read(case.as_bytes()).into_case(), &Options::default())
}

/// All that is measured on a machine where all is well.
const SOUND: &str = r#"
    "here.target_free_bytes":48706293760,"here.target_volume_bytes":270553174016,
    "here.target_files_left":15681141,"here.target_format":"ext4","here.target_mounted_ro":false,
    "here.trial_sync_ms":4.1,"here.trial_ms":5.2,"here.trial_files_a_second":4100,
    "here.udev_rule_present":true,"here.usbmuxd_installed":true,"here.usb_device_readable":false,
    "here.service_runs":true,"here.service":"answers","here.service_ms":1,
    "here.service_phones":1,"here.service_phones_wifi":0,"here.service_mbit":480,
    "here.bus_phones":1,"here.usb_mbit":480,"here.hubs_between":0,"here.bus_data":true,
    "here.bus_bounces":0,"here.bus_resets":1,"here.programs_seen":212,
    "here.computer_unplugged":false,"here.sleeps_after_minutes":180,
    "here.usbmuxd_version":"1.1.1","here.idevicebackup2_version":"1.3.0",
    "here.kept_backups":2,"here.kept_finished":2,"here.kept_newest":"finished",
    "here.net_asked":6,"here.net_reached":6,"here.net_sign_in_page":false,
    "here.clock_off_by_seconds":1,"here.net_ms":31,"here.net_lost_percent":0,
    "here.net_jitter_ms":8,"here.net_loaded_ms":60,"here.uplink_mbit":42,
    "here.gateway_ms":2,"here.gateway_lost_percent":0,
    "here.phone_trust":"trusted","here.phone_locked":true,"here.phone_activation":"Activated",
    "here.phone_clock_ahead_seconds":0,"here.phone_encrypts":true,"here.phone_cloud_on":true,
    "here.phone_cloud_days":1.2,"here.phone_local_days":3.4,"here.phone_free_bytes":54000000000,
    "here.phone_data_bytes":114000000000,"here.phone_battery":80,"here.phone_charging":true,
    "here.phone_powered":true,"here.phone_wifi_sync":true,"here.phone_supervised":false,
    "here.phone_setup_done":true,"here.phone_apps_prohibited":false,"here.phone_find_my":true,
    "here.phone_wants_itunes":"12.12.4","here.phone_agent_crashes":0,"here.phone_log_lines":0,
    "probe_kernel_log":"could not tell: permission denied, the drive is full""#;

#[test]
fn of_a_sound_machine_nothing_is_made() {
    let found = found(SOUND);
    assert_eq!(found.likeliest().cause, Cause::Unknown);
    for likely in &found.causes {
        let raised = likely.why.iter().filter(|reason| reason.weight > 0.0);
        let raised: Vec<_> = raised.collect();
        assert!(raised.is_empty(), "{:?}: {raised:?}", likely.cause);
    }
}

#[test]
fn each_trouble_beside_a_sound_rest_is_named() {
    let troubles = [
        (r#""here.target_format":"vfat""#, Cause::TargetFilesystem),
        (r#""here.target_link_broken":true"#, Cause::TargetFilesystem),
        (r#""here.trial_files_a_second":2"#, Cause::TargetFilesystem),
        (r#""here.trial_fault":"refused""#, Cause::HostPermission),
        (r#""here.trial_fault":"full""#, Cause::HostDiskFull),
        (r#""here.target_free_bytes":900000000"#, Cause::HostDiskFull),
        (r#""here.target_files_left":12"#, Cause::HostDiskFull),
        (r#""here.usb_mbit":12"#, Cause::CablePortHub),
        (r#""here.bus_bounces":5"#, Cause::CablePortHub),
        (r#""here.bus_data":false"#, Cause::PairingTrust),
        (r#""here.bus_recovery":true"#, Cause::DeviceSoftware),
        (r#""here.service":"silent""#, Cause::UsbStack),
        (r#""here.service":"absent""#, Cause::UsbStack),
        (r#""here.service":"refused""#, Cause::HostPermission),
        (r#""here.service_phones":0"#, Cause::UsbStack),
        (r#""here.driver_says":"Error CM_PROB_FAILED_START""#, Cause::UsbStack),
        (r#""here.phone_held_by":"gvfsd-gphoto2""#, Cause::BusyDevice),
        (r#""here.kept_newest":"damaged""#, Cause::BackupCorrupt),
        (r#""here.net_sign_in_page":true"#, Cause::NetworkBlocked),
        (
            r#""here.net_reached":5,"here.net_names_lie":"gateway.icloud.com""#,
            Cause::NetworkBlocked,
        ),
        (r#""here.net_lost_percent":30"#, Cause::NetworkWeak),
        (r#""here.phone_trust":"not-trusted""#, Cause::PairingTrust),
        (r#""here.phone_trust":"locked""#, Cause::DeviceLockedPasscode),
        (r#""here.phone_free_bytes":300000000"#, Cause::DeviceStorageFull),
        (r#""here.phone_battery":4,"here.phone_powered":false"#, Cause::Power),
        (r#""here.phone_agent_crashes":3"#, Cause::DeviceSoftware),
        (
            r#""here.watch_verdict":"waiting-for-person","here.watch_waiting_for":"passcode""#,
            Cause::DeviceLockedPasscode,
        ),
        (r#""here.watch_verdict":"stalled","here.watch_waiting_for":"phone""#, Cause::CablePortHub),
    ];
    for (trouble, cause) in troubles {
        // The later of two equal names counts.
        let found = found(&format!("{SOUND},{trouble}"));
        let likely = found.likeliest();
        assert_eq!(likely.cause, cause, "{trouble}: {:?}", found.causes[0]);
    }
}

#[test]
fn a_computer_without_a_network_accuses_no_filter() {
    let facts = r#""here.net_asked":6,"here.net_reached":0,"here.net_default_route":false,
        "here.net_names_refused":"gateway.icloud.com""#;
    let found = found(facts);
    assert!(found.probability(Cause::NetworkBlocked) < 0.1, "{:?}", found.causes[0]);
}
