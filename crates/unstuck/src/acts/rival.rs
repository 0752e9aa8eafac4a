//! Another program has the phone: it is named, and its end waited for. Nothing is done to it.

use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, sleep};
use unstuck_probe::Here;
use unstuck_probe::computer::{Rival, rivals};

use super::deed::Deed;
use super::journal::Undo;
use super::{Came, On, unable};
use crate::commands::Context;
use crate::time::human_time;

/// The longest wait; a first backup of another program takes longer, and is to be let alone.
const LIMIT: Duration = Duration::from_secs(30 * 60);
/// How often it is looked for.
const LOOK: Duration = Duration::from_secs(1);
/// How often the wait is told.
const WORD: Duration = Duration::from_secs(5);

/// Waits until no other program has the phone.
pub(super) async fn wait_for_its_end(on: On<'_>, context: &mut Context<'_>) -> Came {
    let found = look().await;
    if found.is_empty() {
        return unable("no program of this computer could be named that has the iPhone");
    }
    let names = named(&found);
    let undo = Undo::ByHand { text: "Waiting changed nothing.".to_owned() };
    let before = json!({ "programs": names });
    let deed = match Deed::plan(context, "close-competitors", on.udid, before, undo) {
        Ok(deed) => deed,
        Err(came) => return came,
    };
    let (began, limit) = (Instant::now(), LIMIT.mul_f64(context.patience));
    let mut next_word = began;
    while !look().await.is_empty() {
        let waited = began.elapsed();
        if waited >= limit {
            return deed.unable(format!("{names} did not end within {}", human_time(limit)));
        }
        if Instant::now() >= next_word {
            next_word += WORD;
            let left = human_time(limit.saturating_sub(waited));
            let text = format!("{names} has the iPhone. Let it finish, or quit it; up to {left}.");
            let object = json!({
                "type": "pulse",
                "verdict": "waiting-for-person",
                "silent_seconds": waited.as_secs(),
                "normal_seconds": limit.as_secs(),
                "waiting_for": "other-program",
                "programs": names,
            });
            context.view.say(&text, Some(object));
        }
        sleep(LOOK).await;
    }
    deed.done(json!({ "programs": null }), None)
}

async fn look() -> Vec<Rival> {
    tokio::task::spawn_blocking(|| rivals(&Here::real())).await.unwrap_or_default()
}

fn named(found: &[Rival]) -> String {
    let one = |rival: &Rival| format!("{} (process {})", rival.name, rival.process);
    found.iter().map(one).collect::<Vec<_>>().join(", ")
}
