//! One probe, and many side by side, each with a deadline.

use std::any::Any;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::AtomicUsize;
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::sync::oneshot;
use unstuck_diagnosis::case::{Evidence, Source, Value};

use crate::recorder::Recorder;

/// Why a probe could not tell, in a few words for people.
pub type Failure = String;

type Work = Box<dyn FnOnce(Recorder) -> Doing + Send>;
type Doing = Pin<Box<dyn Future<Output = Result<(), Failure>> + Send>>;

/// One question to the world.
pub struct Probe {
    name: &'static str,
    deadline: Duration,
    work: Work,
}

impl Probe {
    /// A probe that waits without holding up others. `name` is one or two words with `_`.
    pub fn new<F, D>(name: &'static str, deadline: Duration, work: F) -> Self
    where
        F: FnOnce(Recorder) -> D + Send + 'static,
        D: Future<Output = Result<(), Failure>> + Send + 'static,
    {
        Self { name, deadline, work: Box::new(move |recorder| Box::pin(work(recorder))) }
    }

    /// A probe that may hang in the system (a dead network share): it gets a thread of its own,
    /// which is left behind when its time is over, since no call to the system can be ended
    /// from outside.
    pub fn blocking<F>(name: &'static str, deadline: Duration, work: F) -> Self
    where
        F: FnOnce(&Recorder) -> Result<(), Failure> + Send + 'static,
    {
        Self::new(name, deadline, move |recorder| in_thread(name, recorder, work))
    }
}

impl Probe {
    /// Its name.
    pub fn name(&self) -> &'static str {
        self.name
    }
}

impl std::fmt::Debug for Probe {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let fields = (self.name, self.deadline);
        formatter.debug_tuple("Probe").field(&fields.0).field(&fields.1).finish()
    }
}

async fn in_thread<F>(name: &str, recorder: Recorder, work: F) -> Result<(), Failure>
where
    F: FnOnce(&Recorder) -> Result<(), Failure> + Send + 'static,
{
    let (done, answer) = oneshot::channel();
    let thread = thread::Builder::new().name(format!("probe {name}"));
    let started = thread.spawn(move || {
        let _ = done.send(work(&recorder));
    });
    started.map_err(|error| format!("it could not be started: {error}"))?;
    // The sender is dropped unsent only when the thread panicked.
    answer.await.unwrap_or_else(|_| Err(FAULT.to_owned()))
}

const FAULT: &str = "a fault in the probe itself";

/// How a probe ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ended {
    /// It could tell.
    Answered,
    /// It could not tell, and says why.
    Failed(Failure),
    /// Its deadline came first. What it had recorded until then counts.
    TooLate,
}

/// What comes out of probes while they run.
#[derive(Clone, Debug)]
pub enum Found {
    /// A fact.
    Evidence(Evidence),
    /// A probe ended.
    Ended {
        /// Which one.
        probe: &'static str,
        /// How.
        ended: Ended,
        /// How long it took.
        took: Duration,
    },
}

/// Several probes, to be run side by side.
#[derive(Debug, Default)]
pub struct Probes {
    list: Vec<Probe>,
    patience: Option<f64>,
}

impl Probes {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Scales every deadline.
    pub fn patience(mut self, factor: f64) -> Self {
        self.patience = Some(factor);
        self
    }

    /// One more.
    pub fn add(&mut self, probe: Probe) -> &mut Self {
        self.list.push(probe);
        self
    }

    /// Several more.
    pub fn extend(&mut self, probes: impl IntoIterator<Item = Probe>) -> &mut Self {
        self.list.extend(probes);
        self
    }

    /// Their names.
    pub fn names(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.list.iter().map(|probe| probe.name)
    }

    /// Starts all of them; what they find comes out as it comes in, until the last one has
    /// ended or was given up. A probe that fails, panics or is too late is evidence of its own
    /// (`facts.probe_NAME`). Must be called within a tokio runtime.
    pub fn run(self) -> Running {
        let (sender, receiver) = unbounded_channel();
        let lines = Arc::new(AtomicUsize::new(0));
        let patience = self.patience.unwrap_or(1.0);
        for probe in self.list {
            tokio::spawn(run_one(probe, patience, sender.clone(), Arc::clone(&lines)));
        }
        Running { receiver }
    }
}

/// Probes under way.
#[derive(Debug)]
pub struct Running {
    receiver: UnboundedReceiver<Found>,
}

impl Running {
    /// The next thing found; `None` when all have ended.
    pub async fn next(&mut self) -> Option<Found> {
        self.receiver.recv().await
    }
}

async fn run_one(
    probe: Probe,
    patience: f64,
    out: UnboundedSender<Found>,
    lines: Arc<AtomicUsize>,
) {
    let (sender, mut facts) = unbounded_channel();
    let begun = Instant::now();
    let mut work = tokio::spawn((probe.work)(Recorder::new(sender, lines)));
    let limit = tokio::time::sleep(probe.deadline.mul_f64(patience));
    tokio::pin!(limit);
    let ended = loop {
        tokio::select! {
            biased;
            Some(fact) = facts.recv() => {
                let _ = out.send(Found::Evidence(fact));
            }
            done = &mut work => break match done {
                Ok(Ok(())) => Ended::Answered,
                Ok(Err(failure)) => Ended::Failed(failure),
                Err(fault) => Ended::Failed(fault_words(fault)),
            },
            () = &mut limit => {
                work.abort();
                break Ended::TooLate;
            }
        }
    };
    while let Ok(fact) = facts.try_recv() {
        let _ = out.send(Found::Evidence(fact));
    }
    let words = match &ended {
        Ended::Answered => None,
        Ended::Failed(failure) => Some(format!("could not tell: {failure}")),
        Ended::TooLate => Some(format!("did not answer within {:.0?}", begun.elapsed())),
    };
    if let Some(words) = words {
        let key = format!("facts.probe_{}", probe.name);
        let _ = out.send(Found::Evidence(Evidence::new(key, Value::Text(words), Source::Probe)));
    }
    let _ = out.send(Found::Ended { probe: probe.name, ended, took: begun.elapsed() });
}

fn fault_words(fault: tokio::task::JoinError) -> Failure {
    let words = fault.try_into_panic().ok().and_then(|panic| panic_words(&*panic));
    words.map_or_else(|| FAULT.to_owned(), |words| format!("{FAULT}: {words}"))
}

fn panic_words(panic: &(dyn Any + Send)) -> Option<String> {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or(panic.downcast_ref::<&str>().copied()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    async fn all(probes: Probes) -> (Vec<(String, String)>, Vec<(&'static str, Ended)>) {
        let (mut facts, mut ends) = (Vec::new(), Vec::new());
        let mut running = probes.run();
        while let Some(found) = running.next().await {
            match found {
                Found::Evidence(fact) => {
                    facts.push((fact.key, fact.value.to_json().to_string()));
                }
                Found::Ended { probe, ended, .. } => ends.push((probe, ended)),
            }
        }
        (facts, ends)
    }

    #[tokio::test(start_paused = true)]
    async fn a_probe_that_hangs_is_evidence_and_keeps_what_it_had_found() {
        let mut probes = Probes::new();
        probes.add(Probe::new("hangs", Duration::from_secs(2), async |out: Recorder| {
            out.fact("seen_before", true);
            std::future::pending().await
        }));
        probes.add(Probe::new("quick", LONG, async |out: Recorder| {
            out.fact("free_bytes", 7_u64);
            Ok(())
        }));
        let (facts, ends) = all(probes).await;
        let has = |key: &str| facts.iter().find(|(known, _)| known == key);
        assert!(has("facts.seen_before").is_some());
        assert_eq!(has("facts.free_bytes").unwrap().1, "7");
        assert!(has("facts.probe_hangs").unwrap().1.contains("did not answer"));
        assert!(has("facts.probe_quick").is_none());
        assert_eq!(ends, [("quick", Ended::Answered), ("hangs", Ended::TooLate)]);
    }

    #[tokio::test]
    async fn a_probe_that_fails_or_panics_is_evidence_and_the_others_go_on() {
        let mut probes = Probes::new();
        probes.add(Probe::new("fails", LONG, async |_| Err("no such file".to_owned())));
        probes.add(Probe::new("panics", LONG, async |_: Recorder| panic!("index")));
        probes.add(Probe::blocking("breaks", LONG, |_| panic!("in a thread")));
        probes.add(Probe::blocking("tells", LONG, |out| {
            out.line("usb 1-1: reset");
            out.line("usb 1-1: gone");
            Ok(())
        }));
        let (facts, ends) = all(probes).await;
        assert_eq!(ends.len(), 4);
        let text = format!("{facts:?}");
        for part in ["no such file", "fault in the probe itself: index", "log[0]", "log[1]"] {
            assert!(text.contains(part), "{part} in {text}");
        }
        assert!(ends.contains(&("breaks", Ended::Failed(FAULT.to_owned()))));
    }

    #[tokio::test(start_paused = true)]
    async fn patience_scales_the_deadlines() {
        let mut probes = Probes::new().patience(10.0);
        probes.add(Probe::new("slow", Duration::from_secs(1), async |out: Recorder| {
            tokio::time::sleep(Duration::from_secs(9)).await;
            out.fact("slow_answer", true);
            Ok(())
        }));
        let (_, ends) = all(probes).await;
        assert_eq!(ends, [("slow", Ended::Answered)]);
    }

    #[tokio::test]
    async fn a_thread_that_never_comes_back_holds_up_nobody() {
        let (keep, hang) = std::sync::mpsc::channel::<()>();
        let mut probes = Probes::new();
        probes.add(Probe::blocking("share", Duration::from_millis(20), move |_| {
            let _ = hang.recv();
            Ok(())
        }));
        let (_, ends) = all(probes).await;
        assert_eq!(ends, [("share", Ended::TooLate)]);
        drop(keep);
    }
}
