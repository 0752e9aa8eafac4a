//! A family of devices, chosen by its looks.

use std::fmt::Write;

use serde_json::{Value, json};
use unstuck_diagnosis::Body;

use super::Context;
use super::known::{Found, Known};
use crate::report::Report;
use crate::secrets;
use crate::view::paragraph;

/// The one that was found. Where it can be several, they are shown with how to tell them apart;
/// on a terminal one can be chosen at once.
pub(super) async fn narrow(
    found: Found,
    name: Option<&str>,
    context: &mut Context<'_>,
) -> Result<Option<Known>, Report> {
    let (bodies, why) = match found {
        Found::One(known) => return Ok(Some(*known)),
        Found::Several(bodies) => {
            let name: String = name.unwrap_or_default().chars().take(60).collect();
            (bodies, format!("{name:?} can be several models that are restarted differently."))
        }
        Found::Silent => (
            Body::ALL.to_vec(),
            "A device is connected, but it does not say what it is: perhaps it hangs.".to_owned(),
        ),
        Found::Nothing => {
            (Body::ALL.to_vec(), "No device is connected and no model was named.".to_owned())
        }
    };
    context.view.answer(&text(&bodies, &why), vec![object(&bodies, &why)]);
    if !context.may_ask() {
        return Ok(None);
    }
    let answer = secrets::ask_word("Number").await?;
    let number: Option<usize> = answer.trim().parse().ok();
    let chosen = number.and_then(|number| bodies.get(number.checked_sub(1)?));
    Ok(chosen.map(|body| Known::chosen(*body)))
}

fn text(bodies: &[Body], why: &str) -> String {
    let mut text = format!("{why}\nWhich of these is it?\n\n");
    for (at, body) in bodies.iter().enumerate() {
        let _ = writeln!(text, "  {:2}  {}", at + 1, body.models());
        paragraph(&mut text, "", body.told_apart());
        let _ = writeln!(text, "          unstuck restart-steps {}", body.id());
    }
    text.push_str("\nThe model also stands in Settings > General > About, and on the box.\n");
    text
}

fn object(bodies: &[Body], why: &str) -> Value {
    let families = bodies.iter().map(|body| {
        json!({
            "family": body.id(),
            "models": body.models(),
            "told_apart": body.told_apart(),
            "gesture": body.gesture_id(),
        })
    });
    json!({ "type": "restart_choice", "text": why, "families": families.collect::<Vec<_>>() })
}
