mod report;

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use unstuck_manifest::{
    Depth, Options, Progress, SealBook, Stage, Threads, Unlock, verify as check,
};
use unstuck_vault::{RealDisk, VersionSeal};

use super::local::Local;
use super::source::Source;
use crate::report::Report;
use crate::view::{Unit, Working};
pub(super) use report::verdict_word;

/// Check a backup of any program: is it complete, is it sound, does the password open it?
/// Nothing is changed. The password is asked for, or read from the file that
/// UNSTUCK_PASSWORD_FILE names; without it what can be checked is checked.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The backup: a folder with Manifest.plist in it, a version of Unstuck's, or the folder
    /// of an iPhone in a place for backups.
    backup: PathBuf,

    /// Read, decrypt and hash every byte: as fast as the disk is.
    #[arg(long)]
    deep: bool,
}

pub(super) async fn perform(args: VerifyArgs, mut local: Local<'_>) -> Result<u8, Report> {
    let source = Source::find(&args.backup)?;
    let password = source.password_if_any().await?;
    let depth = if args.deep { Depth::Deep } else { Depth::Ends };
    let subject = source.clone();
    let findings = local
        .carry_out(move |teller| {
            let seal = VersionSeal::beside(Arc::new(RealDisk), &subject.folder);
            let options = Options {
                unlock: password.as_ref().map_or(Unlock::Nothing, Unlock::Password),
                depth,
                threads: Threads::as_many_as_useful(),
                seal: seal.as_ref().map(|seal| seal as &dyn SealBook),
            };
            check(&subject.tree, &subject.name, options, &mut |at| teller.working(working(at)))
        })
        .await?;
    let code = report::code_of(&findings.verdict);
    let text = report::text_of(&source.folder, &findings, depth);
    local.view.answer(&text, report::objects_of(&source.folder, &findings, depth, code));
    Ok(code)
}

/// How far a verification is, for people.
pub(super) fn working(at: Progress) -> Working {
    let (what, unit) = match at.stage {
        Stage::Lists => ("reading the lists", Unit::Nothing),
        Stage::Unlocking => ("trying the password, some seconds", Unit::Nothing),
        Stage::CheckingDatabase => ("checking the list of files", Unit::Nothing),
        Stage::Listing => ("looking what is there", Unit::Nothing),
        Stage::Rows => ("checking", Unit::Files),
        Stage::Contents => ("reading every file", Unit::Bytes),
    };
    Working { what, done: at.done, total: at.total, unit }
}
