//! The case, read: which signatures, codes, words and amounts are in it. Rules look at this,
//! never at raw text.

pub(crate) mod amounts;
pub(crate) mod context;
mod glob;
pub(crate) mod lexicon;
pub(crate) mod lines;
mod log;
pub(crate) mod numbers;
mod phrases;
mod queries;
mod stage;
mod words;

use std::sync::OnceLock;

use crate::case::{Case, Source, Value};
use crate::knowledge::codes::Family;
use crate::knowledge::signatures::{self, Signature};

use amounts::Amount;
use context::Context;
use lexicon::{Lexicon, Likeness};
use lines::{Found, Lines};
use log::Log;
use numbers::Numbers;
use phrases::Phrases;

pub(crate) use phrases::Concept;
pub(crate) use stage::Stage;

/// How the names of facts begin that are answers to our questions.
pub(crate) const ANSWER: &str = "answer_";

/// How names of facts begin that our own probes record (docs/diagnosis.md 9), or that hold an
/// answer to a question of ours: rules know them by name, their words are no sentences.
const PROBED: [&str; 3] = ["here.", "probe_", ANSWER];

/// Whether our own probes recorded a fact, or a question of ours was answered with it.
fn is_probed(key: &str) -> bool {
    let name = key.strip_prefix("facts.").unwrap_or(key);
    PROBED.iter().any(|prefix| name.starts_with(prefix))
}

/// Words of a report from which on somebody tells something.
const TOLD_MIN: usize = 8;

/// A place in the case that something rests on.
pub(crate) type Place = usize;

/// A signature in the case.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineHit {
    pub(crate) first: Place,
    pub(crate) last: Place,
    pub(crate) number: Option<i64>,
    pub(crate) count: usize,
}

#[derive(Clone, Copy, Debug)]
struct WordHit {
    concept: Concept,
    denied: bool,
    place: Place,
    ways: usize,
}

/// The case, read.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) case: &'a Case,
    pub(crate) context: Context,
    pub(crate) stage: Stage,
    /// The lines of the log whose words count: of a long log only those in which something was
    /// understood.
    pub(crate) telling: Vec<Place>,
    /// Our own program wrote the log.
    own: bool,
    /// What the single words say.
    pub(crate) likeness: Likeness,
    /// What is no line of a log: few, while a log has many.
    told: Vec<Place>,
    amounts: Vec<(Amount, f64, Place)>,
    lines: Vec<Option<LineHit>>,
    words: Vec<WordHit>,
    numbers: Vec<(Family, i64, Place)>,
}

/// The tables of signatures, read once.
pub(crate) fn signatures() -> &'static [Signature] {
    static SIGNATURES: OnceLock<Vec<Signature>> = OnceLock::new();
    SIGNATURES.get_or_init(signatures::all)
}

/// What looks for signatures and codes together, built once: for a few lines, and for long
/// logs.
#[derive(Debug)]
struct Engines {
    /// Signatures first, then the forms of codes.
    lines: Lines,
    numbers: Numbers,
}

fn engines(bytes: usize) -> &'static Engines {
    static SMALL: OnceLock<Engines> = OnceLock::new();
    static LARGE: OnceLock<Engines> = OnceLock::new();
    let large = bytes > lines::LARGE;
    let place = if large { &LARGE } else { &SMALL };
    place.get_or_init(|| {
        let mut all = signatures().to_vec();
        all.extend(Numbers::texts());
        Engines { lines: Lines::new(&all, large), numbers: Numbers::new() }
    })
}

/// Whether the backup services of the phone wrote a line.
fn is_of_phone(line: &str) -> bool {
    let line = line.to_ascii_lowercase();
    ["mberrordomain", "backupagent", "backupd"].iter().any(|name| line.contains(name))
}

fn phrases() -> &'static Phrases {
    static PHRASES: OnceLock<Phrases> = OnceLock::new();
    PHRASES.get_or_init(Phrases::new)
}

impl<'a> Reading<'a> {
    /// Reads a case with our own words.
    #[cfg(test)]
    pub(crate) fn of(case: &'a Case) -> Self {
        Self::with(case, Lexicon::own())
    }

    /// Reads a case: one pass over the log, one over the words.
    pub(crate) fn with(case: &'a Case, lexicon: &Lexicon) -> Self {
        let bytes = case.log().map(|(_, line)| line.len()).sum();
        let signatures = signatures();
        let mut reading = Self {
            case,
            context: Context::of(case),
            likeness: Likeness::default(),
            telling: Vec::new(),
            own: false,
            stage: Stage::Unknown,
            told: Vec::new(),
            amounts: Vec::new(),
            lines: vec![None; signatures.len()],
            words: Vec::new(),
            numbers: Vec::new(),
        };
        let Engines { lines: engine, numbers } = engines(bytes);
        let log = reading.read_log(engine, numbers);
        for (place, evidence) in case.evidence().iter().enumerate() {
            if evidence.source != Source::Log {
                reading.told.push(place);
            }
            match (&evidence.source, &evidence.value) {
                (Source::Person, Value::Text(report)) => {
                    for line in report.split('\n') {
                        reading.read_line(place, line, engine, numbers);
                    }
                    let mut found = Vec::new();
                    numbers.in_words(report, &reading.context, &mut found);
                    reading.add_numbers(place, found);
                    reading.read_words(place, report, false);
                }
                (Source::Fact | Source::Probe, value) => {
                    reading.read_fact(place, &evidence.key, value, engine, numbers);
                }
                _ => {}
            }
        }
        // What our own program prints is advice to people, and no evidence.
        let own = reading.lines().any(|(signature, _)| signature.id.starts_with("own-"));
        reading.own = own;
        reading.telling = if reading.own { Vec::new() } else { log.telling(reading.is_told()) };
        reading.likeness = lexicon.likeness(&reading);
        reading.amounts = amounts::all(reading.told());
        reading.stage = stage::infer(&reading);
        reading
    }

    /// Whether somebody tells so much that what they leave out says something.
    pub(crate) fn is_told(&self) -> bool {
        let report = self.case.text("report").unwrap_or_default();
        report.split_whitespace().take(TOLD_MIN).count() == TOLD_MIN
    }

    /// Whether a place holds what our own program measured or said.
    pub(crate) fn is_ours(&self, place: Place) -> bool {
        let evidence = self.case.evidence().get(place);
        evidence.is_some_and(|evidence| match evidence.source {
            Source::Log => self.own,
            Source::Fact | Source::Probe => is_probed(&evidence.key),
            _ => false,
        })
    }

    /// Reads the lines of the log; which of them tell something.
    fn read_log(&mut self, engine: &Lines, numbers: &Numbers) -> Log {
        let all = self.case.evidence().iter().enumerate();
        let (places, lines): (Vec<Place>, Vec<&str>) = all
            .filter(|(_, evidence)| evidence.source == Source::Log)
            .filter_map(|(place, evidence)| Some((place, evidence.value.as_text()?)))
            .unzip();
        let found = engine.find_each(&lines);
        let mut rest = found.as_slice();
        let mut log = Log::default();
        for (index, (place, line)) in places.into_iter().zip(lines).enumerate() {
            let count = rest.iter().take_while(|found| found.line == index).count();
            let here;
            (here, rest) = rest.split_at(count);
            log.add(place, self.take(place, line, here, numbers));
        }
        log
    }

    /// Reads a line that stands for itself.
    fn read_line(&mut self, place: Place, line: &str, engine: &Lines, numbers: &Numbers) {
        let found = engine.find_each(&[line]);
        self.take(place, line, &found, numbers);
    }

    /// Takes what was found in a line; whether anything was.
    fn take(&mut self, place: Place, line: &str, hits: &[Found], numbers: &Numbers) -> bool {
        let mut seen: Vec<(usize, Option<i64>)> = Vec::new();
        let mut found = Vec::new();
        let (context, signatures) = (&self.context, self.lines.len());
        for Found { index, number, .. } in hits.iter().copied() {
            match index.checked_sub(signatures) {
                Some(form) => numbers.take(form, number, context, &mut found),
                None if seen.iter().any(|(known, _)| *known == index) => {}
                None => seen.push((index, number)),
            }
        }
        let understood = !seen.is_empty() || !found.is_empty();
        for (index, number) in seen {
            match &mut self.lines[index] {
                Some(known) => {
                    known.last = place;
                    known.count += 1;
                    known.number = number.or(known.number);
                }
                empty => {
                    *empty = Some(LineHit { first: place, last: place, number, count: 1 });
                }
            }
        }
        numbers::update_codes(line, &self.context, &mut found);
        // What the phone says of its own files is no word about the disk of this computer.
        if found.iter().any(|(family, _)| *family == Family::Errno) && is_of_phone(line) {
            found.retain(|(family, _)| *family != Family::Errno);
        }
        self.add_numbers(place, found);
        understood
    }

    fn read_words(&mut self, place: Place, text: &str, inverted: bool) {
        for said in phrases().find(text) {
            let denied = said.denied != inverted;
            let known = self.words.iter().any(|hit| {
                hit.concept == said.concept && hit.denied == denied && hit.place == place
            });
            if !known {
                let (concept, ways) = (said.concept, said.ways);
                self.words.push(WordHit { concept, denied, place, ways });
            }
        }
    }

    /// A fact is read like a sentence: its name, then what it says. `other_cable_tried: true`
    /// is "other cable tried", `wifi_signal: "weak"` is "wifi signal weak".
    fn read_fact(
        &mut self,
        place: Place,
        key: &str,
        value: &Value,
        engine: &Lines,
        numbers: &Numbers,
    ) {
        let name = key.strip_prefix("facts.").unwrap_or(key);
        // What our own probes measured is exact: rules read it by its name. Read as sentences
        // "bus data: true" or "could not tell: denied" would say what nobody said.
        if is_probed(key) {
            return;
        }
        let sentence = name.replace(['_', '-', '.'], " ");
        match value.as_flag() {
            Some(flag) => return self.read_words(place, &sentence, !flag),
            None => {
                if let Value::Text(text) = value {
                    self.read_line(place, text, engine, numbers);
                    self.read_words(place, &format!("{sentence} {text}"), false);
                }
            }
        }
        if let Some(number) = value.as_number() {
            let mut found = Vec::new();
            numbers.in_fact(name, number, &self.context, &mut found);
            self.add_numbers(place, found);
            // "cables_tried: 3"
            let counts = name.ends_with("tried") || name.ends_with("count");
            if counts && number > 0.0 {
                self.read_words(place, &sentence, false);
            }
        }
    }

    fn add_numbers(&mut self, place: Place, found: Vec<(Family, i64)>) {
        for (family, number) in found {
            if !self.numbers.iter().any(|(f, n, _)| (*f, *n) == (family, number)) {
                self.numbers.push((family, number, place));
            }
        }
    }
}
