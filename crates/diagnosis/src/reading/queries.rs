//! What rules ask a reading for.

use super::amounts::Amount;
use super::{Concept, LineHit, Place, Reading, WordHit, phrases, signatures};
use crate::case::{Evidence, Source, Value};
use crate::knowledge::codes::Family;
use crate::knowledge::signatures::Signature;

impl<'a> Reading<'a> {
    /// Where a signature stands.
    pub(crate) fn line(&self, id: &str) -> Option<LineHit> {
        let index = signatures().iter().position(|signature| signature.id == id);
        debug_assert!(index.is_some(), "no signature {id}");
        self.lines[index?]
    }

    /// The first of several signatures that stands anywhere.
    pub(crate) fn any_line(&self, ids: &[&str]) -> Option<LineHit> {
        ids.iter().find_map(|id| self.line(id))
    }

    /// All signatures that stand anywhere.
    pub(crate) fn lines(&self) -> impl Iterator<Item = (&'static Signature, LineHit)> + '_ {
        signatures()
            .iter()
            .zip(&self.lines)
            .filter_map(|(signature, hit)| Some((signature, (*hit)?)))
    }

    /// Where a code stands.
    pub(crate) fn code(&self, family: Family, number: i64) -> Option<Place> {
        let found = self.numbers.iter().find(|(f, n, _)| (*f, *n) == (family, number));
        found.map(|(_, _, place)| *place)
    }

    /// All codes.
    pub(crate) fn codes(&self) -> &[(Family, i64, Place)] {
        &self.numbers
    }

    /// Where something is said.
    pub(crate) fn says(&self, concept: &str) -> Option<Place> {
        self.word(concept, false)
    }

    /// Where it is said that another cable was tried; to be advised to try one is no trial.
    pub(crate) fn cable_tried(&self) -> Option<Place> {
        self.says("cable-tried").filter(|_| self.says("cable-advised").is_none())
    }

    /// Where it is said that something is not so, and nowhere that it is.
    pub(crate) fn denies(&self, concept: &str) -> Option<Place> {
        self.word(concept, true).filter(|_| self.says(concept).is_none())
    }

    fn word(&self, concept: &str, denied: bool) -> Option<Place> {
        debug_assert!(phrases().knows(concept), "no concept {concept}");
        let found = self.words.iter().find(|hit| hit.concept == concept && hit.denied == denied);
        found.map(|hit| hit.place)
    }

    /// In how many ways something is said, and where first.
    pub(crate) fn ways(&self, concept: &str) -> Option<(usize, Place)> {
        let hits = self.words.iter().filter(|hit| hit.concept == concept && !hit.denied);
        let ways = hits.clone().map(|hit| hit.ways).sum();
        hits.map(|hit| hit.place).next().map(|place| (ways, place))
    }

    /// Whether anything that has a meaning is said in a place.
    pub(crate) fn understands(&self, place: Place) -> bool {
        self.words.iter().any(|hit| hit.place == place)
    }

    /// Everything that is said in words, or said not to be so.
    pub(crate) fn said(&self) -> impl Iterator<Item = (Concept, bool)> + '_ {
        let text = |hit: &&WordHit| self.case.evidence()[hit.place].value.as_text().is_some();
        self.words.iter().filter(text).map(|hit| (hit.concept, hit.denied))
    }

    /// The first of several things that is said.
    pub(crate) fn says_any(&self, concepts: &[&str]) -> Option<Place> {
        concepts.iter().find_map(|concept| self.says(concept))
    }

    /// The smallest amount of a kind, in bytes.
    pub(crate) fn amount(&self, amount: Amount) -> Option<(f64, Place)> {
        let known = self.amounts.iter().filter(|(kind, ..)| *kind == amount);
        let smallest = known.min_by(|a, b| a.1.total_cmp(&b.1))?;
        Some((smallest.1, smallest.2))
    }

    /// The first thing that is said, measured or logged.
    pub(crate) fn first_said(&self) -> Option<Place> {
        let spoken = [Source::Person, Source::Fact, Source::Log];
        spoken.iter().find_map(|source| {
            let evidence = self.case.evidence().iter();
            evidence.clone().position(|evidence| evidence.source == *source)
        })
    }

    /// What is no line of a log, with its place.
    pub(super) fn told(&self) -> impl Iterator<Item = (Place, &'a Evidence)> + '_ {
        self.told.iter().map(|place| (*place, &self.case.evidence()[*place]))
    }

    /// Yes or no, from the first fact with one of these names.
    pub(crate) fn flag(&self, names: &[&str]) -> Option<(bool, Place)> {
        self.facts(names).find_map(|(place, value)| Some((value.as_flag()?, place)))
    }

    /// A number, from the first fact with one of these names.
    pub(crate) fn number(&self, names: &[&str]) -> Option<(f64, Place)> {
        self.facts(names).find_map(|(place, value)| Some((value.as_number()?, place)))
    }

    /// A number from the first fact whose name holds one of these parts and none of the others.
    pub(crate) fn measured(&self, parts: &[&str], but: &[&str]) -> Option<(f64, Place)> {
        let evidence = self.told();
        evidence.into_iter().find_map(|(place, fact)| {
            let name = fact.key.strip_prefix("facts.")?.to_ascii_lowercase();
            let holds = |parts: &[&str]| parts.iter().any(|part| name.contains(*part));
            if !holds(parts) || holds(but) {
                return None;
            }
            Some((fact.value.as_number()?, place))
        })
    }

    fn facts<'b>(&'b self, names: &'b [&str]) -> impl Iterator<Item = (Place, &'b Value)> {
        let evidence = self.told();
        evidence.filter_map(|(place, fact)| {
            let name = fact.key.strip_prefix("facts.")?;
            names.contains(&name).then_some((place, &fact.value))
        })
    }

    /// Where a setting (tool, host_os, …) stands.
    pub(crate) fn setting(&self, key: &str) -> Option<Place> {
        self.told().find(|(_, fact)| fact.key == key).map(|(place, _)| place)
    }

    /// The words of a fact, in small letters.
    pub(crate) fn fact_text(&self, name: &str) -> Option<String> {
        let names = [name];
        let (_, value) = self.facts(&names).next()?;
        value.as_text().map(str::to_lowercase)
    }

    /// Where a fact stands.
    pub(crate) fn fact_place(&self, name: &str) -> Option<Place> {
        let names = [name];
        self.facts(&names).next().map(|(place, _)| place)
    }

    /// Whether there is a log at all.
    pub(crate) fn has_log(&self) -> bool {
        self.case.log().next().is_some()
    }
}
