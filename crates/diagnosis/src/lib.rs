//! Why is it stuck, and what next? Evidence in; verdict, causes with probabilities, the reasons
//! and the next step out. No input, no output, no clock, no randomness: the same case always
//! has the same answer.
//!
//! ```text
//!  case ──► reading ──► rules ──► posterior ──► advice
//!  facts    words,      findings  probability   next step, question,
//!           lines,      (for and  of each       what must not be done
//!           codes       against)  cause
//! ```
//!
//! How it reasons, and how well: docs/diagnosis.md.

mod advice;
pub mod case;
mod cause;
pub mod climb;
mod diagnosis;
mod explain;
mod knowledge;
mod page;
mod posterior;
pub mod pulse;
mod reading;
mod rules;
mod texts;
mod verdict;

pub use advice::{Limits, NEVERS, Never, Offer, Question, questions};
pub use cause::{CAUSES, Cause};
pub use diagnosis::{Diagnosis, Examined, Likely, Options, Reason, diagnose};
pub use explain::{Kind, explain, ids, similar};
pub use knowledge::bodies::{Body, Lookalikes};
pub use knowledge::devices::{Device, device, devices};
pub use knowledge::gestures::{Button, GESTURES, GIVE_UP_SECONDS, Gesture, Move, Press, gesture};
pub use knowledge::menus::{MENUS, Menu, Place};
pub use knowledge::remedies::{
    DataRisk, Effort, FIXED_ORDER, NEVER_OFFERED, Remedy, find as remedy, procedure, procedures,
    remedies,
};
pub use knowledge::spelling::named;
pub use knowledge::weights::Weight;
pub use page::{Page, Part, PartKind};
pub use posterior::Tuning;
pub use reading::lexicon::Lexicon;
pub use rules::Blame;
pub use texts::{code_texts, line_texts, rule_texts, source_texts};
pub use verdict::Verdict;
