use std::fmt::Write;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json};
use unstuck_manifest::report::Subject;
use unstuck_manifest::{Level, Options, Password, Report as Findings, Unlock, Verdict, verify};
use unstuck_vault::{BackupView, RealDisk};

use crate::report::{Report, code};
use crate::secrets;
use crate::time::human_count;
use crate::view::View;

/// Check a backup of any program: is it complete, is it sound, does the password open it?
/// Nothing is changed. The password is asked for, or read from the file that
/// UNSTUCK_PASSWORD_FILE names; without it what can be checked is checked.
#[derive(Debug, Args)]
pub(crate) struct VerifyArgs {
    /// The backup: a folder with Manifest.plist in it, a version of Unstuck's, or the folder
    /// of an iPhone in a place for backups.
    backup: PathBuf,
}

pub(super) async fn perform(args: VerifyArgs, view: &mut dyn View) -> Result<u8, Report> {
    let folder = find(&args.backup)?;
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    let tree = BackupView::new(Arc::new(RealDisk), folder.clone());
    let password = password(&tree).await?;
    // On a thread of its own: stretching a password takes seconds, and Ctrl-C is heard.
    let checking = tokio::task::spawn_blocking(move || {
        let unlock = password.as_ref().map_or(Unlock::Nothing, Unlock::Password);
        let options = Options { unlock, ..Options::default() };
        verify(&tree, &name, options, &mut |_| ControlFlow::Continue(()))
    });
    let findings = checking.await.map_err(|error| {
        Report::new(code::FAILED, "The check did not come to an end.").saw(error.to_string())
    })?;
    let code = code_of(&findings.verdict);
    view.answer(&text_of(&folder, &findings), objects_of(&folder, &findings, code));
    Ok(code)
}

/// The folder with the backup in it, from whatever was named.
fn find(named: &Path) -> Result<PathBuf, Report> {
    let named = std::path::absolute(named).unwrap_or_else(|_| named.to_path_buf());
    let looks_like_backup = |folder: &Path| {
        ["Manifest.plist", "Manifest.db", "Status.plist", "Manifest.mbdb"]
            .iter()
            .any(|name| folder.join(name).exists())
    };
    if looks_like_backup(&named) {
        return Ok(named);
    }
    // A version holds one folder, named by the UDID; a phone's folder has a pointer to the
    // newest version.
    for root in [named.clone(), named.join("latest")] {
        let inside = std::fs::read_dir(&root).into_iter().flatten().flatten();
        let found = inside.map(|entry| entry.path()).find(|path| looks_like_backup(path));
        if let Some(found) = found {
            return Ok(found);
        }
    }
    let report = Report::new(code::USAGE, "There is no backup here.")
        .saw(format!("{} holds neither Manifest.plist nor Status.plist.", named.display()));
    Err(report.next("Name the folder that holds Manifest.plist; its name is the iPhone's UDID."))
}

async fn password(tree: &BackupView) -> Result<Option<Password>, Report> {
    if let Some(password) = secrets::from_file()? {
        return Ok(Some(password));
    }
    // Without the password first: whether one is needed is the backup's to say.
    let quick = verify(tree, "", Options::default(), &mut |_| ControlFlow::Break(()));
    let encrypted = quick.encrypted.unwrap_or(true);
    if encrypted && secrets::can_ask() {
        return secrets::ask("Backup password (empty to check without)").await;
    }
    Ok(None)
}

fn code_of(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Complete | Verdict::Unproven { files: 0 } => code::DONE,
        Verdict::CompleteWithDamage { .. }
        | Verdict::Unproven { .. }
        | Verdict::Interrupted(_)
        | Verdict::Damaged => code::DAMAGE,
        Verdict::BeingWritten => code::FAILED,
        Verdict::WrongPassword => code::PASSWORD,
        Verdict::TooOld => code::FAILED,
        Verdict::NotABackup => code::USAGE,
    }
}

fn verdict_word(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Complete => "complete",
        Verdict::CompleteWithDamage { .. } => "damaged-files",
        Verdict::Unproven { .. } => "unproven",
        Verdict::Interrupted(_) => "interrupted",
        Verdict::Damaged => "damaged",
        Verdict::BeingWritten => "being-written",
        Verdict::WrongPassword => "wrong-password",
        Verdict::TooOld => "too-old",
        Verdict::NotABackup => "not-a-backup",
    }
}

fn text_of(folder: &Path, findings: &Findings) -> String {
    let mut text = format!("{}\n\n{}\n", folder.display(), findings.verdict);
    if let Some(interruption) = &findings.interruption {
        let _ = writeln!(text, "  {}\n  {}", interruption.meaning(), interruption.advice());
    }
    for finding in &findings.findings {
        let card = finding.card;
        let count = human_count(finding.total);
        let _ = writeln!(text, "\n{} {} ({}), {count}", card.id, card.name, level_word(card.level));
        let _ = writeln!(text, "  {}", card.explanation);
        for kept in finding.kept.iter().take(5) {
            let _ = writeln!(text, "    {}: {}", kept.subject, kept.text);
        }
        if finding.total > 5 {
            let _ = writeln!(text, "    … and {} more", human_count(finding.total - 5));
        }
        let _ = writeln!(text, "  Next  {}", card.repair);
    }
    if !findings.unchecked.is_empty() {
        let _ = writeln!(text, "\nNot checked:");
        for unchecked in &findings.unchecked {
            let _ = writeln!(text, "  {} ({})", unchecked.why, unchecked.rules.join(", "));
        }
    }
    let totals = findings.totals;
    let _ = writeln!(
        text,
        "\n{} entries in its list, {} files on disk.",
        human_count(totals.rows),
        human_count(totals.payloads)
    );
    text
}

fn objects_of(folder: &Path, findings: &Findings, code: u8) -> Vec<Value> {
    let mut objects = Vec::new();
    for finding in &findings.findings {
        for kept in &finding.kept {
            objects.push(json!({
                "type": "finding",
                "rule": finding.card.id,
                "level": level_word(finding.card.level),
                "name": finding.card.name,
                "subject": kept.subject.to_string(),
                "payload": payload(&kept.subject),
                "text": kept.text,
            }));
        }
    }
    for unchecked in &findings.unchecked {
        let why = unchecked.why.to_string();
        objects.push(json!({ "type": "unchecked", "rules": unchecked.rules, "text": why }));
    }
    objects.push(json!({
        "type": "result",
        "outcome": verdict_word(&findings.verdict),
        "exit_code": code,
        "backup": folder.to_string_lossy(),
        "verified": findings.verdict == Verdict::Complete,
        "encrypted": findings.encrypted,
        "rows": findings.totals.rows,
        "files": findings.totals.payloads,
        "headline": findings.verdict.to_string(),
    }));
    objects
}

fn level_word(level: Level) -> &'static str {
    match level {
        Level::Fatal => "fatal",
        Level::File => "file",
        Level::Warn => "warn",
        Level::Info => "info",
    }
}

fn payload(subject: &Subject) -> Option<String> {
    match subject {
        Subject::File { payload, .. } => payload.map(|id| id.payload_path()),
        _ => None,
    }
}
