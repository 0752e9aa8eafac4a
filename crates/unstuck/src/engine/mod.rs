//! Runs in real time: joins a sans-IO run to phone, disk, clock and person.

mod beside;
mod connect;
mod facts;
mod password;
mod presence;
mod readiness;
mod restore;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use unstuck_backup::{Action, ConnectFault, Deadlines, Outcome, Run, RunConfig, Sign};
use unstuck_link::{Clock, Connection, Muxer, Phone};
use unstuck_manifest::Password;
use unstuck_vault::worker::{Done, Worker, spawn};
use unstuck_vault::{Layout, VaultLock, lock};
use unstuck_wire::Machine;

use crate::interrupt::{Interrupts, ORDER_TIME};
use crate::place::Place;
use crate::report::{Report, code};
use crate::time::unix_now;
use crate::view::{Published, View};

pub(crate) use facts::PhoneFacts;
pub(crate) use password::change_password;
pub(crate) use readiness::Readiness;
pub(crate) use restore::{RestoreJob, restore};

use beside::Beside;
use connect::Opened;

/// What is to be backed up, and how.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// The daemon that knows the phone.
    pub(crate) muxer: Muxer,
    /// What is known of the phone.
    pub(crate) facts: PhoneFacts,
    /// Where to.
    pub(crate) place: Place,
    /// Begin empty.
    pub(crate) full: bool,
    /// Opens encrypted backups for the proof.
    pub(crate) password: Option<Password>,
    /// Scales every wait.
    pub(crate) patience: f64,
}

/// Results and signs that may wait for the run.
const QUEUE: usize = 1024;

/// Makes one backup and tells the view everything. Returns the exit code.
pub(crate) async fn back_up(
    job: Job,
    interrupts: &mut Interrupts,
    view: &mut dyn View,
) -> Result<u8, Report> {
    let layout = Layout::new(&job.place.folder, &job.facts.udid);
    let _lock = take_lock(&job, &layout)?;
    let mut engine = Engine::start(job, layout)?;
    let outcome = engine.run(interrupts, view).await;
    engine.finish().await;
    let published = outcome.version.as_ref().map(|version| Published {
        backup: engine.layout.version(version).join(engine.layout.udid()),
        encrypted: engine.job.facts.will_encrypt.unwrap_or(false),
    });
    view.outcome(&outcome, published.as_ref());
    Ok(outcome.exit_code())
}

fn take_lock(job: &Job, layout: &Layout) -> Result<VaultLock, Report> {
    lock(&*job.place.disk, layout)?.ok_or_else(|| {
        Report::new(code::FAILED, "Another backup of this iPhone is under way here.")
            .saw(format!("{} is in use by another Unstuck.", layout.root().display()))
            .next("Wait until it is done, or stop it; then run this again.")
            .because("busy-device")
    })
}

/// A run and everything around it.
struct Engine {
    job: Job,
    layout: Layout,
    clock: Clock,
    run: Run,
    worker: Worker,
    done: mpsc::UnboundedReceiver<Vec<Done>>,
    signs: mpsc::Receiver<Sign>,
    tell_sign: mpsc::Sender<Sign>,
    connection: Option<Connection>,
    connecting: Option<JoinHandle<Result<Opened, ConnectFault>>>,
    beside: Option<Beside>,
    presence: JoinHandle<()>,
    /// Info.plist, collected once per run.
    info_plist: Option<Vec<u8>>,
}

impl Engine {
    fn start(job: Job, layout: Layout) -> Result<Self, Report> {
        let (tell_done, done) = mpsc::unbounded_channel();
        let (tell_sign, signs) = mpsc::channel(QUEUE);
        let worker = spawn(job.place.disk.clone(), layout.clone(), move |results| {
            // A run that is over needs no results.
            let _ = tell_done.send(results);
        });
        let worker = worker.map_err(|error| {
            Report::new(code::FAILED, "No thread for the disk.").saw(error.to_string())
        })?;
        let clock = Clock::start();
        let deadlines =
            if job.facts.network { Deadlines::for_wifi() } else { Deadlines::default() };
        let config = RunConfig {
            udid: job.facts.udid.clone(),
            full: job.full,
            network: job.facts.network,
            password: job.password.clone(),
            deadlines: deadlines.scaled(job.patience),
            started: unix_now(),
            about: job.facts.about(),
        };
        let presence = presence::watch(&job.muxer, &job.facts.udid, tell_sign.clone());
        let run = Run::new(clock.now(), config);
        Ok(Self {
            job,
            layout,
            clock,
            run,
            worker,
            done,
            signs,
            tell_sign,
            connection: None,
            connecting: None,
            beside: None,
            presence,
            info_plist: None,
        })
    }

    async fn run(&mut self, interrupts: &mut Interrupts, view: &mut dyn View) -> Outcome {
        let mut give_up = None;
        loop {
            if let Some(outcome) = self.do_actions(view) {
                return outcome;
            }
            let wake = self.run.poll_timeout();
            let driving = self.connection.is_some();
            tokio::select! {
                biased;
                () = interrupts.next() => {
                    self.run.interrupt(self.clock.now());
                    self.worker.stop();
                    give_up.get_or_insert(self.clock.now() + ORDER_TIME);
                }
                () = self.clock.until(give_up), if give_up.is_some() => {
                    return Outcome::interrupted(self.clock.now().since_start());
                }
                Some(results) = self.done.recv() => {
                    for result in results {
                        self.run.handle_done(self.clock.now(), result);
                    }
                }
                Some(sign) = self.signs.recv() => self.run.handle_sign(self.clock.now(), sign),
                opened = join(&mut self.connecting), if self.connecting.is_some() => {
                    self.connecting = None;
                    self.opened(opened);
                }
                closed = step(&mut self.connection, &self.clock, &mut self.run), if driving => {
                    if closed {
                        self.connection = None;
                    }
                }
                () = self.clock.until(wake) => self.run.handle_timeout(self.clock.now()),
            }
        }
    }

    /// Does what the run wants done; the outcome when it is over.
    fn do_actions(&mut self, view: &mut dyn View) -> Option<Outcome> {
        while let Some(action) = self.run.poll_action() {
            match action {
                Action::Connect => self.connect(),
                Action::HangUp => {
                    self.connection = None;
                    self.beside = None;
                }
                Action::Work(jobs) => {
                    // The worker ends only with us.
                    let _ = self.worker.submit(jobs);
                }
                Action::StopWork => self.worker.stop(),
                Action::AskPhone => self.ask_phone(),
                Action::Tell(notice) => view.notice(&notice),
                Action::Finish(outcome) => return Some(*outcome),
            }
        }
        None
    }

    fn connect(&mut self) {
        let work = connect::open(
            self.job.muxer.clone(),
            self.job.facts.clone(),
            self.info_plist.clone(),
            self.layout.clone(),
            self.job.place.disk.clone(),
            self.tell_sign.clone(),
        );
        self.connecting = Some(tokio::spawn(work));
    }

    fn opened(&mut self, opened: Result<Opened, ConnectFault>) {
        let now = self.clock.now();
        match opened {
            Ok(opened) => {
                self.connection = Some(Connection::new(opened.stream));
                self.beside = Some(opened.beside);
                self.info_plist = Some(opened.info_plist);
                self.run.connected(now, self.info_plist.clone());
            }
            Err(fault) => self.run.connect_failed(now, fault),
        }
    }

    /// Asks the phone something on a connection of its own, to see whether it answers.
    fn ask_phone(&self) {
        let (muxer, udid) = (self.job.muxer.clone(), self.job.facts.udid.clone());
        let tell = self.tell_sign.clone();
        tokio::spawn(async move {
            let sign = match Phone::ask_lock_state(&muxer, &udid).await {
                Ok(locked) => Sign::Answered { locked },
                Err(_) => Sign::Unanswered,
            };
            let _ = tell.send(sign).await;
        });
    }

    /// Lets go of the phone: sync lock, notifications, power assertion.
    async fn finish(&mut self) {
        self.connection = None;
        self.presence.abort();
        if let Some(connecting) = self.connecting.take() {
            connecting.abort();
        }
        if let Some(beside) = self.beside.take() {
            beside.finish().await;
        }
    }
}

async fn join(
    connecting: &mut Option<JoinHandle<Result<Opened, ConnectFault>>>,
) -> Result<Opened, ConnectFault> {
    match connecting {
        Some(handle) => match handle.await {
            Ok(opened) => opened,
            Err(error) => Err(ConnectFault::Other(error.to_string())),
        },
        None => std::future::pending().await,
    }
}

/// Carries bytes; true when the connection is gone.
async fn step(connection: &mut Option<Connection>, clock: &Clock, run: &mut Run) -> bool {
    match connection {
        Some(connection) => connection.step(clock, run).await.is_some(),
        None => std::future::pending().await,
    }
}
