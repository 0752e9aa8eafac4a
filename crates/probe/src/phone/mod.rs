//! The phone, asked over lockdown: who it is, whether it trusts this computer, whether it has
//! room, power and time for a backup, and what it says of its last ones. Absent is unknown.
//!
//! Nothing is changed and nobody is asked: a phone that does not trust this computer tells the
//! little it tells anyone. Its name, its numbers and its owner are not asked for.

mod ask;
mod crashes;
mod log;
mod values;

pub(crate) use values::{backup_dates, domain, flag};

use std::time::Duration;

use unstuck_link::Muxer;

use crate::here::Here;
use crate::probe::{Failure, Probe};

/// A healthy phone answers all of it within a second over the cable.
const ASK_TIME_MAX: Duration = Duration::from_secs(8);
/// The phone first puts its reports together.
const CRASHES_TIME_MAX: Duration = Duration::from_secs(7);
/// The log is heard for a short while.
const LOG_TIME_MAX: Duration = Duration::from_secs(8);

/// Everything about a phone: the one with this UDID, or the only one in reach.
pub fn probes(here: &Here, muxer: &Muxer, udid: Option<String>) -> Vec<Probe> {
    let (asked, now) = ((muxer.clone(), udid.clone()), here.now());
    let crashed = asked.clone();
    let heard = asked.clone();
    vec![
        Probe::new("phone", ASK_TIME_MAX, async move |out| {
            let Some(udid) = meant(&asked.0, asked.1).await? else { return Ok(()) };
            ask::all(&asked.0, &udid, now, &out).await
        }),
        Probe::new("crash_reports", CRASHES_TIME_MAX, async move |out| {
            let Some(udid) = meant(&crashed.0, crashed.1).await? else { return Ok(()) };
            crashes::look(&crashed.0, &udid, now, &out).await
        }),
        Probe::new("phone_log", LOG_TIME_MAX, async move |out| {
            let Some(udid) = meant(&heard.0, heard.1).await? else { return Ok(()) };
            log::hear(&heard.0, &udid, &out).await
        }),
    ]
}

/// The phone that is meant; `None` when there is none, which others tell.
async fn meant(muxer: &Muxer, udid: Option<String>) -> Result<Option<String>, Failure> {
    let Ok(all) = muxer.list().await else { return Ok(None) };
    let mut udids: Vec<String> = all.into_iter().map(|attached| attached.udid).collect();
    udids.sort_unstable();
    udids.dedup();
    match udid {
        Some(udid) => Ok(udids.into_iter().find(|one| one.eq_ignore_ascii_case(&udid))),
        None if udids.len() > 1 => {
            Err(format!("{} iPhones are in reach; --device UDID names one", udids.len()))
        }
        None => Ok(udids.pop()),
    }
}
