//! Every scenario with trouble, climbed: which rungs are tried, whether one cures it, and how long
//! that takes on the simulated clock. The page docs/rescues.md is made here.
//!
//! The person of these stories does what is asked, as well as it can be done: remedies work when
//! the scenario says that they are its cure (`cured_by`), and do nothing otherwise.

use std::fmt::Write;
use std::time::Duration;

use unstuck_backup::{End, Outcome};
use unstuck_diagnosis::climb::{Climb, Hand, Next, Settled};
use unstuck_diagnosis::{FIXED_ORDER, Limits};
use unstuck_sim::{Scenario, harmed, struck};

use crate::diagnosed::case_of_told;

/// How a rescue went.
pub(crate) struct Rescued {
    name: &'static str,
    rungs: Vec<(&'static str, bool)>,
    end: Ended,
    took: Duration,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Ended {
    /// Backed up and proven without any rung.
    ByItself,
    /// Backed up and proven after the last rung.
    Cured,
    /// Backed up but for some files, which are named.
    Partly,
    /// Ended by the person.
    Stopped,
    /// Nothing is left that would help; the likeliest cause.
    Cannot(&'static str),
}

/// Scenarios that nothing cures, with the reason.
const INCURABLE: [(&str, &str); 2] = [
    ("backup-service-forbidden", "only whoever manages the phone can allow it"),
    ("claims-4-gigabytes", "the phone itself speaks nonsense, whatever is restarted"),
];

pub(crate) fn climb(name: &'static str) -> Rescued {
    let scenario = Scenario::named(name).unwrap();
    let (mut world, config) = struck(&scenario);
    let before = world.versions();
    let (began, mut climb) = (world.now(), Climb::new(Limits::default()));
    let end = loop {
        let told = world.back_up(&config);
        let outcome = told.outcome.as_ref().unwrap();
        if !climb.tried().is_empty() {
            climb.attempted(is_further(outcome));
        }
        match ended(outcome, climb.tried().len()) {
            Some(end) => break end,
            None if matches!(outcome.end, End::Unconfirmed) => continue,
            None => {}
        }
        match climb.next(&case_of_told(&told)) {
            Next::Cannot { cause, .. } => break Ended::Cannot(cause.id()),
            Next::Climb(rung) => {
                assert!(rung.remedy.level <= 3, "{name}: {}", rung.remedy.id);
                world.remedy(rung.remedy.id, Duration::from_secs(60) * rung.remedy.minutes);
                climb.settle(rung, Settled::Done);
            }
        }
        assert_eq!(harmed(&before, &world), Vec::<String>::new(), "{name}");
    };
    let rungs = climb
        .tried()
        .iter()
        .map(|tried| (tried.rung.remedy.id, matches!(tried.rung.hand, Hand::Ours(_))));
    Rescued { name, rungs: rungs.collect(), end, took: world.now().since(began) }
}

fn ended(outcome: &Outcome, rungs: usize) -> Option<Ended> {
    match (&outcome.end, outcome.exit_code()) {
        (End::Complete, 0) if rungs == 0 => Some(Ended::ByItself),
        (End::Complete, 0) => Some(Ended::Cured),
        (End::Complete, _) => Some(Ended::Partly),
        (End::Interrupted, _) => Some(Ended::Stopped),
        (_, 130) => Some(Ended::Stopped),
        _ => None,
    }
}

fn is_further(outcome: &Outcome) -> bool {
    outcome.files > 0 || outcome.version.is_some()
}

const HEAD: &str = "\
# How each trouble is got over
What `unstuck rescue` does about every scenario that does not go well by itself: the rungs it
tries, in order, until the backup is made and proven. This page is made by a test
(`cargo nextest run -p unstuck --test scenarios`), as docs/scenarios.md is.

Rungs in bold Unstuck carries out itself; the others are shown to the person, who does them here
as well as they can be done. Time is that of the simulated clock, with the time every rung takes.
*Fixed order* is how many rungs somebody would have tried who goes through all remedies from the
simplest to the most invasive. In every row the versions before stay bit-identical.

| scenario | rungs | how it ends | took | fixed order |
|---|---|---|---|---|
";

/// The page; asserts what must hold.
pub(crate) fn document() -> String {
    let mut text = HEAD.to_owned();
    let mut cures = Vec::new();
    let mut fixed = Vec::new();
    let mut wrong = Vec::new();
    for name in Scenario::names() {
        let rescued = climb(name);
        let scenario = Scenario::named(name).unwrap();
        if rescued.end == Ended::ByItself {
            assert!(rescued.rungs.is_empty());
            continue;
        }
        if !is_right_end(&rescued, &scenario) {
            wrong.push(format!("{name}: {:?} after {:?}", rescued.end, rescued.rungs));
        }
        let in_fixed_order = FIXED_ORDER
            .iter()
            .position(|remedy| scenario.cured_by.iter().any(|cure| cure == remedy))
            .map(|at| at + 1);
        if rescued.end == Ended::Cured {
            cures.push(rescued.rungs.len());
            fixed.extend(in_fixed_order);
        }
        row(&mut text, &rescued, in_fixed_order);
    }
    assert_eq!(wrong, Vec::<String>::new());
    let (ours, theirs) = (median(&mut cures), median(&mut fixed));
    assert!(ours <= 2, "{ours} rungs in the median");
    let _ = writeln!(
        text,
        "\n{} are cured, after {ours} rungs in the median and {} at most; in the fixed order it \
         would be {theirs} and {}.",
        cures.len(),
        cures.last().unwrap(),
        fixed.last().unwrap(),
    );
    text
}

fn is_right_end(rescued: &Rescued, scenario: &Scenario) -> bool {
    let incurable = INCURABLE.iter().any(|(known, _)| *known == rescued.name);
    match &rescued.end {
        Ended::Cured => !incurable,
        Ended::Cannot(_) => incurable,
        Ended::Partly => scenario.unreadable > 0,
        Ended::ByItself | Ended::Stopped => true,
    }
}

fn row(text: &mut String, rescued: &Rescued, fixed: Option<usize>) {
    let rungs = rescued.rungs.iter().map(|(id, ours)| match ours {
        true => format!("**{id}**"),
        false => (*id).to_owned(),
    });
    let incurable = INCURABLE.iter().find(|(known, _)| *known == rescued.name);
    let end = match (&rescued.end, incurable) {
        (Ended::Cannot(cause), Some((_, why))) => format!("cannot: {cause}, {why}"),
        (Ended::Cannot(cause), None) => format!("cannot: {cause}"),
        (Ended::Partly, _) => "backed up but for the files named".to_owned(),
        (Ended::Stopped, _) => "stopped by the person".to_owned(),
        (Ended::Cured | Ended::ByItself, _) => "backed up and proven".to_owned(),
    };
    let fixed = fixed.map_or_else(String::new, |rungs| rungs.to_string());
    let took = (rescued.took.as_secs_f64() / 60.0).ceil();
    let rungs: Vec<String> = rungs.collect();
    let (name, rungs) = (rescued.name, rungs.join(", "));
    let _ = writeln!(text, "| `{name}` | {rungs} | {end} | {took} min | {fixed} |");
}

fn median(values: &mut [usize]) -> usize {
    values.sort_unstable();
    values[values.len() / 2]
}
