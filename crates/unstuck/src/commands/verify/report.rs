//! What a verification found: for people and for scripts.

use std::fmt::Write;
use std::path::Path;

use serde_json::{Value, json};
use unstuck_manifest::report::{RuleFindings, Subject};
use unstuck_manifest::{Depth, Interruption, Level, Report as Findings, Verdict};

use crate::report::code;
use crate::time::{counted, human_bytes, human_count};

/// Findings of one rule that are shown to a person.
const SHOWN_MAX: usize = 5;

pub(super) fn code_of(verdict: &Verdict) -> u8 {
    match verdict {
        Verdict::Complete | Verdict::Unproven { files: 0 } => code::DONE,
        Verdict::CompleteWithDamage { .. }
        | Verdict::Unproven { .. }
        | Verdict::Interrupted(_)
        | Verdict::Damaged => code::DAMAGE,
        Verdict::WrongPassword => code::PASSWORD,
        Verdict::BeingWritten | Verdict::TooOld => code::FAILED,
        Verdict::NotABackup => code::USAGE,
    }
}

/// The verdict in one word (docs/contracts.md 7).
pub(crate) fn verdict_word(verdict: &Verdict) -> &'static str {
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

fn interruption_word(state: &Interruption) -> &'static str {
    match state {
        Interruption::BeforeStatus => "before-status",
        Interruption::UploadingFirst => "uploading-first",
        Interruption::UploadingNext => "uploading-next",
        Interruption::Moving => "moving",
        Interruption::Removing => "removing",
        Interruption::Unknown(_) => "unknown",
    }
}

/// Whether it can be finished without the phone (docs/backup-format.md 8.4).
fn finishable(state: &Interruption) -> bool {
    matches!(state, Interruption::Moving | Interruption::Removing)
}

pub(super) fn text_of(folder: &Path, findings: &Findings, depth: Depth) -> String {
    let mut text = format!("{}\n\n{}\n", folder.display(), findings.verdict);
    if let Some(state) = &findings.interruption {
        if findings.verdict != Verdict::Interrupted(state.clone()) {
            let _ = writeln!(text, "  {}", state.meaning());
        }
        let _ = writeln!(text, "  Next  {}", state.advice());
        if finishable(state) {
            let folder = folder.display();
            let _ =
                writeln!(text, "        Without the iPhone: unstuck versions finish \"{folder}\"");
        }
    }
    for finding in &findings.findings {
        rule_text(&mut text, finding);
    }
    if !findings.unchecked.is_empty() {
        text.push_str("\nNot checked:\n");
        for unchecked in &findings.unchecked {
            let _ = writeln!(text, "  {} ({})", unchecked.why, unchecked.rules.join(", "));
        }
    }
    let _ = writeln!(text, "\n{}", checked(findings, depth));
    text
}

fn rule_text(text: &mut String, finding: &RuleFindings) {
    let card = finding.card;
    let count = human_count(finding.total);
    let worst = finding.kept.iter().map(|kept| kept.level).max().unwrap_or(card.level);
    let _ = writeln!(text, "\n{} {} ({}), {count}", card.id, card.name, level_word(worst));
    let _ = writeln!(text, "  {}", card.explanation);
    for kept in finding.kept.iter().take(SHOWN_MAX) {
        let _ = writeln!(text, "    {}: {}", kept.subject, kept.text);
    }
    let more = finding.total.saturating_sub(SHOWN_MAX as u64);
    if more > 0 {
        let _ = writeln!(text, "    … and {} more", human_count(more));
    }
    let _ = writeln!(text, "  Next  {}", card.repair);
}

/// What the verdict rests on.
fn checked(findings: &Findings, depth: Depth) -> String {
    let totals = findings.totals;
    let lists = format!(
        "Checked: {} in its list, {} on disk ({})",
        counted(totals.rows, "entry", "entries"),
        counted(totals.payloads, "file", "files"),
        human_bytes(totals.payload_bytes),
    );
    let inspected = human_count(totals.inspected);
    match depth {
        Depth::Deep if totals.inspected > 0 => format!("{lists}; {inspected} of them read whole."),
        Depth::Ends if totals.inspected > 0 => format!(
            "{lists}; the end of {inspected} of them was decrypted. \
             `--deep` reads every byte."
        ),
        _ => format!("{lists}. `--deep` reads every byte."),
    }
}

pub(super) fn objects_of(folder: &Path, findings: &Findings, depth: Depth, code: u8) -> Vec<Value> {
    let mut objects = Vec::new();
    for finding in &findings.findings {
        let card = finding.card;
        for kept in &finding.kept {
            objects.push(json!({
                "type": "finding",
                "rule": card.id,
                "level": level_word(kept.level),
                "name": card.name,
                "subject": kept.subject.to_string(),
                "payload": payload(&kept.subject),
                "text": kept.text,
            }));
        }
        objects.push(json!({
            "type": "rule",
            "rule": card.id,
            "name": card.name,
            "level": level_word(card.level),
            "count": finding.total,
            "explanation": card.explanation,
            "repair": card.repair,
        }));
    }
    for unchecked in &findings.unchecked {
        let why = unchecked.why.to_string();
        objects.push(json!({ "type": "unchecked", "rules": unchecked.rules, "text": why }));
    }
    objects.push(result_of(folder, findings, depth, code));
    objects
}

fn result_of(folder: &Path, findings: &Findings, depth: Depth, code: u8) -> Value {
    let totals = findings.totals;
    let state = findings.interruption.as_ref();
    json!({
        "type": "result",
        "outcome": verdict_word(&findings.verdict),
        "exit_code": code,
        "backup": folder.to_string_lossy(),
        "verified": findings.verdict == Verdict::Complete,
        "deep": depth == Depth::Deep,
        "encrypted": findings.encrypted,
        "interruption": state.map(interruption_word),
        "can_be_finished": state.is_some_and(finishable),
        "rows": totals.rows,
        "files": totals.payloads,
        "bytes": totals.payload_bytes,
        "inspected": totals.inspected,
        "damaged_files": totals.damaged_files,
        "headline": findings.verdict.to_string(),
        "next": state.map(Interruption::advice),
    })
}

pub(super) fn level_word(level: Level) -> &'static str {
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
