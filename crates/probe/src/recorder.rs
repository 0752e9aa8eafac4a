//! Where a probe writes down what it learns, as soon as it learns it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::mpsc::UnboundedSender;
use unstuck_diagnosis::case::{Evidence, Privacy, Source, Value};

/// Keeps what a probe learns. What was recorded before a probe failed or hung is kept.
#[derive(Clone, Debug)]
pub struct Recorder {
    sender: UnboundedSender<Evidence>,
    /// Lines of logs are numbered over all probes.
    lines: Arc<AtomicUsize>,
}

impl Recorder {
    pub(crate) fn new(sender: UnboundedSender<Evidence>, lines: Arc<AtomicUsize>) -> Self {
        Self { sender, lines }
    }

    /// A measured or asked fact: `facts.` and its name go in front, the time behind. Numbers
    /// are in the unit that the name ends with.
    pub fn fact(&self, name: &str, value: impl Into<Fact>) {
        let Fact(value) = value.into();
        self.record(Evidence::new(format!("facts.{name}"), value, Source::Probe));
    }

    /// The same, not to be shown to anybody else.
    pub fn private(&self, name: &str, value: impl Into<Fact>) {
        let Fact(value) = value.into();
        let fact = Evidence::new(format!("facts.{name}"), value, Source::Probe);
        self.record(fact.privacy(Privacy::Private));
    }

    /// What kind of phone, computer or program it is: `device`, `ios_version`, `host_os`,
    /// `tool`, `method`.
    pub fn setting(&self, name: &str, value: &str) {
        self.record(Evidence::new(name, Value::Text(value.to_owned()), Source::Setting));
    }

    /// A line of a log. Gets its number here.
    pub fn line(&self, line: &str) {
        let key = format!("log[{}]", self.lines.fetch_add(1, Relaxed));
        self.record(Evidence::new(key, Value::Text(line.to_owned()), Source::Log));
    }

    /// Any evidence; a time is added where it has none.
    pub fn record(&self, mut evidence: Evidence) {
        if evidence.at_ms.is_none() {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
            evidence.at_ms = u64::try_from(now.as_millis()).ok();
        }
        // Whoever asked may have left: then nobody wants it any more.
        let _ = self.sender.send(evidence);
    }
}

/// A value of a fact, made of what probes have at hand.
#[derive(Clone, Debug)]
pub struct Fact(Value);

impl From<bool> for Fact {
    fn from(flag: bool) -> Self {
        Self(Value::Flag(flag))
    }
}

impl From<f64> for Fact {
    fn from(number: f64) -> Self {
        Self(Value::Number(number))
    }
}

impl From<u64> for Fact {
    fn from(number: u64) -> Self {
        Self(Value::Number(number as f64))
    }
}

impl From<u32> for Fact {
    fn from(number: u32) -> Self {
        Self(Value::Number(f64::from(number)))
    }
}

impl From<&str> for Fact {
    fn from(text: &str) -> Self {
        Self(Value::Text(text.to_owned()))
    }
}

impl From<String> for Fact {
    fn from(text: String) -> Self {
        Self(Value::Text(text))
    }
}

/// What a probe recorded, for tests.
#[cfg(test)]
#[derive(Debug)]
pub(crate) struct Noted(Vec<Evidence>);

#[cfg(test)]
impl Noted {
    pub(crate) fn of(probe: impl FnOnce(&Recorder)) -> Self {
        let (sender, mut receiver) = tokio::sync::mpsc::unbounded_channel();
        probe(&Recorder::new(sender, Arc::default()));
        let mut all = Vec::new();
        while let Ok(evidence) = receiver.try_recv() {
            all.push(evidence);
        }
        Self(all)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn find(&self, name: &str) -> Option<&Value> {
        let key = format!("facts.{name}");
        self.0.iter().find(|fact| fact.key == key || fact.key == name).map(|fact| &fact.value)
    }

    pub(crate) fn number(&self, name: &str) -> Option<f64> {
        self.find(name)?.as_number()
    }

    /// The value as words: `true`, `480`, `ext4`.
    pub(crate) fn text(&self, name: &str) -> Option<String> {
        let value = self.find(name)?;
        Some(value.as_text().map_or_else(|| value.to_json().to_string(), str::to_owned))
    }
}
