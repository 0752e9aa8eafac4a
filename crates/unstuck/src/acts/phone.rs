//! Acts on the phone, over the cable.

use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep, timeout};
use unstuck_link::Phone;
use unstuck_link::services::restart as ask_to_restart;

use super::Came;
use super::deed::Deed;
use super::journal::Undo;
use crate::commands::Context;

/// A phone that does not do what it was asked leaves the bus no more after this.
const LEAVES_WITHIN: Duration = Duration::from_secs(30);
/// A phone that restarts after an update takes this long at the most.
const BACK_WITHIN: Duration = Duration::from_secs(5 * 60);
/// How long the request may take.
const ASKING: Duration = Duration::from_secs(20);
/// How often the bus is looked at.
const LOOK: Duration = Duration::from_millis(300);

/// Restarts the phone through its diagnostics service and waits until it is back.
pub(super) async fn restart(udid: &str, context: &mut Context<'_>) -> Came {
    let text = "A restart leaves nothing to take back.".to_owned();
    let before = json!({ "on_bus": true });
    let undo = Undo::ByHand { text };
    let deed = match Deed::plan(context, "normal-restart", Some(udid), before, undo) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    let asking = async {
        let mut phone = Phone::open(&context.muxer, udid).await?;
        ask_to_restart(&mut phone, ASKING).await
    };
    match timeout(ASKING.mul_f64(context.patience), asking).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => return deed.unable(error.to_string()),
        Err(_) => return deed.unable("the iPhone does not answer"),
    }
    if !seen(udid, false, LEAVES_WITHIN, context).await {
        return deed.unable("the iPhone was asked to restart and did not");
    }
    let text = "The iPhone restarts. It comes back by itself; then type its passcode once.";
    context.view.say(text, Some(json!({ "type": "note", "text": text })));
    match seen(udid, true, BACK_WITHIN, context).await {
        true => deed.done(json!({ "on_bus": true, "restarted": true }), None),
        false => deed.unable("the iPhone did not come back after its restart"),
    }
}

/// Waits until the phone is on the bus, or is not.
async fn seen(udid: &str, there: bool, limit: Duration, context: &mut Context<'_>) -> bool {
    let end = Instant::now() + limit.mul_f64(context.patience);
    let mut next_word = Instant::now() + Duration::from_secs(5);
    while Instant::now() < end {
        let all = context.muxer.list().await.unwrap_or_default();
        if all.iter().any(|one| one.udid.eq_ignore_ascii_case(udid)) == there {
            return true;
        }
        if there && Instant::now() >= next_word {
            next_word += Duration::from_secs(5);
            let left = (end - Instant::now()).as_secs();
            let text = format!("Waiting for the iPhone to come back; up to {left} s more.");
            context.view.say(&text, None);
        }
        sleep(LOOK).await;
    }
    false
}
