mod compared;
mod seen;
mod words;

use std::path::PathBuf;

use clap::Args;

use super::Context;
use crate::report::{Report, code};

/// Compare the ways to back up: iCloud, the program of Apple on this computer, Unstuck by cable
/// and over Wi-Fi. For the iPhone that is connected with how long each takes, by how much is on
/// it and how fast the line is; and which one to take, with the reason.
#[derive(Debug, Args)]
pub(crate) struct MethodsArgs {
    /// UDID of the iPhone, when several are in reach.
    #[arg(long, value_name = "UDID")]
    device: Option<String>,

    /// Speed of your internet line upwards in Mbit/s, for iCloud; a speed test tells it.
    #[arg(long, value_name = "MBIT", value_parser = speed)]
    upload: Option<f64>,

    /// Where backups are, if not in Unstuck's own place.
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
}

fn speed(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(mbit) if (0.01..=100_000.0).contains(&mbit) => Ok(mbit),
        _ => Err("a number of Mbit/s between 0.01 and 100000".into()),
    }
}

pub(super) async fn perform(args: &MethodsArgs, context: &mut Context<'_>) -> Result<u8, Report> {
    let seen = seen::look(context, args.device.as_deref(), args.to.as_deref()).await?;
    let comparison = compared::compare(&seen, args.upload);
    context.view.answer(&words::text(&comparison, &seen), vec![words::object(&comparison, &seen)]);
    Ok(code::DONE)
}
