//! The whole of it: a case in, verdict, causes and next step out.

use crate::advice::{self, Limits, Never, Offer, Question};
use crate::case::Case;
use crate::cause::{CAUSES, Cause};
use crate::posterior::{self, Tuning};
use crate::reading::{Reading, lexicon::Lexicon};
use crate::rules::{self, kit::Finding};
use crate::verdict::{self, Verdict};

/// How to diagnose.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Options {
    /// What may be offered.
    pub limits: Limits,
    /// The global figures; those chosen by cross-validation unless set.
    pub tuning: Tuning,
}

/// One reason for or against a cause.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Id of the rule, signature or code, for `unstuck explain`.
    pub rule: String,
    /// Key of the evidence it rests on: `log[4]`, `report`, `facts.vpn`.
    pub evidence: String,
    /// What it says.
    pub says: String,
    /// Change of log odds; negative speaks against.
    pub weight: f64,
}

/// A cause with its probability.
#[derive(Clone, Debug, PartialEq)]
pub struct Likely {
    /// Which.
    pub cause: Cause,
    /// How likely, from 0 to 1.
    pub probability: f64,
    /// Why, the loudest first.
    pub why: Vec<Reason>,
}

/// What can be said about a case.
#[derive(Clone, Debug)]
pub struct Diagnosis {
    /// Is it stuck at all?
    pub verdict: Verdict,
    /// Every cause, the likeliest first. The probabilities sum to one.
    pub causes: Vec<Likely>,
    /// Remedies in the order in which they would be offered.
    pub ladder: Vec<Offer>,
    /// The question that would help most, if any is worth asking.
    pub ask: Option<Question>,
    /// What must not be done.
    pub never: Vec<Never>,
    /// Remarks about how the case was read.
    pub notes: Vec<String>,
}

impl Diagnosis {
    /// The likeliest cause.
    pub fn likeliest(&self) -> &Likely {
        &self.causes[0]
    }

    /// The probability of a cause.
    pub fn probability(&self, cause: Cause) -> f64 {
        let found = self.causes.iter().find(|likely| likely.cause == cause);
        found.map_or(0.0, |likely| likely.probability)
    }

    /// What it costs until cured, on the average and in minutes' worth, when these remedies are
    /// tried in this order, each only if those before it did not help.
    pub fn expected_cost(&self, order: &[Offer]) -> f64 {
        let mut probabilities = [0.0; CAUSES];
        for likely in &self.causes {
            probabilities[likely.cause.index()] = likely.probability;
        }
        advice::expected_cost(order, &probabilities)
    }
}

/// Diagnoses a case. Any case can be diagnosed; of an empty one nothing is known.
pub fn diagnose(case: &Case, options: &Options) -> Diagnosis {
    Examined::with(case, Lexicon::own()).conclude(options)
}

/// A case that was read, and what the rules found in it: for concluding from it more than once.
#[derive(Debug)]
pub struct Examined<'a> {
    reading: Reading<'a>,
    findings: Vec<Finding>,
}

impl<'a> Examined<'a> {
    /// Reads a case. The words may be learnt from other cases than ours, for measuring how well
    /// it does on cases they were not learnt from.
    pub fn with(case: &'a Case, lexicon: &Lexicon) -> Self {
        let reading = Reading::with(case, lexicon);
        let findings = rules::ask(&reading);
        Self { reading, findings }
    }

    /// The probability of each cause, in the order of [`Cause::ALL`].
    pub fn probabilities(&self, tuning: &Tuning) -> [f64; CAUSES] {
        posterior::weigh(&self.reading, &self.findings, tuning)
    }

    /// All that can be said.
    pub fn conclude(&self, options: &Options) -> Diagnosis {
        let (reading, findings) = (&self.reading, &self.findings);
        let probabilities = self.probabilities(&options.tuning);
        let likely = |cause: Cause| Likely {
            cause,
            probability: probabilities[cause.index()],
            why: reasons(reading, findings, cause, options.tuning.words),
        };
        let mut causes: Vec<Likely> = Cause::ALL.into_iter().map(likely).collect();
        causes.sort_by(|a, b| b.probability.total_cmp(&a.probability).then(a.cause.cmp(&b.cause)));
        Diagnosis {
            verdict: verdict::judge(reading, advice::likeliest(&probabilities)),
            causes,
            ladder: advice::ladder(reading, findings, &probabilities, options.limits),
            ask: advice::ask(reading, &probabilities),
            never: advice::never(&probabilities),
            notes: reading.case.notes().to_vec(),
        }
    }
}

fn reasons(reading: &Reading<'_>, findings: &[Finding], cause: Cause, words: f64) -> Vec<Reason> {
    let case = reading.case;
    let mut reasons: Vec<Reason> = findings
        .iter()
        .flat_map(|finding| {
            let weights = finding.causes.iter().filter(|(known, _)| *known == cause);
            let weights = weights.map(|(_, weight)| weight.log_odds());
            let leaning = (finding.leans == Some(cause))
                .then(|| reading.likeness.leaning[cause.index()] * words);
            weights.chain(leaning).map(|weight| Reason {
                rule: finding.rule.clone().into_owned(),
                evidence: case.evidence()[finding.place].key.clone(),
                says: finding.says.clone().into_owned(),
                weight,
            })
        })
        .collect();
    reasons.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()));
    reasons
}

/// Sums to one and is sorted: what every diagnosis promises.
const _: () = assert!(CAUSES == Cause::ALL.len());
