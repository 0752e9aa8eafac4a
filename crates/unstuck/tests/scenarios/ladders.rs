//! Random ladders over random faults, with people who say yes, say no, or go away: what must hold
//! whatever happens.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;
use unstuck_backup::{End, Outcome};
use unstuck_diagnosis::Limits;
use unstuck_diagnosis::climb::{Act, Climb, Consent, Hand, Next, Rung, Settled};
use unstuck_sim::{Scenario, World, harmed, struck};
use unstuck_vault::keep::{plan_tree_aside, put_aside, put_back};

use crate::diagnosed::case_of_told;

/// What the person does about the next rung.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
    /// Nobody is there any more.
    Gone,
    /// Yes, but it cannot be done.
    Unable,
    /// Yes, it is done, and changes nothing.
    InVain,
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    let one = prop_oneof![
        4 => Just(Answer::Yes),
        2 => Just(Answer::No),
        1 => Just(Answer::Gone),
        2 => Just(Answer::Unable),
        4 => Just(Answer::InVain),
    ];
    prop::collection::vec(one, 24)
}

/// Faults that a ladder begins at.
const FAULTS: [&str; 14] = [
    "snapshot-left-over",
    "error-205",
    "error-105",
    "disk-full",
    "same-point-loop",
    "sync-lock-held",
    "trust-refused",
    "unplugged-for-good",
    "passcode-never",
    "phone-full",
    "silence-for-ever",
    "claims-4-gigabytes",
    "backup-service-forbidden",
    "repeats-for-ever",
];

/// Whether the run is over for good.
fn is_over(outcome: &Outcome) -> bool {
    matches!(outcome.end, End::Complete | End::Interrupted) || outcome.exit_code() == 130
}

fn all_files(world: &World) -> BTreeMap<PathBuf, Vec<u8>> {
    world.disk.files_below(Path::new("/"))
}

/// Sets the working tree aside, takes that back, and does it again: what undo leaves is what was
/// there before, bit for bit.
fn move_aside(world: &World, now: i64) -> Result<(), TestCaseError> {
    let moves = plan_tree_aside(&*world.disk, &world.layout(), now).unwrap();
    let before = all_files(world);
    put_aside(&*world.disk, &moves).unwrap();
    let aside = all_files(world);
    prop_assert_eq!(before.len(), aside.len(), "nothing is deleted");
    put_back(&*world.disk, &moves).unwrap();
    prop_assert!(all_files(world) == before, "undo restores what was there");
    put_back(&*world.disk, &moves).unwrap();
    prop_assert!(all_files(world) == before, "twice is once");
    put_aside(&*world.disk, &moves).unwrap();
    Ok(())
}

/// Who says what, and what came of it: `None` when nobody is there.
fn settle(rung: &Rung, yes: u8, answer: Answer) -> Option<Settled> {
    match (Consent::of(rung.remedy.level, rung.hand, yes, answer != Answer::Gone), answer) {
        (Consent::NobodyThere, _) => None,
        (Consent::Ask, Answer::No) => Some(Settled::Declined),
        // The steps are the person's own: they are left undone.
        (Consent::Given, Answer::No) if rung.hand == Hand::Person => Some(Settled::Declined),
        (_, Answer::Unable) => Some(Settled::Unable("it cannot be done".into())),
        (Consent::Ask | Consent::Given, _) => Some(Settled::Done),
    }
}

fn ladder(name: &str, yes: u8, answers: &[Answer]) -> Result<(), TestCaseError> {
    let (mut world, mut config) = struck(&Scenario::named(name).unwrap());
    let before = world.versions();
    let mut climb = Climb::new(Limits::default());
    let mut seen: Vec<(&str, bool)> = Vec::new();
    let mut in_vain: Vec<&str> = Vec::new();
    for (number, answer) in answers.iter().enumerate() {
        let told = world.back_up(&config);
        config.full = false;
        prop_assert_eq!(harmed(&before, &world), Vec::<String>::new());
        let outcome = told.outcome.as_ref().unwrap();
        climb.attempted(outcome.files > 0 || outcome.version.is_some());
        if is_over(outcome) {
            return Ok(());
        }
        if outcome.end == End::Unconfirmed {
            continue;
        }
        let Next::Climb(rung) = climb.next(&case_of_told(&told)) else { return Ok(()) };
        let step = (rung.remedy.id, rung.hand == Hand::Person);
        prop_assert!(!seen.contains(&step), "{:?} again", step);
        prop_assert!(!in_vain.contains(&rung.remedy.id), "{} did not help", rung.remedy.id);
        seen.push(step);
        let Some(settled) = settle(&rung, yes, *answer) else { return Ok(()) };
        let may = rung.remedy.level <= yes || *answer != Answer::Gone;
        prop_assert!(settled != Settled::Done || may, "{} without a yes", rung.remedy.id);
        prop_assert!(rung.remedy.level < 4, "{}", rung.remedy.id);
        if settled == Settled::Done {
            if rung.hand == Hand::Ours(Act::MoveAside) {
                move_aside(&world, 1_800_000_000 + number as i64)?;
                config.full = true;
            }
            let takes = Duration::from_secs(60) * rung.remedy.minutes;
            if *answer == Answer::InVain {
                world.wait(takes);
                in_vain.push(rung.remedy.id);
            } else {
                world.remedy(rung.remedy.id, takes);
            }
        }
        prop_assert_eq!(harmed(&before, &world), Vec::<String>::new());
        climb.settle(rung, settled);
    }
    prop_assert!(false, "no end: {:?}", seen);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn no_ladder_hurts_repeats_or_does_what_nobody_wanted(
        name in prop::sample::select(&FAULTS[..]),
        yes in 0u8..=3,
        answers in answers(),
    ) {
        ladder(name, yes, &answers)?;
    }
}

#[test]
fn what_an_interrupted_run_left_goes_aside_and_comes_back_bit_for_bit() {
    let (mut world, config) = struck(&Scenario::named("unplugged-for-good").unwrap());
    let before = world.versions();
    world.back_up(&config);
    move_aside(&world, 1_800_000_000).unwrap();
    assert!(world.disk.files_below(&world.layout().working()).is_empty());
    assert_eq!(harmed(&before, &world), Vec::<String>::new());
    // The run after it begins from the newest version, beside what was set aside.
    world.remedy("cable-port", Duration::from_secs(60));
    let told = world.back_up(&config);
    assert_eq!(told.outcome.unwrap().end, End::Complete);
    assert_eq!(harmed(&before, &world), Vec::<String>::new());
}
