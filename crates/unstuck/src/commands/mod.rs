//! One file per command. The doc comment of its arguments is its help.

mod all;
mod backup;
mod devices;
mod explain;
pub(crate) mod files;
mod fix;
mod local;
mod look;
mod methods;
mod password;
mod rescue;
mod restart_steps;
mod restore;
mod rung;
mod simulate;
pub(crate) mod source;
mod undo;
mod verify;
pub(crate) mod versions;
mod watch;

pub(crate) use backup::{BackupArgs, ask_for_trust};
pub(crate) use devices::DevicesArgs;
pub(crate) use explain::ExplainArgs;
pub(crate) use files::FilesArgs;
pub(crate) use fix::FixArgs;
pub(crate) use look::LookArgs;
pub(crate) use methods::MethodsArgs;
pub(crate) use password::PasswordArgs;
pub(crate) use rescue::RescueArgs;
pub(crate) use restart_steps::RestartStepsArgs;
pub(crate) use restore::RestoreArgs;
pub(crate) use simulate::SimulateArgs;
pub(crate) use undo::UndoArgs;
pub(crate) use verify::VerifyArgs;
pub(crate) use versions::VersionsArgs;
pub(crate) use watch::WatchArgs;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use unstuck_link::deadline::Deadlines;
use unstuck_link::{MuxAddress, Muxer};
use unstuck_manifest::Password;

use crate::cli::{Cli, Command};
use crate::interrupt::{Interrupts, ORDER_TIME};
use crate::page;
use crate::person::{AtTerminal, Nobody, Person};
use crate::report::{Report, code};
use crate::simulated::{Simulated, scenario};
use crate::view::{self, View};
use crate::words;
use local::Local;

/// What every command works with.
pub(crate) struct Context<'a> {
    /// What people see.
    pub(crate) view: &'a mut dyn View,
    /// The daemon.
    pub(crate) muxer: Muxer,
    /// Scales every wait.
    pub(crate) patience: f64,
    /// The phone is a simulated one.
    pub(crate) simulated: bool,
    /// Where phones announce themselves.
    pub(crate) mdns_port: u16,
    /// What restarts the usbmux service, when it is not the system's.
    pub(crate) supervisor: Option<PathBuf>,
    /// A password given before, for phones that are served side by side.
    pub(crate) password: Option<Password>,
    /// Several phones are served at a time: nobody could tell whose question it is.
    pub(crate) side_by_side: bool,
    /// Who answers questions.
    pub(crate) person: Arc<dyn Person>,
    /// Ctrl-C.
    pub(crate) interrupts: Interrupts,
}

impl Context<'_> {
    /// Whether a question would reach a person.
    pub(crate) fn may_ask(&self) -> bool {
        self.person.is_there()
    }
}

/// Performs a command; returns the exit code.
pub(crate) fn perform(cli: Cli) -> u8 {
    words::set_terminal(cli.language);
    let mut view = view::choose(cli.json);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = match runtime {
        Ok(runtime) => runtime,
        Err(error) => {
            let report = Report::new(code::FAILED, "Unstuck could not start.");
            view.failure(&report.saw(error.to_string()));
            return code::FAILED;
        }
    };
    let code = runtime.block_on(async {
        match interruptible(cli, &mut *view).await {
            Ok(code) => code,
            Err(report) => {
                view.failure(&report);
                report.code
            }
        }
    });
    // Work that hangs in the system must not keep a person who wants to leave.
    runtime.shutdown_background();
    code
}

/// Performs a command, but no longer than it takes to put things in order after an
/// interruption: no call that hangs may keep the person.
async fn interruptible(cli: Cli, view: &mut dyn View) -> Result<u8, Report> {
    let interrupts = Interrupts::listen().map_err(|error| {
        Report::new(code::FAILED, "This system gives no signals.").saw(error.to_string())
    })?;
    let mut ours = interrupts.clone();
    let overdue = async {
        ours.next().await;
        tokio::time::sleep(ORDER_TIME + Duration::from_millis(150)).await;
    };
    let done = tokio::select! {
        biased;
        done = dispatch(cli, view, interrupts) => Some(done),
        () = overdue => None,
    };
    done.unwrap_or_else(|| Err(Report::new(code::INTERRUPTED, "Stopped. Everything is safe.")))
}

async fn dispatch(cli: Cli, view: &mut dyn View, interrupts: Interrupts) -> Result<u8, Report> {
    let person: Arc<dyn Person> =
        if cli.simulated.is_some() { Arc::new(Nobody) } else { Arc::new(AtTerminal) };
    within(cli, view, interrupts, person, None).await
}

/// What somebody learns who has no display for the page.
const WITHOUT_DISPLAY: &str = "There is no display for the page, so here is what `unstuck look` \
    says. To go on: `unstuck rescue` makes the backup, `unstuck serve` gives an address for a \
    browser.\n";

/// Performs a command for somebody: the person, and the daemon when it is already known.
pub(crate) async fn within(
    mut cli: Cli,
    view: &mut dyn View,
    interrupts: Interrupts,
    person: Arc<dyn Person>,
    address: Option<MuxAddress>,
) -> Result<u8, Report> {
    let command = match cli.command.take() {
        Some(command) => command,
        None if page::has_display() => {
            return page::perform(page::ServeArgs::open(), cli, view, interrupts).await;
        }
        None => {
            view.remark(WITHOUT_DISPLAY);
            Command::Look(LookArgs::default())
        }
    };
    let is_rescue = matches!(command, Command::Rescue(_));
    let command = match command {
        Command::Serve(args) => return page::perform(args, cli, view, interrupts).await,
        Command::Explain(args) => return explain::perform(&args, view),
        Command::Look(args) if args.is_written() => {
            return look::perform(&args, cli.verbose > 0, view);
        }
        Command::Simulate(args) => {
            return simulate::perform(&args, view, interrupts, cli.mdns_port).await;
        }
        Command::Verify(args) => {
            return verify::perform(args, Local { view, interrupts }).await;
        }
        Command::Files(args) => return files::perform(args, Local { view, interrupts }).await,
        Command::Versions(args) => {
            return versions::perform(args, Local { view, interrupts }).await;
        }
        Command::Password(args) if args.rehearsal().is_some() => {
            return password::rehearse(&args, Local { view, interrupts }).await;
        }
        command => command,
    };
    let address = match (address, cli.simulated.as_deref()) {
        (Some(address), _) => address,
        (None, None) => MuxAddress::from_environment()
            .map_err(|fault| Report::new(code::USAGE, fault.to_string()))?,
        (None, Some(name)) => {
            let default = if is_rescue { "demonstration" } else { "healthy" };
            let name = if name.is_empty() { default } else { name };
            Simulated::start(&scenario(name, &[])?)?.address
        }
    };
    let simulated = cli.simulated.is_some();
    let mut context = Context {
        view,
        muxer: Muxer::new(address, Deadlines::default().scaled(cli.patience)),
        patience: cli.patience,
        simulated,
        mdns_port: cli.mdns_port,
        supervisor: cli.supervisor,
        password: None,
        side_by_side: false,
        person,
        interrupts,
    };
    with_phones(command, cli.verbose > 0, &mut context).await
}

/// Performs a command that may speak to phones.
async fn with_phones(command: Command, all: bool, context: &mut Context<'_>) -> Result<u8, Report> {
    match command {
        Command::Rescue(args) => rescue::perform(&args, context).await,
        Command::Fix(args) => fix::perform(&args, context).await,
        Command::Undo(args) => undo::perform(&args, context).await,
        Command::Backup(args) => backup::perform(&args, context).await,
        Command::Methods(args) => methods::perform(&args, context).await,
        Command::RestartSteps(args) => restart_steps::perform(&args, context).await,
        Command::Restore(args) => restore::perform(&args, context).await,
        Command::Devices(args) => devices::perform(&args, context).await,
        Command::Password(args) => password::perform(&args, context).await,
        Command::Watch(args) => watch::perform(&args, context).await,
        Command::Look(args) => look::perform_live(&args, all, context).await,
        // Told above.
        Command::Serve(_)
        | Command::Simulate(_)
        | Command::Verify(_)
        | Command::Files(_)
        | Command::Versions(_)
        | Command::Explain(_) => Ok(code::DONE),
    }
}
