//! Asks a command of our own, as a script would, and gets its objects. So the page can never
//! say anything else than the terminal.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use clap::Parser;
use serde_json::Value;
use tokio::sync::watch;
use unstuck_link::MuxAddress;
use unstuck_manifest::Password;

use crate::cli::Cli;
use crate::commands::within;
use crate::home;
use crate::interrupt::Interrupts;
use crate::person::{Nobody, Person};
use crate::report::{Report, code};
use crate::secrets;
use crate::view::{self, Sink, View};

/// What all commands of the page have in common.
#[derive(Clone, Debug)]
pub(crate) struct Base {
    pub(crate) patience: f64,
    mdns_port: u16,
    supervisor: Option<PathBuf>,
    to: Option<PathBuf>,
}

impl Base {
    pub(crate) fn new(cli: &Cli, to: Option<PathBuf>) -> Self {
        Self {
            patience: cli.patience,
            mdns_port: cli.mdns_port,
            supervisor: cli.supervisor.clone(),
            to,
        }
    }

    /// The folder of backups, as a command would take it.
    pub(crate) fn place(&self, simulated: bool) -> Option<PathBuf> {
        let name = if simulated { "simulated" } else { "backups" };
        self.to.clone().or_else(|| home::home().map(|home| home.join(name)))
    }

    /// A command line. `words` are taken as they are: no shell is asked.
    pub(crate) fn line(&self, words: &[&str], simulated: bool) -> Result<Cli, Report> {
        let all = std::iter::once("unstuck").chain(words.iter().copied());
        let mut cli = Cli::try_parse_from(all).map_err(|error| {
            Report::new(code::USAGE, "That cannot be asked.").saw(error.kind().to_string())
        })?;
        cli.patience = self.patience;
        cli.mdns_port = self.mdns_port;
        cli.supervisor.clone_from(&self.supervisor);
        if simulated {
            cli.simulated = Some(String::new());
        }
        Ok(cli)
    }
}

/// A command on its way: on a thread with a runtime of its own, because some of them read disks.
pub(crate) struct Errand {
    pub(crate) cli: Cli,
    pub(crate) sink: Sink,
    pub(crate) person: Arc<dyn Person>,
    pub(crate) address: Option<MuxAddress>,
    /// Typed at the page; wiped when the errand is done.
    pub(crate) password: Option<Password>,
    pub(crate) stop: watch::Receiver<u32>,
}

impl Errand {
    /// Carries it out; a failure is told as the last object.
    pub(crate) fn carry_out(self) -> u8 {
        let mut view = view::objects(self.sink.clone());
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let done = match runtime {
            Ok(runtime) => {
                let done = runtime.block_on(self.within(&mut *view));
                runtime.shutdown_background();
                done
            }
            Err(error) => {
                Err(Report::new(code::FAILED, "No thread is left.").saw(error.to_string()))
            }
        };
        done.unwrap_or_else(|report| {
            view.failure(&report);
            report.code
        })
    }

    async fn within(self, view: &mut dyn View) -> Result<u8, Report> {
        let interrupts = Interrupts::counted(self.stop);
        let work = Box::pin(within(self.cli, view, interrupts, self.person, self.address));
        secrets::at_page(self.password, work).await
    }
}

/// The objects a command prints. It asks nobody.
pub(crate) async fn ask(base: &Base, words: &[&str], address: Option<MuxAddress>) -> Vec<Value> {
    ask_with(base, words, address, None).await
}

/// The same with a password.
pub(crate) async fn ask_with(
    base: &Base,
    words: &[&str],
    address: Option<MuxAddress>,
    password: Option<Password>,
) -> Vec<Value> {
    let (_tell, stop) = watch::channel(0);
    let cli = match base.line(words, address.is_some()) {
        Ok(cli) => cli,
        Err(report) => return vec![failure(&report)],
    };
    let objects = Arc::new(Mutex::new(Vec::new()));
    let taken = Arc::clone(&objects);
    let sink: Sink = Arc::new(move |object: &Value| {
        taken.lock().unwrap_or_else(PoisonError::into_inner).push(object.clone());
    });
    let errand = Errand { cli, sink, person: Arc::new(Nobody), address, password, stop };
    let _ = tokio::task::spawn_blocking(move || errand.carry_out()).await;
    std::mem::take(&mut *objects.lock().unwrap_or_else(PoisonError::into_inner))
}

/// A failure as the object of `--json`.
pub(crate) fn failure(report: &Report) -> Value {
    serde_json::json!({
        "type": "result", "outcome": "failed", "exit_code": report.code,
        "headline": report.headline, "details": report.details, "next": report.next.first(),
    })
}

/// The first object of a type.
pub(crate) fn of_type<'a>(objects: &'a [Value], kind: &str) -> Option<&'a Value> {
    objects.iter().find(|object| object["type"] == kind)
}
