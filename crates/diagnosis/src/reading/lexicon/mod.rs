//! Which words people with each trouble use: learnt from the cases in the tree.
//!
//! Rules know phrases whose meaning somebody thought of. People say the same in other words, and
//! single words then still lean one way: "plug", "wiggle" and "dock" towards the cable. The table
//! holds for each word how far it leans towards or away from each cause, in steps of a half
//! ([`learn`]). What a case's words say together is added to what the rules say (rule W015).

mod learn;
mod words;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::case::Case;
use crate::cause::{CAUSES, Cause};
use crate::knowledge;
use crate::reading::Place;
use words::words_of;

/// Steps of the table.
const STEP: f64 = 0.5;

/// No word says more than this, however few cases it was seen in.
const LOUDEST: f64 = 8.0;

/// What says less is left out of the table.
const QUIETEST: f64 = 0.5;

/// As many words are few.
const FEW: usize = 80;

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
        let mut words: HashMap<Box<str>, [f64; CAUSES]> = HashMap::new();
        let mut cause = None;
        for line in knowledge::lines(table) {
            if let Some(id) = line.strip_suffix(':') {
                cause = Cause::from_id(id);
                continue;
            }
            let mut parts = line.split_whitespace();
            let leaning: Option<f64> = parts.next().and_then(|number| number.parse().ok());
            let (Some(cause), Some(leaning)) = (cause, leaning) else { continue };
            for word in parts {
                let known = words.entry(word.into()).or_insert([0.0; CAUSES]);
                known[cause.index()] = leaning;
            }
        }
        Self { words }
    }

    /// The table as text: for each cause, from loud to quiet.
    pub fn table(&self) -> String {
        let mut text = String::new();
        for cause in Cause::ALL {
            let mut by_weight: BTreeMap<i64, BTreeSet<&str>> = BTreeMap::new();
            for (word, leaning) in &self.words {
                let steps = (leaning[cause.index()] / STEP).round() as i64;
                if steps != 0 {
                    by_weight.entry(-steps).or_default().insert(word);
                }
            }
            if by_weight.is_empty() {
                continue;
            }
            text.push_str(&format!("{}:\n", cause.id()));
            for (steps, words) in by_weight {
                wrap(&mut text, &format!("{:+.1}", -steps as f64 * STEP), &words);
            }
        }
        text
    }

    /// What the words of a case say, and those of the lines of its log that are named.
    pub(crate) fn likeness(&self, case: &Case, lines: &[Place]) -> Likeness {
        let mut leaning = [0.0; CAUSES];
        let mut telling = Vec::new();
        let mut known = 0;
        for (form, word) in words_of(case, lines) {
            let Some(weights) = self.words.get(form.as_str()) else { continue };
            known += 1;
            for cause in Cause::ALL {
                let weight = weights[cause.index()];
                leaning[cause.index()] += weight;
                if weight >= TELLING && word.len() > 2 {
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
/// than their number. Of few words each is trusted less.
fn share_of_a_word(words: usize) -> f64 {
    1.0 / ((words + FEW) as f64).sqrt()
}

/// A weight and its words, in lines that fit.
fn wrap(text: &mut String, weight: &str, words: &BTreeSet<&str>) {
    let mut line = weight.to_owned();
    for word in words {
        if line.len() + 1 + word.len() > 98 {
            text.push_str(&line);
            text.push('\n');
            line = weight.to_owned();
        }
        line.push(' ');
        line.push_str(word);
    }
    text.push_str(&line);
    text.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::CaseFile;
    use crate::reading::Reading;

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
        let told = cases.iter().chain(&cases).chain(&cases);
        let known = told.map(|(case, cause)| (case, *cause, 1.0));
        let lexicon = Lexicon::learn(known);
        assert!(!lexicon.words.is_empty());
        let likeness = lexicon.likeness(&case("it wiggles"), &[]);
        let leaning = |cause: Cause| likeness.leaning[cause.index()];
        assert!(leaning(Cause::CablePortHub) > 0.0);
        assert!(leaning(Cause::IcloudStorageFull) <= 0.0);
        assert_eq!(likeness.words_for(Cause::CablePortHub).len(), 1);
    }

    #[test]
    fn lines_that_are_understood_are_not_guessed_at() {
        let log = ["ErrorCode 105: (MBErrorDomain/105) cable cable", "the cable wiggles"];
        let both = serde_json::json!({ "log": log });
        let both = CaseFile::read(both.to_string().as_bytes()).into_case();
        let reading = Reading::of(&both);
        assert_eq!(reading.odd.len(), 1);
        assert!(!words_of(&both, &reading.odd).contains_key("mberrordomain"));
        let noise: Vec<String> = (0..300).map(|n| format!("a daemon lost its cable {n}")).collect();
        let noise = serde_json::json!({ "log": noise });
        let noise = CaseFile::read(noise.to_string().as_bytes()).into_case();
        assert!(Reading::of(&noise).odd.is_empty(), "a long log is mostly about something else");
        let own = ["Stuck: this iPhone does not allow backups now.", "Or try another cable."];
        let own = serde_json::json!({ "log": own });
        let own = CaseFile::read(own.to_string().as_bytes()).into_case();
        assert!(Reading::of(&own).odd.is_empty(), "our own advice is no evidence");
        let nothing = Lexicon::own().likeness(&case(""), &[]);
        assert!(nothing.leaning.iter().all(|leaning| *leaning == 0.0));
    }
}
