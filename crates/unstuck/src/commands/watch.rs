mod case;
mod ends;
mod session;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use unstuck_diagnosis::pulse::{History, Watch};
use unstuck_link::deadline::Deadlines;
use unstuck_manifest::FolderName;
use unstuck_probe::watch::{Watching, Where};
use unstuck_probe::{Here, Kind};

use super::Context;
use crate::home;
use crate::report::{Report, code, no_phone};
use session::Session;

/// Look on while another program makes a backup, and say whether it moves, prepares, waits for
/// you, is slow, stands still or goes round in circles, and what to do then.
///
/// Watches backups of Finder, iTunes, Apple Devices, idevicebackup2, pymobiledevice3 and of
/// another Unstuck as they grow in their folders, and the log of the iPhone at the cable, which
/// also tells of backups to iCloud: no Apple account is needed. Nothing is changed. It ends when
/// the backup is done, failed or stands still for good; Ctrl-C ends it at once.
#[derive(Debug, Args)]
pub(crate) struct WatchArgs {
    /// The backup, or the folder that backups go to. Left out: where Apple's programs put them,
    /// where backup programs that run just now were told to, and where Unstuck's own go.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,

    /// UDID of the iPhone, when several are in reach.
    #[arg(long, value_name = "UDID")]
    device: Option<String>,

    /// Say how it stands after so many seconds, and end.
    #[arg(long = "for", value_name = "SECONDS", value_parser = seconds)]
    seconds: Option<Duration>,

    /// A recorded computer to look at, for tests.
    #[arg(long, value_name = "DIR", hide = true)]
    computer: Option<PathBuf>,
}

/// Two looks at a folder are this far apart; who is less patient looks more often.
const LOOK_GAP: Duration = Duration::from_secs(1);
/// But never more often than that.
const LOOK_GAP_MIN: Duration = Duration::from_millis(50);

pub(super) async fn perform(args: &WatchArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let here = match &args.computer {
        Some(folder) => Here::recorded(folder, Kind::Linux),
        None => Here::real(),
    };
    // Who wants to hear sooner that it stands still does not want a hurried question to the phone.
    let deadlines = Deadlines::default().scaled(context.patience.max(1.0));
    context.muxer = context.muxer.clone().with_deadlines(deadlines);
    let mut place = Where {
        folder: args.folder.as_ref().map(|folder| absolute(folder)),
        own: home::home().map(|home| home.join("backups")),
        udid: args.device.clone(),
    };
    if let Some(folder) = place.folder.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Report::new(code::USAGE, format!("There is no folder {}.", folder.display()))
            .next("Name the folder that backups go to, or none: unstuck watch")
            .next("If its disk is not connected, connect it first."));
    }
    let backups = Watching::backups(&here, &place);
    let known = udids_of(&backups);
    let phones = phones(context).await;
    match (&place.udid, phones.as_slice()) {
        (Some(_), _) => {}
        (None, [only]) => place.udid = Some(only.clone()),
        (None, []) if backups.is_empty() && place.folder.is_none() => {
            return Err(no_phone()
                .saw("No backup of another program was found on this computer either.")
                .next(
                    "If a backup is being made elsewhere, name its folder: unstuck watch FOLDER",
                ));
        }
        (None, []) => {}
        (None, several) => {
            let meant = several.iter().find(|udid| known.len() == 1 && known.contains(*udid));
            let Some(meant) = meant else { return Err(choose(several)) };
            place.udid = Some(meant.clone());
        }
    }
    let only_known = known.first().filter(|_| known.len() == 1).cloned();
    let udid = place.udid.clone().or(only_known);
    let history = udid.as_deref().map(recall).unwrap_or_default();
    let watch = Watch::new(&history, context.patience);
    let gap = LOOK_GAP.mul_f64(context.patience.min(1.0)).max(LOOK_GAP_MIN);
    let watching = Watching::start(here.clone(), place, context.muxer.clone(), gap);
    let watching = watching.map_err(|error| {
        Report::new(code::FAILED, "The watch could not begin.").saw(error.to_string())
    })?;
    let mut session = Session::new(context, here, watch, udid, gap.min(LOOK_GAP / 2));
    let ended = session.run(watching, args.seconds).await;
    session.learn(&history);
    ended
}

fn absolute(folder: &std::path::Path) -> PathBuf {
    std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf())
}

/// Phones in reach. A service that does not answer is no reason not to watch a folder.
async fn phones(context: &Context<'_>) -> Vec<String> {
    let all = context.muxer.list().await.unwrap_or_default();
    let udids: BTreeSet<String> = all.into_iter().map(|attached| attached.udid).collect();
    udids.into_iter().collect()
}

/// Phones that backups are of, by the names of their folders.
fn udids_of(backups: &[PathBuf]) -> BTreeSet<String> {
    let name = |folder: &PathBuf| {
        let name = folder.file_name()?.to_str()?.to_owned();
        FolderName::parse(&name).map(|name| name.udid.to_owned())
    };
    backups.iter().filter_map(name).collect()
}

fn choose(several: &[String]) -> Report {
    let mut report = Report::new(code::USAGE, "Several iPhones are in reach.")
        .next("Name one with --device UDID.");
    report.details = several.to_vec();
    report
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| (0.1..=1e7).contains(seconds));
    seconds.map(Duration::from_secs_f64).ok_or_else(|| "a number of seconds from 0.1 on".into())
}

/// Where what was normal on an iPhone is kept.
fn history_file(udid: &str) -> Option<PathBuf> {
    let name = FolderName::parse(udid).map(|name| name.udid.to_lowercase())?;
    Some(home::home()?.join("history").join(format!("{name}.json")))
}

/// What was normal on this iPhone before. What cannot be read is not known.
fn recall(udid: &str) -> History {
    let text = history_file(udid).and_then(|file| std::fs::read_to_string(file).ok());
    text.map(|text| History::parse(&text)).unwrap_or_default()
}

/// Remembers it. A home that takes nothing is no reason to fail.
fn remember(udid: &str, history: &History) {
    let Some(file) = history_file(udid) else { return };
    if let Some(folder) = file.parent() {
        let kept = std::fs::create_dir_all(folder)
            .and_then(|()| std::fs::write(&file, format!("{:#}\n", history.to_json())));
        if let Err(error) = kept {
            tracing::debug!(%error, "what is normal for this iPhone could not be kept");
        }
    }
}
