//! How well the diagnosis does on cases, and whether its few global figures are fitted to them.
//!
//! `tests/cases/` holds cases with answers: `threads.jsonl`, `later.jsonl` and `fresh.jsonl` are
//! real ones, told anew from public threads; `voices.jsonl` are invented in many voices. The last
//! two real ones were written when the rules were done and scored once before anything was changed
//! for them; those first figures stand in docs/diagnosis.md 5 and are the honest ones.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use serde_json::Value;
use unstuck_diagnosis::case::{Case, CaseFile};
use unstuck_diagnosis::{Cause, NEVER_OFFERED, Options, Tuning, diagnose};

struct Told {
    case: Case,
    cause: Cause,
    also: Vec<Cause>,
    /// Whether the answer is known well enough to score against.
    known: bool,
}

fn cases() -> Vec<Told> {
    let files = [
        include_str!("cases/threads.jsonl"),
        include_str!("cases/voices.jsonl"),
        include_str!("cases/later.jsonl"),
        include_str!("cases/fresh.jsonl"),
    ];
    files.iter().flat_map(|file| file.lines()).map(told).collect()
}

fn told(line: &str) -> Told {
    let answers: Value = serde_json::from_str(line).unwrap();
    let label = |value: &Value| Cause::from_id(value.as_str().unwrap()).unwrap();
    let cause = label(&answers["cause"]);
    let known = answers["cause_confidence"] != "guess" && cause != Cause::Unknown;
    let also = answers["also"].as_array().unwrap().iter().map(label).collect();
    Told { case: CaseFile::read(line.as_bytes()).into_case(), cause, also, known }
}

#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    scored: f64,
    first: f64,
    three: f64,
    cured: f64,
    log_loss: f64,
    too_sure: f64,
    open: f64,
}

fn score<'a>(cases: impl Iterator<Item = &'a Told>, tuning: Tuning) -> Figures {
    let mut sum = Figures::default();
    let options = Options { tuning, ..Options::default() };
    for told in cases {
        let found = diagnose(&told.case, &options);
        let best = found.likeliest();
        if !told.known {
            let right = best.cause == told.cause || told.also.contains(&best.cause);
            let blind = best.cause == Cause::Unknown;
            sum.too_sure += f64::from(u8::from(!right && !blind && best.probability > 0.7));
            sum.open += 1.0;
            continue;
        }
        let rank = found.causes.iter().position(|likely| likely.cause == told.cause).unwrap();
        sum.scored += 1.0;
        sum.first += f64::from(u8::from(rank == 0));
        sum.three += f64::from(u8::from(rank < 3));
        let cures = |id: &str| {
            let remedy = unstuck_diagnosis::remedy(id).unwrap();
            remedy.cures.iter().any(|(cause, _)| *cause == told.cause)
        };
        let cured = found.ladder.iter().take(3).any(|offer| cures(offer.remedy.id));
        sum.cured += f64::from(u8::from(cured));
        sum.log_loss -= found.probability(told.cause).max(1e-6).ln();
    }
    sum
}

fn grid() -> Vec<Tuning> {
    let mut grid = Vec::new();
    for further in [0.35, 0.55] {
        for temperature in [0.6, 0.75, 0.95] {
            for prior in [0.7, 1.0] {
                for unknown in [0.8, 1.2] {
                    grid.push(Tuning { further, temperature, prior, unknown });
                }
            }
        }
    }
    grid
}

const FOLDS: usize = 4;

#[test]
fn figures_chosen_without_a_fold_do_as_well_on_it() {
    let cases = cases();
    let mut outside = Figures::default();
    let mut inside = Figures::default();
    for fold in 0..FOLDS {
        let in_fold = |index: usize| index % FOLDS == fold;
        let rest = || cases.iter().enumerate().filter(|(i, _)| !in_fold(*i)).map(|(_, told)| told);
        let held = cases.iter().enumerate().filter(|(i, _)| in_fold(*i)).map(|(_, told)| told);
        let loss = |tuning: &Tuning| score(rest(), *tuning).log_loss;
        let best = grid().into_iter().min_by(|a, b| loss(a).total_cmp(&loss(b))).unwrap();
        add(&mut outside, score(held, best));
        add(&mut inside, score(rest(), best));
    }
    let (held, fitted) = (outside.first / outside.scored, inside.first / inside.scored);
    assert!(fitted - held < 0.10, "first on held-out folds {held:.3}, on the others {fitted:.3}");
}

fn add(sum: &mut Figures, one: Figures) {
    sum.scored += one.scored;
    sum.first += one.first;
    sum.three += one.three;
    sum.cured += one.cured;
    sum.log_loss += one.log_loss;
    sum.too_sure += one.too_sure;
    sum.open += one.open;
}

#[test]
fn the_figures_are_kept() {
    let cases = cases();
    let figures = score(cases.iter(), Tuning::default());
    let share = |count: f64| count / figures.scored;
    assert!(share(figures.first) >= 0.85, "first: {:.3}", share(figures.first));
    assert!(share(figures.three) >= 0.95, "in three: {:.3}", share(figures.three));
    assert!(share(figures.cured) >= 0.97, "cure in three: {:.3}", share(figures.cured));
    assert!(figures.too_sure / figures.open <= 0.10, "{figures:?}");
}

#[test]
fn nothing_that_can_cost_data_is_offered_for_any_case() {
    for told in cases() {
        let found = diagnose(&told.case, &Options::default());
        assert!(found.ladder.iter().all(|offer| !NEVER_OFFERED.contains(&offer.remedy.id)));
        assert!(found.ladder.iter().all(|offer| offer.remedy.level <= 3));
    }
}
