//! Names of the phone's crash reports (docs/protocol.md 7). Their content is never read.

use std::time::Duration;

use idevice::afc::AfcClient;
use tokio::io::AsyncReadExt;

use super::open;
use crate::deadline::within;
use crate::error::LinkError;
use crate::guard::Framing;
use crate::phone::Phone;

/// A phone keeps some hundreds; more names than this are not looked at.
const NAMES_MAX: usize = 10_000;

/// Names of the reports in the phone's folder of crash reports, newest kinds of names included:
/// `BackupAgent2-2026-10-30-101010.ips`.
///
/// # Errors
/// Whatever broke.
pub async fn crash_reports(phone: &mut Phone, limit: Duration) -> Result<Vec<String>, LinkError> {
    // The phone first moves what its processes left, and says `ping` when that is done. One
    // that does not still lists what was there.
    if let Ok(mut mover) = phone.open_service("com.apple.crashreportmover", false).await {
        let mut ping = [0; 5];
        let _ = tokio::time::timeout(limit, mover.read_exact(&mut ping)).await;
    }
    let idevice = open(phone, "com.apple.crashreportcopymobile", Framing::Afc).await?;
    let mut client = AfcClient::new(idevice);
    let listed = client.list_dir("/");
    let mut names = within(limit, "listing crash reports of the iPhone", listed).await?;
    names.truncate(NAMES_MAX);
    Ok(names)
}
