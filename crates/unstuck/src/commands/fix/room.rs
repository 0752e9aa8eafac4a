//! Room on this computer's disk: what is free, and which older versions a plan would let go.
//! Plans only: nothing of the person's is deleted here.

use serde_json::{Value, json};
use unstuck_diagnosis::case::Case;
use unstuck_vault::keep::{Policy, plan_prune};

use crate::acts::On;
use crate::commands::Context;
use crate::commands::versions::{Soundness, Where};
use crate::time::human_bytes;

/// Says what is free, and what could be.
pub(super) fn say(case: &Case, on: On<'_>, context: &mut Context<'_>) {
    let free = case.get("facts.here.target_free_bytes").map(|value| value.to_json());
    let free = free.as_ref().and_then(Value::as_f64).map(|bytes| bytes as u64);
    let (kept, going) = versions_that_could_go(on, context.simulated);
    let mut text = match free {
        Some(bytes) => format!("Free at the place for backups: {}.", human_bytes(bytes)),
        None => "How much is free at the place for backups could not be told.".to_owned(),
    };
    if !going.is_empty() {
        text.push_str(&format!(
            " Of {kept} backups kept here, a plan would let {} go, and never the newest sound \
             one: unstuck versions prune shows it and asks.",
            going.len()
        ));
    }
    let object = json!({
        "type": "note",
        "text": text,
        "free_bytes": free,
        "versions": kept,
        "could_go": going,
    });
    context.view.say(&text, Some(object));
}

/// How many versions are kept, and which the usual plan does not keep.
fn versions_that_could_go(on: On<'_>, simulated: bool) -> (usize, Vec<String>) {
    let place = crate::place::folder(on.to, simulated);
    let device = on.udid.map(str::to_owned);
    let (mut kept, mut going) = (0, Vec::new());
    for phone in (Where { place, device }).phones().unwrap_or_default() {
        let known = phone.versions.iter();
        let known = known
            .map(|known| (known.version.name.clone(), known.soundness() == Soundness::Proven))
            .collect::<Vec<_>>();
        kept += known.len();
        let plan = plan_prune(&known, Policy::default());
        going.extend(plan.into_iter().filter(|one| one.keep.is_none()).map(|one| one.name));
    }
    (kept, going)
}
