use std::time::Duration;

use clap::Args;
use serde_json::json;
use tokio::time::Instant;

use super::Context;
use super::backup::{BackupOptions, back_up, look_around};
use crate::report::{Report, code, no_phone};
use crate::secrets;

/// Make a proven backup of the iPhone, step by step, whatever gets in the way: wait for it to
/// be plugged in, unlocked and trusted, make an encrypted backup, go on after interruptions,
/// prove every byte, and say in plain words what happened.
#[derive(Debug, Args)]
pub(crate) struct RescueArgs {
    #[command(flatten)]
    options: BackupOptions,

    /// Consent in advance to remedies up to this level of invasiveness (0: only what changes
    /// nothing).
    #[arg(long, value_name = "LEVEL", default_value_t = 0)]
    #[arg(value_parser = clap::value_parser!(u8).range(0..=3))]
    yes: u8,
}

/// How long a phone is waited for when somebody is there to plug it in.
const PHONE_PATIENCE: Duration = Duration::from_secs(5 * 60);

pub(super) async fn perform(args: &RescueArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    // No remedy that needs consent exists yet; the level is read so that scripts may give it.
    let _ = args.yes;
    look_around(&args.options, context).await?;
    wait_for_phone(context).await?;
    back_up(&args.options, context).await
}

/// Waits for a phone to be plugged in. Without anybody at the keyboard there is nobody to
/// wait for.
async fn wait_for_phone(context: &mut Context<'_>) -> Result<(), Report> {
    let end = Instant::now() + PHONE_PATIENCE.mul_f64(context.patience);
    let mut asked = false;
    while context.muxer.list().await?.is_empty() {
        if !secrets::can_ask() || Instant::now() >= end {
            return Err(no_phone());
        }
        if !asked {
            asked = true;
            let text = "Connect the iPhone with its cable and unlock it. Waiting for it.";
            let object = json!({
                "type": "pulse",
                "verdict": "waiting-for-person",
                "silent_seconds": 0,
                "normal_seconds": PHONE_PATIENCE.as_secs(),
                "waiting_for": "phone",
            });
            context.view.say(text, Some(object));
        }
        tokio::select! {
            () = tokio::time::sleep(Duration::from_secs(1)) => {}
            () = context.interrupts.next() => {
                return Err(Report::new(code::INTERRUPTED, "Stopped. Nothing was changed."));
            }
        }
    }
    Ok(())
}
