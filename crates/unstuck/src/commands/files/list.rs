use std::io::Write;
use std::ops::ControlFlow;

use serde::Serialize;
use serde_json::json;
use unstuck_manifest::db::{DbFault, Reading};
use unstuck_manifest::{Listed, OpenFault, RecordKind};

use super::filter::{Filter, shown};
use super::open;
use crate::commands::local::Local;
use crate::commands::source::{Source, cannot_open};
use crate::report::{Report, code};
use crate::time::{counted, human_bytes};
use crate::view::{Row, Unit, Working};

/// A file as scripts read it (docs/contracts.md 8).
#[derive(Serialize)]
struct FileRow<'a> {
    r#type: &'static str,
    domain: &'a str,
    path: &'a str,
    kind: Option<&'static str>,
    bytes: Option<u64>,
    modified: Option<i64>,
    id: &'a str,
    target: Option<&'a str>,
    sound: bool,
}

impl Row for FileRow<'_> {
    fn text(&self, out: &mut Vec<u8>) {
        let size = match (self.kind, self.bytes) {
            (Some("file"), Some(bytes)) => human_bytes(bytes),
            _ => self.kind.unwrap_or("?").to_owned(),
        };
        let modified = self.modified.map(shown).unwrap_or_default();
        let (day, time) = modified.split_at_checked(10).unwrap_or_default();
        let time = time.get(1..6).unwrap_or_default();
        let _ = write!(out, "{size:>9}  {day:10} {time:5}  ");
        for (at, part) in [self.domain, self.path].into_iter().enumerate() {
            if at > 0 {
                out.extend_from_slice(b"  ");
            }
            // Names come from the backup: no terminal is sent what stands in them.
            for letter in part.chars() {
                let _ = match letter.is_control() {
                    true => write!(out, "{}", letter.escape_debug()),
                    false => write!(out, "{letter}"),
                };
            }
        }
    }

    fn object(&self, out: &mut Vec<u8>) {
        let _ = serde_json::to_writer(out, self);
    }
}

#[derive(Default)]
struct Found {
    files: u64,
    bytes: u64,
    others: u64,
    unsound: u64,
    bad_rows: u64,
    closed: bool,
}

pub(super) async fn perform(
    source: Source,
    filter: Filter,
    mut local: Local<'_>,
) -> Result<u8, Report> {
    let password = source.password().await?;
    let encrypted = password.is_some();
    let mut rows = local.view.rows();
    let subject = source.clone();
    let listed = local
        .carry_out(move |teller| {
            if encrypted {
                let what = "trying the password, some seconds";
                let unit = Unit::Nothing;
                let _ = teller.working(Working { what, done: 0, total: None, unit });
            }
            let backup = open(&subject, password.as_ref())?;
            let mut found = Found::default();
            let reading = backup.read(&mut |row| {
                let Ok(listed) = row else {
                    found.bad_rows += 1;
                    return ControlFlow::Continue(());
                };
                if !filter.wants(&listed) {
                    return teller.flow();
                }
                let hex = listed.id.hex();
                let row = file_row(&listed, std::str::from_utf8(&hex).unwrap_or_default());
                found.count(&row);
                found.closed = rows.put(&row).is_break();
                if found.closed { ControlFlow::Break(()) } else { teller.flow() }
            });
            Ok::<_, OpenFault>((found, reading))
        })
        .await?;
    let (found, reading) = listed.map_err(|fault| cannot_open(&source, &fault))?;
    let reading = reading.map_err(|fault| cannot_open(&source, &OpenFault::List(fault)))?;
    Ok(conclude(&found, &reading, &mut local))
}

fn file_row<'a>(listed: &'a Listed<'_>, id: &'a str) -> FileRow<'a> {
    let record = listed.sound();
    FileRow {
        r#type: "file",
        domain: listed.domain,
        path: listed.relative_path,
        kind: listed.kind.map(|kind| match kind {
            RecordKind::File => "file",
            RecordKind::Directory => "folder",
            RecordKind::Link => "link",
        }),
        bytes: record.map(|record| record.content_bytes()),
        modified: record.map(|record| record.last_modified),
        id,
        target: record.and_then(|record| record.target.as_deref()),
        sound: record.is_some(),
    }
}

impl Found {
    fn count(&mut self, row: &FileRow<'_>) {
        match row.kind {
            Some("file") => {
                self.files += 1;
                self.bytes = self.bytes.saturating_add(row.bytes.unwrap_or_default());
            }
            _ => self.others += 1,
        }
        self.unsound += u64::from(!row.sound);
    }
}

/// What cannot be listed is said: a list that breaks off looks like a whole one.
fn conclude(found: &Found, reading: &Reading, local: &mut Local<'_>) -> u8 {
    if found.closed {
        return code::DONE;
    }
    let lost = reading.lost + found.bad_rows;
    let whole = lost == 0 && reading.fault.is_none();
    let code = if whole { code::DONE } else { code::PARTIAL };
    let mut text = format!(
        "{} ({}), {}.",
        counted(found.files, "file", "files"),
        human_bytes(found.bytes),
        counted(found.others, "folder or link", "folders and links")
    );
    if let Some(fault) = &reading.fault {
        text.push_str(&format!(
            "\nThe list of the backup is damaged: {fault}. Found all the same: {}, \
             lost: at least {}; see `unstuck verify`.",
            counted(reading.salvaged, "entry", "entries"),
            counted(lost, "entry", "entries")
        ));
    }
    let object = json!({
        "type": "result",
        "outcome": if whole { "complete" } else { "partial" },
        "exit_code": code,
        "files": found.files,
        "bytes": found.bytes,
        "folders_and_links": found.others,
        "unsound": found.unsound,
        "salvaged": reading.salvaged,
        "lost": lost,
        "fault": reading.fault.as_ref().map(DbFault::to_string),
    });
    local.view.say(&text, Some(object));
    code
}
