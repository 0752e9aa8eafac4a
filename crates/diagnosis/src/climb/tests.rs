//! The ladder with nobody on it but a case and answers.

use proptest::prelude::*;

use super::*;
use crate::case::CaseFile;

fn case(lines: &[&str]) -> Case {
    CaseFile::read(serde_json::json!({ "log": lines }).to_string().as_bytes()).into_case()
}

const LOOPING: &str = "Stuck: the same stretch again and again without progress.";
const QUIET: &str = "Nothing came for 6 s. Waiting for the iPhone to go on sending.";

fn rung(climb: &Climb, case: &Case) -> Rung {
    match climb.next(case) {
        Next::Climb(rung) => rung,
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_was_tried_is_not_offered_again_and_what_we_cannot_do_falls_to_the_person() {
    let case = case(&[QUIET, LOOPING]);
    let mut climb = Climb::default();
    let first = rung(&climb, &case);
    assert_eq!(first.hand, Hand::Ours(Act::RestartPhone), "{first:?}");
    climb.settle(first, Settled::Unable("the iPhone does not answer".into()));
    let again = rung(&climb, &case);
    assert_eq!((again.remedy.id, again.hand), (first.remedy.id, Hand::Person));
    climb.settle(again, Settled::Done);
    climb.attempted(false);
    assert_eq!(climb.tried()[1].helped, Some(false));
    assert_ne!(rung(&climb, &case).remedy.id, first.remedy.id);
}

#[test]
fn a_backup_that_a_profile_forbids_needs_whoever_manages_the_phone_and_nothing_else() {
    let case = case(&["Stuck: this iPhone does not allow backups now."]);
    let climb = Climb::default();
    assert_eq!(rung(&climb, &case).remedy.id, "ask-admin");
}

proptest! {
    #[test]
    fn every_ladder_ends_within_its_limits_and_repeats_nothing(
        level in 0u8..4,
        answers in prop::collection::vec((0u8..3, any::<bool>()), 40),
        lines in prop::collection::vec(prop::sample::select(LINES), 0..4),
    ) {
        let case = case(&lines);
        let mut climb = Climb::new(Limits { level, verified_backup: false });
        let mut seen: Vec<(&str, bool)> = Vec::new();
        let mut ended = false;
        for (answer, further) in answers {
            let Next::Climb(rung) = climb.next(&case) else { ended = true; break };
            prop_assert!(rung.remedy.level <= level, "{}", rung.remedy.id);
            prop_assert!(!NEVER_OFFERED.contains(&rung.remedy.id));
            let step = (rung.remedy.id, rung.hand == Hand::Person);
            prop_assert!(!seen.contains(&step), "{step:?} again");
            seen.push(step);
            climb.settle(rung, match answer {
                0 => Settled::Done,
                1 => Settled::Declined,
                _ => Settled::Unable("no".into()),
            });
            climb.attempted(further);
        }
        prop_assert!(ended, "no end: {seen:?}");
    }
}

const LINES: &[&str] = &[
    QUIET,
    LOOPING,
    "Stuck: the place for the backup is full.",
    "Stuck: the iPhone was unplugged and did not come back.",
    "Stuck: another program uses the iPhone and does not let go.",
    "Stuck: the iPhone does not trust this computer.",
    "Stuck: the iPhone takes the backup here for damaged.",
    "ErrorCode 205: some words (MBErrorDomain/205)",
    "usb 1-4: device descriptor read/64, error -71",
];
