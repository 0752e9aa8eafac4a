//! What a phone says of its backups without any backup connection: its log, its values, the
//! names of its crash reports. In virtual time.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod room;

use std::time::Duration;

use plist::Value;
use unstuck_link::services::{PhoneLog, crash_reports};
use unstuck_link::{Muxer, Phone};
use unstuck_sim::Scenario;

use room::{UDID, room};

const LIMIT: Duration = Duration::from_secs(15);
const NOW: i64 = 1_793_491_200;

const STORY: &str = r#"
crash_reports = ["BackupAgent2-2026-10-30-101010.ips"]
[values]
cloud_backup = true
cloud_days_ago = 9.0
local_days_ago = 30.0
powered = false
free_bytes = 300_000_000
[[log]]
after_s = 5.0
process = "SpringBoard"
text = "of no interest"
[[log]]
after_s = 60.0
text = "=cloud-backup= Backup finished successfully"
cloud_done = true
"#;

async fn value(muxer: &Muxer, domain: &str, key: &str) -> Option<Value> {
    let mut phone = Phone::open(muxer, UDID).await.unwrap();
    phone.session().value(Some(domain), Some(key)).await.unwrap()
}

async fn cloud_date(muxer: &Muxer) -> Option<i64> {
    value(muxer, "com.apple.mobile.backup", "LastCloudBackupDate").await?.as_signed_integer()
}

#[tokio::test(start_paused = true)]
async fn the_log_tells_of_an_icloud_backup_and_the_date_proves_it() {
    let (_server, muxer) = room(&Scenario::parse("story", STORY).unwrap());
    assert_eq!(cloud_date(&muxer).await, Some(NOW - 9 * 86_400));
    let mut phone = Phone::open(&muxer, UDID).await.unwrap();
    let mut log = PhoneLog::open(&mut phone).await.unwrap();
    let line = log.next_wanted(|process, _| process == "backupd").await.unwrap();
    assert_eq!(line.text, "=cloud-backup= Backup finished successfully");
    assert!(line.line.contains("backupd[") && line.line.ends_with(&line.text), "{line:?}");
    assert!(cloud_date(&muxer).await.unwrap() >= NOW + 60);
}

#[tokio::test(start_paused = true)]
async fn values_are_as_the_scenario_says() {
    let (_server, muxer) = room(&Scenario::parse("story", STORY).unwrap());
    let battery = value(&muxer, "com.apple.mobile.battery", "ExternalConnected").await;
    assert_eq!(battery, Some(false.into()));
    let free = value(&muxer, "com.apple.disk_usage", "AmountDataAvailable").await;
    assert_eq!(free.unwrap().as_unsigned_integer(), Some(300_000_000));
    // Computers' dates count from 2001.
    let local = value(&muxer, "com.apple.mobile.backup", "LastiTunesBackupDate").await;
    assert_eq!(local.unwrap().as_signed_integer(), Some(NOW - 30 * 86_400 - 978_307_200));
}

#[tokio::test(start_paused = true)]
async fn crash_reports_are_listed_by_name() {
    let (_server, muxer) = room(&Scenario::parse("story", STORY).unwrap());
    let mut phone = Phone::open(&muxer, UDID).await.unwrap();
    let names = crash_reports(&mut phone, LIMIT).await.unwrap();
    assert!(names.iter().any(|name| name == "BackupAgent2-2026-10-30-101010.ips"), "{names:?}");
}
