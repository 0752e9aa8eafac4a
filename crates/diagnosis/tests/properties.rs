//! What holds for every case, also for broken and made-up ones.

use proptest::prelude::*;
use serde_json::{Value, json};
use unstuck_diagnosis::case::CaseFile;
use unstuck_diagnosis::{Cause, Diagnosis, FIXED_ORDER, Limits, NEVER_OFFERED, Options, diagnose};

fn look(case: &Value, limits: Limits) -> Diagnosis {
    let case = CaseFile::read(case.to_string().as_bytes()).into_case();
    diagnose(&case, &Options { limits, ..Options::default() })
}

fn look_plain(case: &Value) -> Diagnosis {
    look(case, Limits::default())
}

/// Pieces that mean something, so that made-up cases reach the rules.
const WORDS: &[&str] = &[
    "my iphone",
    "does not back up",
    "stuck",
    "icloud",
    "full",
    "not enough space",
    "on the mac",
    "wifi is weak",
    "vpn",
    "another cable",
    "same",
    "password",
    "forgot",
    "passcode",
    "trust",
    "asks again",
    "restarted",
    "works on the other computer",
    "since the ios update",
    "NAS",
    "hub",
    "battery low",
    "school ipad",
    "error 105",
    "slow",
    "still moving",
    "nothing happens",
    "crash",
    "permission denied",
    "corrupt backup",
    "iTunes",
    "Finder",
    "only charges",
];
const LINES: &[&str] = &[
    "ERROR: Could not receive from mobilebackup2 (-4)",
    "ErrorCode 105: Insufficient free disk space (MBErrorDomain/105)",
    "No device found.",
    "usb 1-2: reset high-speed USB device number 8 using xhci_hcd",
    "ERROR: Could not connect to lockdownd: Invalid HostID (-21)",
    "Error Domain=NSURLErrorDomain Code=-1200",
    "Full backup mode.",
    "*** Waiting for passcode to be entered on the device ***",
    "Backup Aborted.",
];

prop_compose! {
    fn made_up()(
        words in prop::collection::vec(prop::sample::select(WORDS), 0..7),
        log in prop::collection::vec(prop::sample::select(LINES), 0..4),
        tool in prop::sample::select(&["icloud", "finder", "itunes", "idevicebackup2", "other"]),
        method in prop::sample::select(&["icloud", "usb", "wifi"]),
        free in prop::option::of(0u64..2_000_000_000_000),
    ) -> Value {
        let mut case = json!({
            "report": words.join(", "), "log": log, "tool": tool, "method": method, "facts": {},
        });
        if let Some(free) = free {
            case["facts"]["host_free_bytes"] = json!(free);
        }
        case
    }
}

fn config() -> ProptestConfig {
    ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nothing_above_the_allowed_level_is_offered(
        case in made_up(), level in 0u8..=4, verified_backup: bool,
    ) {
        let found = look(&case, Limits { level, verified_backup });
        for offer in &found.ladder {
            prop_assert!(offer.remedy.level <= level, "{}", offer.remedy.id);
            prop_assert!(offer.remedy.level < 4 || verified_backup, "{}", offer.remedy.id);
            prop_assert!(!NEVER_OFFERED.contains(&offer.remedy.id));
        }
    }

    #[test]
    fn the_order_is_never_worse_than_the_fixed_one(case in made_up()) {
        let found = look_plain(&case);
        let mut fixed = found.ladder.clone();
        let place = |id: &str| FIXED_ORDER.iter().position(|known| *known == id);
        fixed.sort_by_key(|offer| place(offer.remedy.id));
        let (ours, theirs) = (found.expected_cost(&found.ladder), found.expected_cost(&fixed));
        prop_assert!(ours <= theirs + 1e-6, "{ours} against {theirs}");
    }

    #[test]
    fn probabilities_sum_to_one_and_are_sorted(case in made_up()) {
        let found = look_plain(&case);
        let sum: f64 = found.causes.iter().map(|likely| likely.probability).sum();
        prop_assert!((sum - 1.0).abs() < 1e-9);
        let sorted = found.causes.is_sorted_by(|a, b| a.probability >= b.probability);
        prop_assert!(sorted && found.causes.len() == Cause::ALL.len());
    }

    #[test]
    fn facts_that_contradict_a_cause_lower_it(case in made_up()) {
        let contradictions = [
            ("managed", json!(false), Cause::MdmRestriction),
            ("trusted", json!(true), Cause::PairingTrust),
            ("battery_percent", json!(96), Cause::Power),
            ("vpn", json!(false), Cause::NetworkBlocked),
        ];
        // Something that says nothing, so that the case is no thinner without the fact.
        let mut case = case;
        case["facts"]["minutes_elapsed"] = json!(3);
        case["facts"]["attempts"] = json!(2);
        let before = look_plain(&case);
        for (name, value, cause) in contradictions {
            let mut told = case.clone();
            told["facts"][name] = value;
            let (then, now) = (before.probability(cause), look_plain(&told).probability(cause));
            prop_assert!(now <= then + 0.02, "{name}: {} rose from {then} to {now}", cause.id());
        }
    }

    #[test]
    fn any_bytes_have_an_answer(bytes in prop::collection::vec(any::<u8>(), 0..4_000)) {
        let found = diagnose(&CaseFile::read(&bytes).into_case(), &Options::default());
        prop_assert_eq!(found.causes.len(), Cause::ALL.len());
    }

    #[test]
    fn wrong_types_have_an_answer(number: i64, text in ".{0,60}") {
        let list = json!([text, number]);
        let odd = [json!(number), json!(text), list, json!({ "a": [number] }), json!(null)];
        for one in &odd {
            let case = json!({
                "report": one, "log": one, "facts": one, "tool": one, "method": one,
                "ios_version": one, "host_os": one, "device": one,
            });
            prop_assert_eq!(look_plain(&case).causes.len(), Cause::ALL.len());
        }
    }
}

#[test]
fn of_nothing_nothing_is_known_and_the_most_helpful_is_asked() {
    for bytes in [&b""[..], b"{}", b"\0\xff\xfe", b"{\"report\":\"\"}", b"null"] {
        let found = diagnose(&CaseFile::read(bytes).into_case(), &Options::default());
        assert_eq!(found.likeliest().cause, Cause::Unknown);
        assert!(found.ask.is_some());
        let never: Vec<&str> = found.never.iter().map(|never| never.remedy).collect();
        assert!(never.contains(&"erase-restore") && never.contains(&"delete-old-backup"));
        assert!(found.ladder.first().unwrap().remedy.level <= 2);
    }
}

#[test]
fn nothing_that_was_tried_is_offered_again() {
    let report =
        "I tried another cable and another port, the same. I restarted the phone, the same.";
    let found = look_plain(&json!({ "report": report, "tool": "finder", "method": "usb" }));
    for tried in ["cable-port", "normal-restart"] {
        assert!(found.ladder.iter().all(|offer| offer.remedy.id != tried), "{tried}");
    }
}

#[test]
fn lines_made_to_be_hard_take_no_longer() {
    // One line with every beginning of a pattern and no end, two megabytes of it.
    let line = "error opening ' could not receive from mobilebackup2 ( usb 1-2: ".repeat(30_000);
    let case = json!({ "log": [line.clone()], "report": line });
    assert_eq!(look_plain(&case).causes.len(), Cause::ALL.len());
}

#[test]
fn whoever_answers_is_asked_less_and_told_more() {
    let mut case = json!({ "report": "it does not go on", "tool": "finder", "method": "usb" });
    let mut asked = Vec::new();
    while let Some(question) = look_plain(&case).ask {
        assert!(!asked.contains(&question.id), "{} was asked twice", question.id);
        asked.push(question.id);
        // Answers that settle nothing: the last of each, but for the one about room.
        let answer = match question.id {
            "disk-room" => question.answers.first(),
            _ => question.answers.last(),
        };
        case["facts"][format!("answer_{}", question.id.replace('-', "_"))] =
            (*answer.unwrap()).into();
    }
    assert!(asked.len() >= 3, "{asked:?}");

    let told = |answer: &str| {
        let facts = json!({ "answer_prompt": answer });
        let case =
            json!({ "report": "it hangs", "tool": "finder", "method": "usb", "facts": facts });
        look_plain(&case)
    };
    assert_eq!(told("to trust this computer").likeliest().cause, Cause::PairingTrust);
    let locked = |found: &Diagnosis| found.probability(Cause::DeviceLockedPasscode);
    assert!(locked(&told("its passcode")) > 3.0 * locked(&told("nothing")));
}
