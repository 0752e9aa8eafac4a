//! Counting the seconds of the hold, with somebody at the terminal.

use std::time::Duration;

use tokio::time::{Instant, interval};
use unstuck_diagnosis::GIVE_UP_SECONDS;
use unstuck_link::Attached;
use unstuck_link::mux::Transport;

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
                return see_it_return(guide, context).await;
            }
            _ = seconds.tick() => {
                let passed = u32::try_from(start.elapsed().as_secs()).unwrap_or(GIVE_UP_SECONDS);
                if let Some(words) = words(passed, guide.hold_seconds()) {
                    context.view.say(&format!("{passed:3} s  {words}"), None);
                }
                if passed >= GIVE_UP_SECONDS {
                    return see_it_return(guide, context).await;
                }
            }
        }
    }
}

/// How long a phone may take from the logo to the bus; after an update that failed it takes
/// longer, and nobody waits for that here.
const RETURN_TIME: Duration = Duration::from_secs(90);

/// Says whether the device left the bus and came back: the proof that it was restarted.
async fn see_it_return(guide: &Guide, context: &mut Context<'_>) -> Result<(), Report> {
    let Some(before) = guide.attached() else { return Ok(()) };
    let words = "Watching whether it comes back on the cable. Ctrl-C ends this; nothing is lost.";
    context.view.say(words, None);
    let until = Instant::now() + RETURN_TIME.mul_f64(context.patience);
    let mut interrupts = context.interrupts.clone();
    let mut seconds = interval(Duration::from_secs(1));
    while Instant::now() < until {
        tokio::select! {
            biased;
            () = interrupts.next() => {
                return Err(Report::new(code::INTERRUPTED, "Stopped. Everything is safe."));
            }
            _ = seconds.tick() => {}
        }
        let now = context.muxer.list().await.unwrap_or_default();
        if was_away(before, &now) {
            context.view.say("It was away and is back: it was restarted.", None);
            return Ok(());
        }
    }
    let words = "It was not seen to go away and come back. If the screen did not go black, it was \
                 not restarted: do all of it again.";
    context.view.say(words, None);
    Ok(())
}

/// Whether a device is here again under another number: it gets one each time it comes.
fn was_away(before: &Attached, now: &[Attached]) -> bool {
    now.iter().any(|one| {
        one.udid == before.udid
            && one.transport != Transport::Network
            && one.device_id != before.device_id
    })
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
    fn only_the_same_device_under_another_number_was_away() {
        let attached = |udid: &str, device_id| Attached {
            device_id,
            udid: udid.into(),
            transport: Transport::Usb { bits_per_second: None },
            location_id: None,
        };
        let before = attached("A", 3);
        assert!(!was_away(&before, &[]));
        assert!(!was_away(&before, &[attached("A", 3), attached("B", 4)]));
        assert!(was_away(&before, &[attached("A", 5)]));
        let air = Attached { transport: Transport::Network, ..attached("A", 5) };
        assert!(!was_away(&before, &[air]));
    }

    #[test]
    fn something_is_said_at_least_every_five_seconds_until_it_is_given_up() {
        let spoken: Vec<u32> =
            (0..=GIVE_UP_SECONDS).filter(|at| words(*at, (5, 15)).is_some()).collect();
        assert!(spoken.windows(2).all(|pair| pair[1] - pair[0] <= 5), "{spoken:?}");
        assert!(words(GIVE_UP_SECONDS, (5, 15)).is_some_and(|text| text.contains("Let go")));
        assert!(words(5, (5, 15)).is_some_and(|text| text.contains("slider")));
    }
}
