//! The next step, whichever that is: look, show the ladder, take one rung after the other until
//! something has changed.

use serde_json::{Value, json};
use unstuck_diagnosis::climb::{Climb, Next, Settled};
use unstuck_diagnosis::{Cause, Diagnosis, Limits, Offer};

use super::named::nobody;
use super::{Ended, FixArgs};
use crate::acts::On;
use crate::commands::Context;
use crate::commands::look::case_here;
use crate::commands::rung::{self, Consent, Step};
use crate::report::{Report, code};
use crate::view::nothing_found;

pub(super) async fn perform(
    args: &FixArgs,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let mut climb = Climb::new(Limits::default());
    let mut to = args.to.clone();
    let mut last: Option<Cause> = None;
    loop {
        let case = case_here(to.as_deref(), on.udid, args.computer.as_deref(), context).await?;
        let found = climb.diagnose(&case);
        let cause = found.likeliest().cause;
        let sound = nothing_found(&found);
        if let Some(before) = last {
            let helped = sound || cause != before;
            climb.attempted(helped);
            if helped {
                return Ok(helped_words(&climb).tell(context));
            }
        } else if sound {
            let text = "Nothing was found that would stop a backup here.";
            let ended = Ended::new(code::DONE, "nothing-to-do", text).next("unstuck rescue");
            return Ok(ended.tell(context));
        } else {
            say_ladder(&found, context);
        }
        last = Some(cause);
        let rung = loop {
            let Next::Climb(rung) = climb.next(&case) else {
                let text = "Nothing that is safe is left to try.";
                let next = "unstuck look --save FILE, and show the file to somebody who helps";
                return Ok(Ended::new(code::FAILED, "unable", text).next(next).tell(context));
            };
            let step = Step { remedy: rung.remedy, hand: rung.hand };
            let steps = rung::steps_for(rung.remedy, &case);
            let text = rung::told("The next step:", &rung, &steps);
            context.view.say(&text, Some(rung::object(&rung, &steps)));
            match rung::may(args.yes, step, context).await? {
                Consent::Given => {}
                Consent::Refused => {
                    climb.settle(rung, Settled::Declined);
                    continue;
                }
                Consent::NobodyThere => return Ok(nobody(step, context)),
            }
            let on = On { to: to.as_deref(), ..on };
            let came = rung::take(step, on, context).await?;
            rung::say_came(step, &came, context);
            to = came.to.or(to);
            let done = came.settled == Settled::Done;
            climb.settle(rung, came.settled);
            if done {
                break rung;
            }
        };
        tracing::debug!(remedy = rung.remedy.id, "a rung was taken; looking again");
    }
}

fn helped_words(climb: &Climb) -> Ended {
    let tried = climb.tried().last();
    let text = "That helped: what was in the way is not seen any more.";
    let ended = Ended::new(code::DONE, "done", text).next("unstuck rescue");
    match tried {
        Some(tried) => ended.of(tried.rung.remedy),
        None => ended,
    }
}

/// What could be done, and what each costs.
fn say_ladder(found: &Diagnosis, context: &mut Context<'_>) {
    let rows: Vec<String> = found.ladder.iter().map(row).collect();
    let cause = found.likeliest();
    let headline = match cause.cause {
        Cause::Unknown => "What is the matter cannot be told yet.".to_owned(),
        cause => cause.headline().to_owned(),
    };
    let text = format!("{headline}\nWhat can be done, in this order:\n{}", rows.join("\n"));
    let ladder: Vec<Value> = found.ladder.iter().map(object).collect();
    let object = json!({
        "type": "ladder",
        "cause": cause.cause.id(),
        "probability": cause.probability,
        "rungs": ladder,
    });
    context.view.say(&text, Some(object));
}

fn row(offer: &Offer) -> String {
    let remedy = offer.remedy;
    let risk = match remedy.level {
        0 | 1 => "nothing on the iPhone changes",
        2 => "can be taken back",
        3 => "settings are lost",
        _ => "data could be lost",
    };
    let name = format!("{} ({})", remedy.title, remedy.id);
    format!("  {name:62} {:3} min, {risk}", remedy.minutes)
}

fn object(offer: &Offer) -> Value {
    json!({
        "remedy": offer.remedy.id,
        "title": offer.remedy.title,
        "level": offer.remedy.level,
        "data_risk": offer.remedy.data_risk.word(),
        "minutes": offer.remedy.minutes,
        "cures": offer.cures,
    })
}
