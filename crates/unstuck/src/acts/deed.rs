//! One act with its entry in the journal.

use serde_json::{Value, json};
use unstuck_diagnosis::climb::Settled;

use super::Came;
use super::journal::{Event, Journal, Line, Undo};
use crate::commands::Context;

/// An act that was planned. Dropped without an end it is found at the next start.
pub(crate) struct Deed {
    journal: Journal,
    line: Line,
}

impl Deed {
    /// Writes it down. What cannot be written down is not done.
    pub(crate) fn plan(
        context: &Context<'_>,
        remedy: &str,
        udid: Option<&str>,
        before: Value,
        undo: Undo,
    ) -> Result<Self, Came> {
        let unable = |why: String| {
            Came::from(Settled::Unable(format!("it could not be written down first: {why}")))
        };
        let journal = Journal::here(context.simulated).map_err(unable)?;
        let line = journal.plan(remedy, udid, before, undo);
        Ok(Self { journal, line: line.map_err(|error| unable(error.to_string()))? })
    }

    /// It was done.
    pub(crate) fn done(self, after: Value, undo: Option<Undo>) -> Came {
        let id = self.line.id;
        let line = Line { event: Event::Done, after: after.clone(), undo, ..self.line };
        // It was done, and its plan says how it is taken back; the next start looks again.
        let _ = self.journal.note(line);
        let mut after = after;
        if let Some(after) = after.as_object_mut() {
            after.insert("act".to_owned(), id.into());
        }
        Came { settled: Settled::Done, after, to: None }
    }

    /// It could not be done, and nothing of it stays.
    pub(crate) fn unable(self, why: impl Into<String>) -> Came {
        let why = why.into();
        let line = Line { event: Event::Unable, why: Some(why.clone()), ..self.line };
        let _ = self.journal.note(line);
        Settled::Unable(why).into()
    }
}

/// Notes what a person was shown to do, or did not want.
pub(crate) fn note_by_hand(
    context: &Context<'_>,
    remedy: &str,
    udid: Option<&str>,
    settled: &Settled,
    undo: &str,
) {
    let (event, why) = match settled {
        Settled::Done => (Event::Done, None),
        Settled::Declined => (Event::Declined, None),
        Settled::Unable(why) => (Event::Unable, Some(why.clone())),
    };
    let undo = Undo::ByHand { text: undo.to_owned() };
    // A journal that cannot be written must not keep anybody from helping a phone by hand.
    let Ok(journal) = Journal::here(context.simulated) else { return };
    if let Ok(line) = journal.plan(remedy, udid, json!({ "by": "person" }), undo) {
        let _ = journal.note(Line { event, why, ..line });
    }
}
