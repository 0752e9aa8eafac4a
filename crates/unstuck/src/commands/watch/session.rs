//! One watch: what is seen goes to the pulse, what the pulse says to people, and when it
//! stands still the causes are looked for.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::json;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout_at};
use unstuck_diagnosis::pulse::{History, Pulse, Sign, Stage, Watch, Way};
use unstuck_diagnosis::{Diagnosis, Options, Verdict, diagnose};
use unstuck_link::Fault;
use unstuck_link::mux::Transport;
use unstuck_probe::watch::{Seen, Watching};
use unstuck_probe::{Found, Here, Running};

use super::case::{Gathered, probes};
use super::{ends, remember};
use crate::commands::Context;
use crate::report::{Report, code};
use crate::view::watched;

/// The same is said again after this.
const SAY_GAP: Duration = Duration::from_secs(1);
/// What was found out is not asked again before this.
const ASK_GAP: Duration = Duration::from_secs(120);

/// A look at the folder takes milliseconds; one that lasts so long is held up by the disk.
const DISK_WAIT: Duration = Duration::from_secs(5);
/// A disk that takes longer to say what lies on it is not waited for.
const COUNT_TIME: Duration = Duration::from_secs(5);

/// One watch.
pub(super) struct Session<'c, 'v> {
    context: &'c mut Context<'v>,
    here: Here,
    watch: Watch,
    begun: Instant,
    tick: Duration,
    udid: Option<String>,
    folder: Option<PathBuf>,
    wired: Option<bool>,
    deaf: bool,
    gathered: Gathered,
    asked: Option<Instant>,
    said: Vec<Said>,
    found: Option<(Mark, Diagnosis)>,
}

/// What two pulses are alike in.
type Mark = (Way, Verdict, Stage, &'static str);

struct Said {
    mark: Mark,
    at: Instant,
}

impl<'c, 'v> Session<'c, 'v> {
    pub(super) fn new(
        context: &'c mut Context<'v>,
        here: Here,
        watch: Watch,
        udid: Option<String>,
        tick: Duration,
    ) -> Self {
        Self {
            context,
            here,
            watch,
            begun: Instant::now(),
            tick,
            udid,
            folder: None,
            wired: None,
            deaf: false,
            gathered: Gathered::default(),
            asked: None,
            said: Vec::new(),
            found: None,
        }
    }

    /// Watches until it is over, the time is, or the person interrupts.
    pub(super) async fn run(
        &mut self,
        mut watching: Watching,
        limit: Option<Duration>,
    ) -> Result<u8, Report> {
        let end = self.begun + limit.unwrap_or(Duration::from_secs(10 * 365 * 86_400));
        let mut tick = interval(self.tick);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut asking: Option<Running> = None;
        loop {
            tokio::select! {
                biased;
                () = self.context.interrupts.next() => {
                    return Err(Report::new(code::INTERRUPTED, "Stopped. Nothing was changed."));
                }
                seen = watching.next() => match seen {
                    Some(seen) => self.take(seen).await,
                    None => return Err(Report::new(code::FAILED, "The watch broke off.")),
                },
                found = answers(&mut asking) => match found {
                    Some(Found::Evidence(fact)) => self.gathered.facts.push(fact),
                    Some(Found::Ended { .. }) => {}
                    None => {
                        asking = None;
                        self.asked = Some(Instant::now());
                    }
                },
                _ = tick.tick() => {}
                () = sleep_until(end), if asking.is_none() => {}
            }
            let held = watching.waits_for_disk().filter(|wait| *wait >= DISK_WAIT);
            if let Some(wait) = held {
                self.watch.see(self.begun.elapsed(), &Sign::Disk(wait));
            }
            let pulses = self.judge();
            let pulse = self.telling(&pulses);
            let ends = Instant::now() >= end || self.is_over(&pulses);
            if is_trouble(pulse.verdict) && !self.is_diagnosed(pulse) && asking.is_none() {
                match self.asked.is_some_and(|asked| asked.elapsed() < ASK_GAP) {
                    true => self.diagnose(pulse),
                    false => asking = Some(self.ask()),
                }
            }
            if ends && (!is_trouble(pulse.verdict) || self.is_diagnosed(pulse)) {
                let (way, counts) = (pulse.way, pulse.over && pulse.way == Way::Local);
                if counts && held.is_none() && self.folder.is_some() {
                    self.count(&mut watching).await;
                }
                let pulse = self.watch.judge(way, self.begun.elapsed());
                return Ok(self.end(&pulse));
            }
        }
    }

    /// What lies there when it is over, counted once more: the log of the iPhone may have been
    /// ahead of our looks.
    async fn count(&mut self, watching: &mut Watching) {
        watching.look_whole();
        let end = Instant::now() + COUNT_TIME;
        while let Ok(Some(seen)) = timeout_at(end, watching.next()).await {
            if matches!(seen, Seen::Whole) {
                return;
            }
            self.take(seen).await;
        }
    }

    /// Keeps what was normal, when something was learnt.
    pub(super) fn learn(&self, before: &History) {
        let now = self.watch.history();
        if let Some(udid) = self.udid.as_deref().filter(|_| now != *before) {
            remember(udid, &now);
        }
    }

    async fn take(&mut self, seen: Seen) {
        match seen {
            Seen::Sign(sign) => {
                match sign {
                    Sign::Present(true) => self.wired = self.is_wired().await,
                    Sign::Present(false) if self.wired.is_some() => self.gathered.gone_times += 1,
                    _ => {}
                }
                self.watch.see(self.begun.elapsed(), &sign);
            }
            Seen::Whole => {}
            Seen::Line(line) => self.gathered.line(line),
            Seen::Folder(folder) => {
                let text = format!("Watching the backup in {}.", folder.display());
                let object = json!({ "type": "watching", "folder": folder.to_string_lossy() });
                self.context.view.say(&text, Some(object));
                self.folder = Some(folder);
            }
            Seen::Phone(udid) => {
                self.udid.get_or_insert(udid);
            }
            Seen::Hears => {
                self.deaf = false;
                let object = json!({ "type": "watching", "udid": self.udid });
                self.context.view.say("Listening to the log of the iPhone.", Some(object));
            }
            Seen::Deaf(error) => {
                // Gone, and back again: that is told by its presence.
                let gone = matches!(error.fault, Fault::Detached | Fault::NoDaemon { .. });
                if !gone && !std::mem::replace(&mut self.deaf, true) {
                    let report = Report::from(error);
                    let next = report.next.first().cloned().unwrap_or_default();
                    let text = format!(
                        "{} So its log cannot be read, and only folders tell. {next}",
                        report.headline
                    );
                    self.context.view.say(&text, None);
                }
            }
        }
    }

    async fn is_wired(&self) -> Option<bool> {
        let all = self.context.muxer.list().await.ok()?;
        let ours = all.iter().filter(|one| self.udid.as_deref().is_none_or(|u| u == one.udid));
        let wired: Vec<bool> = ours.map(|one| one.transport != Transport::Network).collect();
        (!wired.is_empty()).then(|| wired.contains(&true))
    }

    /// Judges both backups, and says what is worth it.
    fn judge(&mut self) -> [Pulse; 2] {
        let now = self.begun.elapsed();
        let pulses = [Way::Local, Way::Icloud].map(|way| self.watch.judge(way, now));
        let about = pulses.each_ref().map(|pulse| self.watch.is_about(pulse.way));
        for (at, pulse) in pulses.iter().enumerate() {
            // Where nothing is known at all, one line says so.
            if about[at] || at == 0 && !about[1] {
                self.say(pulse);
            }
        }
        pulses
    }

    fn say(&mut self, pulse: &Pulse) {
        let (mark, now) = (mark(pulse), Instant::now());
        let said = self.said.iter_mut().find(|said| said.mark.0 == pulse.way);
        let changed = said.as_ref().is_none_or(|said| said.mark != mark);
        if !changed && said.as_ref().is_some_and(|said| now - said.at < SAY_GAP) {
            return;
        }
        match said {
            Some(said) => *said = Said { mark, at: now },
            None => self.said.push(Said { mark, at: now }),
        }
        let both = self.watch.is_about(Way::Local) && self.watch.is_about(Way::Icloud);
        let conditions = self.watch.conditions();
        self.context.view.watched(&watched::Watched { pulse, conditions, both, changed });
    }

    /// The one that more is to be said of.
    fn telling<'p>(&self, pulses: &'p [Pulse; 2]) -> &'p Pulse {
        let [local, cloud] = pulses;
        let weight = |pulse: &Pulse| match pulse.verdict {
            _ if !self.watch.is_about(pulse.way) => 0,
            _ if is_running(pulse) => 3,
            Verdict::Unknown | Verdict::WaitingForPerson if pulse.way == Way::Icloud => 1,
            _ => 2,
        };
        if weight(cloud) > weight(local) { cloud } else { local }
    }

    /// Something came to its end, and nothing else is under way.
    fn is_over(&self, pulses: &[Pulse; 2]) -> bool {
        let over = |pulse: &&Pulse| pulse.over && self.watch.is_about(pulse.way);
        let runs =
            |pulse: &Pulse| !pulse.over && (is_running(pulse) || pulse.verdict == Verdict::Failed);
        pulses.iter().any(|pulse| over(&pulse)) && !pulses.iter().any(runs)
    }

    fn is_diagnosed(&self, pulse: &Pulse) -> bool {
        self.found.as_ref().is_some_and(|(known, _)| *known == mark(pulse))
    }

    fn ask(&mut self) -> Running {
        self.gathered.facts.clear();
        let (muxer, patience) = (&self.context.muxer, self.context.patience.max(1.0));
        probes(&self.here, muxer, (self.folder.as_deref(), self.udid.as_deref()), patience).run()
    }

    fn diagnose(&mut self, pulse: &Pulse) {
        let case = self.gathered.case(pulse, self.watch.conditions(), self.wired);
        let found = diagnose(&case, &Options::default());
        let (text, object) = watched::diagnosis(pulse, &case, &found);
        self.context.view.say(&text, Some(object));
        self.found = Some((mark(pulse), found));
    }

    fn end(&mut self, pulse: &Pulse) -> u8 {
        // The last count may have moved the stage; what was found out is of the same trouble.
        let same = |known: &Mark| (known.0, known.1) == (pulse.way, pulse.verdict);
        let found = self.found.as_ref().filter(|(known, _)| same(known));
        let about = ends::About {
            pulse,
            found: found.map(|(_, found)| found),
            folder: self.folder.as_deref(),
            udid: self.udid.as_deref(),
            seconds: self.begun.elapsed().as_secs_f64(),
        };
        let (text, object, code) = ends::tell(&about);
        self.context.view.answer(&text, vec![object]);
        code
    }
}

async fn answers(asking: &mut Option<Running>) -> Option<Found> {
    match asking {
        Some(running) => running.next().await,
        None => std::future::pending().await,
    }
}

fn mark(pulse: &Pulse) -> Mark {
    (pulse.way, pulse.verdict, pulse.stage, pulse.waiting_for.word())
}

/// Whether a person wants to know why.
fn is_trouble(verdict: Verdict) -> bool {
    matches!(
        verdict,
        Verdict::Stalled | Verdict::Looping | Verdict::Failed | Verdict::WaitingForPerson
    )
}

fn is_running(pulse: &Pulse) -> bool {
    !matches!(pulse.stage, Stage::Idle | Stage::Waiting | Stage::Ended)
}
