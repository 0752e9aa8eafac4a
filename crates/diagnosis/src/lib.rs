//! Wip.
mod advice;
pub mod case;
mod cause;
mod diagnosis;
mod knowledge;
mod posterior;
mod reading;
mod rules;
mod verdict;

pub use advice::{Limits, Never, Offer, Question, expected_cost};
pub use cause::{CAUSES, Cause};
pub use diagnosis::{Diagnosis, Likely, Options, Reason, diagnose};
pub use knowledge::remedies::{DataRisk, Effort, Remedy, remedies};
pub use knowledge::weights::Weight;
pub use posterior::Tuning;
pub use rules::Blame;
pub use verdict::Verdict;
