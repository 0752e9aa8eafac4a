//! What people see and what scripts read: the same values, drawn in two ways.

pub(crate) mod diagnosis;
mod json;
pub(crate) mod looked;
mod outcome;
mod paragraph;
pub(crate) mod read;
mod restored;
mod rows;
mod terminal;
mod usage;
pub(crate) mod watched;
mod words;
mod working;

use std::io::IsTerminal;
use std::path::PathBuf;

use serde_json::Value;
use unstuck_backup::restore::RestoreOutcome;
use unstuck_backup::{Notice, Outcome};

use crate::report::Report;
pub(crate) use watched::Watched;

pub(crate) use diagnosis::nothing_found;
pub(crate) use json::Sink;
pub(crate) use outcome::Published;
pub(crate) use paragraph::paragraph;
pub(crate) use restored::Restored;
pub(crate) use rows::{Row, Rows};
pub(crate) use usage::usage;
pub(crate) use working::{Unit, Working};

/// The line a person reads for a notice; `None` for what only moves a bar.
pub(crate) fn line_of(notice: &Notice) -> Option<String> {
    words::notice(notice)
}

/// Headline and first next step of an outcome.
pub(crate) fn summary_of(outcome: &Outcome) -> (String, Option<String>) {
    let told = outcome::tell(outcome, None);
    (told.headline, told.next.into_iter().next())
}

/// Draws.
pub(crate) trait View: Send {
    /// A line worth a person's attention, and the same as an object for scripts.
    fn say(&mut self, text: &str, object: Option<Value>);

    /// A word in between for people; scripts are told nothing.
    fn remark(&mut self, text: &str);

    /// Something a run reports.
    fn notice(&mut self, notice: &Notice);

    /// A run is over. `published` tells where the version lies.
    fn outcome(&mut self, outcome: &Outcome, published: Option<&Published>);

    /// How a rescue ends, told right before its last word.
    fn ending(&mut self, _ending: &Ending) {}

    /// A restore is over.
    fn restored(&mut self, outcome: &RestoreOutcome, about: &Restored);

    /// Something failed before or beside a run.
    fn failure(&mut self, report: &Report);

    /// Work of our own goes on; told a few times a second.
    fn working(&mut self, working: &Working);

    /// How a backup that another program makes stands, said every second.
    fn watched(&mut self, watched: &Watched<'_>);

    /// Where the rows of a long list go.
    fn rows(&mut self) -> Rows;

    /// A table or text that was asked for.
    fn answer(&mut self, text: &str, objects: Vec<Value>);

    /// A view for one of several phones, drawn beside the others. All that is drawn in it
    /// names the phone.
    fn beside(&mut self, phone: &PhoneLabel) -> Box<dyn View>;
}

/// How a rescue ends.
#[derive(Clone, Debug)]
pub(crate) struct Ending {
    /// `backed-up`, `moving`, `needs-you`, `cannot`.
    pub(crate) word: &'static str,
    /// In a sentence.
    pub(crate) line: String,
    /// A page for whoever helps.
    pub(crate) page: Option<PathBuf>,
    /// The case, without anything private.
    pub(crate) case: Option<PathBuf>,
}

/// A phone among others.
#[derive(Clone, Debug)]
pub(crate) struct PhoneLabel {
    /// For scripts.
    pub(crate) udid: String,
    /// For people.
    pub(crate) name: String,
}

/// The view the person chose.
pub(crate) fn choose(json: bool) -> Box<dyn View> {
    if json {
        Box::new(json::Json::new())
    } else {
        Box::new(terminal::Terminal::new(std::io::stderr().is_terminal()))
    }
}

/// A view that hands the objects of `--json` to somebody in this process.
pub(crate) fn objects(sink: Sink) -> Box<dyn View> {
    Box::new(json::Json::into(sink))
}

/// Logs of the inside go to standard error, when asked for.
pub(crate) fn start_log(verbose: u8) {
    let level = match verbose {
        0 => return,
        1 => "unstuck=debug,unstuck_link=debug",
        _ => "trace",
    };
    let filter = tracing_subscriber::EnvFilter::new(level);
    let _ =
        tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).try_init();
}
