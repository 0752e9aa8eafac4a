//! What a rule's file is made with.

pub(super) use super::findings::Findings;
pub(super) use super::{Bearing, Card, Check, Rule};
pub(super) use crate::inspect::Facts;
pub(super) use crate::report::{Level, Subject, clip};
pub(super) use crate::survey::{Needs, RowFacts, Survey};
pub(super) use crate::verify::Depth;

/// Whether a file of this path is usually in use while a backup is made: databases and what
/// belongs to them, and logs.
pub(super) fn is_live(path: &str) -> bool {
    const ENDS: [&str; 10] = [
        ".db",
        ".sqlite",
        ".sqlite3",
        ".sqlitedb",
        ".storedata",
        "-wal",
        "-shm",
        "-journal",
        ".log",
        ".plist",
    ];
    ENDS.iter().any(|end| path.ends_with(end))
}

/// A check that looks at the survey, once.
pub(super) fn once(check: fn(&Survey<'_>, &mut Findings)) -> Box<dyn Check> {
    Box::new(Once(check))
}

/// A check that looks at each row by itself.
pub(super) fn each_row(check: fn(&RowFacts<'_>, &Survey<'_>, &mut Findings)) -> Box<dyn Check> {
    Box::new(EachRow(check))
}

/// A check that looks at each payload by itself.
pub(super) fn each_payload(check: fn(&Facts, &Survey<'_>, &mut Findings)) -> Box<dyn Check> {
    Box::new(EachPayload(check))
}

struct EachPayload(fn(&Facts, &Survey<'_>, &mut Findings));

impl Check for EachPayload {
    fn content(&mut self, facts: &Facts, survey: &Survey<'_>, out: &mut Findings) {
        self.0(facts, survey, out);
    }
}

struct Once(fn(&Survey<'_>, &mut Findings));

impl Check for Once {
    fn finish(&mut self, survey: &Survey<'_>, out: &mut Findings) {
        self.0(survey, out);
    }
}

struct EachRow(fn(&RowFacts<'_>, &Survey<'_>, &mut Findings));

impl Check for EachRow {
    fn row(&mut self, row: &RowFacts<'_>, survey: &Survey<'_>, out: &mut Findings) {
        self.0(row, survey, out);
    }
}
