//! Which words people with each trouble use: learnt from the cases in the tree.
//!
//! Rules know phrases whose meaning somebody thought of. People say the same in other words, and
//! single words and pairs of them then still lean one way: "plug", "wiggle" and "dock" towards the
//! cable. So does what was understood, where no rule is about it. The table holds for each how far
//! it leans towards or away from each cause ([`learn`]). What a case's words say together is added
//! to what the rules say (rule W015).

mod learn;
mod words;

use std::collections::{BTreeMap, HashMap};
use std::sync::OnceLock;

use crate::cause::{CAUSES, Cause};
use crate::knowledge;
use crate::reading::Reading;
use words::words_of;

/// Steps of the table.
const STEP: f64 = 0.15;

/// No word says more than this, however few cases it was seen in: the last letter.
const LOUDEST: f64 = 26.0 * STEP;

/// As many words are few: together they say half of what they would.
const FEW: f64 = 10.0;

/// From here on words repeat each other.
const MANY: f64 = 100.0;

/// From here on a word is worth naming to a person.
const TELLING: f64 = 1.0;

/// Words, and how far each leans towards which cause.
#[derive(Clone, Debug, Default)]
pub struct Lexicon {
    words: HashMap<Box<str>, [f64; CAUSES]>,
}

/// What the words of a case say.
#[derive(Clone, Debug, Default)]
pub(crate) struct Likeness {
    /// Log odds of each cause, in the order of [`Cause::ALL`].
    pub(crate) leaning: [f64; CAUSES],
    /// The words that lean furthest, with the cause.
    telling: Vec<(f64, Cause, String)>,
}

impl Likeness {
    /// The words that speak most for a cause.
    pub(crate) fn words_for(&self, cause: Cause) -> Vec<&str> {
        let ours = self.telling.iter().filter(|(_, known, _)| *known == cause);
        ours.take(4).map(|(_, _, word)| word.as_str()).collect()
    }
}

impl Lexicon {
    /// The table in the tree.
    pub(crate) fn own() -> &'static Self {
        static OWN: OnceLock<Lexicon> = OnceLock::new();
        OWN.get_or_init(|| Self::read(include_str!("../../knowledge/words/lexicon.txt")))
    }

    /// Reads what [`Self::table`] wrote. What cannot be read is left out.
    pub fn read(table: &'static str) -> Self {
        let words = knowledge::lines(table).filter_map(|line| {
            let (word, steps) = line.split_once(' ')?;
            let steps: &[u8; CAUSES] = steps.as_bytes().try_into().ok()?;
            Some((word.into(), steps.map(weight_of)))
        });
        Self { words: words.collect() }
    }

    /// The table as text, a word a line, with a letter for each cause in the order of
    /// [`Cause::ALL`]: `a` is one step towards it, `b` two, `A` one away from it; `.` is none.
    pub fn table(&self) -> String {
        let words: BTreeMap<&str, _> = self.words.iter().map(|(word, l)| (&**word, l)).collect();
        let line = |(word, leaning): (&str, &[f64; CAUSES])| {
            let letters: String = leaning.iter().map(|weight| letter_of(*weight)).collect();
            format!("{word} {letters}\n")
        };
        words.into_iter().map(line).collect()
    }

    /// What the words of a case say.
    pub(crate) fn likeness(&self, reading: &Reading<'_>) -> Likeness {
        let mut leaning = [0.0; CAUSES];
        let mut telling = Vec::new();
        let mut known = 0;
        for (form, word) in words_of(reading) {
            let Some(weights) = self.words.get(form.as_str()) else { continue };
            known += 1;
            for cause in Cause::ALL {
                let weight = weights[cause.index()];
                leaning[cause.index()] += weight;
                if weight >= TELLING && word.len() > 2 && !word.contains(':') {
                    telling.push((weight, cause, word.clone()));
                }
            }
        }
        let leaning = leaning.map(|sum| sum * share_of_a_word(known));
        telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
        Likeness { leaning, telling }
    }
}

/// What one of so many words counts. Many words repeat each other: what they say grows more slowly
/// than their number. Of few words each is trusted less: a line or a code alone is better read by
/// what it means.
fn share_of_a_word(words: usize) -> f64 {
    let words = words as f64;
    words / (words + FEW) / (words + MANY).sqrt()
}

/// The letter of a weight in whole steps.
fn letter_of(weight: f64) -> char {
    let steps = (weight.abs() / STEP).round().min(LOUDEST / STEP) as u8;
    let first = if weight > 0.0 { b'a' } else { b'A' };
    steps.checked_sub(1).map_or('.', |further| char::from(first + further))
}

/// The weight of a letter; of any other sign none.
fn weight_of(letter: u8) -> f64 {
    match letter {
        b'a'..=b'z' => f64::from(letter - b'a' + 1) * STEP,
        b'A'..=b'Z' => -f64::from(letter - b'A' + 1) * STEP,
        _ => 0.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::{Case, CaseFile};

    fn case(report: &str) -> Case {
        let case = serde_json::json!({ "report": report });
        CaseFile::read(case.to_string().as_bytes()).into_case()
    }

    #[test]
    fn words_lean_where_they_were_seen() {
        let cases = [
            (case("I wiggled the plug"), Cause::CablePortHub),
            (case("wiggling the plugs"), Cause::CablePortHub),
            (case("the bill for my plan"), Cause::IcloudStorageFull),
            (case("a bigger plan"), Cause::IcloudStorageFull),
            (case("low battery"), Cause::Power),
            (case("the battery again"), Cause::Power),
        ];
        let told = std::iter::repeat_n(&cases, 12).flatten();
        let known = told.map(|(case, cause)| (case, *cause, 1.0));
        let lexicon = Lexicon::learn(known);
        assert!(!lexicon.words.is_empty());
        let wiggles = case("it wiggles");
        let likeness = Reading::with(&wiggles, &lexicon).likeness;
        let leaning = |cause: Cause| likeness.leaning[cause.index()];
        assert!(leaning(Cause::CablePortHub) > 0.0);
        assert!(leaning(Cause::IcloudStorageFull) <= 0.0);
        assert_eq!(likeness.words_for(Cause::CablePortHub).len(), 1);
    }

    #[test]
    fn of_a_long_log_only_what_is_understood_counts_and_our_own_advice_never() {
        let log = ["ErrorCode 105: (MBErrorDomain/105) cable cable", "the cable wiggles"];
        let told = "It was fine for years and now it says this every time.";
        for (report, lines) in [(told, 2), ("", 0)] {
            let both = serde_json::json!({ "report": report, "log": log });
            let both = CaseFile::read(both.to_string().as_bytes()).into_case();
            assert_eq!(Reading::of(&both).telling.len(), lines, "{report}");
        }
        let mut noise: Vec<String> =
            (0..300).map(|n| format!("a daemon lost its cable {n}")).collect();
        noise.push(log[0].into());
        let noise = serde_json::json!({ "report": told, "log": noise });
        let noise = CaseFile::read(noise.to_string().as_bytes()).into_case();
        let noise = Reading::of(&noise);
        assert_eq!(noise.telling.len(), 1, "a long log is mostly about something else");
        assert!(words_of(&noise).contains_key("mberrordomain"));
        let own = ["Stuck: this iPhone does not allow backups now.", "Or try another cable."];
        let own = serde_json::json!({ "log": own });
        let own = CaseFile::read(own.to_string().as_bytes()).into_case();
        assert!(Reading::of(&own).telling.is_empty(), "our own advice is no evidence");
        let empty = case("");
        let nothing = Reading::of(&empty).likeness;
        assert!(nothing.leaning.iter().all(|leaning| *leaning == 0.0));
    }
}
