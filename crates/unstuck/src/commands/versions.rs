mod adopt;
mod compare;
mod export;
mod finish;
pub(crate) mod kept;
mod list;
mod prune;
mod scrub;

use std::path::PathBuf;

use clap::{Args, Subcommand};

use super::local::Local;
use crate::report::Report;
pub(super) use adopt::take_in_finished as take_in;
pub(crate) use kept::{Known, Phone, Soundness, Where};

/// What is done with backups that Unstuck keeps: list them, show and compare them, read them
/// again, thin them out, take in a backup of another program, give one to another program.
#[derive(Debug, Args)]
pub(crate) struct VersionsArgs {
    #[command(subcommand)]
    action: Action,

    #[command(flatten)]
    place: Where,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List versions, with what is known of their soundness.
    List,
    /// Show what is in a version, by domain.
    Show {
        /// A version, or any backup folder.
        version: PathBuf,
    },
    /// Show what changed between two versions.
    Compare(compare::CompareArgs),
    /// Remove old versions. Shows the plan; does it with --yes, or when agreed to. The last
    /// good one never goes.
    Prune(prune::PruneArgs),
    /// Take in a backup of Finder, iTunes or another program: a copy becomes a version, the
    /// original is not touched.
    Adopt(adopt::AdoptArgs),
    /// Give a version to another program.
    Export(export::ExportArgs),
    /// Read versions again and compare them with their seals, the one least recently read
    /// first.
    Scrub(scrub::ScrubArgs),
    /// Finish a backup that was cut off near its end, on a copy: for when the iPhone is gone.
    Finish(finish::FinishArgs),
}

pub(super) async fn perform(args: VersionsArgs, local: Local<'_>) -> Result<u8, Report> {
    let place = &args.place;
    match args.action {
        Action::List => list::list(place, local),
        Action::Show { version } => list::show(place.source(&version)?, local).await,
        Action::Compare(args) => compare::perform(args, place, local).await,
        Action::Prune(args) => prune::perform(&args, place, local).await,
        Action::Adopt(args) => adopt::perform(args, place, local).await,
        Action::Export(args) => export::perform(args, place, local).await,
        Action::Scrub(args) => scrub::perform(args, place, local).await,
        Action::Finish(args) => finish::perform(args, local).await,
    }
}
