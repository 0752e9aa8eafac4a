//! The front door of Unstuck: commands, what people see, what scripts read.
//!
//! ```text
//! cli ─► commands ─► engine ─► link, backup, vault
//!           │           │
//!           └── view ◄──┘  Notices and Outcomes, as words (terminal) or as JSON
//! ```
//!
//! The only printer of the house is [`view`]; every other module hands it values.

mod acts;
mod cli;
mod commands;
mod drawing;
mod engine;
mod home;
mod interrupt;
mod models;
mod page;
mod person;
mod place;
mod remembered;
mod report;
mod secrets;
mod simulated;
mod time;
mod view;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use unstuck_backup::{Notice, Outcome};

use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};

use words::Words;

/// The line a person reads for a notice of a run: for documents made from runs.
#[doc(hidden)]
pub fn line_of(notice: &Notice) -> Option<String> {
    view::line_of(notice)
}

/// Headline and first next step of an outcome: for documents made from runs.
#[doc(hidden)]
pub fn summary_of(outcome: &Outcome) -> (String, Option<String>) {
    view::summary_of(outcome)
}

fn read(args: &[OsString], words: &'static Words) -> Result<cli::Cli, clap::Error> {
    let command = words::in_language(cli::Cli::command(), words);
    let mut matches = command.try_get_matches_from(args)?;
    cli::Cli::from_arg_matches_mut(&mut matches).map_err(|e| e.format(&mut cli::Cli::command()))
}

/// Says why the command line was not read, or the help that it asks for.
fn tell(error: &clap::Error, args: &[OsString], words: &Words) {
    let is_help = error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if words.tag == Words::english().tag || !error.use_stderr() || is_help {
        let _ = error.print();
        return;
    }
    let named = args.get(1).and_then(|arg| arg.to_str());
    let named = named.filter(|name| cli::Cli::command().find_subcommand(name).is_some());
    let command = named.map_or("unstuck".to_owned(), |name| format!("unstuck {name}"));
    view::complain(&words::error_text(error, &command, words));
}

/// Reads the command line, does what it says, and returns the exit code of
/// docs/contracts.md.
pub fn run() -> ExitCode {
    let args: Vec<_> = std::env::args_os().collect();
    words::set_terminal(words::typed(args.iter().skip(1).filter_map(|arg| arg.to_str())));
    let cli = match read(&args, words::terminal()) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are no errors and go to standard output.
            let code = if error.use_stderr() { report::code::USAGE } else { report::code::DONE };
            tell(&error, &args, words::terminal());
            return ExitCode::from(code);
        }
    };
    view::start_log(cli.verbose);
    ExitCode::from(commands::perform(cli))
}
