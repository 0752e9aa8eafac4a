mod choice;
mod count;
mod guide;
mod known;

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::Context;
use crate::drawing::Setting;
use crate::report::{Report, code};
use crate::secrets;
use guide::Guide;
use known::Known;

/// Show which buttons restart an iPhone, iPad or iPod by force: a drawing, the steps with how
/// long to hold, what will be seen, and what to do when it does not work. Nothing that is
/// stored gets lost by it.
///
/// For the one that is connected, for a model by its name ("iPhone 13 mini", "iPhone14,4",
/// "ipad pro 11 m4"), or for a family chosen from a list by its looks.
#[derive(Debug, Args)]
pub(crate) struct RestartStepsArgs {
    /// Model, as well as you know it, or the name of a family. Without it, that of the device
    /// connected.
    model: Vec<String>,

    /// UDID of the device, when several are connected.
    #[arg(long, value_name = "UDID", conflicts_with = "model")]
    device: Option<String>,

    /// On a terminal, count the seconds of the hold.
    #[arg(long)]
    count: bool,

    /// Write the drawing as SVG into a new file; `-` prints it, and nothing else.
    #[arg(long, value_name = "FILE")]
    svg: Option<PathBuf>,
}

pub(super) async fn perform(
    args: &RestartStepsArgs,
    context: &mut Context<'_>,
) -> Result<u8, Report> {
    let Some(known) = find(args, context).await? else {
        return Ok(code::PERSON);
    };
    let guide = Guide::of(&known).ok_or_else(|| {
        // A table with a hole; tests hold that there is none.
        Report::new(code::FAILED, "No way to restart this model is known.")
    })?;
    match args.svg.as_deref() {
        Some(path) if path == Path::new("-") => {
            context.view.answer(&guide.drawing.svg(Setting::File), vec![guide.object()]);
            return Ok(code::DONE);
        }
        Some(path) => write_new(path, &guide.drawing.svg(Setting::File))?,
        None => {}
    }
    context.view.answer(&guide.text(), vec![guide.object()]);
    if let Some(path) = &args.svg {
        let path = path.display().to_string();
        let text = format!("The drawing is in {path}.");
        context.view.say(&text, Some(json!({ "type": "written", "path": path })));
    }
    if args.count && secrets::can_ask() {
        count::hold(&guide, context).await?;
    }
    Ok(code::DONE)
}

/// What the steps are wanted for; `None` when somebody has to choose first and was told so.
async fn find(args: &RestartStepsArgs, context: &mut Context<'_>) -> Result<Option<Known>, Report> {
    if !args.model.is_empty() {
        let name = args.model.join(" ");
        let found = known::by_name(&name)?;
        return choice::narrow(found, Some(&name), context).await;
    }
    let found = known::connected(context, args.device.as_deref()).await?;
    choice::narrow(found, None, context).await
}

/// Writes a file that was not there.
fn write_new(path: &Path, text: &str) -> Result<(), Report> {
    let written = std::fs::OpenOptions::new().write(true).create_new(true).open(path);
    written.and_then(|mut file| file.write_all(text.as_bytes())).map_err(|error| {
        let report = Report::new(code::USAGE, "The drawing could not be written.")
            .saw(format!("{}: {error}.", path.display()));
        match error.kind() {
            std::io::ErrorKind::AlreadyExists => {
                report.next("Choose another name: files that exist are left alone.")
            }
            _ => report.next("Choose another place, or print it with: --svg -"),
        }
    })
}
