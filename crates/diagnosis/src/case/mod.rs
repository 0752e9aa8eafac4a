//! The case: everything known about one trouble, one fact a line.
//!
//! ```text
//!  case file (JSON, or any text) ──► CaseFile ──► Case (evidence, in order)
//!  probes of a running machine ─────────────────►   │
//!                                                   ├──► rules
//!                                                   └──► shareable()  nothing private left
//! ```

mod evidence;
mod file;
mod redact;

pub use evidence::{Evidence, Privacy, Source, Value};
pub use file::CaseFile;

/// All that is known, in the order in which it became known. Nothing is ever taken out.
#[derive(Clone, Debug, Default)]
pub struct Case {
    evidence: Vec<Evidence>,
    notes: Vec<String>,
}

impl Case {
    /// Nothing known.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a fact.
    pub fn record(&mut self, evidence: Evidence) {
        self.evidence.push(evidence);
    }

    /// Adds a remark about how the case was read, for people.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Every fact.
    pub fn evidence(&self) -> &[Evidence] {
        &self.evidence
    }

    /// Remarks about how the case was read.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// The newest value of a key.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.evidence.iter().rev().find(|evidence| evidence.key == key).map(|found| &found.value)
    }

    /// The newest text of a key.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.get(key).and_then(Value::as_text)
    }

    /// Lines of logs, with their keys.
    pub fn log(&self) -> impl Iterator<Item = (&str, &str)> {
        let lines = self.evidence.iter().filter(|evidence| evidence.source == Source::Log);
        lines.filter_map(|line| Some((line.key.as_str(), line.value.as_text()?)))
    }

    /// Facts: measured or asked, with the names they have behind `facts.`.
    pub fn facts(&self) -> impl Iterator<Item = (&str, &Value)> {
        let facts = self.evidence.iter();
        facts.filter_map(|fact| Some((fact.key.strip_prefix("facts.")?, &fact.value)))
    }

    /// The case as a journal, one JSON object a line.
    pub fn to_journal(&self) -> String {
        let mut text = String::new();
        for evidence in &self.evidence {
            text.push_str(&evidence.to_json().to_string());
            text.push('\n');
        }
        text
    }

    /// A case file of this case with nothing private left in it.
    pub fn shareable(&self) -> CaseFile {
        redact::shareable(self)
    }
}

/// Takes private things out of one text, as [`Case::shareable`] does.
pub fn redact(text: &str) -> String {
    redact::text(text)
}
