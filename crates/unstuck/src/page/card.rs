//! The one sentence and the one step, from how things stand.

use serde_json::Value;
use unstuck_diagnosis::Cause;

use super::hub::{Kind, State};
use super::job::{self, Job};
use crate::drawing::Scene;
use crate::words::{Line, Words};

/// What a person reads first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Card {
    /// One sentence.
    pub(super) headline: String,
    /// One step, or what happens by itself; empty when there is a form or button instead.
    pub(super) step: String,
    /// What the program itself said.
    pub(super) said: Vec<Line>,
    /// Which colour and sign: `calm`, `you`, `wait`, `good`, `bad`.
    pub(super) tone: &'static str,
    /// What is to be seen beside it.
    pub(super) picture: Option<Scene>,
}

impl Card {
    pub(super) fn new(words: &Words, tone: &'static str, headline: &str, step: &str) -> Self {
        let step = if step.is_empty() { String::new() } else { words.t(step) };
        Self { headline: words.t(headline), step, said: vec![], tone, picture: None }
    }

    fn showing(self, picture: Scene) -> Self {
        Self { picture: Some(picture), ..self }
    }
}

/// The card of this moment.
pub(super) fn card(state: &State, words: &Words) -> Card {
    let live = &state.live;
    if live.job != Job::Rescue && state.question.is_none() {
        return job::card(state, words);
    }
    if state.is_running {
        return match &state.question {
            Some(question) => asked(question.kind, words),
            None => running(state, words),
        };
    }
    match &live.result {
        Some(result) => ended(result, words),
        None if live.is_there() => Card::new(words, "bad", "end-failed", "end-again"),
        None => first(state, words),
    }
}

fn first(state: &State, words: &Words) -> Card {
    match state.phones.as_deref() {
        Some([]) => Card::new(words, "you", "home-plug", "home-plug-step").showing(Scene::Plug),
        Some(_) => match state.seen.as_ref().map(|seen| seen.trust.as_str()) {
            Some("not-trusted" | "trust-broken") => {
                Card::new(words, "calm", "home-ready", "home-ready-trust").showing(Scene::Trust)
            }
            Some("locked") => {
                Card::new(words, "calm", "home-ready", "home-ready-locked").showing(Scene::Locked)
            }
            _ => Card::new(words, "calm", "home-ready", "home-ready-step").showing(Scene::Ready),
        },
        None => Card::new(words, "you", "home-blind", "home-blind-step").showing(Scene::Plug),
    }
}

fn asked(kind: Kind, words: &Words) -> Card {
    match kind {
        Kind::Agree => Card::new(words, "you", "ask-agree", "ask-agree-step"),
        Kind::Consent => Card::new(words, "you", "restore-consent", "restore-consent-step"),
        Kind::CarryOut => Card::new(words, "you", "ask-do", "ask-do-step"),
        Kind::Password => Card::new(words, "you", "ask-password", "ask-password-step"),
        Kind::NewPassword => Card::new(words, "you", "ask-new", "ask-new-step"),
    }
}

fn running(state: &State, words: &Words) -> Card {
    let live = &state.live;
    if live.is_stopping {
        return Card::new(words, "wait", "run-stopping", "run-stopping-step");
    }
    let new = |tone, headline, step| Card::new(words, tone, headline, step).showing(Scene::Flow);
    let you = |headline, step, scene| Card::new(words, "you", headline, step).showing(scene);
    match (live.verdict.as_str(), live.waiting_for.as_str()) {
        ("waiting-for-person", "passcode") => {
            you("wait-passcode", "wait-passcode-step", Scene::Passcode)
        }
        ("waiting-for-person", "unlock") => you("wait-unlock", "wait-unlock-step", Scene::Locked),
        ("waiting-for-person", "trust") => you("wait-trust", "wait-trust-step", Scene::Trust),
        // Before anything was found it is not lost, it was never there.
        (_, "phone" | "phone-nearby") if live.found.is_none() => {
            you("home-plug", "home-plug-step", Scene::Plug)
        }
        (_, "phone" | "phone-nearby") => you("wait-phone", "wait-phone-step", Scene::Plug),
        (_, "other-program") => new("wait", "wait-other", "wait-other-step"),
        (_, "disk") => new("wait", "wait-disk", "wait-step"),
        ("stalled", _) => new("wait", "run-silent", "run-silent-step"),
        ("slow", _) => new("calm", "run-slow", "run-slow-step"),
        _ => match live.phase.as_str() {
            "waiting-passcode" => you("wait-passcode", "wait-passcode-step", Scene::Passcode),
            "helping" => new("wait", "phase-helping", "phase-helping-step"),
            "preparing" => new("calm", "phase-preparing", "wait-step"),
            "receiving" => new("calm", "phase-receiving", "wait-step"),
            "moving" | "removing" => new("calm", "phase-moving", "wait-step"),
            "verifying" | "sealing" | "done" => new("calm", "phase-verifying", "wait-step"),
            _ => new("calm", "phase-connecting", "wait-step"),
        },
    }
}

fn ended(result: &Value, words: &Words) -> Card {
    let new = |tone, headline, step| Card::new(words, tone, headline, step);
    let code = result["exit_code"].as_u64().unwrap_or(1);
    let outcome = result["outcome"].as_str().unwrap_or_default();
    let cause = result["cause"].as_str().unwrap_or_default();
    let mut card = match (outcome, result["ending"].as_str(), code) {
        (_, _, 9) if result["version"].is_string() => {
            new("you", "end-password", "end-password-step").showing(Scene::Safe)
        }
        ("complete", _, _) if result["verified"] == true => {
            new("good", "end-safe", "end-safe-step").showing(Scene::Safe)
        }
        ("complete", _, _) => new("good", "end-made", "end-made-step").showing(Scene::Safe),
        ("partial", _, _) => new("good", "end-partial", "end-partial-step").showing(Scene::Safe),
        (_, Some("moving"), _) => new("calm", "end-moving", "wait-step"),
        (_, _, 130) => new("calm", "end-stopped", "end-stopped-step"),
        (_, _, 9) => new("you", "end-password", "end-again"),
        (_, _, 7) if cause == Cause::HostDiskFull.id() => {
            new("you", "end-place", "").showing(Scene::Full)
        }
        (_, _, 7) => new("you", "end-place-fails", ""),
        (_, _, 5) => new("you", "home-plug", "home-plug-step").showing(Scene::Plug),
        (_, Some("needs-you"), _) | (_, _, 4) => new("you", "end-needs-you", ""),
        (_, _, 6) => new("bad", "end-stalled", ""),
        // Who breaks the rules of the conversation forbids nothing.
        (_, _, 10) if cause != Cause::DeviceSoftware.id() => new("bad", "end-refused", ""),
        _ => new("bad", "end-failed", ""),
    };
    if card.tone == "you" || card.tone == "bad" {
        let text = |key: &str| result[key].as_str().map(str::to_owned);
        let said = [text("headline"), text("next")].into_iter().flatten();
        card.said.extend(said.map(|text| words.line(&text)));
    }
    card
}

/// What a change of phase is called, for those who hear the page.
pub(super) fn announced(state: &State, words: &Words) -> String {
    card(state, words).headline
}
