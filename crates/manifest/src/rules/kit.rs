//! What a rule's file is made with.

pub(super) use super::findings::Findings;
pub(super) use super::{Bearing, Card, Check, Rule};
pub(super) use crate::report::{Level, Subject, clip};
pub(super) use crate::survey::{Needs, RowFacts, Survey};
pub(super) use crate::verify::Depth;

/// A check that looks at the survey, once.
pub(super) fn once(check: fn(&Survey, &mut Findings)) -> Box<dyn Check> {
    Box::new(Once(check))
}

/// A check that looks at each row by itself.
pub(super) fn each_row(check: fn(&RowFacts<'_>, &Survey, &mut Findings)) -> Box<dyn Check> {
    Box::new(EachRow(check))
}

struct Once(fn(&Survey, &mut Findings));

impl Check for Once {
    fn finish(&mut self, survey: &Survey, out: &mut Findings) {
        self.0(survey, out);
    }
}

struct EachRow(fn(&RowFacts<'_>, &Survey, &mut Findings));

impl Check for EachRow {
    fn row(&mut self, row: &RowFacts<'_>, survey: &Survey, out: &mut Findings) {
        self.0(row, survey, out);
    }
}
