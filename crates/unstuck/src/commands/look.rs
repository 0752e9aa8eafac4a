mod live;

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::Args;
use unstuck_diagnosis::case::{Case, CaseFile};
use unstuck_diagnosis::{Options, diagnose};

use super::Context;
use crate::report::{Report, code};
use crate::view::{View, diagnosis, looked};

/// Say whether the backup is stuck at all, why, on which facts that rests, how sure it is, and
/// which one step to take next.
///
/// Looks at this computer, the place for backups, cable and port, the iPhone and the backups at
/// hand; it takes seconds. Nothing is changed, but for small trial files at the place for
/// backups that are taken away again.
#[derive(Debug, Default, Args)]
pub(crate) struct LookArgs {
    /// Read a case file, or any log, instead of looking at this machine; - is standard input.
    #[arg(long, value_name = "FILE")]
    case: Option<PathBuf>,

    /// What is the matter, in your own words: it counts as evidence.
    #[arg(long, value_name = "WORDS", conflicts_with = "case")]
    about: Option<String>,

    /// The place for backups to look at, instead of the usual one.
    #[arg(long, value_name = "DIR", conflicts_with = "case")]
    to: Option<PathBuf>,

    /// UDID of the iPhone to ask, when several are in reach.
    #[arg(long, value_name = "UDID", conflicts_with = "case")]
    device: Option<String>,

    /// Look at the network as well: a few small questions to Apple's servers, and a small upload
    /// to one of them. Nothing of yours is sent.
    #[arg(long, conflicts_with = "case")]
    network: bool,

    /// A recorded computer to look at, for tests.
    #[arg(long, value_name = "DIR", hide = true)]
    computer: Option<PathBuf>,

    /// Write the case to a file, with names, identifiers, addresses and paths taken out, so
    /// that it can be shown to somebody who helps.
    #[arg(long, value_name = "FILE")]
    save: Option<PathBuf>,
}

/// No case is larger; what comes after this is not read.
const BYTES_MAX: u64 = 256 << 20;

impl LookArgs {
    /// Whether a written case is to be looked at, not this machine.
    pub(super) fn is_written(&self) -> bool {
        self.case.is_some()
    }
}

/// Looks at a written case.
pub(super) fn perform(args: &LookArgs, all: bool, view: &mut dyn View) -> Result<u8, Report> {
    let file = args.case.as_deref().unwrap_or(Path::new("-"));
    let case = read(file)?;
    answer(&case, args, all, view)
}

/// Looks at this machine.
pub(super) async fn perform_live(
    args: &LookArgs,
    all: bool,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let case = live::look(args, context).await?;
    answer(&case, args, all, context.view)
}

/// What this machine shows, for commands that act on it.
pub(super) async fn case_here(
    to: Option<&Path>,
    device: Option<&str>,
    computer: Option<&Path>,
    context: &mut Context<'_>,
) -> Result<Case, Report> {
    let args = LookArgs {
        case: None,
        about: None,
        to: to.map(Path::to_path_buf),
        device: device.map(str::to_owned),
        network: false,
        computer: computer.map(Path::to_path_buf),
        save: None,
    };
    let mut interrupts = context.interrupts.clone();
    tokio::select! {
        looked = live::look(&args, context) => looked,
        () = interrupts.next() => Err(Report::new(code::INTERRUPTED, "Stopped. All is safe.")),
    }
}

fn answer(case: &Case, args: &LookArgs, all: bool, view: &mut dyn View) -> Result<u8, Report> {
    if let Some(save) = &args.save {
        keep(case, save)?;
    }
    let found = diagnose(case, &Options::default());
    let looked = looked::lines(case);
    let text = diagnosis::text(case, &found, &looked, all);
    view.answer(&text, vec![diagnosis::object(case, &found, all)]);
    Ok(code::DONE)
}

fn read(file: &Path) -> Result<Case, Report> {
    let mut bytes = Vec::new();
    let read = if file.as_os_str() == "-" {
        std::io::stdin().lock().take(BYTES_MAX).read_to_end(&mut bytes)
    } else {
        std::fs::File::open(file).and_then(|file| file.take(BYTES_MAX).read_to_end(&mut bytes))
    };
    read.map_err(|error| {
        Report::new(code::USAGE, format!("{} cannot be read.", file.display()))
            .saw(format!("{error}."))
            .next("Name a case file (JSON) or a log; - reads standard input.")
    })?;
    let mut case = CaseFile::read(&bytes).into_case();
    if bytes.len() as u64 == BYTES_MAX {
        case.note("Only the first 256 MiB were read.");
    }
    Ok(case)
}

fn keep(case: &Case, file: &Path) -> Result<(), Report> {
    let text = format!("{:#}\n", case.shareable().to_json());
    std::fs::write(file, text).map_err(|error| {
        Report::new(code::PLACE, "The case could not be saved.")
            .saw(format!("{}: {error}.", file.display()))
            .next("Name a place that can be written with --save FILE.")
    })
}
