//! Every scenario, looked at from outside: what `unstuck look --case` makes of the lines that the
//! run printed. Verdict, cause and first remedy are those of the table in
//! docs/diagnosis-table.md.

use std::fmt::Write;
use std::time::Duration;

use unstuck_diagnosis::case::{Case, CaseFile};
use unstuck_diagnosis::{Cause, Diagnosis, Options, Verdict, diagnose};
use unstuck_sim::Told;
use unstuck_wire::Moment;

use crate::Played;
use crate::expected::EXPECTED;
use crate::table::seconds;

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
*Named after* is the time from the moment the trouble struck until the lines printed so far lead to
the cause. Before that the person knows since the first word what is waited for
([scenarios.md](scenarios.md)), and not yet why.

| scenario | verdict | cause | named after | first remedy |
|---|---|---|---|---|
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
        let (cause, after, remedy) = match (cause, alike) {
            (_, Some((_, why))) => ((*why).to_owned(), String::new(), String::new()),
            (None, None) => {
                assert!(!is_stuck(verdict), "{}: {verdict:?} though all went well", played.name);
                assert!(matches!(outcome.exit_code(), 0), "{}", played.name);
                ("none: it went well".to_owned(), String::new(), String::new())
            }
            (Some(wanted), None) => {
                let best = found.likeliest();
                assert_eq!(best.cause.id(), wanted, "{}: {:?}", played.name, why(&found));
                let after = named_after(&played.trial.told, best.cause);
                (wanted.to_owned(), seconds(after), first_cure(played, &found, best.cause))
            }
        };
        let (name, word) = (played.name, verdict.word());
        let _ = writeln!(text, "| `{name}` | {word} | {cause} | {after} | {remedy} |");
    }
    text
}

/// From the trouble to the line with which what was printed so far leads to the cause.
fn named_after(told: &Told, cause: Cause) -> Duration {
    let lines = lines_of(told);
    let names = |count: usize| {
        let case = case_of_lines(lines[..count].iter().map(|(_, line)| line.as_str()));
        diagnose(&case, &Options::default()).likeliest().cause == cause
    };
    // All of them together name it: that was asserted before.
    let (mut unnamed, mut named) = (0, lines.len());
    while named - unnamed > 1 {
        let middle = (unnamed + named) / 2;
        *(if names(middle) { &mut named } else { &mut unnamed }) = middle;
    }
    let began = told.struck.unwrap_or(told.began);
    lines.get(named - 1).map(|(at, _)| at.since(began)).unwrap_or_default()
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
    case_of_lines(lines_of(told).iter().map(|(_, line)| line.as_str()))
}

/// The lines of a run and when they were printed.
fn lines_of(told: &Told) -> Vec<(Moment, String)> {
    let mut lines: Vec<(Moment, String)> = Vec::new();
    for (at, notice) in &told.notices {
        let last = lines.last().map(|(_, line)| line);
        let line = unstuck::line_of(notice).filter(|line| last != Some(line));
        lines.extend(line.map(|line| (*at, line)));
    }
    if let Some(outcome) = &told.outcome {
        lines.push((told.ended, unstuck::summary_of(outcome).0));
    }
    lines
}

fn case_of_lines<'a>(lines: impl Iterator<Item = &'a str>) -> Case {
    let lines: Vec<&str> = lines.collect();
    CaseFile::read(serde_json::json!({ "log": lines }).to_string().as_bytes()).into_case()
}
