//! A restore in real time: joins the sans-IO run to phone, backup folder, clock and person.

use std::path::PathBuf;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinHandle;
use unstuck_backup::restore::{RestoreAction, RestoreConfig, RestoreEnd, RestoreOutcome};
use unstuck_backup::{Deadlines, Sign, restore::RestoreRun};
use unstuck_link::{Clock, Connection, Muxer, Phone};
use unstuck_vault::RealDisk;
use unstuck_vault::shelf::{Shelf, ShelfDone, ShelfWorker, spawn};
use unstuck_wire::Machine;
use unstuck_wire::mobilebackup2::RestoreOptions;

use super::beside::Beside;
use super::password::report_of;
use super::{connect, presence};
use crate::interrupt::Interrupts;
use crate::report::{Report, code};
use crate::view::View;

/// What is to be restored, to which phone, and how.
pub(crate) struct RestoreJob {
    /// The daemon that knows the phone.
    pub(crate) muxer: Muxer,
    /// UDID of the phone.
    pub(crate) udid: String,
    /// Reached over Wi-Fi.
    pub(crate) network: bool,
    /// The backup: the folder that holds Manifest.plist.
    pub(crate) folder: PathBuf,
    /// The seal of a version: every byte that leaves is held against it.
    pub(crate) seal: Option<PathBuf>,
    /// UDID of the phone it was made of.
    pub(crate) source: String,
    /// How.
    pub(crate) options: RestoreOptions,
    /// Payload files in it.
    pub(crate) files: u64,
    /// Their bytes as they are stored.
    pub(crate) bytes: u64,
    /// The list of apps to be installed again.
    pub(crate) apps: Option<Vec<u8>>,
    /// Scales every wait.
    pub(crate) patience: f64,
}

/// Our goodbye after a good end may take this long.
const GOODBYE_TIME: Duration = Duration::from_secs(2);

/// Restores, and tells the view everything on the way.
///
/// # Errors
/// A [`Report`] when no connection could be opened. Nothing was changed then.
pub(crate) async fn restore(
    job: RestoreJob,
    interrupts: &mut Interrupts,
    view: &mut dyn View,
) -> Result<RestoreOutcome, Report> {
    let shelf = shelf_of(&job)?;
    let (tell_sign, signs) = mpsc::channel(super::QUEUE);
    let apps = job.apps.clone();
    let opening = connect::open_for_restore(&job.muxer, &job.udid, apps, &tell_sign);
    let opened = tokio::select! {
        opened = opening => opened.map_err(|fault| report_of(&fault))?,
        () = interrupts.next() => {
            let report = Report::new(code::INTERRUPTED, "Stopped before anything was sent.");
            return Err(report.saw("Nothing was changed on the iPhone."));
        }
    };
    let clock = Clock::start();
    let deadlines = if job.network { Deadlines::for_wifi() } else { Deadlines::default() };
    let config = RestoreConfig {
        target: job.udid.clone(),
        source: job.source.clone(),
        options: job.options.clone(),
        files: job.files,
        bytes: job.bytes,
        deadlines: deadlines.scaled(job.patience),
    };
    let (tell_done, done) = mpsc::unbounded_channel();
    let shelf = spawn(shelf, move |results| {
        // A restore that is over needs no results.
        let _ = tell_done.send(results);
    });
    let shelf = shelf.map_err(|error| {
        Report::new(code::FAILED, "No thread for the disk.").saw(error.to_string())
    })?;
    let presence = presence::watch(&job.muxer, &job.udid, tell_sign.clone());
    let run = RestoreRun::new(clock.now(), config);
    let connection = Some(Connection::new(opened.stream));
    let beside = Some(opened.beside);
    let mut engine =
        Restorer { job, clock, run, shelf, done, signs, tell_sign, connection, beside, presence };
    let outcome = engine.run(interrupts, view).await;
    engine.finish(&outcome).await;
    Ok(outcome)
}

/// The backup, to be read and held against its seal where it has one.
fn shelf_of(job: &RestoreJob) -> Result<Shelf, Report> {
    let shelf = Shelf::new(std::sync::Arc::new(RealDisk), job.folder.clone());
    let Some(seal) = &job.seal else { return Ok(shelf) };
    shelf.with_seal(seal).map_err(|fault| {
        Report::new(code::DAMAGE, "The seal of this version cannot be used.")
            .saw(format!("{}: {fault}.", seal.display()))
            .saw("Nothing was sent, and nothing was changed on the iPhone.")
            .next("Prove the version with: unstuck verify, and restore another one.")
            .because("backup-corrupt")
    })
}

/// A restore and everything around it.
struct Restorer {
    job: RestoreJob,
    clock: Clock,
    run: RestoreRun,
    shelf: ShelfWorker,
    done: mpsc::UnboundedReceiver<Vec<ShelfDone>>,
    signs: mpsc::Receiver<Sign>,
    tell_sign: mpsc::Sender<Sign>,
    connection: Option<Connection>,
    beside: Option<Beside>,
    presence: JoinHandle<()>,
}

impl Restorer {
    async fn run(&mut self, interrupts: &mut Interrupts, view: &mut dyn View) -> RestoreOutcome {
        loop {
            if let Some(outcome) = self.do_actions(view) {
                return outcome;
            }
            let wake = self.run.poll_timeout();
            tokio::select! {
                biased;
                () = interrupts.next() => self.run.interrupt(self.clock.now()),
                Some(results) = self.done.recv() => {
                    for result in results {
                        self.run.handle_done(self.clock.now(), result);
                    }
                }
                Some(sign) = self.signs.recv() => self.run.handle_sign(self.clock.now(), sign),
                closed = step(&mut self.connection, &self.clock, &mut self.run) => {
                    if closed {
                        self.connection = None;
                    }
                }
                () = self.clock.until(wake) => self.run.handle_timeout(self.clock.now()),
            }
        }
    }

    /// Does what the run wants done; the outcome when it is over.
    fn do_actions(&mut self, view: &mut dyn View) -> Option<RestoreOutcome> {
        while let Some(action) = self.run.poll_action() {
            match action {
                RestoreAction::HangUp => self.connection = None,
                RestoreAction::Work(jobs) => self.shelf.submit(jobs),
                RestoreAction::AskPhone => self.ask_phone(),
                RestoreAction::Tell(notice) => view.notice(&notice),
                RestoreAction::Finish(outcome) => return Some(*outcome),
            }
        }
        None
    }

    /// Asks the phone something on a connection of its own, to see whether it answers.
    fn ask_phone(&self) {
        let (muxer, udid) = (self.job.muxer.clone(), self.job.udid.clone());
        let tell = self.tell_sign.clone();
        tokio::spawn(async move {
            let sign = match Phone::ask_lock_state(&muxer, &udid).await {
                Ok(locked) => Sign::Answered { locked },
                Err(_) => Sign::Unanswered,
            };
            let _ = tell.send(sign).await;
        });
    }

    /// Says goodbye after a good end, and lets go of the phone.
    async fn finish(&mut self, outcome: &RestoreOutcome) {
        if outcome.end == RestoreEnd::Complete {
            let goodbye = async {
                while !self.run.is_finished() {
                    if step(&mut self.connection, &self.clock, &mut self.run).await {
                        return;
                    }
                }
            };
            let _ = tokio::time::timeout(GOODBYE_TIME, goodbye).await;
        }
        self.connection = None;
        self.presence.abort();
        if let Some(beside) = self.beside.take() {
            beside.finish().await;
        }
    }
}

/// Carries bytes; true when the connection is gone.
async fn step(connection: &mut Option<Connection>, clock: &Clock, run: &mut RestoreRun) -> bool {
    match connection {
        Some(connection) => connection.step(clock, run).await.is_some(),
        None => std::future::pending().await,
    }
}
