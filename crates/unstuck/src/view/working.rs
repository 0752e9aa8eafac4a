//! How far work of our own is: checking, taking files out, copying.

use serde_json::{Value, json};

use crate::time::{counted, human_bytes, human_count};

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Working {
    /// What is being done, in words that stand alone: `reading every file`.
    pub(crate) what: &'static str,
    /// How much of it is done.
    pub(crate) done: u64,
    /// How much there is, when that is known.
    pub(crate) total: Option<u64>,
    /// What is counted.
    pub(crate) unit: Unit,
}

/// What is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Bytes,
    Files,
    /// Nothing: it is only said what goes on.
    Nothing,
}

impl Working {
    /// As words.
    pub(super) fn text(&self) -> String {
        let amount = |count| match self.unit {
            Unit::Bytes => human_bytes(count),
            Unit::Files => counted(count, "file", "files"),
            Unit::Nothing => human_count(count),
        };
        match (self.unit, self.total) {
            (Unit::Nothing, _) => self.what.to_owned(),
            (_, None) => format!("{} · {}", self.what, amount(self.done)),
            (unit, Some(total)) => {
                let done = match unit {
                    Unit::Files => human_count(self.done),
                    _ => amount(self.done),
                };
                format!("{} · {done} of {}", self.what, amount(total))
            }
        }
    }

    /// As an object (docs/contracts.md).
    pub(super) fn object(&self) -> Value {
        let unit = match self.unit {
            Unit::Bytes => Some("bytes"),
            Unit::Files => Some("files"),
            Unit::Nothing => None,
        };
        json!({
            "type": "working", "what": self.what, "done": self.done, "total": self.total,
            "unit": unit,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn progress_reads_well() {
        let text = |total, unit| Working { what: "reading", done: 1500, total, unit }.text();
        assert_eq!(text(Some(3000), Unit::Bytes), "reading · 1.5 KB of 3.0 KB");
        assert_eq!(text(None, Unit::Files), "reading · 1,500 files");
        assert_eq!(text(None, Unit::Nothing), "reading");
    }
}
