//! Acts that were begun and have no end: the terminal was closed, the computer crashed, the
//! phone was pulled. Each is told in one sentence and taken back, or marked.

use serde_json::json;

use super::journal::{Event, Journal, Line, Record, Undo};
use super::turn::Turn;
use super::undo::{Refused, back_in_place};
use crate::commands::Context;
use crate::time::human_date;

/// Settles what was left unfinished for this phone or this computer. Whoever calls has the
/// phone's [`Turn`]: nobody else is in the middle of these acts.
pub(crate) fn settle_unfinished(udid: Option<&str>, context: &mut Context<'_>) {
    let Ok(journal) = Journal::here(context.simulated) else { return };
    let records = journal.records().unwrap_or_default();
    let open = records.into_iter().filter(|record| record.last == Event::Planned);
    // Acts on the computer share a turn: held by another Unstuck, they may be under way.
    let computer = match udid {
        Some(_) => Turn::of_computer(context.simulated),
        None => None,
    };
    for record in open {
        let ours = match record.line.udid.as_deref() {
            Some(other) => udid.is_some_and(|udid| udid.eq_ignore_ascii_case(other)),
            None => udid.is_none() || computer.is_some(),
        };
        if ours {
            let (event, what) = settle(&record);
            let text = format!(
                "On {} \"{}\" was begun and not ended; {what}.",
                human_date(record.line.time),
                record.line.remedy,
            );
            let line = Line { event, why: Some(what), ..record.line.clone() };
            let _ = journal.note(line);
            let object = json!({ "type": "note", "text": text, "act": record.line.id });
            context.view.say(&text, Some(object));
        }
    }
}

/// What becomes of it, and how that is said.
fn settle(record: &Record) -> (Event, String) {
    match &record.line.undo {
        Some(Undo::PutBack { moves }) => match back_in_place(moves) {
            Ok(_) => (Event::Undone, "everything is where it was".to_owned()),
            Err(Refused::Changed(why) | Refused::Failed(why)) => {
                (Event::Done, format!("it is left as it is ({why})"))
            }
        },
        Some(Undo::PairRecord { .. } | Undo::WifiSync { .. }) => {
            let id = record.line.id;
            (Event::Done, format!("how it stood before is kept: unstuck undo {id}"))
        }
        Some(Undo::ByHand { .. }) | None => (Event::Unable, "nothing of it stays".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::acts::journal::Moved;

    #[test]
    fn a_folder_that_was_moved_before_the_crash_goes_back() {
        let home = tempfile::tempdir().unwrap();
        let (from, to) = (home.path().join("a"), home.path().join("b"));
        std::fs::create_dir(&to).unwrap();
        let journal = Journal::at(home.path());
        let moves = vec![Moved { from: from.clone(), to: to.clone(), yields: false }];
        let undo = Undo::PutBack { moves };
        journal.plan("move-aside-backup", None, json!({}), undo).unwrap();
        let record = journal.records().unwrap().remove(0);
        assert_eq!(settle(&record).0, Event::Undone);
        assert!(from.is_dir() && !to.exists());
        assert_eq!(settle(&record).0, Event::Undone, "again it changes nothing");
    }
}
