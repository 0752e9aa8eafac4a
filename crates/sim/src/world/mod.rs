//! A whole backup in virtual time: phone, cable, disk and clock in one room.
//!
//! ```text
//!   SharedPhone ─ Agent ◄── cable ──► Run ──► Desk ──► SimDisk
//!        │ events                      ▲
//!        └── signs: sheet, log, presence, answers
//! ```
//!
//! Nothing waits: when nobody has anything to do, the clock jumps to the next moment
//! somebody asked for. Ten minutes of silence pass in microseconds, and the same seed always
//! gives the same story. What is left out is what `link` does: daemon, lockdown, TLS.

mod connecting;
mod disk;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use unstuck_backup::info_plist::InfoPlist;
use unstuck_backup::{Action, ConnectFault, Deadlines, Notice, Outcome, Run, RunConfig, Sign};
use unstuck_manifest::Password;
use unstuck_vault::worker::{Desk, Done, Job};
use unstuck_vault::{Disk, Layout};
use unstuck_wire::{Closed, Machine, Moment, feed};

pub use disk::{DiskFault, SimDisk};

use crate::agent::Agent;
use crate::phone::{PhoneEvent, SharedPhone};
use crate::scenario::{LinkFaultKind, Scenario};

/// Settings of a world besides the scenario.
#[derive(Clone, Debug)]
pub struct WorldConfig {
    /// Scales every deadline of the run.
    pub patience: f64,
    /// Begin empty.
    pub full: bool,
    /// Opens encrypted backups for the proof.
    pub password: Option<String>,
    /// Time each job at the disk takes.
    pub disk_latency: Duration,
    /// Bytes the cable carries at a time.
    pub piece_bytes: usize,
    /// The phone is reached over Wi-Fi, with the patience that needs.
    pub wifi: bool,
    /// When the person interrupts, if at all.
    pub interrupt_at: Option<Moment>,
}

impl Default for WorldConfig {
    fn default() -> Self {
        Self {
            patience: 1.0,
            full: false,
            password: None,
            disk_latency: Duration::from_micros(50),
            piece_bytes: 256 * 1024,
            wifi: false,
            interrupt_at: None,
        }
    }
}

/// Where all simulated backups lie.
const PLACE: &str = "/backups";
/// Bytes of the phone after which a secure connection breaks that is to break.
const TLS_BREAKS_AFTER: u64 = 60_000;
/// How often a phone's heartbeat comes.
const HEARTBEAT: Duration = Duration::from_secs(10);
/// No story is longer: four days.
const TIME_MAX: Duration = Duration::from_secs(4 * 24 * 3600);

/// Something that will happen.
#[derive(Debug)]
enum Coming {
    Connected,
    ConnectFailed(ConnectFault),
    Sign(Sign),
    Done(Done),
    PluggedIn,
    Interrupt,
}

/// The room. A phone and a disk outlive a run: the next one finds what the last one left.
#[derive(Debug)]
pub struct World {
    /// The phone.
    pub phone: SharedPhone,
    /// The disk.
    pub disk: Arc<SimDisk>,
    now: Moment,
    attached: bool,
}

/// What came of one run.
#[derive(Debug)]
pub struct Told {
    /// How it ended; `None` when the host crashed before the end.
    pub outcome: Option<Outcome>,
    /// Everything the run told, and when.
    pub notices: Vec<(Moment, Notice)>,
    /// When it began.
    pub began: Moment,
    /// When it ended.
    pub ended: Moment,
    /// What the host did that a real agent would not accept.
    pub violations: Vec<String>,
    /// Bytes the phone sent in all connections.
    pub sent_bytes: u64,
    /// Bytes of payload among them.
    pub payload_bytes: u64,
    /// When a fault struck first.
    pub struck: Option<Moment>,
    /// Turns the room took: what a story costs, whatever time passes in it.
    pub steps: u64,
}

impl Told {
    /// How long the run took.
    pub fn took(&self) -> Duration {
        self.ended.since(self.began)
    }

    /// The first notice that `wanted` picks, with the time since the start.
    pub fn first<T>(&self, wanted: impl Fn(&Notice) -> Option<T>) -> Option<(Duration, T)> {
        let found = self.notices.iter().find_map(|(at, notice)| Some((*at, wanted(notice)?)));
        found.map(|(at, what)| (at.since(self.began), what))
    }
}

impl World {
    /// A phone as the scenario says, and an empty disk.
    pub fn new(scenario: &Scenario) -> Self {
        let phone = SharedPhone::new(scenario, 0);
        let disk = Arc::new(SimDisk::new(scenario.seed));
        Self { phone, disk, now: Moment::START, attached: true }
    }

    /// The same world once more, with nothing in common: to try many ends of one beginning.
    #[must_use]
    pub fn fork(&self) -> Self {
        let disk = Arc::new(self.disk.fork());
        Self { phone: self.phone.fork(), disk, now: self.now, attached: self.attached }
    }

    /// UDID of the phone.
    pub fn udid(&self) -> String {
        self.phone.lock().identity.udid.clone()
    }

    /// Where things lie on the disk.
    pub fn layout(&self) -> Layout {
        Layout::new(Path::new(PLACE), &self.udid())
    }

    /// Time passes between two runs, and the owner may plug the phone in.
    pub fn wait(&mut self, time: Duration) {
        self.now = self.now + time;
        self.attached = true;
    }

    /// From now on things go as another scenario says, on the same phone and disk.
    pub fn become_like(&mut self, scenario: &Scenario) {
        self.phone.lock().become_like(scenario, self.now);
        self.attached = true;
    }

    /// Somebody carries out a remedy, which takes its time.
    pub fn remedy(&mut self, remedy: &str, takes: Duration) {
        if remedy == "normal-restart" {
            self.phone.lock().restart(self.now);
            // Nobody serves it at this time: it just goes and comes back.
            self.phone.lock().take_events();
        } else {
            self.phone.lock().remedied(remedy);
        }
        self.wait(takes);
    }

    /// What time it is.
    pub fn now(&self) -> Moment {
        self.now
    }

    /// Makes one backup, to its end or until the disk's power is gone.
    pub fn back_up(&mut self, config: &WorldConfig) -> Told {
        let deadlines = if config.wifi { Deadlines::for_wifi() } else { Deadlines::default() };
        let run_config = RunConfig {
            udid: self.udid(),
            full: config.full,
            network: config.wifi,
            password: config.password.as_deref().map(Password::from),
            deadlines: deadlines.scaled(config.patience),
            started: self.phone.lock().unix_time(self.now),
            about: vec![("phone".into(), "simulated".into())],
        };
        let disk: Arc<dyn Disk> = self.disk.clone();
        let stop = Arc::new(AtomicBool::new(false));
        let mut stage = Stage {
            run: Run::new(self.now, run_config),
            desk: Desk::new(disk, self.layout(), Arc::clone(&stop)),
            stop,
            agent: None,
            coming: BTreeMap::new(),
            order: 0,
            disk_free_at: self.now,
            next_heartbeat: self.now + HEARTBEAT,
            told: Told {
                outcome: None,
                notices: Vec::new(),
                began: self.now,
                ended: self.now,
                violations: Vec::new(),
                sent_bytes: 0,
                payload_bytes: 0,
                struck: None,
                steps: 0,
            },
            config: config.clone(),
            deaf: false,
            breaks_after: None,
        };
        if let Some(at) = config.interrupt_at {
            stage.later(at, Coming::Interrupt);
        }
        let sent_before = self.phone.lock().payload_bytes_sent;
        self.play(&mut stage);
        stage.told.payload_bytes = self.phone.lock().payload_bytes_sent - sent_before;
        stage.told.struck = self.phone.lock().struck;
        stage.told.ended = self.now;
        stage.told
    }

    fn play(&mut self, stage: &mut Stage) {
        let end = self.now + TIME_MAX;
        while stage.told.outcome.is_none() && self.now < end && !self.disk.has_crashed() {
            stage.told.steps += 1;
            let mut busy = self.do_actions(stage);
            busy |= self.carry(stage);
            busy |= self.hear_phone(stage);
            if !busy {
                self.jump(stage, end);
            }
        }
    }

    /// Does what the run wants done.
    fn do_actions(&mut self, stage: &mut Stage) -> bool {
        let mut any = false;
        while let Some(action) = stage.run.poll_action() {
            any = true;
            match action {
                Action::Connect => self.connect(stage),
                Action::HangUp => {
                    if let Some(mut agent) = stage.agent.take() {
                        agent.handle_closed(self.now, Closed::Clean);
                    }
                }
                Action::Work(jobs) => self.work(stage, jobs),
                Action::StopWork => stage.stop.store(true, Ordering::Relaxed),
                Action::AskPhone => {
                    let (after, sign) = match self.attached {
                        true => {
                            let mut phone = self.phone.lock();
                            let locked = phone.is_locked(self.now) || phone.screen_locked;
                            (20, Sign::Answered { locked: Some(locked) })
                        }
                        false => (10_000, Sign::Unanswered),
                    };
                    stage.later(self.now + Duration::from_millis(after), Coming::Sign(sign));
                }
                Action::Tell(notice) => stage.told.notices.push((self.now, notice)),
                Action::Finish(outcome) => stage.told.outcome = Some(*outcome),
            }
            if self.disk.has_crashed() {
                break;
            }
        }
        any
    }

    fn connect(&mut self, stage: &mut Stage) {
        let story = connecting::story(&mut self.phone.lock(), self.attached, self.now);
        for (after, coming) in story {
            stage.later(self.now + after, coming);
        }
    }

    /// Jobs are done one after the other, each taking its time.
    fn work(&mut self, stage: &mut Stage, jobs: Vec<Job>) {
        for job in jobs {
            let mut results = Vec::new();
            stage.desk.perform(job, &mut |done| results.push(done));
            stage.disk_free_at = stage.disk_free_at.max(self.now) + stage.config.disk_latency;
            for done in results {
                stage.later(stage.disk_free_at, Coming::Done(done));
            }
            if self.disk.has_crashed() {
                return;
            }
        }
    }

    /// Carries bytes both ways.
    fn carry(&mut self, stage: &mut Stage) -> bool {
        let Some(agent) = &mut stage.agent else { return false };
        let mut moved = carry_one(&mut stage.run, agent, self.now, stage.config.piece_bytes) > 0;
        let sent = carry_one(agent, &mut stage.run, self.now, stage.config.piece_bytes);
        stage.told.sent_bytes += sent as u64;
        moved |= sent > 0;
        if let Some(left) = &mut stage.breaks_after {
            *left = left.saturating_sub(sent as u64);
            if *left == 0 {
                stage.breaks_after = None;
                stage.agent = None;
                stage.run.handle_closed(self.now, Closed::Cut);
                return true;
            }
        }
        if let Some(violation) = agent.violation() {
            stage.told.violations.push(violation);
            stage.agent = None;
            stage.run.handle_closed(self.now, Closed::Cut);
        } else if agent.is_finished() && !moved {
            stage.agent = None;
            stage.run.handle_closed(self.now, Closed::Clean);
            moved = true;
        }
        moved
    }

    /// Passes on what happens on the phone.
    fn hear_phone(&mut self, stage: &mut Stage) -> bool {
        let events = self.phone.lock().take_events();
        let any = !events.is_empty();
        for event in events {
            match event {
                PhoneEvent::Notification(name) => {
                    if !stage.deaf
                        && let Some(sign) = sign_of(&name)
                    {
                        stage.run.handle_sign(self.now, sign);
                    }
                }
                PhoneEvent::Log(line) if line.process == "BackupAgent2" => {
                    stage.run.handle_sign(self.now, Sign::AgentLog(line.message));
                }
                PhoneEvent::Log(_) | PhoneEvent::Restored(_) => {}
                PhoneEvent::Unplugged { back_after } => self.cut(stage, back_after),
                PhoneEvent::MuxRestart { back_after } => self.cut(stage, Some(back_after)),
                PhoneEvent::Restarting => {
                    let time = self.phone.lock().restart_time();
                    self.cut(stage, Some(time));
                }
            }
        }
        any
    }

    fn cut(&mut self, stage: &mut Stage, back_after: Option<Duration>) {
        self.attached = false;
        stage.agent = None;
        stage.run.handle_sign(self.now, Sign::Detached);
        stage.run.handle_closed(self.now, Closed::Cut);
        if let Some(back_after) = back_after {
            stage.later(self.now + back_after, Coming::PluggedIn);
        }
    }

    /// Nothing to do now: on to the next moment somebody asked for.
    fn jump(&mut self, stage: &mut Stage, end: Moment) {
        let coming = stage.coming.keys().next().map(|(at, _)| *at);
        let agent = stage.agent.as_ref().and_then(Machine::poll_timeout);
        let run = stage.run.poll_timeout();
        let heartbeat = Some(stage.next_heartbeat);
        let next = [coming, agent, run, heartbeat].into_iter().flatten().min().unwrap_or(end);
        self.now = self.now.max(next);
        while let Some(entry) = stage.coming.first_entry() {
            if entry.key().0 > self.now {
                break;
            }
            let coming = entry.remove();
            self.happen(stage, coming);
        }
        if stage.next_heartbeat <= self.now {
            stage.next_heartbeat = self.now + HEARTBEAT;
            if self.attached && !self.strikes(LinkFaultKind::NoHeartbeat) {
                stage.run.handle_sign(self.now, Sign::Heartbeat);
            }
        }
        if let Some(agent) = &mut stage.agent
            && agent.poll_timeout().is_some_and(|at| at <= self.now)
        {
            agent.handle_timeout(self.now);
        }
        if stage.run.poll_timeout().is_some_and(|at| at <= self.now) {
            stage.run.handle_timeout(self.now);
        }
    }

    fn happen(&mut self, stage: &mut Stage, coming: Coming) {
        match coming {
            Coming::Connected if self.attached => {
                stage.deaf = self.strikes(LinkFaultKind::NotificationsDie);
                stage.breaks_after =
                    self.strikes(LinkFaultKind::TlsBreaks).then_some(TLS_BREAKS_AFTER);
                let battery = self.phone.lock().battery;
                stage.run.handle_sign(self.now, Sign::Battery(battery));
                stage.agent = Some(Agent::new(self.now, self.phone.clone()));
                let info = InfoPlist { udid: self.udid(), ..InfoPlist::default() };
                stage.run.connected(self.now, Some(info.to_xml()));
            }
            Coming::Connected => stage.run.connect_failed(self.now, ConnectFault::Absent),
            Coming::ConnectFailed(fault) => stage.run.connect_failed(self.now, fault),
            Coming::Sign(sign) => stage.run.handle_sign(self.now, sign),
            Coming::Done(done) => stage.run.handle_done(self.now, done),
            Coming::PluggedIn => {
                self.attached = true;
                stage.run.handle_sign(self.now, Sign::Attached);
            }
            Coming::Interrupt => stage.run.interrupt(self.now),
        }
    }

    /// Files that lie neither in a version nor in the phone's own folders of the run.
    pub fn files_outside(&self) -> Vec<PathBuf> {
        let layout = self.layout();
        let ours = [layout.versions(), layout.working_backup(), layout.run(), layout.aside()];
        let ours = |path: &PathBuf| ours.iter().any(|folder| path.starts_with(folder));
        let single = [layout.lock(), layout.latest()];
        let all = self.disk.files_below(Path::new("/"));
        all.into_keys().filter(|path| !ours(path) && !single.contains(path)).collect()
    }

    fn strikes(&self, kind: LinkFaultKind) -> bool {
        self.phone.lock().link_faults.strikes(kind, self.now)
    }

    /// Every file of every published version, with its content: what must never change.
    pub fn versions(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        self.disk.files_below(&self.layout().versions())
    }
}

/// One run being played.
struct Stage {
    run: Run,
    desk: Desk,
    stop: Arc<AtomicBool>,
    agent: Option<Agent>,
    coming: BTreeMap<(Moment, u64), Coming>,
    order: u64,
    disk_free_at: Moment,
    next_heartbeat: Moment,
    told: Told,
    config: WorldConfig,
    /// Notifications of the phone do not arrive.
    deaf: bool,
    /// Bytes until the secure connection breaks.
    breaks_after: Option<u64>,
}

impl Stage {
    fn later(&mut self, at: Moment, coming: Coming) {
        self.order += 1;
        self.coming.insert((at, self.order), coming);
    }
}

fn carry_one(from: &mut dyn Machine, to: &mut dyn Machine, now: Moment, most: usize) -> usize {
    if !to.wants_input() {
        return 0;
    }
    let bytes = from.transmit();
    let bytes = bytes[..bytes.len().min(most)].to_vec();
    let taken = feed(to, now, &bytes);
    if taken > 0 {
        from.handle_transmitted(now, taken);
    }
    taken
}

/// What a notification of the phone means to a run.
fn sign_of(name: &str) -> Option<Sign> {
    match name {
        "com.apple.LocalAuthentication.ui.presented" => Some(Sign::PromptShown),
        "com.apple.LocalAuthentication.ui.dismissed" => Some(Sign::PromptGone),
        "com.apple.itunes-client.syncCancelRequest" => Some(Sign::CancelledOnPhone),
        _ => None,
    }
}
