mod check;
mod climb;
mod named;
mod ours;
mod reset;

use std::path::PathBuf;

use clap::Args;
use serde_json::json;
use unstuck_diagnosis::{self as diagnosis, Remedy};

use super::Context;
use super::rung::by_hand;
use super::versions::{Soundness, Where};
use crate::acts::{self, On, Turn};
use crate::report::{Report, code};

/// Take one step against what is stuck, by itself, without making a backup.
///
/// Without a name: look, show what could be done and what each costs, and take the next step.
/// With the name of a remedy: show the plan, ask, do it or lead through it, and measure
/// afterwards whether it holds. What Unstuck does can be taken back with `unstuck undo`.
#[derive(Clone, Debug, Args)]
pub(crate) struct FixArgs {
    /// Name of a remedy, as `unstuck explain` lists them; or reset-backup-environment,
    /// finish-by-hand, wifi-sync-on, wifi-sync-off.
    #[arg(value_name = "REMEDY")]
    remedy: Option<String>,

    /// Consent in advance to remedies up to this level of invasiveness (0: only what changes
    /// nothing).
    #[arg(long, value_name = "LEVEL", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u8).range(0..=3))]
    yes: u8,

    /// UDID of the iPhone, when several are in reach.
    #[arg(long, value_name = "UDID")]
    device: Option<String>,

    /// The place for backups, instead of the usual one.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    /// A backup of another program, for move-aside-backup.
    #[arg(long, value_name = "FOLDER")]
    backup: Option<PathBuf>,

    /// A recorded computer to look at, for tests.
    #[arg(long, value_name = "DIR", hide = true)]
    computer: Option<PathBuf>,
}

/// Procedures that are none of the 35 remedies.
const RESET: &str = "reset-backup-environment";

pub(super) async fn perform(args: &FixArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let mut args = args.clone();
    if let Some(backup) = &mut args.backup {
        *backup = std::path::absolute(&backup).unwrap_or_else(|_| backup.clone());
    }
    let remedy = args.remedy.as_deref().map(known).transpose()?;
    let udid = phone_in_reach(args.device.as_deref(), context).await?;
    let _turn = Turn::take(udid.as_deref(), context.simulated)?;
    acts::settle_unfinished(udid.as_deref(), context);
    let on = On { udid: udid.as_deref(), to: args.to.as_deref(), backup: args.backup.as_deref() };
    match remedy {
        None => climb::perform(&args, on, context).await,
        Some(remedy) => match remedy.id {
            RESET => reset::perform(&args, on, context).await,
            by_hand::ID | "wifi-sync-on" | "wifi-sync-off" => {
                ours::perform(&args, remedy, on, context).await
            }
            _ => named::perform(&args, remedy, on, context).await,
        },
    }
}

/// The remedy of a name.
fn known(id: &str) -> Result<&'static Remedy, Report> {
    let wanted = id.trim().to_ascii_lowercase();
    diagnosis::remedy(&wanted).or_else(|| diagnosis::procedure(&wanted)).ok_or_else(|| {
        let all = diagnosis::remedies().chain(diagnosis::procedures());
        let all: Vec<&str> = all.map(|remedy| remedy.id).collect();
        Report::new(code::USAGE, format!("There is no remedy {id:?}."))
            .saw(format!("There is: {}.", all.join(", ")))
            .next("See what one does and costs with: unstuck explain REMEDY")
    })
}

/// The phone that is meant, as far as one is in reach: a service that does not answer is
/// something to be fixed, too.
async fn phone_in_reach(
    device: Option<&str>,
    context: &mut Context<'_>,
) -> Result<Option<String>, Report> {
    let all = context.muxer.list().await.unwrap_or_default();
    let mut udids: Vec<String> = all.into_iter().map(|one| one.udid).collect();
    udids.sort_unstable();
    udids.dedup();
    match device {
        Some(device) => Ok(Some(device.to_owned())),
        None if udids.len() > 1 => {
            let mut report = Report::new(code::USAGE, "Several iPhones are in reach.")
                .next("Name one with --device UDID.");
            report.details = udids;
            Err(report)
        }
        None => Ok(udids.pop()),
    }
}

/// A proven version of this phone: its name and place.
pub(super) fn proven_version(on: On<'_>, simulated: bool) -> Option<(String, PathBuf)> {
    let place = crate::place::folder(on.to, simulated);
    let device = on.udid.map(str::to_owned);
    let phones = Where { place, device }.phones().unwrap_or_default();
    let mut found = None;
    for phone in phones {
        let proven = |known: &&super::versions::Known| known.soundness() == Soundness::Proven;
        if let Some(known) = phone.versions.iter().rfind(proven) {
            let path = known.version.backup(phone.layout.udid());
            found = Some((known.version.name.clone(), path));
        }
    }
    found
}

/// How a fix ended.
struct Ended {
    code: u8,
    /// `done`, `not-seen`, `declined`, `unable`, `needs-you`, `nothing-to-do`.
    outcome: &'static str,
    remedy: Option<&'static str>,
    headline: String,
    check: serde_json::Value,
    after: serde_json::Value,
    next: Option<String>,
}

impl Ended {
    fn new(code: u8, outcome: &'static str, headline: impl Into<String>) -> Self {
        let (check, after) = (json!(null), json!(null));
        let headline = headline.into();
        Self { code, outcome, remedy: None, headline, check, after, next: None }
    }

    fn next(mut self, next: impl Into<String>) -> Self {
        self.next = Some(next.into());
        self
    }

    fn of(mut self, remedy: &Remedy) -> Self {
        self.remedy = diagnosis::remedy(remedy.id)
            .or_else(|| diagnosis::procedure(remedy.id))
            .map(|remedy| remedy.id);
        self
    }

    /// The last word.
    fn tell(self, context: &mut Context<'_>) -> u8 {
        let mut text = format!("{}\n", self.headline);
        if let Some(next) = &self.next {
            text.push_str("  Next  ");
            text.push_str(next);
            text.push('\n');
        }
        let object = json!({
            "type": "result",
            "outcome": self.outcome,
            "exit_code": self.code,
            "remedy": self.remedy,
            "check": self.check,
            "after": self.after,
            "headline": self.headline,
            "next": self.next,
        });
        context.view.answer(&text, vec![object]);
        self.code
    }
}
