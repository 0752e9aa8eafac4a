//! Setting, changing or removing the backup password in real time.

use std::time::Duration;

use tokio::sync::mpsc;
use unstuck_backup::password::{PasswordChange, PasswordEnd, PasswordRun};
use unstuck_backup::{Deadlines, Sign};
use unstuck_link::services::{NotificationCentre, Notifications, names};
use unstuck_link::{Clock, Connection, Muxer};
use unstuck_wire::{ErrorCode, Machine};

use super::connect::trusted_phone;
use crate::interrupt::Interrupts;
use crate::report::{Report, code};
use crate::view::View;

const OBSERVED: [&str; 2] = [names::PASSCODE_PRESENTED, names::PASSCODE_DISMISSED];

/// Asks the phone to change the password, tells when it wants its passcode, and returns when
/// it answered.
///
/// # Errors
/// A [`Report`] of what went wrong. The password is unchanged then, as far as the phone said.
pub(crate) async fn change_password(
    muxer: &Muxer,
    udid: &str,
    change: &PasswordChange,
    patience: f64,
    interrupts: &mut Interrupts,
    view: &mut dyn View,
) -> Result<(), Report> {
    let (tell, _signs) = mpsc::channel::<Sign>(16);
    let mut phone = trusted_phone(muxer, udid, &tell).await.map_err(|fault| report_of(&fault))?;
    let limit = muxer.deadlines().answer;
    let mut notifications = Notifications::open(&mut phone, limit, &OBSERVED).await?;
    let stream = phone.open_service("com.apple.mobilebackup2", true).await?;
    let clock = Clock::start();
    let deadlines = Deadlines::default().scaled(patience);
    let mut run = PasswordRun::new(clock.now(), udid, change, deadlines);
    let mut connection = Connection::new(stream);
    let mut listening = true;
    while !run.is_finished() {
        let wake = run.poll_timeout();
        tokio::select! {
            biased;
            () = interrupts.next() => return Err(interrupted()),
            heard = notifications.next(), if listening => match heard.as_deref() {
                Ok(names::PASSCODE_PRESENTED) => {
                    run.set_prompt(clock.now(), true);
                    view.say(ASKS_PASSCODE, Some(waiting_object()));
                }
                Ok(names::PASSCODE_DISMISSED) => run.set_prompt(clock.now(), false),
                Ok(_) => {}
                Err(_) => listening = false,
            },
            closed = connection.step(&clock, &mut run) => {
                if closed.is_some() {
                    break;
                }
            }
            () = clock.until(wake) => run.handle_timeout(clock.now()),
        }
    }
    judge(run.end())
}

const ASKS_PASSCODE: &str =
    "The iPhone is asking for its passcode, to change the backup password: type it on the iPhone.";

fn waiting_object() -> serde_json::Value {
    serde_json::json!({ "type": "phase", "phase": "waiting-passcode", "text": ASKS_PASSCODE })
}

fn interrupted() -> Report {
    Report::new(code::INTERRUPTED, "Stopped. The backup password was not changed by this.")
}

pub(super) fn report_of(fault: &unstuck_backup::ConnectFault) -> Report {
    use unstuck_backup::ConnectFault as F;
    match fault {
        F::Absent => crate::report::no_phone(),
        F::Locked => Report::new(code::PERSON, "The iPhone is locked.")
            .next("Unlock it with its passcode and run this again.")
            .because("device-locked-passcode"),
        F::TrustMissing | F::TrustRefused | F::TrustNeedsCable => {
            Report::new(code::PERSON, "The iPhone does not trust this computer.")
                .next("Run this again, tap Trust on the iPhone, and type its passcode.")
                .because("pairing-trust")
        }
        F::Busy => Report::new(code::FAILED, "Another program is using the iPhone.")
            .next("Let it finish or quit it, then run this again.")
            .because("busy-device"),
        F::Prohibited(text) => Report::new(code::REFUSED, "This iPhone does not allow it now.")
            .saw(format!("The iPhone said: {text}."))
            .next("If it belongs to a company or school, ask whoever manages it.")
            .because("mdm-restriction"),
        F::Other(text) => Report::new(code::STALLED, "No connection to the iPhone.")
            .saw(text.clone())
            .next("Unplug the iPhone, plug it in again, and run this again."),
    }
}

fn judge(end: Option<&PasswordEnd>) -> Result<(), Report> {
    match end {
        Some(PasswordEnd::Answered(response)) if response.code.is_none() => Ok(()),
        Some(PasswordEnd::Answered(response)) => {
            let text = response.description.clone().unwrap_or_default();
            let report = match response.code {
                ErrorCode::PASSWORD => {
                    Report::new(code::PASSWORD, "The iPhone did not accept the password.")
                        .next("Check the password in force and run this again.")
                        .because("encryption-password")
                }
                ErrorCode::LOCKED => {
                    Report::new(code::PERSON, "The passcode was not typed on the iPhone.")
                        .next("Run this again and type the passcode on the sheet it shows.")
                        .because("device-locked-passcode")
                }
                _ => Report::new(code::REFUSED, "The iPhone refused to change the password.")
                    .next("Restart the iPhone and run this again."),
            };
            Err(report.saw(format!("The iPhone said: error {}, {text}", response.code)))
        }
        Some(PasswordEnd::Silent { silent }) => {
            Err(Report::new(code::STALLED, "The iPhone did not answer.")
                .saw(format!("Nothing came for {}.", human(*silent)))
                .next("Restart the iPhone and run this again."))
        }
        Some(PasswordEnd::Lost(text)) => Err(lost(text)),
        None => Err(lost("the connection to the phone was lost")),
    }
}

fn lost(text: &str) -> Report {
    Report::new(code::STALLED, "The connection was lost before the iPhone answered.")
        .saw(format!("{text}. Whether the password was changed is not known."))
        .next("Plug the iPhone in again and run this again.")
        .because("cable-port-hub")
}

fn human(time: Duration) -> String {
    crate::time::human_time(time)
}
