use clap::Args;
use serde_json::{Value, json};

use super::Context;
use super::rung::stopped;
use crate::acts::journal::{Event, Journal, Record, Undo};
use crate::acts::{self, Refused, Turn};
use crate::report::{Report, code};
use crate::time::human_date;

/// Take back what Unstuck did: a backup that was set aside, a pair record, the switch for Wi-Fi.
///
/// Without a number the last act that can be taken back. Nothing is taken back when what it
/// would replace has changed since.
#[derive(Debug, Args)]
pub(crate) struct UndoArgs {
    /// Number of the act, as --list shows it.
    #[arg(value_name = "ID", conflicts_with = "list")]
    id: Option<u64>,

    /// List all acts, and what can be taken back.
    #[arg(long)]
    list: bool,
}

pub(super) async fn perform(args: &UndoArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let failed = |error: String| {
        Report::new(code::FAILED, "The journal of acts cannot be read.").saw(format!("{error}."))
    };
    let journal = Journal::here(context.simulated).map_err(failed)?;
    let records = journal.records().map_err(|error| failed(error.to_string()))?;
    if args.list {
        list(&records, context);
        return Ok(code::DONE);
    }
    let record = choose(args.id, &records)?;
    let udid = record.line.udid.as_deref();
    let _turn = Turn::take(udid, context.simulated)?;
    let mut interrupts = context.interrupts.clone();
    let taken = tokio::select! {
        taken = acts::take_back(record, context) => taken,
        () = interrupts.next() => return Err(stopped()),
    };
    let remedy = &record.line.remedy;
    match taken {
        Ok((text, after)) => {
            let object = json!({
                "type": "result", "outcome": "undone", "exit_code": code::DONE,
                "act": record.line.id, "remedy": remedy, "after": after, "headline": text,
            });
            context.view.answer(&format!("{text}\n"), vec![object]);
            Ok(code::DONE)
        }
        Err(Refused::Changed(why)) => {
            Err(Report::new(code::FAILED, format!("\"{remedy}\" is not taken back."))
                .saw(format!("{}.", why.trim_end_matches('.')))
                .saw("Nothing was changed.")
                .next("See all acts with: unstuck undo --list"))
        }
        Err(Refused::Failed(why)) => {
            Err(Report::new(code::FAILED, format!("\"{remedy}\" could not be taken back."))
                .saw(format!("{}.", why.trim_end_matches('.')))
                .next("Connect the iPhone, unlock it, and run this again."))
        }
    }
}

/// The act that is meant: the one named, or the last that can be taken back.
fn choose(id: Option<u64>, records: &[Record]) -> Result<&Record, Report> {
    let Some(id) = id else {
        return records.iter().rfind(|record| is_open(record)).ok_or_else(|| {
            Report::new(code::USAGE, "There is nothing to take back.")
                .saw("No act of Unstuck that changed something and can be undone is on record.")
                .next(
                    "A changed backup password is changed back with the old one: unstuck \
                       password change",
                )
        });
    };
    let found = records.iter().find(|record| record.line.id == id);
    let record = found.ok_or_else(|| {
        Report::new(code::USAGE, format!("There is no act {id}."))
            .next("See all acts with: unstuck undo --list")
    })?;
    match record.last {
        Event::Done | Event::Planned => Ok(record),
        Event::Undone => Err(Report::new(code::USAGE, format!("Act {id} is taken back already."))),
        Event::Unable | Event::Declined => {
            Err(Report::new(code::USAGE, format!("Act {id} was never done: nothing stays of it.")))
        }
    }
}

/// Whether Unstuck can take it back and has not.
fn is_open(record: &Record) -> bool {
    let by_us = !matches!(record.line.undo, None | Some(Undo::ByHand { .. }));
    by_us && matches!(record.last, Event::Done | Event::Planned)
}

fn list(records: &[Record], context: &mut Context<'_>) {
    let mut text = String::new();
    let mut objects: Vec<Value> = Vec::new();
    for record in records {
        let line = &record.line;
        let note = match (&line.undo, is_open(record)) {
            (_, true) => format!("unstuck undo {}", line.id),
            (Some(Undo::ByHand { text }), _) if record.last == Event::Done => text.clone(),
            _ => line.why.clone().unwrap_or_default(),
        };
        text += &format!(
            "{:4}  {}  {:22} {:8} {note}\n",
            line.id,
            human_date(line.time),
            line.remedy,
            record.last.word()
        );
        objects.push(json!({
            "type": "act", "act": line.id, "time": line.time, "remedy": line.remedy,
            "udid": line.udid, "event": record.last.word(), "can_be_undone": is_open(record),
            "before": line.before, "after": line.after, "why": line.why,
        }));
    }
    if text.is_empty() {
        text.push_str("Unstuck has done nothing yet.\n");
    }
    let result = json!({
        "type": "result", "outcome": "listed", "exit_code": code::DONE, "acts": records.len(),
    });
    objects.push(result);
    context.view.answer(&text, objects);
}
