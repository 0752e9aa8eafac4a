//! What was normal on this very phone: the longest silence in each stretch after which it went
//! on by itself.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value as Json, json};

use super::{Stage, Way};

/// A phone that was once quiet for so long may be so half as long again.
const MARGIN: f64 = 1.5;
/// One odd night must not make us blind: never more than this times the ordinary.
const STRETCH_MAX: u32 = 6;
/// No file of ours is larger.
const BYTES_MAX: usize = 1 << 16;

/// Longest silences in milliseconds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    quiet: BTreeMap<(Way, Stage), u64>,
}

impl History {
    /// Reads what [`History::to_json`] wrote. What cannot be read is not known: that is no error.
    pub fn parse(text: &str) -> Self {
        let mut history = Self::default();
        if text.len() > BYTES_MAX {
            return history;
        }
        let json: Json = serde_json::from_str(text).unwrap_or_default();
        for way in [Way::Local, Way::Icloud] {
            for stage in Stage::ALL {
                if let Some(ms) = json[way.word()][stage.word()].as_u64() {
                    history.quiet.insert((way, stage), ms);
                }
            }
        }
        history
    }

    /// As JSON, to be kept with the phone's other things.
    pub fn to_json(&self) -> Json {
        let mut json = json!({});
        for ((way, stage), ms) in &self.quiet {
            json[way.word()][stage.word()] = json!(ms);
        }
        json
    }

    /// It was quiet for so long, and then it went on.
    pub(super) fn learn(&mut self, way: Way, stage: Stage, quiet: Duration) {
        let ms = u64::try_from(quiet.as_millis()).unwrap_or(u64::MAX);
        let known = self.quiet.entry((way, stage)).or_default();
        *known = (*known).max(ms);
    }

    /// What is ordinary, and whether that was learnt.
    pub(super) fn normal(&self, way: Way, stage: Stage) -> (Duration, bool) {
        let base = stage.normal_quiet(way);
        let known = self.quiet.get(&(way, stage)).map(|ms| Duration::from_millis(*ms));
        let learnt = known.map(|quiet| quiet.mul_f64(MARGIN).min(base * STRETCH_MAX));
        match learnt.filter(|learnt| *learnt > base) {
            Some(learnt) => (learnt, true),
            None => (base, false),
        }
    }

    /// Both together.
    #[must_use]
    pub(super) fn merged(mut self, other: Self) -> Self {
        for (key, ms) in other.quiet {
            let known = self.quiet.entry(key).or_default();
            *known = (*known).max(ms);
        }
        self
    }
}
