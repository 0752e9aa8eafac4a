//! The command line. The doc comment of an argument is its help text in English.

mod faults;
mod help;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{CommandFactory, Parser, Subcommand};

use crate::commands::{
    BackupArgs, DevicesArgs, ExplainArgs, FilesArgs, FixArgs, LookArgs, MethodsArgs, PasswordArgs,
    RescueArgs, RestartStepsArgs, RestoreArgs, SimulateArgs, UndoArgs, VerifyArgs, VersionsArgs,
    WatchArgs,
};

use crate::page::ServeArgs;
use crate::words::{self, Words};

/// Finds out why an iPhone is stuck on backing up, gets it moving again without risking any
/// data, and makes a local, encrypted, proven backup itself.
#[derive(Debug, Parser)]
#[command(name = "unstuck", version)]
pub(crate) struct Cli {
    /// What to do; without a command the page opens.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// Machine output on standard output, one JSON object a line.
    #[arg(long, global = true)]
    pub(crate) json: bool,

    /// Multiplies every wait: 2 is twice as patient, 0.5 half.
    #[arg(long, global = true, value_name = "FACTOR", default_value = "1", value_parser = patience)]
    pub(crate) patience: f64,

    /// Use a simulated iPhone instead of real ones. `unstuck simulate --list` shows the
    /// scenarios.
    #[arg(
        long,
        global = true,
        value_name = "SCENARIO",
        num_args = 0..=1,
        default_missing_value = ""
    )]
    pub(crate) simulated: Option<String>,

    /// Port of multicast DNS, for tests on a computer that has a service there.
    #[arg(long, global = true, hide = true, value_name = "PORT")]
    #[arg(default_value_t = unstuck_link::MDNS_PORT)]
    pub(crate) mdns_port: u16,

    /// A program that restarts the usbmux service named in the environment, for tests.
    #[arg(long, global = true, hide = true, value_name = "PROGRAM")]
    pub(crate) supervisor: Option<PathBuf>,

    /// Language for people: en, de, es or zh-Hans. Without it, that of the system. What scripts
    /// read is English always.
    #[arg(long, global = true, value_name = "TAG", value_parser = words::parse)]
    pub(crate) language: Option<&'static Words>,

    /// Tell more, twice even more.
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(crate) verbose: u8,
}

/// Commands.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a proven backup of the iPhone, step by step, whatever gets in the way.
    Rescue(RescueArgs),
    /// Say what is stuck, why, and what to do next. Changes nothing.
    Look(LookArgs),
    /// Take one step against what is stuck: the next one, or the one named.
    Fix(FixArgs),
    /// Take back what Unstuck did, as far as that goes.
    Undo(UndoArgs),
    /// Say whether a backup that another program makes moves. Changes nothing.
    Watch(WatchArgs),
    /// Show the page of a cause, rule, remedy, code or line of a log.
    Explain(ExplainArgs),
    /// Make one backup.
    Backup(BackupArgs),
    /// Restore an iPhone from a backup, or rehearse that.
    Restore(RestoreArgs),
    /// Compare the ways to back up, for this iPhone.
    Methods(MethodsArgs),
    /// Show which buttons restart an iPhone, iPad or iPod by force.
    RestartSteps(RestartStepsArgs),
    /// Show the iPhones in reach.
    Devices(DevicesArgs),
    /// Check a backup folder of any program, or a version. Changes nothing.
    Verify(VerifyArgs),
    /// List files of a backup, find some, take them out.
    Files(FilesArgs),
    /// List, compare, prove, thin out, take in and give away the backups that are kept.
    Versions(VersionsArgs),
    /// Set, change or remove the password that encrypts backups.
    Password(PasswordArgs),
    /// Serve the page without opening it.
    Serve(ServeArgs),
    /// Serve simulated iPhones on a usbmux socket, for any program.
    Simulate(SimulateArgs),
}

fn patience(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(factor) if (0.01..=1000.0).contains(&factor) => Ok(factor),
        _ => Err("a number between 0.01 and 1000".into()),
    }
}

/// What is said instead of doing something: help, the version, or what is wrong.
#[derive(Debug)]
pub(crate) struct Said {
    /// With the signs of colours in it.
    pub(crate) text: String,
    /// It is neither help nor version.
    pub(crate) is_fault: bool,
}

/// Reads a command line, the name of the program first.
pub(crate) fn read(arguments: &[OsString]) -> Result<Cli, Said> {
    let error = match Cli::try_parse_from(arguments) {
        Ok(cli) => return Ok(cli),
        Err(error) => error,
    };
    Err(said(&error, arguments, words::before_reading(arguments)))
}

/// Only now somebody reads what clap says, so that the language costs nobody else anything.
fn said(error: &clap::Error, arguments: &[OsString], words: &'static Words) -> Said {
    let own = help::in_words(Cli::command(), words).try_get_matches_from(arguments);
    let text = faults::told(own.as_ref().err().unwrap_or(error), words);
    Said { text, is_fault: error.use_stderr() }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_command_line_is_sound() {
        super::Cli::command().debug_assert();
    }
}
