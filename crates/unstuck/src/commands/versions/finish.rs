use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use serde_json::json;
use unstuck_manifest::plists::SnapshotState;
use unstuck_manifest::{Unlock, Verdict};
use unstuck_vault::keep::{FinishPlan, finish, plan_finish};
use unstuck_vault::{Disk, RealDisk};

use crate::commands::local::Local;
use crate::commands::source::Source;
use crate::commands::verify::verdict_word;
use crate::report::{Report, code};
use crate::secrets;
use crate::time::{counted, human_bytes};
use crate::view::{Unit, Working};

#[derive(Debug, Args)]
pub(super) struct FinishArgs {
    /// The backup that was cut off.
    backup: PathBuf,

    /// The folder for the finished copy; it must not exist. Its name should stay the UDID.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,

    /// Agree to the plan in advance.
    #[arg(long, requires = "to")]
    yes: bool,
}

pub(super) async fn perform(args: FinishArgs, mut local: Local<'_>) -> Result<u8, Report> {
    let source = Source::find(&args.backup)?;
    let plan = plan_finish(&RealDisk, &source.folder)?.ok_or_else(not_to_be_finished)?;
    let target = args.to.as_ref().map(|to| std::path::absolute(to).unwrap_or_else(|_| to.clone()));
    local.view.say(&plan_text(&source, &plan), Some(plan_object(&plan)));
    let Some(target) = target else { return Ok(only_planned(&mut local)) };
    if target.starts_with(&source.folder) {
        return Err(Report::new(code::USAGE, "The copy would lie in the backup itself."));
    }
    let agreed =
        args.yes || secrets::can_ask() && secrets::agree("Make the copy and finish it?").await?;
    if !agreed {
        return Ok(only_planned(&mut local));
    }
    let password = source.password().await?;
    let (subject, copy) = (source.clone(), target.clone());
    let done = local.carry_out(move |teller| {
        let disk: Arc<dyn Disk> = Arc::new(RealDisk);
        let unlock = password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
        let (what, unit) = ("copying", Unit::Bytes);
        let tell = &mut |done| teller.working(Working { what, done, total: None, unit });
        finish(&disk, &subject.folder, &copy, unlock, tell)
    });
    let finished = done.await?.map_err(|error| {
        let report = Report::new(code::FAILED, "The backup could not be finished.");
        report.saw(format!("{error}.")).saw("The original was not touched, the copy is removed.")
    })?;
    let code = match finished.report.verdict {
        Verdict::Complete | Verdict::Unproven { files: 0 } => code::DONE,
        Verdict::WrongPassword => code::PASSWORD,
        _ => code::DAMAGE,
    };
    let kept = target.exists();
    let copy = match kept {
        true => target.display().to_string(),
        false => "The copy did not hold and was removed again.".to_owned(),
    };
    let text = format!(
        "{}\n  {} put in place, {} removed\n  {copy}\n  \
         The original was not touched; to undo this, delete the copy.\n",
        finished.report.verdict,
        counted(finished.moved, "file", "files"),
        counted(finished.removed, "obsolete one", "obsolete ones"),
    );
    let object = json!({
        "type": "result", "outcome": verdict_word(&finished.report.verdict), "exit_code": code,
        "path": kept.then(|| target.to_string_lossy()), "moved": finished.moved,
        "removed": finished.removed, "done": true,
    });
    local.view.answer(&text, vec![object]);
    Ok(code)
}

fn not_to_be_finished() -> Report {
    Report::new(code::USAGE, "This backup is not one that can be finished without the iPhone.")
        .saw("Only one that was cut off after all files had arrived can be.")
        .next("See what it is with: unstuck verify FOLDER")
        .next("With the iPhone at hand, run the backup again: it goes on where it stopped.")
}

fn only_planned(local: &mut Local<'_>) -> u8 {
    let text = "Nothing was done. To do it: unstuck versions finish FOLDER --to DIR --yes\n";
    let object = json!({
        "type": "result", "outcome": "planned", "exit_code": code::DONE, "done": false,
    });
    local.view.answer(text, vec![object]);
    code::DONE
}

fn plan_text(source: &Source, plan: &FinishPlan) -> String {
    let state = match plan.state {
        SnapshotState::Moving => "was cut off while its files were being put in place",
        _ => "was cut off while obsolete files were being cleared away",
    };
    format!(
        "{} {state}.\nThe plan, on a copy; the original stays as it is:\n  1  copy the backup\n  \
         2  put {} ({}) from Snapshot in place\n  3  remove files that the \
         list does not name\n  4  note in Status.plist that the run is finished\n  5  verify \
         the result; if it does not hold, the copy goes again",
        source.folder.display(),
        counted(plan.to_move, "file", "files"),
        human_bytes(plan.bytes),
    )
}

fn plan_object(plan: &FinishPlan) -> serde_json::Value {
    json!({
        "type": "plan", "state": plan.state.word(), "to_move": plan.to_move,
        "bytes": plan.bytes, "manifests_wait": plan.manifests_wait,
    })
}
