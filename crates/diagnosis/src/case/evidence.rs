//! One fact: what, how much, from whom, when, how private.

use serde_json::{Value as Json, json};

/// What a fact says.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A number, in the unit its key ends with.
    Number(f64),
    /// Words.
    Text(String),
}

impl Value {
    /// The words, where it is words.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, also where it is written in words.
    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Text(text) => text.trim().parse().ok().filter(|number: &f64| number.is_finite()),
            Self::Flag(_) => None,
        }
    }

    /// Yes or no, also where it is written in words.
    pub fn as_flag(&self) -> Option<bool> {
        match self {
            Self::Flag(flag) => Some(*flag),
            Self::Number(_) => None,
            Self::Text(text) => match text.trim().to_ascii_lowercase().as_str() {
                "yes" | "true" | "on" => Some(true),
                "no" | "false" | "off" | "none" => Some(false),
                _ => None,
            },
        }
    }

    /// As JSON.
    pub fn to_json(&self) -> Json {
        match self {
            Self::Flag(flag) => json!(flag),
            // Whole numbers are written as such: bytes are counted, not measured.
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 9e15 => {
                json!(*number as i64)
            }
            Self::Number(number) => json!(number),
            Self::Text(text) => json!(text),
        }
    }
}

/// Who says so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Source {
    /// The person, in their own words.
    Person,
    /// A line of a log or a console.
    Log,
    /// Measured or asked.
    Fact,
    /// What kind of phone, computer and program it is.
    Setting,
    /// A probe of this computer, a phone or a network.
    Probe,
}

impl Source {
    /// In one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Log => "log",
            Self::Fact => "fact",
            Self::Setting => "setting",
            Self::Probe => "probe",
        }
    }
}

/// What must happen to a fact before anybody else may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Privacy {
    /// Can be shown to everybody.
    Open,
    /// Words that may hold something private: they are looked through.
    Words,
    /// Private as such: replaced as a whole.
    Private,
}

impl Privacy {
    /// In one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Words => "words",
            Self::Private => "private",
        }
    }
}

/// One fact.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// Its name: `report`, `log[4]`, `facts.host_free_bytes`, `tool`, …
    pub key: String,
    /// What it says.
    pub value: Value,
    /// Who says so.
    pub source: Source,
    /// When, in milliseconds since 1970, where that is known.
    pub at_ms: Option<u64>,
    /// How private it is.
    pub privacy: Privacy,
}

impl Evidence {
    /// A fact of an unknown time. Words are looked through before they are shared.
    pub fn new(key: impl Into<String>, value: Value, source: Source) -> Self {
        let privacy = match value {
            Value::Text(_) => Privacy::Words,
            _ => Privacy::Open,
        };
        Self { key: key.into(), value, source, at_ms: None, privacy }
    }

    /// The same, known since then.
    pub fn at(mut self, milliseconds: u64) -> Self {
        self.at_ms = Some(milliseconds);
        self
    }

    /// The same, as private as said.
    pub fn privacy(mut self, privacy: Privacy) -> Self {
        self.privacy = privacy;
        self
    }

    /// A line of the journal.
    pub fn to_json(&self) -> Json {
        json!({
            "key": self.key,
            "value": self.value.to_json(),
            "source": self.source.word(),
            "at_ms": self.at_ms,
            "privacy": self.privacy.word(),
        })
    }
}
