//! Looking at this machine: all probes side by side, what they find told as it comes.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};
use unstuck_diagnosis::case::{Case, Evidence, Source, Value};
use unstuck_diagnosis::{Cause, Options, diagnose};
use unstuck_probe::network::{self, Plan};
use unstuck_probe::{Found, Here, Kind, Probes, cable, computer, kept, phone};

use super::{Context, LookArgs};
use crate::home;
use crate::report::Report;

/// After so long a person wants to see something.
const FIRST_WORD: Duration = Duration::from_millis(900);

/// Everything that can be found out, as a case.
pub(super) async fn look(args: &LookArgs, context: &mut Context<'_>) -> Result<Case, Report> {
    let here = match &args.computer {
        Some(folder) => Here::recorded(folder, Kind::Linux),
        None => Here::real(),
    };
    let mut case = Case::new();
    if let Some(words) = &args.about {
        let words = Value::Text(words.clone());
        case.record(Evidence::new("report", words, Source::Person));
    }
    let target = target(args, context.simulated);
    let mut probes = Probes::new().patience(context.patience);
    probes.extend(computer::probes(&here, target.clone()));
    probes.extend(cable::probes(&here, &context.muxer));
    probes.extend(phone::probes(&here, &context.muxer, args.device.clone()));
    probes.extend(kept::probes(&here, target));
    if args.network {
        probes.extend(network::probes(&here, Plan::apple()));
    }
    gather(probes, &mut case, context).await;
    Ok(case)
}

/// Where backups go: the chosen place, or the usual one. It need not exist.
fn target(args: &LookArgs, simulated: bool) -> Option<PathBuf> {
    match &args.to {
        Some(folder) => Some(std::path::absolute(folder).unwrap_or_else(|_| folder.clone())),
        None => {
            let name = if simulated { "simulated" } else { "backups" };
            home::home().map(|home| home.join(name))
        }
    }
}

async fn gather(probes: Probes, case: &mut Case, context: &mut Context<'_>) {
    let mut open: BTreeSet<&'static str> = probes.names().collect();
    let mut running = probes.run();
    let first_word = Instant::now() + FIRST_WORD;
    let mut said = false;
    loop {
        tokio::select! {
            biased;
            found = running.next() => match found {
                Some(Found::Evidence(fact)) => case.record(fact),
                Some(Found::Ended { probe, took, .. }) => {
                    tracing::debug!(probe, ?took, "a probe ended");
                    open.remove(probe);
                }
                None => return,
            },
            () = sleep_until(first_word), if !said => {
                said = true;
                let waiting: Vec<String> =
                    open.iter().map(|probe| probe.replace('_', " ")).collect();
                let line = format!("{} Still asking: {}.", so_far(case), waiting.join(", "));
                context.view.remark(&line);
            }
        }
    }
}

/// The best guess of what is known by now.
fn so_far(case: &Case) -> String {
    let found = diagnose(case, &Options::default());
    match found.likeliest().cause {
        Cause::Unknown => "So far nothing stands out.".to_owned(),
        cause => format!("So far it looks as if {}", cause.headline()),
    }
}
