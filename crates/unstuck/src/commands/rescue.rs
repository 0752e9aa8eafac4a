pub(super) mod attempt;
mod ending;
mod page;

use std::time::Duration;

use clap::Args;
use serde_json::json;
use tokio::time::Instant;
use unstuck_diagnosis::Limits;
use unstuck_diagnosis::climb::{Act, Climb, Hand, Next, Rung, Settled};

use super::Context;
use super::backup::{BackupOptions, look_around};
use super::rung::{self, Consent, Step, by_hand};
use crate::acts::{self, Came, On, Turn};
use crate::report::{Report, code, no_phone};
use attempt::Attempt;
use ending::Why;

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
    let udid = the_phone(args.options.device.as_deref(), context).await;
    let _turn = Turn::take(udid.as_deref(), context.simulated)?;
    acts::settle_unfinished(udid.as_deref(), context);
    let mut climb = Climb::new(Limits::default());
    let mut options = args.options.clone();
    let udid = udid.as_deref();
    let (attempt, why) = up_the_ladder(args, udid, &mut options, &mut climb, context).await?;
    let said = attempt.udid.clone();
    let on = On { udid: said.as_deref().or(udid), to: options.to.as_deref(), backup: None };
    let attempt = without_the_phone(args.yes, attempt, on, context).await?;
    ending::tell(attempt, &why, &climb, on, context).await
}

/// Tries, climbs and tries again until something ends it: the last attempt, and why it is the
/// last.
async fn up_the_ladder(
    args: &RescueArgs,
    udid: Option<&str>,
    options: &mut BackupOptions,
    climb: &mut Climb,
    context: &mut Context<'_>,
) -> Result<(Attempt, Why), Report> {
    loop {
        let attempt = attempt::make(options, context).await;
        climb.attempted(attempt.came_further);
        options.full = args.options.full;
        let rung = match decide(&attempt, climb) {
            Turned::Ends(why) => return Ok((attempt, why)),
            Turned::Up(rung) => rung,
        };
        let step = Step { remedy: rung.remedy, hand: rung.hand };
        let steps = rung::steps_here(rung.remedy, attempt.ios.as_deref(), attempt.model.as_deref());
        let text = rung::told(&attempt.ended.headline(), &rung, &steps);
        context.view.say(&text, Some(rung::object(&rung, &steps)));
        let came = match rung::may(args.yes, step, context).await? {
            Consent::Given => {
                let udid = attempt.udid.as_deref().or(udid);
                let on = On { udid, to: options.to.as_deref(), backup: None };
                rung::take(step, on, context).await?
            }
            Consent::Refused => Came::from(Settled::Declined),
            // What is needed was said; how it ended is the last word.
            Consent::NobodyThere => return Ok((attempt, Why::Needed(step))),
        };
        rung::say_came(step, &came, context);
        after_step(&rung, &came, options);
        climb.settle(rung, came.settled);
    }
}

/// When nothing more can be done with the phone, a run that had received everything is finished
/// on a copy.
async fn without_the_phone(
    yes: u8,
    attempt: Attempt,
    on: On<'_>,
    context: &mut Context<'_>,
) -> Result<Attempt, Report> {
    let Some(remedy) = unstuck_diagnosis::procedure(by_hand::ID) else { return Ok(attempt) };
    if attempt.ended.is_final() || !by_hand::is_possible(on, context.simulated) {
        return Ok(attempt);
    }
    let step = Step { remedy, hand: Hand::Ours(Act::MoveAside) };
    let steps = remedy.steps_on(None);
    let text = format!("All files had come before it broke off.\n{}", rung::plan(step, &steps));
    context.view.say(&text, Some(rung::plan_object("rung", step, &steps)));
    if !matches!(rung::may(yes, step, context).await?, Consent::Given) {
        return Ok(attempt);
    }
    let came = by_hand::carry_out(on, context).await;
    rung::say_came(step, &came, context);
    Ok(attempt.finished_by_hand(&came))
}

/// What comes after an attempt.
enum Turned {
    Up(Rung),
    Ends(Why),
}

fn decide(attempt: &Attempt, climb: &Climb) -> Turned {
    if attempt.ended.is_final() {
        return Turned::Ends(Why::Final);
    }
    match climb.next(&attempt.case) {
        Next::Climb(rung) => Turned::Up(rung),
        Next::Cannot { cause, .. } => Turned::Ends(Why::NothingLeft(cause)),
    }
}

/// What a step changes for the next attempt.
fn after_step(rung: &Rung, came: &Came, options: &mut BackupOptions) {
    options.full |= rung.hand == Hand::Ours(Act::MoveAside) && came.settled == Settled::Done;
    if let Some(to) = &came.to {
        options.to = Some(to.clone());
    }
}

/// The phone that is meant, when that is clear.
async fn the_phone(device: Option<&str>, context: &mut Context<'_>) -> Option<String> {
    if let Some(device) = device {
        return Some(device.to_owned());
    }
    let all = context.muxer.list().await.unwrap_or_default();
    let mut udids: Vec<String> = all.into_iter().map(|one| one.udid).collect();
    udids.sort_unstable();
    udids.dedup();
    udids.pop().filter(|_| udids.is_empty())
}

/// Waits for a phone to be plugged in. Without anybody at the keyboard there is nobody to
/// wait for.
async fn wait_for_phone(context: &mut Context<'_>) -> Result<(), Report> {
    let end = Instant::now() + PHONE_PATIENCE.mul_f64(context.patience);
    let mut asked = false;
    // A service that does not answer is no phone to wait for: the attempt says what it is.
    while context.muxer.list().await.is_ok_and(|all| all.is_empty()) {
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
