use std::fmt::Write;

use clap::Args;
use serde_json::json;
use unstuck_vault::RealDisk;
use unstuck_vault::keep::{Keep, Planned, Policy, plan_prune, remove};

use super::kept::{Soundness, Where};
use crate::commands::local::Local;
use crate::report::{Report, code};
use crate::secrets;
use crate::time::counted;

#[derive(Debug, Args)]
pub(super) struct PruneArgs {
    /// Keep so many of the newest.
    #[arg(long, value_name = "N", default_value_t = Policy::default().last)]
    keep_last: usize,

    /// Keep the newest of a day, for so many days.
    #[arg(long, value_name = "N", default_value_t = Policy::default().daily)]
    keep_daily: usize,

    /// Of a week.
    #[arg(long, value_name = "N", default_value_t = Policy::default().weekly)]
    keep_weekly: usize,

    /// Of a month.
    #[arg(long, value_name = "N", default_value_t = Policy::default().monthly)]
    keep_monthly: usize,

    /// Show the plan and do nothing, even on a terminal.
    #[arg(long, conflicts_with = "yes")]
    plan: bool,

    /// Agree to the plan in advance.
    #[arg(long)]
    yes: bool,
}

pub(super) async fn perform(
    args: &PruneArgs,
    place: &Where,
    mut local: Local<'_>,
) -> Result<u8, Report> {
    let phone = place.phone()?;
    let policy = Policy {
        last: args.keep_last,
        daily: args.keep_daily,
        weekly: args.keep_weekly,
        monthly: args.keep_monthly,
    };
    let known = phone
        .versions
        .iter()
        .map(|known| (known.version.name.clone(), known.soundness() == Soundness::Proven));
    let plan = plan_prune(&known.collect::<Vec<_>>(), policy);
    let going: Vec<String> =
        plan.iter().filter(|one| one.keep.is_none()).map(|one| one.name.clone()).collect();
    let text = plan_text(&plan, going.len());
    let versions =
        plan.iter().map(|one| json!({ "version": one.name, "keep": one.keep.map(word) }));
    let object = json!({ "type": "plan", "versions": versions.collect::<Vec<_>>() });
    local.view.say(&text, Some(object));
    let agreed = args.yes || (!args.plan && !going.is_empty() && agree(going.len()).await?);
    let mut removed = 0;
    if agreed {
        let _lock = phone.lock()?;
        let layout = phone.layout.clone();
        let work = local.carry_out(move |teller| {
            for name in &going {
                if teller.flow().is_break() {
                    break;
                }
                remove(&RealDisk, &layout, name)?;
                removed += 1;
            }
            Ok::<_, unstuck_vault::StoreError>(removed)
        });
        removed = work.await??;
    }
    let kept = plan.len() - removed;
    let text = match (agreed, plan.iter().any(|one| one.keep.is_none())) {
        (true, _) => {
            let gone = counted(removed as u64, "version was", "versions were");
            format!("{gone} removed, {kept} left.\n")
        }
        (false, false) => "Nothing is to be removed.\n".to_owned(),
        (false, true) => "Nothing was removed. To do it: unstuck versions prune --yes\n".to_owned(),
    };
    let object = json!({
        "type": "result", "outcome": "complete", "exit_code": code::DONE, "removed": removed,
        "kept": kept, "done": agreed,
    });
    local.view.answer(&text, vec![object]);
    Ok(code::DONE)
}

async fn agree(count: usize) -> Result<bool, Report> {
    if !secrets::can_ask() {
        return Ok(false);
    }
    secrets::agree(&format!("Remove {} for good?", counted(count as u64, "version", "versions")))
        .await
}

fn word(keep: Keep) -> &'static str {
    match keep {
        Keep::Last => "last",
        Keep::Daily => "daily",
        Keep::Weekly => "weekly",
        Keep::Monthly => "monthly",
        Keep::LastGood => "last-good",
        Keep::Unknown => "unknown",
    }
}

fn reason(keep: Keep) -> &'static str {
    match keep {
        Keep::Last => "stays (last)",
        Keep::Daily => "stays (daily)",
        Keep::Weekly => "stays (weekly)",
        Keep::Monthly => "stays (monthly)",
        Keep::LastGood => "stays (last-good)",
        Keep::Unknown => "stays (unknown)",
    }
}

fn plan_text(plan: &[Planned], going: usize) -> String {
    let mut text = String::new();
    for one in plan {
        let why = one.keep.map_or("goes", reason);
        let _ = writeln!(text, "  {:22}  {why}", one.name);
    }
    let all = counted(plan.len() as u64, "version", "versions");
    let _ = write!(text, "To go: {going} of {all}.");
    text
}
