//! Reset of what a backup needs on this computer, without losing data: a proven copy first, then
//! one thing after the other, and after each a backup is tried. Every step but a restart can be
//! taken back.

use serde_json::{Value, json};
use unstuck_diagnosis::climb::{Act, Hand, Settled};
use unstuck_vault::{Layout, RealDisk, lock};

use super::named::{declined, nobody};
use super::{Ended, FixArgs, RESET, known, proven_version};
use crate::acts::On;
use crate::commands::Context;
use crate::commands::backup::BackupOptions;
use crate::commands::rescue::attempt::{self, Attempt};
use crate::commands::rung::{self, Consent, Step, stopped};
use crate::place;
use crate::report::{Report, code, no_phone};

/// What is reset, in this order: what changes least comes first.
const ACTS: [Act; 3] = [Act::RestartService, Act::TrustAnew, Act::MoveAside];

pub(super) async fn perform(
    args: &FixArgs,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let remedy = known(RESET)?;
    let whole = Step { remedy, hand: Hand::Ours(Act::MoveAside) };
    let steps = remedy.steps_on(None);
    context.view.say(&rung::plan(whole, &steps), Some(rung::plan_object("plan", whole, &steps)));
    match rung::may(args.yes, whole, context).await? {
        Consent::Given => {}
        Consent::Refused => return Ok(declined(whole, on, context)),
        Consent::NobodyThere => return Ok(nobody(whole, context)),
    }
    if on.udid.is_none() && context.muxer.list().await.is_ok() {
        return Err(no_phone());
    }
    say_copy(on, context);
    let mut done: Vec<Value> = Vec::new();
    if let Some(ended) = runs(args, false, &done, context).await? {
        return Ok(ended.of(remedy).tell(context));
    }
    if held_elsewhere(on, context) {
        let text = "Another Unstuck is making a backup of this iPhone: its lock is no leftover.";
        let ended = Ended::new(code::FAILED, "unable", text).next("Let it finish.");
        return Ok(ended.of(remedy).tell(context));
    }
    for act in ACTS {
        let step = Step { remedy: known(act.remedy())?, hand: Hand::Ours(act) };
        match rung::may(args.yes, step, context).await? {
            Consent::Given => {}
            Consent::Refused | Consent::NobodyThere => {
                done.push(json!({ "remedy": step.remedy.id, "settled": "declined" }));
                let level = step.remedy.level;
                let text = format!("{}: left out; it needs --yes {level}.", step.remedy.title);
                context.view.say(&text, None);
                continue;
            }
        }
        let came = rung::take(step, on, context).await?;
        rung::say_came(step, &came, context);
        let word = if came.settled == Settled::Done { "done" } else { "unable" };
        done.push(json!({ "remedy": step.remedy.id, "settled": word, "after": came.after }));
        if came.settled != Settled::Done {
            continue;
        }
        let full = act == Act::MoveAside;
        if let Some(ended) = runs(args, full, &done, context).await? {
            return Ok(ended.of(remedy).tell(context));
        }
    }
    let text = "All of it was gone through, and a backup does not run yet. All data is kept.";
    let mut ended = Ended::new(code::FAILED, "unable", text).next("unstuck rescue");
    ended.after = json!({ "steps": done });
    Ok(ended.of(remedy).tell(context))
}

/// Says which copy is proven: whatever comes, it is untouched.
fn say_copy(on: On<'_>, context: &mut Context<'_>) {
    let (text, version) = match proven_version(on, context.simulated) {
        Some((version, path)) => {
            (format!("A proven backup is kept: version {version}, {}", path.display()), version)
        }
        None => {
            let text = "No proven backup is kept yet: one is tried first. Nothing is deleted, \
                        whatever comes of it."
                .to_owned();
            (text, String::new())
        }
    };
    let version = (!version.is_empty()).then_some(version);
    let object = json!({ "type": "note", "text": text, "version": version });
    context.view.say(&text, Some(object));
}

/// Tries a backup; how the whole ends, when it runs.
async fn runs(
    args: &FixArgs,
    full: bool,
    done: &[Value],
    context: &mut Context<'_>,
) -> Result<Option<Ended>, Report> {
    let options = BackupOptions {
        device: args.device.clone(),
        to: args.to.clone(),
        full,
        wifi: false,
        // Whether backups are encrypted is left as it is.
        no_encryption: true,
    };
    let attempt: Attempt = attempt::make(&options, context).await;
    if attempt.ended.was_stopped() {
        return Err(stopped());
    }
    let Some(version) = attempt.ended.version() else { return Ok(None) };
    let text = match done.len() {
        0 => format!("A backup runs as it is: version {version} is made and proven."),
        _ => format!("A backup runs again: version {version} is made."),
    };
    let mut ended = Ended::new(code::DONE, "done", text);
    ended.after = json!({ "version": version, "steps": done });
    Ok(Some(ended))
}

/// Whether another Unstuck holds the lock of this phone's backups. Ours end with their process:
/// one that is held is no leftover.
fn held_elsewhere(on: On<'_>, context: &Context<'_>) -> bool {
    let folder = place::folder(on.to, context.simulated);
    let layout = folder.zip(on.udid).map(|(folder, udid)| Layout::new(&folder, udid));
    let layout = layout.filter(|layout| layout.root().is_dir());
    layout.is_some_and(|layout| matches!(lock(&RealDisk, &layout), Ok(None)))
}
