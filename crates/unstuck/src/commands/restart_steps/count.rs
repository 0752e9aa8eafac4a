//! Counting the seconds of the hold, with somebody at the terminal.

use std::time::Duration;

use tokio::time::{Instant, interval};
use unstuck_diagnosis::GIVE_UP_SECONDS;

use super::Context;
use super::guide::Guide;
use crate::report::{Report, code};
use crate::secrets;

/// Counts until the person says that the logo is there, or it has taken too long.
pub(super) async fn hold(guide: &Guide, context: &mut Context<'_>) -> Result<(), Report> {
    let begin = format!("Do the steps; press Enter when you begin to hold {}", guide.held());
    let mut interrupts = context.interrupts.clone();
    let stopped = || Report::new(code::INTERRUPTED, "Stopped. Nothing was changed.");
    tokio::select! {
        answer = secrets::ask_word(&begin) => drop(answer?),
        () = interrupts.next() => return Err(stopped()),
    }
    context.view.say("Counting. Press Enter as soon as the Apple logo shows.", None);
    let logo = secrets::enter();
    tokio::pin!(logo);
    let start = Instant::now();
    let mut seconds = interval(Duration::from_secs(1));
    loop {
        tokio::select! {
            biased;
            () = interrupts.next() => return Err(stopped()),
            answer = &mut logo => {
                answer?;
                context.view.say(guide.then(), None);
                return Ok(());
            }
            _ = seconds.tick() => {
                let passed = u32::try_from(start.elapsed().as_secs()).unwrap_or(GIVE_UP_SECONDS);
                if let Some(words) = words(passed, guide.hold_seconds()) {
                    context.view.say(&format!("{passed:3} s  {words}"), None);
                }
                if passed >= GIVE_UP_SECONDS {
                    return Ok(());
                }
            }
        }
    }
}

/// What to say at a second; `None` where silence is better.
fn words(passed: u32, (soonest, latest): (u32, u32)) -> Option<&'static str> {
    match passed {
        GIVE_UP_SECONDS.. => {
            Some("Let go. If there is no logo: do all of it again, without a pause between steps.")
        }
        0 => Some("Keep holding."),
        passed if passed == soonest => {
            Some("A slider may show: leave it. The screen goes black. Keep holding.")
        }
        passed if passed == latest => Some("Most show the logo by now. Some need longer: hold."),
        passed if passed % 5 == 0 => Some("Keep holding."),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn something_is_said_at_least_every_five_seconds_until_it_is_given_up() {
        let spoken: Vec<u32> =
            (0..=GIVE_UP_SECONDS).filter(|at| words(*at, (5, 15)).is_some()).collect();
        assert!(spoken.windows(2).all(|pair| pair[1] - pair[0] <= 5), "{spoken:?}");
        assert!(words(GIVE_UP_SECONDS, (5, 15)).is_some_and(|text| text.contains("Let go")));
        assert!(words(5, (5, 15)).is_some_and(|text| text.contains("slider")));
    }
}
