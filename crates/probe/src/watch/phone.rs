//! What a phone tells while somebody else backs it up: its log, its sheet, whether it is there
//! and answers, what it says of its last backups. Nothing is asked of its owner.

use std::time::Duration;

use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;
use tokio::time::sleep;
use unstuck_diagnosis::pulse::{Process, Sign};
use unstuck_link::services::{NotificationCentre, Notifications, PhoneLog, names};
use unstuck_link::{Fault, LinkError, Muxer, Phone};

use super::Seen;
use crate::phone::{backup_dates, domain, flag};

/// The daemon is asked for the phone so often.
const PRESENCE_GAP: Duration = Duration::from_secs(1);
/// The phone is asked whether it is locked so often; the answer is a sign of life too.
const LOCK_GAP: Duration = Duration::from_secs(5);
/// Dates and power are asked for so often: each time a session of its own.
const VALUES_GAP: Duration = Duration::from_secs(20);
/// Pause before a log that broke is opened again.
const AGAIN_GAP: Duration = Duration::from_secs(2);
/// Lists of the sheet.
const OBSERVED: [&str; 2] = [names::PASSCODE_PRESENTED, names::PASSCODE_DISMISSED];

type Tell = UnboundedSender<Seen>;

/// Follows a phone: the named one, or the only one there is, as soon as it is there.
pub(super) async fn follow(muxer: Muxer, udid: Option<String>, tell: Tell) {
    let udid = match udid {
        Some(udid) => udid,
        None => only_one(&muxer).await,
    };
    if tell.send(Seen::Phone(udid.clone())).is_err() {
        return;
    }
    let mut tasks = JoinSet::new();
    tasks.spawn(presence(muxer.clone(), udid.clone(), tell.clone()));
    tasks.spawn(locks(muxer.clone(), udid.clone(), tell.clone()));
    tasks.spawn(values(muxer.clone(), udid.clone(), tell.clone()));
    tasks.spawn(sheet(muxer.clone(), udid.clone(), tell.clone()));
    tasks.spawn(log(muxer, udid, tell));
    // Each of them ends when nobody listens any more.
    while tasks.join_next().await.is_some() {}
}

async fn only_one(muxer: &Muxer) -> String {
    loop {
        let all = muxer.list().await.unwrap_or_default();
        let mut udids: Vec<String> = all.into_iter().map(|attached| attached.udid).collect();
        udids.sort_unstable();
        udids.dedup();
        if udids.len() == 1 {
            return udids.swap_remove(0);
        }
        sleep(PRESENCE_GAP).await;
    }
}

async fn presence(muxer: Muxer, udid: String, tell: Tell) {
    let mut known = None;
    loop {
        // A daemon that does not answer says nothing of the phone.
        if let Ok(all) = muxer.list().await {
            let present = all.iter().any(|attached| attached.udid.eq_ignore_ascii_case(&udid));
            if known != Some(present) && tell.send(Seen::Sign(Sign::Present(present))).is_err() {
                return;
            }
            known = Some(present);
        }
        sleep(PRESENCE_GAP).await;
    }
}

async fn locks(muxer: Muxer, udid: String, tell: Tell) {
    loop {
        let signs = match Phone::ask_lock_state(&muxer, &udid).await {
            Ok(locked) => [Some(Sign::Answered), locked.map(Sign::Locked)],
            // Gone is another matter than silent.
            Err(LinkError { fault: Fault::Detached | Fault::NoDaemon { .. }, .. }) => [None, None],
            Err(_) => [Some(Sign::Unanswered), None],
        };
        for sign in signs.into_iter().flatten() {
            if tell.send(Seen::Sign(sign)).is_err() {
                return;
            }
        }
        sleep(LOCK_GAP).await;
    }
}

async fn values(muxer: Muxer, udid: String, tell: Tell) {
    loop {
        let signs = match ask_values(&muxer, &udid).await {
            Ok(signs) => signs,
            Err(error) => {
                if tell.send(Seen::Deaf(error)).is_err() {
                    return;
                }
                Vec::new()
            }
        };
        for sign in signs {
            if tell.send(Seen::Sign(sign)).is_err() {
                return;
            }
        }
        sleep(VALUES_GAP).await;
    }
}

async fn ask_values(muxer: &Muxer, udid: &str) -> Result<Vec<Sign>, LinkError> {
    let mut phone = Phone::open(muxer, udid).await?;
    let backup = domain(phone.session(), "com.apple.mobile.backup").await?;
    let battery = domain(phone.session(), "com.apple.mobile.battery").await?;
    let dates = backup_dates(&backup);
    let signs = [
        dates.cloud.map(Sign::CloudDate),
        dates.local.map(Sign::LocalDate),
        flag(&backup, "CloudBackupEnabled").map(Sign::CloudSwitch),
        flag(&battery, "ExternalConnected").map(Sign::Powered),
    ];
    Ok(signs.into_iter().flatten().collect())
}

/// The passcode sheet.
async fn sheet(muxer: Muxer, udid: String, tell: Tell) {
    let limit = muxer.deadlines().answer;
    loop {
        if let Ok(mut phone) = Phone::open(&muxer, &udid).await
            && let Ok(mut heard) = Notifications::open(&mut phone, limit, &OBSERVED).await
        {
            while let Ok(name) = heard.next().await {
                let shown = match name.as_str() {
                    names::PASSCODE_PRESENTED => true,
                    names::PASSCODE_DISMISSED => false,
                    _ => continue,
                };
                if tell.send(Seen::Sign(Sign::Prompt(shown))).is_err() {
                    return;
                }
            }
        }
        if tell.is_closed() {
            return;
        }
        sleep(AGAIN_GAP).await;
    }
}

/// Lines of the log that have to do with backups.
async fn log(muxer: Muxer, udid: String, tell: Tell) {
    loop {
        if let Ok(mut phone) = Phone::open(&muxer, &udid).await
            && let Ok(mut log) = PhoneLog::open(&mut phone).await
        {
            if tell.send(Seen::Hears).is_err() {
                return;
            }
            let wanted = |name: &str, text: &str| Process::named(name, text).is_some();
            while let Ok(line) = log.next_wanted(wanted).await {
                let Some(process) = Process::named(&line.process, &line.text) else { continue };
                let sign = Sign::Log { process, text: line.text };
                let told = tell.send(Seen::Line(line.line)).and(tell.send(Seen::Sign(sign)));
                if told.is_err() {
                    return;
                }
            }
        }
        if tell.is_closed() {
            return;
        }
        sleep(AGAIN_GAP).await;
    }
}
