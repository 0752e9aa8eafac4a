//! One remedy by its name: plan, consent, the step, a measured check.

use serde_json::json;
use unstuck_diagnosis::Remedy;
use unstuck_diagnosis::climb::{Act, Hand, Settled};

use super::check::measured;
use super::{Ended, FixArgs, proven_version};
use crate::acts::On;
use crate::commands::Context;
use crate::commands::look::case_here;
use crate::commands::rung::{self, Consent, Step};
use crate::report::{Report, code};

pub(super) async fn perform(
    args: &FixArgs,
    remedy: &'static Remedy,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    if remedy.level >= 4 {
        saved_first(remedy, on, context)?;
    }
    let before = case_here(args.to.as_deref(), on.udid, args.computer.as_deref(), context).await?;
    let steps = rung::steps_for(remedy, &before);
    let mut step = Step { remedy, hand: Act::of(remedy.id).map_or(Hand::Person, Hand::Ours) };
    let came = loop {
        let text = rung::plan(step, &steps);
        context.view.say(&text, Some(rung::plan_object("plan", step, &steps)));
        match rung::may(args.yes, step, context).await? {
            Consent::Given => {}
            Consent::Refused => return Ok(declined(step, on, context)),
            Consent::NobodyThere => return Ok(nobody(step, context)),
        }
        let came = rung::take(step, on, context).await?;
        rung::say_came(step, &came, context);
        // What Unstuck cannot do falls to the person, if there is one.
        match came.settled {
            Settled::Unable(_) if step.hand != Hand::Person && context.may_ask() => {
                step.hand = Hand::Person;
            }
            _ => break came,
        }
    };
    let ended = match came.settled {
        Settled::Declined => Ended::new(code::PERSON, "declined", "Nothing was done."),
        Settled::Unable(why) => {
            let headline = format!("{} was not possible: {why}.", remedy.title);
            Ended::new(code::FAILED, "unable", headline).next(by_hand(&steps))
        }
        Settled::Done => {
            let to = came.to.as_deref().or(args.to.as_deref());
            let after = case_here(to, on.udid, args.computer.as_deref(), context).await?;
            let checked = measured(remedy.id, &before, &after);
            let mut ended = match checked.held {
                Some(true) => Ended::new(code::DONE, "done", "Done, and measured."),
                Some(false) => {
                    let text = "It was done, and what should follow was not seen.";
                    Ended::new(code::FAILED, "not-seen", text)
                }
                None => {
                    let text = format!("Done. To see that it helped: {}", remedy.check);
                    Ended::new(code::DONE, "done", text)
                }
            };
            ended.check = checked.object;
            ended.after = came.after;
            ended.next("unstuck rescue")
        }
    };
    Ok(ended.of(remedy).tell(context))
}

/// What can cost data is shown only to somebody who has a proven backup.
fn saved_first(remedy: &Remedy, on: On<'_>, context: &mut Context<'_>) -> Result<(), Report> {
    match proven_version(on, context.simulated) {
        Some((version, path)) => {
            let text = format!("A proven backup is kept: version {version}, {}", path.display());
            let object = json!({ "type": "note", "text": text, "version": version });
            context.view.say(&text, Some(object));
            Ok(())
        }
        None => {
            let text = format!("{}: not before a proven backup of this iPhone.", remedy.title);
            Err(Report::new(code::FAILED, text)
                .saw(format!("It can cost data: {}.", remedy.side_effects.trim_end_matches('.')))
                .next("Make one first: unstuck rescue"))
        }
    }
}

/// The person said no.
pub(super) fn declined(step: Step, on: On<'_>, context: &mut Context<'_>) -> u8 {
    let (id, undo) = (step.remedy.id, step.remedy.undo);
    crate::acts::note_by_hand(context, id, on.udid, &Settled::Declined, undo);
    Ended::new(code::PERSON, "declined", "Nothing was done.").of(step.remedy).tell(context)
}

/// A person is needed and none is there.
pub(super) fn nobody(step: Step, context: &mut Context<'_>) -> u8 {
    let next = match step.hand {
        Hand::Ours(_) => {
            format!("Consent with --yes {}, or run this on a terminal.", step.remedy.level)
        }
        Hand::Person => "Follow the steps above, or run this on a terminal.".to_owned(),
    };
    let text = "Nothing was done: somebody is needed for it.";
    Ended::new(code::PERSON, "needs-you", text).next(next).of(step.remedy).tell(context)
}

fn by_hand(steps: &[String]) -> String {
    format!("By hand: {}", steps.join(" "))
}
