//! Questions: asked when knowing more is worth more than trying.
//!
//! Each answer makes some causes likelier. How much a question is worth is how much better the
//! best guess gets, on average over its answers. What is known already is not asked.

use crate::cause::Cause::*;
use crate::cause::{CAUSES, Cause};
use crate::reading::{ANSWER, Place, Reading};

/// A question with the answers to choose from.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// By what it is found. An answer is the fact `answer_ID` of a case, with `_` for `-`: one of
    /// the answers, as it stands here.
    pub id: &'static str,
    /// What is asked.
    pub question: &'static str,
    /// What can be answered.
    pub answers: &'static [&'static str],
}

struct Entry {
    question: Question,
    /// Concepts that answer it already.
    known_by: &'static [&'static str],
    /// Only for backups to a computer (`Some(true)`) or to iCloud (`Some(false)`).
    local: Option<bool>,
    /// For each answer, how many times likelier it is with these causes than without.
    likelier: &'static [&'static [(Cause, f64)]],
}

/// Probability of the best guess above which nothing is asked.
const SURE: f64 = 0.75;
/// What a question must gain at least.
const GAIN: f64 = 0.04;

const QUESTIONS: &[Entry] = &[
    Entry {
        question: Question {
            id: "prompt",
            question: "Wake the phone: does it ask for something?",
            answers: &["its passcode", "to trust this computer", "something else", "nothing"],
        },
        known_by: &["passcode-asked", "passcode-entered", "trust-trouble"],
        local: Some(true),
        likelier: &[
            &[(DeviceLockedPasscode, 20.0)],
            &[(PairingTrust, 30.0)],
            &[(BusyDevice, 3.0), (MdmRestriction, 2.0)],
            &[(DeviceLockedPasscode, 0.15), (PairingTrust, 0.3)],
        ],
    },
    Entry {
        question: Question {
            id: "moves",
            question: "Does anything still change: a number, a bar, the size of the folder?",
            answers: &["yes, slowly", "no, for more than half an hour", "it ended with an error"],
        },
        known_by: &["moving", "failed"],
        local: None,
        likelier: &[
            &[(SlowButHealthy, 15.0), (NetworkWeak, 2.0), (TargetFilesystem, 2.0)],
            &[(SlowButHealthy, 0.2), (DeviceLockedPasscode, 1.5), (DeviceSoftware, 1.5)],
            &[(SlowButHealthy, 0.05)],
        ],
    },
    Entry {
        question: Question {
            id: "message",
            question: "What exactly does the message say, with its number?",
            answers: &["(the words)", "there is none"],
        },
        known_by: &[],
        local: None,
        likelier: &[&[(Unknown, 0.3)], &[(SlowButHealthy, 3.0), (DeviceLockedPasscode, 2.0)]],
    },
    Entry {
        question: Question {
            id: "filter",
            question: "Is a VPN, an ad blocker or a private DNS in use, on the phone or at home?",
            answers: &["yes", "no"],
        },
        known_by: &["net-filter", "net-filter-tried"],
        local: Some(false),
        likelier: &[&[(NetworkBlocked, 6.0)], &[(NetworkBlocked, 0.2)]],
    },
    Entry {
        question: Question {
            id: "icloud-room",
            question: "How much is free in iCloud, and how large is the next backup? Both stand \
                       in Settings > your name > iCloud > iCloud Backup.",
            answers: &["it fits", "it does not fit"],
        },
        known_by: &["icloud-full", "icloud-roomy"],
        local: Some(false),
        likelier: &[&[(IcloudStorageFull, 0.05)], &[(IcloudStorageFull, 30.0)]],
    },
    Entry {
        question: Question {
            id: "nights",
            question: "Is the phone on power and on Wi-Fi, locked, for some hours each night?",
            answers: &["yes", "no"],
        },
        known_by: &["not-powered", "battery-low"],
        local: Some(false),
        likelier: &[&[(Power, 0.1)], &[(Power, 15.0), (NetworkWeak, 2.0)]],
    },
    Entry {
        question: Question {
            id: "cable",
            question: "Does another cable, in another port and without a hub, change anything?",
            answers: &["yes", "no", "not tried"],
        },
        known_by: &["cable-tried", "cable-cured"],
        local: Some(true),
        likelier: &[&[(CablePortHub, 15.0)], &[(CablePortHub, 0.1)], &[]],
    },
    Entry {
        question: Question {
            id: "disk-room",
            question: "How much is free on the disk that takes the backup, and how much does the \
                       phone hold?",
            answers: &["more than the phone holds", "less"],
        },
        known_by: &["host-full"],
        local: Some(true),
        likelier: &[&[(HostDiskFull, 0.1)], &[(HostDiskFull, 20.0)]],
    },
    Entry {
        question: Question {
            id: "updated",
            question: "Did it work before, and what was updated since?",
            answers: &["iOS was", "the computer was", "nothing", "it never worked"],
        },
        known_by: &["since-ios-update", "since-host-update"],
        local: Some(true),
        likelier: &[
            &[(VersionMismatch, 4.0), (DeviceSoftware, 2.0)],
            &[(UsbStack, 3.0), (ToolBug, 3.0), (VersionMismatch, 1.5)],
            &[(VersionMismatch, 0.3), (CablePortHub, 2.0), (DeviceSoftware, 1.5)],
            &[(ToolBug, 1.5), (HostPermission, 1.5)],
        ],
    },
    Entry {
        question: Question {
            id: "same-point",
            question: "Does it end at the same point each time?",
            answers: &["yes", "no"],
        },
        known_by: &["same-point", "different-point"],
        local: None,
        likelier: &[
            &[
                (DeviceSoftware, 5.0),
                (TargetFilesystem, 2.0),
                (CablePortHub, 0.2),
                (NetworkWeak, 0.2),
            ],
            &[(DeviceSoftware, 0.4), (CablePortHub, 2.0), (NetworkWeak, 2.0)],
        ],
    },
];

/// Everything that may be asked.
pub fn questions() -> impl Iterator<Item = Question> {
    QUESTIONS.iter().map(|entry| entry.question)
}

/// The best question, if any is worth asking.
pub(super) fn best(reading: &Reading<'_>, probabilities: &[f64; CAUSES]) -> Option<Question> {
    let icloud = reading.context.is_icloud();
    let top = probabilities.iter().copied().fold(0.0, f64::max);
    let blind = probabilities[Unknown.index()] >= top;
    if top > SURE && !blind {
        return None;
    }
    let open = QUESTIONS.iter().filter(|entry| {
        let fits = entry.local.is_none_or(|local| local != icloud);
        let known = entry
            .known_by
            .iter()
            .any(|concept| reading.says(concept).or(reading.denies(concept)).is_some());
        // A log holds the exact message already.
        let read = entry.known_by.is_empty() && reading.has_log();
        let answered = answer(reading, entry).is_some();
        fits && !known && !read && !answered
    });
    let valued = open.map(|entry| (entry, gain(entry, probabilities)));
    let (entry, gain) = valued.max_by(|a, b| a.1.total_cmp(&b.1))?;
    (gain > GAIN || blind).then_some(entry.question)
}

/// The answer a case holds to a question, whatever it says, and where.
fn answer(reading: &Reading<'_>, entry: &Entry) -> Option<(String, Place)> {
    let name = format!("{ANSWER}{}", entry.question.id.replace('-', "_"));
    Some((reading.fact_text(&name)?, reading.fact_place(&name)?))
}

/// What was answered: the question, where the answer stands, and what it makes likelier by how
/// much. An answer that is none of those to choose from says nothing here.
pub(crate) fn answered(
    reading: &Reading<'_>,
) -> impl Iterator<Item = (Question, Place, &'static [(Cause, f64)])> {
    QUESTIONS.iter().filter_map(|entry| {
        let (said, place) = answer(reading, entry)?;
        let mut answers = entry.question.answers.iter();
        let at = answers.position(|one| one.eq_ignore_ascii_case(said.trim()))?;
        Some((entry.question, place, *entry.likelier.get(at)?))
    })
}

/// How much likelier the best guess is after the answer, on average.
fn gain(entry: &Entry, probabilities: &[f64; CAUSES]) -> f64 {
    let now = known_best(probabilities);
    let mut total = 0.0;
    let mut after = 0.0;
    for answer in entry.likelier {
        let mut weighed = *probabilities;
        for (cause, factor) in *answer {
            weighed[cause.index()] *= factor;
        }
        total += weighed.iter().sum::<f64>();
        after += known_best(&weighed);
    }
    after / total - now
}

/// Probability of the best guess that is one: not knowing is none.
fn known_best(probabilities: &[f64; CAUSES]) -> f64 {
    let known = Cause::ALL.iter().filter(|cause| **cause != Unknown);
    known.map(|cause| probabilities[cause.index()]).fold(0.0, f64::max)
}
