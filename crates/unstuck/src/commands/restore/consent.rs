//! What will be replaced, said plainly, and the person's yes.

use std::sync::Arc;

use serde_json::json;

use super::RestoreArgs;
use super::source::Source;
use crate::commands::Context;
use crate::engine::{PhoneFacts, Readiness};
use crate::person::{AtTerminal, Person};
use crate::report::{Report, code};
use crate::time::{counted, human_date, human_time, unix_now};

/// The word a person types.
const WORD: &str = "restore";

/// What will happen, line by line.
pub(super) fn statement(
    args: &RestoreArgs,
    facts: &PhoneFacts,
    source: &Source,
    ready: &Readiness,
) -> Vec<String> {
    let name = facts.name();
    let made = source
        .made
        .map_or_else(|| "of an unknown date".into(), |made| format!("of {}", human_date(made)));
    let mut lines = vec![
        format!("{name} ({}) will be restored from the backup {made}.", facts.description()),
        format!("The backup: {}, made of {}.", source.size(), origin(source)),
        if args.keep_items {
            "Everything in the backup replaces what the iPhone holds in its place. What is not in \
             the backup stays."
                .into()
        } else {
            "Everything on the iPhone is replaced. What is not in the backup is removed: photos, \
             messages and app data made since are gone."
                .into()
        },
    ];
    if args.keep_settings {
        lines.push("The settings of the iPhone stay as they are now.".into());
    }
    lines.push(saved_until(ready));
    if source.udid != facts.udid {
        lines.push(
            "The backup is of another iPhone. That works; what only that one can open (some \
             passwords, cards in Wallet) is not in it."
                .into(),
        );
    }
    if source.password.is_none() {
        lines.push(
            "The backup is not encrypted: passwords, Wi-Fi and Health data are not in it.".into(),
        );
    }
    if source.damaged_files > 0 {
        lines.push(format!(
            "{} missing or damaged; the iPhone may refuse it.",
            counted(source.damaged_files, "file of the backup is", "files of the backup are")
        ));
    }
    if ready.supervised == Some(true) {
        lines
            .push("This iPhone is supervised: it takes backups of supervised iPhones only.".into());
    }
    lines.push(if args.no_reboot {
        "Afterwards it does not restart; until it does, not everything is in place.".into()
    } else {
        "Afterwards it restarts by itself and puts everything in place.".into()
    });
    lines
}

fn origin(source: &Source) -> String {
    let device = &source.made_of;
    let model = crate::models::marketing_name(&device.product_type);
    let model = model.unwrap_or(&device.product_type);
    format!("{} ({model}, iOS {})", device.device_name, device.product_version)
}

/// How much of what is on the phone now is in a backup.
fn saved_until(ready: &Readiness) -> String {
    match ready.last_backup {
        Some(at) => {
            let ago = u64::try_from(unix_now().saturating_sub(at)).unwrap_or(0);
            let ago = human_time(std::time::Duration::from_secs(ago));
            format!(
                "A computer last backed this iPhone up on {} ({ago} ago): what came since is in \
                 no backup of it.",
                human_date(at)
            )
        }
        None => "No computer ever backed this iPhone up: what is on it now is in no backup of \
                 it. To save it first: unstuck backup"
            .into(),
    }
}

/// Says it and gets the person's yes.
///
/// # Errors
/// There is nobody to ask, or the answer is no.
pub(super) async fn ask(
    args: &RestoreArgs,
    facts: &PhoneFacts,
    source: &Source,
    lines: &[String],
    context: &mut Context<'_>,
) -> Result<(), Report> {
    let object = json!({
        "type": "consent",
        "udid": facts.udid,
        "version": source.version,
        "given": args.yes,
        "text": lines,
    });
    context.view.say(&lines.join("\n"), Some(object));
    if args.yes {
        return Ok(());
    }
    let person = Arc::clone(&context.person);
    // A simulated iPhone asks nobody else, but whoever sits at the terminal may say yes.
    let person: &dyn Person = if person.is_there() { &*person } else { &AtTerminal };
    if !person.is_there() {
        let mut report = Report::new(code::PERSON, "Your consent is needed.")
            .saw("A restore replaces what is on the iPhone. Nothing was sent.");
        report.details.extend(lines.iter().cloned());
        return Err(report
            .next("If that is what you want, run this again with --yes.")
            .next("To see first whether it would work: unstuck restore --rehearse"));
    }
    let agreed = tokio::select! {
        agreed = person.consent(WORD) => agreed?,
        () = context.interrupts.next() => false,
    };
    if agreed {
        return Ok(());
    }
    Err(Report::new(code::PERSON, "Not restored: you did not say yes.")
        .saw("Nothing was sent, and nothing was changed on the iPhone.")
        .next("Run this again when you want it."))
}
