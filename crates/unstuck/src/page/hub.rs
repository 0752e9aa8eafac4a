//! What the page knows: phones in reach, the run and how it stands, questions that wait. One for
//! all windows; whoever looks is woken when something changed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use serde_json::{Value, json};
use tokio::sync::{oneshot, watch};
use unstuck_link::MuxAddress;
use unstuck_manifest::Password;
use unstuck_sim::phone::SharedPhone;

use super::job::Job;
use super::live::Live;
use super::tell::Tale;

/// What a person says.
#[derive(Debug)]
pub(crate) enum Said {
    Yes,
    No,
    Password(Option<Password>),
}

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// May this be done?
    Agree,
    /// May what was stated be done, although it cannot be taken back?
    Consent,
    /// Are the steps carried out?
    CarryOut,
    /// A password that exists.
    Password,
    /// A password chosen now.
    NewPassword,
}

impl Kind {
    /// For the API and the templates.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Agree => "agree",
            Self::Consent => "consent",
            Self::CarryOut => "carry-out",
            Self::Password => "password",
            Self::NewPassword => "new-password",
        }
    }
}

/// A question that waits.
#[derive(Debug)]
pub(crate) struct Question {
    pub(crate) id: u64,
    pub(crate) kind: Kind,
    answer: oneshot::Sender<Said>,
}

/// A simulated phone that somebody chose; it lives as long as the page.
#[derive(Clone)]
pub(crate) struct Toy {
    pub(crate) name: String,
    pub(crate) address: MuxAddress,
    pub(crate) phone: SharedPhone,
}

impl Toy {
    /// What was done about it, by Unstuck or by hand, is felt by it as a real one would feel
    /// it: whoever plays a trouble through also sees it end.
    pub(crate) fn feels(&self, object: &Value) {
        if let ("act", "done", Some(remedy)) = (
            object["type"].as_str().unwrap_or_default(),
            object["settled"].as_str().unwrap_or_default(),
            object["remedy"].as_str(),
        ) {
            self.phone.lock().remedied(remedy);
        }
    }
}

/// A diagnosis that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Told {
    pub(crate) id: String,
    /// What it rests on.
    pub(crate) seen: Tale,
    pub(crate) diagnosis: Value,
}

/// Diagnoses that are kept for reading.
const TOLD_MAX: usize = 8;

/// Who is plugged in, before any run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Seen {
    /// Empty where it does not say.
    pub(crate) name: String,
    /// Model and system; empty where it does not say.
    pub(crate) model: String,
    /// As in the objects of `devices`.
    pub(crate) trust: String,
}

#[derive(Default)]
pub(crate) struct State {
    /// UDIDs in reach; none when the daemon does not answer.
    pub(crate) phones: Option<Vec<String>>,
    /// The only one of them.
    pub(crate) seen: Option<Seen>,
    pub(crate) live: Live,
    pub(crate) is_running: bool,
    pub(crate) question: Option<Question>,
    pub(crate) toy: Option<Toy>,
    /// The newest proven version: UDID, name, day it was read last.
    pub(crate) safe: Option<(String, String)>,
    stop: Option<watch::Sender<u32>>,
    told: VecDeque<Told>,
    asked: u64,
}

pub(crate) struct Hub {
    state: Mutex<State>,
    changed: watch::Sender<u64>,
}

impl Hub {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), changed: watch::channel(0).0 })
    }

    /// What is known. Hold it briefly.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes something and wakes whoever looks.
    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let done = change(&mut self.state());
        self.changed.send_modify(|count| *count += 1);
        done
    }

    /// Wakes at every change.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// An object of the run. A notice costs the run no more than this lock.
    pub(crate) fn hear(&self, object: &Value) {
        self.change(|state| state.live.hear(object, Instant::now()));
    }

    /// Begins a run, unless one is under way; what stops it.
    pub(crate) fn begin(&self, job: Job, toy: Option<Toy>) -> Option<watch::Receiver<u32>> {
        self.change(|state| {
            if state.is_running {
                return None;
            }
            let (stop, receiver) = watch::channel(0);
            let is_same = |old: &Toy| toy.as_ref().is_some_and(|new| new.address == old.address);
            // The password that was made up for a simulated phone is still its own.
            let made_up = state.live.made_up.take().filter(|_| state.toy.iter().any(is_same));
            state.live = Live::begin(job, Instant::now());
            state.live.made_up = made_up;
            state.is_running = true;
            state.toy = toy;
            state.stop = Some(stop);
            Some(receiver)
        })
    }

    /// A run is over.
    pub(crate) fn end(&self) {
        self.change(|state| {
            state.is_running = false;
            state.question = None;
            state.live.ended(Instant::now());
        });
    }

    /// Asks the run to stop.
    pub(crate) fn stop(&self) {
        self.change(|state| {
            if let Some(stop) = &state.stop {
                stop.send_modify(|count| *count += 1);
            }
            state.live.is_stopping = state.is_running;
            // Whoever stops does not answer any more.
            state.question = None;
        });
    }

    /// Forgets a run that is over.
    pub(crate) fn clear(&self) {
        self.change(|state| {
            if !state.is_running {
                (state.live, state.toy, state.stop) = (Live::default(), None, None);
            }
        });
    }

    /// Until no run is under way.
    pub(crate) async fn ended(&self) {
        let mut changes = self.watch();
        while self.state().is_running && changes.changed().await.is_ok() {}
    }

    /// Asks; the answer comes by a form.
    pub(crate) fn ask(&self, kind: Kind) -> oneshot::Receiver<Said> {
        self.change(|state| {
            let (answer, receiver) = oneshot::channel();
            state.asked += 1;
            state.question = Some(Question { id: state.asked, kind, answer });
            receiver
        })
    }

    /// Withdraws a question.
    pub(crate) fn withdraw(&self) {
        self.change(|state| state.question = None);
    }

    /// Answers the question of this number; false when it waits no more.
    pub(crate) fn answer(&self, id: u64, said: Said) -> bool {
        self.change(|state| match state.question.take_if(|question| question.id == id) {
            Some(question) => question.answer.send(said).is_ok(),
            None => false,
        })
    }

    /// Keeps a diagnosis for reading.
    pub(crate) fn keep(&self, told: Told) {
        self.change(|state| {
            state.told.push_back(told);
            if state.told.len() > TOLD_MAX {
                state.told.pop_front();
            }
        });
    }

    /// A diagnosis that was kept.
    pub(crate) fn told(&self, id: &str) -> Option<Told> {
        self.state().told.iter().find(|told| told.id == id).cloned()
    }

    /// Everything, for programs.
    pub(crate) fn object(&self) -> Value {
        let state = self.state();
        json!({
            "type": "state",
            "running": state.is_running,
            "simulated": state.toy.as_ref().map(|toy| toy.name.clone()),
            "phones": state.phones,
            "question": state.question.as_ref().map(|question| json!({
                "id": question.id, "kind": question.kind.word(),
            })),
            "run": state.live.object(Instant::now()),
        })
    }
}
