//! Taking acts back.

use serde_json::{Value, json};
use unstuck_vault::RealDisk;
use unstuck_vault::keep::{Move, NotBack, put_back};

use super::journal::{Event, Journal, Line, Moved, Record, Undo};
use super::{trust, wifi_sync};
use crate::commands::Context;

/// Why an act is not taken back.
#[derive(Debug)]
pub(crate) enum Refused {
    /// There is nothing Unstuck could take back, or things have changed since.
    Changed(String),
    /// It was tried and did not work.
    Failed(String),
}

/// Takes an act back and notes it. Returns what stands now: in words, and for scripts.
pub(crate) async fn take_back(
    record: &Record,
    context: &mut Context<'_>,
) -> Result<(String, Value), Refused> {
    let udid = record.line.udid.as_deref();
    let (text, after) = match &record.line.undo {
        None => return Err(Refused::Changed("how it is taken back was not written down".into())),
        Some(Undo::ByHand { text }) => return Err(Refused::Changed(text.clone())),
        Some(Undo::PutBack { moves }) => back_in_place(moves)?,
        Some(Undo::PairRecord { kept, placed }) => {
            pair_record(udid.unwrap_or_default(), kept, placed, context).await?
        }
        Some(Undo::WifiSync { was }) => {
            let udid = udid.unwrap_or_default();
            wifi_sync::set(*was, udid, context).await.map_err(Refused::Failed)?;
            let word = if *was { "on" } else { "off" };
            (format!("Wi-Fi sync is {word} again, read back."), json!({ "wifi_sync": was }))
        }
    };
    let journal = Journal::here(context.simulated).map_err(Refused::Failed)?;
    let line = Line { event: Event::Undone, after: after.clone(), ..record.line.clone() };
    let noted = journal.note(line);
    noted.map_err(|error| Refused::Failed(format!("it was taken back; not noted: {error}")))?;
    Ok((text, after))
}

/// Puts back what was moved aside.
pub(super) fn back_in_place(moves: &[Moved]) -> Result<(String, Value), Refused> {
    let planned: Vec<Move> = moves
        .iter()
        .map(|one| Move { from: one.from.clone(), to: one.to.clone(), yields: one.yields })
        .collect();
    match put_back(&RealDisk, &planned) {
        Ok(()) => {
            let place = moves.first().map(|one| one.from.clone()).unwrap_or_default();
            let text = format!("{} is back where it was.", place.display());
            Ok((text, json!({ "backup": place })))
        }
        Err(NotBack::Store(error)) => Err(Refused::Failed(error.to_string())),
        Err(changed) => Err(Refused::Changed(changed.to_string())),
    }
}

async fn pair_record(
    udid: &str,
    kept: &std::path::Path,
    placed: &str,
    context: &Context<'_>,
) -> Result<(String, Value), Refused> {
    let failed = |error: String| Refused::Failed(error);
    let old = std::fs::read(kept).map_err(|error| {
        Refused::Changed(format!("the old pair record cannot be read: {error}"))
    })?;
    let muxer = &context.muxer;
    let now = trust::record_hash(muxer, udid).await;
    if now.as_deref() == Some(trust::hash(&old).as_str()) {
        return Ok(("The old pair record is in use.".into(), json!({ "pair_record": now })));
    }
    if !placed.is_empty() && now.as_deref() != Some(placed) {
        let text = "the pair record was changed again since, by Unstuck or another program";
        return Err(Refused::Changed(text.into()));
    }
    let attached = muxer.find(udid).await.map_err(|error| failed(error.to_string()))?;
    let saved = muxer.save_pair_record(udid, attached.device_id, old).await;
    saved.map_err(|error| failed(error.to_string()))?;
    let knows = match unstuck_link::Phone::open(muxer, udid).await {
        Ok(_) => "The old pair record is back, and the iPhone knows it.".to_owned(),
        Err(error) => format!("The old pair record is back; with it {error}."),
    };
    Ok((knows, json!({ "pair_record": trust::record_hash(muxer, udid).await })))
}
