//! What the phone writes into its log about backups just now: lines of evidence.

use std::time::Duration;

use tokio::time::timeout;
use unstuck_diagnosis::pulse::Process;
use unstuck_link::services::PhoneLog;
use unstuck_link::{Muxer, Phone};

use super::crashes::is_closed;
use crate::probe::Failure;
use crate::recorder::Recorder;

/// A phone that makes a backup writes several lines a second.
const LISTEN: Duration = Duration::from_millis(1500);
/// More lines than this say no more.
const LINES_MAX: usize = 200;

pub(super) async fn hear(muxer: &Muxer, udid: &str, out: &Recorder) -> Result<(), Failure> {
    let mut phone = match Phone::open(muxer, udid).await {
        Ok(phone) => phone,
        Err(error) if is_closed(&error) => return Ok(()),
        Err(error) => return Err(error.to_string()),
    };
    let mut log = PhoneLog::open(&mut phone).await.map_err(|error| error.to_string())?;
    let mut lines = 0_u64;
    let listen = async {
        let wanted = |name: &str, text: &str| Process::named(name, text).is_some();
        while let Ok(line) = log.next_wanted(wanted).await {
            out.line(&line.line);
            lines += 1;
            if lines as usize >= LINES_MAX {
                return;
            }
        }
    };
    // That the time is over is the ordinary end.
    let _ = timeout(LISTEN, listen).await;
    out.fact("here.phone_log_lines", lines);
    Ok(())
}
