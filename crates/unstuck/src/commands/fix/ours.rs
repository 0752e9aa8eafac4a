//! What Unstuck does by name alone: the switch for Wi-Fi, set over the cable and read back; a
//! run that was cut off, finished on a copy.

use unstuck_diagnosis::Remedy;
use unstuck_diagnosis::climb::{Act, Hand, Settled};

use super::named::{declined, nobody};
use super::{Ended, FixArgs};
use crate::acts::{self, On};
use crate::commands::Context;
use crate::commands::rung::{self, Consent, Step, by_hand};
use crate::report::{Report, code, no_phone};

pub(super) async fn perform(
    args: &FixArgs,
    remedy: &'static Remedy,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let udid = on.udid.ok_or_else(no_phone)?;
    // Ours: which of our acts is of no matter to the plan and the question.
    let step = Step { remedy, hand: Hand::Ours(Act::RestartPhone) };
    let steps: Vec<String> = remedy.steps_on(None);
    let text = rung::plan(step, &steps);
    context.view.say(&text, Some(rung::plan_object("plan", step, &steps)));
    match rung::may(args.yes, step, context).await? {
        Consent::Given => {}
        Consent::Refused => return Ok(declined(step, on, context)),
        Consent::NobodyThere => return Ok(nobody(step, context)),
    }
    let came = match remedy.id {
        by_hand::ID => by_hand::carry_out(on, context).await,
        id => acts::switch_wifi_sync(id == "wifi-sync-on", udid, context).await,
    };
    rung::say_came(step, &came, context);
    let mut ended = match came.settled {
        Settled::Unable(why) => {
            Ended::new(code::FAILED, "unable", format!("That was not possible: {why}."))
        }
        Settled::Done | Settled::Declined => {
            let (text, next) = match remedy.id {
                by_hand::ID => ("It is a version now, and verified.", "unstuck versions list"),
                _ => ("Done, and read back from the iPhone.", "To take it back: unstuck undo"),
            };
            Ended::new(code::DONE, "done", text).next(next)
        }
    };
    ended.after = came.after;
    Ok(ended.of(remedy).tell(context))
}
