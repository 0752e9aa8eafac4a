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

/// Reads the command line, does what it says, and returns the exit code of
/// docs/contracts.md.
pub fn run() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match cli::read(&arguments) {
        Ok(cli) => cli,
        Err(said) => {
            // Help and version are no errors and go to standard output.
            view::usage(&said.text, said.is_fault);
            let code = if said.is_fault { report::code::USAGE } else { report::code::DONE };
            return ExitCode::from(code);
        }
    };
    view::start_log(cli.verbose);
    ExitCode::from(commands::perform(cli))
}
