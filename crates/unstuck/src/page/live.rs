//! How a run stands, put together from its objects. It does not grow with the number of them.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::job::Job;

/// Objects of the story that are kept.
const STORY_MAX: usize = 120;
/// Points of the plot; when there are more, each second one goes.
const POINTS_MAX: usize = 240;

/// A point of the plot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Point {
    pub(crate) at: Duration,
    pub(crate) bytes_per_second: f64,
    pub(crate) stalled: bool,
}

/// How it stands.
#[derive(Default)]
pub(crate) struct Live {
    began: Option<Instant>,
    over: Option<Instant>,
    pub(crate) job: Job,
    /// How far work at the disk is, as the last object said.
    pub(crate) work: Option<Value>,
    pub(crate) is_stopping: bool,
    pub(crate) phase: String,
    /// Never falls.
    pub(crate) percent: Option<f64>,
    pub(crate) bytes: u64,
    pub(crate) files: u64,
    pub(crate) speed: f64,
    pub(crate) eta: Option<(u64, u64)>,
    pub(crate) verdict: String,
    pub(crate) waiting_for: String,
    pub(crate) silent: u64,
    pub(crate) normal: u64,
    pub(crate) found: Option<Value>,
    pub(crate) made_up: Option<String>,
    pub(crate) rung: Option<Value>,
    pub(crate) result: Option<Value>,
    pub(crate) story: VecDeque<Value>,
    pub(crate) points: Vec<Point>,
    /// Seconds between two points.
    gap: f64,
}

impl Live {
    pub(crate) fn begin(job: Job, now: Instant) -> Self {
        Self { job, began: Some(now), gap: 0.5, ..Self::default() }
    }

    /// Whether there is a run to speak of.
    pub(crate) fn is_there(&self) -> bool {
        self.began.is_some()
    }

    pub(crate) fn ended(&mut self, now: Instant) {
        self.over = Some(now);
        self.is_stopping = false;
    }

    pub(crate) fn took(&self, now: Instant) -> Duration {
        let end = self.over.unwrap_or(now);
        self.began.map_or(Duration::ZERO, |began| end.saturating_duration_since(began))
    }

    /// Takes an object in.
    pub(crate) fn hear(&mut self, object: &Value, now: Instant) {
        match object["type"].as_str().unwrap_or_default() {
            "progress" => self.progress(object, now),
            "pulse" => self.pulse(object, now),
            "cloning" | "proving" => {}
            "working" => self.work = Some(object.clone()),
            "phase" => {
                word(&object["phase"]).clone_into(&mut self.phase);
                (self.verdict, self.waiting_for) = Default::default();
                self.tell(object);
            }
            "found" => {
                self.found = Some(object.clone());
                self.rung = None;
                self.phase.clear();
            }
            "password" => {
                self.made_up = object["made_up"].as_str().map(str::to_owned);
            }
            "rung" => {
                self.rung = Some(object.clone());
                (self.verdict, self.waiting_for) = Default::default();
                // Until it says what came of it.
                "helping".clone_into(&mut self.phase);
                self.tell(object);
            }
            "act" => {
                (self.verdict, self.waiting_for) = Default::default();
                self.phase.clear();
                self.tell(object);
            }
            "lost" => {
                self.waits("stalled", word(&object["waiting_for"]));
                self.point(now, true);
                self.tell(object);
            }
            "resumed" => {
                (self.verdict, self.waiting_for) = Default::default();
                self.tell(object);
            }
            "stall" => {
                self.point(now, true);
                self.tell(object);
            }
            "result" => {
                self.result = Some(object.clone());
                self.tell(object);
            }
            _ => self.tell(object),
        }
    }

    fn progress(&mut self, object: &Value, now: Instant) {
        if let Some(percent) = object["percent"].as_f64() {
            self.percent = Some(self.percent.unwrap_or(0.0).max(percent).clamp(0.0, 100.0));
        }
        self.bytes = object["bytes"].as_u64().unwrap_or(self.bytes);
        self.files = object["files"].as_u64().unwrap_or(self.files);
        self.speed = object["bytes_per_second"].as_f64().unwrap_or(0.0);
        let eta = &object["eta_seconds"];
        self.eta = eta[0].as_u64().zip(eta[1].as_u64());
        self.point(now, false);
    }

    fn pulse(&mut self, object: &Value, now: Instant) {
        self.waits(word(&object["verdict"]), word(&object["waiting_for"]));
        self.silent = object["silent_seconds"].as_u64().unwrap_or(0);
        self.normal = object["normal_seconds"].as_u64().unwrap_or(0);
        if self.verdict == "stalled" {
            self.point(now, true);
        }
    }

    /// What is waited for now. A locked phone stays what is waited for while its services are
    /// asked for again and again: somebody has to unlock it.
    fn waits(&mut self, verdict: &str, waiting_for: &str) {
        if self.waiting_for == "unlock" && waiting_for == "agent-start" {
            return;
        }
        verdict.clone_into(&mut self.verdict);
        waiting_for.clone_into(&mut self.waiting_for);
    }

    fn point(&mut self, now: Instant, stalled: bool) {
        let at = self.took(now);
        let last = self.points.last();
        let is_due = last.is_none_or(|last| {
            (at.saturating_sub(last.at)).as_secs_f64() >= self.gap || last.stalled != stalled
        });
        if !is_due {
            return;
        }
        let bytes_per_second = if stalled { 0.0 } else { self.speed };
        self.points.push(Point { at, bytes_per_second, stalled });
        if self.points.len() > POINTS_MAX {
            let mut is_odd = false;
            self.points.retain(|_| {
                is_odd = !is_odd;
                is_odd
            });
            self.gap *= 2.0;
        }
    }

    fn tell(&mut self, object: &Value) {
        self.story.push_back(object.clone());
        if self.story.len() > STORY_MAX {
            self.story.pop_front();
        }
    }

    /// For programs.
    pub(crate) fn object(&self, now: Instant) -> Value {
        if !self.is_there() {
            return Value::Null;
        }
        json!({
            "job": self.job.word(),
            "work": self.work,
            "phase": self.phase,
            "percent": self.percent,
            "bytes": self.bytes,
            "files": self.files,
            "bytes_per_second": self.speed,
            "eta_seconds": self.eta.map(|(low, high)| [low, high]),
            "verdict": self.verdict,
            "waiting_for": self.waiting_for,
            "silent_seconds": self.silent,
            "normal_seconds": self.normal,
            "seconds": self.took(now).as_secs(),
            "found": self.found,
            "rung": self.rung,
            "story": self.story,
            "result": self.result,
        })
    }
}

fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_locked_phone_stays_locked_until_it_answers() {
        let now = Instant::now();
        let mut live = Live::begin(Job::Rescue, now);
        let pulse = |verdict: &str, waiting_for: &str| {
            // In two lines: one would be too long.
            json!({ "type": "pulse", "verdict": verdict, "waiting_for": waiting_for })
        };
        live.hear(&pulse("waiting-for-person", "unlock"), now);
        live.hear(&json!({ "type": "lost", "waiting_for": "agent-start" }), now);
        live.hear(&pulse("preparing", "agent-start"), now);
        assert_eq!((&*live.verdict, &*live.waiting_for), ("waiting-for-person", "unlock"));
        live.hear(&json!({ "type": "resumed", "files": 60 }), now);
        assert_eq!((&*live.verdict, &*live.waiting_for), ("", ""));
    }

    #[test]
    fn a_bar_never_falls_and_nothing_grows() {
        let began = Instant::now();
        let mut live = Live::begin(Job::Rescue, began);
        for count in 0..20_000u64 {
            let now = began + Duration::from_millis(count * 10);
            let percent = if count % 2 == 0 { 50.0 } else { 10.0 };
            live.hear(
                &json!({ "type": "progress", "percent": percent, "bytes": count, "files": 1,
                    "bytes_per_second": 1.0, "eta_seconds": null }),
                now,
            );
            live.hear(&json!({ "type": "note", "text": "a line" }), now);
        }
        assert_eq!(live.percent, Some(50.0));
        assert!(live.points.len() <= POINTS_MAX && live.story.len() <= STORY_MAX);
    }
}
