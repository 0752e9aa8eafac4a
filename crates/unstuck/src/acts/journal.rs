//! The journal of acts (docs/contracts.md 15): what was planned, what came of it, how it is
//! taken back.
//!
//! One JSON object a line, only ever added to, on the disk before anything is done. A line that
//! a crash tore is passed over; an act that was planned and has no end is found at the next
//! start ([`super::recover`]).

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::home;
use crate::time::unix_now;

/// What happened to an act.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Event {
    /// It is about to be done.
    Planned,
    /// It was done.
    Done,
    /// It could not be done, and nothing of it stays.
    Unable,
    /// The person did not want it.
    Declined,
    /// It was taken back.
    Undone,
}

impl Event {
    /// The word of the JSON answer.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Done => "done",
            Self::Unable => "unable",
            Self::Declined => "declined",
            Self::Undone => "undone",
        }
    }
}

/// How an act is taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub(crate) enum Undo {
    /// By renames.
    PutBack {
        /// In the order they are done.
        moves: Vec<Moved>,
    },
    /// The pair record that was there before is stored again.
    PairRecord {
        /// A copy of it, readable for its owner alone.
        kept: PathBuf,
        /// BLAKE3 of the record that took its place, in hex; empty before that is known.
        placed: String,
    },
    /// The switch for Wi-Fi is set back.
    WifiSync {
        /// How it stood.
        was: bool,
    },
    /// Not by Unstuck.
    ByHand {
        /// What there is to be done, or why nothing is.
        text: String,
    },
}

/// A rename, as the vault makes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Moved {
    pub(crate) from: PathBuf,
    pub(crate) to: PathBuf,
    #[serde(default)]
    pub(crate) yields: bool,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Number of the act.
    pub(crate) id: u64,
    /// Seconds since 1970.
    pub(crate) time: i64,
    pub(crate) event: Event,
    /// Id of the remedy.
    pub(crate) remedy: String,
    /// The phone it is done to or for.
    #[serde(default)]
    pub(crate) udid: Option<String>,
    /// How things stood before.
    #[serde(default)]
    pub(crate) before: Value,
    /// How they stood after.
    #[serde(default)]
    pub(crate) after: Value,
    #[serde(default)]
    pub(crate) undo: Option<Undo>,
    /// Why not, in words.
    #[serde(default)]
    pub(crate) why: Option<String>,
}

/// An act, put together from its lines.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Record {
    /// Its first line, with what later ones say of `after` and `undo`.
    pub(crate) line: Line,
    /// The last thing that happened to it.
    pub(crate) last: Event,
}

/// The file.
#[derive(Clone, Debug)]
pub(crate) struct Journal {
    path: PathBuf,
}

/// No journal is longer; older acts are beyond undoing anyway.
const BYTES_MAX: u64 = 16 << 20;

impl Journal {
    /// Of this person; simulated iPhones have one of their own.
    ///
    /// # Errors
    /// The system names no home.
    pub(crate) fn here(simulated: bool) -> Result<Self, String> {
        let base = base(simulated).ok_or("this system names no home folder")?;
        Ok(Self::at(&base))
    }

    /// In a folder.
    pub(crate) fn at(base: &Path) -> Self {
        Self { path: base.join("acts.jsonl") }
    }

    /// Plans an act: it is on the disk when this returns. Returns its number.
    pub(crate) fn plan(
        &self,
        remedy: &str,
        udid: Option<&str>,
        before: Value,
        undo: Undo,
    ) -> io::Result<Line> {
        let line = Line {
            id: 0,
            time: unix_now(),
            event: Event::Planned,
            remedy: remedy.to_owned(),
            udid: udid.map(str::to_owned),
            before,
            after: Value::Null,
            undo: Some(undo),
            why: None,
        };
        self.add(line, true)
    }

    /// Notes what came of an act.
    pub(crate) fn note(&self, line: Line) -> io::Result<()> {
        self.add(Line { time: unix_now(), ..line }, false).map(drop)
    }

    /// All acts, oldest first.
    pub(crate) fn records(&self) -> io::Result<Vec<Record>> {
        match File::open(&self.path) {
            Ok(mut file) => Ok(together(&text_of(&mut file)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Vec::new()),
            Err(error) => Err(error),
        }
    }

    /// Adds a line while no other Unstuck does.
    fn add(&self, mut line: Line, is_new: bool) -> io::Result<Line> {
        if let Some(folder) = self.path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = OpenOptions::new().read(true).append(true).create(true).open(&self.path)?;
        file.lock()?;
        let text = text_of(&mut file)?;
        if is_new {
            line.id = together(&text).last().map_or(1, |last| last.line.id + 1);
        }
        let mut bytes = Vec::new();
        if !text.is_empty() && !text.ends_with('\n') {
            // What a crash tore stays a line of its own.
            bytes.push(b'\n');
        }
        serde_json::to_writer(&mut bytes, &line)?;
        bytes.push(b'\n');
        file.write_all(&bytes)?;
        file.sync_all()?;
        Ok(line)
    }
}

/// Where journal, locks and kept records lie.
pub(crate) fn base(simulated: bool) -> Option<PathBuf> {
    home::home().map(|home| if simulated { home.join("simulated") } else { home })
}

fn text_of(file: &mut File) -> io::Result<String> {
    let mut bytes = Vec::new();
    let long = file.metadata()?.len().saturating_sub(BYTES_MAX);
    file.seek(SeekFrom::Start(long))?;
    file.take(BYTES_MAX).read_to_end(&mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn together(text: &str) -> Vec<Record> {
    let mut records: Vec<Record> = Vec::new();
    for line in text.lines().filter_map(|line| serde_json::from_str::<Line>(line).ok()) {
        match records.iter_mut().find(|record| record.line.id == line.id) {
            None => records.push(Record { last: line.event, line }),
            Some(record) => {
                record.last = line.event;
                record.line.undo = line.undo.or(record.line.undo.take());
                record.line.why = line.why.or(record.line.why.take());
                if !line.after.is_null() {
                    record.line.after = line.after;
                }
            }
        }
    }
    records.sort_by_key(|record| record.line.id);
    records
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn by_hand() -> Undo {
        Undo::ByHand { text: "nothing".into() }
    }

    #[test]
    fn acts_are_put_together_from_their_lines() {
        let home = tempfile::tempdir().unwrap();
        let journal = Journal::at(home.path());
        assert!(journal.records().unwrap().is_empty());
        let one = journal.plan("re-trust", Some("U"), json!({ "trusted": true }), by_hand());
        let one = one.unwrap();
        let two = journal.plan("wifi-sync-on", None, Value::Null, Undo::WifiSync { was: false });
        assert_eq!((one.id, two.unwrap().id), (1, 2));
        let after = json!({ "trusted": true });
        journal.note(Line { event: Event::Done, after: after.clone(), ..one }).unwrap();
        let records = journal.records().unwrap();
        assert_eq!((records[0].last, &records[0].line.after), (Event::Done, &after));
        assert_eq!(records[1].last, Event::Planned);
        assert_eq!(records[1].line.undo, Some(Undo::WifiSync { was: false }));
    }

    #[test]
    fn a_torn_line_is_passed_over_and_hurts_no_other() {
        let home = tempfile::tempdir().unwrap();
        let journal = Journal::at(home.path());
        journal.plan("one", None, Value::Null, by_hand()).unwrap();
        let path = home.path().join("acts.jsonl");
        let mut text = std::fs::read_to_string(&path).unwrap();
        text.push_str("{\"id\":2,\"time\":17,\"event\":\"pla");
        std::fs::write(&path, text).unwrap();
        assert_eq!(journal.records().unwrap().len(), 1);
        let next = journal.plan("two", None, Value::Null, by_hand()).unwrap();
        assert_eq!(next.id, 2);
        let records = journal.records().unwrap();
        let names: Vec<&str> = records.iter().map(|record| record.line.remedy.as_str()).collect();
        assert_eq!(names, ["one", "two"]);
    }
}
