mod extract;
pub(crate) mod filter;
mod list;

use std::fmt::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde_json::json;
use unstuck_manifest::kinds::KINDS;
use unstuck_manifest::{OpenBackup, OpenFault, Password, Unlock};

use super::local::Local;
use super::source::Source;
use crate::report::{Report, code};
use filter::FilterArgs;

/// Look for files in a backup, and take them out: photos, messages, whatever apps keep. Any
/// backup of Finder, iTunes, Unstuck or others; nothing in it is changed. The password of an
/// encrypted one is asked for, or read from the file that UNSTUCK_PASSWORD_FILE names.
#[derive(Debug, Args)]
pub(crate) struct FilesArgs {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List files, folders and links.
    List {
        /// The backup: a folder, or a version of Unstuck's.
        backup: PathBuf,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Find files whose path holds a text.
    Find {
        /// The backup.
        backup: PathBuf,
        /// A part of the path, whatever its case.
        text: Option<String>,
        #[command(flatten)]
        filter: FilterArgs,
    },
    /// Take files out, decrypted, with their own names and dates. Run again, it goes on where
    /// it stopped.
    Extract(extract::ExtractArgs),
    /// Show what `--kind` takes.
    Kinds,
}

pub(super) async fn perform(args: FilesArgs, local: Local<'_>) -> Result<u8, Report> {
    match args.action {
        Action::List { backup, filter } => {
            let filter = filter.build(None)?;
            list::perform(Source::find(&backup)?, filter, local).await
        }
        Action::Find { backup, text, filter } => {
            if text.is_none() && filter.is_empty() {
                return Err(Report::new(code::USAGE, "It was not said what to find.")
                    .next("Give a part of a path, or one of --kind, --app, --path, --newer …"));
            }
            let filter = filter.build(text.as_deref())?;
            list::perform(Source::find(&backup)?, filter, local).await
        }
        Action::Extract(args) => extract::perform(args, local).await,
        Action::Kinds => {
            let mut text = String::new();
            for kind in KINDS {
                let _ = writeln!(text, "{:14} {}", kind.name, kind.about);
            }
            let objects = KINDS
                .iter()
                .map(|kind| json!({ "type": "kind", "name": kind.name, "about": kind.about }));
            local.view.answer(&text, objects.collect());
            Ok(code::DONE)
        }
    }
}

/// Opens a backup with its password; takes seconds.
fn open<'a>(source: &'a Source, password: Option<&Password>) -> Result<OpenBackup<'a>, OpenFault> {
    OpenBackup::open(&source.tree, password.map_or(Unlock::Nothing, Unlock::Password))
}
