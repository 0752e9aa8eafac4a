//! Everything that could make a restore fail, looked at before anything is sent.

use std::time::Duration;

use serde_json::json;

use super::source::Source;
use crate::commands::Context;
use crate::engine::{PhoneFacts, Readiness};
use crate::report::{Report, code};
use crate::time::human_bytes;

/// Below this a phone that is not on power is not restored: it would go in the middle.
const BATTERY_PERCENT_MIN: u8 = 20;
/// A restore wants this much besides what it brings (docs/protocol.md 5.5).
const HEADROOM_BYTES: u64 = 128 << 20;
/// How long a locked phone is waited for.
const UNLOCK_PATIENCE: Duration = Duration::from_secs(120);

/// Checks phone against backup.
///
/// # Errors
/// A [`Report`] of the first thing that stands in the way.
pub(super) async fn check(
    facts: &PhoneFacts,
    source: &Source,
    context: &mut Context<'_>,
) -> Result<Readiness, Report> {
    let ready = Readiness::ask(&context.muxer, &facts.udid).await?;
    find_my(&ready)?;
    versions(facts, source)?;
    room(&ready, source)?;
    management(facts, source)?;
    battery(&ready)?;
    if ready.locked == Some(true) {
        wait_for_unlock(facts, context).await?;
    }
    let object = json!({
        "type": "preflight",
        "udid": facts.udid,
        "name": facts.name(),
        "model": facts.description(),
        "find_my": ready.find_my,
        "room_bytes": ready.room_bytes,
        "needed_bytes": source.content_bytes,
        "battery": ready.battery,
        "powered": ready.powered,
        "supervised": ready.supervised,
        "encrypted": source.password.is_some(),
        "password_opens": source.password.is_some().then_some(true),
        "source": source.udid,
        "source_system": source.made_of.product_version,
        "version": source.version,
        "files": source.files,
        "damaged_files": source.damaged_files,
    });
    let text = format!("{} can take this backup.", facts.name());
    context.view.say(&text, Some(object));
    Ok(ready)
}

fn find_my(ready: &Readiness) -> Result<(), Report> {
    if ready.find_my != Some(true) {
        return Ok(());
    }
    Err(Report::new(code::REFUSED, "Find My is on: this iPhone refuses a restore (code 211).")
        .saw("Nothing was sent, and nothing was changed on the iPhone.")
        .next("On the iPhone: Settings > your name > Find My > Find My iPhone, turn it off.")
        .next("It asks for the password of your Apple Account. Then run this again.")
        .next("Turn it on again when the restore is over.")
        .because("device-locked-passcode"))
}

fn numbers(version: &str) -> Vec<u32> {
    version.split('.').map_while(|part| part.parse().ok()).collect()
}

/// A phone takes no backup of a newer system than its own.
fn versions(facts: &PhoneFacts, source: &Source) -> Result<(), Report> {
    let own = facts.text("ProductVersion").unwrap_or_default();
    let made = &source.made_of.product_version;
    let (own_numbers, made_numbers) = (numbers(&own), numbers(made));
    if own_numbers.is_empty() || made_numbers.is_empty() || made_numbers <= own_numbers {
        return Ok(());
    }
    Err(Report::new(code::REFUSED, "The backup is of a newer iOS than this iPhone has.")
        .saw(format!("The backup was made with iOS {made}, the iPhone has iOS {own}."))
        .saw("It would refuse it (code 203). Nothing was sent.")
        .next(format!("Update the iPhone to iOS {made} or later, then run this again."))
        .because("version-mismatch"))
}

fn room(ready: &Readiness, source: &Source) -> Result<(), Report> {
    let needed = source.content_bytes.saturating_add(HEADROOM_BYTES);
    let Some(room) = ready.room_bytes.filter(|room| *room < needed) else { return Ok(()) };
    Err(Report::new(code::REFUSED, "The backup does not fit on this iPhone (code 106).")
        .saw(format!("It needs {}; there is room for {}.", human_bytes(needed), human_bytes(room)))
        .saw("Nothing was sent, and nothing was changed on the iPhone.")
        .next("Remove large apps or videos from the iPhone, or restore to one with more room.")
        .because("device-storage-full"))
}

/// Management that demands encrypted backups takes no plain one either.
fn management(facts: &PhoneFacts, source: &Source) -> Result<(), Report> {
    if !facts.requires_encryption || source.password.is_some() {
        return Ok(());
    }
    Err(Report::new(code::REFUSED, "A profile on this iPhone allows encrypted backups only.")
        .saw("This backup is not encrypted. Nothing was sent.")
        .next("Restore an encrypted version, or ask whoever manages the iPhone.")
        .because("mdm-restriction"))
}

fn battery(ready: &Readiness) -> Result<(), Report> {
    let Some(percent) = ready.battery else { return Ok(()) };
    if percent >= BATTERY_PERCENT_MIN || ready.powered == Some(true) {
        return Ok(());
    }
    Err(Report::new(code::PERSON, "The battery of the iPhone is too low for a restore.")
        .saw(format!("It is at {percent} % and not on power. Nothing was sent."))
        .next("Connect it to power, and run this again.")
        .because("power"))
}

/// The phone shows its lock screen: it is waited for, with a word.
async fn wait_for_unlock(facts: &PhoneFacts, context: &mut Context<'_>) -> Result<(), Report> {
    let patience = UNLOCK_PATIENCE.mul_f64(context.patience);
    let object = json!({
        "type": "pulse",
        "verdict": "waiting-for-person",
        "silent_seconds": 0,
        "normal_seconds": patience.as_secs(),
        "waiting_for": "unlock",
    });
    context
        .view
        .say("Unlock the iPhone with its passcode: then it goes on by itself.", Some(object));
    let end = tokio::time::Instant::now() + patience;
    while tokio::time::Instant::now() < end {
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = context.interrupts.next() => {
                return Err(Report::new(code::INTERRUPTED, "Stopped. Nothing was changed."));
            }
        }
        let locked = unstuck_link::Phone::ask_lock_state(&context.muxer, &facts.udid).await?;
        if locked != Some(true) {
            return Ok(());
        }
    }
    Err(Report::new(code::PERSON, "The iPhone is locked.")
        .saw("A locked iPhone refuses a restore (code 208). Nothing was sent.")
        .next("Unlock it with its passcode, keep it awake, and run this again.")
        .because("device-locked-passcode"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(ready: &Readiness) -> Option<(u8, Option<&'static str>)> {
        let found = find_my(ready).and_then(|()| battery(ready));
        found.err().map(|report| (report.code, report.cause))
    }

    #[test]
    fn a_low_battery_matters_only_without_power() {
        let low = |powered| Readiness { battery: Some(19), powered, ..Readiness::default() };
        assert_eq!(refusal(&low(Some(true))), None);
        assert_eq!(refusal(&low(Some(false))), Some((code::PERSON, Some("power"))));
        assert_eq!(refusal(&low(None)), Some((code::PERSON, Some("power"))));
        let enough = Readiness { battery: Some(20), ..Readiness::default() };
        assert_eq!(refusal(&enough), None);
    }

    #[test]
    fn find_my_is_told_with_its_code() {
        let on = Readiness { find_my: Some(true), ..Readiness::default() };
        assert_eq!(refusal(&on), Some((code::REFUSED, Some("device-locked-passcode"))));
        assert!(find_my(&on).unwrap_err().headline.contains("211"));
        assert_eq!(refusal(&Readiness::default()), None);
    }

    #[test]
    fn versions_are_compared_as_numbers() {
        assert!(numbers("18.10") > numbers("18.9"));
        assert!(numbers("18.5") <= numbers("18.5.1"));
        assert!(numbers("").is_empty());
    }
}
