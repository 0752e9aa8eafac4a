//! Every scenario, looked at from outside: what `unstuck look --case` makes of the lines that the
//! run printed. Verdict, cause and first remedy are those of the table in
//! docs/diagnosis-table.md.

use std::fmt::Write;

use unstuck_diagnosis::case::{Case, CaseFile};
use unstuck_diagnosis::{Cause, Diagnosis, Options, Verdict, diagnose};
use unstuck_sim::Told;

use crate::Played;
use crate::expected::EXPECTED;

/// Ends that look alike from outside, whatever was at fault, with the reason.
const ALIKE: [(&str, &str); 4] = [
    (
        "silence-before-response",
        "all of it came; whether phone or line fell silent at the last word \
      cannot be told, and the backup is kept",
    ),
    ("closed-before-response", "the line closed before the last word: phone, service or cable"),
    ("unplugged-in-recheck", "as before: all of it came, only the last word is missing"),
    ("cancelled", "a person ended it on the phone: nothing is at fault"),
];

const HEAD: &str = "\
# What the diagnosis makes of each scenario
The lines that a run printed, given to `unstuck look --case`: is it stuck, why, what first. This
page is made by a test (`cargo nextest run -p unstuck --test scenarios`), as docs/scenarios.md is.

Scenarios that end well must not be called stuck. Where the cause cannot be told, it says why.

| scenario | verdict | cause | first remedy |
|---|---|---|---|
";

/// The table; asserts what must hold.
pub(crate) fn document<'a>(rows: impl Iterator<Item = &'a Played>) -> String {
    let mut text = HEAD.to_owned();
    for played in rows {
        let Some(outcome) = &played.trial.told.outcome else { continue };
        let case = case_of(played);
        let found = diagnose(&case, &Options::default());
        let verdict = found.verdict;
        let alike = ALIKE.iter().find(|(name, _)| *name == played.name);
        let expected = EXPECTED.iter().find(|expected| expected.name == played.name);
        let cause = expected.and_then(|expected| expected.cause);
        let (cause, remedy) = match (cause, alike) {
            (_, Some((_, why))) => ((*why).to_owned(), String::new()),
            (None, None) => {
                assert!(!is_stuck(verdict), "{}: {verdict:?} though all went well", played.name);
                assert!(matches!(outcome.exit_code(), 0), "{}", played.name);
                ("none: it went well".to_owned(), String::new())
            }
            (Some(wanted), None) => {
                let best = found.likeliest();
                assert_eq!(best.cause.id(), wanted, "{}: {:?}", played.name, why(&found));
                (wanted.to_owned(), first_cure(played, &found, best.cause))
            }
        };
        let (name, word) = (played.name, verdict.word());
        let _ = writeln!(text, "| `{name}` | {word} | {cause} | {remedy} |");
    }
    text
}

/// The first remedy; it must be one that can cure the cause.
fn first_cure(played: &Played, found: &Diagnosis, cause: Cause) -> String {
    let first = found.ladder.first().unwrap_or_else(|| panic!("{}: no remedy", played.name));
    let cures = first.remedy.cures.iter().any(|(known, _)| *known == cause);
    assert!(cures, "{}: {} does not cure {}", played.name, first.remedy.id, cause.id());
    format!("{}: {}", first.remedy.id, first.remedy.title)
}

fn is_stuck(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Stalled | Verdict::Looping | Verdict::Failed)
}

fn why(found: &Diagnosis) -> Vec<String> {
    let top = found.causes.iter().take(3);
    top.map(|likely| format!("{} {:.2} {:?}", likely.cause.id(), likely.probability, likely.why))
        .collect()
}

/// What the person would paste: every line the run printed, and its last word.
fn case_of(played: &Played) -> Case {
    case_of_told(&played.trial.told)
}

/// The same of any run.
pub(crate) fn case_of_told(told: &Told) -> Case {
    let mut lines: Vec<String> = Vec::new();
    for (_, notice) in &told.notices {
        let line = unstuck::line_of(notice).filter(|line| lines.last() != Some(line));
        lines.extend(line);
    }
    if let Some(outcome) = &told.outcome {
        lines.push(unstuck::summary_of(outcome).0);
    }
    CaseFile::read(serde_json::json!({ "log": lines }).to_string().as_bytes()).into_case()
}
