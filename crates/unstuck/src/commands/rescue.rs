mod attempt;

use std::fmt::Write;
use std::time::Duration;

use clap::Args;
use serde_json::json;
use tokio::time::Instant;
use unstuck_diagnosis::Limits;
use unstuck_diagnosis::climb::{Act, Climb, Hand, Next, Rung, Settled};

use super::Context;
use super::backup::{BackupOptions, look_around};
use crate::acts;
use crate::person::Carried;
use crate::report::{Report, code, no_phone};

/// Make a proven backup of the iPhone, step by step, whatever gets in the way: wait for it to
/// be plugged in, unlocked and trusted, make an encrypted backup, go on after interruptions,
/// prove every byte, and say in plain words what happened.
#[derive(Debug, Args)]
pub(crate) struct RescueArgs {
    #[command(flatten)]
    options: BackupOptions,

    /// Consent in advance to remedies up to this level of invasiveness (0: only what changes
    /// nothing).
    #[arg(long, value_name = "LEVEL", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u8).range(0..=3))]
    yes: u8,
}

/// How long a phone is waited for when somebody is there to plug it in.
const PHONE_PATIENCE: Duration = Duration::from_secs(5 * 60);

pub(super) async fn perform(args: &RescueArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    look_around(&args.options, context).await?;
    wait_for_phone(context).await?;
    let mut options = args.options.clone();
    let mut climb = Climb::new(Limits::default());
    loop {
        let attempt = attempt::make(&options, context).await;
        climb.attempted(attempt.came_further);
        options.full = args.options.full;
        if attempt.ended.is_final() {
            return attempt.ended.tell(context.view);
        }
        let Next::Climb(rung) = climb.next(&attempt.case) else {
            return attempt.ended.tell(context.view);
        };
        let steps = rung.remedy.steps_on(attempt.ios.as_deref());
        let text = told(&attempt.ended.headline(), &rung, &steps);
        context.view.say(&text, Some(object(&rung, &steps)));
        let settled = match may(args, &rung, context).await? {
            Consent::Given => take(&rung, attempt.udid.as_deref(), context).await?,
            Consent::Refused => Settled::Declined,
            // What is needed was said; how it ended is the last word.
            Consent::NobodyThere => return attempt.ended.tell(context.view),
        };
        if let Settled::Unable(why) = &settled {
            let text = format!("That was not possible: {why}.");
            context.view.say(&text, Some(json!({ "type": "note", "text": text })));
        }
        options.full |= rung.hand == Hand::Ours(Act::MoveAside) && settled == Settled::Done;
        climb.settle(rung, settled);
    }
}

/// Whether a rung may be climbed.
enum Consent {
    Given,
    Refused,
    NobodyThere,
}

/// Asks whether a rung may be climbed: the level consented to in advance is enough for what
/// Unstuck does itself; everything else needs somebody.
async fn may(args: &RescueArgs, rung: &Rung, context: &mut Context<'_>) -> Result<Consent, Report> {
    match rung.hand {
        Hand::Ours(_) if rung.remedy.level <= args.yes => Ok(Consent::Given),
        _ if !context.may_ask() => Ok(Consent::NobodyThere),
        Hand::Person => Ok(Consent::Given),
        Hand::Ours(_) => {
            let question = format!("{}: shall Unstuck do that?", rung.remedy.title);
            let answered = tokio::select! {
                answered = context.person.agree(question) => answered?,
                () = context.interrupts.next() => return Err(stopped()),
            };
            Ok(if answered { Consent::Given } else { Consent::Refused })
        }
    }
}

/// Climbs a rung.
async fn take(
    rung: &Rung,
    udid: Option<&str>,
    context: &mut Context<'_>,
) -> Result<Settled, Report> {
    let mut interrupts = context.interrupts.clone();
    match rung.hand {
        Hand::Ours(act) => tokio::select! {
            settled = acts::carry_out(act, udid, context) => Ok(settled),
            () = interrupts.next() => Err(stopped()),
        },
        Hand::Person => {
            let carried = tokio::select! {
                carried = context.person.carry_out() => carried?,
                () = interrupts.next() => return Err(stopped()),
            };
            Ok(match carried {
                Carried::Done => Settled::Done,
                Carried::Skipped => Settled::Declined,
            })
        }
    }
}

fn stopped() -> Report {
    Report::new(code::INTERRUPTED, "Stopped. Everything is safe.")
}

/// A rung for people: what is the matter, why, what comes next and what it costs.
fn told(headline: &str, rung: &Rung, steps: &[String]) -> String {
    let sure = match rung.probability {
        0.8.. => "That is",
        0.5.. => "That is probably",
        _ => "That may be",
    };
    let mut text = format!("{headline}\n{sure}: {}\n", rung.cause.headline());
    let by = if rung.hand == Hand::Person { "For you to do" } else { "Unstuck can do this" };
    let remedy = rung.remedy;
    let _ = writeln!(text, "{by}: {} (about {} min).", remedy.title, remedy.minutes);
    if !remedy.side_effects.is_empty() {
        let _ = writeln!(text, "  It also does this: {}", remedy.side_effects);
    }
    if rung.hand == Hand::Person {
        for (number, step) in steps.iter().enumerate() {
            let _ = writeln!(text, "  {}. {step}", number + 1);
        }
    }
    text.trim_end().to_owned()
}

/// The same for scripts.
fn object(rung: &Rung, steps: &[String]) -> serde_json::Value {
    json!({
        "type": "rung",
        "remedy": rung.remedy.id,
        "title": rung.remedy.title,
        "level": rung.remedy.level,
        "data_risk": rung.remedy.data_risk.word(),
        "minutes": rung.remedy.minutes,
        "by": if rung.hand == Hand::Person { "person" } else { "unstuck" },
        "steps": steps,
        "side_effects": rung.remedy.side_effects,
        "cause": rung.cause.id(),
        "probability": rung.probability,
        "helps": rung.helps,
    })
}

/// Waits for a phone to be plugged in. Without anybody at the keyboard there is nobody to
/// wait for.
async fn wait_for_phone(context: &mut Context<'_>) -> Result<(), Report> {
    let end = Instant::now() + PHONE_PATIENCE.mul_f64(context.patience);
    let mut asked = false;
    while context.muxer.list().await?.is_empty() {
        if !context.may_ask() || Instant::now() >= end {
            return Err(no_phone());
        }
        if !asked {
            asked = true;
            let text = "Connect the iPhone with its cable and unlock it. Waiting for it.";
            let object = json!({
                "type": "pulse",
                "verdict": "waiting-for-person",
                "silent_seconds": 0,
                "normal_seconds": PHONE_PATIENCE.as_secs(),
                "waiting_for": "phone",
            });
            context.view.say(text, Some(object));
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = context.interrupts.next() => {
                return Err(Report::new(code::INTERRUPTED, "Stopped. Nothing was changed."));
            }
        }
    }
    Ok(())
}
