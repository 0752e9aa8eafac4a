//! Which words people with each trouble use: learnt by counting from the cases in the tree.
//!
//! Rules know phrases whose meaning somebody thought of. People say the same in other words, and
//! single words then still lean one way: "plug", "wiggle" and "dock" towards the cable. For each
//! word and cause the table holds by how much more often the word stands in cases of that cause
//! than elsewhere, as a logarithm in steps of a half. What a case's words say together is a sign
//! like any other and weaker than most (rule W015); a rule that understood the case drowns it.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use crate::case::{Case, Source, Value};
use crate::cause::{CAUSES, Cause};
use crate::knowledge;
use crate::reading::{Place, Reading};

/// Steps of the table.
const STEP: f64 = 0.5;

/// No word says more than this, however few cases it was seen in.
const MOST: f64 = 2.5;

/// What a word known from other causes says about one it was never seen with.
const ABSENT: f64 = -0.3;

/// A word counts that was seen in as many cases.
const CASES_MIN: f64 = 2.0;

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
        OWN.get_or_init(|| Self::read(include_str!("../knowledge/words/lexicon.txt")))
    }

    /// Counts words in cases whose causes are known; each with how much it counts.
    pub fn learn<'a>(cases: impl Iterator<Item = (&'a Case, Cause, f64)>) -> Self {
        let mut seen = [0.0; CAUSES];
        let mut counts: BTreeMap<String, [f64; CAUSES]> = BTreeMap::new();
        for (case, cause, share) in cases.filter(|(_, cause, _)| *cause != Cause::Unknown) {
            seen[cause.index()] += share;
            let odd = Reading::with(case, &Self::default()).odd;
            for word in words_of(case, &odd) {
                counts.entry(word).or_insert([0.0; CAUSES])[cause.index()] += share;
            }
        }
        let all: f64 = seen.iter().sum();
        let mut words = HashMap::new();
        for (word, count) in counts {
            let total: f64 = count.iter().sum();
            if total < CASES_MIN {
                continue;
            }
            let usual = total / all;
            let mut leaning = [ABSENT; CAUSES];
            for (index, leaning) in leaning.iter_mut().enumerate() {
                let often = (count[index] + usual) / (seen[index] + 1.0);
                let steps = ((often / usual).ln().min(MOST) / STEP).round();
                if steps >= 1.0 {
                    *leaning = steps * STEP;
                }
            }
            if leaning.iter().any(|leaning| *leaning >= 2.0 * STEP) {
                words.insert(word.into(), leaning);
            }
        }
        Self { words }
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
                let known = words.entry(word.into()).or_insert([ABSENT; CAUSES]);
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
                if steps >= 1 {
                    by_weight.entry(-steps).or_default().insert(word);
                }
            }
            if by_weight.is_empty() {
                continue;
            }
            text.push_str(&format!("{}:\n", cause.id()));
            for (steps, words) in by_weight {
                wrap(&mut text, &format!("{:.1}", -steps as f64 * STEP), &words);
            }
        }
        text
    }

    /// What the words of a case say. Of the log only the lines that nothing else understood are
    /// read: what a line means is not told by its single words where it is known.
    pub(crate) fn likeness(&self, case: &Case, odd: &[Place]) -> Likeness {
        let mut leaning = [0.0; CAUSES];
        let mut telling = Vec::new();
        let mut known = 0.0_f64;
        for word in words_of(case, odd) {
            let Some(weights) = self.words.get(word.as_str()) else { continue };
            known += 1.0;
            for cause in Cause::ALL {
                let weight = weights[cause.index()];
                leaning[cause.index()] += weight;
                if weight >= 2.0 * STEP {
                    telling.push((weight, cause, word.clone()));
                }
            }
        }
        // Many words repeat each other: what they say grows more slowly than their number.
        let leaning = leaning.map(|sum| sum / known.max(1.0).sqrt());
        telling.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.2.cmp(&b.2)));
        Likeness { leaning, telling }
    }
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

/// The different words of a case, each in one form; of the log those of the lines named.
fn words_of(case: &Case, odd: &[Place]) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for (place, evidence) in case.evidence().iter().enumerate() {
        match (&evidence.source, &evidence.value) {
            (Source::Log, Value::Text(line)) if odd.contains(&place) => add(line, &mut words),
            (Source::Person, Value::Text(text)) => add(text, &mut words),
            // What our own probes measured is read by its name (docs/diagnosis.md 9). The names of
            // facts are for rules: "trusted: true" would lean towards trouble with trust.
            (Source::Fact, Value::Text(text)) if !super::is_probed(&evidence.key) => {
                add(text, &mut words);
            }
            _ => {}
        }
    }
    words
}

fn add(text: &str, words: &mut BTreeSet<String>) {
    let text: String = text.chars().filter(|c| !matches!(c, '\'' | '\u{2019}')).collect();
    for word in text.split(|c: char| !c.is_ascii_alphabetic()) {
        if (3..=24).contains(&word.len()) {
            let word = word.to_ascii_lowercase();
            if !COMMON.contains(&word.as_str()) {
                words.insert(one_form(word));
            }
        }
    }
}

/// Words that stand everywhere.
const COMMON: &[&str] = &[
    "the", "and", "for", "that", "this", "with", "but", "was", "are", "from", "has", "have", "had",
    "its", "then", "when", "after", "not", "you", "all", "can", "one", "out", "now", "they",
    "there", "what", "which", "were", "been", "will", "just", "than", "only", "any",
];

/// One form for all spellings: the synonym, or without its ending.
fn one_form(word: String) -> String {
    static SYNONYMS: OnceLock<HashMap<&'static str, &'static str>> = OnceLock::new();
    let synonyms = SYNONYMS.get_or_init(|| {
        let lines = knowledge::lines(knowledge::words::SYNONYMS);
        let pairs = lines.filter_map(|line| line.split_once('='));
        let words = pairs.flat_map(|(meant, words)| {
            words.split_whitespace().map(move |word| (word, meant.trim()))
        });
        words.collect()
    });
    if let Some(meant) = synonyms.get(word.as_str()) {
        return (*meant).to_owned();
    }
    for ending in ["ing", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() >= 4) {
            return stem.to_owned();
        }
    }
    word
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::case::CaseFile;

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
        let known = cases.iter().map(|(case, cause)| (case, *cause, 1.0));
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
        assert!(!words_of(&both, &reading.odd).contains("mberrordomain"));
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
