//! How well the diagnosis does on cases, and whether its few global figures and its words are
//! fitted to them.
//!
//! `tests/cases/` holds cases with answers. `threads`, `later` and the `fresh` ones are real, told
//! anew from public threads; the others are invented. All were written before they were tried;
//! their first figures stand in docs/diagnosis.md 5 and are the honest ones. Here every fold is
//! scored with figures chosen and words learnt without it, and the files in `tests/held/` with
//! words learnt from the other folder alone. The table in the program knows both.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use serde_json::Value;
use unstuck_diagnosis::case::{Case, CaseFile};
use unstuck_diagnosis::{
    Cause, Diagnosis, Examined, Lexicon, NEVER_OFFERED, Options, Tuning, diagnose,
};

/// In the order of their names, as the example `learn` reads them.
const FILES: [(&str, &str); 24] = [
    ("contrast", include_str!("cases/contrast.jsonl")),
    ("desktop", include_str!("cases/desktop.jsonl")),
    ("fresh", include_str!("cases/fresh.jsonl")),
    ("fresh11", include_str!("cases/fresh11.jsonl")),
    ("fresh13", include_str!("cases/fresh13.jsonl")),
    ("fresh15", include_str!("cases/fresh15.jsonl")),
    ("fresh2", include_str!("cases/fresh2.jsonl")),
    ("fresh3", include_str!("cases/fresh3.jsonl")),
    ("fresh4", include_str!("cases/fresh4.jsonl")),
    ("fresh5", include_str!("cases/fresh5.jsonl")),
    ("fresh6", include_str!("cases/fresh6.jsonl")),
    ("fresh7", include_str!("cases/fresh7.jsonl")),
    ("fresh8", include_str!("cases/fresh8.jsonl")),
    ("fresh9", include_str!("cases/fresh9.jsonl")),
    ("icloud", include_str!("cases/icloud.jsonl")),
    ("later", include_str!("cases/later.jsonl")),
    ("likedev", include_str!("cases/likedev.jsonl")),
    ("mixed", include_str!("cases/mixed.jsonl")),
    ("opentools", include_str!("cases/opentools.jsonl")),
    ("readers", include_str!("cases/readers.jsonl")),
    ("tales", include_str!("cases/tales.jsonl")),
    ("threads", include_str!("cases/threads.jsonl")),
    ("voices", include_str!("cases/voices.jsonl")),
    ("ways", include_str!("cases/ways.jsonl")),
];

struct Told {
    case: Case,
    cause: Cause,
    also: Vec<Cause>,
    /// Whether the answer is known well enough to score against.
    known: bool,
    /// How much its words count: a guess counts half, and what really happened three times.
    share: f64,
    /// Told anew from a public thread, and not invented.
    real: bool,
}

fn cases() -> Vec<Told> {
    let lines = FILES.iter().flat_map(|(name, text)| text.lines().map(move |line| (name, line)));
    lines.map(|(name, line)| told(name, line)).collect()
}

fn told(file: &str, line: &str) -> Told {
    let answers: Value = serde_json::from_str(line).unwrap();
    let label = |value: &Value| Cause::from_id(value.as_str().unwrap()).unwrap();
    let cause = label(&answers["cause"]);
    let guess = answers["cause_confidence"] == "guess";
    let also = answers["also"].as_array().unwrap().iter().map(label).collect();
    let real = file.starts_with("fresh") || ["later", "threads"].contains(&file);
    Told {
        case: CaseFile::read(line.as_bytes()).into_case(),
        cause,
        also,
        known: !guess && cause != Cause::Unknown,
        share: if guess { 0.5 } else { 1.0 } * if real { 3.0 } else { 1.0 },
        real,
    }
}

fn words_of<'a>(cases: impl Iterator<Item = &'a Told>) -> Lexicon {
    Lexicon::learn(cases.map(|told| (&told.case, told.cause, told.share)))
}

#[derive(Clone, Copy, Debug, Default)]
struct Figures {
    scored: f64,
    first: f64,
    three: f64,
    cured: f64,
    sure: f64,
    too_sure: f64,
    open: f64,
}

impl Figures {
    fn add(&mut self, told: &Told, found: &Diagnosis) {
        let best = found.likeliest();
        if !told.known {
            let right = best.cause == told.cause || told.also.contains(&best.cause);
            let blind = best.cause == Cause::Unknown;
            self.too_sure += f64::from(u8::from(!right && !blind && best.probability > 0.7));
            self.open += 1.0;
            return;
        }
        let rank = found.causes.iter().position(|likely| likely.cause == told.cause).unwrap();
        self.scored += 1.0;
        self.first += f64::from(u8::from(rank == 0));
        self.three += f64::from(u8::from(rank < 3));
        self.sure += best.probability;
        let cures = |id: &str| {
            let remedy = unstuck_diagnosis::remedy(id).unwrap();
            remedy.cures.iter().any(|(cause, _)| *cause == told.cause)
        };
        let cured = found.ladder.iter().take(3).any(|offer| cures(offer.remedy.id));
        self.cured += f64::from(u8::from(cured));
    }

    fn share(&self, count: f64) -> f64 {
        count / self.scored
    }
}

fn grid() -> Vec<Tuning> {
    let mut grid = Vec::new();
    for temperature in [1.2, 1.4, 1.7, 2.0] {
        for prior in [0.3, 0.5, 0.8] {
            for unknown in [1.0, 1.5] {
                for words in [1.4, 2.0, 3.0] {
                    grid.push(Tuning { further: 0.45, temperature, unknown, words, prior });
                }
            }
        }
    }
    grid
}

const FOLDS: usize = 4;

#[test]
fn a_fold_held_out_fares_as_the_others_do() {
    let cases = cases();
    let (mut held_out, mut held_real) = (Figures::default(), Figures::default());
    let mut fitted = Figures::default();
    for fold in 0..FOLDS {
        let held = |index: usize| index % FOLDS == fold;
        let rest = || cases.iter().enumerate().filter(|(index, _)| !held(*index));
        // Figures are chosen on words learnt from half of the rest, or they would be trusted
        // as if each case were known already.
        let half =
            words_of(rest().filter(|(index, _)| (index / FOLDS).is_multiple_of(2)).map(|(_, t)| t));
        let others =
            rest().filter(|(index, told)| !(index / FOLDS).is_multiple_of(2) && told.known);
        let others: Vec<(&Told, Examined<'_>)> =
            others.map(|(_, told)| (told, Examined::with(&told.case, &half))).collect();
        let loss = |tuning: &Tuning| -> f64 {
            let losses = others.iter().map(|(told, examined)| {
                -examined.probabilities(tuning)[told.cause.index()].max(1e-6).ln()
            });
            losses.sum()
        };
        let best = grid().into_iter().min_by(|a, b| loss(a).total_cmp(&loss(b))).unwrap();
        let options = Options { tuning: best, ..Options::default() };
        let words = words_of(rest().map(|(_, told)| told));
        for (index, told) in cases.iter().enumerate() {
            let found = Examined::with(&told.case, &words).conclude(&options);
            let sum = if held(index) { &mut held_out } else { &mut fitted };
            sum.add(told, &found);
            if held(index) && told.real {
                held_real.add(told, &found);
            }
        }
    }
    let (held, known) = (held_out.share(held_out.first), fitted.share(fitted.first));
    let three = held_out.share(held_out.three);
    println!("held out: first {held:.3}, in three {three:.3}; the others: first {known:.3}");
    assert!(known - held < 0.10, "first on held-out folds {held:.3}, on the others {known:.3}");
    // The invented ones were made to be hard; people's own are what counts.
    let real = held_real.share(held_real.first);
    let three = held_real.share(held_real.three);
    println!("held out, real cases: first {real:.3}, in three {three:.3}");
    // 0.76 before fresh15 came, whose cases are each from a source of its own and harder.
    assert!(real >= 0.70, "first on held-out folds, real cases: {real:.3}, {held_real:?}");
    assert!(held >= 0.72, "first on held-out folds: {held:.3}");
    assert!(held_out.share(held_out.three) >= 0.90, "{held_out:?}");
    assert!(held_out.share(held_out.cured) >= 0.90, "{held_out:?}");
    assert!(held_out.too_sure / held_out.open <= 0.10, "{held_out:?}");
    let shown = held_out.share(held_out.sure);
    assert!((shown - held).abs() < 0.08, "shown as {shown:.3} sure, right in {held:.3}");
}

/// Real cases that no rule was written from, with what they must keep when no word was learnt from
/// them either: right first, and among three. They stay apart: whoever looks at one of them to mend
/// something has to find others.
const HELD: [(&str, &str, f64, f64); 4] = [
    // First seen: 0.67 and 0.94 (docs/diagnosis.md 5).
    ("fresh10", include_str!("held/fresh10.jsonl"), 0.67, 0.93),
    // First seen: 0.51 and 0.75. Half of them are at the edge of the field.
    ("fresh12", include_str!("held/fresh12.jsonl"), 0.58, 0.83),
    // First seen: 0.60 and 0.87.
    ("fresh14", include_str!("held/fresh14.jsonl"), 0.63, 0.85),
    // First seen: 0.52 and 0.81. A long tail: most come from a source of their own.
    ("fresh16", include_str!("held/fresh16.jsonl"), 0.48, 0.76),
];

#[test]
fn cases_that_nobody_learnt_from_fare_as_was_written_down() {
    let words = words_of(cases().iter());
    for (name, lines, first, three) in HELD {
        let mut figures = Figures::default();
        for told in lines.lines().map(|line| told(name, line)) {
            let found = Examined::with(&told.case, &words).conclude(&Options::default());
            figures.add(&told, &found);
        }
        assert!(figures.share(figures.first) >= first, "{name}: {figures:?}");
        assert!(figures.share(figures.three) >= three, "{name}: {figures:?}");
    }
}

#[test]
fn the_figures_are_kept() {
    let mut figures = Figures::default();
    for told in cases() {
        figures.add(&told, &diagnose(&told.case, &Options::default()));
    }
    assert!(figures.share(figures.first) >= 0.80, "{figures:?}");
    assert!(figures.share(figures.three) >= 0.95, "{figures:?}");
    assert!(figures.share(figures.cured) >= 0.94, "{figures:?}");
    assert!(figures.too_sure / figures.open <= 0.10, "{figures:?}");
}

#[test]
fn the_words_are_those_of_the_cases() {
    let apart = HELD.iter().flat_map(|(name, lines, ..)| lines.lines().map(|l| told(name, l)));
    let known: Vec<Told> = cases().into_iter().chain(apart).collect();
    let learnt = words_of(known.iter()).table();
    let table = include_str!("../src/knowledge/words/lexicon.txt");
    let (_, table) = table.split_once('\n').unwrap();
    let same = learnt == table;
    assert!(same, "make it anew: cargo run -p unstuck-diagnosis --example learn");
}

#[test]
fn nothing_that_can_cost_data_is_offered_for_any_case() {
    for told in cases() {
        let found = diagnose(&told.case, &Options::default());
        assert!(found.ladder.iter().all(|offer| !NEVER_OFFERED.contains(&offer.remedy.id)));
        assert!(found.ladder.iter().all(|offer| offer.remedy.level <= 3));
    }
}
