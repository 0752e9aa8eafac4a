//! What rules are written with.

use std::borrow::Cow;

use crate::knowledge::weights::Weight;

pub(crate) use super::{Blame, Rule};
pub(crate) use crate::cause::Cause::{self, *};
pub(crate) use crate::knowledge::codes::Family;
pub(crate) use crate::knowledge::weights::Weight::{Decisive, Moderate, Strong, Weak};
pub(crate) use crate::reading::amounts::Amount;
pub(crate) use crate::reading::context::{Host, Method, Tool};
pub(crate) use crate::reading::{Place, Reading, Stage};

/// What a rule found: which causes it speaks for and against, on which evidence.
#[derive(Clone, Debug)]
pub(crate) struct Finding {
    /// Id of the rule, signature or code.
    pub(crate) rule: Cow<'static, str>,
    pub(crate) place: Place,
    pub(crate) says: Cow<'static, str>,
    pub(crate) causes: Vec<(Cause, Weight)>,
    /// A remedy that fits this finding better than others of its cause.
    pub(crate) remedy: Option<&'static str>,
    /// The cause towards which the words lean by themselves; said here, counted elsewhere.
    pub(crate) leans: Option<Cause>,
}

/// A finding that rests on a place in the case.
pub(crate) fn on(place: Place, says: impl Into<Cow<'static, str>>) -> Finding {
    let (rule, causes) = (Cow::Borrowed(""), Vec::new());
    Finding { rule, place, says: says.into(), causes, remedy: None, leans: None }
}

impl Finding {
    /// Speaks for a cause.
    pub(crate) fn raises(mut self, cause: Cause, weight: Weight) -> Self {
        self.causes.push((cause, weight));
        self
    }

    /// Speaks against a cause.
    pub(crate) fn lowers(mut self, cause: Cause, weight: Weight) -> Self {
        let weight = match weight {
            Weak => Weight::AgainstWeak,
            Moderate => Weight::Against,
            _ => Weight::AgainstStrong,
        };
        self.causes.push((cause, weight));
        self
    }

    /// Speaks against several causes.
    pub(crate) fn lowers_all(mut self, causes: &[Cause], weight: Weight) -> Self {
        for cause in causes {
            self = self.lowers(*cause, weight);
        }
        self
    }

    /// Says that the words lean towards a cause.
    pub(crate) fn leans(mut self, cause: Cause) -> Self {
        self.leans = Some(cause);
        self
    }

    /// Names the remedy that fits best here.
    pub(crate) fn remedy(mut self, remedy: &'static str) -> Self {
        self.remedy = Some(remedy);
        self
    }
}

/// What the rules found so far.
#[derive(Debug, Default)]
pub(crate) struct Findings {
    pub(crate) list: Vec<Finding>,
    rule: &'static str,
    claimed_codes: Vec<(Family, i64)>,
    claimed_lines: Vec<&'static str>,
}

impl Findings {
    pub(super) fn begin(&mut self, rule: &'static str) {
        self.rule = rule;
    }

    /// Adds a finding of the rule that is being asked.
    pub(crate) fn add(&mut self, mut finding: Finding) {
        finding.rule = Cow::Borrowed(self.rule);
        self.list.push(finding);
    }

    /// This rule knows better what this code means here; the table keeps silent about it.
    pub(crate) fn claim_code(&mut self, family: Family, number: i64) {
        self.claimed_codes.push((family, number));
    }

    /// This rule knows better what this signature means here.
    pub(crate) fn claim_line(&mut self, signature: &'static str) {
        self.claimed_lines.push(signature);
    }

    pub(super) fn code_is_claimed(&self, family: Family, number: i64) -> bool {
        self.claimed_codes.contains(&(family, number))
    }

    pub(super) fn line_is_claimed(&self, signature: &str) -> bool {
        self.claimed_lines.contains(&signature)
    }
}
